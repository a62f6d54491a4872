"""Rows a name leads to, level by level, from its own spelling to its bare consonants."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.schema import PLAIN
from situate.knowledge.gazetteer.words import table

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer


def at_levels(surface: str, gazetteer: Gazetteer) -> dict[int, tuple[int, int]]:
    """Row -> (lowest level that reaches it, flags)."""
    first = keys.k1(surface)
    plain = keys.casefold(surface)
    found: dict[int, tuple[int, int]] = {}
    is_generic = first in words.never_alone()
    if not first or first.isdigit() or (is_generic and keys.fold(surface) == first):
        return found
    for pid, flags in gazetteer.lookup(0, plain):
        found[pid] = (0, flags)
    is_plain = plain == first
    for pid, flags in gazetteer.lookup(1, first):
        found.setdefault(pid, (0 if is_plain and flags & PLAIN else 1, flags))
    if is_generic:
        return found
    for x_is_kh in (False, True) if "x" in first else (False,):
        for second in keys.k2_all(first, x_is_kh=x_is_kh):
            for pid, flags in gazetteer.lookup(2, second):
                found.setdefault(pid, (2, flags))
        third = keys.k3(first, x_is_kh=x_is_kh)
        if len(third) >= 2:
            for pid, flags in gazetteer.lookup(3, third):
                found.setdefault(pid, (3, flags))
    return found


# --- peeled forms -----------------------------------------------------------------------------


def peeled(surface: str) -> tuple[str, ...]:
    """Shorter forms of a surface, the longest first: without what describes it, or its parts.

    "Eastern X" is first read as "X Sharqi"; "A/B" and "A - B" give both parts.
    """
    text = re.sub(r"['’]s?$", "", surface.strip())
    forms = [text] if text != surface.strip() else []
    forms += _qualified(text)
    ahead, behind = _peelings()
    rest = _BRACKETED.sub("", text)
    if rest != text:
        forms.append(rest)
    for _ in range(_MOST_PEELED):
        match = behind.match(rest) or ahead.match(rest)
        if match is None:
            break
        rest = match[1]
        forms.append(rest)
    parts = [p.strip() for p in re.split(r"\s*/\s*|\s+[-–]\s+|[()]", text) if p.strip()]
    if len(parts) > 1:
        forms.extend(reversed(parts))
    return tuple(dict.fromkeys(f for f in forms if f and f != surface))


_MOST_PEELED = 3
_BRACKETED = re.compile(r"\s*\([^()]*\)$")


def _qualified(text: str) -> list[str]:
    """An English qualifier before a name as the Arabic one after it."""
    first, _, rest = text.partition(" ")
    lists = table("place_keys.yaml")
    for group, english in lists["english_qualifiers"].items():
        if first.casefold() in english and rest:
            latin = [q for q in lists["qualifiers"][group] if keys.is_latin(q)]
            return [f"{rest} {word}" for word in latin[:4]]
    return []


@cache
def _peelings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = table("place_cues.yaml")
    ahead, behind = (
        "|".join(sorted((re.escape(w) for w in cues[group]), key=len, reverse=True))
        for group in ("peel_before", "peel_after")
    )
    return (
        re.compile(rf"(?:{ahead})\s+(.+)$", re.IGNORECASE),
        re.compile(rf"(.+?)\s+(?:{behind})$", re.IGNORECASE),
    )
