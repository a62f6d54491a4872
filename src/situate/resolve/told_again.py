"""What a report tells again: mentions of one act, tied to the first of them.

"The attack", "Monday's bombing", "12 were injured" and a sentence printed twice mean an act told
before. What such a mention does not say in words of its own, it has from that act: place and day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from situate.knowledge import cues
from situate.model import Link, Mention, SourcedPlace
from situate.resolve.own_words import Own, clash, own_words, same_count
from situate.resolve.scene import Scene

RECENT = 12  # acts looked back at
MOST_OWN = 30  # mentions of an act whose own words are compared
FAR = 3  # sentences from which a noun means an act only if it can mean no other
NEAR = 2  # sentences after which a bare count counts no more for an act
LENT = 0.5  # confidence of a place lent by the act told before, at most
MEANS_WORDS, MOST_WORDS = 4, 12  # words from "with" to a weapon; from an act to its weapon
SAID = ("asserted", "denied", "possible")
TOLLS = ("casualties", "attack_on_civilians", "attack")
BARE = ("casualties:", "kill:")  # rules of words that only count people


@dataclass
class Act:
    """An act as told so far; the last of `told` stands nearest."""

    told: list[Mention] = field(default_factory=list)
    own: list[Own] = field(default_factory=list)  # what its first mentions say of their own
    placed: Mention | None = None  # the first that says where
    dated: Mention | None = None

    def tell(self, mention: Mention, own: Own) -> None:
        """Take in one more mention."""
        self.told.append(mention)
        if len(self.own) < MOST_OWN:
            self.own.append(own)
        self.placed = self.placed or (mention if own.places else None)
        self.dated = self.dated or (mention if own.days else None)


Key = tuple[str, str, str]


def with_acts(scene: Scene, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, each tied by a link "same" to the first that tells its act; order stays."""
    of: dict[str, Act] = {}
    words: dict[Key, Act] = {}
    acts: list[Act] = []
    for mention in sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end, m.type)):
        own = own_words(mention)
        act = words.get(_key(mention)) or _linked(mention, own, of)
        act = act or _meant(scene, mention, own, acts) or Act()
        beside = [a for a in acts if a is not act and _counts_for(a, mention, own)]
        for counted in (m for a in beside for m in a.told):
            act.tell(counted, own_words(counted))
            of[counted.id] = act
        act.tell(mention, own)
        of[mention.id] = words[_key(mention)] = act
        acts = [*(a for a in acts if a is not act and a not in beside), act][-RECENT:]
    return tuple(_tied(mention, of[mention.id]) for mention in mentions)


def _key(mention: Mention) -> Key:
    """Equal for a sentence printed twice."""
    return mention.type, mention.trigger.text, " ".join(mention.sentence.text.split())


def _linked(mention: Mention, own: Own, of: dict[str, Act]) -> Act | None:
    """The act the mention's own sentence, or a definite noun, is tied to by its words."""
    if "refers_back" not in mention.flags:
        return None
    for link in mention.links:
        act = of.get(link.mention) if link.kind == "same" else None
        if act is not None and not clash(own, act.own):
            return act
    return None


def _meant(scene: Scene, mention: Mention, own: Own, acts: Sequence[Act]) -> Act | None:
    """The act, of those told before, that a mention means; None if it tells one of its own."""
    if mention.stance not in SAID or "one_more" in mention.flags:
        return None
    if "refers_back" in mention.flags and (act := _by_noun(scene, mention, own, acts)):
        return act
    beside = [a for a in acts if _is_beside(mention, a) and not clash(own, a.own)]
    if beside:
        return beside[-1]
    return _by_count(scene, mention, own, acts) if _only_counts(mention) else None


def _counts_for(act: Act, mention: Mention, own: Own) -> bool:
    """Is all that was told of an act a count in the mention's own sentence, and of it?"""
    here = _in_sentence(act, mention)
    return (
        _is_counted(mention)
        and len(here) == len(act.told)
        and all(_only_counts(m) and not _held_apart(m, mention) for m in here)
        and not clash(own, act.own)
    )


def _is_beside(mention: Mention, act: Act) -> bool:
    """In one sentence a bare count and the act, or two counts: "3 died and 5 were hurt when"."""
    return any(
        _is_means(other, mention)
        or (_only_counts(mention) and _is_counted(other) and not _held_apart(other, mention))
        for other in _in_sentence(act, mention)
        if other.stance in SAID
    )


def _in_sentence(act: Act, mention: Mention) -> list[Mention]:
    """The mentions of an act in the sentence of another."""
    here = mention.sentence.start
    return list(takewhile(lambda m: m.sentence.start == here, reversed(act.told)))


