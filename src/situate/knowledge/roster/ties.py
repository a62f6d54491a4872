"""Rows by id, and the ties between them: parents, coalitions, successors, foes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache

from situate.knowledge.roster.entries import Entry, Spell, after_last_day, first_day
from situate.knowledge.roster.states import countries, state_entry, state_id
from situate.knowledge.roster.tables import table
from situate.model import Actor

DEPTH = 6  # steps up a chain of parents before we stop
_REMEMBERED = 8_192  # answers of a kind that a process keeps


class Ties:
    """Rows by id, and who stands with or against whom on a day. Immutable after construction."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {}
        for entry in entries:
            self.entries[entry.id] = entry
        self._other_ids = {
            other: entry.id
            for entry in self.entries.values()
            for other in (*entry.also, entry.stands_for)
            if other
        }
        self._other_ids |= {
            slug: state_id(code)
            for code, country in countries().items()
            for slug in {name.lower().replace(" ", "-") for name in country.names}
            if slug not in self.entries and slug not in self._other_ids
        }

    # --- rows

    def entry(self, ident: str) -> Entry | None:
        """The row of an id, of another id for it, or of a state's; None if there is none."""
        found = self.entries.get(ident)
        if found is None:
            other = self._other_ids.get(ident)
            found = self.entries.get(other) if other else None
            found = found or state_entry(other or ident)
        return found

    def canonical(self, ident: str) -> str:
        """The id its row carries: "state:SY:military" is "saa"."""
        found = self.entry(ident)
        return found.id if found else ident

    def actor(self, ident: str, on: date | None = None) -> Actor:
        """The actor with its parent and sides as of a day (None: all days).

        An id without row gives an actor that is known by its id alone.
        """
        return self._actor(ident, self._since(on))

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 - one roster a process
    def _actor(self, ident: str, on: date | None) -> Actor:
        entry = self.entry(ident)
        if entry is None:
            return Actor(ident, ident, "unidentified")
        parents = self.parents(entry.id, on)
        return Actor(
            entry.id,
            entry.name,
            entry.kind,
            entry.countries[0] if entry.countries else None,
            parents[0] if parents else None,
            self.sides(entry.id, on),
        )

    def state_forces(self, country: str, on: date | None = None) -> Actor:
        """The armed forces of a state, ISO 3166-1 alpha-2: its own row, else by pattern."""
        return self.actor(state_id(country, "military"), on)

    def runner(self, ident: str, on: date | None = None) -> str:
        """Who runs an operation on a day (the first named); any other id is its own."""
        entry = self.entry(ident)
        if entry is None or not entry.run_by:
            return self.canonical(ident)
        runners = [self.entry(i) for i in entry.run_by]
        alive = [r.id for r in runners if r and r.exists(on)]
        return alive[0] if alive else self.canonical(entry.run_by[0])

    def umbrella(self, country: str, role: str, on: date | None = None) -> Entry | None:
        """The row for all "rebels" or "loyalists" of a country on a day; None without one."""
        found = self._other_ids.get(f"{role}:{country}")
        entry = self.entries.get(found) if found else None
        return entry if entry and entry.exists(on) else None

    def coalitions(self, country: str, on: date | None = None) -> tuple[str, ...]:
        """Ids of coalitions that fought in a country on a day and have no parent there."""
        return tuple(
            entry.id
            for entry in self.entries.values()
            if entry.kind == "coalition"
            and country in entry.countries
            and not entry.parents
            and entry.exists(on)
        )

    # --- ties

    def parents(self, ident: str, on: date | None = None) -> tuple[str, ...]:
        """Ids of what it belonged to on a day."""
        entry = self.entry(ident)
        return (
            _unique(self.canonical(s.value) for s in entry.parents if s.holds(on)) if entry else ()
        )

    def ancestors(self, ident: str, on: date | None = None) -> tuple[str, ...]:
        """Parents, their parents and so on, nearest first, itself left out."""
        return self._ancestors(ident, self._since(on))

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 - one roster a process
    def _ancestors(self, ident: str, on: date | None) -> tuple[str, ...]:
        found: dict[str, None] = {}
        level: tuple[str, ...] = (self.canonical(ident),)
        for _ in range(DEPTH):
            level = _unique(p for i in level for p in self.parents(i, on) if p not in found)
            found |= dict.fromkeys(level)
        return tuple(i for i in found if i != self.canonical(ident))

    @cached_property
    def _children(self) -> dict[str, tuple[Spell, ...]]:
        found: dict[str, list[Spell]] = defaultdict(list)
        for entry in self.entries.values():
            for spell in entry.parents:
                found[self.canonical(spell.value)].append(Spell(entry.id, spell.start, spell.end))
        return {ident: tuple(spells) for ident, spells in found.items()}

    def children(self, ident: str, on: date | None = None) -> tuple[str, ...]:
        """Ids of what belonged to it on a day."""
        spells = self._children.get(self.canonical(ident), ())
        return _unique(s.value for s in spells if s.holds(on))

    def family(self, ident: str, on: date | None = None) -> frozenset[str]:
        """Itself, its ancestors and members, its co-members, predecessors and successors."""
        own = self.canonical(ident)
        found = {own, *self.ancestors(own, on), *self._descendants(own, on)}
        for parent in self.parents(own, on):
            found.update(self.children(parent, on))
        entry = self.entry(own)
        if entry:
            found.update(self.canonical(s.value) for s in entry.formerly)
            found.update(self.canonical(i) for i in entry.run_by)
        return frozenset(found | self._successors.get(own, frozenset()))

    def _descendants(self, ident: str, on: date | None) -> set[str]:
        found: set[str] = set()
        level = {ident}
        for _ in range(DEPTH):
            level = {c for i in level for c in self.children(i, on)} - found
            found |= level
        return found

    @cached_property
    def _successors(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for spell in entry.formerly:
                found[self.canonical(spell.value)].add(entry.id)
            for runner in entry.run_by:
                found[self.canonical(runner)].add(entry.id)
        return {ident: frozenset(ids) for ident, ids in found.items()}

    def are_family(self, a: str, b: str, on: date | None = None) -> bool:
        """Are two ids one actor, parent and child, or members of one coalition on that day?

        Sharing a side is membership: Russia's forces and the Syrian army from 2015 to 2024.
        """
        return self._are_family(a, b, self._since(on))

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 - one roster a process
    def _are_family(self, a: str, b: str, on: date | None) -> bool:
        own, other = self.canonical(a), self.canonical(b)
        if other in self.family(own, on) or own in self.family(other, on):
            return True
        return bool(set(self.sides(own, on)) & set(self.sides(other, on)))

    def sides(self, ident: str, on: date | None = None) -> tuple[str, ...]:
        """Ids of the sides it fought on that day: its own, else those of its parents."""
        for own in (self.canonical(ident), *self.ancestors(ident, on)):
            entry = self.entry(own)
            if entry and entry.sides:
                found = _unique(self.canonical(s.value) for s in entry.sides if s.holds(on))
                if found:
                    return found
        return ()

    def side(self, ident: str, on: date | None = None) -> str:
        """The side that stands for it in control of places; itself if it fights for its own."""
        found = self.sides(ident, on)
        if found:
            return found[0]
        ancestors = self.ancestors(ident, on)
        return ancestors[-1] if ancestors else self.canonical(ident)

    def are_opposed(self, a: str, b: str, on: date | None = None) -> bool | None:
        """Are two actors enemies on a day? None where the roster does not say."""
        return self._are_opposed(a, b, self._since(on))

    @lru_cache(maxsize=_REMEMBERED)  # noqa: B019 - one roster a process
    def _are_opposed(self, a: str, b: str, on: date | None) -> bool | None:
        if self.canonical(b) in self.family(a, on):
            return False
        ours = {self.canonical(a), self.side(a, on), *self.ancestors(a, on)}
        theirs = {self.canonical(b), self.side(b, on), *self.ancestors(b, on)}
        for spell, pair in self._feuds:
            if spell.holds(on) and (
                (pair[0] in ours and pair[1] in theirs) or (pair[1] in ours and pair[0] in theirs)
            ):
                return None if spell.value == "neutral" else spell.value == "foes"
        if self.are_family(a, b, on):
            return False
        return True if self._rebels_at_home(a, b) or self._rebels_at_home(b, a) else None

    def _rebels_at_home(self, rebel: str, state: str) -> bool:
        """Is one a rebel or criminal group of a country, the other that country's state?"""
        entry = self.entry(rebel)
        if entry is None or entry.kind not in ("rebel", "criminal"):
            return False
        states = {self.canonical(state), *self.ancestors(state), *self.sides(state)}
        return any(state_id(code) in states for code in entry.countries)

    @cached_property
    def _feuds(self) -> tuple[tuple[Spell, tuple[str, str]], ...]:
        """Foes and friends as the table lists them, one row a pair, later rows are weaker."""
        rows = table("sides.yaml")["pairs"]
        assert isinstance(rows, list)
        found = []
        for row in rows:
            tie = next(tie for tie in ("foes", "friends", "neutral") if tie in row)
            spell = Spell(tie, first_day(row.get("from")), after_last_day(row.get("to")))
            first, *others = row[tie]
            for other in others:
                found.append((spell, (self.canonical(first), self.canonical(other))))
        return tuple(found)

    # --- days

    def _since(self, on: date | None) -> date | None:
        """The last day up to `on` at which any row or tie changed: answers are those of `on`."""
        if on is None:
            return None
        at = bisect_right(self._changes, on)
        return self._changes[at - 1] if at else date.min

    @cached_property
    def _changes(self) -> tuple[date, ...]:
        """Every day at which a row, name, parent, side or feud begins or ends, in order."""
        spells = [spell for spell, _ in self._feuds]
        for e in self.entries.values():
            own = Spell(e.id, e.start, e.end)
            spells += (own, *e.aliases, *e.parents, *e.sides, *e.formerly)
        return tuple(sorted({day for s in spells for day in (s.start, s.end) if day is not None}))


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
