"""`gpkg`: one GeoPackage with layers incidents, holds and quotes; opens styled in QGIS.

Written with the standard library's sqlite3, no GDAL: GeoPackage is a SQLite file with four tables
of its own. The R-tree extension is left out: its triggers call functions stock SQLite lacks.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from situate import __version__
from situate.export.dataset import Dataset, Wish, Written, in_order
from situate.export.qgis import STYLES, qml
from situate.export.tables import HOLDS, INCIDENTS, QUOTES, hold_cells, incident_cells, quote_rows

WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL,
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,
  m TINYINT NOT NULL, CONSTRAINT pk PRIMARY KEY (table_name, column_name));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT,
  f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,
  update_time DATETIME);
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT,
  column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL,
  md_parent_id INTEGER);
"""
EPOCH = "1970-01-01T00:00:00.000Z"  # no clock: the same data give the same bytes
TYPES = {
    "start_date": "DATE", "end_date": "DATE", "valid_from": "DATE", "valid_to": "DATE",
    "latitude": "DOUBLE", "longitude": "DOUBLE", "confidence": "DOUBLE", "probability": "DOUBLE",
    "witnesses": "INTEGER", "geo_precision": "INTEGER", "killed_low": "INTEGER",
    "killed_best": "INTEGER", "killed_high": "INTEGER", "start": "INTEGER", "end": "INTEGER",
    "by_presence": "BOOLEAN", "inferred": "BOOLEAN", "stale": "BOOLEAN",
}  # fmt: skip
RENAMED = {"start_date": "valid_from", "end_date": "valid_to"}  # QGIS' time slider asks for these


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """situate.gpkg; features without a place have a null geometry."""
    path = folder / "situate.gpkg"
    path.unlink(missing_ok=True)
    incidents = [list(incident_cells(i, data).values()) for i in in_order(data.incidents)]
    holds = [list(hold_cells(h).values()) for h in data.holds]
    hold_fields = tuple(RENAMED.get(name, name) for name in HOLDS)
    with closing(sqlite3.connect(path)) as file, file:
        _frame(file)
        _features(file, "incidents", INCIDENTS, incidents)
        _features(file, "holds", hold_fields, holds)
        quotes = _attributes(file, "quotes", QUOTES, quote_rows(data, wish))
        for layer, style in STYLES.items():
            _style(file, layer, qml(style))
        _metadata(file, data)
    return [
        Written(
            path, "gpkg", len(incidents), INCIDENTS, notes={"holds": len(holds), "quotes": quotes}
        )
    ]


def _frame(file: sqlite3.Connection) -> None:
    file.execute("PRAGMA application_id = 1196444487")  # 0x47504B47, "GPKG"
    file.execute("PRAGMA user_version = 10300")
    file.executescript(TABLES)
    file.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)",
        [
            ("WGS 84", 4326, "EPSG", 4326, WGS84),
            ("Undefined cartesian", -1, "NONE", -1, "undefined"),
            ("Undefined geographic", 0, "NONE", 0, "undefined"),
        ],
    )


def _columns(fields: Sequence[str]) -> str:
    return ", ".join(f'"{name}" {TYPES.get(name, "TEXT")}' for name in fields)


def _features(
    file: sqlite3.Connection, layer: str, fields: Sequence[str], rows: list[list[object]]
) -> None:
    file.execute(
        f'CREATE TABLE "{layer}" (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POINT, '
        f"{_columns(fields)})"
    )
    at = fields.index("longitude"), fields.index("latitude")
    points = [(r[at[0]], r[at[1]]) for r in rows]
    known = [(x, y) for x, y in points if isinstance(x, float) and isinstance(y, float)]
    box = (
        (min(x for x, _ in known), min(y for _, y in known),
         max(x for x, _ in known), max(y for _, y in known))
        if known
        else (None, None, None, None)
    )  # fmt: skip
    file.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', ?, ?, ?, ?, ?, 4326)",
        (layer, layer, EPOCH, *box),
    )
    file.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 4326, 0, 0)", (layer,)
    )
    marks = ", ".join("?" * (len(fields) + 1))
    names = ", ".join(f'"{name}"' for name in fields)
    file.executemany(
        f'INSERT INTO "{layer}" (geom, {names}) VALUES ({marks})',
        [(_point(*p), *map(_value, row)) for p, row in zip(points, rows, strict=True)],
    )


def _attributes(
    file: sqlite3.Connection, table: str, fields: Sequence[str], rows: Iterable[Sequence[object]]
) -> int:
    file.execute(
        f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY AUTOINCREMENT, {_columns(fields)})'
    )
    file.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'attributes', ?, '', ?, NULL, NULL, NULL, NULL, 0)",
        (table, table, EPOCH),
    )
    marks = ", ".join("?" * len(fields))
    names = ", ".join(f'"{name}"' for name in fields)
    values = [tuple(map(_value, row)) for row in rows]
    file.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)
    return len(values)


def _point(lon: object, lat: object) -> bytes | None:
    """GeoPackage binary: header "GP", version 0, little endian, srs, then well-known binary."""
    if not (isinstance(lon, float) and isinstance(lat, float)):
        return None
    return struct.pack("<2sBBiBIdd", b"GP", 0, 1, 4326, 1, 1, lon, lat)


def _value(value: object) -> object:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or None
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _style(file: sqlite3.Connection, layer: str, style: str) -> None:
    file.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui,"
        " update_time)"
        " VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'situate', '', NULL, ?)",
        (layer, layer, style, EPOCH),
    )


def _metadata(file: sqlite3.Connection, data: Dataset) -> None:
    """What the file is and how accurate, in the standard's own metadata tables."""
    about = {"software": f"situate {__version__}", "accuracy": data.accuracy}
    file.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'application/json', ?)",
        ("https://www.geopackage.org/spec130/#extension_metadata", json.dumps(about)),
    )
    file.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)",
        (EPOCH,),
    )
    spec = "http://www.geopackage.org/spec121/#extension_metadata"
    for table in ("gpkg_metadata", "gpkg_metadata_reference"):
        file.execute(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_metadata', ?, 'read-write')",
            (table, spec),
        )
