"""What is shown of a belief: held, contested, mixed, none or unknown (control.md 3.6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

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
    """What kind of evidence speaks for each side so far: `claimed` if only its own side says so.

    `joint` are pairs of sides that a report names as taking or holding the place together.
    """

    direct: frozenset[int]
    named: frozenset[int]
    claimed: frozenset[int] = frozenset()
    joint: frozenset[tuple[int, int]] = frozenset()


def supports_of(votes: Sequence[Vote], index: Mapping[str, int]) -> tuple[Support, ...]:
    """Sides with direct evidence, and sides a witness names as holder or there, after each vote.

    One row more than votes: the first is before any. A side's own word for its gain counts in
    neither.
    """
    direct: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    claimed: frozenset[int] = frozenset()
    joint: frozenset[tuple[int, int]] = frozenset()
    out = [Support(direct, named)]
    for vote in votes:
        row, top = vote.chosen.row, vote.loglik.max() - 1e-9
        sides = {index[s] for s in (*vote.chosen.doers, *vote.chosen.losers) if s in index}
        best = {at for at in sides if vote.loglik[at] >= top} if not row.inferred else set()
        if vote.chosen.claimed_only:
            claimed |= best
        else:
            named |= best
            direct |= best if row.direct else frozenset()
            together = best & {index[s] for s in vote.chosen.doers if s in index}
            joint |= set(combinations(sorted(together), 2)) if row.starts == "held" else set()
        out.append(Support(direct, named, claimed - named, joint))
    return tuple(out)


def scores_of(beliefs: Floats, chain: Chain) -> Floats:
    """Score of each side, a row a belief: b(held) and half of its contested pairs."""
    half = np.zeros((len(chain.pairs), chain.sides))
    for at, pair in enumerate(chain.pairs):
        half[at, list(pair)] = 0.5
    k, n = chain.sides, len(chain.pairs)
    scores: Floats = beliefs[:, :k] + beliefs[:, k : k + n] @ half
    return scores


def show(
    b: Sequence[float],
    score: Sequence[float],
    chain: Chain,
    support: Support,
    previous: Shown | None,
    *,
    contest_is_fresh: bool,
    rivals: Collection[tuple[int, int]] = (),
    nobody: Collection[int] = frozenset(),
) -> Shown:
    """The state to show for one belief, rounded to 3 decimals, and its sides' scores.

    A side is shown from a score of .55, against a contest told lately from .6. A holder once shown
    stays until its score falls below .4 or a rival's is higher; one that rests on presence alone
    needs b(held) above .6, one that no witness names above .8; one that only its own side claims is
    never shown. Allies told to have taken it together share it while neither
    stands out. `rivals` are pairs of sides each told to have taken it on one and the same day:
    while neither stands out, it is contested. Where no state stands out the unknown leans to none;
    so it does where all that is told is who does not hold the place, and the best side is one that
    stands for `nobody` named.
    """
    now = _standing_out(
        b, score, chain, support, previous, rivals, contest_is_fresh=contest_is_fresh
    )
    if now.state == "held" and all(side in nobody for side in now.sides):
        return Shown("unknown", (), now.sides[0], inferred=True)
    return now


def _standing_out(
    b: Sequence[float],
    score: Sequence[float],
    chain: Chain,
    support: Support,
    previous: Shown | None,
    rivals: Collection[tuple[int, int]],
    *,
    contest_is_fresh: bool,
) -> Shown:
    rule = load_clock()["show"]
    k, n = chain.sides, len(chain.pairs)
    pairs, mixed = b[k : k + n], b[k + n : k + 2 * n]
    best = _top(score)
    contested = sum(pairs)
    is_clear = score[best] >= rule["clear"]
    fresh = contest_is_fresh and not is_clear and contested >= rule["contested_fresh"]
    if n and (contested >= rule["contested"] or fresh):
        return Shown("contested", chain.pairs[_top(pairs)])
    level = [p for p in rivals if min(score[p[0]], score[p[1]]) >= rule["lost"]]
    if level and not is_clear:
        return Shown("contested", min(level))
    was = previous.sides[0] if previous and previous.state == "held" else None
    stays = was is not None and score[was] >= rule["lost"] and score[was] >= score[best]
    if score[best] >= rule["held"] or stays:
        side = was if stays and was is not None else best
        inferred, by_presence = side not in support.named, side not in support.direct
        if inferred and side not in support.claimed and b[side] >= rule["inferred"]:
            return Shown("held", (side,), inferred=True)
        if not inferred and (not by_presence or b[side] >= rule["clear"]):
            return Shown("held", (side,), by_presence=by_presence)
        return Shown("unknown", (), _top(b), inferred=inferred, by_presence=by_presence)
    if n and max(mixed) >= rule["held"]:
        return Shown("mixed", chain.pairs[_top(mixed)])
    allies = max(
        sorted(support.joint), key=lambda pair: score[pair[0]] + score[pair[1]], default=None
    )
    if allies is not None and score[allies[0]] + score[allies[1]] >= rule["held"]:
        return Shown("mixed", allies)
    if b[-1] >= rule["held"]:
        return Shown("none", ())
    top = _top(b)
    if b[top] < rule["leans"]:
        return Shown("unknown", ())
    return Shown(
        "unknown",
        (),
        top,
        inferred=top < k and top not in support.named,
        by_presence=top < k and top not in support.direct,
    )


def _top(values: Sequence[float]) -> int:
    return max(range(len(values)), key=values.__getitem__)


def entropy_bits(belief: Floats) -> float:
    """Entropy of a belief, in bits."""
    p = belief[belief > 0]
    return float(-(p * np.log2(p)).sum())
