"""What the sentences of one report say together about one act.

A crowd that throws stones in the second sentence was violent in the first; deaths in a report of a
train crash are the crash's; a town entered after its garrison left was not stormed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from situate.extract.links import with_links
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Mention
from situate.records import mention_id

NEAR = 3  # sentences
CROWD = ("protest", "protest_intervention", "protest_repression", "riot")  # gravest last
HARM = frozenset(("casualties", "attack_on_civilians", "bombing", "attack"))
MISHAP = frozenset(("accident", "natural_disaster"))
SHARPER = frozenset(
    ("air_strike", "shelling", "bombing", "suicide_bombing", "grenade_attack", "chemical_attack")
)
BARE = ("kill:", "casualties:", "blast:")


def chained(mentions: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """The mentions with the types their neighbours in the report give them, in the same order."""
    found = list(mentions)
    order = sentence_order(found)
    found = [mishap(m, found, order) for m in found]
    found = [crowd(m, found, order) for m in found]
    found = [told_again(m, found, order) for m in found]
    found = [with_taker(m, found, order) for m in found]
    found = [bloodless(m, found, order, vocabulary) for m in found]
    return relinked(mentions, found)


def relinked(before: Sequence[Mention], after: Sequence[Mention]) -> list[Mention]:
    """Links point to the ids that mentions have after their types changed."""
    now = {old.id: new.id for old, new in zip(before, after, strict=True)}
    return [
        with_links(m, tuple(replace(link, mention=now[link.mention]) for link in m.links))
        for m in after
    ]


def sentence_order(mentions: Sequence[Mention]) -> dict[int, int]:
    """Rank of each sentence start among those with mentions."""
    starts = sorted({m.sentence.start for m in mentions})
    return {start: rank for rank, start in enumerate(starts)}


def retyped(mention: Mention, kind: str, why: str) -> Mention:
    """The mention with another type, the reason added to its rule."""
    if mention.type == kind:
        return mention
    return replace(
        mention,
        type=kind,
        id=mention_id(mention.document, mention.trigger, kind),
        rule=f"{mention.rule}; {why}",
    )


def neighbours(
    mention: Mention, mentions: Sequence[Mention], order: dict[int, int]
) -> list[Mention]:
    """Other mentions at most NEAR sentences away, asserted ones only."""
    near = within(mention, mentions, order, NEAR)
    return [other for other in near if other is not mention and other.stance == "asserted"]


def within(
    mention: Mention, mentions: Sequence[Mention], order: dict[int, int], reach: int
) -> Sequence[Mention]:
    """Mentions at most `reach` sentences away, itself included.

    `mentions` come in the order of their sentences, so that a long report costs no more a mention.
    """
    at = order[mention.sentence.start]

    def rank(other: Mention) -> int:
        return order[other.sentence.start]

    first = bisect_left(mentions, at - reach, key=rank)
    return mentions[first : bisect_right(mentions, at + reach, key=rank)]


def crowd(mention: Mention, mentions: Sequence[Mention], order: dict[int, int]) -> Mention:
    """A demonstration has the gravest type its neighbours tell of it."""
    if mention.type not in CROWD or mention.stance != "asserted":
        return mention
    kinds = {other.type for other in neighbours(mention, mentions, order)} | {mention.type}
    return retyped(mention, max(kinds & set(CROWD), key=CROWD.index), "as the crowd acts")


def mishap(mention: Mention, mentions: Sequence[Mention], order: dict[int, int]) -> Mention:
    """Deaths that no armed actor or weapon caused belong to the accident told beside them."""
    if mention.type not in HARM or mention.actors or mention.weapons:
        return mention
    if not (mention.rule or "").startswith(BARE):
        return mention
    beside = neighbours(mention, mentions, order)
    kinds = [other.type for other in beside if other.type in MISHAP]
    if not kinds or any(other.actors and other.type not in MISHAP for other in beside):
        return mention
    return retyped(mention, kinds[0], "deaths of a mishap")


def told_again(mention: Mention, mentions: Sequence[Mention], order: dict[int, int]) -> Mention:
    """ "Attacks hit 13 places. The attacks were carried out with grenades.": one act, sharper."""
    if mention.type != "attack" or not (mention.rule or "").startswith("attack noun"):
        return mention
    at = order[mention.sentence.start]
    for other in within(mention, mentions, order, 2):
        is_next = 0 < order[other.sentence.start] - at <= 2
        same_word = other.trigger.text.lower() == mention.trigger.text.lower()
        is_noun = (other.rule or "").startswith("attack noun")
        if is_next and same_word and is_noun and other.type in SHARPER:
            return retyped(mention, other.type, "told again more sharply")
    return mention


def with_taker(mention: Mention, mentions: Sequence[Mention], order: dict[int, int]) -> Mention:
    """Who moves in where a side withdrew is the receiver of the withdrawal."""
    if mention.type != "withdrawal" or mention.targets:
        return mention
    at = order[mention.sentence.start]
    for other in within(mention, mentions, order, 1):
        if other.type == "place_transferred" and abs(order[other.sentence.start] - at) <= 1:
            takers = tuple(replace(a, reason="takes the place left") for a in other.actors)
            return replace(mention, targets=takers)
    return mention


def bloodless(
    mention: Mention, mentions: Sequence[Mention], order: dict[int, int], vocabulary: Vocabulary
) -> Mention:
    """A taking is a transfer if the sentence beside it says so of the same place."""
    if mention.type != "place_taken":
        return mention
    anaphors = vocabulary.lexicon.cues["place_anaphors"]
    at = order[mention.sentence.start]
    for other in within(mention, mentions, order, 1):
        distance = order[other.sentence.start] - at
        if abs(distance) != 1 or other.type not in ("place_transferred", "withdrawal"):
            continue
        later = other if distance > 0 else mention
        words = {p.quote.text.lower() for p in later.places if p.quote}
        is_same = not words.isdisjoint(anaphors) or shares_place(mention, other)
        if is_same and (other.type == "place_transferred" or distance < 0):
            return retyped(mention, "place_transferred", "no fight told beside it")
    return mention


def shares_place(one: Mention, other: Mention) -> bool:
    """Whether two mentions quote the same words for a place."""
    words = {p.quote.text.lower() for p in one.places if p.quote}
    return any(p.quote.text.lower() in words for p in other.places if p.quote)
