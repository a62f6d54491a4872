"""`situate run --workers` and job arrays leave what one plain run leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from situate.store import open_store, tables
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def situate(*words: str, data_dir: Path, expect: int = 0) -> str:
    command = [sys.executable, "-m", "situate", *words]
    environment = {**os.environ, "SITUATE_DATA_DIR": str(data_dir)}
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == expect, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of a few fights, each told by several, and a table of rows."""
    folder = tmp_path_factory.mktemp("reports")
    towns = ("Hajin", "Abu Kamal", "Al Mayadin", "Deir ez-Zor")
    for n in range(44):
        town, day = towns[n % 4], 1 + n % 5
        (folder / f"{n:02}.txt").write_text(
            f"{day} February 2018\n\nIslamic State fighters attacked army posts in {town} on "
            f"{day} February, killing {n % 4 + 2} soldiers. Report {n}."
        )
    rows = [
        f'{{"text": "Rebels seized the village of Hajin on {n + 1} March 2018, row {n}."}}'
        for n in range(6)
    ]
    (folder / "rows.jsonl").write_text("\n".join(rows))
    return folder


@pytest.fixture(scope="module")
def plain(folder: Path, tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> str:
    db = str(tmp_path_factory.mktemp("plain") / "plain.db")
    situate("run", str(folder), "--db", db, data_dir=data_dir)
    return db


def content(db: str) -> dict[str, list[Any]]:
    """What was said and concluded, without runs, pipelines and running numbers."""
    left_out = {"seq", "run", "pipeline"}
    with open_store(db) as store, store.read() as connection:
        out = {}
        for table in (*tables.SAID, *tables.CONCLUDED):
            if table.name in ("run", "conclusion"):
                continue
            columns = [c for c in table.columns if c.name not in left_out]
            out[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
        return out


def test_two_workers_file_what_one_files(
    folder: Path, plain: str, tmp_path: Path, data_dir: Path
) -> None:
    db = str(tmp_path / "two.db")
    situate("run", str(folder), "--db", db, "--workers", "2", data_dir=data_dir)
    assert content(db) == content(plain)
    again = situate("run", str(folder), "--db", db, "--workers", "2", "--json", data_dir=data_dir)
    assert '"read":0' in again


def test_two_jobs_merged_are_one_run(
    folder: Path, plain: str, tmp_path: Path, data_dir: Path
) -> None:
    jobs = [str(tmp_path / f"job{n}.db") for n in (1, 2)]
    for n, job in enumerate(jobs, 1):
        situate("run", str(folder), "--db", job, "--part", f"{n}/2", data_dir=data_dir)
    whole = str(tmp_path / "whole.db")
    situate("db", "merge", whole, *jobs, data_dir=data_dir)
    situate("db", "merge", whole, jobs[0], data_dir=data_dir)  # twice is once
    situate("rebuild", "--db", whole, data_dir=data_dir)
    assert content(whole) == content(plain)


def test_killing_workers_and_parent_loses_nothing_filed(
    folder: Path, plain: str, tmp_path: Path, data_dir: Path
) -> None:
    db = tmp_path / "killed.db"
    command = [sys.executable, "-m", "situate", "run", str(folder), "--db", str(db)]
    environment = {**os.environ, "SITUATE_DATA_DIR": str(data_dir)}
    parent = subprocess.Popen(
        [*command, "--workers", "2"], env=environment, cwd=ROOT, stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    worker = _a_worker_of(parent)
    os.kill(worker, signal.SIGKILL)
    _, told = parent.communicate(timeout=300)
    assert parent.returncode == 0, told.decode()
    assert content(str(db)) == content(plain)


def _a_worker_of(parent: subprocess.Popen[bytes]) -> int:
    """The first spawned worker that has begun to read."""
    for _ in range(1200):
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        for child in children.read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command and b"resource_tracker" not in command:
                return int(child)
        time.sleep(0.05)
    raise AssertionError("no worker was started")


def test_a_share_that_is_none_is_told(folder: Path, tmp_path: Path, data_dir: Path) -> None:
    situate(
        "run", str(folder), "--db", str(tmp_path / "x.db"), "--part", "3/2",
        data_dir=data_dir, expect=2,
    )  # fmt: skip
