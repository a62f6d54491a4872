"""Quarters and buildings that are named with their town: they lie in it, listed or not.

"The Arqoub neighbourhood in Aleppo" is no village of that name elsewhere. Where no gazetteer knows
it, it is a part of the town with the town's point, as UCDP and ACLED code it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from situate.knowledge.gazetteer.sphere import distance_km
from situate.knowledge.gazetteer.words import table

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Facts

T = TypeVar("T")
Towns = Sequence[tuple[int, int, T]]  # names of towns with their offsets, in order

CITY_KM = 15.0  # from a town's point to its quarters
LEAST_PEOPLE = 10_000  # of a town with quarters
BEFORE, AFTER = 400, 120  # characters within which the town of a quarter is named
OWNER = re.compile(r"^['’]s\s+(?:\w+ern\s+)?$")
_STOP = re.compile(r"\n|[.!?]\s")


def is_quarter(text: str, start: int, end: int) -> bool:
    """Whether the words right beside a name call it a quarter of some town.

    "The neighbourhoods of X" are pieces of X, which is the town; "X and Y neighbourhoods" are two.
    """
    ahead, behind = _quarter()
    return bool(behind.match(text, end, end + 60) or ahead.search(text, max(0, start - 24), start))


@cache
def _quarter() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table("place_cues.yaml")["part"]
    one = "|".join(re.escape(w) for w in words if not w.endswith("s"))
    either = "|".join(map(re.escape, words))
    listed = r"(?:(?:,\s(?:and\s)?|\sand\s)(?:a\w-)?[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?){0,3}?"
    return (
        re.compile(rf"(?<!\w)(?:{one})\s+(?:of\s+)?$", re.IGNORECASE),
        re.compile(rf"{listed}[\s-](?:{either})(?!\w)"),
    )


_DISTRICT = re.compile(
    r"[\s-](?:(?:district|borough|raion)\s+of|(?:refugee\s+|idp\s+)?camp\s+(?:of|in))\s",
    re.IGNORECASE,
)


def district_word(text: str, end: int) -> str:
    """ "district of", "camp in" right after a name: a unit of a province, or a piece of a town."""
    match = _DISTRICT.match(text, end, end + 24)
    return match[0].strip().casefold() if match else ""


def is_building(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a building or street of a town: "al-Furqan School"."""
    last = text[start:end].split()[-1:]
    if last and last[0].casefold() in _buildings():
        return True
    after = re.match(r"[ -](\w+)", text[end : end + 24])
    return bool(after) and after[1].casefold() in _buildings()  # type: ignore[index]


@cache
def _buildings() -> frozenset[str]:
    return frozenset(table("place_cues.yaml")["buildings"])


def town_of(text: str, start: int, end: int, towns: Towns[T]) -> tuple[T, bool] | None:
    """(town, is it named with it) of a quarter or building; None where no town is near.

    Named with it: "X quarter of Y", "Y's X quarter". Else the town named last in the paragraph
    before, else the first one later in the sentence.
    """
    at = bisect_left(towns, start, key=lambda town: town[0])
    after = next(iter(towns[at:]), None)
    if after is not None and after[0] >= end and _is_of(text[end : after[0]]):
        return after[2], True
    if at and OWNER.match(text[towns[at - 1][1] : start]):
        return towns[at - 1][2], True
    if at and start - towns[at - 1][1] <= BEFORE and "\n" not in text[towns[at - 1][1] : start]:
        return towns[at - 1][2], False
    if after is None or after[0] < end or after[0] - end > AFTER:
        return None
    return None if _STOP.search(text[end : after[0]]) else (after[2], False)


@cache
def _of() -> re.Pattern[str]:
    cues = table("place_cues.yaml")
    words = (*cues["part"], *cues["piece"], *cues["buildings"], "camp", "borough", "raion")
    nouns = "|".join(map(re.escape, words))
    return re.compile(
        rf"^(?:\s+(?:{nouns}))?,?\s*\(?(?:in|of|inside|within)?\s*(?:the\s+)?(?:\w+ern\s+)?"
        r"(?:(?:city|town|capital)\s+(?:of\s+)?)?$",
        re.IGNORECASE,
    )


def _is_of(between: str) -> bool:
    return len(between) < 50 and bool(_of().match(between))


def is_town(facts: Facts) -> bool:
    """Whether a row is a settlement large enough to have quarters with names."""
    return facts.kind == "settlement" and facts.pop >= LEAST_PEOPLE


def lies_in_town(facts: Facts, town: Facts) -> bool:
    """Whether a row may be a quarter of a town: so near that it is inside, and not itself."""
    if facts.pid == town.pid or facts.kind not in ("part", "settlement", "site", "area"):
        return False
    return distance_km(facts.lat, facts.lon, town.lat, town.lon) <= CITY_KM
