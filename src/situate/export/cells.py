"""CSV as our users' tools want it: RFC 4180, UTF-8, formulas guarded, unknown left empty."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from situate.export.dataset import Wish

RISKY = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # also as wide as Excel reads them in Japan


def cell(value: object, wish: Wish) -> str:
    """One cell: None is empty, floats keep 5 decimals at most, several values join with "; ".

    A text that a spreadsheet would run as a formula gets a leading apostrophe; numbers never do,
    or western longitudes would break.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.5f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        value = "; ".join(cell(v, Wish(guard=False)) for v in value)
    text = str(value)
    return "'" + text if wish.guard and text.startswith(RISKY) else text


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], wish: Wish
) -> int:
    """Write a table; how many rows. Lines end with CRLF, as RFC 4180 has it."""
    count = 0
    encoding = "utf-8-sig" if wish.bom else "utf-8"
    with path.open("w", encoding=encoding, newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(header)
        for row in rows:
            writer.writerow([cell(value, wish) for value in row])
            count += 1
    return count
