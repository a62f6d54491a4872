"""The score of a pair, and the rows of the table that explain it."""

from __future__ import annotations

import numpy as np

from situate.corroborate.features import FEATURES
from situate.corroborate.pairs import Floats, Pairs

LINES = 6  # features named in one line of why


def scores(pairs: Pairs) -> Floats:
    """Log odds that each pair tells of one happening; minus infinity for types of no family.

    Rounded to 4 decimals before any threshold, so that a pair weighs the same in every company.
    """
    total = np.full(len(pairs.left), pairs.weights.bias, np.float32)
    for feature in FEATURES:
        total += np.float32(pairs.weights.weight[feature.name]) * feature.look(pairs)
    fit = pairs.weights.fit[pairs.table.type[pairs.left], pairs.table.type[pairs.right]]
    return np.where(fit > 0, np.round(total, 4), -np.inf).astype(np.float32)


def explain(pairs: Pairs) -> list[str]:
    """For each pair the rows that spoke for or against it, strongest first: "same_days +2.0"."""
    names = [feature.name for feature in FEATURES]
    weights = np.array([pairs.weights.weight[name] for name in names])
    points = np.stack([feature.look(pairs) for feature in FEATURES], axis=1) * weights
    return [
        ", ".join(
            f"{names[k]} {row[k]:+.1f}"
            for k in np.argsort(-np.abs(row), kind="stable")[:LINES]
            if abs(row[k]) >= 0.05
        )
        for row in points
    ]
