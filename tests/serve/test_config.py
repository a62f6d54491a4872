"""Settings told with where each comes from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from situate.errors import UsageError
from situate.serve.cli import app


def shown(*more: str) -> dict[str, dict[str, object]]:
    result = CliRunner().invoke(app, ["config", "show", "--json", *more])
    assert result.exit_code == 0, result.exception
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    return {row["setting"]: row for row in rows}


def test_each_setting_says_where_it_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml = tmp_path / "situate.toml"
    toml.write_text('max_bytes = 5\ncountries = ["SY"]\n[profiles.press]\ndelay_days = 3\n')
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    monkeypatch.setenv("SITUATE_COUNTRIES", "IQ")
    rows = shown()
    assert (rows["max_bytes"]["value"], rows["max_bytes"]["origin"]) == (5, str(toml))
    assert (rows["countries"]["value"], rows["countries"]["origin"]) == (
        ["IQ"],
        "SITUATE_COUNTRIES",
    )
    assert rows["max_characters"]["origin"] == "default"
    assert rows["profiles"]["value"][0][0] == "press"  # type: ignore[index]


@pytest.mark.parametrize(
    "text", ["colour = 1\n", "max_bytes = [", '[profiles.x]\ncoarsen = "street"\n']
)
def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "situate.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["config", "show"])
    assert isinstance(result.exception, UsageError)
