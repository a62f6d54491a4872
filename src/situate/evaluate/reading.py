"""Gold texts through the pipeline, and the counts and misses that come of them."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from situate.evaluate.figures import Tally, total
from situate.model import Block, BlockKind, Document, Mention, Reject
from situate.records import document_id

if TYPE_CHECKING:
    from situate.pipeline import Desk

Gold = TypeVar("Gold")


@dataclass(slots=True)
class Errors:
    """Misses and false alarms for a reader's eyes; written as JSON lines, never committed."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self,
        row: str,
        kind: str,
        text: str,
        expected: object,
        got: object,
        rule: str | None = None,
        **more: object,
    ) -> None:
        """`kind` is "miss", "false alarm" or "wrong"; `rule` the rule that fired, if one did."""
        line = {"row": row, "kind": kind, "expected": expected, "got": got, "rule": rule}
        self.rows.append({**line, **more, "text": text})

    def write(self, path: Path | None) -> None:
        """One JSON object a line; nothing without a path."""
        if path is not None:
            lines = (json.dumps(row, ensure_ascii=False, default=str) for row in self.rows)
            path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pipeline said of each document, by `Document.path`."""

    mentions: Mapping[str, tuple[Mention, ...]]
    rejects: tuple[Reject, ...]
    seconds: float
    words: int


def a_document(
    text: str,
    where: str,
    *,
    published: datetime | None = None,
    kind: BlockKind = "paragraph",
    blocks: Sequence[Block] = (),
    title: str | None = None,
) -> Document:
    """A gold text as a report: one block of `kind` unless blocks are given; `where` is its path."""
    return Document(
        id=document_id(text),
        text=text,
        title=title,
        published=published,
        published_precision="day" if published else None,
        published_from="given" if published else None,
        language="en",
        path=where,
        reader="evaluate 1",
        blocks=tuple(blocks) or (Block(kind, 0, len(text)),),
    )


def noon(day: date) -> datetime:
    """A day of a gold file as a moment: noon, UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def read_documents(documents: Sequence[Document], desk: Desk) -> Reading:
    """All documents through the ordinary pipeline. Paths must differ."""
    from situate import pipeline

    begun = time.perf_counter()
    mentions: dict[str, tuple[Mention, ...]] = {}
    rejects = []
    for document, found in pipeline.read_all(documents, desk):
        if isinstance(found, Reject):
            rejects.append(found)
        mentions[document.path or document.id] = () if isinstance(found, Reject) else found
    seconds = time.perf_counter() - begun
    words = sum(len(document.text.split()) for document in documents)
    return Reading(mentions, tuple(rejects), seconds, words)


@dataclass(slots=True)
class Counted:
    """The rows of a suite as read and counted, each unit of resampling with its sum."""

    reading: Reading
    units: dict[Hashable, Counter[str]] = field(default_factory=dict)

    @property
    def sums(self) -> Tally:
        """The counts of all rows."""
        return total(self.units.values())

    def add(self, unit: Hashable, counts: Mapping[str, int]) -> None:
        """Count a row; rows that share a unit are resampled together."""
        self.units.setdefault(unit, Counter()).update(counts)


def count_rows(
    golds: Sequence[Gold],
    document_of: Callable[[Gold], Document],
    unit_of: Callable[[Gold], Hashable],
    tally: Callable[[Gold, tuple[Mention, ...], Errors], Mapping[str, int]],
    desk: Desk,
    errors: Path | None,
) -> Counted:
    """Read the document of every row and count what was said of it, in order.

    `tally` gives what one row adds, from the row, its mentions and the log of misses, which is
    written to `errors`.
    """
    documents = [document_of(gold) for gold in golds]
    counted = Counted(read_documents(documents, desk))
    log = Errors()
    for gold, document in zip(golds, documents, strict=True):
        said = counted.reading.mentions[document.path or document.id]
        counted.add(unit_of(gold), tally(gold, said, log))
    log.write(errors)
    return counted
