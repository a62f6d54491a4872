"""Label Studio and back: what annotators did with our predictions becomes judgements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.serve.web_store import filled
from typer.testing import CliRunner

from situate.errors import UsageError
from situate.judgements import apply
from situate.serve.cli import app
from situate.store import open_store


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return filled(tmp_path / "s.db")


def tasks(db: Path, folder: Path) -> list[dict[str, Any]]:
    """Our predictions, each submitted as it is."""
    CliRunner().invoke(app, ["export", "labelstudio", "--db", str(db), "--out", str(folder)])
    made = json.loads((folder / "tasks.json").read_text())
    for n, task in enumerate(made):
        result = task["predictions"][0]["result"]
        task["id"] = n
        task["annotations"] = [{"id": n, "result": result, "was_cancelled": False}]
    return made


def brought_in(db: Path, folder: Path, given: Any, *more: str) -> Any:
    file = folder / "annotated.json"
    file.write_text(given if isinstance(given, str) else json.dumps(given))
    asked = ["annotations", "import", str(file), "--db", str(db), "--by", "Ada", "--json", *more]
    return CliRunner().invoke(app, asked)


def triggers(task: dict[str, Any]) -> list[dict[str, Any]]:
    spans = [r for r in task["annotations"][0]["result"] if r["type"] == "labels"]
    return [s for s in spans if s["id"].endswith("-0")]


def test_what_is_submitted_as_it_was_is_accepted(db: Path, tmp_path: Path) -> None:
    result = brought_in(db, tmp_path, tasks(db, tmp_path))
    with open_store(db) as store:
        assert json.loads(result.stdout)["accept"] == len(store.mentions())
        assert {j.by for j in store.judgements()} == {"Ada"}


def test_another_label_corrects_and_a_label_gone_rejects(db: Path, tmp_path: Path) -> None:
    given = tasks(db, tmp_path)
    busy = next(t for t in given if len(triggers(t)) >= 2)
    first, second = triggers(busy)[:2]
    first["value"]["labels"] = ["shelling"]
    busy["annotations"][0]["result"].remove(second)
    result = brought_in(db, tmp_path, [busy])
    counts = json.loads(result.stdout)
    assert (counts["correct"], counts["reject"]) == (1, 1)
    with open_store(db) as store:
        before, documents = store.mentions(), store.documents()
        after = apply(documents, before, store.judgements())
    assert len(after) == len(before) - 1
    assert "shelling" in {m.type for m in after}


def test_offsets_in_utf16_are_understood_and_others_set_aside(db: Path, tmp_path: Path) -> None:
    given = tasks(db, tmp_path)
    task = next(t for t in given if "\U0001f6e9" in t["data"]["text"])
    text = task["data"]["text"]
    for span in triggers(task):
        value = span["value"]
        for end in ("start", "end"):
            value[end] = len(text[: value[end]].encode("utf-16-le")) // 2
    assert json.loads(brought_in(db, tmp_path, [task]).stdout)["set_aside"] == 0
    triggers(task)[0]["value"]["text"] = "not there"
    result = brought_in(db, tmp_path, [task])
    counts = json.loads(result.stdout.splitlines()[-1])
    assert (result.exit_code, counts["set_aside"], counts["accept"]) == (3, 1, 0)


def test_a_task_nobody_submitted_decides_nothing(db: Path, tmp_path: Path) -> None:
    given = tasks(db, tmp_path)
    given[0]["annotations"] = []
    given[1]["annotations"][0]["was_cancelled"] = True
    result = brought_in(db, tmp_path, given[:2])
    assert set(json.loads(result.stdout).values()) == {0}


def test_a_dry_run_files_nothing(db: Path, tmp_path: Path) -> None:
    result = brought_in(db, tmp_path, tasks(db, tmp_path), "--dry-run")
    assert json.loads(result.stdout)["accept"] > 0
    with open_store(db) as store:
        assert store.judgements() == ()


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", '[{"data": {"document": "x"}}]', "\x00"])
def test_a_file_of_something_else_is_named(db: Path, tmp_path: Path, text: str) -> None:
    result = brought_in(db, tmp_path, text)
    assert result.exit_code == 0 or isinstance(result.exception, UsageError)
    with open_store(db) as store:
        assert store.judgements() == ()


def test_tasks_have_the_shape_label_studio_wants(db: Path, tmp_path: Path) -> None:
    """The keys and types of its documentation of pre-annotations (labels and relations)."""
    config = tmp_path / "labels.xml"
    given = tasks(db, tmp_path)
    root = ElementTree.fromstring(config.read_text())
    known = {label.get("value") for label in root.iter("Label")}
    names = root.find("Labels").get("name"), root.find("Text").get("name")  # type: ignore[union-attr]
    for task in given:
        assert set(task) >= {"data", "predictions"}
        for prediction in task["predictions"]:
            assert 0 <= prediction.get("score", 0) <= 1
            ids = {r["id"] for r in prediction["result"] if r["type"] == "labels"}
            for r in prediction["result"]:
                if r["type"] == "relation":
                    assert {r["from_id"], r["to_id"]} <= ids
                else:
                    assert (r["from_name"], r["to_name"]) == names
                    value = r["value"]
                    assert set(value["labels"]) <= known
                    assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
