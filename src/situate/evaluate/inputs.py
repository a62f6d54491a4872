"""Gold files as rows: a file or a folder, read by pattern, gzipped or not."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from situate.errors import UsageError

Row = dict[str, Any]
GZIP = b"\x1f\x8b"
MAX_UNPACKED = 1_000_000_000  # bytes; a gold file past this is a bomb, not a gold file


@dataclass(frozen=True, slots=True)
class Input:
    """One file as read: its bytes unpacked, and the digest of what lay on disk."""

    path: Path
    data: bytes
    sha256: str

    @property
    def text(self) -> str:
        """As UTF-8, without a byte-order mark; bytes that are none become U+FFFD."""
        return self.data.decode("utf-8-sig", "replace")


@dataclass(slots=True)
class Rows:
    """Good rows of one or more files, each with the words for where it stood, and the bad count."""

    good: list[tuple[str, Row]] = field(default_factory=list)
    skipped: int = 0
    sha256: str = ""

    def limited(self, limit: int | None) -> list[tuple[str, Row]]:
        """The first `limit` rows; all without one."""
        return self.good if limit is None else self.good[:limit]


def read_inputs(path: Path, *patterns: str) -> list[Input]:
    """The file `path`, or the files of the folder `path` that fit a pattern, in order of name.

    Raises UsageError where there is no such file, none fits, or one cannot be unpacked.
    """
    if path.is_dir():
        found = sorted({file for pattern in patterns for file in path.glob(pattern)})
        if not found:
            raise UsageError(f"no {' or '.join(patterns)} in {path}")
    elif path.exists():
        found = [path]
    else:
        raise UsageError(f"no such file or folder: {path}")
    return [_read_one(file) for file in found if file.is_file()]


def _read_one(path: Path) -> Input:
    try:
        raw = path.read_bytes()
        data = _unpacked(raw) if raw.startswith(GZIP) else raw
    except (OSError, EOFError, gzip.BadGzipFile) as wrong:
        raise UsageError(f"cannot read {path}: {wrong}") from wrong
    return Input(path, data, hashlib.sha256(raw).hexdigest())


def _unpacked(raw: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
        data = packed.read(MAX_UNPACKED + 1)
    if len(data) > MAX_UNPACKED:
        raise OSError(f"unpacks to more than {MAX_UNPACKED:,} bytes")
    return data


def combined_sha256(inputs: list[Input]) -> str:
    """One file's own digest; of several, a digest over theirs in order."""
    if len(inputs) == 1:
        return inputs[0].sha256
    return hashlib.sha256("\n".join(i.sha256 for i in inputs).encode()).hexdigest()


def json_rows(path: Path, is_good: Callable[[Row], bool], *patterns: str) -> Rows:
    """Rows of JSON-lines files. Raises UsageError where not one is good."""
    return _gather(path, patterns or ("*.jsonl", "*.jsonl.gz"), _json_lines, is_good)


def csv_rows(path: Path, is_good: Callable[[Row], bool], *patterns: str) -> Rows:
    """Rows of CSV files with a header. Raises UsageError where not one is good."""
    return _gather(path, patterns or ("*.csv", "*.csv.gz"), _csv_lines, is_good)


def _gather(
    path: Path,
    patterns: tuple[str, ...],
    lines: Callable[[str], Iterator[Any]],
    is_good: Callable[[Row], bool],
) -> Rows:
    inputs = read_inputs(path, *patterns)
    rows = Rows(sha256=combined_sha256(inputs))
    for source in inputs:
        for number, row in enumerate(lines(source.text)):
            if isinstance(row, dict) and _is_good(row, is_good):
                rows.good.append((f"{source.path.name}#{number}", row))
            else:
                rows.skipped += 1
    return require_good(rows, path)


def _is_good(row: Row, is_good: Callable[[Row], bool]) -> bool:
    # A row of another format fails in its own way (a list for a string, a missing key ...).
    try:
        return bool(is_good(row))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return False


def require_good(rows: Rows, path: Path) -> Rows:
    """The rows; UsageError where there is none: the wrong file for the suite."""
    if not rows.good:
        raise UsageError(
            f"no usable row in {path} ({rows.skipped} skipped)",
            hint="is this the file the suite expects? see `situate evaluate --help`",
        )
    return rows


def _json_lines(text: str) -> Iterator[Any]:
    for line in text.split("\n"):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield None


def _csv_lines(text: str) -> Iterator[Any]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield from csv.DictReader(io.StringIO(text, newline=""))
    except csv.Error:
        yield None
