"""Actors named by nationality, office or role: found from word tables, no row needed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from situate.knowledge.roster.phrases import (
    Phrase,
    Word,
    head_roles,
    nations,
    people_of,
    phrases_in,
    words,
    words_of,
)
from situate.knowledge.roster.scan import Scanner
from situate.knowledge.roster.states import countries, state_id
from situate.knowledge.roster.tables import table
from situate.knowledge.roster.units import unit_spans
from situate.model import Document, Name
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.knowledge.roster.book import Roster


def pattern_names(document: Document, roster: Roster) -> tuple[Name, ...]:
    """Actors named by nationality, office or role, in order, never overlapping.

    `found_by` is "pattern" where the words name a state, a side or an office, and "generic" where
    only the rest of the report can say who is meant ("the rebels", "the army").
    """
    text = document.text
    taken = _Taken([(hit.start, hit.end) for hit in roster.hits(text)])
    found = words_of(text)
    people = people_of(text)
    spans = [*_loyal(found, text, roster), *_seats_in(found, text), *_nations_in(found, text)]
    spans += [(start, end, "pattern", ()) for start, end in unit_spans(text)]
    spans += _peoples_in(found, text)
    for phrase in phrases_in(found, people):
        if not _belongs_to_name(found, phrase, taken) and _stands_alone(found, phrase):
            spans.append(_span(found, phrase, roster))
    spans = [span for span in spans if not taken.overlaps(span[0], span[1])]
    return tuple(
        Name(quote_at(document, start, end), "actor", by, refs)
        for start, end, by, refs in _apart(spans)
    )


_Span = tuple[int, int, str, tuple[str, ...]]


def _stands_alone(found: list[Word], phrase: Phrase) -> bool:
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


def _peoples_in(found: list[Word], text: str) -> list[_Span]:
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


def _followed_by_noun(found: list[Word], i: int) -> bool:
    return i + 1 < len(found) and found[i + 1].joined and found[i + 1].bare in head_roles()


def _span(found: list[Word], phrase: Phrase, roster: Roster) -> _Span:
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


def _belongs_to_name(found: list[Word], phrase: Phrase, taken: _Taken) -> bool:
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


@cache
def _seats(name: str) -> Scanner:
    """ "seats": buildings and offices; "capitals": towns that may stand for a government."""
    data: Any = table("actor_patterns.yaml")[name]
    return Scanner((words, code, False) for words, code in data.items())


def _seats_in(found: list[Word], text: str) -> Iterator[_Span]:
    ends = {word.end: i for i, word in enumerate(found)}
    for name in ("seats", "capitals"):
        for hit in _seats(name).scan(text):
            i = ends.get(hit.end)
            if i is not None and (name == "seats" or _speaks(found, i)):
                code, _, role = hit.keys[0].partition(":")
                yield hit.start, hit.end, "pattern", (state_id(code, role or "government"),)


def _nations_in(found: list[Word], text: str) -> Iterator[_Span]:
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


def _opens_clause(found: list[Word], i: int) -> bool:
    """Does a country that begins a sentence go on as its subject: "The UK has ..."?"""
    return i + 1 < len(found) and found[i + 1].text in words("acts")


def _speaks(found: list[Word], i: int) -> bool:
    """Is word i followed by a verb of speech or of state action, helpers skipped?"""
    for word in found[i + 1 : i + 4]:
        if word.text in words("speech"):
            return True
        if word.text not in words("helpers"):
            return False
    return False


def _loyal(found: list[Word], text: str, roster: Roster) -> Iterator[_Span]:
    """ "forces loyal to X", "X's forces": the side of a leader."""
    for hit in _leaders().scan(text):
        for start, end in _loyal_spans(found, hit.start, hit.end):
            yield start, end, "pattern", (roster.canonical(hit.keys[0]),)


@cache
def _leaders() -> Scanner:
    data: Any = table("actor_patterns.yaml")["leaders"]
    return Scanner((name, ident, False) for name, ident in data.items())


def _loyal_spans(found: list[Word], start: int, end: int) -> Iterator[tuple[int, int]]:
    position = next((i for i, word in enumerate(found) if word.start >= start), len(found))
    loyal: Any = table("actor_patterns.yaml")["loyal"]
    for phrase in loyal:
        size = len(phrase.split())
        for skip in range(3):  # a title may stand between: "loyal to President ..."
            j = position - skip - size
            if j > 0 and " ".join(w.text for w in found[j : j + size]) == phrase:
                if head_roles().get(found[j - 1].bare):
                    yield found[j - 1].start, end
                return
    after = next((i for i, word in enumerate(found) if word.end >= end), len(found))
    if after + 1 < len(found) and found[after].text.endswith("'s"):
        last = found[after + 1]
        if head_roles().get(last.bare) in ("military", "militia", "government"):
            yield start, last.end
