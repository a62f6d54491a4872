"""Places: scan, look-ups, resolving, opening, memory; rivals of a stage interleaved in one run.

    python benchmarks/places.py DATA_DIR TEXTS [--passes 5] [--out FILE]

DATA_DIR holds a built gazetteer, TEXTS is a file of the toponyms suite (or any UTF-8 text). Rivals
get the same surfaces: `ahocorasick_rs` (leftmost-longest and overlapping), `pyahocorasick`. A scan
counts only hits that begin and end at a word's boundary, with their offsets in the original.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from report import load, publish

from situate.evaluate.suite import a_document
from situate.knowledge.gazetteer import open_gazetteer
from situate.knowledge.gazetteer.folding import folded
from situate.knowledge.gazetteer.longest import CAPITAL, longest_names
from situate.knowledge.gazetteer.scan import names_in
from situate.knowledge.gazetteer.store import Gazetteer
from situate.resolve.places import place_values

RIVAL_NAMES = 200_000


def texts_of(path: Path) -> list[str]:
    """Texts of a toponyms file, else the paragraphs of a plain text."""
    if ".xml" in path.name:
        from situate.evaluate.toponym_texts import read_texts

        return [text.text for text in read_texts(path)[1]]
    return [p for p in path.read_text(encoding="utf-8").split("\n\n") if p.strip()]


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def rivals(names: list[str], lines: list[str], texts: list[str]) -> dict[str, Callable[[], int]]:
    """Scans of folded lines by two Aho-Corasick automata over the same names.

    The quicker one again with its folding, which ours does within its figure.
    """
    import ahocorasick
    import ahocorasick_rs

    padded = [f" {name} " for name in names]
    overlapping = ahocorasick_rs.AhoCorasick(padded)
    plain = ahocorasick.Automaton()
    for name in padded:
        plain.add_word(name, len(name))
    plain.make_automaton()

    def by_rust() -> int:
        return sum(
            len(overlapping.find_matches_as_indexes(line, overlapping=True)) for line in lines
        )

    def by_rust_folded() -> int:
        lines = (f" {folded(text).text} " for text in texts)
        return sum(
            len(overlapping.find_matches_as_indexes(line, overlapping=True)) for line in lines
        )

    def by_c() -> int:
        return sum(1 for line in lines for _ in plain.iter(line))

    return {
        "ahocorasick_rs, boundaries in the pattern": by_rust,
        "ahocorasick_rs, its folding counted": by_rust_folded,
        "pyahocorasick": by_c,
    }


def scans(gazetteer: Gazetteer, texts: list[str]) -> dict[str, Callable[[], int]]:
    """Our scan and its rivals; the rivals get folded text for free."""
    surfaces = sorted(gazetteer.every_surface())
    names = random.Random(0).sample(surfaces, min(RIVAL_NAMES, len(surfaces)))
    lines = [f" {folded(text).text} " for text in texts]
    ours = {
        "situate: fold, trie, boundaries, offsets": lambda: sum(
            len(longest_names(t, gazetteer)) for t in texts
        )
    }

    def first_pass() -> int:
        gazetteer.memory.clear()
        return sum(len(longest_names(t, gazetteer)) for t in texts)

    ours["situate, memory empty"] = first_pass
    return ours | bounds(texts) | rivals(names, lines, texts)


def bounds(texts: list[str]) -> dict[str, Callable[[], int]]:
    """What no scan of ours, and none of folded text, can beat: its first step alone."""
    return {
        "bound: split at capitals alone": lambda: sum(len(CAPITAL.split(t)) for t in texts),
        "bound: folding alone": lambda: sum(len(folded(t).text) for t in texts),
    }


def measure(
    passes: int, work: dict[str, Callable[[], int]], size_mb: float
) -> dict[str, dict[str, float]]:
    """Median MB/s of each, interleaved, after a warm-up."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    hits = {name: one() for name, one in work.items()}
    for _ in range(passes):
        for name, one in work.items():
            seconds[name].append(timed(one))
    return {
        name: {
            "MB/s": round(size_mb / statistics.median(times), 1),
            "spread": round(max(times) / min(times), 2),
            "hits": hits[name],
        }
        for name, times in seconds.items()
    }


def lookups(gazetteer: Gazetteer, passes: int) -> dict[str, float]:
    """Keys a second, by level, half of them unknown."""
    chance = random.Random(1)
    some = chance.sample(sorted(gazetteer.every_surface()), 50_000)
    asked = some + [name[::-1] for name in some]
    chance.shuffle(asked)
    times = [timed(lambda: [gazetteer.lookup(1, name) for name in asked]) for _ in range(passes)]
    return {"look-ups/s": round(len(asked) / statistics.median(times))}


def resolving(gazetteer: Gazetteer, texts: list[str], passes: int) -> dict[str, float]:
    """Milliseconds a document to find names and to resolve them, memory empty and warm."""
    documents = [a_document(text, str(n)) for n, text in enumerate(texts)]
    names = [[n.quote for n in names_in(d, gazetteer)] for d in documents]
    gazetteer.memory.clear()

    def all_values() -> None:
        for document, quotes in zip(documents, names, strict=True):
            place_values(document, quotes, gazetteer)

    cold = timed(all_values)
    warm = statistics.median(timed(all_values) for _ in range(passes))
    found = statistics.median(
        timed(lambda: [names_in(d, gazetteer) for d in documents]) for _ in range(passes)
    )
    count = len(documents)
    return {
        "names_in ms": round(found / count * 1000, 3),
        "resolve ms, cold": round(cold / count * 1000, 3),
        "resolve ms": round(warm / count * 1000, 3),
    }


_WORKER = """
import sys, time
from pathlib import Path
from situate.knowledge.gazetteer import data_folder, open_gazetteer, store  # the cold start's
from situate.evaluate.suite import a_document
from situate.knowledge.gazetteer.scan import names_in
from situate.resolve.places import place_values
sys.path.insert(0, {here!r})
from places import texts_of
def private():
    kb = 0
    for line in Path('/proc/self/smaps_rollup').read_text().splitlines():
        if line.startswith(('Private_Clean', 'Private_Dirty')):
            kb += int(line.split()[1])
    return kb / 1024
texts = texts_of(Path({texts!r}))
import numpy
g0 = private()
begun = time.process_time()
g = open_gazetteer(Path({data!r}))
opened = time.process_time() - begun
for t in texts:
    d = a_document(t, 'x')
    place_values(d, [n.quote for n in names_in(d, g)], g)
print(round(opened * 1000, 2), round(private() - g0, 1))
"""


def worker(data: Path, texts: Path) -> dict[str, float]:
    """CPU milliseconds to open, modules imported, and private MB a fresh process grows by.

    It reads all texts.
    """
    script = _WORKER.format(here=str(Path(__file__).parent), texts=str(texts), data=str(data))
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    opened, grown = out.stdout.split()
    return {"open ms": float(opened), "private MB a worker": float(grown)}


def main() -> None:
    """Measure and print; JSON with what it ran on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    gazetteer = open_gazetteer(options.data_dir)
    texts = texts_of(options.texts)
    size = sum(len(t.encode()) for t in texts) / 1e6
    before = load()
    found = {
        "gazetteer": gazetteer.digest,
        "places": len(gazetteer),
        "texts": len(texts),
        "MB": round(size, 3),
        "scan": measure(options.passes, scans(gazetteer, texts), size),
        "look-ups": lookups(gazetteer, options.passes),
        "documents": resolving(gazetteer, texts, options.passes),
        "worker": worker(options.data_dir, options.texts),
    }
    publish(found, before, options.out)


if __name__ == "__main__":
    main()
