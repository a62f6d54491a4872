"""How good the reading is: what persons decided on this data, and what was set aside."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from situate.judgements import FIELDS, WHOLE, active, key
from situate.serve.web.archive import Archive


@dataclass(frozen=True, slots=True)
class Score:
    """Of the values of a field that persons looked at: how many stood, with 95 % bounds."""

    field: str
    looked_at: int
    right: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Quality:
    """The page; `unbound` judgements stand on words that nothing is read from any more."""

    scores: tuple[Score, ...]
    counts: tuple[tuple[str, int], ...]
    rejects: tuple[tuple[str, str, int], ...]
    judgements: int
    unbound: int


def quality(archive: Archive) -> Quality:
    """Scores by field from accepts, corrections and rejections that stand."""
    store = archive.store
    made = active(store.judgements())
    documents, mentions = store.documents(), store.mentions()
    fields: dict[str, str] = {}
    if made:
        for mention in mentions:
            for field in FIELDS:
                fields[key(documents[mention.document], mention.trigger, field)] = field
    looked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for judgement in made:
        if judgement.verdict in ("accept", "correct", "reject") and judgement.on[0] in fields:
            field = fields[judgement.on[0]]
            looked[field] += 1
            right[field] += judgement.verdict == "accept"
    rejects = Counter((r.stage, r.reason) for r in store.rejects())
    bound = sum(set(j.on) <= set(fields) for j in made)
    return Quality(
        tuple(_score(f, looked[f], right[f]) for f in (WHOLE, *FIELDS[1:]) if looked[f]),
        tuple(store.counts().items()),
        tuple((stage, reason, n) for (stage, reason), n in rejects.most_common(50)),
        len(made),
        len(made) - bound,
    )


def _score(field: str, n: int, right: int) -> Score:
    """Wilson's interval, z = 1.96."""
    z, p = 1.96, right / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Score(
        field, n, right, round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)
    )
