"""re3d: documents with the names and relations that people marked in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from situate.evaluate.inputs import Input, read_inputs
from situate.evaluate.suite import Row, Rows, a_document, combined_sha256, require_good
from situate.model import Document

Span = tuple[int, int]
Pair = tuple[Span, Span]


@dataclass(slots=True)
class Annotated:
    """One document with its gold spans and pairs."""

    document: Document
    source: str
    entities: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)


def read_folder(path: Path) -> tuple[list[Annotated], Rows]:
    """`*documents*`, `*entities*` and `*relations*` JSON lines of a folder (or a file's folder).

    A row without offsets or of an unknown document is skipped and counted.
    """
    folder = path if path.is_dir() or not path.exists() else path.parent
    documents = read_inputs(folder, "*documents*.jsonl", "*documents*.jsonl.gz")
    entities = read_inputs(folder, "*entities*.jsonl", "*entities*.jsonl.gz")
    relations = read_inputs(folder, "*relations*.jsonl", "*relations*.jsonl.gz")
    rows = Rows(sha256=combined_sha256(documents + entities + relations))
    annotated = _documents(documents, rows)
    for source, kind in ((entities, "entities"), (relations, "relations")):
        for row in _rows(source, rows):
            _place_row(row, kind, annotated, rows)
    return list(annotated.values()), require_good(rows, path)


def _documents(inputs: Sequence[Input], rows: Rows) -> dict[str, Annotated]:
    annotated = {}
    for source in inputs:
        for row in _rows([source], rows):
            text, key = row.get("text"), row.get("_id")
            if isinstance(text, str) and text.strip() and isinstance(key, str):
                name = source.path.name.split(".", 1)[0]
                annotated[key] = Annotated(a_document(text, key), name)
                rows.good.append((key, row))
            else:
                rows.skipped += 1
    return annotated


def _rows(inputs: Sequence[Input], rows: Rows) -> Iterable[Row]:
    for source in inputs:
        for line in source.text.split("\n"):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if isinstance(row, dict):
                yield row
            else:
                rows.skipped += 1


def _place_row(row: Row, kind: str, annotated: dict[str, Annotated], rows: Rows) -> None:
    keys = ("begin", "end") if kind == "entities" else (
        "sourceBegin", "sourceEnd", "targetBegin", "targetEnd"
    )  # fmt: skip
    gold = annotated.get(str(row.get("documentId")))
    if gold is None or not all(isinstance(row.get(key), int) for key in keys):
        rows.skipped += 1
    else:
        getattr(gold, kind).append(row)


def spans_of(gold: Annotated, kind: str, checked: bool = False) -> list[Span]:
    """Distinct gold spans of a type, in order; `checked` leaves out unconfirmed machine cues."""
    return sorted(
        {
            (row["begin"], row["end"])
            for row in gold.entities
            if row.get("type") == kind and (not checked or row.get("confidence", 0) > 0)
        }
    )


def pairs_of(gold: Annotated, kind: str) -> list[Pair]:
    """Distinct unordered pairs of a relation."""
    found = {
        tuple(sorted([(r["sourceBegin"], r["sourceEnd"]), (r["targetBegin"], r["targetEnd"])]))
        for r in gold.relations
        if r.get("type") == kind
    }
    return sorted((pair[0], pair[1]) for pair in found)
