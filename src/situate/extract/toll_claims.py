"""Who suffered which deed: each deed of a sentence with the people it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from situate.annotate import Sentence
from situate.extract.toll_amounts import Amount, amounts, lowered
from situate.extract.toll_deeds import Deed, deeds, lexicon
from situate.extract.toll_lists import coordinated
from situate.extract.toll_people import direct
from situate.extract.toll_view import Claim, View
from situate.knowledge import cues

EARLIER = ("injured", "treated", "captured", "arrested", "abducted")  # what the dead suffered first


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read for people: its words, amounts, deeds and the claims that join them."""

    sentence: Sentence
    words: tuple[str, ...]
    amounts: tuple[Amount, ...]
    deeds: tuple[Deed, ...]
    claims: tuple[Claim, ...]
    parts: tuple[Amount, ...]  # amounts that are a share of another


def read(sentence: Sentence) -> Reading:
    """All deeds and people of one sentence; linear in its tokens."""
    words = lowered(sentence.tokens)
    if not _cues_present(words):
        return Reading(sentence, words, (), (), (), ())
    found = amounts(sentence, words)
    done = deeds(sentence, words, found)
    view = View(sentence, words, found, done)
    parts = view.parts()
    own = [claim for deed in done for claim in direct(view, deed, parts)]
    claims = coordinated(view, _first_of_each(own), parts)
    return Reading(sentence, words, found, done, tuple(claims), tuple(parts))


def _cues_present(words: Sequence[str]) -> bool:
    """A cheap gate: whether any word could tell what befell people."""
    return not _gate().isdisjoint(words) or bool(cues.found("tolls", "phrases", words))


@cache
def _gate() -> frozenset[str]:
    """Single words for what befell people and for its sum."""
    others = ("loses", "lives.nouns", "cumulative.toll", "parted_ends")
    return frozenset(lexicon()).union(*(cues.words("tolls", path) for path in others))


def _first_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """An amount is claimed once, by the strongest and then the nearest deed."""
    best: dict[int, Claim] = {}

    def weight(claim: Claim) -> float:
        """Who was displaced, hurt or treated before may be killed now."""
        earlier = claim.deed.kind in EARLIER and claim.deed.first < latest.get(claim.first, 0)
        return claim.confidence - (0.3 if claim.deed.kind == "displaced" or earlier else 0.0)

    latest = {c.first: c.deed.first for c in claims if c.deed.kind == "killed"}
    for claim in claims:
        other = best.get(claim.first)
        if other is None or weight(claim) > weight(other):
            best[claim.first] = claim
    return sorted(best.values(), key=lambda c: (c.first, c.deed.first))
