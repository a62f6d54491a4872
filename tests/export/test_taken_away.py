"""Files opened by the tools they are for, and what each says of its own accuracy."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from situate.export import exporter
from situate.export.dataset import Wish
from situate.export.deleted import write_deleted
from situate.export.qgis import STYLES, qml
from situate.store import open_store
from situate.store.purging import purge
from situate.store.tombstones import Tombstone, tombstones
from tests.export.build import a_theatre

FIGURES = {"published": {"version": "0", "figures": [{"figure": "f", "value": 0.5}]}}
THEATRE = replace(a_theatre(), accuracy=FIGURES)


def written(name: str, folder: Path) -> Path:
    exporter(name)(THEATRE, folder, Wish())
    return folder


# --- Datasette ------------------------------------------------------------------------------


async def _answer(file: Path, path: str) -> Any:
    app = pytest.importorskip("datasette.app")
    notes = json.loads((file.parent / "metadata.json").read_text())
    return await app.Datasette([str(file)], metadata=notes).client.get(path)


def asked(file: Path, path: str) -> Any:
    import asyncio

    answer = asyncio.run(_answer(file, path))
    assert answer.status_code == 200, answer.text[:300]
    return answer.json()


def test_datasette_opens_it_with_facets_and_full_text(tmp_path: Path) -> None:
    file = written("datasette", tmp_path) / "situate.db"
    rows = asked(file, "/situate/incidents.json?_shape=array&_facet=type")
    assert len(rows) == len(THEATRE.incidents)
    found = asked(file, "/situate/mentions.json?_shape=array&_search=rebels")
    assert len(found) == 2
    query = "select+count(*)+as+n+from+quotes+join+documents+on+documents.id=quotes.document"
    joined = asked(file, f"/situate.json?sql={query}&_shape=array")
    assert joined[0]["n"] > 0


def test_its_keys_hold_and_no_function_of_ours_is_needed(tmp_path: Path) -> None:
    file = written("datasette", tmp_path) / "situate.db"
    with sqlite3.connect(file) as base:  # a bare SQLite knows no function of ours
        base.execute("pragma foreign_keys=on")
        assert base.execute("pragma foreign_key_check").fetchall() == []
        assert base.execute("pragma integrity_check").fetchone() == ("ok",)
        for row in base.execute("select document, start, end, exact from quotes").fetchall():
            (text,) = base.execute("select text from documents where id = ?", row[:1]).fetchone()
            assert text[row[1] : row[2]] == row[3]
        unknown = base.execute("select count(*) from incidents where latitude is null").fetchone()
        assert unknown == (1,)
    notes = json.loads((tmp_path / "metadata.json").read_text())
    tables = notes["databases"]["situate"]["tables"]
    assert set(tables) == {"incidents", "mentions", "holds", "quotes", "documents"}
    assert notes["accuracy"] == FIGURES


# --- QGIS -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", STYLES)
def test_a_style_draws_every_value_and_its_days(layer: str, tmp_path: Path) -> None:
    root = ElementTree.fromstring(qml(STYLES[layer]))
    assert root.tag == "qgis"
    renderer = root.find("renderer-v2")
    assert renderer is not None
    named = {s.get("name") for s in renderer.findall("symbols/symbol")}
    used = {c.get("symbol") for c in renderer.findall("categories/category")}
    assert named == used
    for symbol in renderer.findall("symbols/symbol"):
        assert symbol.get("type") == "marker"
        (inner,) = symbol.findall("layer")
        assert inner.get("class") == "SimpleMarker"
        options = {o.get("name"): o.get("value") for o in inner.findall("Option/Option")}
        assert {"name", "color", "size", "outline_color"} <= set(options)
    shapes = [(s.shape, s.fill) for s in STYLES[layer].symbols]
    assert len(set(shapes)) == len(shapes), "two values must not look alike"
    temporal = root.find("temporal")
    assert temporal is not None
    file = written("gpkg", tmp_path) / "situate.gpkg"
    with sqlite3.connect(file) as base:
        columns = {row[1] for row in base.execute(f"pragma table_info({layer})")}
    assert {temporal.get("startField"), temporal.get("endField"), renderer.get("attr")} <= columns


def test_every_state_of_a_hold_has_a_symbol() -> None:
    from typing import get_args

    from situate.model import HoldState

    assert {s.value for s in STYLES["holds"].symbols} == set(get_args(HoldState))


def test_the_geopackage_names_its_styles_and_its_metadata(tmp_path: Path) -> None:
    file = written("gpkg", tmp_path) / "situate.gpkg"
    with sqlite3.connect(file) as base:
        styled = base.execute("select f_table_name, useAsDefault from layer_styles").fetchall()
        assert sorted(styled) == [("holds", 1), ("incidents", 1)]
        (about,) = base.execute("select metadata from gpkg_metadata").fetchone()
        assert json.loads(about)["accuracy"] == FIGURES
        extensions = {r[0] for r in base.execute("select table_name from gpkg_extensions")}
        assert extensions == {"gpkg_metadata", "gpkg_metadata_reference"}


def test_gdal_reads_the_days_of_holds_as_dates(tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    written("gpkg", tmp_path)
    meta, _, _, _ = pyogrio.raw.read(tmp_path / "situate.gpkg", layer="holds")
    types = dict(zip(meta["fields"], meta["dtypes"], strict=True))
    assert types["valid_from"].startswith("datetime64")


def test_parquet_carries_the_figures(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    written("parquet", tmp_path)
    for name in ("incidents", "holds", "quotes"):
        about = parquet.read_schema(tmp_path / f"{name}.parquet").metadata[b"situate"]
        assert json.loads(about)["accuracy"] == FIGURES


def test_pandas_and_duckdb_join_incidents_and_quotes(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    written("csv", tmp_path)
    query = (
        f"select count(distinct i.id) from '{tmp_path}/incidents.csv' i"
        f" join '{tmp_path}/quotes.csv' q on q.incident = i.id"
    )
    assert duckdb.sql(query).fetchall() == [(len(THEATRE.incidents),)]


# --- what is gone ---------------------------------------------------------------------------


def test_the_second_export_tells_what_is_gone_and_into_what(tmp_path: Path) -> None:
    assert write_deleted(None, (), THEATRE, tmp_path, Wish()) == []
    first, second, *rest = THEATRE.incidents
    merged = replace(first, mentions=(*first.mentions, *second.mentions))
    report = next(iter(THEATRE.documents))
    left = {k: d for k, d in THEATRE.documents.items() if k != report}
    later = replace(THEATRE, incidents=(merged, *rest), documents=left)
    gone = (Tombstone(report, "2026-11-25", "a court asked"),)
    (item,) = write_deleted({}, gone, later, tmp_path, Wish())
    rows = [line.split(",") for line in item.path.read_text().splitlines()[1:]]
    told = {row[0]: row[1:] for row in rows}
    assert told[second.id] == ["incident", "", first.id, "merged or renamed"]
    assert told[report] == ["report", "2026-11-25", "", "a court asked"]
    (again,) = write_deleted({}, gone, later, tmp_path, Wish())
    assert again.rows == 2, "a third export still tells"
    (back,) = write_deleted({}, (), THEATRE, tmp_path, Wish())
    assert back.rows == 0, "what is back is no longer gone"


def test_a_purged_report_is_told_by_the_command(tmp_path: Path) -> None:
    from situate.serve.cli import app
    from tests.serve.web_store import filled

    path = filled(tmp_path / "s.db")
    out = tmp_path / "out"
    asked_for = ["export", "csv", "--db", str(path), "--out", str(out)]
    assert CliRunner().invoke(app, asked_for).exit_code == 0
    assert not (out / "deleted.csv").exists()
    with open_store(path) as store:
        victim = next(iter(store.documents()))
        purge(store, victim, "a court asked")
        assert [t.document for t in tombstones(store)] == [victim]
    assert CliRunner().invoke(app, asked_for).exit_code == 0
    assert f"{victim},report," in (out / "deleted.csv").read_text()
    package = json.loads((out / "datapackage.json").read_text())
    assert "deleted.csv" in [r["path"] for r in package["resources"]]
    published = package["situate"]["accuracy"]["published"]
    assert published is None or published["figures"]
