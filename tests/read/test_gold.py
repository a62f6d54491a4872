"""The reader on the material beside the repository."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path

import pytest

from situate.model import Document
from situate.read import as_document, read_paths
from situate.settings import Settings


@pytest.mark.gold
def test_seed_report(shared: Path) -> None:
    """Chrome at both ends, title, standfirst, two paragraphs, a sub-head; no date; same letters."""
    path = shared / "seed" / "report.txt"
    (document,) = read_paths([path], Settings())
    assert isinstance(document, Document)
    assert document.text == path.read_bytes().decode("utf-8")
    assert [b.kind for b in document.blocks] == [
        "chrome", "title", "standfirst", "paragraph", "subhead", "paragraph", "chrome",
    ]  # fmt: skip
    assert (document.published, document.language) == (None, "en")


@pytest.mark.gold
def test_days_of_articles(shared: Path) -> None:
    """Floor for the day of publication (evaluation.md 9): consistent rows .89, answered .85."""
    with gzip.open(shared / "gold" / "fa_kes" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    days = []
    for row in rows:
        text = f"{row['article_title']}\n\n{row['article_content']}"
        found = as_document(text, "row", Settings(), title=row["article_title"])
        if isinstance(found, Document) and found.published:
            gold = datetime.strptime(row["date"], "%m/%d/%Y").date()
            days.append(abs((found.published.date() - gold).days))
    consistent = [day for day in days if day <= 5]
    assert len(days) / len(rows) >= 0.85
    assert consistent.count(0) / len(consistent) >= 0.89
