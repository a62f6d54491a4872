"""Place words that point back: "this last place", "there", "the town", "the centre"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import cache

from situate.model import Mention, Relation, SourcedPlace
from situate.resolve.aliases import key_of
from situate.resolve.scene import Scene, cues

MOST_BACK = 30  # mentions looked back at
REACH = 8  # sentences back, within which a place word may point
Seen = list[tuple[int, SourcedPlace]]


def fill_place_words(scene: Scene, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Mentions with pointing place words filled from the places named before them.

    Only words without a value are touched; a word that points to nothing named stays null.
    """
    seen: Seen = sorted(
        (
            (place.quote.start, place)
            for mention in mentions
            for place in mention.places
            if place.quote is not None
            and place.value is not None
            and not _is_part(key_of(place.quote.text))
        ),
        key=lambda item: item[0],
    )
    done: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.type)):
        places = tuple(_filled(scene, place, seen, done) for place in mention.places)
        is_same = all(a is b for a, b in zip(places, mention.places, strict=True))
        done.append(mention if is_same else replace(mention, places=places))
    by_id = {m.id: m for m in done}
    return tuple(by_id[m.id] for m in mentions)


def _filled(scene: Scene, place: SourcedPlace, seen: Seen, done: list[Mention]) -> SourcedPlace:
    if place.quote is None:
        return place
    words, start = key_of(place.quote.text), place.quote.start
    # "the centre" is no village called Centre: pointing words win over a gazetteer's namesake.
    if place.value is not None and not (_is_last(words) or _is_here(words) or _is_part(words)):
        return place
    for points_at, find in READINGS:
        if points_at(words) and _is_definite(place.quote.text, words):
            found, reason = find(words, start, scene, seen, done)
            if found is not None:
                return _pointing(place, found, words, reason)
    return place


def _pointing(place: SourcedPlace, found: SourcedPlace, words: str, reason: str) -> SourcedPlace:
    relation: Relation = "part" if _is_part(words) else place.relation
    return replace(
        place,
        value=found.value,
        confidence=round(min(0.8, found.confidence * 0.9), 3),
        reason=reason,
        relation=relation,
        radius_km=found.radius_km,
        level=found.level,
    )


Found = tuple[SourcedPlace | None, str]


def _last_named(words: str, start: int, scene: Scene, seen: Seen, done: list[Mention]) -> Found:
    return _before(seen, start, scene), "the place named last"


def _last_of_kind(words: str, start: int, scene: Scene, seen: Seen, done: list[Mention]) -> Found:
    word = words.split()[-1]
    kinds = cues()["places"]["kinds"]
    fitting = [item for item in seen if item[1].value and item[1].value.kind in kinds[word]]
    found = _before(fitting, start, scene)
    if found is not None and _called(found, kinds) - {word}:
        # "clashes in Hajin village near Homs city ... the village": what is called so is meant.
        called = [item for item in fitting if word in _called(item[1], kinds)]
        found = _before(called, start, scene) or found
    return found, f"the last place that is a {word}"


def _called(place: SourcedPlace, kinds: Collection[str]) -> set[str]:
    """What the words of a place call it: "Homs city", "the village of Hajin"."""
    return {*key_of(place.quote.text).split()} & {*kinds} if place.quote else set()


def _clause_before(words: str, start: int, scene: Scene, seen: Seen, done: list[Mention]) -> Found:
    own = scene.sentence_at(start)
    for mention in done[: -MOST_BACK - 1 : -1]:
        if own - scene.sentence_at(mention.trigger.start) > REACH:
            break
        for place in mention.places:
            if place.value is not None and place.relation not in ("from", "between"):
                return place, "place of the clause before"
            if place.relation == "at" and (words == "it" or _has_name(place)):
                return None, ""  # "seized a town in X before troops retook it": not X
    return _before(seen, start, scene), "the place named last"


def _has_name(place: SourcedPlace) -> bool:
    """ "the farms of Rujm": known to nobody, yet the place that "the area" then means."""
    return place.quote is not None and any(w[:1].isupper() for w in place.quote.text.split())


def _area(words: str, start: int, scene: Scene, seen: Seen, done: list[Mention]) -> Found:
    found, _ = _clause_before(words, start, scene, seen, done)
    if found is not None and found.value is not None and found.value.kind != "country":
        return found, "place of the last event"
    number = scene.paragraph_at(start)
    for at, place in reversed(seen):
        if place.value and place.value.kind == "adm1" and scene.paragraph_at(at) == number:
            return place, "governorate of the paragraph"
    return None, ""


def _before(seen: Seen, start: int, scene: Scene) -> SourcedPlace | None:
    """The last place named before an offset, none where it stands too far back."""
    i = bisect_left(seen, start, key=lambda item: item[0])
    if not i or scene.sentence_at(start) - scene.sentence_at(seen[i - 1][0]) > REACH:
        return None
    return seen[i - 1][1]


def _is_definite(text: str, words: str) -> bool:
    """ "the town" points back, "a town" and "two towns" name new ones; "there" and parts do too."""
    if not (_is_kind(words) or _is_area(words)):
        return True
    if any(word[:1].isupper() for word in text.split()[1:]):
        return False  # "the Catatumbo region" has a name, known or not
    return text.casefold().split()[0] in cues()["places"]["definite"]


def _is_last(words: str) -> bool:
    return words in _last_words()


@cache
def _last_words() -> frozenset[str]:
    return frozenset(key_of(words) for words in cues()["places"]["last"])


def _is_here(words: str) -> bool:
    return words in cues()["places"]["here"]


def _is_kind(words: str) -> bool:
    bits = words.split()
    return len(bits) <= 2 and bits[-1:] != [] and bits[-1] in cues()["places"]["kinds"]


def _is_area(words: str) -> bool:
    return words.split()[-1:] != [] and words.split()[-1] in cues()["places"]["area"]


def _is_part(words: str) -> bool:
    return words in cues()["places"]["parts"]


READINGS: tuple[tuple[Callable[[str], bool], Callable[..., Found]], ...] = (
    (_is_last, _last_named),
    (_is_here, _clause_before),
    (_is_part, _clause_before),
    (_is_kind, _last_of_kind),
    (_is_area, _area),
)
