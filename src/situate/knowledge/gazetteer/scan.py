"""Names of the gazetteer in a text: one pass over folded text, exact offsets, readings weighed.

A capital starts a look-up (in Arabic every word does); the longest name that ends at a word's end
counts. Then the words around it decide whether it names a place: part of a person, newspaper, army
or treaty it does not, and a name that is also a common word, or the name of a small town far away,
needs a slot that only places fill or a country of the document that holds it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.arabic_scan import arabic_hits
from situate.knowledge.gazetteer.longest import longest_names
from situate.knowledge.gazetteer.nationality import nationality_of, peoples
from situate.knowledge.gazetteer.readings import (
    AREAS,
    SURE,
    UPPER,
    WELL_KNOWN,
    Hit,
    Neighbours,
    countries_of,
    edges_of,
    evidence_of,
    is_kept,
    people_of,
    weighed,
)
from situate.knowledge.gazetteer.slots import slot_hits
from situate.model import Document, Name
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer


__all__ = ["names_in", "nationality_of", "toponyms_in"]


def names_in(document: Document, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """Every place name of a document, in order, never overlapping.

    `found_by` is "gazetteer" where the name stands there, "slot" where only its position says that
    it names a place. Nationality words are no places (`nationality_of`), nor is a place inside the
    name of a force, outlet or treaty.
    """
    hits = [hit for hit in _hits(document.text, gazetteer) if not hit.is_modifier]
    return tuple(Name(quote_at(document, h.start, h.end), "place", h.by) for h in hits)


def toponyms_in(document: Document, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """Place names in the wider sense of geoparsing: those of `names_in`, and modifiers.

    Modifiers are nationality words ("Syrian") and places inside other names ("Montreal Police"):
    kind "other", for they never locate an event.
    """
    hits = _hits(document.text, gazetteer)
    for match in peoples().finditer(document.text):
        hits.append(Hit(match.start(), match.end(), match[0], "gazetteer", is_modifier=True))
    return tuple(
        Name(quote_at(document, h.start, h.end), "other" if h.is_modifier else "place", h.by)
        for h in _apart(hits)
    )


def _hits(text: str, gazetteer: Gazetteer) -> list[Hit]:
    return _apart([*_latin_hits(text, gazetteer), *arabic_hits(text, gazetteer)]) if text else []


def _apart(hits: list[Hit]) -> list[Hit]:
    """Hits in order, the earlier and longer of two that overlap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _latin_hits(text: str, gazetteer: Gazetteer) -> list[Hit]:
    context = Neighbours(text)
    raw = [hit for hit in _longest(text, gazetteer) if not _goes_on(hit, text)]
    people = people_of(raw, context)
    edges = edges_of(raw)
    for hit in raw:
        hit.evidence = evidence_of(hit, context, people, edges)
    named = countries_of(raw, text)
    sure = {hit.text for hit in raw if hit.evidence >= SURE}
    found = [hit for hit in raw if is_kept(hit, named, sure)]
    return found + slot_hits(text, found, context, named, people, gazetteer)


def _longest(text: str, gazetteer: Gazetteer) -> list[Hit]:
    return [
        weighed(Hit(start, end, text[start:end]), gazetteer)
        for start, end in longest_names(text, gazetteer)
    ]


_REST = re.compile(rf"[ -](?:[AaEe]l|A[shnrdtz]|a[shnrdtz]|[Aa]sh|[Ee][zsd]|[Ee]sh)-[{UPPER}]")


def _goes_on(hit: Hit, text: str) -> bool:
    """Only the first word of a name: "Sahm" of "Sahm al-Jolan", which no row is spelt like."""
    return hit.people < WELL_KNOWN and not hit.kinds & AREAS and bool(_REST.match(text, hit.end))
