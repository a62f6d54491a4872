"""The arithmetic of every suite: ratios that may be unknown, F1 and its means, intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Tally = Mapping[str, float]  # what one unit adds up: "tp": 1, "gold": 2 ...
CHUNK = 100  # resamples drawn at once; bounds memory at CHUNK x units


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric and what it was counted over; `value` is None where nothing could be counted."""

    value: float | None
    counts: tuple[float, ...] = ()


Measure = Callable[[Tally], Mapping[str, Figure]]


def ratio(part: float, whole: float) -> float | None:
    """part / whole; None over nothing."""
    return part / whole if whole else None


def share(part: float, whole: float) -> Figure:
    """A ratio with its counts [part, whole]."""
    return Figure(ratio(part, whole), (part, whole))


def f1(right: float, predicted: float, gold: float) -> float | None:
    """2PR / (P + R), which is 2 right / (predicted + gold); None where both are empty."""
    return ratio(2 * right, predicted + gold)


def prf(name: str, found: float, gold: float, good: float, predicted: float) -> dict[str, Figure]:
    """`name`_p, `name`_r and `name`_f1 where recall and precision count different things.

    Recall is found / gold, precision good / predicted; F1 is 0 where both are 0 and None where
    either is unknown.
    """
    p, r = ratio(good, predicted), ratio(found, gold)
    value = None
    if r is not None and (p is not None or predicted == 0):
        value = 2 * (p or 0.0) * r / ((p or 0.0) + r) if (p or 0.0) + r else 0.0
    return {
        f"{name}_p": Figure(p, (good, predicted)),
        f"{name}_r": Figure(r, (found, gold)),
        f"{name}_f1": Figure(value, (found, gold, good, predicted)),
    }


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One label: how often right, predicted, and in the gold."""

    right: float
    predicted: float
    gold: float

    @property
    def f1(self) -> float:
        """0 where the label is in neither (a caller leaves labels without gold out)."""
        return f1(self.right, self.predicted, self.gold) or 0.0

    def plain(self) -> dict[str, float | None]:
        """As it stands under `by` in a result."""
        return {
            "p": rounded(ratio(self.right, self.predicted)),
            "r": rounded(ratio(self.right, self.gold)),
            "f1": rounded(self.f1),
            "gold": self.gold,
            "predicted": self.predicted,
        }


def weighted_f1(scores: Iterable[LabelScore]) -> float | None:
    """Mean F1 weighted by gold support; None without any gold."""
    with_gold = [score for score in scores if score.gold]
    return ratio(sum(s.f1 * s.gold for s in with_gold), sum(s.gold for s in with_gold))


def macro_f1(scores: Iterable[LabelScore]) -> float | None:
    """Plain mean F1 over the labels that have gold; None without any."""
    with_gold = [score for score in scores if score.gold]
    return ratio(sum(s.f1 for s in with_gold), len(with_gold))


def total(units: Iterable[Tally]) -> Counter[str]:
    """The sum of tallies."""
    sums: Counter[str] = Counter()
    for unit in units:
        for key, value in unit.items():
            sums[key] += value  # type: ignore[assignment]  # Counter is typed for ints only
    return sums


def intervals(
    units: Sequence[Tally], measure: Measure, resamples: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float] | None]:
    """95 % percentile bootstrap of every metric, resampling units with replacement.

    None for a metric that is unknown in more than half of the resamples.
    """
    keys = sorted({key for unit in units for key in unit})
    if not units or not keys or resamples < 1:
        return {}
    table = np.array([[float(unit.get(key, 0.0)) for key in keys] for unit in units])
    values: dict[str, list[float]] = {name: [] for name in measure(total(units))}
    for row in _resampled_sums(table, resamples, seed):
        for name, figure in measure(dict(zip(keys, row.tolist(), strict=True))).items():
            if figure.value is not None:
                values[name].append(figure.value)
    return {name: _percentiles(found, resamples) for name, found in values.items()}


def _resampled_sums(table: np.ndarray, resamples: int, seed: int) -> Iterable[np.ndarray]:
    rng = np.random.default_rng(seed)
    size = len(table)
    even = np.full(size, 1.0 / size)
    for start in range(0, resamples, CHUNK):
        weights = rng.multinomial(size, even, size=min(CHUNK, resamples - start))
        yield from weights @ table


def _percentiles(found: list[float], resamples: int) -> tuple[float, float] | None:
    if len(found) * 2 < resamples or not found:
        return None
    low, high = np.percentile(found, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def rounded(value: float | None) -> float | None:
    """To four decimals, as results print it."""
    return None if value is None else round(value, 4)


def median(values: Iterable[float]) -> float | None:
    """The middle value; None of none."""
    found = list(values)
    return float(np.median(found)) if found else None
