"""Words around a place name: settlement or area, and how the event lies to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.words import table
from situate.model import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEFORE, _AFTER = 48, 28  # characters of text that are read on either side of a name


@dataclass(frozen=True, slots=True)
class Cue:
    """What the words say of one mention.

    `level` is a level of area, "settled", "part" (of a town), "countryside", or None.
    """

    level: str | None = None
    words: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether people live close together there: a settlement or a part of one."""
        return self.level in ("settled", "part")


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(str(w)) for w in words), key=len, reverse=True))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """(level, before, after) for each kind of cue, the surest first."""
    cues = table("place_cues.yaml")
    found = []
    groups = [("settled", cues["settled"]), *reversed(cues["admin"].items())]
    for level, group in [("countryside", cues["countryside"]), ("part", cues["part"]), *groups]:
        either = _either(group)
        before = re.compile(rf"(?<!\w)({either})(?:\s+of)?\s+(?:the\s+)?$", re.IGNORECASE)
        after = re.compile(rf"^(?:['’]s)?[\s-]+(?:\w+\s+)?({either})(?!\w)", re.IGNORECASE)
        found.append((level, before, after))
    return tuple(found)


@cache
def _whole_area() -> re.Pattern[str]:
    either = _either(table("place_cues.yaml")["whole_area"])
    return re.compile(rf"(?<!\w)({either})\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)


@cache
def _town_acts() -> re.Pattern[str]:
    either = _either(table("place_cues.yaml")["town_acts"])
    return re.compile(rf"(?<!\w)({either})\s+$", re.IGNORECASE)


@cache
def _compass_list() -> re.Pattern[str]:
    either = _either(table("place_cues.yaml")["compass"])
    return re.compile(rf"^\s*\(\s*({either})\b[^)]{{0,60}}\)", re.IGNORECASE)


def cue_of(text: str, start: int, end: int) -> Cue:
    """What the words around `text[start:end]` say of its level."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    # Most names have no cue on a side, which is told without a pattern.
    is_led, is_followed = _may_lead(before), after[:1] in _OPENS or after[:1].isspace()
    if is_led or is_followed:
        for level, ahead, behind in _patterns():
            match = ahead.search(before) if is_led else None
            match = match or (behind.match(after) if is_followed else None)
            if match:
                return Cue(level, match[1])
    match = _compass_list().match(text[end : end + 80])
    if match:
        return Cue("area", match[0].strip(" ()"))
    if not is_led:
        return Cue()
    match = _town_acts().search(before)
    if match:
        return Cue("settled", match[1])
    match = _whole_area().search(before)
    return Cue("area", match[1]) if match else Cue()


_OPENS = frozenset("-'’")  # or a space: what a cue behind a name begins with


def _may_lead(before: str) -> bool:
    """Whether the last word before a name, "of" and "the" left out, ends like any cue."""
    return before[-1:].isspace() and _without_of(before).endswith(_ends())


def _without_of(words: str) -> str:
    words = words.casefold().rstrip()
    while words.endswith(("of", "the")):
        words = words.removesuffix("of").removesuffix("the").rstrip()
    return words


@cache
def _ends() -> tuple[str, ...]:
    cues = table("place_cues.yaml")
    groups = [cues[g] for g in ("countryside", "part", "settled", "town_acts", "whole_area")]
    words = (str(word) for group in [*groups, *cues["admin"].values()] for word in group)
    return tuple({_without_of(word) for word in words})


# --- relation ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stand:
    """How an event lies to a place: relation, direction and distance where told."""

    relation: Relation
    direction: str | None = None
    distance_km: float | None = None
    words: str = ""


@cache
def _relations() -> tuple[tuple[Relation, re.Pattern[str]], ...]:
    groups: dict[Relation, list[str]] = table("place_cues.yaml")["relations"]
    return tuple(
        (
            relation,
            re.compile(rf"(?<!\w)({_either(words)})\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE),
        )
        for relation, words in groups.items()
    )


@cache
def _exact_relations() -> tuple[tuple[Relation, re.Pattern[str]], ...]:
    groups: dict[Relation, list[str]] = table("place_cues.yaml")["relations"]
    return tuple(
        (relation, re.compile(rf"(?<!\w)({_either(words)})\s+(?:the\s+)?$", re.IGNORECASE))
        for relation, words in groups.items()
    )


@cache
def _relations_after() -> tuple[tuple[Relation, re.Pattern[str]], ...]:
    groups: dict[Relation, list[str]] = table("place_cues.yaml")["relations_after"]
    return tuple(
        (relation, re.compile(rf"^\s?(?:{_either(words)})(?!\w)", re.IGNORECASE))
        for relation, words in groups.items()
    )


@cache
def directions() -> dict[str, str]:
    """Compass word, lower case -> direction ("eastern" -> "east")."""
    groups = table("place_cues.yaml")["directions"]
    return {str(word).lower(): name for name, words in groups.items() for word in words}


@cache
def _direction() -> re.Pattern[str]:
    either = _either(directions())
    return re.compile(
        r"(?:(\d+(?:[.,]\d+)?)\s*(km|kms|kilomet(?:er|re)s?|miles?)\s+)?(?:to\s+)?(?:the\s+)?"
        rf"(?<!\w)({either})\s+(?:of|من)?\s*(?:the\s+)?$",
        re.IGNORECASE,
    )


def stand_of(text: str, start: int, end: int) -> Stand:
    """How the words around `text[start:end]` place an event; "at" where they say nothing."""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    match = _direction().search(before) if before[-1:].isspace() else None
    if match and before.rstrip().lower().endswith((" of", " من")):
        km = float(match[1].replace(",", ".")) if match[1] else None
        if km is not None and match[2].lower().startswith("mile"):
            km *= 1.609344
        return Stand("direction", directions()[match[3].lower()], km, match[0].strip())
    for relation, pattern in _relations_after():
        found = pattern.match(after)
        if found:
            return Stand(relation, words=found[0].strip())
    for relation, pattern in _exact_relations() if before[-1:].isspace() else ():
        found = pattern.search(before)
        if found:
            return Stand(relation, words=found[1])
    return Stand("at")
