"""Running totals: "the death toll rose from 12 to 15" tells of a sum, not of today's act."""

from __future__ import annotations

import re
from dataclasses import dataclass

from situate.extract.toll_amounts import Amount
from situate.extract.toll_claims import Reading
from situate.extract.toll_deeds import Deed, lexicon
from situate.extract.toll_view import Claim, claim_of
from situate.knowledge import cues

REACH = 10  # tokens between the word for the toll and its number
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Total:
    """A running total and, if told, what it was before ("rose from 12 to 15")."""

    claim: Claim
    earlier: Amount | None


def totals(reading: Reading) -> tuple[Total, ...]:
    """Numbers told as a death toll or a number of victims, in order."""
    found: list[Total] = []
    openers = cues.openers("tolls", "cumulative.toll", "cumulative.number_of")
    for i, word in enumerate(reading.words):
        if word not in openers:
            continue
        length = cues.starts("tolls", "cumulative.toll", reading.words, i)
        if length and not any(t.claim.deed.first <= i <= t.claim.deed.last for t in found):
            total = _total(reading, Deed(i, i + length - 1, "killed", "noun"))
        else:
            length = cues.starts("tolls", "cumulative.number_of", reading.words, i)
            deed = _counted_deed(reading, i, i + length) if length else None
            total = _total(reading, deed) if deed else None
        if total is not None:
            found.append(total)
    return tuple(found)


def _counted_deed(reading: Reading, first: int, at: int) -> Deed | None:
    """The deed in "number of [people] killed", with its kind."""
    for i in range(at, min(len(reading.words), at + 7)):
        kind = lexicon().get(reading.words[i], ("", ""))[0]
        if kind:
            return Deed(first, i, "killed" if kind == "casualties" else kind, "noun")
    return None


def _total(reading: Reading, deed: Deed) -> Total | None:
    near = [a for a in reading.amounts if _near(reading, deed, a)]
    led = [a for a in near if _leads(reading, a)]
    if not led:
        return None
    chosen = led[-1] if len(led) > 1 else led[0]
    earlier = next((a for a in near if _from(reading, a) and a is not chosen), None)
    return Total(claim_of(deed, chosen, "running total", 0.85), earlier)


def _near(reading: Reading, deed: Deed, amount: Amount) -> bool:
    breaks = cues.words("tolls", "breaks")
    low, high = sorted((deed.first, amount.first))
    return high - low <= REACH and not any(reading.words[i] in breaks for i in range(low, high))


def _leads(reading: Reading, amount: Amount) -> bool:
    return cues.ends("tolls", "cumulative.leads", reading.words, amount.first) > 0


def _from(reading: Reading, amount: Amount) -> bool:
    return cues.ends("tolls", "cumulative.from", reading.words, amount.first) > 0


def is_cumulative(reading: Reading, claim: Claim) -> bool:
    """Whether words in the claim's segment make it a sum over time ("so far", "since", "to")."""
    first, last = segment(reading, claim.deed.first)
    openers = cues.openers("tolls", "cumulative.cues")
    for i in range(first, last):
        if reading.words[i] not in openers:
            continue
        length = cues.starts("tolls", "cumulative.cues", reading.words, i)
        if length and (reading.words[i] != "since" or _dates(reading, i, claim)):
            return True
    return _over_a_period(reading, first, last, claim)


def is_history(reading: Reading, claim: Claim) -> bool:
    """Whether the sum is that of a war or of years: "since the conflict began", "over four years".

    Such a sum is told beside the news, never as news.
    """
    wars, spans = cues.words("tolls", "history.wars"), cues.words("tolls", "history.spans")
    words = reading.words
    if "since" not in words and spans.isdisjoint(words):
        return False
    first, last = segment(reading, claim.deed.first)
    for i in range(first, last):
        if words[i] == "since" and _dates(reading, i, claim):
            after = words[i + 1 : min(last, i + REACH)]
            return any(word in wars or YEAR.fullmatch(word) for word in after)
        over = cues.words("tolls", "cumulative.over") & set(words[max(first, i - 3) : i])
        if words[i] in spans and i > claim.deed.last and over:
            return True
    return False


def _dates(reading: Reading, since: int, claim: Claim) -> bool:
    """Whether "since" dates the deed, and not another act: "the first blast since the war"."""
    tokens = reading.sentence.tokens
    node = tokens[since].head
    if tokens[since].dep == "mark":
        node = node.head
    while not node.tag.startswith(("V", "MD")) and node.head.i != node.i:
        node = node.head
    deed = tokens[claim.deed.token]
    return node.i == deed.i or not node.tag.startswith("V") or node in deed.above


def _over_a_period(reading: Reading, first: int, last: int, claim: Claim) -> bool:
    """ "in eight days" after the deed, "within 72 hours" on either side of it."""
    periods = cues.words("tolls", "cumulative.periods")
    over = cues.words("tolls", "cumulative.over")
    words = reading.words
    if periods.isdisjoint(words):
        return False
    within = cues.words("tolls", "cumulative.within")
    return any(
        words[i] in periods
        and (
            (over & set(words[max(first, i - 3) : i]) and i > claim.deed.last)
            or within & set(words[max(first, i - 3) : i])
        )
        for i in range(first, last)
    )


def segment(reading: Reading, at: int) -> tuple[int, int]:
    """The stretch between ";" and the like that holds token `at`, half open."""
    breaks = [i for i, word in enumerate(reading.words) if word in cues.words("tolls", "breaks")]
    first = max((i + 1 for i in breaks if i < at), default=0)
    return first, min((i for i in breaks if i > at), default=len(reading.words))
