"""`situate review` as a new user meets it, and `incidents --why`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.test_concluding import DESK, papers
from typer.testing import CliRunner

from situate import concluding
from situate.errors import UsageError
from situate.serve.cli import app
from situate.store import open_store

Run = tuple[str, str]


@pytest.fixture
def db(tmp_path: Path) -> str:
    file = str(tmp_path / "s.db")
    with open_store(file, create=True) as store:
        store.add_readings(papers(12), "p1", "r")
        concluding.rebuild(store, DESK, "p1")
    return file


def situate(*words: str) -> Run:
    done = CliRunner().invoke(app, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout, done.stderr


def a_mention(db: str) -> str:
    with open_store(db) as store:
        return store.mentions()[0].id


def test_a_mention_is_shown_with_its_words_by_the_first_letters_of_its_id(db: str) -> None:
    mention = a_mention(db)
    out, _ = situate("review", "show", mention[:8], "--db", db)
    assert out.startswith(mention)
    assert "event word: “" in out
    assert "period: " in out


def test_a_decision_says_what_it_is_about_and_how_to_take_it_back(db: str) -> None:
    mention = a_mention(db)
    out, told = situate(
        "review", "reject", mention[:8], "--db", db, "--field", "places", "--by", "Rana",
        "--why", "another Alba",
    )  # fmt: skip
    judgement = out.strip()
    assert f"situate review undo {judgement} --db {db}" in told
    shown, _ = situate("review", "show", mention, "--db", db)
    assert "decided: places rejected by Rana" in shown.replace("rejectd", "rejected")
    situate("review", "undo", judgement, "--db", db, "--by", "Rana")
    assert "decided" not in situate("review", "show", mention, "--db", db)[0]
    log, _ = situate("review", "log", "--db", db)
    assert "taken back" in log
    assert "another Alba" in log


@pytest.mark.parametrize("ident", ["0", "zzzz", "nothing at all"])
def test_an_id_that_names_no_mention_names_the_next_command(db: str, ident: str) -> None:
    with pytest.raises(UsageError, match="situate review list --db"):
        situate("review", "show", ident, "--db", db)


def test_incidents_say_why_with_the_weights_of_each_feature(db: str) -> None:
    out, legend = situate("incidents", "--db", db, "--why")
    assert "    voice " in out
    assert "same days +" in out
    assert "same days +2.0: Days overlap" in legend
    assert "    voice " not in situate("incidents", "--db", db)[0]
