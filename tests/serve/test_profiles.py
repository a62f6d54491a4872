"""What a profile holds back is nowhere: in no file, on no page, in no answer, in no quote."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as sets
from hypothesis import strategies as st
from tests.build import PLACES, a_mention, a_report
from tests.serve.web_store import client, filled, links
from typer.testing import CliRunner

from situate.errors import UsageError
from situate.export import EXPORTERS
from situate.export.masking import BLOCK, Hidden, Mask
from situate.model import Document, Mention, Place
from situate.records import quotes_of
from situate.serve.cli import app
from situate.serve.commands.export import dataset
from situate.serve.door import profile_of
from situate.settings import Profile, Settings
from situate.store import Ask, open_store

pytest.importorskip("fastapi")
SECRET = Place("t:77", "Qasr Zamrud", "settlement", 35.4321, 40.8765, "XA", "East", "Asfar")
PERSON = "Marwan Haddadin"
WORDS = {
    "place": ("qasr zamrud", "zamrud", "t:77", "35.43", "40.87"),
    "person": ("marwan", "haddadin"),
}
EVERY = Ask(limit=2**31 - 1)


def said() -> tuple[dict[str, Document], dict[str, Mention]]:
    """Two reports that name the secret place, two that do not, one person in all of them."""
    named = f"Clashes erupted in Qasr Zamrud on Tuesday, Commander {PERSON} said."
    reports = [
        a_report(
            named, published="2018-02-13", outlet="Levant Wire", url="https://x.org/qasr-zamrud"
        ),
        a_report(
            f"Planes bombed Tal Asfar. {PERSON}, 41, a farmer, fled to QASR ZAMRUD's market.",
            published="2018-02-14",
            outlet="State Desk",
        ),
        a_report(
            f"Clashes erupted in Tal Asfar on Wednesday. {PERSON} and his son were hurt.",
            published="2018-02-14",
            outlet="Harbour Post",
            title=f"{PERSON} tells",
        ),
        a_report("Planes bombed Ayn Hajar.", published="2018-03-01", outlet="Late Post"),
    ]
    places = [SECRET, PLACES["Tal Asfar"], PLACES["Tal Asfar"], PLACES["Ayn Hajar"]]
    kinds = [
        ("clash", "Clashes"),
        ("air_strike", "bombed"),
        ("clash", "Clashes"),
        ("air_strike", "bombed"),
    ]
    mentions = []
    for report, place, (kind, word) in zip(reports, places, kinds, strict=True):
        made = a_mention(
            kind, trigger=word, report=report, place=place, actors=["reds"], targets=["blues"],
            day=report.published.date().isoformat() if report.published else None,
        )  # fmt: skip
        mentions.append(made)
    return {d.id: d for d in reports}, {m.id: m for m in mentions}


def told(path: Path) -> Path:
    """A store of them, concluded as `situate rebuild` does."""
    from situate import pipeline
    from situate.serve.web.conclude import desk_without_parser

    documents, mentions = said()
    desk = desk_without_parser(Settings())
    situation = pipeline.conclude(documents.values(), mentions.values(), desk)
    return filled(path, (situation, documents, mentions))


def everything(folder: Path) -> str:
    """Every byte of every file as text; SQLite files value by value."""
    parts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".db", ".gpkg"):
            with sqlite3.connect(path) as base:
                parts += list(base.iterdump())
        elif path.suffix == ".parquet":
            parquet = pytest.importorskip("pyarrow.parquet")
            parts.append(str(parquet.read_table(path).to_pylist()))
        elif path.is_file():
            parts.append(path.read_bytes().decode("utf-8", "replace"))
    return re.sub(r"[-_/]", " ", "\n".join(parts).casefold())


def crawled(browser: Any) -> Iterator[tuple[str, str]]:
    """Every page that links lead to, with its JSON, CSV and the API."""
    todo, seen = {"/", "/api/openapi.json"}, set()
    for asked in ("q=zamrud", "q=marwan", "place=t:77", "place=Qasr+Zamrud"):
        todo |= {f"/search?{asked}", f"/search.json?{asked}", f"/api/search?{asked}"}
    todo |= {f"/situation?{d}" for d in ("as_of=2018-02-14", "known_by=2018-02-14", "place=t:77")}
    todo |= {f"/situation/map.json?{d}" for d in ("", "as_of=2018-02-14", "known_by=2018-02-20")}
    todo |= {
        f"/api/{n}"
        for n in ("incidents", "holds", "areas", "documents", "judgements", "quality", "search")
    }
    todo |= {
        "/situation.csv",
        "/situation/holds.csv",
        "/documents.csv",
        "/search.csv",
        "/quality.csv",
    }
    while todo:
        path = todo.pop()
        seen.add(path)
        answer = browser.get(path)
        if "location" in answer.headers:
            todo |= {answer.headers["location"]} - seen
        yield path, answer.text
        if "html" in answer.headers.get("content-type", ""):
            todo |= {x for x in links(answer.text) if "/static/" not in x} - seen
        if path.startswith("/api/documents"):
            todo |= {
                f"/document/{d['id']}{s}"
                for d in answer.json()["items"]
                for s in ("", ".json", ".csv")
            } - seen


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return told(tmp_path_factory.mktemp("profile") / "s.db")


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize("secret", ["place", "person"])
def test_no_file_of_any_format_tells_it(
    store: Path, tmp_path: Path, name: str, secret: str
) -> None:
    if name in ("parquet",):
        pytest.importorskip("pyarrow")
    flags = {"place": ["--withhold", "t:77"], "person": ["--redact"]}[secret]
    for asked, tells in ((flags, False), ([], True)):
        out = tmp_path / str(tells)
        result = CliRunner().invoke(
            app, ["export", name, "--db", str(store), "--out", str(out), "--long-quotes", *asked]
        )
        assert result.exit_code == 0, result.exception
        text = everything(out)
        found = [word for word in WORDS[secret] if word in text]
        if not tells:
            assert found == [], name
        elif name in ("jsonl", "csv", "geojson", "gpkg", "datasette", "annotations", "labelstudio"):
            assert found, "the test looks for what is there"


@pytest.mark.parametrize(
    ("secret", "profile"),
    [("place", Profile(withhold=("t:77",))), ("place", Profile(withhold=("Qasr Zamrud",))),
     ("person", Profile(redact=True))],
)  # fmt: skip
def test_no_page_and_no_answer_tells_it(store: Path, secret: str, profile: Profile) -> None:
    visitor = client(store, profile=profile, is_open=True)
    pages = dict(crawled(visitor))
    assert len(pages) > 40
    for path, text in pages.items():
        # What was asked for is shown back to who asked: take it out before looking.
        told_back = r'(value|href)="[^"]*"|<bdi>(zamrud|marwan|qasr zamrud|t:77)</bdi>'
        shown = re.sub(told_back, "", text.casefold()) if "?" in path else text.casefold()
        assert [w for w in WORDS[secret] if w in re.sub(r"[-_/]", " ", shown)] == [], path
    desk = dict(crawled(client(store)))
    assert any(w in text.casefold() for text in desk.values() for w in WORDS[secret])


def test_what_rests_on_withheld_reports_alone_is_gone_and_the_rest_stays(store: Path) -> None:
    data, left_out = dataset(open_store(store), EVERY, Profile(withhold=("t:77",)), Settings())
    assert left_out == {"speaks of a withheld place": 2}
    assert {i.type for i in data.incidents} == {"clash", "air_strike"}
    (strike,) = (i for i in data.incidents if i.type == "air_strike")
    assert strike.place is not None
    assert strike.place.value == PLACES["Ayn Hajar"]  # that of Tal Asfar stood in a withheld report


def test_delay_keeps_what_came_out_before(store: Path) -> None:
    now = datetime.now(UTC)
    days = (now - datetime(2018, 2, 20, tzinfo=UTC)).days
    data, left_out = dataset(open_store(store), EVERY, Profile(delay_days=days), Settings())
    assert left_out == {"too young or without a day": 1}
    assert {d.outlet for d in data.documents.values()} == {
        "Levant Wire",
        "State Desk",
        "Harbour Post",
    }


@pytest.mark.parametrize("level", ["adm2", "adm1", "country"])
def test_coarse_places_have_no_name_and_no_point(store: Path, level: Any) -> None:
    data, _ = dataset(open_store(store), EVERY, Profile(coarsen=level), Settings())
    text = json.dumps([i.place.value.name for i in data.incidents if i.place and i.place.value])
    for name in ("Zamrud", "Tal Asfar", "Ayn Hajar"):
        assert name not in text
        assert all(name not in d.text for d in data.documents.values())
    for incident in data.incidents:
        assert incident.place is not None
        assert incident.place.level == (2 if level == "adm2" else 3)
        assert incident.place.value is not None
        assert incident.place.value.lat % 0.5 == 0.25


def test_the_datapackage_states_the_profile_and_names_no_place(store: Path, tmp_path: Path) -> None:
    flags = ["--withhold", "t:77", "--redact", "--coarsen", "adm1"]
    CliRunner().invoke(app, ["export", "csv", "--db", str(store), "--out", str(tmp_path), *flags])
    package = json.loads((tmp_path / "datapackage.json").read_text())
    stated = package["situate"]["profile"]
    assert stated == {
        "delay_days": 0, "coarsen": "adm1", "withheld_places": 1, "redact": True,
        "reports_left_out": 2, "texts_are_masked": True,
    }  # fmt: skip


def test_a_profile_has_a_name_in_the_settings(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "situate.toml").write_text('[profiles.press]\nwithhold = ["Qasr Zamrud"]\n')
    monkeypatch.chdir(tmp_path)
    asked = ["export", "csv", "--db", str(store), "--out", "out", "--profile"]
    assert CliRunner().invoke(app, [*asked, "press"]).exit_code == 0
    assert "zamrud" not in everything(tmp_path / "out")
    result = CliRunner().invoke(app, [*asked, "pres"])
    assert isinstance(result.exception, UsageError)
    assert "press" in str(result.exception)


@pytest.mark.parametrize(
    "rows",
    [
        {"coarsen": "street"},
        {"colour": 1},
        {"delay_days": "many"},
        {"withhold": "Homs"},
        {"withhold": [1]},
    ],
)
def test_a_profile_nobody_can_keep_is_refused(rows: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"profile|coarsen|delay_days|withhold"):
        profile_of(rows)


def test_a_changed_store_is_published_anew(tmp_path: Path) -> None:
    path = told(tmp_path / "s.db")
    visitor = client(path, profile=Profile(withhold=("t:77",)), is_open=True)
    assert len(visitor.get("/api/documents").json()["items"]) == 2
    report = a_report("Clashes erupted in Dayr Qamh.", published="2018-02-15", outlet="New Post")
    mention = a_mention("clash", trigger="Clashes", report=report, place=PLACES["Dayr Qamh"])
    with open_store(path) as store:
        store.add_readings([(report, [mention])], "p", "r")
    assert len(visitor.get("/api/documents").json()["items"]) == 3


# --- masks ----------------------------------------------------------------------------------

NAMES = st.lists(st.text(alphabet="abéحم -'", min_size=3, max_size=8), max_size=4)


@sets(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet="abéحم -'\U0001f4a5\n.", max_size=60), NAMES)
def test_a_mask_keeps_every_offset_and_is_done_once(text: str, names: list[str]) -> None:
    mask = Mask(names)
    shown = mask.text(text)
    assert len(shown) == len(text)
    assert mask.text(shown) == shown
    assert not list(mask.spans(shown))
    assert all(a == b or b == BLOCK for a, b in zip(text, shown, strict=True))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Qasr Zamrud fell", f"{BLOCK * 4} {BLOCK * 6} fell"),
        ("QASR-ZAMRUD's gate", f"{BLOCK * 11}'s gate"),
        ("Zamrudian", "Zamrudian"),
        ("وحلب", "و" + BLOCK * 3),
        ("Ḥalab and Halabja", f"{BLOCK * 5} and Halabja"),
    ],
)
def test_names_are_masked_whole_in_any_spelling_of_case_and_marks(text: str, shown: str) -> None:
    assert Mask(["Qasr Zamrud", "حلب", "halab"]).text(text) == shown


def test_quotes_stay_the_exact_words_of_the_text_that_is_shown(store: Path) -> None:
    data, _ = dataset(open_store(store), EVERY, Profile(redact=True, coarsen="adm1"), Settings())
    assert any(BLOCK in d.text for d in data.documents.values())
    for mention in data.mentions.values():
        for _, quote in quotes_of(mention):
            assert data.documents[quote.document].text[quote.start : quote.end] == quote.text


def test_what_is_not_hidden_is_the_same_object() -> None:
    documents, mentions = said()
    hidden = Hidden(Mask(["Nobody Here"]), None, {d.id: d.text for d in documents.values()})
    for mention in mentions.values():
        assert hidden.record(mention) is mention


def test_a_name_that_withholds_nothing_is_told(tmp_path: Path) -> None:
    path = told(tmp_path / "s.db")
    words = ["export", "csv", "--db", str(path), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(
        app, [*words, "--withhold", "Qasr Zumurrud", "--withhold", "Qasr Zamrud"]
    )
    assert done.exit_code == 0, done.output
    assert "withhold 'Qasr Zumurrud': no report speaks of it" in done.stderr
    assert "withhold 'Qasr Zamrud'" not in done.stderr
