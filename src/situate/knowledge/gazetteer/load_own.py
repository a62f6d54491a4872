"""Tables of our own: countries, regions, provinces and places compiled by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from situate.errors import KnowledgeError
from situate.knowledge.gazetteer.rows import BadLine, Label, Loaded, Role, Row, checked_point
from situate.model import PlaceKind

_KINDS: dict[str, PlaceKind] = {
    "country": "country",
    "adm1": "adm1",
    "adm2": "adm2",
    "adm3": "adm3",
    "adm4": "adm4",
    "settlement": "settlement",
    "city": "settlement",
    "town": "settlement",
    "village": "settlement",
    "part": "part",
    "area": "area",
    "site": "site",
    "region": "region",
}


def lines_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Numbered records of a table with a header, tab or comma separated, # for a comment.

    Raises KnowledgeError naming the line where a record has too many or too few columns.
    """
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t") if "\t" in line else line.split(",")
        if header is None:
            header = [c.strip().lower() for c in cells]
            continue
        if len(cells) > len(header):
            raise KnowledgeError(f"line {number}: {len(cells)} columns, not {len(header)}")
        cells += [""] * (len(header) - len(cells))
        yield number, {k: v.strip() for k, v in zip(header, cells, strict=True)}


def split(cell: str) -> list[str]:
    """Names of a cell, split at the vertical bar."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def _labels(name: str, others: list[str], role: Role = "alternate") -> list[Label]:
    return [Label(name, "en", "primary"), *(Label(o, "", role) for o in others)]


def load_countries(text: str) -> Loaded:
    """Countries with their point, aliases and nationality words (xrefs of scheme "people")."""
    loaded = Loaded()
    for _, record in lines_of(text):
        lat, lon = checked_point(record["lat"], record["lon"])
        people = split(record["people"])
        loaded.rows.append(
            Row(
                id=f"gn:{record['geonameid']}",
                source="countries",
                kind="country",
                code="PCLI",
                name=record["name"],
                lat=lat,
                lon=lon,
                cc=record["cc"],
                labels=_labels(record["name"], split(record["aliases"]), "short"),
                xrefs=(
                    ("gn", record["geonameid"]),
                    ("iso", record["cc"]),
                    *(("people", p) for p in people),
                ),
            )
        )
    return loaded


def load_regions(text: str) -> Loaded:
    """Continents, seas, ranges, disputed lands: a point, a radius, the countries they lie in.

    `adm1`, a name, is the first-level unit a small region lies in; most lie in several.
    """
    loaded = Loaded()
    for _, record in lines_of(text):
        lat, lon = checked_point(record["lat"], record["lon"])
        countries = tuple(record["countries"].split())
        loaded.rows.append(
            Row(
                id=f"situate:{record['id']}",
                source="regions",
                kind="region",
                name=record["name"],
                lat=lat,
                lon=lon,
                cc=countries[0] if len(countries) == 1 else None,
                labels=_labels(record["name"], split(record["aliases"])),
                parents=(f"name:adm1:{record['adm1']}",) if record.get("adm1") else (),
                radius_km=float(record["radius_km"]),
                countries=countries,
            )
        )
    return loaded


def load_places(text: str, source: str) -> Loaded:
    """Places in our own format: id name lat lon country adm1 adm2 kind population alt_names.

    `alt_names` are split at the vertical bar or semicolon; `adm1` and `adm2` are names.
    """
    loaded = Loaded()
    for number, record in lines_of(text):
        try:
            loaded.rows.append(_own_row(record, source))
        except (KeyError, ValueError) as error:
            loaded.bad.append(BadLine(number, str(error)))
    return loaded


def _own_row(record: dict[str, str], source: str) -> Row:
    lat, lon = checked_point(record["lat"], record["lon"])
    scheme, _, code = record["id"].partition(":")
    if not record["name"]:
        raise ValueError("no name")
    return Row(
        id=record["id"] if code else f"user:{record['id'] or record['name']}",
        source=source,
        kind=_KINDS.get(record.get("kind", "").lower(), "settlement"),
        name=record["name"],
        lat=lat,
        lon=lon,
        cc=record.get("country", "").upper() or None,
        pop=int(float(record.get("population") or 0)),
        parents=tuple(
            f"name:{level}:{record[level]}" for level in ("adm2", "adm1") if record.get(level)
        ),
        labels=_labels(record["name"], split(record.get("alt_names", "").replace(";", "|"))),
        xrefs=((scheme, code),) if code else (),
    )


def read_text(path: Path) -> str:
    """A UTF-8 table. Raises KnowledgeError naming the line of the first byte that is not."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KnowledgeError(
            f"{path}, line {line}: byte {data[error.start]:#04x} is not UTF-8",
            hint=f"convert it first: `iconv -f latin1 -t utf-8 {path.name}`",
        ) from error
