"""Who's On First tables (tab separated, header, doubled quotes) and their polygons."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import orjson
import shapely

from situate.errors import KnowledgeError
from situate.knowledge.gazetteer.rows import BadLine, Label, Loaded, Outline, Row, checked_point
from situate.model import PlaceKind

HEADER = ("wof_id", "placetype", "name", "lat", "lon")
_KINDS: dict[str, PlaceKind] = {
    "locality": "settlement",
    "county": "adm2",
    "region": "adm1",
    "macroregion": "area",
    "country": "country",
    "localadmin": "adm3",
    "neighbourhood": "part",
    "borough": "part",
    "macrohood": "part",
    "campus": "site",
}
csv.field_size_limit(1 << 24)


def load_table(lines: Iterable[str], country: str | None) -> Loaded:
    """Rows of a table; `country` is the code its file name carries."""
    loaded = Loaded()
    reader = csv.reader(lines, delimiter="\t")
    header = next(reader, [])
    if not set(HEADER) <= set(header):
        raise KnowledgeError(f"line 1: no Who's On First header, but {' '.join(header[:6])!r}")
    for cells in reader:
        if len(cells) != len(header):
            reason = f"{len(cells)} columns, not {len(header)}"
            loaded.bad.append(BadLine(reader.line_num, reason))
            continue
        record = dict(zip(header, cells, strict=True))
        try:
            row = _row(record, country)
        except ValueError as error:
            loaded.bad.append(BadLine(reader.line_num, str(error)))
            continue
        if row is not None:
            loaded.rows.append(row)
    return loaded


def _row(record: dict[str, str], country: str | None) -> Row | None:
    kind = _KINDS.get(record["placetype"])
    if kind is None or record["deprecated"] or kind == "country":
        return None
    lat, lon = checked_point(record["lat"], record["lon"])
    name, labels = _names(record)
    if not name:
        raise ValueError("no name")
    wof, gn = record["wof_id"], record["gn_id"]
    known = gn not in ("", "0", "-1")
    xrefs = [("gn", gn)] if known else []
    xrefs += [("wof", wof)] + ([("wd", record["wd_id"])] if record["wd_id"] else [])
    xrefs += _codes(record["qs_pcode"])
    parents = [record["county_id"], record["region_id"]]
    return Row(
        id=f"gn:{gn}" if known else f"wof:{wof}",
        source="wof",
        kind=kind,
        name=name,
        lat=lat,
        lon=lon,
        cc=country,
        # A region or county may repeat the population of its city: areas need none.
        pop=int(float(record["population"] or 0)) if kind in ("settlement", "part") else 0,
        parents=tuple(f"wof:{p}" for p in parents if p and p not in ("-1", wof)),
        labels=labels,
        xrefs=tuple(xrefs),
        gone=record["is_current"] == "0",
    )


def _names(record: dict[str, str]) -> tuple[str, list[Label]]:
    english = [n.strip() for n in record["names_eng"].split("|") if n.strip()]
    arabic = [n.strip() for n in record["names_ara"].split("|") if n.strip()]
    others = [n.strip() for n in record["names_other"].split("|") if n.strip()]
    name = record["name"].strip() or (english or arabic or others or [""])[0]
    labels = [Label(name, "", "primary")]
    labels += [Label(n, "en") for n in english]
    labels += [Label(n, "ar") for n in arabic]
    labels += [Label(n) for n in others]
    return name, labels


def _codes(cell: str) -> list[tuple[str, str]]:
    try:
        codes = orjson.loads(cell or "{}")
    except orjson.JSONDecodeError:
        return []
    wanted = {"hasc:id": "hasc", "iso:code": "iso2", "ocha:pcode": "pcode"}
    return [(wanted[k], str(v)) for k, v in codes.items() if k in wanted and v]


def load_polygons(data: bytes, path: Path) -> Loaded:
    """Polygons of areas (GeoJSON with id, parent); their labels are poor and never shown."""
    try:
        features = orjson.loads(data)["features"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{path}: no GeoJSON feature collection ({error})") from error
    loaded = Loaded()
    for number, feature in enumerate(features, 1):
        try:
            loaded.outlines.append(_outline(feature, path))
        except (KeyError, TypeError, ValueError, shapely.errors.GEOSException) as error:
            loaded.bad.append(BadLine(number, f"feature {number}: {error!r}"))
    return loaded


def _outline(feature: dict, path: Path) -> Outline:  # type: ignore[type-arg]
    properties = feature["properties"]
    shape = shapely.from_geojson(orjson.dumps(feature["geometry"]))
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    parent = properties.get("parent")
    own = str(properties["id"])
    is_top = parent is None or str(parent) == own or "region" in path.name
    ref = f"gn:{properties['gn']}" if properties.get("gn") else f"wof:{own}"
    kind: PlaceKind = "adm1" if is_top else "adm2"
    return Outline(
        f"wof:{own}" if own else ref,
        kind,
        f"wof:{parent}" if parent else None,
        shapely.to_wkb(shape),
    )
