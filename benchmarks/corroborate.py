"""How corroboration grows: pairs, scores and clusters of 10k to 1M synthetic mentions.

    python benchmarks/corroborate.py [--most 1000000] [--out FILE]

A steady feed (20,000 villages, told of by 1 / (rank + 50), 250 reports a day) with a hot spot:
one besieged town
takes a tenth of all reports, all year. Happenings are told by one to many reports with small
errors in day, place, figures and sides. Prints, per size, seconds, peak memory and pairwise
precision and recall of the clusters; and the growth exponent, whole range and worst step.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
from report import load, publish

from situate.corroborate.cluster import cluster
from situate.corroborate.sketch import PLACE_WORDS, WORDS
from situate.corroborate.table import KINDS, NAMES, Table
from situate.corroborate.weights import load_weights

SIZES = (1_000, 10_000, 100_000, 1_000_000)
VILLAGES, DAYS, ADM1, ACTORS = 20_000, 400, 14, 12
HOT = 0.1


def feed(n: int, seed: int = 0) -> tuple[Table, np.ndarray]:
    """A table of n mentions and the happening each tells of.

    Size grows like a real archive does: more mentions are more days of the same war, so the span
    grows with n and the reports a day stay the same, the hot spot's too.
    """
    random = np.random.default_rng(seed)
    days = max(8, int(DAYS * n / 100_000))
    happenings = max(1, n // 3)
    told = np.sort(random.integers(0, happenings, n))
    spot = np.where(
        random.random(happenings) < HOT,
        0,
        50 * ((VILLAGES / 50 + 1) ** random.random(happenings) - 1),
    ).astype(np.int32)
    lat = random.uniform(32.5, 37.2, VILLAGES).astype(np.float32)
    lon = random.uniform(36.0, 42.0, VILLAGES).astype(np.float32)
    day = random.integers(17_000, 17_000 + days, happenings).astype(np.int32)
    weights = load_weights()
    main = [weights.types[t] for t in ("clash", "shelling", "air_strike", "place_taken", "bombing")]
    kind = random.choice(main, happenings).astype(np.int32)
    figure = random.geometric(0.15, happenings).astype(np.float32)
    words = random.integers(1, 2**32 - 1, (happenings, WORDS), dtype=np.uint32)
    sides = random.integers(0, ACTORS, (happenings, 2)).astype(np.int32)

    vague = random.random(n)
    said = np.where(vague < 0.7, 2, np.where(vague < 0.97, 1, 0)).astype(np.int32)
    start = day[told] + 0
    end = start + 1
    start = np.where(said == 1, start - 2, start).astype(np.int32)
    end = np.where(said == 1, end + random.integers(0, 2, n), end).astype(np.int32)
    place = spot[told]
    coarse = np.where(random.random(n) < 0.9, 0, 3).astype(np.int32)
    adm1 = (place % ADM1).astype(np.int64)
    low = np.full((n, KINDS), np.nan, np.float32)
    has = random.random(n) < 0.5
    low[has, 0] = figure[told][has]
    mine = words[told].copy()
    lost = random.random((n, WORDS)) < 0.4
    mine[lost] = random.integers(1, 2**32 - 1, int(lost.sum()), dtype=np.uint32)
    mine.sort(axis=1)
    who = np.full((2, n, NAMES), -1, np.int64)
    who[0, :, 0] = np.where(random.random(n) < 0.8, sides[told, 0], -1)
    who[1, :, 0] = np.where(random.random(n) < 0.8, sides[told, 1], -1)
    table = Table(
        id=random.permutation(n).astype(np.int64) * 2_654_435_761,
        type=kind[told],
        document=np.arange(n, dtype=np.int64),
        body=np.ones(n, bool),
        start=start,
        end=end,
        said_day=said,
        lat=lat[place],
        lon=lon[place],
        place=np.where(coarse == 0, place, VILLAGES + adm1).astype(np.int64),
        radius_km=np.where(coarse == 0, 2, 60).astype(np.float32),
        coarse=coarse,
        adm1=adm1,
        country=np.zeros(n, np.int64),
        doer=who[0],
        loser=who[1],
        low=low,
        high=low.copy(),
        words=mine,
        place_words=np.zeros((n, PLACE_WORDS), np.uint32),
        name_words=np.zeros((n, PLACE_WORDS), np.uint32),
        unlisted=np.zeros(n, bool),
        obscure=place > 50,
        sentence=np.zeros(n, np.uint32),
        another=np.zeros(n, bool),
        word=np.zeros(n, np.uint32),
        own_day=said == 2,
        placed=coarse == 0,
        act=np.arange(n, dtype=np.int64),
        leans=np.zeros(n, bool),
        short=np.zeros(n, bool),
        script=np.zeros(n, np.int8),
        weekday=np.full(n, -1, np.int8),
    )
    return table, told


def pairwise(found: np.ndarray, gold: np.ndarray) -> tuple[float, float]:
    """Pairwise precision and recall of a clustering."""

    def pairs(labels: np.ndarray) -> float:
        _, size = np.unique(labels, return_counts=True)
        return float((size.astype(float) * (size - 1) / 2).sum())

    _, g = np.unique(gold, return_inverse=True)
    _, f = np.unique(found, return_inverse=True)
    both = pairs(g.astype(np.int64) * (f.max() + 1) + f)
    return both / max(pairs(found), 1), both / max(pairs(gold), 1)


def measured(n: int) -> dict[str, float]:
    table, gold = feed(n)
    weights = load_weights()
    begun = time.perf_counter()
    cpu = time.process_time()
    found = cluster(table, weights)
    seconds, used = time.perf_counter() - begun, time.process_time() - cpu
    precision, recall = pairwise(found.label, gold)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "mentions": n, "seconds": round(seconds, 2), "cpu_seconds": round(used, 2),
        "peak_mb": round(peak), "pair_precision": round(precision, 4),
        "pair_recall": round(recall, 4), "pairs_scored": found.log.scored,
        "blocks_split": found.log.split,
        "pairs_unseen": found.log.unseen_pairs,
    }  # fmt: skip


def exponents(rows: list[dict[str, float]]) -> dict[str, float]:
    """Slope of log CPU seconds on log mentions, from 10k on: whole range and worst step."""
    big = [row for row in rows if row["mentions"] >= 10_000]
    x = np.log([row["mentions"] for row in big])
    y = np.log([max(row["cpu_seconds"], 1e-3) for row in big])
    steps = np.diff(y) / np.diff(x)
    whole = float(np.polyfit(x, y, 1)[0]) if len(big) > 1 else float("nan")
    return {"exponent": round(whole, 3), "worst_step": round(float(steps.max(initial=0)), 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    rows, before = [], load()
    for n in SIZES:
        if n <= options.most:
            rows.append(measured(n))
            print(json.dumps(rows[-1]), file=sys.stderr)
    figures = {
        "benchmark": "corroborate", "rows": rows, **exponents(rows),
        "numpy": np.__version__,
    }  # fmt: skip
    publish(figures, before, options.out)


if __name__ == "__main__":
    main()
