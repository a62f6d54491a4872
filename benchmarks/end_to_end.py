"""Cold start of `situate brief` on one report, and articles a second end to end.

    python benchmarks/end_to_end.py [ARTICLES.jsonl] [--data-dir DIR] [--out FILE]

Cold start is a whole process: import, open, read, conclude, print. Throughput is one process and
one core after a warm-up, over the articles given (one JSON object a line with `text`) or the
example theatre. CPU and wall are both told; quote them with the load of the machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from report import load, publish

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "examples" / "euphrates" / "09_daily_roundup.txt"
PASSES = 5


def cold_start(data_dir: str | None) -> dict[str, float]:
    """Median wall and CPU seconds, and peak MB, of a whole `situate brief`."""
    walls, cpus = [], []
    for _ in range(PASSES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "situate", "brief", str(REPORT), "--quiet"]
        command += ["--data-dir", data_dir] if data_dir else []
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        walls.append(time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"wall_s": statistics.median(walls), "cpu_s": statistics.median(cpus), "peak_mb": peak}


def throughput(articles: str | None, data_dir: str | None) -> dict[str, float]:
    """Articles, words and CPU seconds of one pass after a warm-up."""
    from situate.model import Document
    from situate.pipeline import open_desk, read_all
    from situate.read import read_paths
    from situate.settings import Settings

    settings = Settings(data_dir=Path(data_dir)) if data_dir else Settings()
    desk = open_desk(settings)
    paths = [articles] if articles else [str(ROOT / "examples" / "euphrates")]
    begun = time.process_time()
    documents = [d for d in read_paths(paths, settings) if isinstance(d, Document)]
    reading = time.process_time() - begun
    list(read_all(documents[:10], desk))
    begun, wall = time.process_time(), time.perf_counter()
    mentions = sum(len(found) for _, found in read_all(documents, desk) if isinstance(found, tuple))
    cpu, wall = time.process_time() - begun, time.perf_counter() - wall
    words = sum(len(d.text.split()) for d in documents)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "articles": len(documents), "words": words, "mentions": mentions, "read_cpu_s": reading,
        "cpu_s": cpu, "wall_s": wall, "articles_per_cpu_s": len(documents) / (cpu + reading),
        "words_per_cpu_s": words / (cpu + reading), "peak_mb": peak,
    }  # fmt: skip


def main() -> None:
    """Run both and print, or write, one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?")
    parser.add_argument("--data-dir")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    before = load()
    found = {
        "cold_start": cold_start(options.data_dir),
        "throughput": throughput(options.articles, options.data_dir),
    }
    publish(found, before, options.out)


if __name__ == "__main__":
    main()
