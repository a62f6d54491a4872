"""A situation into other people's tools; one row of `EXPORTERS` a format.

| format | one row is | cannot carry |
|---|---|---|
| jsonl | mention, incident, hold, document | (loses nothing) |
| csv | incident, mention, hold, quote | nesting |
| acled | incident, in ACLED's 31 columns | roles, ranges, rival figures |
| ucdp | incident with a possible death, in GED's 49 | incidents without deaths, holds |
| hapi | admin 2 x month x event type | the events themselves |
| geojson, gpkg | incident and hold features | nesting |
| parquet | as csv, GeoParquet 1.1 | |
| datasette | as csv, with documents: one SQLite file | nesting |
| annotations | W3C Web Annotation per quote | |
| prov, ftm, labelstudio | provenance, Aleph, annotators | see each module |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from situate.errors import UsageError

if TYPE_CHECKING:
    from situate.export.dataset import Dataset, Wish, Written

EXPORTERS: Mapping[str, str] = {
    "jsonl": "situate.export.jsonl",
    "csv": "situate.export.tables",
    "acled": "situate.export.acled",
    "ucdp": "situate.export.ucdp",
    "hapi": "situate.export.hapi",
    "geojson": "situate.export.geo",
    "gpkg": "situate.export.gpkg",
    "parquet": "situate.export.parquet",
    "datasette": "situate.export.datasette",
    "annotations": "situate.export.web_annotations",
    "prov": "situate.export.prov",
    "ftm": "situate.export.ftm",
    "labelstudio": "situate.export.labelstudio",
}


def exporter(name: str) -> Callable[[Dataset, Path, Wish], list[Written]]:
    """The writer of a format, imported only now. Raises UsageError for an unknown one."""
    if name not in EXPORTERS:
        raise UsageError(f"no format {name!r}", hint=f"one of: {', '.join(EXPORTERS)}")
    write: Callable[[Dataset, Path, Wish], list[Written]] = import_module(EXPORTERS[name]).write
    return write
