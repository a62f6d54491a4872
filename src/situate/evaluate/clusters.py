"""Scores of one clustering against another: pairwise, B-cubed, MUC, CEAF-e and their mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

Labels = Sequence[Hashable]


def scores(gold: Labels, ours: Labels) -> dict[str, float | None]:
    """`pairwise_`, `b3_`, `muc_`, `ceafe_` precision, recall and F1, and `conll_f1`.

    Both give one label an item, in the same order. None where nothing can be counted.
    """
    out: dict[str, float | None] = {}
    for name, (p, r) in {
        "pairwise": _pairwise(gold, ours),
        "b3": _b3(gold, ours),
        "muc": _muc(gold, ours),
        "ceafe": _ceafe(gold, ours),
    }.items():
        out |= {f"{name}_p": p, f"{name}_r": r, f"{name}_f1": _f1(p, r)}
    parts = [out[f"{name}_f1"] for name in ("muc", "b3", "ceafe")]
    known = [part for part in parts if part is not None]
    out["conll_f1"] = sum(known) / 3 if known else None
    return out


def _f1(p: float | None, r: float | None) -> float | None:
    if p is None or r is None:
        return None
    return 2 * p * r / (p + r) if p + r else 0.0


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _pairwise(gold: Labels, ours: Labels) -> tuple[float | None, float | None]:
    def pairs(labels: Counter[Hashable]) -> float:
        return sum(n * (n - 1) / 2 for n in labels.values())

    both = pairs(Counter(zip(gold, ours, strict=True)))
    return _ratio(both, pairs(Counter(ours))), _ratio(both, pairs(Counter(gold)))


def _b3(gold: Labels, ours: Labels) -> tuple[float | None, float | None]:
    both = Counter(zip(gold, ours, strict=True))
    g, o = Counter(gold), Counter(ours)
    p = sum(n * n / o[label] for (_, label), n in both.items())
    r = sum(n * n / g[label] for (label, _), n in both.items())
    return _ratio(p, len(gold)), _ratio(r, len(gold))


def _muc(gold: Labels, ours: Labels) -> tuple[float | None, float | None]:
    def linked(key: Labels, response: Labels) -> float | None:
        parts: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
        for a, b in zip(key, response, strict=True):
            parts[a][b] += 1
        found = sum(sum(c.values()) - len(c) for c in parts.values())
        return _ratio(found, sum(sum(c.values()) - 1 for c in parts.values()))

    return linked(ours, gold), linked(gold, ours)


def _ceafe(gold: Labels, ours: Labels) -> tuple[float | None, float | None]:
    g, o = Counter(gold), Counter(ours)
    rows, columns = {k: i for i, k in enumerate(g)}, {k: i for i, k in enumerate(o)}
    alike = np.zeros((len(rows), len(columns)))
    for (a, b), n in Counter(zip(gold, ours, strict=True)).items():
        alike[rows[a], columns[b]] = 2 * n / (g[a] + o[b])
    if not alike.size:
        return None, None
    i, j = linear_sum_assignment(-alike)
    total = float(alike[i, j].sum())
    return total / len(columns), total / len(rows)
