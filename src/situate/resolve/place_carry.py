"""Where an event was that names no place: the one place of its sentence, or of the one before.

Both are doubtful, so they stand as "near" or "in", which changes no holder on the map.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from situate.model import Mention, Name, Place, Quote, Sourced, SourcedPlace
from situate.resolve.scene import Scene, cues

SAME_SENTENCE, BEFORE = 0.5, 0.4
BACK = 2  # sentences
_WIDE = ("country", "region")


def with_sentence_place(
    mention: Mention,
    names: Sequence[Name],
    values: Mapping[tuple[int, int], Sourced[Place]],
) -> Mention:
    """With the only place its sentence names, if it has none; that of two or more is not guessed.

    Names inside the words of an actor or target do not count, nor do those of the source; a
    country is no place of an event. `names` in order of the text, `values` by (start, end).
    """
    if not _lacks_place(mention):
        return mention
    spoken = [*(s.quote for s in (*mention.actors, *mention.targets)), *_speakers(mention)]
    taken = [quote for quote in spoken if quote is not None]
    told: dict[str, tuple[Quote, Sourced[Place]]] = {}
    first = bisect_left(names, mention.sentence.start, key=lambda name: name.quote.start)
    for name in names[first:]:
        if name.quote.start >= mention.sentence.end:
            break
        if name.kind != "place":
            continue
        value = values.get((name.quote.start, name.quote.end))
        if any(_within(name.quote, quote) for quote in taken) or value is None:
            continue
        if _is_distance(mention, name.quote):
            continue
        if value.value is not None and value.value.kind not in _WIDE:
            told.setdefault(value.value.id, (name.quote, value))
    if len(told) != 1:
        return mention
    ((quote, value),) = told.values()
    reason = f"the only place its sentence names; {value.reason}"
    place = SourcedPlace(
        quote, value.value, _at_most(value, SAME_SENTENCE), reason, value.rivals, relation="near"
    )
    return replace(mention, places=(*mention.places, replace(place, level=2)))


def with_place_before(scene: Scene, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions without a place with that of the event told right before, in the same order.

    Only in one paragraph, at most two sentences back, and only where the sentences between and
    the event's own name no other place; the value is implied, without a quote.
    """
    found: dict[str, Mention] = {}
    last: tuple[int, SourcedPlace] | None = None
    for mention in sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.type)):
        at = mention.trigger.start
        if _lacks_place(mention):
            if last is not None and _reaches(scene, last[0], mention):
                found[mention.id] = _carried(mention, last[1])
            continue
        told = [p for p in mention.places if _locates(p)]
        if told:
            last = (at, told[0])
        elif mention.places:
            last = None
    return tuple(found.get(m.id, m) for m in mentions)


def _carried(mention: Mention, place: SourcedPlace) -> Mention:
    confidence = round(min(BEFORE, place.confidence * 0.6), 3)
    told = SourcedPlace(
        None, place.value, confidence, "place of the sentence before", relation="near", level=2
    )
    return replace(mention, places=(*mention.places, told))


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
        name.kind == "place" and name.quote.start >= start for name in scene.names_at(rest)
    )


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
