"""SIGKILL at any moment: nothing committed is lost, nothing is half there, the next run goes on."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from situate import concluding
from situate.store import open_store
from tests.conftest import ROOT
from tests.store.build import a_document, a_mention
from tests.test_concluding import DESK, equals_whole

KILLS = 50


def write(file: Path, first: int, told: int) -> None:
    """A run without a parser: the store's own calls in the pipeline's order, as fast as they go."""
    with open_store(file, create=True) as store:
        os.write(told, b"ready\n")
        for n in range(first, 10_000_000):
            paper = a_document(f"The army besieges Homs. {n} people died.")
            said = [a_mention(paper), a_mention(paper, "died", "casualties")]
            store.add_readings([(paper, said)], "p1", "r")
            os.write(told, f"{paper.id}\n".encode())
            if n % 4 == 0:
                concluding.rebuild(store, DESK, "p1")


def write_until_killed(file: Path, documents: int, seconds: float, first: int) -> set[str]:
    """Documents the writer said were committed before it was killed, a moment after some.

    Forked and not spawned: nothing is open here, and fifty interpreters need not start.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            write(file, first, writer)
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as told:
        assert told.readline() == "ready\n"
        lines = [told.readline().strip() for _ in range(documents)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        lines += told.read().split("\n")[:-1]
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    return set(lines)


def check(file: Path, told: set[str]) -> None:
    with sqlite3.connect(file) as raw:
        assert raw.execute("pragma integrity_check").fetchone() == ("ok",)
    raw.close()
    with open_store(file) as store:
        documents = store.documents()
        assert told <= set(documents)
        counts = store.counts()
        assert counts["reading"] == counts["document"]
        assert counts["mention"] == 2 * counts["document"]
        mark = store.concluded_mark()
        known = {m.id for m in store.mentions()}
        for incident in store.incidents():
            assert set(incident.mentions) <= known
        assert (mark is None) == (counts["incident"] == 0)
        assert counts["incident"] == counts["happening"]


@pytest.mark.slow
def test_killing_a_writer_fifty_times(tmp_path: Path) -> None:
    chance = random.Random(0)
    file = tmp_path / "killed.db"
    told: set[str] = set()
    for kill in range(KILLS):
        moment = chance.uniform(0, 0.02)
        told |= write_until_killed(file, chance.randint(0, 3), moment, kill * 100_000)
        check(file, told)
    assert len(told) >= KILLS
    with open_store(file) as store:
        concluding.rebuild(store, DESK, "p1")
        equals_whole(store)


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path, data_dir: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(120):
        (folder / f"{n:03}.txt").write_text(
            f"Rebels captured the village of Hajin, killing {n + 2}."
        )
    file = tmp_path / "killed.db"
    environment = {**os.environ, "SITUATE_DATA_DIR": str(data_dir)}
    command = [sys.executable, "-m", "situate", "run", str(folder), "--db", str(file), "--json"]
    child = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    while child.poll() is None:
        if file.exists() and _read(file) >= 16:
            child.kill()
            break
        time.sleep(0.02)
    child.wait(60)
    before = _read(file)
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    with open_store(file) as store:
        assert store.counts()["document"] == 120
        assert store.counts()["reading"] == 120
        assert store.concluded_mark() is not None
    assert 0 < before <= 120


def _read(file: Path) -> int:
    try:
        raw = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
        with raw:
            count = raw.execute("select count(*) from reading").fetchone()[0]
        raw.close()
        return int(count)
    except sqlite3.Error:
        return 0
