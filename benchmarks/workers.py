"""One worker against two: reports read and filed a second, interleaved 1 2 1 2.

    python benchmarks/workers.py [--reports 400] [--passes 3] [--out FILE]

Reports are written here from templates, no two alike, so that nothing is parsed twice. Wall and CPU
seconds are those of `situate run` and all its processes, start, conclusion and holds included;
`efficiency` is (wall of one / wall of two) / 2 within the run. On a shared machine the CPU seconds
say more: they should be equal but for the desk that each worker opens.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from report import load, publish

TOWNS = ("Hajin", "Abu Kamal", "Al Mayadin", "Idlib", "Homs", "Raqqa", "Palmyra", "Aleppo")
SIDES = ("Islamic State fighters", "rebels", "the Syrian army", "Kurdish forces", "militants")
DEEDS = ("attacked", "shelled", "seized", "withdrew from", "ambushed a convoy near", "bombed")
REST = (
    "Residents said the road to the north had been closed since the morning.",
    "A hospital in the area received the wounded, a doctor told reporters by telephone.",
    "The ministry of agriculture said the wheat harvest would begin in the coming weeks.",
    "Officials did not comment on the reports, and the figures could not be verified.",
)


def a_report(number: int) -> str:
    chance = random.Random(number)
    lines = [f"{1 + number % 28} February 2018", ""]
    for at in range(12):
        side, other = chance.sample(SIDES, 2)
        town, deed = chance.choice(TOWNS), chance.choice(DEEDS)
        killed = chance.randint(2, 40)
        lines.append(
            f"{side[0].upper()}{side[1:]} {deed} {town} on {1 + number % 28} February, killing "
            f"{killed} of {other}, report {number} item {at} said. {chance.choice(REST)}"
        )
    return "\n".join(lines)


def run(folder: Path, workers: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        command = [
            sys.executable, "-m", "situate", "run", str(folder), "--db", f"{place}/x.db",
            "--workers", str(workers), "--json", "--quiet",
        ]  # fmt: skip
        environment = {k: v for k, v in os.environ.items() if k != "SITUATE_PARSES"}
        used, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, check=True)
        wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        counts = json.loads(done.stdout)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    return {
        "workers": workers, "wall_seconds": round(wall, 2), "cpu_seconds": round(cpu, 2),
        "reports": counts["read"], "mentions": counts["mentions"],
        "incidents": counts["incidents"], "holds": counts["holds"],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    before = load()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for number in range(options.reports):
            (folder / f"{number:05}.txt").write_text(a_report(number), encoding="utf-8")
        rows = [run(folder, workers) for _ in range(options.passes) for workers in (1, 2)]
    wall = {n: median(r["wall_seconds"] for r in rows if r["workers"] == n) for n in (1, 2)}
    cpu = {n: median(r["cpu_seconds"] for r in rows if r["workers"] == n) for n in (1, 2)}
    equal = len({(r["mentions"], r["incidents"], r["holds"]) for r in rows}) == 1
    figures = {
        "benchmark": "workers", "rows": rows, "median_wall": wall, "median_cpu": cpu,
        "efficiency": round(wall[1] / wall[2] / 2, 3), "equal_results": equal,
    }  # fmt: skip
    publish(figures, before, options.out)


if __name__ == "__main__":
    main()
