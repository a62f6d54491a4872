"""Names that stand beside each other: containers, brackets, and the world's great names."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from situate.model import Document
from situate.resolve.place_candidates import Candidate
from situate.resolve.place_cues import cue_of

if TYPE_CHECKING:
    from situate.resolve.place_joint import Surface

_WORLD = ("country", "region")
_SMALL = 100_000  # people


def worldly(readings: list[Candidate], surface: Surface, document: Document) -> list[Candidate]:
    """The name of a country, sea or continent is not that of a small town, unless it says so."""
    if not any(c.facts.kind in _WORLD and c.level <= 1 for c in readings) or surface.inside:
        return readings
    if any(cue_of(document.text, q.start, q.end).level == "settled" for q in surface.quotes):
        return readings
    return [c for c in readings if c.facts.kind != "settlement" or c.facts.pop >= _SMALL]


_BESIDE = re.compile(
    r"^(?:,\s*|\s*\(|,?\s+in\s+)(?:the\s+)?(?:\w+(?:-\w+)?(?:ern)\s+)?(?:(?:province|governorate|state|district|region)\s+of\s+)?$",
    re.IGNORECASE,
)


def containers(document: Document, surfaces: list[Surface]) -> dict[int, set[int]]:
    """Surface -> surfaces the text puts it in: "X, Y", "X (Y)", "X in northern Y"."""
    spans = sorted((q.start, q.end, i) for i, s in enumerate(surfaces) for q in s.quotes)
    found: dict[int, set[int]] = {}
    for (_, end, inner), (start, _, outer) in pairwise(spans):
        if inner != outer and 0 < start - end < 40 and _BESIDE.match(document.text[end:start]):
            found.setdefault(inner, set()).add(outer)
    return found


_BRACKET = re.compile(r"^\s*\(\s*$")


def join_brackets(document: Document, surfaces: list[Surface]) -> None:
    """ "Abu Kamal (Al Bukamal)": two spellings of one place mean what both can mean."""
    spans = sorted((q.start, q.end, i) for i, s in enumerate(surfaces) for q in s.quotes)
    for (_, end, left), (start, stop, right) in pairwise(spans):
        closes = document.text[stop : stop + 1] == ")"
        if left == right or not closes or not _BRACKET.match(document.text[end:start]):
            continue
        one, other = surfaces[left], surfaces[right]
        both = {c.facts.pid for c in one.admitted or []} & {
            c.facts.pid for c in other.admitted or []
        }
        if both:
            one.admitted = [c for c in one.admitted or [] if c.facts.pid in both]
            other.admitted = [c for c in other.admitted or [] if c.facts.pid in both]
