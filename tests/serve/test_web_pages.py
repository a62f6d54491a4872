"""Every page and its JSON and CSV, over a filled and an empty store, without script."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.export import page_samples as samples
from tests.serve.web_store import client, filled, links
from typer.testing import CliRunner

from situate.records import digest
from situate.serve.cli import app

pytest.importorskip("fastapi")
VIEWS = ("/situation", "/documents", "/search", "/review", "/quality")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("web") / "s.db")


def crawled(store: Path, *starts: str) -> set[str]:
    """Every address that can be reached by links; each of them answers."""
    browser, seen, todo = client(store), set[str](), set(starts)
    while todo:
        path = todo.pop()
        seen.add(path)
        answer = browser.get(path)
        assert answer.status_code in (200, 303, 307), f"{path}: {answer.status_code}"
        if "text/html" in answer.headers.get("content-type", ""):
            todo |= links(answer.text) - seen
        elif "location" in answer.headers:
            todo |= {answer.headers["location"]} - seen
    return seen


def test_every_link_of_every_page_leads_somewhere(store: Path) -> None:
    assert len(crawled(store, "/")) > 40


@pytest.mark.parametrize("form", ["", ".json", ".csv"])
@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_store_has_every_page(tmp_path: Path, view: str, form: str) -> None:
    path = filled(tmp_path / "e.db", samples.EMPTY)
    assert client(path).get(view + form).status_code == 200


def test_a_store_of_one_report_has_every_page(tmp_path: Path, data_dir: Path) -> None:
    report, db = tmp_path / "one.txt", tmp_path / "one.db"
    report.write_text("Rebels surrendered to the army in Homs on 3 May 2014.\n", encoding="utf-8")
    ran = CliRunner().invoke(
        app, ["run", str(report), "--db", str(db), "--quiet", "--data-dir", str(data_dir)]
    )
    assert ran.exit_code == 0, ran.output
    seen = crawled(db, "/", *VIEWS)
    assert any(path.startswith("/incident/") for path in seen)
    assert any(path.startswith("/document/") for path in seen)


def test_the_situation_of_a_day_has_only_its_spells(store: Path) -> None:
    browser = client(store)
    before = browser.get("/situation?as_of=2018-02-10").text
    after = browser.get("/situation?as_of=2018-02-14").text
    assert "held by Blue Front" in before
    assert "besieged by Red Brigade" not in before
    assert "besieged by Red Brigade" in after


def test_known_by_folds_from_what_was_out(store: Path) -> None:
    assert client(store).get("/situation?as_of=2018-02-14&known_by=2018-02-13").status_code == 200


def test_an_incident_shows_each_source_and_its_witness(store: Path) -> None:
    browser = client(store)
    page = browser.get("/incident/surrender").text
    for words in (
        "250 fighters surrendered",
        "of them 80 women and children",
        "reprint: one witness with",
        "near-copied text",
        "same place (+0.30)",
        "Incident surrender, http://127.0.0.1:8000/incident/surrender.",
    ):
        assert words in page, words
    found = browser.get("/incident/surrender.json").json()
    assert {m["id"] for m in found["said"]} == set(found["mentions"])
    rows = list(csv.DictReader(io.StringIO(browser.get("/incident/surrender.csv").text)))
    assert [row["outlet"] for row in rows].count("Levant Wire") == 1


def test_a_report_says_its_language_and_where_its_day_is_from(store: Path) -> None:
    with client(store) as browser:
        listed = browser.get("/documents").text
        assert "<td>English</td>" in listed
        one = next(link for link in links(listed) if link.startswith("/document/"))
        page = browser.get(one).text
    assert "Language: " in page
    assert "Day of publication from: " in page
    assert "json-ld" not in page


def test_the_quality_page_counts_in_words(store: Path) -> None:
    with client(store) as browser:
        page = browser.get("/quality").text
    assert 'scope="row">reports<' in page
    assert 'scope="row">spot<' not in page


def test_an_id_named_after_any_mention_leads_to_its_incident(store: Path) -> None:
    browser = client(store)
    mention = browser.get("/incident/surrender.json").json()["mentions"][1]
    for old in (mention, digest("incident", mention)):
        answer = browser.get(f"/incident/{old}")
        assert answer.status_code == 307
        assert answer.headers["location"] == "/incident/surrender?moved=1"
    assert "merged or split" in browser.get("/incident/surrender?moved=1").text


def test_a_document_marks_arabic_and_emoji_exactly(store: Path) -> None:
    browser = client(store)
    arabic = next(
        d for d in browser.get("/documents.json").json()["items"] if d["language"] == "ar"
    )
    page = browser.get(f"/document/{arabic['id']}").text
    assert ">قصف</a></mark>" in page
    assert "🛩" in page
    assert 'lang="ar"' in page


@pytest.mark.parametrize(
    ("question", "finds"),
    [("خربة", 1), ("الخربة", 1), ("والخربة", 1), ("SURRENDERED tal", 2), ("zzz", 0), ('"', 0)],
)
def test_search_folds_what_readers_type(store: Path, question: str, finds: int) -> None:
    found = client(store).get("/search.json", params={"q": question}).json()
    assert found["total"] == finds


def test_facets_narrow_a_search(store: Path) -> None:
    browser = client(store)
    found = browser.get("/search.json", params={"actor": "Red Brigade", "type": "siege"}).json()
    assert [row["type"] for row in found["items"]] == ["siege"]
    assert found["total"] < browser.get("/search.json").json()["total"]


def test_lists_page_by_cursor_without_gap_or_double(store: Path) -> None:
    browser = client(store)
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        found = browser.get("/api/incidents", params={"limit": 1, "after": after}).json()
        seen += [i["id"] for i in found["items"]]
        after = found["next"]
    assert sorted(seen) == sorted(i.id for i in samples.theatre()[0].incidents)
    assert len(seen) == len(set(seen))


def test_an_unchanged_answer_is_not_sent_again(store: Path) -> None:
    browser = client(store)
    browser.get("/situation")
    first = browser.get("/api/incidents")
    again = browser.get("/api/incidents", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = browser.get("/api/incidents?limit=1", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "since=soon",
        "as_of=2018-13-01",
        "after=%00",
        "limit=many",
        "until=0001-01-01",
        "known_by=9999-12-31",
    ],
)
def test_nonsense_is_told_in_a_sentence(store: Path, asked: str) -> None:
    answer = client(store).get(f"/situation?{asked}")
    assert answer.status_code == 422
    assert "That cannot be asked" in answer.text


def test_holds_are_those_of_the_days_asked_for(store: Path) -> None:
    """A spell that ended before the window is not listed; without days every one is."""
    browser = client(store)
    every = browser.get("/situation.json").json()["holds"]
    ends = sorted(h["period"]["end"][:10] for h in every if h["period"]["end"])
    assert ends, "a spell that ended"
    left = browser.get(f"/situation.json?since={ends[0]}").json()["holds"]
    assert len(left) < len(every)
    assert all(not h["period"]["end"] or h["period"]["end"][:10] > ends[0] for h in left)


def test_a_page_that_is_not_there_says_so_once(store: Path) -> None:
    page = client(store).get("/nonsense", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert page.text.lower().count("not found</h1>") == 1
    assert "there is nothing at /nonsense" in page.text
    assert "Not Found" not in page.text


@pytest.mark.parametrize("kind", ["incident", "hold", "area", "mention", "document", "review"])
def test_what_is_not_there_is_404(store: Path, kind: str) -> None:
    assert client(store).get(f"/{kind}/%3Cscript%3E").status_code == 404


def test_hostile_reports_stay_text(tmp_path: Path) -> None:
    browser = client(filled(tmp_path / "h.db", samples.hostile()))
    todo, seen = {"/situation", "/documents", "/search", "/review"}, set()
    while todo:
        path = todo.pop()
        seen.add(path)
        answer = browser.get(path)
        assert answer.status_code in (200, 307, 404), path
        if "html" in answer.headers.get("content-type", ""):
            assert "<img" not in answer.text
            assert 'href="javascript:' not in answer.text
        todo |= {x for x in links(answer.text) if "/static/" not in x and "." not in x} - seen


def test_csv_cells_are_no_formulas(tmp_path: Path) -> None:
    situation, documents, mentions = samples.undated()
    document = next(iter(documents.values()))
    from dataclasses import replace

    evil = replace(document, outlet="=HYPERLINK(1)")
    path = filled(tmp_path / "f.db", (situation, {evil.id: evil}, mentions))
    assert "'=HYPERLINK(1)" in client(path).get("/documents.csv").text


def test_a_crowded_map_counts_by_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from situate.serve.web import situation

    monkeypatch.setattr(situation, "POINTS_DRAWN", 50)
    path = filled(tmp_path / "c.db", samples.crowd(120))
    drawn = client(path).get("/situation/map.json").json()
    counts = [f["properties"]["count"] for f in drawn["incidents"]["features"]]
    assert sum(counts) == drawn["number"] == sum(n for _, n in drawn["days"]) == 120
