"""People counted in a sentence, and which event each count belongs to.

How a caller keeps two triggers from counting the same people: call `assign(sentence, triggers)`
once with every trigger of the sentence that will become a mention (those folded into another, as
"killed" in "killed in an air strike", left out). A toll goes to exactly one of them: the trigger
that is its own predicate; else one inside the predicate's clause ("the *strike* killed 12", "12
dead in *blast*"); else the nearest one up the parse ("*shelled* the town, killing 12"). It goes to
two coordinated verbs alike only if a result clause follows both, and is then flagged `shared`.
`loose(sentence, triggers)` gives the tolls nobody owns, such as "No fatalities were reported.":
they belong to the last mention of the sentence before in the same block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from situate.annotate import Sentence
from situate.extract.toll_claims import Reading, read
from situate.extract.toll_owner import owners
from situate.extract.toll_parts import additions, parts_of
from situate.extract.toll_side import is_civilian, side_of, who_in
from situate.extract.toll_totals import Total, is_cumulative, is_history, totals
from situate.extract.toll_view import Claim
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Count, Rival, Sourced, Toll


@dataclass(frozen=True, slots=True)
class Counted:
    """A toll and the token of the predicate it hangs on."""

    token: int
    toll: Sourced[Toll]
    result: bool  # told by a result clause ("killing 12")


def assign(
    sentence: Sentence, triggers: Sequence[Trigger]
) -> tuple[tuple[Sourced[Toll], ...], ...]:
    """The tolls of each trigger, in the order of `triggers`; a toll has one owner."""
    given: list[list[Sourced[Toll]]] = [[] for _ in triggers]
    for counted in counts(sentence) if triggers else ():
        indexes = owners(sentence, counted.token, triggers, counted.result)
        for index in indexes:
            given[index].append(_shared(counted.toll) if len(indexes) > 1 else counted.toll)
    return tuple(tuple(tolls) for tolls in given)


def loose(sentence: Sentence, triggers: Sequence[Trigger]) -> tuple[Sourced[Toll], ...]:
    """Tolls of the sentence that none of its triggers owns, in order."""
    return tuple(
        c.toll for c in counts(sentence) if not owners(sentence, c.token, triggers, c.result)
    )


def tolls_of(sentence: Sentence, trigger: Trigger) -> tuple[Sourced[Toll], ...]:
    """The tolls of `trigger` were it the only one of its sentence; see `assign` for several."""
    return assign(sentence, (trigger,))[0]


def counts(sentence: Sentence) -> tuple[Counted, ...]:
    """Every toll of the sentence in order, with the predicate it hangs on.

    Low and high as `extraction.md` 4 has them: "at least 12" is 12 and up, "dozens" 24 to 99; the
    source of each range is the judgement noted in tolls.yaml.
    """
    reading = read(sentence)
    if not reading.words or not (reading.deeds or reading.amounts):
        return ()
    sums = totals(reading)
    summed = {total.claim.first for total in sums} | {t.earlier.first for t in sums if t.earlier}
    told = {i for t in sums for i in range(t.claim.deed.first, t.claim.deed.last + 1)}
    claims = [c for c in reading.claims if c.first not in summed and c.deed.first not in told]
    claims = [*claims, *additions(reading, claims)]
    claims.sort(key=lambda claim: claim.first)
    shares = parts_of(reading, claims)
    found = [_counted(reading, claim, shares.get(i, ())) for i, claim in enumerate(claims)]
    found.extend(_counted_total(reading, total) for total in sums)
    return tuple(_casualties_opposed(found))


def _counted(reading: Reading, claim: Claim, parts: tuple[Count, ...]) -> Counted:
    toll = _toll(reading, claim, parts)
    quote = reading.sentence.quote(claim.first, max(claim.last, claim.noun or claim.last))
    reason = f"{claim.rule} of {reading.sentence.quote(claim.deed.first, claim.deed.last).text!r}"
    form = reading.words[claim.deed.first]
    result = claim.deed.voice == "active" and form.endswith("ing")
    return Counted(claim.deed.token, Sourced(quote, toll, claim.confidence, reason), result)


def _toll(reading: Reading, claim: Claim, parts: tuple[Count, ...]) -> Toll:
    flags, high, best = list(claim.flags), claim.high, claim.best
    if claim.low and _is_preliminary(reading):
        high, best = None, None
    if any(p.low is not None and claim.high is not None and p.low > claim.high for p in parts):
        flags.append("parts_exceed")
    if is_history(reading, claim):
        flags.append("history")
    return Toll(
        kind=claim.deed.kind,
        who=who_in(reading, claim),
        low=claim.low,
        high=high,
        best=best,
        parts=parts,
        side=side_of(reading, claim),
        civilian=is_civilian(reading, claim),
        mode="cumulative" if is_cumulative(reading, claim) else "new",
        flags=tuple(flags),
    )


def _is_preliminary(reading: Reading) -> bool:
    """ "in an initial estimate": a first count that more may join."""
    return bool(cues.found("tolls", "preliminary", reading.words))


def _counted_total(reading: Reading, total: Total) -> Counted:
    counted = _counted(reading, total.claim, ())
    toll = counted.toll.value
    if toll is None:
        return counted
    value = replace(toll, mode="cumulative")
    rivals: tuple[Rival[Toll], ...] = ()
    if total.earlier is not None:
        low, high, best = total.earlier.low, total.earlier.high, total.earlier.best
        earlier = replace(value, low=low, high=high, best=best, flags=("earlier",))
        rivals = (Rival(earlier, 0.1),)
    return replace(counted, toll=replace(counted.toll, value=value, rivals=rivals))


def _casualties_opposed(found: Sequence[Counted]) -> list[Counted]:
    """ "9 casualties and 20 injured": told apart from the injured, casualties are the dead."""
    kinds = {c.toll.value.kind for c in found if c.toll.value}
    if "casualties" not in kinds or "injured" not in kinds or "killed" in kinds:
        return list(found)
    return [_dead(c) if c.toll.value and c.toll.value.kind == "casualties" else c for c in found]


def _dead(counted: Counted) -> Counted:
    toll = counted.toll.value
    if toll is None or toll.high == 0:
        return counted
    reason = f"{counted.toll.reason}; told apart from the injured"
    value = replace(toll, kind="killed")
    return replace(counted, toll=replace(counted.toll, value=value, reason=reason))


def _shared(toll: Sourced[Toll]) -> Sourced[Toll]:
    if toll.value is None:
        return toll
    return replace(toll, value=replace(toll.value, flags=(*toll.value.flags, "shared")))
