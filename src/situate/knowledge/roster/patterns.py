"""Actors named by nationality, office or role: found from word tables, no row needed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from situate.knowledge.roster.fold import fold, table
from situate.knowledge.roster.scan import Scanner
from situate.knowledge.roster.states import countries, state_id
from situate.knowledge.roster.units import unit_spans
from situate.model import ActorKind, Document, Name
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.knowledge.roster.book import Roster

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
LONGEST = 6  # words before a head
STATE_ROLES = ("military", "police", "government")
KIND_OF: dict[str, ActorKind] = {
    "military": "state forces",
    "police": "police",
    "government": "government",
    "rebel": "rebel",
    "militia": "militia",
    "unidentified": "unidentified",
    "criminal": "criminal",
    "civilians": "civilians",
    "protesters": "protesters",
    "rioters": "rioters",
    "coalition": "coalition",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase without a name of its own is: role, country, and the head noun (folded)."""

    role: str
    country: str | None
    head: str
    modifiers: tuple[str, ...] = ()

    @property
    def kind(self) -> ActorKind:
        return "unidentified" if self.is_unidentified else KIND_OF[self.role]

    @property
    def is_unidentified(self) -> bool:
        return any(word in words("unidentified") for word in self.modifiers)

    @property
    def is_state(self) -> bool:
        """The state's own: its forces, police, government; not "rebel forces"."""
        return self.role in STATE_ROLES and not self.is_unidentified


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of actor_patterns.yaml."""
    listed = table("actor_patterns.yaml")[name]
    assert isinstance(listed, list | dict)
    return frozenset(listed)


@cache
def _heads() -> dict[str, str]:
    rows: Any = table("actor_patterns.yaml")["heads"]
    return {word: role for role, listed in rows.items() for word in listed}


@cache
def _bound() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    data: Any = table("actor_patterns.yaml")
    return {k: frozenset(v) for k, v in data["bound_heads"].items()}, data["bound_roles"]


@cache
def nations() -> Scanner:
    """Names of countries ("=SY") and of their people ("SY")."""
    rows = []
    for code, country in countries().items():
        rows += [(word, code, False) for word in country.people]
        rows += [(name, f"={code}", False) for name in country.names]
    return Scanner(rows)


@cache
def _seats(name: str) -> Scanner:
    """ "seats": buildings and offices; "capitals": towns that may stand for a government."""
    data: Any = table("actor_patterns.yaml")[name]
    return Scanner((words, code, False) for words, code in data.items())


@cache
def _towns() -> Scanner:
    data: Any = table("actor_patterns.yaml")
    rows = [(town, code, False) for code, towns in data["theatres"].items() for town in towns]
    return Scanner([*rows, *((town, code, False) for town, code in data["capitals"].items())])


def theatre_of(text: str) -> frozenset[str]:
    """Codes of the countries a text names: themselves, their people, or their best known towns."""
    named = frozenset(hit.keys[0].lstrip("=") for hit in nations().scan(text))
    return named | frozenset(hit.keys[0] for hit in _towns().scan(text))


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # folded
    start: int
    end: int
    joined: bool  # one space or hyphen from the word before

    @property
    def bare(self) -> str:
        return self.text[:-2] if self.text.endswith("'s") else self.text.rstrip("'")


def _words(text: str) -> list[_Word]:
    folded, offsets = fold(text)
    found = []
    before = -2
    for match in WORD.finditer(folded):
        start, end = match.span()
        first = offsets[start] if offsets else start
        last = offsets[end - 1] + 1 if offsets else end
        found.append(_Word(match.group(), first, last, start - before == 1))
        before = end
    return found


@dataclass(frozen=True, slots=True)
class _Phrase:
    first: int
    last: int
    reading: Reading


def _phrases(found: list[_Word], people: dict[int, tuple[int, str]]) -> list[_Phrase]:
    """Head nouns with the words before them; `people` maps an end to (start, country code).

    A head that stands before another one is its modifier: "government forces" is one phrase.
    """
    kept: list[_Phrase] = []
    for i, word in enumerate(found):
        if word.bare not in _heads() and word.bare not in _bound()[0]:
            continue
        first, country, modifiers = _before(found, i, people)
        role = _lifted(_role_of(word.bare, modifiers), modifiers)
        if role is None:
            continue
        while kept and kept[-1].last >= first:
            kept.pop()
        kept.append(_Phrase(first, i, Reading(role, country, word.bare, modifiers)))
    return kept


def _role_of(head: str, modifiers: tuple[str, ...]) -> str | None:
    role = _heads().get(head)
    if role is not None:
        return role
    bound, roles = _bound()
    fitting = (m for m in modifiers if not bound[head] or m in bound[head])
    return roles.get(next(fitting, ""))


def _lifted(role: str | None, modifiers: tuple[str, ...]) -> str | None:
    """ "rebel forces" are rebels, "police forces" police: the nearest telling word decides."""
    if role not in ("military", "unidentified", "government"):
        return role
    for modifier in modifiers:
        told = _heads().get(modifier) or _bound()[1].get(modifier)
        if told in ("rebel", "militia", "police", "coalition", "criminal"):
            return told
    return role


def _before(
    found: list[_Word], i: int, people: dict[int, tuple[int, str]]
) -> tuple[int, str | None, tuple[str, ...]]:
    """Where the phrase of head i begins, its country, and its modifiers, nearest first."""
    first, country = i, None
    modifiers: list[str] = []
    heads = _heads()
    while first > 0 and found[first].joined and i - first < LONGEST:
        previous = found[first - 1]
        nation = people.get(previous.start + len(previous.bare))
        if nation is not None:
            country = country or nation[1]
            first = _word_at(found, first - 1, nation[0])
            continue
        if previous.bare in words("modifiers") or previous.bare in heads:
            modifiers.append(previous.bare)
            first -= 1
            continue
        break
    return first, country, tuple(modifiers)


def _word_at(found: list[_Word], i: int, start: int) -> int:
    while i > 0 and found[i].start > start:
        i -= 1
    return i


def _people_of(text: str) -> dict[int, tuple[int, str]]:
    return {hit.end: (hit.start, hit.keys[0].lstrip("=")) for hit in nations().scan(text)}


def read_phrase(phrase: str) -> Reading | None:
    """What "Turkish troops" or "the rebels" are, by their last head; None without a head."""
    found = _phrases(_words(phrase), _people_of(phrase))
    return found[-1].reading if found else None


def country_of(phrase: str) -> str | None:
    """Code of the country a phrase names by itself or by its people, the first one; else None."""
    hits = nations().scan(phrase)
    return hits[0].keys[0].lstrip("=") if hits else None


def pattern_names(document: Document, roster: Roster) -> tuple[Name, ...]:
    """Actors named by nationality, office or role, in order, never overlapping.

    `found_by` is "pattern" where the words name a state, a side or an office, and "generic" where
    only the rest of the report can say who is meant ("the rebels", "the army").
    """
    text = document.text
    taken = _Taken([(hit.start, hit.end) for hit in roster.hits(text)])
    found = _words(text)
    people = _people_of(text)
    spans = [*_loyal(found, text, roster), *_seats_in(found, text), *_nations_in(found, text)]
    spans += [(start, end, "pattern", ()) for start, end in unit_spans(text)]
    spans += _peoples_in(found, text)
    for phrase in _phrases(found, people):
        if not _belongs_to_name(found, phrase, taken) and _stands_alone(found, phrase):
            spans.append(_span(found, phrase, roster))
    spans = [span for span in spans if not taken.overlaps(span[0], span[1])]
    return tuple(
        Name(quote_at(document, start, end), "actor", by, refs)
        for start, end, by, refs in _apart(spans)
    )


_Span = tuple[int, int, str, tuple[str, ...]]


def _stands_alone(found: list[_Word], phrase: _Phrase) -> bool:
    """Is the head a noun here: not the adjective of another word, no machine without owner?"""
    head = found[phrase.last]
    if (
        head.bare in words("equipment")
        and not phrase.reading.country
        and not phrase.reading.modifiers
    ):
        return False
    if head.bare not in words("attributive") or phrase.last + 1 >= len(found):
        return True
    following = found[phrase.last + 1]
    return not (following.joined and following.text[:1].isalpha()) or (
        following.text in words("after_noun")
    )


def _peoples_in(found: list[_Word], text: str) -> list[_Span]:
    """Peoples as such: "Iraqis", "the Kurds"; a nationality before a noun is none."""
    spans: list[_Span] = []
    for i, word in enumerate(found):
        original = text[word.start : word.end]
        if not original[:1].isupper():
            continue
        plural = original in words("peoples") or (
            original.endswith("s") and original in _plural_people()
        )
        if plural and not _followed_by_noun(found, i):
            spans.append((word.start, word.end, "pattern", ()))
    return spans


@cache
def _plural_people() -> frozenset[str]:
    return frozenset(
        word for country in countries().values() for word in country.people if word.endswith("s")
    )


def _followed_by_noun(found: list[_Word], i: int) -> bool:
    return i + 1 < len(found) and found[i + 1].joined and found[i + 1].bare in _heads()


def _span(found: list[_Word], phrase: _Phrase, roster: Roster) -> _Span:
    reading = phrase.reading
    refs: tuple[str, ...] = ()
    if reading.country and reading.is_state:
        refs = (roster.canonical(state_id(reading.country, reading.role)),)
    word = found[phrase.last]
    by = "pattern" if reading.country or reading.is_unidentified else "generic"
    return found[phrase.first].start, word.start + len(word.bare), by, refs


def _apart(spans: list[_Span]) -> Iterator[_Span]:
    """Longest from the left, never overlapping."""
    at = 0
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if span[0] >= at:
            yield span
            at = span[1]


class _Taken:
    """Spans of roster names, in order and apart, asked by where they begin, end and lie."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._ends = [end for _, end in spans]
        self._spans = spans
        self.starts = frozenset(start for start, _ in spans)
        self.ends = frozenset(self._ends)

    def overlaps(self, start: int, end: int) -> bool:
        i = bisect_right(self._ends, start)
        return i < len(self._spans) and self._spans[i][0] < end


