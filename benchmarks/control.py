"""How long a rebuild of holds takes: synthetic state claims and battles at many places.

    python benchmarks/control.py [--mentions 100000] [--places 5000] [--join 10] [--out FILE]

Each place has a few takings, clashes and strikes over 400 days by four sides; every mention is a
report of its own from one of 60 outlets. Incidents are given (one a mention), so only the fold is
timed: evidence, votes, beliefs, spells with their traces. Prints seconds, holds and peak memory.

With --join N the feed goes into a store, is concluded whole, and N reports more are joined to it;
both are timed, incidents and holds, and the rows must be those of a whole conclusion.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import cast

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import numpy as np
from report import load, publish

from situate import concluding
from situate.control import fold
from situate.knowledge.outlets import load_outlets
from situate.model import Actor, Document, Mention, Period, Place, Quote, Sourced, SourcedPlace
from situate.records import to_json
from situate.store import Ask, open_store

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
    parser.add_argument("--join", type=int, default=0)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    run, before = joining if options.join else folding, load()
    publish(run(options.mentions, options.places, options.join), before, options.out)


def folding(n: int, places: int, _: int) -> dict[str, object]:
    """Seconds, holds and peak memory of folding n mentions."""
    documents, mentions = feed(n, places)
    begun, cpu = time.perf_counter(), time.process_time()
    holds = fold(documents, mentions, ())[0]
    return {
        "benchmark": "control", "mentions": n, "places": places,
        "holds": len(holds), "seconds": round(time.perf_counter() - begun, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def joining(n: int, places: int, more: int) -> dict[str, object]:
    """CPU seconds of a whole conclusion of n mentions, and of joining a few reports to it."""
    documents, mentions = feed(n + more, places)
    rows = [(documents[m.document], [m]) for m in mentions]
    desk = cast(
        concluding.Desk, SimpleNamespace(outlets=load_outlets(), roster=None, gazetteer=None)
    )
    seconds = []
    with TemporaryDirectory() as folder, open_store(Path(folder) / "s.db", create=True) as store:
        for batch in (rows[:n], rows[n:]):
            store.add_readings(batch, "p", "r")
            begun = time.process_time()
            concluding.rebuild(store, desk, "p")
            seconds.append(round(time.process_time() - begun, 2))
        every = Ask(limit=10_000_000)
        joined = [to_json(hold) for hold in store.holds(every)]
        concluding.rebuild(store, desk, "p", force=True)
        if joined != [to_json(hold) for hold in store.holds(every)]:
            raise SystemExit("joined holds differ from those of a whole conclusion")
    return {
        "benchmark": "control, joining", "mentions": n, "places": places, "joined": more,
        "holds": len(joined), "whole_cpu_seconds": seconds[0], "join_cpu_seconds": seconds[1],
    }  # fmt: skip


if __name__ == "__main__":
    main()
