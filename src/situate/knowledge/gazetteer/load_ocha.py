"""Administrative units with P-codes: OCHA JSON lists and COD-AB tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from situate.errors import KnowledgeError
from situate.knowledge.gazetteer.rows import BadLine, Label, Loaded, Row, checked_point
from situate.model import PlaceKind

_LEVELS: dict[int, PlaceKind] = {2: "adm1", 4: "adm2", 6: "adm3"}
_VOWEL = re.compile("[aeiouyw]", re.IGNORECASE)


def load_units(data: bytes, path: Path) -> Loaded:
    """Units of an OCHA JSON list: name.en, name.ar, aliases, centroid, externalIds."""
    try:
        units = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise KnowledgeError(f"{path}: not JSON ({error})") from error
    if not isinstance(units, list):
        raise KnowledgeError(f"{path}: no list of administrative units")
    loaded = Loaded()
    for number, unit in enumerate(units, 1):
        try:
            loaded.rows.append(_unit(unit))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            loaded.bad.append(BadLine(number, f"unit {number}: {error!r}"))
    return loaded


def _is_machine_alias(text: str) -> bool:
    return text.isascii() and any(len(w) > 3 and not _VOWEL.search(w) for w in text.split())


def _unit(unit: dict[str, Any]) -> Row:
    ids = unit["externalIds"]
    pcode = ids["ochaPcode"]
    lat, lon = checked_point(unit["centroid"]["latitude"], unit["centroid"]["longitude"])
    labels = [
        Label(unit["name"]["en"], "en", "primary"),
        Label(unit["name"]["ar"], "ar", "official"),
    ]
    labels += [
        Label(alias["value"], alias.get("language", ""))
        for alias in unit.get("aliases", ())
        if not _is_machine_alias(alias["value"])
    ]
    gn = str(ids.get("geonames") or "")
    return Row(
        id=f"gn:{gn}" if gn else f"pcode:{pcode}",
        source="ocha",
        kind=_LEVELS.get(len(pcode) - 2, "adm4"),
        name=unit["name"]["en"],
        lat=lat,
        lon=lon,
        cc=pcode[:2],
        pop=0,
        parents=tuple(f"pcode:{pcode[:n]}" for n in range(len(pcode) - 2, 2, -2)),
        labels=labels,
        xrefs=(
            *((("gn", gn),) if gn else ()),
            ("pcode", pcode),
            *((("wd", str(ids["wikidata"])),) if ids.get("wikidata") else ()),
        ),
    )


# --- COD-AB ------------------------------------------------------------------------------------

_NAME = re.compile(r"^(?:admin(\d)(?:name|refname|altname\w*)(?:_(\w+))?|adm(\d)_([a-z]{2}))$")
_CODAB: tuple[PlaceKind, ...] = ("country", "adm1", "adm2", "adm3")
_PCODE = re.compile(r"^(?:admin(\d)pcode|adm(\d)_pcode)$")
_LAT, _LON = ("latitude", "lat", "y", "lat_dd"), ("longitude", "lon", "x", "long_dd", "long")


def is_codab(header: list[str]) -> bool:
    """Whether a header has P-code columns."""
    return any(_PCODE.match(h.strip().lower()) for h in header)


def load_codab(lines: Iterable[str]) -> Loaded:
    """Units of a COD-AB table, columns known by pattern, case-blind; P-codes nest by prefix."""
    loaded = Loaded()
    reader = csv.reader(lines)
    header = [h.strip().lower().lstrip("\ufeff") for h in next(reader, [])]
    if not is_codab(header):
        raise KnowledgeError("line 1: no column of P-codes")
    for cells in reader:
        record = dict(zip(header, cells, strict=False))
        try:
            loaded.rows.append(_codab_row(record, len(cells), len(header)))
        except ValueError as error:
            loaded.bad.append(BadLine(reader.line_num, str(error)))
    return loaded


def _codab_row(record: dict[str, str], found: int, expected: int) -> Row:
    if found != expected:
        raise ValueError(f"{found} columns, not {expected}")
    codes = {int(m[1] or m[2]): v for k, v in record.items() if v and (m := _PCODE.match(k))}
    if not codes:
        raise ValueError("no P-code")
    level = max(codes)
    lat = next((record[k] for k in _LAT if record.get(k)), None)
    lon = next((record[k] for k in _LON if record.get(k)), None)
    if lat is None or lon is None:
        raise ValueError("no coordinates")
    point = checked_point(lat, lon)
    labels = []
    for key, value in record.items():
        match = _NAME.match(key)
        if match and value and int(match[1] or match[3]) == level:
            labels.append(Label(value, (match[2] or match[4] or "")[:2]))
    if not labels:
        raise ValueError("no name")
    labels.sort(key=lambda label: label.lang != "en")
    labels[0] = labels[0]._replace(role="primary")
    kind: PlaceKind = "settlement"
    if level < len(_CODAB) and not codes[level].startswith("C"):
        kind = _CODAB[level]
    country = next((v for n, v in sorted(codes.items()) if n == 0), None)
    top = next((v for _, v in sorted(codes.items()) if v[:2].isalpha()), "")
    return Row(
        id=f"pcode:{codes[level]}",
        source="codab",
        kind=kind,
        name=labels[0].text,
        lat=point[0],
        lon=point[1],
        cc=country or top[:2] or None,
        parents=tuple(f"pcode:{codes[n]}" for n in sorted(codes, reverse=True) if 0 < n < level),
        labels=labels,
        xrefs=(("pcode", codes[level]),),
    )
