"""Names of the gazetteer in Arabic text, where every word may begin one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.readings import (
    SURE,
    WEAK,
    WELL_KNOWN,
    Hit,
    countries_of,
    weighed,
    words_of,
)

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
        hit.evidence = SURE if is_sure or hit.evidence == SURE else WEAK
    named = countries_of(hits, "")
    return [hit for hit in hits if hit.evidence > 0 or hit.countries & named]


def _arabic_name(
    text: str, spans: list[tuple[int, int]], tokens: list[str], index: int, gazetteer: Gazetteer
) -> tuple[Hit, int] | None:
    """The name that begins at a word and how many words it takes; None where none does.

    Behind "village of" the name begins after the noun ("the town of Ayn Issa" is not Ayn), in a
    looser spelling too; where no row has one like it the next word is a name nobody knows.
    """
    noun = _noun(text[slice(*spans[index])])
    if noun is not None and index + 1 < len(spans) and _is_gap(text, spans, index):
        inner = _known(text, spans, tokens, index + 1, gazetteer, 1)
        inner = inner or _known(text, spans, tokens, index + 1, gazetteer, 2)
        if inner is None and noun in words_of("arabic_villages"):
            inner = _unknown(text, spans, tokens, index + 1)
        elif inner is not None and inner[1] == 1 and noun in words_of("arabic_villages"):
            inner = _longer(text, spans, tokens, index + 1, noun, gazetteer) or inner
        whole = _known(text, spans, tokens, index, gazetteer, 1)
        if whole is not None and noun in words_of("arabic_camps") and whole[1] > 1:
            return whole
        if inner is not None:
            inner[0].evidence = SURE
            return inner[0], inner[1] + 1
    return _known(text, spans, tokens, index, gazetteer, 1)


def _known(
    text: str,
    spans: list[tuple[int, int]],
    tokens: list[str],
    index: int,
    gazetteer: Gazetteer,
    level: int,
) -> tuple[Hit, int] | None:
    """The longest run of at most four words from one on that is a name at a key level."""
    begin = spans[index][0]
    readings = _without_prefix(text[slice(*spans[index])]) if level == 1 else [(0, tokens[index])]
    for skip, first in readings:
        if len(first) < 2:
            continue
        window = [first, *tokens[index + 1 : index + 4]]
        used = _used(window, gazetteer, level)
        if used > 1 or (used == 1 and first not in _no_names()):
            end = spans[index + used - 1][1]
            return Hit(begin + skip, end, text[begin + skip : end]), used
    return None


def _used(window: list[str], gazetteer: Gazetteer, level: int) -> int:
    """How many words of a window, from the first, are a name; 0 if none."""
    if level == 1:
        joined = " ".join(window)
        for name in reversed(gazetteer.surfaces(joined)):
            if len(name) == len(joined) or joined[len(name)] == " ":
                return name.count(" ") + 1
        return 0
    for used in range(min(3, len(window)), 0, -1):
        key = keys.arabic_k2(" ".join(window[:used]))
        if len(key) > 3 and gazetteer.lookup(2, key):
            return used
    return 0


def _unknown(
    text: str, spans: list[tuple[int, int]], tokens: list[str], index: int
) -> tuple[Hit, int] | None:
    """The word after "village", with the next one where it only opens a name ("Hill of ...")."""
    first, word = tokens[index], text[slice(*spans[index])]
    if len(first) < 3 or first in words_of("arabic_no_names") or word.startswith(("لل", "و")):
        return None
    if first not in words_of("arabic_nouns") and _noun(word) is not None:
        return None
    is_opener = first in words_of("arabic_openers") | words_of("arabic_nouns")
    if is_opener and (index + 1 >= len(spans) or not _is_gap(text, spans, index)):
        return None
    used = 1 + is_opener
    begin, end = spans[index][0], spans[index + used - 1][1]
    return Hit(begin, end, text[begin:end], "slot"), used


def _longer(
    text: str,
    spans: list[tuple[int, int]],
    tokens: list[str],
    index: int,
    noun: str,
    gazetteer: Gazetteer,
) -> tuple[Hit, int] | None:
    """The name of two words that a known one only begins: "New Kuhayt" is not "New".

    A word that opens names; behind "camp" a bare noun before a definite one that is no adjective.
    """
    if index + 1 >= len(spans) or not _is_gap(text, spans, index):
        return None
    first, word, after = tokens[index], text[slice(*spans[index])], text[slice(*spans[index + 1])]
    if tokens[index + 1] in _no_names() or after.startswith(("و", "لل")) or _noun(after):
        return None
    opens = first in words_of("arabic_openers") | words_of("arabic_heads")
    definite = after.startswith("ال") and not tokens[index + 1].endswith(("ي", "يه"))
    bare = noun in words_of("arabic_camps") and not word.startswith("ال")
    if not opens and not (bare and definite):
        return None
    known = _known(text, spans, tokens, index, gazetteer, 2)
    if known is not None and known[1] > 1:
        return known
    begin, end = spans[index][0], spans[index + 1][1]
    return Hit(begin, end, text[begin:end], "slot"), 2


def _noun(word: str) -> str | None:
    """The noun of places a word is, without its particles; None if it is none.

    With the article it points back ("the village which"), and no name follows.
    """
    readings = (r for at, r in _without_prefix(word) if not word.startswith("ال", at))
    return next((r for r in readings if r in words_of("arabic_settlements")), None)


@cache
def _no_names() -> frozenset[str]:
    return words_of("arabic_nouns") | words_of("arabic_no_names")


def _is_gap(text: str, spans: list[tuple[int, int]], index: int) -> bool:
    """Whether nothing but a space, quotation mark or hash parts a word from the next."""
    between = text[spans[index][1] : spans[index + 1][0]]
    return len(between) <= 3 and not between.strip(" #\"'“”«»_\u00a0")


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
