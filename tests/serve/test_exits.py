"""How commands end: exit codes that a script can tell apart."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from situate import extract
from situate.annotate import Annotated
from situate.errors import UsageError
from situate.serve.cli import app, main
from situate.serve.door import country
from situate.serve.exits import BUG, FAILED, OK, SET_ASIDE

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


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["brief", "{folder}/none.txt"], "none.txt"),
        (["mentions", "{folder}", "--country", "Nowhere"], "its ISO code"),
        (["incidents", "--db", "{folder}/none.db"], "situate run"),
        (["actors", "find", "Nobody Atall"], "another spelling"),
        (["serve", "--db", "{folder}/x.db", "--port", "{taken}"], "--port"),
    ],
)
def test_a_wrong_call_is_told_what_to_do(
    arguments: list[str], says: str, folder: Path, data_dir: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        given = [word.format(folder=folder, taken=taken) for word in arguments]
        found = CliRunner(env={"SITUATE_DATA_DIR": str(data_dir)}).invoke(app, given)
    assert found.exit_code != OK
    assert says in f"{found.exception} {found.stderr}"


def test_a_folder_that_cannot_be_made_is_one_line(
    folder: Path,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    blocked = folder / "good.txt" / "page.html"
    command = ["situate", "brief", str(folder), "--map", str(blocked), "--data-dir", str(data_dir)]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == FAILED
    assert "good.txt" in capsys.readouterr().err.splitlines()[-1]


def test_a_country_may_be_named() -> None:
    assert country("Syria") == country("sy") == "SY"
    with pytest.raises(UsageError, match="no country 'Nowhere'"):
        country("Nowhere")


def test_a_day_nobody_reports_of_is_said(folder: Path, data_dir: Path) -> None:
    db = str(folder / "out.db")
    CliRunner().invoke(app, ["run", str(folder), "--db", db, "--data-dir", str(data_dir)])
    days = ["--as-of", "1990-01-01", "--known-by", "1990-01-02"]
    found = CliRunner().invoke(app, ["holds", "--db", db, *days])
    assert (found.exit_code, found.stdout) == (OK, "")
    assert "nobody is known to hold" in found.stderr
