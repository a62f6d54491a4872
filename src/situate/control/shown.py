"""What is shown of a belief: held, contested, mixed, none or unknown (control.md 3.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from situate.control.chain import Chain
from situate.control.settings import load_clock
from situate.control.votes import Vote
from situate.model import HoldState

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shown:
    """A state as it is shown; `sides` are positions in the chain, `leaning` a state's position."""

    state: HoldState
    sides: tuple[int, ...]
    leaning: int | None = None
    by_presence: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """What kind of evidence speaks for each side so far."""

    direct: frozenset[int]
    named: frozenset[int]


def support_of(votes: Sequence[Vote], chain: Chain, index: dict[str, int]) -> Support:
    """Sides with direct evidence, and sides that some witness names as holder or there."""
    direct: set[int] = set()
    named: set[int] = set()
    for vote in votes:
        row, top = vote.chosen.row, vote.loglik.max() - 1e-9
        for side in (*vote.chosen.doers, *vote.chosen.losers):
            at = index.get(side)
            if at is None or vote.loglik[at] < top or row.inferred:
                continue
            named.add(at)
            if row.direct:
                direct.add(at)
    return Support(frozenset(direct), frozenset(named))


def show(
    belief: Floats,
    chain: Chain,
    support: Support,
    previous: Shown | None,
    *,
    contest_is_fresh: bool,
) -> Shown:
    """The state to show for one belief.

    A holder once shown stays until its score falls below .4 or a rival's is higher; one that rests
    on presence alone needs b(held) above .6, one that no witness names above .8.
    """
    rule = load_clock()["show"]
    b = np.round(belief, 3)
    k, n = chain.sides, len(chain.pairs)
    pairs = b[k : k + n]
    score = b[:k].copy()
    for at, (one, other) in enumerate(chain.pairs):
        score[[one, other]] += pairs[at] / 2
    best = int(np.argmax(score))
    fresh = (
        contest_is_fresh and score[best] < rule["held"] and pairs.sum() >= rule["contested_fresh"]
    )
    if n and (pairs.sum() >= rule["contested"] or fresh):
        return Shown("contested", chain.pairs[int(np.argmax(pairs))])
    was = previous.sides[0] if previous and previous.state == "held" else None
    stays = was is not None and score[was] >= rule["lost"] and score[was] >= score[best]
    if score[best] >= rule["held"] or stays:
        side = was if stays and was is not None else best
        inferred, by_presence = side not in support.named, side not in support.direct
        if inferred and b[side] >= rule["inferred"]:
            return Shown("held", (side,), inferred=True)
        if not inferred and (not by_presence or b[side] >= rule["held"]):
            return Shown("held", (side,), by_presence=by_presence)
        return Shown("unknown", (), int(np.argmax(b)), inferred=inferred, by_presence=by_presence)
    if n and b[k + n : k + 2 * n].max() >= rule["held"]:
        return Shown("mixed", chain.pairs[int(np.argmax(b[k + n : k + 2 * n]))])
    if b[-1] >= rule["held"]:
        return Shown("none", ())
    top = int(np.argmax(b))
    return Shown(
        "unknown",
        (),
        top,
        inferred=top < k and top not in support.named,
        by_presence=top < k and top not in support.direct,
    )


def entropy_bits(belief: Floats) -> float:
    """Entropy of a belief, in bits."""
    p = belief[belief > 0]
    return float(-(p * np.log2(p)).sum())
