"""Page -> report, ours against trafilatura's own entries and a bare parse, interleaved in one run.

    python benchmarks/read.py [--pages 40] [--passes 5] [--out FILE]

Pages are generated: an article inside the furniture of a news site (menus, teasers, scripts,
comments), so what ought to come out is known. Beside each speed stands its quality: word F1 against
the article's own paragraphs. Quote ratios of one run only.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import lxml.html
import trafilatura
from report import load, publish

from situate.read.draft import Raw
from situate.read.finish import finish
from situate.read.page import page_draft
from situate.settings import Settings

WORDS = [  # as many as a paragraph needs to look like one
    "the", "army", "rebels", "town", "village", "soldiers", "fighters", "commander", "said",
    "monday", "shelling", "river", "bridge", "residents", "hospital", "convoy", "checkpoint",
    "after", "before", "near", "north", "south", "suburb", "killed", "wounded", "reported",
    "source", "clashes", "attack", "control", "road", "market", "school", "district", "front",
    "the", "of", "and", "in", "that", "was", "were", "by", "with", "from", "which", "their", "they",
    "the", "of", "and", "had", "been", "this", "who", "would", "through", "about", "between",
]  # fmt: skip
Extract = Callable[[str], str]


def main() -> None:
    """Print one JSON object; write it where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=40)
    options.add_argument("--passes", type=int, default=5)
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    dice, before = random.Random(0), load()
    pages = [a_page(dice) for _ in range(chosen.pages)]
    figures = {
        "versions": {name: version(name) for name in ("trafilatura", "lxml", "htmldate")},
        "pages": len(pages),
        "mean_bytes": round(statistics.mean(len(page) for page, _ in pages)),
        "rivals": compare(pages, chosen.passes),
    }  # fmt: skip
    publish(figures, before, chosen.out)


def compare(pages: list[tuple[str, str]], passes: int) -> dict[str, dict[str, float]]:
    """CPU milliseconds a page (median over passes, with spread), ratio to default, word F1."""
    taken: dict[str, list[float]] = {name: [] for name in RIVALS}
    for number in range(passes + 1):  # the first pass warms up and is not counted
        for name, extract in RIVALS.items():
            begun = time.process_time()
            for page, _ in pages:
                extract(page)
            if number:
                taken[name].append(1000 * (time.process_time() - begun) / len(pages))
    base = statistics.median(taken["trafilatura default"])
    return {
        name: {
            "cpu_ms": round(statistics.median(times), 3),
            "lowest": round(min(times), 3),
            "highest": round(max(times), 3),
            "ratio": round(base / statistics.median(times), 2),
            "f1": round(statistics.mean(word_f1(RIVALS[name](p), want) for p, want in pages), 4),
        }
        for name, times in taken.items()
    }


def word_f1(found: str, wanted: str) -> float:
    """F1 over words with their counts."""
    got, want = Counter(found.split()), Counter(wanted.split())
    both = sum((got & want).values())
    return 2 * both / max(1, sum(got.values()) + sum(want.values()))


def a_page(dice: random.Random) -> tuple[str, str]:
    """A page of about 60 kB and the words of its article."""
    paragraphs = [sentences(dice, dice.randint(2, 5)) for _ in range(dice.randint(6, 20))]
    title = sentences(dice, 1).rstrip(".")
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    menu = "".join(
        f'<li class="m"><a href="/s/{i}">{sentences(dice, 1)[:20]}</a></li>' for i in range(80)
    )
    teasers = "".join(
        f'<div class="teaser"><a href="/a/{i}"><h3>{sentences(dice, 1)}</h3></a></div>'
        for i in range(60)
    )
    comments = "".join(f'<div class="comment"><p>{sentences(dice, 1)}</p></div>' for _ in range(30))
    script = "<script>var x=" + json.dumps([dice.random() for _ in range(600)]) + "</script>"
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Post</title>'
        '<meta property="article:published_time" content="2019-03-04T10:20:00Z">'
        f"{script}</head><body><nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{body}</article>"
        f'<aside>{teasers}</aside><section id="comments" class="comments">{comments}</section>'
        "<footer>All rights reserved</footer></body></html>"
    )
    return page, " ".join([title, *paragraphs])


def sentences(dice: random.Random, count: int) -> str:
    """Words in the shape of sentences."""
    made = (" ".join(dice.choices(WORDS, k=dice.randint(9, 26))) for _ in range(count))
    return " ".join(f"{line[0].upper()}{line[1:]}." for line in made)


def ours(page: str) -> str:
    """The whole reader: blocks, metadata, date, language."""
    return finish(page_draft(Raw("page", page.encode())), Settings(), None).text


def bare_parse(page: str) -> str:
    """The floor: a tree and all its words."""
    return str(lxml.html.document_fromstring(page).text_content())


RIVALS: dict[str, Extract] = {
    "trafilatura default": lambda page: trafilatura.extract(page, include_comments=False) or "",
    "trafilatura fast": lambda page: trafilatura.extract(
        page, fast=True, include_comments=False) or "",
    "trafilatura default with metadata": lambda page: trafilatura.extract(
        page, include_comments=False, with_metadata=True) or "",
    "situate.read": ours,
    "bare parse": bare_parse,
}  # fmt: skip


if __name__ == "__main__":
    main()
