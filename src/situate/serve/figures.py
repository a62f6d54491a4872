"""How well this version reads: figures measured before it shipped, and what persons let stand.

The first say how it reads other texts, the second how it read these; neither stands for the other.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from situate.judgements import FIELDS, WHOLE, active, unbound
from situate.model import Judgement
from situate.store import Store

Z = 1.96
BINDS = 10_000  # mentions


@dataclass(frozen=True, slots=True)
class Score:
    """Of the values of a field that persons looked at: how many stood, with 95 % bounds."""

    field: str
    looked_at: int
    right: int  # accepted
    corrected: int
    rejected: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """All fields; `unbound` judgements stand on words that nothing is read from any more.

    None in a store too large to bind them while a reader waits: `situate review log` does.
    """

    scores: tuple[Score, ...]
    judgements: int
    unbound: int | None


@cache
def published() -> dict[str, Any] | None:
    """The figures that ship: version, date, and a row a figure; None where none do."""
    file = files("situate.serve") / "figures.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else None


def accuracy(store: Store | None = None) -> dict[str, Any] | None:
    """What an export says of its accuracy: the shipped figures, and those of this data set.

    `this_data` is None where nobody has judged anything of it, or no store is given.
    """
    shipped = published()
    found = reviewed(store) if store is not None else None
    own = asdict(found) if found and found.judgements else None
    return None if shipped is None and own is None else {"published": shipped, "this_data": own}


def reviewed(store: Store) -> Reviewed:
    """Scores by field from accepts, corrections and rejections that stand.

    People look at doubtful readings first, so a share is a lower bound, not a sample.
    """
    made = active(store.judgements())
    if not made:
        return Reviewed((), 0, 0)
    seen = Counter(
        (j.field or WHOLE, j.verdict) for j in made if j.verdict in ("accept", "correct", "reject")
    )
    names = (WHOLE, *FIELDS[1:])
    scores = tuple(score(f, *(seen[f, v] for v in ("accept", "correct", "reject"))) for f in names)
    return Reviewed(tuple(s for s in scores if s.looked_at), len(made), _unbound(store, made))


def _unbound(store: Store, made: tuple[Judgement, ...]) -> int | None:
    if store.counts()["mention"] > BINDS:
        return None
    return len(unbound(store.documents(), store.mentions(), made))


def score(field: str, right: int, corrected: int, rejected: int) -> Score:
    """Wilson's interval."""
    n = right + corrected + rejected
    if not n:
        return Score(field, 0, 0, 0, 0, None, None)
    p = right / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    low, high = round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)
    return Score(field, n, right, corrected, rejected, low, high)
