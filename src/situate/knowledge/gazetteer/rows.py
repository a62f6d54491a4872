"""What a source says of a place, before sources are joined: the records the builder works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from situate.model import PlaceKind

Role = Literal["primary", "official", "alternate", "short", "historic", "learned"]

# Rows of different classes are never one place, whatever their names.
KIND_CLASS: dict[PlaceKind, str] = {
    "country": "country",
    "adm1": "adm1",
    "adm2": "adm2",
    "adm3": "adm3",
    "adm4": "adm4",
    "settlement": "settled",
    "part": "settled",
    "site": "site",
    "area": "area",
    "region": "region",
}


class Label(NamedTuple):
    """One name of a place. `lang` is "en", "ar", another ISO 639-1 code, or "" where untold."""

    text: str
    lang: str = ""
    role: Role = "alternate"


@dataclass(slots=True)
class Row:
    """One place as one source has it.

    `adm1` is the GeoNames admin-1 code within the country; `parents` names containing areas by
    cross-reference ("wof:85678359"), nearest first; `xrefs` are (scheme, code) pairs.
    """

    id: str
    source: str
    kind: PlaceKind
    name: str
    lat: float
    lon: float
    cc: str | None = None
    code: str = ""
    pop: int = 0
    adm1: str | None = None
    parents: tuple[str, ...] = ()
    labels: list[Label] = field(default_factory=list)
    xrefs: tuple[tuple[str, str], ...] = ()
    seat: str | None = None
    box: tuple[float, float, float, float] | None = None  # west, south, east, north
    radius_km: float | None = None
    countries: tuple[str, ...] = ()
    gone: bool = False
    learned: bool = False
    is_capital: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The polygon of an area: WKB in lon, lat, and what it belongs to."""

    ref: str  # cross-reference of the area: "wof:85678359"
    kind: PlaceKind
    parent: str | None
    wkb: bytes


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line no loader could use; the file's other lines go on."""

    line: int
    reason: str


@dataclass(slots=True)
class Loaded:
    """What one file gave."""

    rows: list[Row] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    names: dict[str, list[Label]] = field(default_factory=dict)  # more names, by row id
    bad: list[BadLine] = field(default_factory=list)
    adm1: dict[str, tuple[str, str]] = field(default_factory=dict)  # "SY.07" -> name, id


def checked_point(lat: str | float, lon: str | float) -> tuple[float, float]:
    """Latitude and longitude in degrees. Raises ValueError where they are not on the globe."""
    north, east = float(lat), float(lon)
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise ValueError(f"latitude {lat}, longitude {lon} is not on the globe")
    return north, east
