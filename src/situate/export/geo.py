"""`geojson`: incidents and holds as features (RFC 7946): lon lat, no place no point."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from situate.export.dataset import Dataset, Wish, Written, in_order
from situate.export.tables import hold_cells, incident_cells, write_quotes


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """incidents.geojson, holds.geojson and quotes.csv."""
    layers = (
        (
            "incidents.geojson",
            [_feature(incident_cells(i, data)) for i in in_order(data.incidents)],
        ),
        ("holds.geojson", [_feature(hold_cells(h)) for h in data.holds]),
    )
    return [_written(folder / name, features) for name, features in layers] + [
        write_quotes(data, folder, wish)
    ]


def _written(path: Path, features: list[dict[str, Any]]) -> Written:
    collection = {"type": "FeatureCollection", "features": features}
    path.write_bytes(orjson.dumps(collection))
    placeless = sum(f["geometry"] is None for f in features)
    fields = tuple(features[0]["properties"]) if features else ()
    notes = {"features without a place": placeless} if placeless else {}
    return Written(path, "geojson", len(features), fields, notes=notes)


def _feature(cells: dict[str, object]) -> dict[str, Any]:
    lon, lat = cells.pop("longitude"), cells.pop("latitude")
    point = None
    if isinstance(lon, float) and isinstance(lat, float):
        point = {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]}
    return {
        "type": "Feature",
        "id": cells["id"],
        "geometry": point,
        "properties": dict(_plain(cells)),
    }


def _plain(cells: dict[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in cells.items():
        yield name, value.isoformat() if isinstance(value, date) else value
