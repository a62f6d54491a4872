"""`jsonl`: the native records, a line each; the only format that loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from situate.export.dataset import Dataset, Wish, Written, in_order
from situate.records import to_json


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """documents.jsonl, mentions.jsonl, incidents.jsonl, holds.jsonl and areas.jsonl."""
    mentions = sorted(data.mentions.values(), key=lambda m: (m.document, m.trigger.start, m.id))
    parts: tuple[tuple[str, Iterable[object]], ...] = (
        ("documents", (d for _, d in sorted(data.documents.items()))),
        ("mentions", mentions),
        ("incidents", in_order(data.incidents)),
        ("holds", data.holds),
        ("areas", data.areas),
    )
    return [_write(folder / f"{name}.jsonl", records) for name, records in parts]


def _write(path: Path, records: Iterable[object]) -> Written:
    count = 0
    with path.open("wb") as handle:
        for record in records:
            handle.write(to_json(record) + b"\n")
            count += 1
    return Written(path, "jsonl", count)
