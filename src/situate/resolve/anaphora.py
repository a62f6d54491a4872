"""Generic nouns and pronouns -> the actor they stand for, by a table of reasons that add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from situate.knowledge.roster import Entry, phrases
from situate.model import Actor, Mention, Rival, Sourced
from situate.resolve import actors_of_states
from situate.resolve.actors import Role, Slot
from situate.resolve.anaphora_words import (
    CONTINUING,
    NEWCOMERS,
    Word,
    is_definite,
    is_new,
    is_partisan,
    may_stand_for,
    word_of,
)
from situate.resolve.scene import Scene, Sighting, cues

NON_STATE = ("rebel", "militia", "criminal", "unidentified")
STATE = ("state forces", "police", "government", "external forces")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a slot: ids of the other role, and of the subject of the clause before.

    `is_own`: that clause stands in the slot's own sentence.
    """

    others: frozenset[str]
    subject: tuple[str, ...]
    is_own: bool = False
    mentions: Sequence[Mention] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """A candidate with the points that speak for and against it."""

    ident: str
    points: float
    because: tuple[str, ...]


def stands_for(scene: Scene, slot: Slot, context: Context) -> Role | None:
    """The actor a generic expression stands for; null with rivals if none leads.

    None if the words are no such expression.

    Candidates are actors of the last sentences and of the headline, the subject of the clause
    before, and foes of the other role named in the report.
    """
    word = word_of(slot.quote.text)
    if word is None or word.kind == "both":
        return None
    if word.kind == "allies":
        return Sourced(slot.quote, None, 0.0, "allies of somebody named, who is none of them")
    if word.kind == "person" and word.head == slot.quote.text.casefold():
        return Sourced(slot.quote, None, 0.3, "one person, whom the roster does not know")
    if word.reading is not None and not may_stand_for(word.reading):
        return None
    if word.reading is not None and is_partisan(word.reading):
        return None
    if word.reading is not None and is_new(slot.quote.text, word.reading):
        return None
    if word.kind in CONTINUING and slot.role == "actors" and not context.subject:
        return Sourced(slot.quote, None, 0.0, f'"{slot.quote.text}": no subject before it')
    seen = scene.seen_before(slot.quote.start, cues()["sentences_back"])
    scores = sorted(
        (
            _score(scene, slot, word, context, ident, seen)
            for ident in candidates(scene, slot, context)
        ),
        key=lambda s: (-s.points, s.ident),
    )
    # Nobody fights himself: the other role may cost a candidate its place, not only points.
    able = [s for s in scores if s.points > 0 and "other_role" not in s.because]
    return _decide(scene, slot, word, able)


def candidates(scene: Scene, slot: Slot, context: Context) -> list[str]:
    seen = scene.seen_before(slot.quote.start, cues()["sentences_back"])
    ahead = scene.seen_near(slot.quote.start, 0)
    ids = (s.ident for s in (*seen, *scene.headline(slot.quote.start), *ahead))
    word = word_of(slot.quote.text)
    if word is not None and word.kind in CONTINUING and slot.role == "actors":
        return list(dict.fromkeys(context.subject))  # a subject goes on, or nobody knows who
    reading = word.reading if word else None
    umbrella = actors_of_states.umbrella(scene, slot.mention, reading) if reading else None
    return list(dict.fromkeys((*context.subject, *ids, *((umbrella,) if umbrella else ()))))


def _score(
    scene: Scene,
    slot: Slot,
    word: Word,
    context: Context,
    ident: str,
    seen: tuple[Sighting, ...],
) -> Score:
    weights: dict[str, float] = cues()["weights"]
    entry = scene.roster.entry(ident)
    because = tuple(_reasons(scene, slot, word, context, ident, entry, seen))
    return Score(ident, sum(weights[reason] for reason in because), because)