def _by_noun(scene: Scene, mention: Mention, own: Own, acts: Sequence[Act]) -> Act | None:
    """ "The attack": the nearest act it may mean; from afar, or for several, only the one."""
    fit = [act for act in acts if _may_mean(scene, mention, act) and not clash(own, act.own)]
    if not fit:
        return None
    counted = [act for act in fit if own.killed and any(same_count(own, o) for o in act.own)]
    if counted:
        return counted[-1]  # the same count is surer than the nearest act
    near = [act for act in fit if _sentences(scene, act, mention) <= FAR]
    if "of_many" in mention.flags and any(clash(o, fit[-1].own) for act in near for o in act.own):
        return None  # "the attacks" after attacks on two places are both
    if not near:
        return fit[0] if len(fit) == 1 else None
    last = _sentences(scene, near[-1], mention)
    beside = [act for act in near if _sentences(scene, act, mention) == last]
    return min(beside, key=lambda act: act.told[-1].trigger.start)  # what its sentence is about


def _by_count(scene: Scene, mention: Mention, own: Own, acts: Sequence[Act]) -> Act | None:
    """ "At least 12 people died.": the toll of the act told right before, in the body."""
    words = {word.lower().strip(",.") for word in mention.sentence.text.split()}
    is_other = not words.isdisjoint(cues.words("told_again", "another_count"))
    if mention.block != "paragraph" or own.names or is_other:
        return None
    for act in reversed(acts):
        last = act.told[-1]
        if last.block != "paragraph" or _sentences(scene, act, mention) > NEAR:
            return None
        if _is_counted(last) or _only_counts(last):
            return None if clash(own, act.own) else act
    return None


def _sentences(scene: Scene, act: Act, mention: Mention) -> int:
    return scene.sentence_at(mention.trigger.start) - scene.sentence_at(act.told[-1].trigger.start)


def _may_mean(scene: Scene, mention: Mention, act: Act) -> bool:
    """Is the noun a word for the act? A battle is no killing, and an attack only right after it."""
    nouns = cues.entry("told_again", "nouns").get(mention.type, ())
    is_fight = mention.type in cues.words("told_again", "fights")
    if is_fight and _sentences(scene, act, mention) > 1:
        nouns = ()
    return any(
        (other.type == mention.type or other.type in nouns)
        and other.stance in SAID
        and other.sentence.start != mention.sentence.start
        and not (is_fight and (other.rule or "").startswith("kill"))
        for other in (*act.told[:MOST_OWN], act.told[-1])
    )


def _only_counts(mention: Mention) -> bool:
    """Does it count people and tell no deed, weapon or doer?"""
    is_bare = mention.type in TOLLS and (mention.rule or "").startswith(BARE)
    counts = mention.type == "casualties" or bool(mention.tolls)
    return is_bare and counts and not mention.actors and not mention.weapons


def _is_counted(mention: Mention) -> bool:
    return mention.type in cues.words("told_again", "counts")


def _is_means(act: Mention, mention: Mention) -> bool:
    """ "The blast struck"; or "attacked the city with barrel bombs": the act and its weapon."""
    if not (_is_counted(act) and _is_counted(mention)):
        return False
    words = _between(act, mention).split()
    if not words:
        return True
    near = words[-MEANS_WORDS:]
    return len(words) <= MOST_WORDS and not cues.words("told_again", "with").isdisjoint(near)


def _between(one: Mention, other: Mention) -> str:
    """The words between two triggers of one sentence, in lower case."""
    first, last = sorted((one, other), key=lambda m: m.trigger.start)
    start = first.sentence.start
    return first.sentence.text[first.trigger.end - start : last.trigger.start - start].lower()


def _held_apart(one: Mention, other: Mention) -> bool:
    return not cues.words("told_again", "apart").isdisjoint(_between(one, other).split())


def _tied(mention: Mention, act: Act) -> Mention:
    """The mention with its one link "same", and with what it leaves to the act told before."""
    first = act.told[0]
    links = tuple(link for link in mention.links if link.kind != "same")
    if first.id == mention.id:
        return mention if links == mention.links else replace(mention, links=links)
    told = replace(mention, links=(*links, Link("same", first.id)))
    return _completed(told, act)


def _completed(mention: Mention, act: Act) -> Mention:
    """With the place and the day of its act, where its own sentence does not say."""
    own = own_words(mention)
    if not own.places and act.placed is not None and act.placed.id != mention.id:
        mention = replace(mention, places=_places_of(mention, act.placed))
    dated = act.dated or act.told[0]
    if own.days is None and dated.period.value is not None:
        period = replace(dated.period, reason="time of the act told before")
        mention = replace(mention, period=period)
    return mention


def _places_of(mention: Mention, placed: Mention) -> tuple[SourcedPlace, ...]:
    """Its own vague words, and where the act was: implied, so without a quote."""
    kept = tuple(p for p in mention.places if p.quote is not None)
    where = next(p for p in placed.places if p.value is not None)
    confidence = round(min(LENT, where.confidence), 3)
    told = SourcedPlace(
        None, where.value, confidence, "place of the act told before", relation="near", level=2
    )
    return (*kept, told)
