"""The roster: who a name means as of a day, and who stands with or against whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from situate.knowledge.roster import coders, listing, patterns
from situate.knowledge.roster.entries import Entry, Spell
from situate.knowledge.roster.fold import table
from situate.knowledge.roster.scan import Hit, Scanner
from situate.knowledge.roster.states import countries, state_entry, state_id
from situate.model import Actor, Document, Name, NameKind
from situate.records import quote_at

DEPTH = 6  # steps up a chain of parents before we stop


@dataclass(frozen=True, slots=True)
class Match:
    """One answer to a name: the actor as of the day, how sure, and why."""

    actor: Actor
    score: float
    reason: str
    entry: Entry


class Roster:
    """Entries by id and by name. Immutable after construction; safe to share between threads."""

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

    def keys_of(self, name: str) -> tuple[str, ...]:
        """Ids a whole name may mean, dates left aside; empty if the roster has no such name."""
        return self.scanner.keys(name)

    def country_named(self, words: str) -> str | None:
        """Code of the country these words name, themselves or by its people; else None."""
        return patterns.country_of(words)

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
        from situate.knowledge.roster.entries import after_last_day, first_day

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

    # --- names

    @cached_property
    def scanner(self) -> Scanner:
        """All names of all rows, strong ones first."""
        return Scanner(
            (name, entry.id, name in entry.weak)
            for entry in self.entries.values()
            for name in dict.fromkeys((entry.name, *(s.value for s in entry.aliases)))
        )

    @lru_cache(maxsize=4)  # noqa: B019 - one roster a process; the last texts are asked again
    def hits(self, text: str) -> tuple[Hit, ...]:
        """Every name of a row in a text, longest from the left, before any choice of meaning."""
        return tuple(self.scanner.scan(text))

    def names_in(self, document: Document) -> tuple[Name, ...]:
        """Actors, operations and outlets named in a report, in order, never overlapping.

        `refs` are the ids a name may mean, the likeliest first: those in their dates, then those
        of a country the report speaks of. A name that is weak (a short or common one) is left out
        where nothing else in the report belongs to its country.
        """
        hits = self.hits(document.text)
        theatre = patterns.theatre_of(document.text)
        company = self._company(hits) | theatre
        found = []
        for hit in hits:
            if hit.weak and not self._in_company(hit, hits, theatre):
                continue
            refs = self._ranked(hit.keys, company, _day(document))
            kind = self._name_kind(refs[0])
            quote = quote_at(document, hit.start, hit.end)
            found.append(Name(quote, kind, "roster", refs))
        return tuple(found)

    def pattern_names(self, document: Document) -> tuple[Name, ...]:
        """Actors named by nationality, office or role, in order, never overlapping."""
        return patterns.pattern_names(document, self)

    def listed_names(self, document: Document) -> tuple[Name, ...]:
        """Pronouns, bodies, outlets and persons: for lists of names only, see `listing`."""
        return listing.listed_names(document, self)

    def _company(self, hits: Iterable[Hit]) -> frozenset[str]:
        """Countries of the names that mean one row only."""
        keys = (hit.keys[0] for hit in hits if len(hit.keys) == 1 and not hit.weak)
        return frozenset(c for key in keys for c in self.entries[key].countries)

    def _in_company(self, hit: Hit, hits: Iterable[Hit], theatre: frozenset[str]) -> bool:
        own = {c for key in hit.keys for c in self.entries[key].countries}
        others = {
            c
            for other in hits
            if other.keys != hit.keys
            for key in other.keys
            for c in self.entries[key].countries
        }
        return bool(own & (others | theatre)) or (not own and bool(others | theatre))

    def _ranked(
        self, keys: tuple[str, ...], company: frozenset[str], on: date | None
    ) -> tuple[str, ...]:
        def rank(key: str) -> tuple[bool, bool]:
            entry = self.entries[key]
            near = not entry.countries or bool(company & set(entry.countries))
            return (not near, not entry.exists(on))

        return tuple(sorted(keys, key=rank))

    def _name_kind(self, ident: str) -> NameKind:
        return "operation" if self.entries[ident].kind == "operation" else "actor"

    @lru_cache(maxsize=4096)  # noqa: B019 - one roster a process
    def lookup(self, name: str, on: date | None = None) -> tuple[Match, ...]:
        """Who a name means on a day, best first; nothing found is an empty tuple.

        Names of our own rows, of coders ("Military Forces of Syria (2000-)"), and of states by
        pattern. A name outside its dates still matches, with less and the reason "anachronism".
        """
        found: dict[str, Match] = {}
        for ident, why, score in self._readings(name):
            entry = self.entry(ident)
            if entry is None or entry.id in found:
                continue
            if not entry.exists(on):
                why, score = f"{why}; anachronism: not under this name on {on}", score * 0.5
            found[entry.id] = Match(self.actor(entry.id, on), score, why, entry)
        return tuple(sorted(found.values(), key=lambda m: -m.score))

    def named(self, name: str, on: date | None = None) -> Actor | None:
        """The likeliest actor of a name on a day, or None."""
        found = self.lookup(name, on)
        return found[0].actor if found else None

    def _readings(self, name: str) -> Iterable[tuple[str, str, float]]:
        if self.entry(name):
            yield name, "id", 1.0
        for key in self._known_as.get(coders.folded(name), ()):
            yield key, "name used by a data set", 0.98
        bare, country = coders.bare(name)
        for form in dict.fromkeys((name, bare)):
            for key in self.scanner.keys(form):
                here = country is None or country in self.entries[key].countries
                yield key, "name or alias", 0.95 if here else 0.6
        pattern = coders.state_of(bare, country)
        if pattern:
            yield pattern, "state by pattern", 0.9
        for key in self._skeletons.get(coders.skeleton(bare), ()):
            here = country is None or country in self.entries[key].countries
            yield key, "same consonants", 0.7 if here else 0.4

    @cached_property
    def _known_as(self) -> dict[str, tuple[str, ...]]:
        return _grouped(
            (coders.folded(name), entry.id)
            for entry in self.entries.values()
            for _, name in entry.known_as
        )

    @cached_property
    def _skeletons(self) -> dict[str, tuple[str, ...]]:
        return _grouped(
            (coders.skeleton(name), entry.id)
            for entry in self.entries.values()
            for name in (entry.name, *(s.value for s in entry.aliases))
            if len(coders.skeleton(name)) > 5
        )


def _day(document: Document) -> date | None:
    return document.published.date() if document.published else None


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key].setdefault(value)
    return {key: tuple(values) for key, values in found.items()}