def _reasons(
    scene: Scene,
    slot: Slot,
    word: Word,
    context: Context,
    ident: str,
    entry: Entry | None,
    seen: tuple[Sighting, ...],
) -> Iterable[str]:
    """Names of the weights that apply, each a sentence of extraction.md 3.3."""
    if word.kind == "noun" and entry is not None:
        yield from _noun_reasons(scene, word, entry)
    if word.kind == "group" and entry is not None:
        yield "kind_clash" if entry.kind in STATE or entry.kind == "coalition" else "noun_fits"
    if word.reading is None and entry is not None and entry.kind in cues()["bystanders"]:
        yield "bystander"
    goes_on = word.reading is None or word.reading.is_state or is_definite(slot.quote.text)
    if ident in context.subject and goes_on:
        yield (
            "pronoun_continues" if word.is_pronoun and slot.role == "actors" else "previous_subject"
        )
    foes = [scene.roster.are_opposed(ident, other, scene.on) for other in context.others]
    if any(foes):
        yield "opposes_other"
    elif any(foe is False for foe in foes) and ident not in context.others:
        yield "friend_of_other"
    if ident in context.others:
        yield "other_role"
    if seen and seen[0].ident == ident:
        yield "last_mentioned"
    if any(s.ident == ident and scene.opens_paragraph(s, slot.quote.start) for s in seen):
        yield "first_sentence"
    strikes = slot.mention.type in cues()["air_types"] and slot.role == "actors"
    if strikes and entry is not None and entry.kind not in cues()["air_kinds"]:
        yield "kind_clash"
    if word.kind == "noun" and _is_claimed(scene, slot, word, ident):
        yield "claimed"


def _noun_reasons(scene: Scene, word: Word, entry: Entry) -> Iterable[str]:
    reading = word.reading
    assert reading is not None
    people = next((m for m in reading.modifiers if m in cues()["peoples"]), None)
    if people is not None:
        # "Kurdish forces": who they are depends on the country and the company.
        yield "noun_fits" if entry.id in cues()["peoples"][people] else "kind_clash"
        return
    # "rebel fighters": the telling word is rebel; any side has fighters.
    telling = tuple(m for m in reading.modifiers if phrases.head_roles().get(m) == "rebel")
    told = telling or (reading.head, *reading.modifiers)
    fits = any(w in entry.nouns or w.removesuffix("s") + "s" in entry.nouns for w in told)
    if fits:
        yield "noun_fits"
    kinds = cues()["role_kinds"].get(reading.role, ())
    if entry.kind in kinds:
        # A row that lists its nouns is not called by others: IS fighters are no "rebels".
        if fits or not entry.nouns or reading.is_state:
            yield "kind_fits"
    elif kinds:
        yield "kind_clash"
    elif reading.role in NEWCOMERS and (entry.kind in STATE or entry.kind == "coalition"):
        yield "kind_clash"  # "the gunmen" are not the army named before them
    if reading.country:
        yield "nationality_fits" if reading.country in entry.countries else "kind_clash"
        if entry.kind in STATE and reading.role in ("rebel", "militia"):
            yield "kind_clash"  # "Syrian fighters" is never the Syrian army


def _is_claimed(scene: Scene, slot: Slot, word: Word, ident: str) -> bool:
    """Is the very noun another name's in this sentence: "HTS militants" beside "militants"?"""
    text = scene.document.text
    for sighting in scene.seen_near(slot.quote.start, 0):
        if sighting.ident == ident:
            continue
        after = text[sighting.end : sighting.end + len(word.head) + 2].casefold()
        before = text[max(0, sighting.start - len(word.head) - 8) : sighting.start].casefold()
        if after.strip().startswith(word.head) or f"{word.head} of " in before:
            return True
    return False


def _decide(scene: Scene, slot: Slot, word: Word, scores: list[Score]) -> Role | None:
    if not scores:
        return None
    best, *rest = scores
    scores_of_kin = [s for s in rest if not scene.roster.are_family(s.ident, best.ident, scene.on)]
    second = scores_of_kin[0].points if scores_of_kin else 0.0
    rivals = tuple(Rival(scene.roster.actor(s.ident, scene.on), s.points) for s in rest[:4])
    if best.points - second < cues()["margin"]:
        told = tuple(Rival(scene.roster.actor(s.ident, scene.on), s.points) for s in scores[:4])
        return Sourced(
            slot.quote, None, 0.3, f'"{slot.quote.text}": nobody leads by {cues()["margin"]}', told
        )
    actor: Actor = scene.roster.actor(best.ident, scene.on)
    why = ", ".join(reason.replace("_", " ") for reason in best.because)
    confidence = min(0.85, 0.5 + 0.05 * (best.points - second))
    return Sourced(
        slot.quote, actor, round(confidence, 3), f"stands for {actor.name}: {why}", rivals
    )
