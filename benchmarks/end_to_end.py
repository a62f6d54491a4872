"""Cold start of `situate brief` on one report, articles a second end to end, and where time goes.

    python benchmarks/end_to_end.py [ARTICLES.jsonl] [--data-dir DIR] [--out FILE]

Cold start is a whole process: import, open, read, conclude, print. Throughput is one process and
one core after a warm-up, over the articles given (one JSON object a line with `text`) or the
example theatre. CPU and wall are both told; quote them with the load of the machine. The stages are
a second pass over the same articles, each parsed anew: names and gate, parse, extract, resolve, in
CPU seconds and as shares; `rules_to_parse` says what extraction and resolution cost beside the
parse. Shares of one run can be compared on a busy machine, seconds cannot.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report import load, publish

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from situate.model import Document
    from situate.pipeline import Desk

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "examples" / "euphrates" / "09_daily_roundup.txt"
PASSES = 5
STAGES = ("names_and_gate", "parse", "extract", "resolve")


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


def throughput(documents: Sequence[Document], desk: Desk, reading: float) -> dict[str, float]:
    """Articles, words and CPU seconds of one pass after a warm-up."""
    from situate.pipeline import read_all

    list(read_all(documents[:10], desk))
    begun, wall = time.process_time(), time.perf_counter()
    mentions = sum(len(found) for _, found in read_all(documents, desk) if isinstance(found, tuple))
    cpu, wall = time.process_time() - begun, time.perf_counter() - wall
    words = words_in(documents)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "articles": len(documents), "words": words, "mentions": mentions, "read_cpu_s": reading,
        "cpu_s": cpu, "wall_s": wall, "articles_per_cpu_s": len(documents) / (cpu + reading),
        "words_per_cpu_s": words / (cpu + reading), "peak_mb": peak,
    }  # fmt: skip


class Clocked:
    """A parser that counts its CPU seconds and the words it is given; otherwise the parser."""

    def __init__(self, parser: Any) -> None:
        self.parser, self.seconds, self.words = parser, 0.0, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.parser, name)

    def pipe(self, docs: Iterable[Doc], **options: Any) -> Iterator[Doc]:
        """Docs parsed, in order."""
        given = list(docs)
        begun = time.process_time()
        parsed = list(self.parser.pipe(given, **options))
        self.seconds += time.process_time() - begun
        self.words += sum(map(len, given))
        yield from parsed


def stages(documents: Sequence[Document], desk: Desk) -> dict[str, Any]:
    """CPU seconds and shares of names and gate, parse, extract and resolve in one pass."""
    from situate import annotate, extract, resolve

    parser, spent = Clocked(desk.parser), dict.fromkeys(STAGES, 0.0)
    find = partial(annotate.names_in, roster=desk.roster, gazetteer=desk.gazetteer)
    reader = annotate.annotate(documents, parser, find, desk.vocabulary)  # type: ignore[arg-type]
    known = (desk.roster, desk.gazetteer, desk.settings.countries)
    while True:
        begun = time.process_time()
        annotated = next(reader, None)
        spent["names_and_gate"] += time.process_time() - begun
        if annotated is None:
            break
        if isinstance(annotated, tuple):
            continue  # set aside
        begun = time.process_time()
        mentions = extract.extract(annotated, desk.vocabulary)
        extracted = time.process_time()
        resolve.resolve(annotated.document, mentions, annotated.names, *known)
        spent["extract"] += extracted - begun
        spent["resolve"] += time.process_time() - extracted
    spent["parse"] = parser.seconds
    spent["names_and_gate"] -= parser.seconds
    whole = sum(spent.values())
    rules = (spent["extract"] + spent["resolve"]) / max(spent["parse"], 1e-9)
    return {
        "cpu_s": {name: round(seconds, 3) for name, seconds in spent.items()},
        "share": {name: round(seconds / whole, 3) for name, seconds in spent.items()},
        "rules_to_parse": round(rules, 3), "words_read": words_in(documents),
        "words_parsed": parser.words,
    }  # fmt: skip


def words_in(documents: Sequence[Document]) -> int:
    """Words between blanks."""
    return sum(len(document.text.split()) for document in documents)


def opened(articles: str | None, data_dir: str | None) -> tuple[Sequence[Document], Desk, float]:
    """The articles, the desk, and the CPU seconds that reading the files took."""
    from situate.model import Document
    from situate.pipeline import open_desk
    from situate.read import read_paths
    from situate.settings import Settings

    settings = Settings(data_dir=Path(data_dir)) if data_dir else Settings()
    desk = open_desk(settings)
    paths = [articles] if articles else [str(ROOT / "examples" / "euphrates")]
    begun = time.process_time()
    documents = [d for d in read_paths(paths, settings) if isinstance(d, Document)]
    return documents, desk, time.process_time() - begun


def main() -> None:
    """Run all and print, or write, one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?")
    parser.add_argument("--data-dir")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    before = load()
    found: dict[str, Any] = {"cold_start": cold_start(options.data_dir)}
    documents, desk, reading = opened(options.articles, options.data_dir)
    found["throughput"] = throughput(documents, desk, reading)
    found["stages"] = stages(documents, desk)
    publish(found, before, options.out)


if __name__ == "__main__":
    main()