def _belongs_to_name(found: list[_Word], phrase: _Phrase, taken: _Taken) -> bool:
    """Is it the group noun of a name: "ISIL fighters", "militants of Hayat Tahrir al-Sham"?"""
    first, last = found[phrase.first], found[phrase.last]
    if taken.overlaps(first.start, last.end):
        return True
    if first.joined and phrase.first > 0 and found[phrase.first - 1].end in taken.ends:
        return True
    following = found[phrase.last + 1 : phrase.last + 4]
    if not following or following[0].text not in ("of", "from"):
        return False
    return any(word.start in taken.starts for word in following[1:] if word.text != ".")


def _seats_in(found: list[_Word], text: str) -> Iterator[_Span]:
    ends = {word.end: i for i, word in enumerate(found)}
    for name in ("seats", "capitals"):
        for hit in _seats(name).scan(text):
            i = ends.get(hit.end)
            if i is not None and (name == "seats" or _speaks(found, i)):
                code, _, role = hit.keys[0].partition(":")
                yield hit.start, hit.end, "pattern", (state_id(code, role or "government"),)


def _nations_in(found: list[_Word], text: str) -> Iterator[_Span]:
    """Countries that speak or act, "Turkey accused ...": the state, not the land."""
    ends = {word.end: i for i, word in enumerate(found)}
    starts = {word.start: i for i, word in enumerate(found)}
    for hit in nations().scan(text):
        i, first = ends.get(hit.end), starts.get(hit.start)
        if i is None or first is None or not hit.keys[0].startswith("="):
            continue
        before = found[first - 1].text if first else ""
        before = found[first - 2].text if before == "the" and first > 1 else before
        opens = before in ("", ".") or "\n" in text[max(0, hit.start - 6) : hit.start]
        acts = _speaks(found, i) or (opens and _opens_clause(found, i))
        if before not in words("not_before") and acts:
            yield hit.start, hit.end, "pattern", (state_id(hit.keys[0][1:]),)


