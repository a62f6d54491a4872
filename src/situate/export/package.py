"""`datapackage.json`, beside every export: what this is, what it rests on, how sure we are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from situate import __version__
from situate.export.dataset import Dataset, Wish, Written, stamp
from situate.knowledge.digest import knowledge_digest

MEDIA = {
    ".csv": "text/csv", ".json": "application/json", ".jsonl": "application/jsonl",
    ".geojson": "application/geo+json", ".gpkg": "application/geopackage+sqlite3",
    ".parquet": "application/vnd.apache.parquet", ".xml": "text/xml",
}  # fmt: skip


def write(
    folder: Path,
    files: Sequence[Written],
    data: Dataset,
    wish: Wish,
    *,
    query: Mapping[str, Any],
    gazetteer: str | None,
    parser: str | None,
    rejects: Mapping[str, int],
    accuracy: Mapping[str, Any] | None,
    profile: Mapping[str, Any] | None = None,
) -> Path:
    """Write it and return its path.

    `accuracy` None is written as null: nobody measured. `profile` says what was held back.
    """
    newest = max((d.published for d in data.documents.values() if d.published), default=None)
    package = {
        "name": "situate-export",
        "title": "Conflict incidents and control, with the words they rest on",
        "created": stamp(newest),
        "version": __version__,
        "licenses": [
            {
                "title": "The quotes belong to their outlets; the coding is the exporter's own",
                "name": "other",
            }
        ],
        "sources": [
            *(
                {"title": o}
                for o in sorted({d.outlet for d in data.documents.values() if d.outlet})
            ),
            {"title": "GeoNames (CC BY 4.0)", "path": "https://www.geonames.org"},
        ],
        "resources": [_resource(item) for item in files],
        "situate": {
            "software": __version__,
            "knowledge": knowledge_digest(),
            "gazetteer": gazetteer,
            "parser": parser,
            "query": dict(query),
            "documents": len(data.documents),
            "mentions": len(data.mentions),
            "incidents": len(data.incidents),
            "holds": len(data.holds),
            "rejects": dict(sorted(rejects.items())),
            "left_out": {w.path.name: dict(w.left_out) for w in files if w.left_out},
            "notes": {w.path.name: dict(w.notes) for w in files if w.notes},
            "wish": asdict(wish),
            "profile": profile,
            "accuracy": accuracy,
        },
    }
    path = folder / "datapackage.json"
    path.write_bytes(orjson.dumps(package, option=orjson.OPT_INDENT_2))
    return path


def last(folder: Path) -> Mapping[str, Any] | None:
    """The datapackage of an earlier export into the folder; None where there was none."""
    path = folder / "datapackage.json"
    try:
        return dict(orjson.loads(path.read_bytes()))
    except (OSError, ValueError):
        return None


def _resource(item: Written) -> dict[str, Any]:
    data = item.path.read_bytes()
    resource: dict[str, Any] = {
        "name": item.path.stem.lower(),
        "path": item.path.name,
        "format": item.path.suffix.lstrip("."),
        "mediatype": MEDIA.get(item.path.suffix, "application/octet-stream"),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "rows": item.rows,
    }
    if item.path.suffix == ".csv":
        resource["encoding"] = "utf-8"
        fields = [{"name": name, "type": "any"} for name in item.fields]
        resource["schema"] = {"fields": fields, "missingValues": [""]}
    return resource
