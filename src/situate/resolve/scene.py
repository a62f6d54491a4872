"""What a report has said so far: its sentences, its actors in order, its countries."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from situate.knowledge.roster import Roster, phrases, table
from situate.model import Document, Mention, Name, Place, Quote, SourcedPlace
from situate.resolve.aliases import key_of

STOP = re.compile(r"(?<=[.!?؟])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z\u0600-\u06ff])|\n+")
MOST_TITLES, LONG = 4, 200  # paragraphs; code points of one that is body text
MOST_SEEN = 40  # sightings looked back at
BREAK = re.compile(r"\n+")


@cache
def cues() -> dict[str, Any]:
    """The tables of anaphora.yaml."""
    return table("anaphora.yaml")


@dataclass(frozen=True, slots=True)
class Sighting:
    """An actor named in the report, by its likeliest id."""

    start: int
    end: int
    ident: str


Head = tuple[int, bool, tuple[Sighting, ...]]  # where it begins, is it a subhead, who is in it


@dataclass(frozen=True, slots=True)
class Scene:
    """One report with what the resolver may look at; everything is in the order of the text."""

    document: Document
    names: tuple[Name, ...]
    roster: Roster
    on: date | None
    sightings: tuple[Sighting, ...]
    sentences: tuple[int, ...]
    paragraphs: tuple[int, ...]
    countries: tuple[str, ...]  # of the report's places and nations, the most frequent first
    one_country: bool  # does the first of them lead clearly?
    theatre: frozenset[str]  # countries its nations, towns and actors speak of
    settled: frozenset[str]  # countries of two or more different places of the report
    heads: tuple[Head, ...]  # titles, standfirsts and subheads, in order
    aliases: Mapping[str, str]  # folded words -> id, bound by this report

    def sentence_at(self, offset: int) -> int:
        """Number of the sentence an offset lies in."""
        return bisect_right(self.sentences, offset) - 1

    def paragraph_at(self, offset: int) -> int:
        """Number of the paragraph an offset lies in."""
        return bisect_right(self.paragraphs, offset) - 1

    def names_at(self, quote: Quote) -> tuple[Name, ...]:
        """Names that share a character with a quote."""
        first = bisect_right(self.names, quote.start, key=lambda n: n.quote.end)
        found = []
        for name in self.names[first:]:
            if name.quote.start >= quote.end:
                break
            found.append(name)
        return tuple(found)

    def seen_before(self, offset: int, sentences: int) -> tuple[Sighting, ...]:
        """Sightings of the last sentences and of the paragraph before an offset, nearest first.

        At most MOST_SEEN, so that one endless paragraph costs no more than a page.
        """
        paragraph = self.sentence_at(self.paragraphs[self.paragraph_at(offset)])
        first = self.sentences[max(0, min(self.sentence_at(offset) - sentences, paragraph))]
        end = bisect_left(self.sightings, offset, key=_start)
        begin = max(bisect_left(self.sightings, first, key=_start), end - MOST_SEEN)
        return self.sightings[begin:end][::-1]

    def seen_near(self, offset: int, sentences: int) -> tuple[Sighting, ...]:
        """Sightings no more sentences away, and none of a later paragraph, in order."""
        number, paragraph = self.sentence_at(offset), self.paragraph_at(offset)
        last = number + sentences + 1
        stops = [len(self.document.text)]
        stops += self.sentences[last : last + 1]
        stops += self.paragraphs[paragraph + 1 : paragraph + 2]
        begin = bisect_left(self.sightings, self.sentences[max(0, number - sentences)], key=_start)
        return self.sightings[begin : bisect_left(self.sightings, min(stops), key=_start)]

    def headline(self, offset: int) -> tuple[Sighting, ...]:
        """Sightings in the title, the standfirst and the subhead an offset stands under."""
        above = bisect_right(self.heads, offset, key=lambda head: head[0])
        subheads = [head[2] for head in self.heads[max(0, above - MOST_TITLES) : above] if head[1]]
        titles = [head[2] for head in self.heads[: min(above, MOST_TITLES)] if not head[1]]
        return tuple(s for part in (*titles, *subheads[-1:]) for s in part)

    def opens_paragraph(self, sighting: Sighting, offset: int) -> bool:
        """Is it named in the first sentence of the paragraph an offset lies in?"""
        number = self.paragraph_at(offset)
        if self.paragraph_at(sighting.start) != number:
            return False
        return self.sentence_at(sighting.start) == self.sentence_at(self.paragraphs[number])


def _start(sighting: Sighting) -> int:
    return sighting.start


def heads_of(document: Document, sightings: tuple[Sighting, ...]) -> tuple[Head, ...]:
    """Heads by the document's blocks; without blocks, the short paragraphs it begins with."""
    spans = [
        (block.start, block.end, block.kind == "subhead")
        for block in document.blocks
        if block.kind in ("title", "standfirst", "subhead")
    ]
    return tuple(
        (start, is_subhead, _between(sightings, start, end))
        for start, end, is_subhead in spans or _short_openers(document.text)
    )


def _between(sightings: tuple[Sighting, ...], start: int, end: int) -> tuple[Sighting, ...]:
    first = bisect_left(sightings, start, key=_start)
    return sightings[first : bisect_left(sightings, end, key=_start)]


