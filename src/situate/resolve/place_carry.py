"""Where an event was that names no place: the one place of its sentence, or of the one before.

Both are doubtful, so they stand as "near" or "in", which changes no holder on the map.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from situate.knowledge.gazetteer.words import is_proper
from situate.model import Link, Mention, Name, Place, Quote, Sourced, SourcedPlace
from situate.resolve.place_unlisted import AREAS, put_in_area
from situate.resolve.scene import Scene, cues
from situate.resolve.time_counted import lags_between

SAME_SENTENCE, BEFORE = 0.5, 0.4
BACK = 2  # sentences
_WIDE = ("country", "region")


def with_sentence_place(
    mention: Mention,
    names: Sequence[Name],
    values: Mapping[tuple[int, int], Sourced[Place]],
    areas: Mapping[tuple[int, int], SourcedPlace],
) -> Mention:
    """With the only place its sentence names, if it has none; that of two or more is not guessed.

    Names inside the words of an actor or target do not count, nor do those of the source, nor
    where somebody spoke; a country is no place of an event. A name that no gazetteer has counts as
    a place in its area. `names` in order of the text, `values` and `areas` by (start, end).
    """
    if not _lacks_place(mention):
        return mention
    spoken = [*(s.quote for s in (*mention.actors, *mention.targets)), *_speakers(mention)]
    taken = [quote for quote in spoken if quote is not None]
    told: dict[str, SourcedPlace] = {}
    around: set[str] = set()
    first = bisect_left(names, mention.sentence.start, key=lambda name: name.quote.start)
    for name in names[first:]:
        if name.quote.start >= mention.sentence.end:
            break
        if name.kind != "place" or any(_within(name.quote, quote) for quote in taken):
            continue
        if _is_distance(mention, name.quote) or is_seat(mention.sentence, name.quote):
            continue
        if _is_of_other_day(mention, name.quote):
            continue
        value, area = _named(name.quote, values, areas)
        if value is not None and value.value is not None and value.value.kind not in _WIDE:
            told.setdefault(value.value.id, value)
            around |= {area} if area else set()
    told = {ident: place for ident, place in told.items() if ident not in around}
    if len(told) != 1:
        return mention
    (place,) = told.values()
    return replace(mention, places=(*mention.places, _doubtful(place)))


def _is_of_other_day(mention: Mention, name: Quote) -> bool:
    """ "The blast came two days after a bomb killed six in X": X is the place of the other act."""
    offset, text = mention.sentence.start, mention.sentence.text
    return lags_between(text, max(0, mention.trigger.end - offset), name.start - offset)


def _named(
    quote: Quote,
    values: Mapping[tuple[int, int], Sourced[Place]],
    areas: Mapping[tuple[int, int], SourcedPlace],
) -> tuple[SourcedPlace | None, str | None]:
    """The place a name means, and the id of the area it was put in if no gazetteer has it."""
    key = (quote.start, quote.end)
    value = values.get(key)
    if value is None:
        return None, None
    place = SourcedPlace(quote, value.value, value.confidence, value.reason, value.rivals)
    area = areas.get(key)
    if value.value is not None or area is None or area.value is None:
        return place, None
    return put_in_area(place, quote, area), area.value.id


def _doubtful(place: SourcedPlace) -> SourcedPlace:
    """A place as that of an event whose own words name none: near a town, or somewhere in an area.

    Neither changes a holder.
    """
    told = replace(
        place,
        confidence=_at_most(place, SAME_SENTENCE),
        reason=f"the only place its sentence names; {place.reason}",
    )
    return _loosely(told)


def _loosely(place: SourcedPlace) -> SourcedPlace:
    is_area = place.value is not None and place.value.kind in AREAS
    level = max(
        place.level or 0, 3 if is_area and place.value and place.value.kind == "adm1" else 2
    )
    return replace(place, relation="in" if is_area else "near", level=level)


def with_place_before(scene: Scene, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions without a place with that of the event told before, in the same order.

    "The attack" has the place of the attack it points back to. Else it is that of the event right
    before: only in one paragraph, at most two sentences back, and only where the sentences between
    and the event's own name no other place. The value is implied, without a quote.
    """
    found: dict[str, Mention] = {}
    where: dict[str, SourcedPlace] = {}
    last: tuple[int, SourcedPlace] | None = None
    for mention in sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.type)):
        told = next((p for p in mention.places if _locates(p)), None)
        if told is not None:
            last, where[mention.id] = (mention.trigger.start, told), told
        elif _lacks_place(mention):
            same = next((where[k.mention] for k in mention.links if _is_same(k, where)), None)
            if same is not None:
                found[mention.id] = _carried(mention, same, "place of the event it points back to")
            elif last is not None and _reaches(scene, last[0], mention):
                found[mention.id] = _carried(mention, last[1], "place of the sentence before")
            if mention.id in found:
                where[mention.id] = found[mention.id].places[-1]
            elif any(p.quote and is_proper(p.quote.text) for p in mention.places):
                last = None  # a name nobody knows: the scene has moved
        elif mention.places:
            last = None
    return tuple(found.get(m.id, m) for m in mentions)


