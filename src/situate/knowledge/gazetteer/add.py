"""`places add` and `places list`: files into the data folder, and a new gazetteer from them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from situate.errors import KnowledgeError
from situate.knowledge.gazetteer import data_folder
from situate.knowledge.gazetteer.recognise import kind_of
from situate.knowledge.gazetteer.rows import BadLine
from situate.knowledge.gazetteer.sources import Source, country_in, embedded, load, sha256_of

_MOST_BAD = 0.5  # of the lines read: more than this is the wrong file
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file gave: rows read, lines nobody could use (how many, and the first few)."""

    path: str
    kind: str
    country: str | None
    sha256: str
    licence: str
    attribution: str
    rows: int
    outlines: int
    rejected: int
    bad: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an `add` did: files, rows new to the gazetteer, rows that joined known places."""

    files: tuple[FileReport, ...]
    places: int
    new: int
    merged: int
    digest: str

    def __str__(self) -> str:
        lines = []
        for f in self.files:
            told = f"{f.rows:,} rows" if f.rows else f"{f.outlines:,} polygons"
            lines.append(f"{f.path}: {f.kind}, {told}, {f.rejected:,} rejected ({f.licence})")
            lines += [f"  line {b.line}: {b.reason}" for b in f.bad]
        lines.append(
            f"{self.places:,} places, {self.new:,} new, {self.merged:,} merged;"
            f" gazetteer {self.digest}"
        )
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Installed:
    """One source of the gazetteer in use."""

    name: str
    kind: str
    country: str | None
    sha256: str
    licence: str
    attribution: str
    gazetteer: str

    def __str__(self) -> str:
        told = f"{self.name}  {self.kind}  {self.licence}  sha256 {self.sha256[:12]}"
        return f"{told}  [{self.attribution}]"


def add_files(
    paths: Sequence[Path], data_dir: Path, kind: str | None = None, country: str | None = None
) -> AddReport:
    """Copy files into the data folder and build the gazetteer with them; all of them or none.

    Kinds are recognised by header; `country` (ISO code) stands in where a file does not say. The
    gazetteer in use stays in place until the new one is whole. Raises KnowledgeError naming file
    and line, TooLarge for a bomb, UsageError for an unknown kind.
    """
    fresh, reports = [], []
    for path in paths:
        source, report = _read(path, kind, country)
        fresh.append(source)
        reports.append(report)
    names = sorted({_source_of(source) for source in fresh})
    before = _count(data_dir, names)
    known = {s.sha256: s for s in data_folder.added(data_dir)}
    known |= {s.sha256: _kept(s, data_dir) for s in fresh}
    digest = use(tuple(known.values()), data_dir)
    rows = sum(r.rows for r in reports if r.kind not in ("geonames-adm1", "geonames-names"))
    new = max(0, _count(data_dir, names) - before)
    return AddReport(tuple(reports), _count(data_dir), new, max(0, rows - new), digest)


def use(sources: Sequence[Source], data_dir: Path) -> str:
    """Build from the embedded default and `sources`, then make the build the one in use."""
    digest = data_folder.build_in_child(data_dir, (*embedded(), *sources))
    records = [
        {
            "kind": s.kind,
            "file": s.path.name,
            "sha256": s.sha256,
            "label": s.label,
            "country": s.country,
        }
        for s in sources
    ]
    manifest = data_folder.folder_of(data_dir) / "sources.json"
    data_folder.write_atomically(manifest, orjson.dumps(records, option=orjson.OPT_INDENT_2))
    data_folder.point_at_build(data_dir, digest)
    return digest


def _read(path: Path, kind: str | None, country: str | None) -> tuple[Source, FileReport]:
    if not path.is_file():
        raise KnowledgeError(f"no such file: {path}")
    found = kind_of(path, kind)
    cc = (country or "").upper() or (country_in(path.name) if found != "places" else None)
    source = Source(found, path, sha256_of(path), path.name, cc)
    loaded = load(source)
    read = len(loaded.rows) + len(loaded.outlines) + len(loaded.names) + len(loaded.adm1)
    bad = len(loaded.bad)
    if not read or bad > _MOST_BAD * (read + bad):
        first = loaded.bad[0] if loaded.bad else BadLine(1, "nothing to read")
        raise KnowledgeError(
            f"{path}, line {first.line}: {first.reason} ({bad} of {read + bad} lines are bad)"
        )
    report = FileReport(
        str(path),
        found,
        cc,
        source.sha256,
        source.licence,
        source.attribution,
        len(loaded.rows) or len(loaded.adm1) or len(loaded.names),
        len(loaded.outlines),
        bad,
        tuple(loaded.bad[:_SHOWN]),
    )
    return source, report


def _kept(source: Source, data_dir: Path) -> Source:
    """A copy inside the data folder, under its digest, so that rebuilding needs nothing else."""
    folder = data_folder.folder_of(data_dir) / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    home = folder / f"{source.sha256[:16]}-{source.path.name}"
    if not home.exists():
        work = home.with_name(f".{home.name}")
        shutil.copyfile(source.path, work)
        work.replace(home)
    return replace(source, path=home)


def _source_of(source: Source) -> str:
    """What rows of a source say they come from."""
    return source.label if source.kind == "places" else source.kind


def _count(data_dir: Path, names: Sequence[str] | None = None) -> int:
    """Places of the gazetteer in use, or only those whose point comes from the sources `names`."""
    folder = data_folder.current(data_dir)
    if folder is None:
        return 0
    from situate.knowledge.gazetteer.store import Gazetteer

    gazetteer = Gazetteer(folder)
    return len(gazetteer) if names is None else gazetteer.count_from(names)


def installed(data_dir: Path) -> tuple[Installed, ...]:
    """Sources of the gazetteer in use with licence and attribution; none before the first build."""
    folder = data_folder.current(data_dir)
    if folder is None:
        return ()
    from situate.knowledge.gazetteer.store import Gazetteer

    opened = Gazetteer(folder)
    return tuple(
        Installed(
            s["name"], s["kind"], s["country"] or None, s["sha256"], s["licence"], s["attribution"],
            opened.digest,
        )
        for s in opened.sources()
    )  # fmt: skip