def _short_openers(text: str) -> list[tuple[int, int, bool]]:
    found = []
    start = 0
    for match in islice(BREAK.finditer(text), MOST_TITLES):
        if match.start() - start >= LONG:
            break
        found.append((start, match.start(), False))
        start = match.end()
    return found


def starts_of(pattern: re.Pattern[str], text: str) -> tuple[int, ...]:
    """Where the pieces begin that a pattern parts a text into."""
    return (0, *(match.end() for match in pattern.finditer(text)))


def countries_of(
    mentions: tuple[Mention, ...],
    names: tuple[Name, ...],
    roster: Roster,
    given: tuple[str, ...],
    theatre: frozenset[str],
    settled: frozenset[str],
) -> tuple[tuple[str, ...], bool]:
    """Countries of a report's places, nations and actors, the most frequent first.

    The flag says whether the first leads clearly: named at least twice as often as the next.
    A place outside every country of the theatre is likely a namesake and does not count.
    """
    counts: dict[str, float] = {}
    for mention in mentions:
        for place in mention.places:
            country = shows_country(place, theatre, settled)
            if country:
                counts[country] = counts.get(country, 0) + 2
    for name in names:
        for code in _of_name(name, roster):
            counts[code] = counts.get(code, 0) + 1
    for code in () if counts else (*theatre, *_likely(mentions)):
        counts[code] = counts.get(code, 0) + 1
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    leads = len(ranked) < 2 or counts[ranked[0]] >= 2 * counts[ranked[1]]
    return (tuple(ranked), leads) if ranked else (given, len(given) == 1)


def _likely(mentions: tuple[Mention, ...]) -> list[str]:
    """Countries of the best candidates of places that were not settled."""
    return [
        place.rivals[0].value.country
        for mention in mentions
        for place in mention.places
        if place.value is None and place.rivals and place.rivals[0].value.country
    ]


def _settled(mentions: tuple[Mention, ...]) -> frozenset[str]:
    places = {
        (place.value.country, place.value.id)
        for mention in mentions
        for place in mention.places
        if place.value and place.value.country
    }
    counts = Counter(country for country, _ in places)
    return frozenset(country for country, count in counts.items() if country and count > 1)


def shows_country(
    sourced: SourcedPlace, theatre: frozenset[str], settled: frozenset[str]
) -> str | None:
    """The country a place shows we are in, or None.

    Where nothing else speaks of a country, a lone place must bear the full name the report has:
    a part of it ("Dali" for "Abu Dali") may lie anywhere.
    """
    place = sourced.value
    if place is None or place.country is None:
        return None
    if theatre:
        return place.country if place.country in theatre else None
    sure = place.kind in ("country", "adm1", "region") or place.country in settled
    return place.country if sure or _bears_full_name(sourced, place) else None


def _bears_full_name(sourced: SourcedPlace, place: Place) -> bool:
    if sourced.quote is None:
        return False
    said, named = (len(_plain(words)) for words in (sourced.quote.text, place.name))
    return 0 < said <= named


def _plain(words: str) -> list[str]:
    return [
        w for w in key_of(words).split() if w not in ("al", "el", "ad", "as", "ar", "ash", "an")
    ]


def _of_name(name: Name, roster: Roster) -> tuple[str, ...]:
    """The country a name speaks of most; none for international bodies."""
    if name.kind == "place":
        code = roster.country_named(name.quote.text)
        return (code,) if code else ()
    return _countries(name, roster)[:1]


def _countries(name: Name, roster: Roster) -> tuple[str, ...]:
    entry = roster.entry(name.refs[0]) if name.kind == "actor" and name.refs else None
    return entry.countries if entry and entry.kind != "organisation" else ()


def scene_of(
    document: Document,
    mentions: tuple[Mention, ...],
    names: tuple[Name, ...],
    roster: Roster,
    countries: tuple[str, ...],
    aliases: Mapping[str, str],
) -> Scene:
    """The scene of one report; `countries` is what the user gave, for reports that name none."""
    on = document.published.date() if document.published else None
    ordered = tuple(sorted(names, key=lambda n: n.quote.start))
    sightings = tuple(
        Sighting(n.quote.start, n.quote.end, ident)
        for n in ordered
        if n.kind in ("actor", "operation") and (ident := _sighted(n, roster, on, aliases))
    )
    theatre = phrases.theatre_of(document.text) | {
        code for name in ordered for code in _countries(name, roster) if name.found_by == "roster"
    }
    settled = _settled(mentions)
    return Scene(
        document,
        ordered,
        roster,
        on,
        sightings,
        starts_of(STOP, document.text),
        starts_of(BREAK, document.text),
        *countries_of(mentions, ordered, roster, countries, theatre, settled),
        theatre,
        settled,
        heads_of(document, sightings),
        aliases,
    )


def _sighted(name: Name, roster: Roster, on: date | None, aliases: Mapping[str, str]) -> str | None:
    bound = aliases.get(key_of(name.quote.text))
    if bound:
        return bound
    for ref in name.refs:
        entry = roster.entry(ref)
        if entry and entry.exists(on):
            return roster.runner(entry.id, on)
    return roster.runner(name.refs[0], on) if name.refs else None
