"""Decisions over the API: who may file them, what they must bring, what they change."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from tests.serve.web_store import client, filled, token
from typer.testing import CliRunner

from situate.errors import UsageError
from situate.model import Judgement
from situate.serve.cli import app
from situate.store import open_store

pytest.importorskip("fastapi")
from situate.serve.web.people import hashed, load_people


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return filled(tmp_path / "s.db")


def decided(path: Path) -> tuple[Judgement, ...]:
    with open_store(path) as opened:
        return opened.judgements()


def made(people: Path, name: str, role: str) -> str:
    """A token, as the command prints it."""
    asked = ["token", "create", name, "--people", str(people), "--role", role]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.exception
    return next(line for line in result.stdout.splitlines() if line.startswith("situate_"))


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return tmp_path / "people.json"


def asked(browser: Any, bearer: str | None = None) -> str:
    """A mention to decide on."""
    headers = {"authorization": f"Bearer {bearer}"} if bearer else {}
    found = browser.get("/api/incidents/surrender", headers=headers).json()
    return str(found["mentions"][0])


def test_a_token_is_shown_once_and_kept_as_a_hash(people: Path) -> None:
    secret = made(people, "loader", "reviewer")
    assert secret not in people.read_text()
    assert hashed(secret) in people.read_text()
    assert people.stat().st_mode & 0o077 == 0
    listed = CliRunner().invoke(app, ["token", "list", "--people", str(people)]).stdout
    assert listed.startswith("loader\treviewer\t")


def test_a_program_decides_by_token_and_signs_with_its_name(store: Path, people: Path) -> None:
    secret = made(people, "loader", "reviewer")
    browser = client(store, people=load_people(people))
    headers = {"authorization": f"Bearer {secret}", "accept": "application/json"}
    mention = asked(browser, secret)
    body = {
        "mention": mention, "verdict": "correct", "field": "tolls", "why": "list of names",
        "value": [{"kind": "surrendered", "who": "fighters", "low": 333, "high": 333}],
    }  # fmt: skip
    answer = browser.post("/api/judgements", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    (filed,) = decided(store)
    assert (filed.id, filed.by, filed.field) == (answer.json()["id"], "loader", "tolls")
    shown = browser.get(f"/api/mentions/{mention}", headers=headers).json()
    assert shown["tolls"][0]["value"]["low"] == 333
    undone = browser.post(f"/api/judgements/{filed.id}/undo", headers=headers)
    assert undone.status_code == 201
    again = browser.get(f"/api/mentions/{mention}", headers=headers).json()
    assert [t["value"]["low"] for t in again["tolls"]] != [333]


@pytest.mark.parametrize(
    ("role", "verdict", "status"), [("viewer", "accept", 403), ("reviewer", "accept", 201)]
)
def test_the_role_of_a_token_counts(
    store: Path, people: Path, role: str, verdict: str, status: int
) -> None:
    secret = made(people, "p", role)
    browser = client(store, people=load_people(people))
    headers = {"authorization": f"Bearer {secret}"}
    body = {"mention": asked(browser, secret), "verdict": verdict}
    assert browser.post("/api/judgements", json=body, headers=headers).status_code == status


def test_a_revoked_token_opens_nothing_from_then_on(store: Path, people: Path) -> None:
    secret = made(people, "p", "viewer")
    browser = client(store, people=load_people(people))
    headers = {"authorization": f"Bearer {secret}", "accept": "application/json"}
    assert browser.get("/api/incidents", headers=headers).status_code == 200
    assert CliRunner().invoke(app, ["token", "revoke", "p", "--people", str(people)]).exit_code == 0
    assert browser.get("/api/incidents", headers=headers).status_code == 401


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer ", "Basic cDpw", "x"])
def test_a_wrong_token_is_nobody_even_where_all_may_look(
    store: Path, people: Path, header: str
) -> None:
    made(people, "p", "viewer")
    for is_open in (False, True):
        browser = client(store, people=load_people(people), is_open=is_open)
        answer = browser.get("/api/incidents", headers={"authorization": header, "accept": "*/*"})
        assert answer.status_code == 401


def test_with_a_session_the_token_of_the_page_must_come_too(store: Path) -> None:
    browser = client(store)
    page_token = token(browser.get("/review").text)
    body = {"mention": asked(browser), "verdict": "accept"}
    assert browser.post("/api/judgements", json=body).status_code == 403
    wrong = {"x-csrf-token": "0" * 64}
    assert browser.post("/api/judgements", json=body, headers=wrong).status_code == 403
    right = {"x-csrf-token": page_token}
    assert browser.post("/api/judgements", json=body, headers=right).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "correct", "field": "tolls", "value": "many"},
        {"verdict": "correct", "field": "type", "value": "party"},
        {"verdict": "correct", "field": "colour", "value": 1},
        {"verdict": "correct", "field": "period"},
        {"verdict": "merge"},
        {"verdict": "undo"},
        {"verdict": "accept", "why": "x" * 501},
    ],
)
def test_what_cannot_be_applied_is_refused_in_a_sentence(store: Path, body: dict[str, Any]) -> None:
    browser = client(store)
    headers = {"x-csrf-token": token(browser.get("/review").text)}
    sent = {"mention": asked(browser), **body}
    answer = browser.post("/api/judgements", json=sent, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert decided(store) == ()


def test_a_name_is_taken_once(people: Path) -> None:
    made(people, "p", "viewer")
    again = CliRunner().invoke(app, ["token", "create", "p", "--people", str(people)])
    assert isinstance(again.exception, UsageError)
    gone = CliRunner().invoke(app, ["token", "revoke", "q", "--people", str(people)])
    assert isinstance(gone.exception, UsageError)


def test_a_proxy_that_signs_people_in_is_believed_only_as_told(store: Path, people: Path) -> None:
    from situate.serve.web.people import People, hash_of

    known = People({"rosa": (hash_of("x"), "reviewer")})
    headers = {"x-remote-user": "rosa"}
    behind = client(store, people=known, proxy_user="x-remote-user")
    assert "rosa" in behind.get("/situation", headers=headers).text
    assert behind.get("/situation").headers["location"] == "/sign-in"
    without = client(store, people=known)
    assert without.get("/situation", headers=headers).headers["location"] == "/sign-in"


def test_progress_tells_when_a_report_was_read(store: Path) -> None:
    from tests.build import a_report

    from situate.serve.web import api
    from situate.serve.web.archive import Archive

    class Asked:
        async def is_disconnected(self) -> bool:
            return False

    async def two() -> list[dict[str, Any]]:
        with open_store(store) as opened:
            stream = api._counts(Asked(), Archive(opened))  # type: ignore[arg-type]
            first = await anext(stream)
            opened.add_readings([(a_report("New words."), [])], "p", "r")
            second = await anext(stream)
            await stream.aclose()  # type: ignore[attr-defined]
        return [json.loads(e.partition(b"data: ")[2]) for e in (first, second)]

    api.LOOK_AGAIN = 0.01
    before, after = asyncio.run(two())
    assert after["document"] == before["document"] + 1
    assert after["stamp"] != before["stamp"]
