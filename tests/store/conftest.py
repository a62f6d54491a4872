"""Both databases: a SQLite file, and Debian's PostgreSQL on loopback where it is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from situate.store import Store, open_store


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_postgres(*command: str) -> None:
    """PostgreSQL refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, capture_output=True, timeout=120)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server of our own on a free loopback port, gone with the session."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL here: `apt-get install postgresql` to run these tests")
    folder = Path(tempfile.mkdtemp(prefix="situate-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
    _as_postgres(
        str(binaries / "initdb"), "-D", f"{folder}/data", "-U", "situate", "--auth=trust",
        "--encoding=UTF8", "--locale=C.UTF-8",
    )  # fmt: skip
    control = [str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-w"]
    _as_postgres(*control, "-l", f"{folder}/log", "-o", options, "start")
    try:
        yield f"postgresql://situate@127.0.0.1:{port}"
    finally:
        _as_postgres(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a new, empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "situate.db")
    import psycopg

    url = request.getfixturevalue("postgres_url")
    name = "t" + tmp_path.name.replace("-", "_").lower()[-40:]
    with psycopg.connect(f"{url}/postgres", autocommit=True) as admin:
        admin.execute(f'drop database if exists "{name}"')
        admin.execute(f'create database "{name}"')
    return f"{url}/{name}"


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    """A new store."""
    with open_store(where, create=True) as opened:
        yield opened
