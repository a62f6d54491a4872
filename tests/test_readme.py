"""Every example a newcomer can copy runs, and the reference says what the code does."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROGRAM = ".venv/bin/situate "


def examples(page: str) -> list[list[str]]:
    """Command lines of a page, without their comments."""
    lines = (ROOT / page).read_text("utf-8").splitlines()
    return [
        shlex.split(line.strip().removeprefix(PROGRAM), comments=True)
        for line in lines
        if line.strip().startswith(PROGRAM)
    ]


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """A folder as a fresh clone has it, and a gazetteer of one's own to add to."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "examples").symlink_to(ROOT / "examples")
    return folder


def run(arguments: list[str], newcomer: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SITUATE_DATA_DIR": str(newcomer / "data"), "USER": "newcomer"}
    return subprocess.run(
        [sys.executable, "-m", "situate", *arguments],
        capture_output=True, text=True, cwd=newcomer, env=environment, timeout=300, check=False,
    )  # fmt: skip


def test_the_readme_has_examples() -> None:
    assert len(examples("README.md")) >= 12


def test_the_first_screen_is_what_the_program_prints() -> None:
    golden = set((ROOT / "tests" / "golden" / "euphrates.txt").read_text("utf-8").splitlines())
    page = (ROOT / "README.md").read_text("utf-8")
    shown = page[page.index("    15 reports") : page.index("and writes `out/")].splitlines()
    lines = [line.removeprefix("    ") for line in shown if line.strip() not in ("", "...")]
    assert len(lines) > 20
    assert set(lines) <= golden


def test_every_example_of_the_readme_runs(newcomer: Path) -> None:
    for arguments in examples("README.md"):
        if arguments[0] == "serve":
            continue  # has a test of its own below
        found = run(arguments, newcomer)
        assert found.returncode == 0, (arguments, found.stderr)
        assert found.stdout.strip(), arguments


def test_the_page_of_the_readme_is_served(newcomer: Path) -> None:
    (arguments,) = [a for a in examples("README.md") if a[0] == "serve"]
    if not (newcomer / "out" / "theatre.db").exists():
        run(["run", "examples/euphrates", "--db", "out/theatre.db"], newcomer)
    server = subprocess.Popen(
        [sys.executable, "-m", "situate", *arguments, "--port", "8931"],
        cwd=newcomer, env={**os.environ, "SITUATE_DATA_DIR": str(newcomer / "data")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert "situate" in _page("http://127.0.0.1:8931/", server).lower()
    finally:
        server.terminate()
        server.wait(20)


def _page(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(120):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode("utf-8"))
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server never answered")


def test_the_reference_is_what_the_code_says() -> None:
    found = subprocess.run(
        [sys.executable, "tools/reference.py", "--check"],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr


def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("furo")
    found = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "docs", str(tmp_path)],
        capture_output=True, text=True, cwd=ROOT, timeout=300, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr


def test_nothing_of_the_shared_material_is_in_the_project(shared: Path) -> None:
    """No gold text, no report text: twelve words in a row of either are a copy."""
    report = (shared / "seed" / "report.txt").read_text("utf-8").split()
    runs = {" ".join(report[i : i + 12]) for i in range(len(report) - 12)}
    files = subprocess.run(
        ["git", "ls-files", "src", "tests", "docs", "examples", "tools", "benchmarks"],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in files:
        file = ROOT / name
        if not file.exists() or file.suffix not in {
            ".py",
            ".yaml",
            ".md",
            ".txt",
            ".html",
            ".tsv",
            ".jsonl",
            ".xml",
        }:
            continue
        words = file.read_text("utf-8", errors="replace").split()
        found = {" ".join(words[i : i + 12]) for i in range(len(words) - 12)} & runs
        assert not found, (name, found)