def _is_same(link: Link, where: Mapping[str, SourcedPlace]) -> bool:
    return link.kind == "same" and link.mention in where


def _carried(mention: Mention, place: SourcedPlace, reason: str) -> Mention:
    told = SourcedPlace(
        None,
        place.value,
        round(min(BEFORE, place.confidence * 0.6), 3),
        reason,
        level=place.level,
        radius_km=place.radius_km,
    )
    return replace(mention, places=(*mention.places, _loosely(told)))


def _reaches(scene: Scene, before: int, mention: Mention) -> bool:
    """Whether nothing between an event and the next moves the scene elsewhere."""
    if scene.paragraph_at(before) != scene.paragraph_at(mention.trigger.start):
        return False
    first = scene.sentence_at(before)
    if scene.sentence_at(mention.trigger.start) - first > BACK:
        return False
    start = scene.sentences[first + 1] if first + 1 < len(scene.sentences) else before
    rest = Quote(scene.document.id, start, max(start, mention.sentence.end), "")
    return not any(
        name.kind == "place" and name.quote.start >= start and _moves(mention, name.quote)
        for name in scene.names_at(rest)
    )


def _moves(mention: Mention, name: Quote) -> bool:
    """Whether a name may be where it was: not where people went or somebody spoke."""
    if not _within(name, mention.sentence):
        return True
    before = mention.sentence.text[: name.start - mention.sentence.start]
    return not (is_seat(mention.sentence, name) or _goal().search(before[-40:].casefold()))


def _lacks_place(mention: Mention) -> bool:
    if mention.type not in cues()["places"]["carried_types"]:
        return False
    return all(p.value is None and p.relation in ("at", "near", "part") for p in mention.places)


def _locates(place: SourcedPlace) -> bool:
    value = place.value
    known = value is not None and value.kind not in _WIDE and place.quote is not None
    return known and place.relation in ("at", "in", "part", "near", "around")


_DISTANCE = re.compile(
    r"\d\s*(?:km|kms|kilomet\w+|miles?)\b[^.,;]{0,20}"
    r"\b(?:from|of)\s+[^.,;]{0,24}$"
)


@cache
def _goal() -> re.Pattern[str]:
    """What stands before a place people go to, or come from; "Goma, the capital of X" too."""
    words = "|".join(map(re.escape, cues()["places"]["goals"]))
    return re.compile(rf"(?<!\w)(?:{words})\s+(?:the\s+)?(?:[\w-]+\s+of\s+)?$")


@cache
def _seat() -> re.Pattern[str]:
    """ "said on Monday in Niamey", "speaking from Tel Aviv": words before where somebody spoke."""
    places = cues()["places"]
    verbs, between = ("|".join(map(re.escape, places[w])) for w in ("seat_verbs", "seat_words"))
    return re.compile(
        rf"(?<!\w)(?:{verbs})(?:\s+(?:{between}|\w+day))*\s+(?:in|from|at)\s+(?:the\s+)?$"
    )


_DATELINE = re.compile(r"(?:,?\s+[\w.]+){0,3}\s*(?:\(\w|[-–—]{1,2}\s)")


def is_seat(sentence: Quote, name: Quote) -> bool:
    """Whether a name is only where somebody said so, or wrote: "MOSCOW (Agency)"."""
    at = max(0, name.start - sentence.start)
    before, after = sentence.text[:at], sentence.text[at + len(name.text) :]
    if name.text.isupper() and len(name.text) > 3 and _DATELINE.match(after[:60]):
        return True
    word = re.match(r"\s(\w+)", after[:20])
    if word and word[1].casefold() in cues()["places"]["seats_of"]:
        return True  # "the Damascus government": who, not where
    return bool(_seat().search(before[-80:].casefold()))


def _is_distance(mention: Mention, name: Quote) -> bool:
    """ "60 kilometres from the city of Aleppo": how far off, not where."""
    before = mention.sentence.text[: max(0, name.start - mention.sentence.start)]
    return bool(_DISTANCE.search(before[-90:].casefold()))


def _within(inner: Quote, outer: Quote) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _at_most(value: Sourced[Place], most: float) -> float:
    return round(min(most, value.confidence * 0.7), 3)


def _speakers(mention: Mention) -> list[Quote | None]:
    return [speaker.quote for speaker in mention.said_by]
