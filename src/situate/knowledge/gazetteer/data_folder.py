"""The installed gazetteer: which sources a data folder holds, and the build they give."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from situate.errors import KnowledgeError, ResourceMissing
from situate.knowledge.gazetteer.schema import SCHEMA

_FOLDER = "gazetteer"
_MANIFEST = "sources.json"
_CURRENT = "current"


if TYPE_CHECKING:
    from situate.knowledge.gazetteer.sources import Source


def folder_of(data_dir: Path) -> Path:
    """Where a data folder keeps its gazetteer."""
    return data_dir / _FOLDER


def added(data_dir: Path) -> tuple[Source, ...]:
    """Sources a user has added, in order; none before the first."""
    from situate.knowledge.gazetteer.sources import Source

    path = folder_of(data_dir) / _MANIFEST
    if not path.exists():
        return ()
    try:
        records = orjson.loads(path.read_bytes())
        base = folder_of(data_dir) / "sources"
        return tuple(
            Source(r["kind"], base / r["file"], r["sha256"], r["label"], r["country"])
            for r in records
        )
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"{path} is damaged ({error})", hint="remove it and add the files again"
        ) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file at once: a reader sees the old or the new, never a part."""
    work = path.with_name(f".{path.name}.{os.getpid()}")
    work.write_bytes(data)
    work.replace(path)


def current(data_dir: Path) -> Path | None:
    """Folder of the gazetteer in use; None before the first build by this version."""
    pointer = folder_of(data_dir) / _CURRENT
    if not pointer.exists():
        return None
    digest, _, schema = pointer.read_text(encoding="utf-8").strip().partition(" ")
    folder = folder_of(data_dir) / digest
    return folder if schema == SCHEMA and folder.exists() else None


def point_at_build(data_dir: Path, digest: str) -> None:
    """Make the build `digest` the one in use; the newest of the others stays as well."""
    write_atomically(folder_of(data_dir) / _CURRENT, f"{digest} {SCHEMA}".encode())
    builds = [f for f in folder_of(data_dir).iterdir() if (f / "keys.marisa").exists()]
    others = [f for f in builds if f.name != digest and not f.name.startswith(".")]
    for old in sorted(others, key=lambda f: f.stat().st_mtime)[:-1]:
        shutil.rmtree(old, ignore_errors=True)


def build_in_child(data_dir: Path, sources: tuple[Source, ...]) -> str:
    """Build in a process of its own, so that its memory is given back; the digest.

    Raises KnowledgeError with the child's message where a source cannot be read.
    """
    order = orjson.dumps(
        {
            "folder": str(folder_of(data_dir)),
            "sources": [[s.kind, str(s.path), s.sha256, s.label, s.country] for s in sources],
        }
    )
    child = subprocess.run(
        [sys.executable, "-m", "situate.knowledge.gazetteer.builder"],
        input=order,
        stdout=subprocess.PIPE,
        check=False,
    )
    answer = orjson.loads(child.stdout or b"{}")
    if child.returncode or "digest" not in answer:
        raise KnowledgeError(
            answer.get("error", f"building the gazetteer failed ({child.returncode})")
        )
    return str(answer["digest"])


def ensure_built(data_dir: Path) -> Path:
    """Folder of the gazetteer in use, built on first use (half a minute or more, told on stderr).

    Raises ResourceMissing where the folder cannot be written.
    """
    found = current(data_dir)
    if found is not None:
        return found
    from situate.knowledge.gazetteer.sources import embedded

    try:
        folder_of(data_dir).mkdir(parents=True, exist_ok=True)
        digest = build_in_child(data_dir, (*embedded(), *added(data_dir)))
        point_at_build(data_dir, digest)
    except OSError as error:
        raise ResourceMissing(
            f"no gazetteer, and none can be built in {data_dir} ({error})",
            hint="name a folder that can be written with --data-dir",
        ) from error
    return folder_of(data_dir) / digest
