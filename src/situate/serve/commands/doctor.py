"""`situate doctor`: is everything here that a run needs, and what to type where it is not."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import typer

from situate import __version__
from situate.errors import SituateError
from situate.serve.commands.options import DataDir, Json, Model
from situate.serve.door import read_settings
from situate.settings import Settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `is_fine` None means it is optional and absent."""

    what: str
    is_fine: bool | None
    says: str


def doctor(json: Json = False, data_dir: DataDir = None, model: Model = None) -> None:
    """Check Python, SQLite, the parser, the gazetteer, threads and the browser for the tests."""
    from situate.records import to_json

    settings = read_settings(data_dir=data_dir, model=model)
    findings = [_looked_at(name, check, settings) for name, check in CHECKS]
    for finding in findings:
        mark = {True: "ok", False: "MISSING", None: "absent"}[finding.is_fine]
        typer.echo(
            to_json(finding).decode() if json else f"{mark:8}{finding.what:12}{finding.says}"
        )
    if any(finding.is_fine is False for finding in findings):
        raise typer.Exit(1)


def _looked_at(
    name: str, check: Callable[[Settings], tuple[bool | None, str]], settings: Settings
) -> Finding:
    try:
        return Finding(name, *check(settings))
    except SituateError as error:
        return Finding(name, False, str(error))


def _python(_: Settings) -> tuple[bool | None, str]:
    return True, f"situate {__version__} on Python {platform.python_version()}"


def _sqlite(_: Settings) -> tuple[bool | None, str]:
    recent = sqlite3.sqlite_version_info >= (3, 37)
    with sqlite3.connect(":memory:") as memory:
        options = {row[0] for row in memory.execute("pragma compile_options")}
    missing = [name for name in ("ENABLE_FTS5", "ENABLE_RTREE") if name not in options]
    lacks = f", without {', '.join(missing)}" if missing else ""
    says = f"SQLite {sqlite3.sqlite_version}{lacks}"
    return recent and not missing, says if recent else says + "; 3.37 or newer is needed"


def _parser(settings: Settings) -> tuple[bool | None, str]:
    from situate.annotate import load_parser

    meta = load_parser(settings.model).meta
    return True, f"{meta['lang']}_{meta['name']} {meta['version']}"


def _gazetteer(settings: Settings) -> tuple[bool | None, str]:
    from situate.knowledge.gazetteer import open_gazetteer

    return True, f"digest {open_gazetteer(settings.data_dir).digest} in {settings.data_dir}"


def _threads(_: Settings) -> tuple[bool | None, str]:
    return True, f"{os.environ.get('OPENBLAS_NUM_THREADS', 'all')} BLAS thread a process"


def _browser(_: Settings) -> tuple[bool | None, str]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return (True, found) if found else (None, "only the project's own browser tests need one")


def _server(_: Settings) -> tuple[bool | None, str]:
    try:
        return True, f"FastAPI {version('fastapi')}"
    except PackageNotFoundError:
        return None, "for `situate serve`: pip install 'situate[serve]'"


CHECKS: tuple[tuple[str, Callable[[Settings], tuple[bool | None, str]]], ...] = (
    ("python", _python),
    ("sqlite", _sqlite),
    ("parser", _parser),
    ("gazetteer", _gazetteer),
    ("threads", _threads),
    ("server", _server),
    ("browser", _browser),
)
