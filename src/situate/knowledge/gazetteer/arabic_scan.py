"""Names of the gazetteer in Arabic text, where every word may begin one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.readings import SURE, WEAK, WELL_KNOWN, Hit, countries_of, weighed

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

_ARABIC_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3\u06fa-\u06ff\u0640]+")


def arabic_hits(text: str, gazetteer: Gazetteer) -> list[Hit]:
    """Names at every Arabic word, prefixed particles off, that are sure or of a country named."""
    spans = [m.span() for m in _ARABIC_WORD.finditer(text)]
    if not spans:
        return []
    tokens = [keys.arabic_k1(text[a:b]) for a, b in spans]
    hits: list[Hit] = []
    index = 0
    while index < len(spans):
        step = _arabic_name(text, spans, tokens, index, gazetteer)
        if step is None:
            index += 1
            continue
        hit, used = step
        hits.append(weighed(hit, gazetteer))
        index += used
    for hit in hits:
        is_sure = bool(hit.kinds & {"country", "adm1"}) or hit.people >= WELL_KNOWN
        hit.evidence = SURE if is_sure else WEAK
    named = countries_of(hits, "")
    return [hit for hit in hits if hit.evidence > 0 or hit.countries & named]


def _arabic_name(
    text: str, spans: list[tuple[int, int]], tokens: list[str], index: int, gazetteer: Gazetteer
) -> tuple[Hit, int] | None:
    begin = spans[index][0]
    word = text[begin : spans[index][1]]
    for skip, first in _without_prefix(word):
        if len(first) < 2:
            continue
        window = " ".join([first, *tokens[index + 1 : index + 4]])
        for name in reversed(gazetteer.surfaces(window)):
            if len(name) == len(window) or window[len(name)] == " ":
                used = name.count(" ") + 1
                end = spans[index + used - 1][1]
                return Hit(begin + skip, end, text[begin + skip : end]), used
    return None


def _without_prefix(word: str) -> list[tuple[int, str]]:
    """Readings of an Arabic word: bare, without "and", without "in, to, as"."""
    readings = [(0, keys.arabic_k1(word))]
    for prefixes in (("و", "ف"), ("ب", "ل", "ك"), ("وب", "ول", "فب")):
        for prefix in prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 2:
                readings.append((len(prefix), keys.arabic_k1(word[len(prefix) :])))
    if word.startswith("لل") and len(word) > 4:
        readings.append((2, keys.arabic_k1("ال" + word[2:])))
    return readings
