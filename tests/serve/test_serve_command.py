"""`situate serve` opens to others only where people sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from situate.errors import UsageError
from situate.serve.cli import app

pytest.importorskip("fastapi")


def served(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[Any, dict[str, Any]]:
    import uvicorn

    told: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: told.update(options, app=app))
    return CliRunner().invoke(app, ["serve", *arguments]), told


def a_store(folder: Path) -> str:
    from tests.export.page_samples import EMPTY
    from tests.serve.web_store import filled

    return str(filled(folder / "s.db", EMPTY))


def test_it_binds_to_loopback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result, told = served(monkeypatch, "--db", a_store(tmp_path))
    assert result.exit_code == 0
    assert told["host"] == "127.0.0.1"


def test_it_refuses_other_addresses_without_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, told = served(monkeypatch, "--db", a_store(tmp_path), "--host", "0.0.0.0")
    assert isinstance(result.exception, UsageError)
    assert "--people" in str(result.exception)
    assert told == {}


def test_with_people_it_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = CliRunner().invoke(app, ["person", "rosa"], input="secret\nsecret\n")
    people = tmp_path / "people.json"
    people.write_text(made.stdout.splitlines()[-1])
    assert "secret" not in people.read_text()
    db = a_store(tmp_path)
    result, told = served(monkeypatch, "--db", db, "--host", "0.0.0.0", "--people", str(people))
    assert result.exit_code == 0, result.exception
    assert told["host"] == "0.0.0.0"
    assert told["app"].state.desk.people.sign_in("rosa", "secret").role == "reviewer"


@pytest.mark.parametrize(
    "text", ["", "[]", '{"rosa": {}}', '{"rosa": {"hash": "x", "role": "reviewer"}}']
)
def test_a_broken_people_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    people = tmp_path / "people.json"
    people.write_text(text)
    result, _ = served(monkeypatch, "--db", a_store(tmp_path), "--people", str(people))
    assert isinstance(result.exception, UsageError)
    assert "people.json" in str(result.exception)


def test_roles_are_known_words() -> None:
    result = CliRunner().invoke(app, ["person", "rosa", "--role", "king"])
    assert isinstance(result.exception, UsageError)
