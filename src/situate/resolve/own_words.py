"""What a mention says in its own sentence of where, when and how many; the rest it was lent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from situate.knowledge.gazetteer.words import is_proper
from situate.model import Mention, Period, Place, Quote, SourcedPlace, Toll
from situate.resolve.place_carry import SAME_SENTENCE

AT = ("at", "in", "part", "near", "around", "direction")
WIDE = ("country", "region")
AREAS = ("country", "region", "adm1", "adm2")
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
SPAN, DAY = timedelta(days=3), timedelta(days=1)
CLOSE = 0.15  # degrees between two points of one place
UNCOUNTED = frozenset(("number_untold", "named", "approximate"))


@dataclass(frozen=True, slots=True)
class Own:
    """Places with a value, words of the names of settlements, days, and the killed counted.

    `is_placed` says that every name has a value.
    """

    places: tuple[Place, ...]
    names: frozenset[str]
    is_placed: bool
    days: Period | None
    killed: tuple[Toll, ...]


def own_words(mention: Mention) -> Own:
    """What the mention's own sentence says of it."""
    here = [p for p in mention.places if _is_own(mention, p)]
    named = [p for p in here if p.quote is not None and is_proper(p.quote.text)]
    day = mention.period.value
    is_own = _within(mention.period.quote, mention.sentence)
    return Own(
        tuple(p.value for p in here if p.value is not None and p.value.kind not in WIDE),
        frozenset(
            word.lower()
            for p in named
            if p.quote is not None and (p.value is None or p.value.kind not in AREAS)
            for word in p.quote.text.split()
            if word[0].isupper()
        ),
        all(p.value is not None for p in named),
        day if is_own else None,
        tuple(t.value for t in mention.tolls if t.value is not None and _counts_killed(t.value)),
    )


def clash(own: Own, others: Sequence[Own]) -> bool:
    """Does what one says contradict what others say of an act, in place, day or killed?"""
    return (
        _elsewhere(own, others)
        or any(o.days and own.days and not _meet(own.days, o.days) for o in others)
        or _counts_others(own, others)
    )


def same_count(one: Own, other: Own) -> bool:
    """Do both count the killed, and the same?"""
    counts = [(toll.low, toll.high) for toll in one.killed]
    return bool(counts) and counts == [(toll.low, toll.high) for toll in other.killed]


def _elsewhere(own: Own, others: Sequence[Own]) -> bool:
    places = [place for other in others for place in other.places]
    if own.places and places and any(_is_near(a, b) for a in own.places for b in places):
        return False
    if own.is_placed and own.places and places:
        return True
    names = frozenset().union(*(other.names for other in others))
    return bool(own.names and names and own.names.isdisjoint(names))


def _is_near(one: Place, other: Place) -> bool:
    if one.id == other.id or one.name == other.name:
        return True
    if one.kind in AREAS or other.kind in AREAS:
        return one.adm1 is None or other.adm1 is None or _adm1(one) == _adm1(other)
    return abs(one.lat - other.lat) <= CLOSE and abs(one.lon - other.lon) <= CLOSE


def _adm1(place: Place) -> str | None:
    return place.name if place.kind == "adm1" else place.adm1


def _meet(one: Period, other: Period) -> bool:
    """Days overlap, and not one is told of a day and the other summed over many."""
    (a, b), (c, d) = _bounds(one), _bounds(other)
    is_sum = max(b - a, d - c) > SPAN and min(b - a, d - c) <= DAY
    return a < d and c < b and not is_sum


def _bounds(period: Period) -> tuple[datetime, datetime]:
    return period.start or FIRST, period.end or LAST


def _counts_others(own: Own, others: Sequence[Own]) -> bool:
    told = [toll for other in others for toll in other.killed]
    if all(toll.high == 1 for toll in own.killed):
        return False  # one of those killed may be told of alone
    return bool(told) and not any(_agree(a, b) for a in own.killed for b in told)


def _agree(one: Toll, other: Toll) -> bool:
    return (one.low or 0) <= _top(other) and (other.low or 0) <= _top(one)


def _top(toll: Toll) -> float:
    return float("inf") if toll.high is None else toll.high


def _counts_killed(toll: Toll) -> bool:
    return toll.kind == "killed" and toll.mode == "new" and not UNCOUNTED & set(toll.flags)


def _is_own(mention: Mention, place: SourcedPlace) -> bool:
    is_guess = place.relation == "near" and place.confidence <= SAME_SENTENCE
    return _within(place.quote, mention.sentence) and place.relation in AT and not is_guess


def _within(quote: Quote | None, sentence: Quote) -> bool:
    return quote is not None and sentence.start <= quote.start < sentence.end
