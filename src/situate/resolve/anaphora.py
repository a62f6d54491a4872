"""Generic nouns and pronouns -> the actor they stand for, by a table of reasons that add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from situate.knowledge.roster import Entry, phrases
from situate.knowledge.roster.phrases import Reading
from situate.model import Actor, Mention, Quote, Rival, Sourced
from situate.resolve import actors
from situate.resolve.actors import Role, Slot
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


@dataclass(frozen=True, slots=True)
class Word:
    """A generic expression: its class, and what its noun says of kind and country."""

    # "noun", "plural", "singular", "person", "relative", "of_two", "group", "enemy", "both"
    kind: str
    head: str
    reading: Reading | None = None

    @property
    def is_pronoun(self) -> bool:
        return self.kind in ("plural", "singular", "person", "relative")


@lru_cache(maxsize=4_096)
def word_of(text: str) -> Word | None:
    """The class of a generic expression; None if it is no such expression."""
    words = text.casefold().split()
    plain = " ".join(
        w for w in words if w not in ("the", "a", "an", "both", "two") or len(words) == 1
    )
    if any(phrase in " ".join(words) for phrase in cues()["both_words"]):
        return Word("both", plain)
    for kind, listed in cues()["pronouns"].items():
        # "their forces", "his men": the possessor is meant.
        if " ".join(words) in listed or (words and words[0] in listed and words[0] in POSSESSIVE):
            return Word(kind, words[0])
    bare = [w.removesuffix("'s").removesuffix("’s") for w in plain.split()]
    if set(bare) & set(cues()["enemy_words"]):
        return Word("enemy", plain)
    reading = phrases.read_phrase(text)
    if reading is not None:
        return Word("noun", reading.head, reading)
    if bare and bare[-1] in cues()["group_words"]:
        return Word("group", bare[-1])
    return None


POSSESSIVE = frozenset(("their", "its", "his", "her", "our"))


def stands_for(scene: Scene, slot: Slot, context: Context) -> Role | None:
    """The actor a generic expression stands for; null with rivals if none leads.

    None if the words are no such expression.

    Candidates are actors of the last sentences and of the headline, the subject of the clause
    before, and foes of the other role named in the report.
    """
    word = word_of(slot.quote.text)
    if word is None or word.kind == "both":
        return None
    if word.kind == "person" and word.head == slot.quote.text.casefold():
        return Sourced(slot.quote, None, 0.3, "one person, whom the roster does not know")
    if word.reading is not None and not _may_stand_for(word.reading):
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
            for ident in _candidates(scene, slot, context)
        ),
        key=lambda s: (-s.points, s.ident),
    )
    # Nobody fights himself: the other role may cost a candidate its place, not only points.
    able = [s for s in scores if s.points > 0 and "other_role" not in s.because]
    return _decide(scene, slot, word, able)


def _may_stand_for(reading: Reading) -> bool:
    """Civilians, crowds and "unidentified gunmen" stand for nobody else."""
    armed = ("military", "rebel", "militia", "police", "government", "coalition", "unidentified")
    return reading.role in armed and not reading.is_unidentified


def is_partisan(reading: Reading) -> bool:
    """ "terrorists", "a terrorist group": a word for all foes, never the id of one of them."""
    return bool({reading.head, *reading.modifiers} & phrases.words("partisan"))


CONTINUING = frozenset(("plural", "singular"))


def _is_definite(text: str) -> bool:
    return text.casefold().split()[0] in cues()["places"]["definite"]


def is_new(text: str, reading: Reading) -> bool:
    """ "gunmen", "a suicide bomber", "armed men": told of for the first time, not "the gunmen"."""
    return reading.role in NEWCOMERS and not _is_definite(text)


NEWCOMERS = frozenset(("unidentified", "criminal"))


def _candidates(scene: Scene, slot: Slot, context: Context) -> list[str]:
    seen = scene.seen_before(slot.quote.start, cues()["sentences_back"])
    ahead = scene.seen_near(slot.quote.start, 0)
    ids = (s.ident for s in (*seen, *scene.headline(slot.quote.start), *ahead))
    word = word_of(slot.quote.text)
    if word is not None and word.kind in CONTINUING and slot.role == "actors":
        return list(dict.fromkeys(context.subject))  # a subject goes on, or nobody knows who
    reading = word.reading if word else None
    umbrella = actors.umbrella(scene, slot.mention, reading) if reading else None
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
    goes_on = word.reading is None or word.reading.is_state or _is_definite(slot.quote.text)
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


def both_sides(scene: Scene, slot: Slot, context: Context) -> tuple[Role, ...]:
    """ "both sides": the two opposed actors named last; empty if there are no two."""
    word = word_of(slot.quote.text)
    if word is None or word.kind != "both":
        return ()
    seen = list(dict.fromkeys(s.ident for s in scene.seen_before(slot.quote.start, 3)))
    for i, first in enumerate(seen):
        for second in seen[i + 1 :]:
            if scene.roster.are_opposed(first, second, scene.on):
                reason = "both sides: the two opposed actors named last"
                return tuple(
                    Sourced(slot.quote, scene.roster.actor(one, scene.on), 0.7, reason)
                    for one in (second, first)
                )
    return ()


def of_two(scene: Scene, slot: Slot, before: Sequence[Mention]) -> tuple[Role, ...]:
    """ "the former", "the latter": the first or second side of the fight told last, or nobody.

    A side goes by the order in which the words name the two, whatever their roles.
    """
    word = word_of(slot.quote.text)
    if word is None or word.kind != "of_two":
        return ()
    for mention in reversed(before):
        told = sorted(
            (r for r in (*mention.actors, *mention.targets) if r.quote and r.value and r.value.id),
            key=lambda r: r.quote.start if r.quote else 0,
        )
        sides = _two_sides(scene, told)
        if sides and mention.trigger.start < slot.quote.start:
            chosen = sides[0 if "former" in slot.quote.text.casefold() else 1]
            reason = f'"{slot.quote.text}": of the two sides told before'
            return tuple(Sourced(slot.quote, r.value, 0.75, reason) for r in chosen)
    unknown: Role = Sourced(slot.quote, None, 0.0, f'"{slot.quote.text}": no two sides before it')
    return (unknown,)


def _two_sides(scene: Scene, told: Sequence[Role]) -> tuple[list[Role], list[Role]] | None:
    """Those that fight the first one told, and the others; None if nobody does."""
    ids = [r.value.id or "" for r in told if r.value]
    foes = [bool(scene.roster.are_opposed(ids[0], one, scene.on)) for one in ids]
    if not any(foes):
        return None
    pairs = list(zip(told, foes, strict=True))
    return [r for r, is_foe in pairs if not is_foe], [r for r, is_foe in pairs if is_foe]


def by_speaker(scene: Scene, slot: Slot, context: Context) -> Role | None:
    """ "we", "his forces" in what somebody is quoted as saying: the speaker's side, or None.

    So are "it" and "they" after the speaker in his sentence, where no other subject stands between.
    """
    word = word_of(slot.quote.text)
    if word is None:
        return None
    goes_on = word.kind in CONTINUING and slot.role == "actors"
    own = word.kind == "speaker" or word.head in POSSESSIVE
    if not own and not goes_on:
        return None
    for speaker in slot.mention.said_by:
        if speaker.quote is None or (
            not own and not _precedes(scene, speaker.quote, slot, context)
        ):
            continue
        spoken = Slot(speaker.quote, slot.mention, slot.role)
        named = actors.by_name(scene, spoken) or actors.state_alone(scene, spoken)
        if named is not None and named.value is not None:
            if not own and named.value.kind in cues()["bystanders"]:
                continue
            reason = f"the side of the speaker, {speaker.quote.text}"
            return Sourced(slot.quote, _in_the_field(scene, slot, named.value), 0.7, reason)
    return _of_himself(scene, slot) if goes_on else None


def _of_himself(scene: Scene, slot: Slot) -> Role | None:
    """ "The Red Front has said it captured": who speaks right before the pronoun, or None."""
    sightings = scene.seen_before(slot.quote.start, 0)
    if not sightings:
        return None
    last = sightings[0]
    entry = scene.roster.entry(last.ident)
    before = scene.document.text[max(0, last.start - 24) : last.start].casefold()
    if not _says_so(scene, last.end, slot.quote.start):
        return None
    if entry is None or entry.kind in cues()["bystanders"] or actors.is_after_backing(before):
        return None
    actor = scene.roster.actor(last.ident, scene.on)
    return Sourced(slot.quote, actor, 0.7, f"{actor.name} speaks of itself")


LONGEST_TELLING = 6  # words between a speaker and the pronoun


def _precedes(scene: Scene, speaker: Quote, slot: Slot, context: Context) -> bool:
    """Does the speaker stand in the same sentence before the words, no other subject between?"""
    if not slot.mention.sentence.start <= speaker.start < slot.quote.start:
        return False
    return not context.is_own or _says_so(scene, speaker.end, slot.quote.start)


def _says_so(scene: Scene, start: int, end: int) -> bool:
    """Is there only a verb of saying with its like between two offsets?"""
    between = scene.document.text[start:end].casefold().split()
    return len(between) <= LONGEST_TELLING and bool(set(between) & set(cues()["telling"]))


def _in_the_field(scene: Scene, slot: Slot, speaker: Actor) -> Actor:
    """Who acts for a speaker: the "troops" of a ministry or capital are its state's army."""
    reading = phrases.read_phrase(slot.quote.text)
    is_army = reading is not None and reading.kind == "state forces"
    if speaker.kind == "government" and speaker.country and is_army:
        return scene.roster.state_forces(speaker.country, scene.on)
    return speaker


