"""A view as JSON and as CSV; CSV is flat, UTF-8, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

from situate.export.cells import cell
from situate.export.dataset import Wish
from situate.records import to_json


def as_json(record: object) -> Response:
    """A record, or plain data with records in it, as JSON."""
    return Response(to_json(record), media_type="application/json")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    """Rows under their columns; unknown is empty, several values are joined by "; "."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(value, Wish()) for value in row] for row in rows)
    return Response(
        out.getvalue().encode("utf-8", "replace"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )
