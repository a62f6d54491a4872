"""The API keeps to its own description, whatever it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.serve.web_store import client, filled

from situate.serve.web.app import create_app
from situate.settings import Settings

schemathesis = pytest.importorskip("schemathesis")


def test_no_question_breaks_the_server(tmp_path: Path) -> None:
    path = filled(tmp_path / "s.db")
    app = create_app(path, Settings(), hosts=frozenset({"localhost", "127.0.0.1", "testserver"}))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    asked = 0
    for operation in schema.get_all_operations():

        @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.ok().as_strategy())
        def ask(case: Any) -> None:
            answer = case.call()
            assert answer.status_code < 500, answer.text

        ask()
        asked += 1
    assert asked >= 10


def test_answers_are_what_the_description_says(tmp_path: Path) -> None:
    from pydantic import TypeAdapter

    from situate.serve.web.api import HoldPage, IncidentPage

    browser = client(filled(tmp_path / "s.db"))
    for path, model in (("/api/incidents", IncidentPage), ("/api/holds", HoldPage)):
        found = TypeAdapter(model).validate_json(browser.get(path).content)
        assert found.items
    assert browser.get("/api/openapi.json").json()["openapi"].startswith("3.1")