def _opens_clause(found: list[_Word], i: int) -> bool:
    """Does a country that begins a sentence go on as its subject: "The UK has ..."?"""
    return i + 1 < len(found) and found[i + 1].text in words("acts")


def _speaks(found: list[_Word], i: int) -> bool:
    """Is word i followed by a verb of speech or of state action, helpers skipped?"""
    for word in found[i + 1 : i + 4]:
        if word.text in words("speech"):
            return True
        if word.text not in words("helpers"):
            return False
    return False


def _loyal(found: list[_Word], text: str, roster: Roster) -> Iterator[_Span]:
    """ "forces loyal to X", "X's forces": the side of a leader."""
    for hit in _leaders().scan(text):
        for start, end in _loyal_spans(found, hit.start, hit.end):
            yield start, end, "pattern", (roster.canonical(hit.keys[0]),)


@cache
def _leaders() -> Scanner:
    data: Any = table("actor_patterns.yaml")["leaders"]
    return Scanner((name, ident, False) for name, ident in data.items())


def _loyal_spans(found: list[_Word], start: int, end: int) -> Iterator[tuple[int, int]]:
    position = next((i for i, word in enumerate(found) if word.start >= start), len(found))
    loyal: Any = table("actor_patterns.yaml")["loyal"]
    for phrase in loyal:
        size = len(phrase.split())
        for skip in range(3):  # a title may stand between: "loyal to President ..."
            j = position - skip - size
            if j > 0 and " ".join(w.text for w in found[j : j + size]) == phrase:
                if _heads().get(found[j - 1].bare):
                    yield found[j - 1].start, end
                return
    after = next((i for i, word in enumerate(found) if word.end >= end), len(found))
    if after + 1 < len(found) and found[after].text.endswith("'s"):
        last = found[after + 1]
        if _heads().get(last.bare) in ("military", "militia", "government"):
            yield start, last.end


__all__ = ["Reading", "country_of", "nations", "pattern_names", "read_phrase", "theatre_of"]
