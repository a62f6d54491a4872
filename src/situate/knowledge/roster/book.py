"""The roster: who a name means as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from situate.knowledge.roster import coders, listing, patterns, phrases
from situate.knowledge.roster.entries import Entry
from situate.knowledge.roster.scan import Hit, Scanner
from situate.knowledge.roster.ties import Ties
from situate.model import Actor, Document, Name, NameKind
from situate.records import quote_at


@dataclass(frozen=True, slots=True)
class Match:
    """One answer to a name: the actor as of the day, how sure, and why."""

    actor: Actor
    score: float
    reason: str
    entry: Entry


class Roster(Ties):
    """Rows by name, too: in a report, and as a person or a data set writes them."""

    def keys_of(self, name: str) -> tuple[str, ...]:
        """Ids a whole name may mean, dates left aside; empty if the roster has no such name."""
        return self.scanner.keys(name)

    def country_named(self, words: str) -> str | None:
        """Code of the country these words name, themselves or by its people; else None."""
        return phrases.country_of(words)

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
        theatre = phrases.theatre_of(document.text)
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


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key, value in pairs:
        found[key].setdefault(value)
    return {key: tuple(values) for key, values in found.items()}