def enemy_of(scene: Scene, slot: Slot, context: Context) -> Role | None:
    """ "the enemy": the foe of the sentence's subject; null with rivals if there are several."""
    word = word_of(slot.quote.text)
    if word is None or word.kind != "enemy":
        return None
    known = _candidates(scene, slot, Context(context.others, ()))
    fitting: list[str] = []
    # The sentence's subject may be named farther back; for a raid only who flies can be meant.
    for ours in (tuple(context.others or context.subject), *((ident,) for ident in known)):
        foes = [i for i in known if any(scene.roster.are_opposed(i, o, scene.on) for o in ours)]
        fitting = [i for i in foes if _fits_air(scene, slot, i)]
        if fitting:
            break
    if not fitting:
        return None
    actors = [scene.roster.actor(i, scene.on) for i in fitting]
    if len(fitting) == 1:
        return Sourced(slot.quote, actors[0], 0.7, "the enemy of the sentence's subject")
    rivals = tuple(Rival(actor, 0.5) for actor in actors[:4])
    return Sourced(slot.quote, None, 0.3, "the subject has several enemies here", rivals)


def _fits_air(scene: Scene, slot: Slot, ident: str) -> bool:
    if slot.mention.type not in cues()["air_types"] and "air" not in slot.quote.text.casefold():
        return True
    entry = scene.roster.entry(ident)
    return entry is not None and entry.kind in cues()["air_kinds"]
