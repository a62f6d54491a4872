"""How long a rebuild of holds takes: synthetic state claims and battles at many places.

    python benchmarks/control.py [--mentions 100000] [--places 5000] [--out FILE]

Each place has a few takings, clashes and strikes over 400 days by four sides; every mention is a
report of its own from one of 60 outlets. Incidents are given (one a mention), so only the fold is
timed: evidence, votes, beliefs, spells with their traces. Prints seconds, holds and peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np

from situate.control import fold
from situate.model import Actor, Document, Mention, Period, Place, Quote, Sourced, SourcedPlace

KINDS = ("clash", "shelling", "air_strike", "place_taken", "holds", "attack_repelled", "siege")
ODDS = (0.4, 0.2, 0.15, 0.1, 0.05, 0.05, 0.05)
SIDES = [
    Actor(s, s.upper(), "rebel", "XA", sides=(s,)) for s in ("reds", "blues", "greens", "greys")
]
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


def feed(n: int, places: int, seed: int = 0) -> tuple[dict[str, Document], list[Mention]]:
    """n reports with one mention each, over 400 days; a tenth of all at one besieged town."""
    random = np.random.default_rng(seed)
    spots = [
        Place(f"b:{i}", f"Place {i}", "settlement", float(lat), float(lon), "XA", f"Area {i % 14}")
        for i, (lat, lon) in enumerate(
            zip(random.uniform(32, 37, places), random.uniform(36, 42, places), strict=True)
        )
    ]
    where = np.where(random.random(n) < 0.1, 0, random.integers(0, places, n))
    kinds = random.choice(len(KINDS), n, p=ODDS)
    days = random.integers(0, 400, n)
    documents, mentions = {}, []
    for i in range(n):
        key = f"{i:064x}"
        day = FIRST + timedelta(days=int(days[i]))
        text = f"{KINDS[kinds[i]]} at {spots[where[i]].name}, report {i}."
        documents[key] = Document(key, text, published=day, outlet=f"Post {i % 60}")
        quote = Quote(key, 0, 5, text[:5])
        a, b = random.choice(len(SIDES), 2, replace=False)
        mentions.append(
            Mention(
                f"{i:016x}", key, KINDS[kinds[i]], quote, Quote(key, 0, len(text), text),
                actors=(Sourced(quote, SIDES[a], 0.9, "told"),),
                targets=(Sourced(quote, SIDES[b], 0.9, "told"),),
                places=(SourcedPlace(quote, spots[where[i]], 0.9, "told"),),
                period=Sourced(quote, Period(day, day + timedelta(days=1), "day"), 0.9, "told"),
                confidence=0.9,
            )
        )  # fmt: skip
    return documents, mentions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=5_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    documents, mentions = feed(options.mentions, options.places)
    begun, cpu = time.perf_counter(), time.process_time()
    holds, _ = fold(documents, mentions, ())
    report = {
        "benchmark": "control", "mentions": options.mentions, "places": options.places,
        "holds": len(holds), "seconds": round(time.perf_counter() - begun, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg(),
    }  # fmt: skip
    text = json.dumps(report, indent=2)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
