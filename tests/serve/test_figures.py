"""The figures that ship, and what the Quality page makes of them and of this data's decisions."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from tests.serve.web_store import client, filled, token

from situate import __version__
from situate.serve.figures import accuracy, published, score
from situate.store import open_store

pytest.importorskip("fastapi")
TOOL = Path(__file__).resolve().parents[2] / "tools" / "figures.py"


def test_every_shipped_figure_has_its_denominator_and_its_data() -> None:
    found = published()
    assert found is not None
    assert found["version"] == __version__
    assert found["date"]
    assert found["halves"] in ("development", "held out")
    assert found["does_not_cover"]
    assert len({(f["suite"], f["figure"]) for f in found["figures"]}) == len(found["figures"]) > 5
    for figure in found["figures"]:
        assert 0 <= figure["value"] <= 1, figure
        assert figure["rows"] > 0
        assert len(figure["data"]) == 64
        assert figure["says"]
        if figure["of"]:
            assert figure["value"] == pytest.approx(figure["of"][0] / figure["of"][1], abs=0.001)


def test_the_tool_takes_what_evaluate_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = importlib.util.spec_from_file_location("figures_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    result = {
        "suite": "seed", "rows": 25, "sha256": "0" * 64, "version": "9", "parser": "p",
        "metrics": {"record_recall": 0.96}, "counts": {"record_recall": [24, 25]},
        "intervals": {"record_recall": [0.9, 1.0]},
    }  # fmt: skip
    file = tmp_path / "r.json"
    file.write_text(json.dumps(result))
    monkeypatch.setattr(tool, "TARGET", tmp_path / "figures.json")
    monkeypatch.setattr("sys.argv", ["figures.py", str(file), "--date", "2026-11-25"])
    assert tool.main() == 0
    made = json.loads((tmp_path / "figures.json").read_text())
    assert (made["version"], made["halves"]) == ("9", "held out")
    (row,) = made["figures"]
    assert (row["value"], row["of"], row["low"]) == (0.96, [24, 25], 0.9)
    assert "record_precision" in capsys.readouterr().err, "a figure that is missing is named"


def test_the_quality_page_shows_both_kinds(tmp_path: Path) -> None:
    path = filled(tmp_path / "s.db")
    browser = client(path)
    shipped = published()
    assert shipped is not None
    page = browser.get("/quality").text
    assert "Nobody has judged a reading of this data yet" in page
    for figure in shipped["figures"]:
        assert f"{100 * figure['value']:.1f} %" in page
    mention = browser.get("/api/incidents/surrender").json()["mentions"][0]
    page = browser.get(f"/review/{mention}").text
    form = {"token": token(page), "verdict": "correct", "field": "stance", "value": "denied"}
    assert browser.post(f"/review/{mention}", data=form).status_code == 303
    (own,) = browser.get("/quality.json").json()["scores"]
    assert (own["field"], own["corrected"], own["looked_at"]) == ("stance", 1, 1)
    with open_store(path) as store:
        told = accuracy(store)
    assert told is not None
    assert told["this_data"]["judgements"] == 1
    assert told["published"] == shipped


@pytest.mark.parametrize(("right", "others"), [(0, 1), (1, 0), (5, 5), (100, 3)])
def test_an_interval_holds_its_share_and_stays_between_nought_and_one(
    right: int, others: int
) -> None:
    found = score("type", right, others, 0)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= right / (right + others) <= found.high <= 1
