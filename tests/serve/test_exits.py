"""How commands end: exit codes that a script can tell apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from situate import extract
from situate.annotate import Annotated
from situate.serve.cli import app
from situate.serve.exits import BUG, OK, SET_ASIDE

GOOD = "Rebels captured the village of Hajin on Tuesday."
OTHER = (
    "Les rebelles ont pris le village de Hajin mardi, et douze soldats ont \u00e9t\u00e9 tu\u00e9s."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that fails on every English report."""

    def fails(_document: Annotated, _vocabulary: object) -> None:
        raise ZeroDivisionError("no such clause")

    monkeypatch.setattr(extract, "extract", fails)


def command(name: str, folder: Path, data_dir: Path) -> list[str]:
    more = ["--db", str(folder / "out.db")] if name == "run" else []
    return [name, str(folder), "--data-dir", str(data_dir), *more]


@pytest.mark.parametrize("name", ["brief", "mentions", "run"])
def test_a_report_in_another_language_is_no_fault(name: str, folder: Path, data_dir: Path) -> None:
    (folder / "other.txt").write_text(OTHER, encoding="utf-8")
    found = CliRunner().invoke(app, command(name, folder, data_dir))
    assert found.exit_code == SET_ASIDE, found.output
    assert "other.txt" in found.stderr
    assert "bug" not in found.stderr


@pytest.mark.parametrize("name", ["brief", "mentions", "run"])
@pytest.mark.usefixtures("broken")
def test_a_bug_ends_otherwise_than_a_report_set_aside(
    name: str, folder: Path, data_dir: Path
) -> None:
    found = CliRunner().invoke(app, command(name, folder, data_dir))
    assert found.exit_code == BUG, found.output
    assert "good.txt" in found.stderr
    assert "a bug in situate" in found.stderr


def test_a_read_report_is_fine(folder: Path, data_dir: Path) -> None:
    assert CliRunner().invoke(app, command("mentions", folder, data_dir)).exit_code == OK
