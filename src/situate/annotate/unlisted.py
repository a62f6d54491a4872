"""Gazetteer names a list of places leaves out: states as adjectives, dates, another script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from situate.knowledge import cues
from situate.model import Document, Name

FOLLOWED = re.compile(r"\.?(?:-|\s)(?!\d)(?P<next>[^\W\d_]+)")
DATED = re.compile(r"\.?\s\d{1,4}(?!\d)")
PREPOSED = re.compile(r"\b(?P<word>[a-z]+)\s(?:the\s)?$", re.IGNORECASE)
CONTRACTED = re.compile(r"['’](?:ll|ve|re|d|m|t)$")
LISTED = re.compile(r"\.?,?\s(?:and\s|or\s)?")
LATIN, ARABIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0600-\u06ff]")


def without_look_alikes(document: Document, names: Iterable[Name]) -> tuple[Name, ...]:
    """The names, in order; "U.S. strikes" is an adjective (kind "other"), "Nov. 5" is no place.

    In a text of Latin letters a word in Arabic ones only repeats a name beside it.
    """
    text = document.text
    # The buttons of a page may be longer than the Arabic post they stand around.
    latin = document.language != "ar" and len(LATIN.findall(text)) > 4 * len(ARABIC.findall(text))
    kept: list[Name] = []
    for name in reversed(tuple(names)):
        if name.kind != "place":
            kept.append(name)
        elif CONTRACTED.search(name.quote.text) or _is_date(text, name):
            continue
        elif not (latin and ARABIC.search(name.quote.text)):
            other = _is_adjective(text, name) or (kept and _is_joined(text, name, kept[-1]))
            kept.append(replace(name, kind="other") if other else name)
    return tuple(reversed(kept))


def _is_joined(text: str, name: Name, following: Name) -> bool:
    """ "U.S., French and British ships": in a list of adjectives."""
    short = name.quote.text.rstrip(".").casefold() in _short_states()
    between = text[name.quote.end : following.quote.start]
    return short and following.kind == "other" and bool(LISTED.fullmatch(between))


def _is_date(text: str, name: Name) -> bool:
    return name.quote.text.casefold() in cues.words("listed", "short_months") and bool(
        DATED.match(text, name.quote.end)
    )


def _is_adjective(text: str, name: Name) -> bool:
    """A state's short name before a noun, no preposition before: "U.S. strikes"."""
    if name.quote.text.rstrip(".").casefold() not in _short_states():
        return False
    following = FOLLOWED.match(text, name.quote.end)
    if not following or following["next"].casefold() in cues.words("listed", "after_a_state"):
        return False
    before = PREPOSED.search(text[max(0, name.quote.start - 20) : name.quote.start])
    is_led = before is not None and before["word"].casefold() in cues.words("listed", "leads_to")
    return not is_led or following["next"][:1].islower()


@cache
def _short_states() -> frozenset[str]:
    return frozenset(word.rstrip(".") for word in cues.words("listed", "short_states"))
