"""GeoNames country dumps, alternate names, admin-1 codes: tabs, no header, no quotes."""

from __future__ import annotations

from collections.abc import Iterable

from situate.errors import KnowledgeError
from situate.knowledge.gazetteer import words
from situate.knowledge.gazetteer.rows import BadLine, Label, Loaded, Role, Row, checked_point
from situate.model import PlaceKind

COLUMNS = 19
_SKIPPED_NAMES = frozenset(("link", "post", "iata", "icao", "faac", "unlc", "wkdt", "phon"))
_ADMIN: dict[str, PlaceKind] = {"ADM1": "adm1", "ADM2": "adm2", "ADM3": "adm3", "ADM4": "adm4"}
_GONE_CODES = frozenset(("PPLQ", "PPLH", "PPLW"))


def kind_of(feature_class: str, code: str) -> PlaceKind | None:
    """Kind of a GeoNames feature, None for those no report of conflict names."""
    if feature_class == "A":
        if code in _ADMIN:
            return _ADMIN[code]
        if code.startswith("PCL"):
            return "country"
        return "area" if code in ("ADMD", "TERR", "ZNB") else None
    if feature_class == "P":
        return "part" if code == "PPLX" else "settlement"
    kept = words.table("place_features.yaml")
    if code in kept["sites"]:
        return "site"
    if code in kept["areas"] or any(code.startswith(p) for p in kept["area_prefixes"]):
        return "area"
    return None


def load_dump(lines: Iterable[str]) -> Loaded:
    """Rows of `XX.txt` or `allCountries.txt`; a bad line is noted with its number.

    Raises KnowledgeError if the first ten lines hold no row of 19 columns.
    """
    loaded = Loaded()
    seen: set[str] = set()
    number = 0
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if cells == [""]:
            continue
        try:
            row = _row(cells, seen)
        except ValueError as error:
            loaded.bad.append(BadLine(number, str(error)))
        else:
            if row is not None:
                loaded.rows.append(row)
        if number == 10 and len(loaded.bad) == 10:
            raise KnowledgeError(f"line 1: {loaded.bad[0].reason}: no GeoNames dump")
    if number and len(loaded.bad) == number:
        raise KnowledgeError(f"line 1: {loaded.bad[0].reason}: no GeoNames dump")
    return loaded


def _row(cells: list[str], seen: set[str]) -> Row | None:
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns, not {COLUMNS}")
    ident, name, ascii_name, others, lat, lon, feature_class, code, cc = cells[:9]
    if not ident.isdigit():
        raise ValueError(f"no geonameid: {ident[:20]!r}")
    if ident in seen:
        raise ValueError(f"geonameid {ident} stands twice")
    point = checked_point(lat, lon)
    kind = kind_of(feature_class, code)
    if kind is None:
        return None
    seen.add(ident)
    labels = [
        Label(name, "", "primary"),
        *(Label(n) for n in [ascii_name, *others.split(",")] if n),
    ]
    adm1 = cells[10] if cells[10] not in ("", "00") else None
    return Row(
        id=f"gn:{ident}",
        source="geonames",
        kind=kind,
        code=code,
        name=name,
        lat=point[0],
        lon=point[1],
        cc=cc or None,
        pop=int(cells[14] or 0) if kind in ("settlement", "part") else 0,
        adm1=adm1,
        parents=_parents(cells, kind),
        labels=labels,
        xrefs=(("gn", ident), *_own_code(cells, kind)),
        gone=code in _GONE_CODES,
        is_capital=code == "PPLC",
    )


def _parents(cells: list[str], kind: PlaceKind) -> tuple[str, ...]:
    """Containing areas by GeoNames code paths, nearest first."""
    cc, codes = cells[8], cells[10:13]
    depth = {"adm1": 0, "adm2": 1, "adm3": 2}.get(kind, 3)
    paths = [".".join([cc, *codes[: n + 1]]) for n in range(min(depth, 3)) if all(codes[: n + 1])]
    return tuple(f"gncode:{path}" for path in reversed(paths))


def _own_code(cells: list[str], kind: PlaceKind) -> tuple[tuple[str, str], ...]:
    depth = {"adm1": 1, "adm2": 2, "adm3": 3}.get(kind)
    if depth is None or not all(cells[10 : 10 + depth]):
        return ()
    return (("gncode", ".".join([cells[8], *cells[10 : 10 + depth]])),)


def load_names(lines: Iterable[str]) -> Loaded:
    """Names of `alternateNamesV2.txt` by row id; links, codes and phonetic forms are left out."""
    loaded = Loaded()
    number = 0
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < 4 or not cells[1].isdigit():
            loaded.bad.append(BadLine(number, f"{len(cells)} columns, not 10"))
            continue
        cells += [""] * (10 - len(cells))
        lang, text = cells[2], cells[3]
        if lang in _SKIPPED_NAMES or not text:
            continue
        role: Role = "alternate"
        if cells[7] == "1":
            role = "historic"
        elif cells[5] == "1" or lang == "abbr":
            role = "short"
        elif cells[4] == "1" and lang == "en":
            role = "official"
        loaded.names.setdefault(f"gn:{cells[1]}", []).append(Label(text, lang[:2], role))
    if number and len(loaded.bad) == number:
        raise KnowledgeError("line 1: no GeoNames table of alternate names")
    return loaded


def load_adm1(lines: Iterable[str]) -> Loaded:
    """`admin1CodesASCII.txt`: code, name, ASCII name, id."""
    loaded = Loaded()
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != 4 or "." not in cells[0]:
            loaded.bad.append(BadLine(number, f"{len(cells)} columns, not 4"))
            continue
        loaded.adm1[cells[0]] = (cells[1], f"gn:{cells[3]}")
        loaded.names[f"gn:{cells[3]}"] = [Label(cells[1]), Label(cells[2])]
    if not loaded.adm1:
        raise KnowledgeError("line 1: no GeoNames table of admin-1 codes")
    return loaded
