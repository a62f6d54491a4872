"""Names as coders of conflict write them: UCDP GED and ACLED tables, a row a name and point."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from situate.errors import KnowledgeError
from situate.knowledge.gazetteer import words
from situate.knowledge.gazetteer.rows import BadLine, Label, Loaded, Row, checked_point
from situate.records import digest

UCDP = ("where_coordinates", "where_prec", "latitude", "longitude", "adm_1", "country")
ACLED = ("location", "latitude", "longitude", "admin1", "geo_precision", "notes")
_GENERIC = re.compile(r"\s+(?:village|town|city|suburb|district|neighbou?rhood)$", re.IGNORECASE)
_ADMIN = re.compile(r"\s+(?:governorate|province|district|state|region)$", re.IGNORECASE)


def _country_codes() -> dict[str, str]:
    return words.country_codes()


def load_ucdp(lines: Iterable[str]) -> Loaded:
    """Points UCDP coded exactly (where_prec 1), one a name; "Tadmur/Palmyra" is two names."""
    loaded, codes = Loaded(), _country_codes()
    seen: set[tuple[str, float, float]] = set()
    reader = csv.DictReader(lines)
    if not set(UCDP) <= set(reader.fieldnames or ()):
        raise KnowledgeError("line 1: no UCDP GED header")
    for record in reader:
        try:
            if int(float(record["where_prec"] or 0)) != 1 or not record["where_coordinates"]:
                continue
            lat, lon = checked_point(record["latitude"], record["longitude"])
        except (ValueError, TypeError) as error:
            loaded.bad.append(BadLine(reader.line_num, str(error)))
            continue
        text = _GENERIC.sub("", record["where_coordinates"].strip())
        key = (text, round(lat, 3), round(lon, 3))
        if key in seen:
            continue
        seen.add(key)
        names = [n.strip() for n in text.split("/") if n.strip()]
        parents = _parents(record.get("adm_2"), record.get("adm_1"))
        cc = codes.get(record["country"].strip().lower())
        loaded.rows.append(_learned("ucdp", names, lat, lon, cc, parents))
    return loaded


def load_acled(lines: Iterable[str]) -> Loaded:
    """Points ACLED coded at precision 1 or 2; "Damascus - Jobar" is a part of Damascus."""
    loaded, codes = Loaded(), _country_codes()
    seen: set[tuple[str, float, float]] = set()
    reader = csv.DictReader(lines)
    if not {"location", "latitude", "longitude", "geo_precision"} <= set(reader.fieldnames or ()):
        raise KnowledgeError("line 1: no ACLED header")
    for record in reader:
        try:
            if int(float(record["geo_precision"] or 0)) not in (1, 2) or not record["location"]:
                continue
            lat, lon = checked_point(record["latitude"], record["longitude"])
        except (ValueError, TypeError) as error:
            loaded.bad.append(BadLine(reader.line_num, str(error)))
            continue
        text = record["location"].strip()
        key = (text, round(lat, 3), round(lon, 3))
        if key in seen:
            continue
        seen.add(key)
        whole, _, part = text.partition(" - ")
        names = [part.strip(), text] if part else [whole]
        parents = _parents(record.get("admin2"), record.get("admin1"))
        cc = codes.get(record.get("country", "").strip().lower())
        loaded.rows.append(_learned("acled", names, lat, lon, cc, parents, is_part=bool(part)))
    return loaded


def _parents(adm2: str | None, adm1: str | None) -> tuple[str, ...]:
    named = [("adm2", adm2), ("adm1", adm1)]
    return tuple(
        f"name:{level}:{_ADMIN.sub('', n.strip())}" for level, n in named if n and n != "nan"
    )


def _learned(
    source: str,
    names: list[str],
    lat: float,
    lon: float,
    cc: str | None,
    parents: tuple[str, ...],
    *,
    is_part: bool = False,
) -> Row:
    return Row(
        id=f"{source}:{digest(names[0], f'{lat:.3f}', f'{lon:.3f}', length=12)}",
        source=source,
        kind="part" if is_part else "settlement",
        name=names[0],
        lat=lat,
        lon=lon,
        cc=cc,
        parents=parents,
        labels=[
            Label(names[0], "en", "primary"),
            *(Label(n, "en", "learned") for n in names[1:]),
        ],
        learned=True,
    )
