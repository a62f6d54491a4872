"""`parquet`: the csv tables as Parquet; incidents and holds as GeoParquet 1.1."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from situate.errors import ResourceMissing
from situate.export.dataset import Dataset, Wish, Written, in_order
from situate.export.tables import HOLDS, INCIDENTS, QUOTES, hold_cells, incident_cells, quote_rows

LISTS = {"actors", "targets", "tolls", "framings", "contested", "outlets", "why", "holders",
         "besieged_by", "because", "holder_names", "besieger_names"}  # fmt: skip
NUMBERS = {"latitude", "longitude", "confidence", "probability"}
WHOLE = {"geo_precision", "killed_low", "killed_best", "killed_high", "witnesses", "start", "end"}
DATES = {"start_date", "end_date"}
TRUTHS = {"by_presence", "inferred", "stale"}


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """incidents.parquet, holds.parquet (both GeoParquet) and quotes.parquet.

    Raises ResourceMissing where pyarrow is not installed.
    """
    incidents = [list(incident_cells(i, data).values()) for i in in_order(data.incidents)]
    holds = [list(hold_cells(h).values()) for h in data.holds]
    quotes = list(quote_rows(data, wish))
    return [
        _write(folder / "incidents.parquet", INCIDENTS, incidents, data.accuracy, is_geo=True),
        _write(folder / "holds.parquet", HOLDS, holds, data.accuracy, is_geo=True),
        _write(folder / "quotes.parquet", QUOTES, quotes, data.accuracy, is_geo=False),
    ]


def _write(
    path: Path, fields: Sequence[str], rows: list[list[Any]], accuracy: Any, *, is_geo: bool
) -> Written:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ResourceMissing(
            "no Parquet library", hint="pip install 'situate[parquet]'"
        ) from error
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(fields)
    arrays = {
        name: pa.array(map(_listed, column) if name in LISTS else column, _type(pa, name))
        for name, column in zip(fields, columns, strict=True)
    }
    table = pa.table(arrays)
    if is_geo:
        table = _with_geometry(pa, table, fields, rows)
    about = {**(table.schema.metadata or {}), b"situate": json.dumps({"accuracy": accuracy})}
    table = table.replace_schema_metadata(about)
    pq.write_table(table, path, compression="zstd")
    return Written(path, "parquet", len(rows), tuple(table.column_names))


def _listed(value: Any) -> Any:
    return list(value) if value is not None else None


def _type(pa: Any, name: str) -> Any:
    if name in LISTS:
        return pa.list_(pa.string())
    if name in NUMBERS:
        return pa.float64()
    if name in WHOLE:
        return pa.int64()
    if name in DATES:
        return pa.date32()
    return pa.bool_() if name in TRUTHS else pa.string()


def _with_geometry(pa: Any, table: Any, fields: Sequence[str], rows: list[list[Any]]) -> Any:
    """Points as well-known binary, their boxes, and the `geo` metadata of GeoParquet 1.1."""
    at = fields.index("longitude"), fields.index("latitude")
    points = [(r[at[0]], r[at[1]]) if r[at[0]] is not None else None for r in rows]
    wkb = [struct.pack("<BIdd", 1, 1, *p) if p else None for p in points]
    boxes = [
        dict(zip(("xmin", "ymin", "xmax", "ymax"), p * 2, strict=True)) if p else None
        for p in points
    ]
    box_type = pa.struct([(name, pa.float64()) for name in ("xmin", "ymin", "xmax", "ymax")])
    table = table.append_column("geometry", pa.array(wkb, pa.binary()))
    table = table.append_column("bbox", pa.array(boxes, box_type))
    covering = {"bbox": {name: ["bbox", name] for name in ("xmin", "ymin", "xmax", "ymax")}}
    column = {"encoding": "WKB", "geometry_types": ["Point"], "covering": covering}
    known = [p for p in points if p]
    if known:
        column["bbox"] = [
            min(x for x, _ in known), min(y for _, y in known),
            max(x for x, _ in known), max(y for _, y in known),
        ]  # fmt: skip
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    return table.replace_schema_metadata({"geo": json.dumps(geo)})
