"""One witness, one vote: how far a report may move the belief about a place (control.md 3.3-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from situate.control.chain import Chain, chain_of
from situate.control.effects import ONE_ACT
from situate.control.evidence import Evidence
from situate.control.settings import Row, load_clock

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vote:
    """A fact as one witness tells it: log likelihood of each state at `time`, already discounted.

    `chosen` is the evidence that speaks for the fact, `others` what it stands for as well.
    """

    time: float
    loglik: Floats
    weight: float
    chosen: Evidence
    others: tuple[Evidence, ...]


def votes_of(
    evidence: Sequence[Evidence], chain: Chain, index: Mapping[str, int]
) -> tuple[Vote, ...]:
    """Votes on one place, in the order of time; evidence without likelihood has none.

    Of one witness a fact has one vote, and different facts within a week weigh 1, 1/2, 1/4 ...
    by information.
    """
    by_source: dict[str, list[Evidence]] = {}
    for item in evidence:
        if item.row.doer is not None and item.rho > 0:
            by_source.setdefault(item.source, []).append(item)
    votes: list[Vote] = []
    for _, items in sorted(by_source.items()):
        if len(items) == 1:  # most often: nothing to group, nothing to discount
            votes.append(_vote(items, chain, index))
        else:
            votes.extend(_discounted([_vote(fact, chain, index) for fact in _facts(items)]))
    return tuple(sorted(votes, key=lambda v: (v.time, v.chosen.mention, v.chosen.row.name)))


def _facts(items: Sequence[Evidence]) -> list[list[Evidence]]:
    """Evidence of one witness, grouped by the fact it tells; a standing claim anew after a week."""
    merged: dict[str, str] = {}
    stages = _stages(items)

    def find(key: str) -> str:
        while merged.get(key, key) != key:
            key = merged[key]
        return key

    first: dict[tuple[object, ...], str] = {}
    ordered = sorted(items, key=_order)
    for item in ordered:
        fact = _told(item, stages)
        for act in _acts(item, stages.get(id(item), "")):
            a, b = sorted((find(first.setdefault(act, fact)), find(fact)))
            merged[b] = a
    groups: dict[str, list[Evidence]] = {}
    for item in ordered:
        groups.setdefault(find(_told(item, stages)), []).append(item)
    return [run for _, group in sorted(groups.items()) for run in _runs(group)]


def _told(item: Evidence, stages: Mapping[int, str]) -> str:
    """The fact an effect tells. To gain a part and to advance further in are two, told as one."""
    further = ":advance" if item.row.name == "advance" else ""
    return item.fact + further + stages.get(id(item), "")


def _stages(items: Sequence[Evidence]) -> dict[int, str]:
    """Marks for takings that one report puts on different days: entered Monday, taken Tuesday.

    They are stages and not two scopes of one act, so the narrower does not overrule the wider. A
    reprint that tells only one of the days is marked with it as well.
    """
    takings = [
        item
        for item in items
        if item.row.name in ONE_ACT
        and item.start is not None
        and item.end is not None
        and item.end - item.start <= 1
    ]
    told: dict[tuple[str, tuple[str, ...]], set[float]] = {}
    for item in takings:
        told.setdefault((item.document, item.doers), set()).add(time_of(item))
    staged: dict[tuple[str, ...], set[float]] = {}
    for (_, doers), days in told.items():
        if len(days) > 1:
            staged.setdefault(doers, set()).update(days)
    return {
        id(item): f"@{time_of(item):g}"
        for item in takings
        if time_of(item) in staged.get(item.doers, ())
    }


def _acts(item: Evidence, stage: str) -> Iterable[tuple[object, ...]]:
    """What makes two effects of one report one fact: the same row of the same sides; any taking."""
    yield (item.document, item.row.name, item.doers, item.losers, stage)
    if item.row.name in ONE_ACT:
        yield (item.document, ONE_ACT[item.row.name], item.doers, stage)


def _order(item: Evidence) -> tuple[object, ...]:
    return (time_of(item), item.mention, item.row.name)


def time_of(item: Evidence) -> float:
    """The last day on which it may have happened; 0 in the relative frame."""
    return item.end - 1 if item.end is not None else 0.0


def _runs(group: Sequence[Evidence]) -> list[list[Evidence]]:
    """Split a fact told over more than a week: each week's telling is a claim anew."""
    span = load_clock()["update"]["facts_days"]
    runs: list[list[Evidence]] = []
    for item in group:
        if runs and time_of(item) - time_of(runs[-1][0]) <= span:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def _vote(fact: Sequence[Evidence], chain: Chain, index: Mapping[str, int]) -> Vote:
    """The newest report speaks; in it the body, then the narrower extent, then the most telling.

    What is equal in all that speaks with one voice, each different content once, so that neither a
    copy nor the id of a mention decides.
    """
    scored = [(item, _loglik(item, chain, index)) for item in fact]
    if len(scored) == 1:
        return Vote(time_of(fact[0]), scored[0][1], 1.0, fact[0], ())

    def rank(row: tuple[Evidence, Floats]) -> tuple[float, bool, int, float, float]:
        item, loglik = row
        known = -(item.known if item.known is not None else 0.0)
        return (known, not item.body, item.narrow, -_information(loglik), -time_of(item))

    ranked = sorted(
        ((rank(row), row[0].mention, row[0].row.name, row) for row in scored),
        key=itemgetter(0, 1, 2),
    )
    best, _, _, (chosen, loglik) = ranked[0]
    equal = {
        (item.row.name, item.doers, item.losers): each
        for rank_, _, _, (item, each) in ranked
        if rank_ == best
    }
    if len(equal) > 1:
        mean = np.mean([equal[key] for key in sorted(equal)], axis=0)
        loglik = mean - mean.max()
    others = tuple(item for item, _ in scored if item is not chosen)
    return Vote(time_of(chosen), loglik, 1.0, chosen, others)


def _information(loglik: Floats) -> float:
    return round(float(loglik.max() - loglik.min()), 9)


def _discounted(votes: Sequence[Vote]) -> list[Vote]:
    """Different facts of one witness within a week: the n-th by information counts 2^-n.

    Of equally telling facts the later comes first; full ties share their weights, so neither the
    names of sides nor the ids of mentions decide.
    """
    span = load_clock()["update"]["facts_days"]
    ranked = sorted(((_telling(vote), vote) for vote in votes), key=itemgetter(0))
    shared: dict[tuple[object, ...], list[float]] = {}
    before: list[float] = []
    for telling, vote in ranked:
        weight = 0.5 ** sum(abs(time - vote.time) <= span for time in before)
        shared.setdefault(telling, []).append(weight)
        before.append(vote.time)
    out = []
    for telling, vote in ranked:
        weights = shared[telling]
        weight = weights[0] if len(weights) == 1 else float(np.mean(weights))
        said = vote.loglik if weight == 1 else vote.loglik * weight
        out.append(Vote(vote.time, said, weight, vote.chosen, vote.others))
    return out


def _telling(vote: Vote) -> tuple[float, float, str]:
    return (-_information(vote.loglik), -vote.time, vote.chosen.row.name)


def _loglik(item: Evidence, chain: Chain, index: Mapping[str, int]) -> Floats:
    """What one report says of each state; read only, shared by all that say the same."""
    days = item.end - item.start if item.start is not None and item.end is not None else 1.0
    # A wrong reading seldom names this very place, a wrong place does: such a report says little.
    eta = item.row.eta if item.share >= load_clock()["applies"]["place"] else 1.0
    doers = tuple(index[side] for side in item.doers if side in index)
    losers = tuple(index[side] for side in item.losers if side in index)
    return _said(chain.sides, item.row, doers, losers, item.rho, eta, max(days, 1.0))


@lru_cache(maxsize=4096)
def _said(
    sides: int,
    row: Row,
    doers: tuple[int, ...],
    losers: tuple[int, ...],
    rho: float,
    eta: float,
    days: float,
) -> Floats:
    """log L̃ less its maximum, capped: L̃ = rho L / max L + (1 - rho) eta (control.md 3.3)."""
    chain = chain_of(sides)
    like = chain.likelihood(row, doers, losers)
    like = rho * like / like.max() + (1 - rho) * eta
    if days > 1:
        like = _spread(like, chain, days)
    with np.errstate(divide="ignore"):
        log: Floats = np.log(like / like.max())
    log = np.maximum(log, -float(np.log(load_clock()["update"]["most"])))
    log.flags.writeable = False
    return log


def _spread(like: Floats, chain: Chain, days: float) -> Floats:
    """A report of some day in a period, read at its end: the mean over its days."""
    steps = np.linspace(0.0, min(days, 366.0) - 1, num=min(int(np.ceil(days)), 31))
    spread: Floats = np.mean([chain.back(like, float(gap)) for gap in steps], axis=0)
    return spread
