"""The pages for users: every command on them runs, every example in Python is right, it builds."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.conftest import ROOT

PAGES = sorted(
    str(p.relative_to(ROOT))
    for p in [ROOT / "docs/tutorial.md", *(ROOT / "docs/howto").glob("*.md")]
)
# What needs a network, a server that stays, a password typed, or a file only the reader has.
NOT_RUN = re.compile(
    r"^(serve|person|places install|places add|annotations import)\b|https?://|\(needs your file\)"
    r"|^brief folder/|^brief -|^run folder/"
)


def commands(page: str) -> list[str]:
    """Lines after "$ situate" inside console blocks, continued ones joined."""
    text = (ROOT / page).read_text("utf-8").replace("\\\n", " ")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    found = (re.match(r"\$ (?:\.venv/bin/)?situate (.*)", line) for line in lines)
    return [m[1] for m in found if m]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """A folder with the examples and one store, as after the first steps of the tutorial."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "examples").symlink_to(ROOT / "examples")
    done = situate(["run", "examples/euphrates", "--db", "theatre.db"], folder, data_dir)
    assert done.exit_code in (0, 3), done.output
    return folder


def situate(arguments: list[str], folder: Path, data_dir: Path) -> Result:
    """A command run in that folder, in this process: fifty interpreters would take minutes."""
    from situate.serve.cli import app

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SITUATE_DATA_DIR", str(data_dir))
        patch.setenv("USER", "reader")
        return CliRunner().invoke(app, arguments)


def filled_in(words: list[str], folder: Path, data_dir: Path) -> list[str]:
    """MENTION, OTHER and JUDGEMENT as the store has them now."""
    if "MENTION" in words or "OTHER" in words:
        looks = situate(["review", "list", "--db", "theatre.db", "--json"], folder, data_dir)
        ids = [json.loads(line)["mention"] for line in looks.stdout.splitlines()]
        words = [{"MENTION": ids[0], "OTHER": ids[1]}.get(w, w) for w in words]
    if "JUDGEMENT" in words:
        log = situate(["review", "log", "--db", "theatre.db", "--json"], folder, data_dir)
        last = json.loads(log.stdout.splitlines()[-1])["id"]
        words = [last if w == "JUDGEMENT" else w for w in words]
    return words


def test_the_pages_are_there_and_have_commands() -> None:
    names = {Path(page).stem for page in PAGES}
    wanted = {
        "tutorial",
        "r",
        "python",
        "qgis",
        "spreadsheets",
        "newsroom",
        "humanitarian",
        "serving",
    }
    assert wanted <= names
    assert sum(len(commands(page)) for page in PAGES) > 35


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_runs(page: str, reader: Path, data_dir: Path) -> None:
    for line in commands(page):
        if NOT_RUN.search(line):
            continue
        words = filled_in(shlex.split(line.split(" > ")[0], comments=True), reader, data_dir)
        done = situate(words, reader, data_dir)
        assert done.exit_code in (0, 3), f"{line}\n{done.output}\n{done.exception}"


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_exists(page: str, data_dir: Path) -> None:
    """Also those that are not run here: the command and each option is one we have."""
    import typer.main

    from situate.serve.cli import app

    for line in commands(page):
        words = shlex.split(line.split(" > ")[0], comments=True)
        command = typer.main.get_command(app)
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
        known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
        asked = {w.split("=")[0] for w in words if re.match(r"--[a-z]", w)}
        assert asked <= known, f"{line}: {asked - known}"


@pytest.mark.slow
def test_the_examples_in_python_are_right(reader: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(reader)
    found = doctest.testfile(str(ROOT / "docs/howto/python.md"), module_relative=False)
    assert found.attempted >= 8
    assert found.failed == 0


@pytest.mark.slow
def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    asked = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-q",
        "-b",
        "html",
        str(ROOT / "docs"),
        str(tmp_path),
    ]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "howto" / "qgis.html").exists()
