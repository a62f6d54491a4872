"""Names no gazetteer has as they are spelt, in slots that only places fill."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.calendar import load_calendar
from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.articles import in_text
from situate.knowledge.gazetteer.nationality import nationality_of
from situate.knowledge.gazetteer.readings import UPPER, Hit, Neighbours, bare, ordinary, words_of

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

_SIGNS = "‘’ʿʻ"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Runs of capital words, which begin with a capital, and what may lead one, found backwards.

    An article stands apart from its name only where it can be no English word: "near Foo" and "at
    Foo" have none.
    """
    apart = [article for article in in_text() if article in ("al", "el")]
    capital = [article.capitalize() for article in in_text()]
    article = rf"(?:(?:{'|'.join([*apart, *capital])})[-‐ ]|(?:{'|'.join(in_text())})[-‐])"
    rest = rf"[\w{_SIGNS}'`]*"
    run = rf"[{UPPER}]{rest}(?:[- ](?:{article}|[bB]in[- ])?[{UPPER}]{rest}){{0,3}}"
    return re.compile(run), re.compile(rf"(?:(?<!\w){article})?[{_SIGNS}]?$")


def slot_hits(
    text: str,
    found: Sequence[Hit],
    context: Neighbours,
    named: frozenset[str],
    people: set[str],
    gazetteer: Gazetteer,
) -> list[Hit]:
    """Capitalised runs that no name covers, in a slot for places."""
    taken = sorted((hit.start, hit.end) for hit in found)
    hits: list[Hit] = []
    position = 0
    runs, leads = _patterns()
    for match in runs.finditer(text):
        start, end = match.span()
        while position < len(taken) and taken[position][1] <= start:
            position += 1
        if position < len(taken) and taken[position][0] < end:
            continue
        if lead := leads.search(text, max(0, start - 5), start):
            start = lead.start()
        if text[end - 2 : end] in ("'s", "’s"):
            end -= 2
        listed = _listed(text, start, taken, hits)
        strict = listed or context.is_slot(start, "slot_strict")
        if not strict and not context.is_slot(start, "slot_loose"):
            continue
        hit = Hit(start, end, text[start:end], "slot")
        if not _may_be_slot(hit, context, people) or not _is_known(
            hit.text, strict, named, gazetteer
        ):
            continue
        hits.append(hit)
    return hits


_AND = re.compile(r"(?:,|,? and|,? or)\s(?:the\s)?(?:in\s|near\s)?")


def _listed(text: str, start: int, taken: list[tuple[int, int]], hits: list[Hit]) -> bool:
    """Whether a run continues a list of places: "the villages of X and Y"."""
    at = bisect_right(taken, (start, start)) - 1
    ends = [taken[at][1]] if at >= 0 else []
    ends += [hits[-1].end] if hits else []
    return any(0 < start - end < 14 and _AND.fullmatch(text[end:start]) for end in ends)


_INSIDE_NAMES = ("al", "el", "abu", "bin", "umm", "ibn")


def _may_be_slot(hit: Hit, context: Neighbours, people: set[str]) -> bool:
    tokens = [bare(t) for t in re.split(r"[ -]", hit.text)]
    if hit.text in people or any(
        t in words_of("not_places") or t in words_of("titles") for t in tokens
    ):
        return False
    if hit.text.isupper() or nationality_of(hit.text) is not None:
        return False
    if hit.text in load_calendar().months:  # "updated at Jul 3"
        return False
    if any(t in ordinary() and t not in _INSIDE_NAMES for t in tokens):
        return False
    return bare(context.after(hit.end)) not in words_of("not_places")


def _is_known(text: str, strict: bool, named: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Whether a loose key of the name leads into a country of the document."""
    first = keys.k1(text)
    for level, key in ((2, keys.latin_k2(first)), (3, keys.latin_k3(first))):
        if level == 3 and (len(key) < 3 or not strict):
            continue
        for pid, _ in gazetteer.lookup(level, key):
            if gazetteer.facts(pid).cc in named:
                return True
    return False
