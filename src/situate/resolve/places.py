"""Which place each name of a document means: all names at once, by the company they keep.

Candidates at four levels of spelling, a gate that the document's own names open, a cost with the
names nearby, a margin that says how sure; no admissible reading is an answer too (nil).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from situate.model import Document, Mention, Name, Place, Quote, Sourced, SourcedPlace
from situate.resolve.place_answer import answer, provinces_meant, shared
from situate.resolve.place_beside import puts_in
from situate.resolve.place_carry import with_sentence_place
from situate.resolve.place_geometry import completed
from situate.resolve.place_hints import countries_of_groups
from situate.resolve.place_inside import with_inner
from situate.resolve.place_joint import settle, surfaces_of
from situate.resolve.place_phrases import name_within
from situate.resolve.place_unlisted import Areas, areas_beside, put_in_area
from situate.resolve.place_within import on_its_side, with_unnamed

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

Values = dict[tuple[int, int], Sourced[Place]]


def place_values(
    document: Document,
    quotes: Sequence[Quote],
    gazetteer: Gazetteer,
    countries: Sequence[str] = (),
    hints: Sequence[str] = (),
) -> Values:
    """The place each quote means, by (start, end); value None with a reason where none is meant.

    All names are resolved jointly: pass every place name of the document, not those of one
    sentence. `countries` are ISO codes the report is known to be about; `hints` are those it is
    likely to be about, which count only where its places show none.
    """
    surfaces = surfaces_of(quotes, gazetteer)
    if not surfaces:
        return {}
    context = settle(document, surfaces, gazetteer, tuple(countries), tuple(hints))
    values: Values = {}
    meant = provinces_meant(document, surfaces, gazetteer)
    for index, surface in enumerate(surfaces):
        cues = shared(document, surface, surface.cues_in(document), meant.get(index))
        answers = {
            cue: answer(quote, surface, cue, context, gazetteer)
            for cue, quote in dict(zip(cues, surface.quotes, strict=True)).items()
        }
        for quote, cue in zip(surface.quotes, cues, strict=True):
            told = answers[cue]
            values[(quote.start, quote.end)] = Sourced(
                quote, told.value, told.confidence, told.reason, told.rivals
            )
    return values


# --- mentions ---------------------------------------------------------------------------------


def fill_places(
    document: Document,
    mentions: Sequence[Mention],
    names: Sequence[Name],
    gazetteer: Gazetteer,
    countries: Sequence[str] = (),
    roster: Any = None,
) -> tuple[Mention, ...]:
    """Mentions with the value, relation, precision and shape of each of their places filled.

    A place's quote may be wider than its name ("the suburbs of Hajin"): the names inside it are
    looked for. Places without a quote, or already valued, are left as they are. With a roster, a
    report whose places show no country is taken to be where its armed groups fight.
    """
    spans = [n.quote for n in names if n.kind == "place"]
    extra = [
        name
        for m in mentions
        for p in m.places
        if p.quote is not None and p.value is None and not _inside(p.quote, spans)
        if (name := name_within(document, p.quote)) is not None
    ]
    spans = [*spans, *dict.fromkeys(extra)]
    hints = countries_of_groups(names, roster)
    values = place_values(document, spans, gazetteer, countries, hints)
    areas = areas_beside(document, spans, values, gazetteer)
    ordered = sorted(names, key=lambda name: name.quote.start)
    filled = (
        replace(m, places=with_inner(document, found, ordered, values))
        if (found := _all_filled(document, m.places, spans, values, areas, gazetteer))
        else m
        for m in mentions
    )
    return tuple(with_sentence_place(m, ordered, values, areas) for m in filled)


def _all_filled(
    document: Document,
    places: Sequence[SourcedPlace],
    spans: Sequence[Quote],
    values: Values,
    areas: Areas,
    gazetteer: Gazetteer,
) -> tuple[SourcedPlace, ...]:
    filled = [_filled(document, place, spans, values, areas, gazetteer) for place in places]
    return with_unnamed(document, filled, gazetteer)


def _inside(quote: Quote, spans: Iterable[Quote]) -> list[Quote]:
    return [s for s in spans if quote.start < s.end and s.start < quote.end]


def _from_led(document: Document, inside: list[Quote]) -> list[Quote]:
    """Names of a phrase without areas that lead another: "the Aleppo province village of X"."""
    led = {
        one.start
        for one, other in pairwise(inside)
        if puts_in(document.text[one.end : other.start])
    }
    return [quote for quote in inside if quote.start not in led]


def _is_wide(sourced: Sourced[Place]) -> bool:
    return sourced.value is None or sourced.value.kind in ("country", "region")


def _filled(
    document: Document,
    place: SourcedPlace,
    spans: Sequence[Quote],
    values: Values,
    areas: Areas,
    gazetteer: Gazetteer,
) -> SourcedPlace:
    if place.quote is None or place.value is not None:
        return place
    inside = [q for q in _inside(place.quote, spans) if (q.start, q.end) in values]
    if not inside:
        if place.relation == "direction":
            return place
        return replace(place, confidence=0.0, reason=f"{place.reason}; describes, names no place")
    # "Syria Hama city": of two names side by side the smaller place is where it was.
    if place.relation != "between":
        inside = _from_led(document, inside)
        inside.sort(
            key=lambda q: (q.start, q.end) not in areas and _is_wide(values[(q.start, q.end)])
        )
    members = [values[(q.start, q.end)] for q in inside]
    whole = completed(document, place, inside, members, gazetteer)
    beside = areas.get((inside[0].start, inside[0].end))
    if whole.value is None and beside is not None:
        return put_in_area(whole, inside[0], beside)
    return on_its_side(document, whole, inside[0].start, gazetteer)
