"""A person decides in the browser: what is filed, what it changes, how it is taken back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.serve.web_store import client, filled, token

from situate.model import Judgement
from situate.store import open_store

pytest.importorskip("fastapi")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return filled(tmp_path / "s.db")


def decided(path: Path) -> tuple[Judgement, ...]:
    with open_store(path) as store:
        return store.judgements()


def figure(browser: Any, words: str) -> str:
    """The mention behind a figure of the surrender."""
    page = browser.get("/incident/surrender").text
    found = re.search(rf'/mention/([0-9a-f]+)"[^>]*><bdi>{words}', page)
    assert found is not None
    return found[1]


def send(browser: Any, mention: str, **form: str) -> Any:
    page = browser.get(f"/review/{mention}").text
    return browser.post(f"/review/{mention}", data={"token": token(page), **form})


def test_the_queue_leads_from_one_reading_to_the_next(store: Path) -> None:
    browser = client(store)
    first = browser.get("/review").text
    following = re.search(r'href="/review/([0-9a-f]+)" data-key="j"', first)
    assert following is not None
    assert browser.get(f"/review/{following[1]}").status_code == 200
    before = browser.get("/review.json").json()["items"]
    answer = send(browser, before[0]["mention"], verdict="accept", next=before[1]["mention"])
    assert answer.headers["location"] == f"/review/{before[1]['mention']}"
    after = browser.get("/review.json").json()["items"]
    assert before[0]["mention"] not in {look["mention"] for look in after}


def test_a_corrected_number_is_signed_and_shown_at_once(store: Path) -> None:
    browser = client(store)
    mention = figure(browser, "300–400 men")
    form = {"verdict": "correct", "field": "tolls", "low-0": "340", "high-0": "340", "why": "list"}
    assert send(browser, mention, **form).status_code == 303
    (made,) = decided(store)
    assert (made.verdict, made.field, made.by, made.why) == ("correct", "tolls", "Ada", "list")
    page = browser.get(f"/review/{mention}").text
    assert "340 men, of them 80 women and children surrendered" in page
    assert "corrected by Ada" in page


def test_an_emptied_bound_is_unknown_not_zero(store: Path) -> None:
    browser = client(store)
    mention = figure(browser, "300–400 men")
    send(browser, mention, verdict="correct", field="tolls", **{"low-0": "200", "high-0": ""})
    found = browser.get(f"/mention/{mention}.json").json()
    assert (found["tolls"][0]["value"]["low"], found["tolls"][0]["value"]["high"]) == (200, None)


@pytest.mark.parametrize(
    ("low", "high"), [("400", "300"), ("-1", ""), ("many", ""), ("9" * 12, "")]
)
def test_a_number_that_is_none_is_refused(store: Path, low: str, high: str) -> None:
    browser = client(store)
    mention = figure(browser, "300–400 men")
    form = {"verdict": "correct", "field": "tolls", "low-0": low, "high-0": high}
    assert send(browser, mention, **form).status_code == 422
    assert decided(store) == ()


@pytest.mark.parametrize(
    "form",
    [
        {"verdict": "burn"},
        {"verdict": "undo"},
        {"verdict": "correct", "field": "colour", "value": "x"},
        {"verdict": "correct", "field": "stance", "value": "surely"},
    ],
)
def test_what_cannot_be_decided_is_refused(store: Path, form: dict[str, str]) -> None:
    browser = client(store)
    assert send(browser, figure(browser, "300–400 men"), **form).status_code == 422
    assert decided(store) == ()


def test_reject_then_undo_gives_back_what_was(store: Path) -> None:
    browser = client(store)
    mention = figure(browser, "300–400 men")
    before = browser.get(f"/mention/{mention}.json").json()
    send(browser, mention, verdict="reject")
    assert browser.get(f"/mention/{mention}").status_code == 404
    (made,) = decided(store)
    page = browser.get("/review").text
    browser.post(f"/undo/{made.id}", data={"token": token(page), "next": mention})
    assert browser.get(f"/mention/{mention}.json").json() == before
    assert "taken back" in browser.get(f"/review/{mention}").text


def test_merge_and_split_name_two_mentions(store: Path) -> None:
    browser = client(store)
    one, two = figure(browser, "300–400 men"), figure(browser, "250 fighters")
    send(browser, one, verdict="split", other=two)
    send(browser, one, verdict="merge", **{"other-merge": two})
    assert [j.verdict for j in decided(store)] == ["split", "merge"]
    assert all(len(j.on) == 2 for j in decided(store))


def test_nothing_is_merged_that_was_not_chosen(store: Path) -> None:
    """The lists open with no choice: a key pressed too fast joins no two incidents."""
    browser = client(store)
    one = figure(browser, "300–400 men")
    answer = send(browser, one, verdict="merge", **{"other-merge": ""})
    assert answer.status_code == 422
    assert decided(store) == ()
    assert '<option value="">choose an incident</option>' in browser.get(f"/review/{one}").text


def test_a_reason_is_text_on_every_page(store: Path) -> None:
    browser = client(store)
    mention = figure(browser, "300–400 men")
    send(browser, mention, verdict="accept", why="<b onclick=x>because</b>")
    assert "&lt;b onclick=x&gt;because" in browser.get(f"/review/{mention}").text


def test_quality_counts_what_persons_let_stand(store: Path) -> None:
    browser = client(store)
    one, two = figure(browser, "300–400 men"), figure(browser, "250 fighters")
    send(browser, one, verdict="accept")
    send(browser, two, verdict="reject")
    (score,) = browser.get("/quality.json").json()["scores"]
    assert (score["field"], score["looked_at"], score["right"]) == ("mention", 2, 1)
    assert 0 < score["low"] < 0.5 < score["high"] < 1


def test_decisions_that_wait_are_told_and_concluded(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from situate.serve.web import review

    monkeypatch.setattr(review, "AT_ONCE", 0)
    browser = client(store)
    send(browser, figure(browser, "300–400 men"), verdict="accept")
    page = browser.get("/situation").text
    assert "1 decision not yet in incidents and holds" in page
    browser.post(
        "/conclude", data={"token": token(browser.get("/review").text), "back": "/quality"}
    )
    assert "not yet in incidents" not in browser.get("/situation").text
