"""Every format is read back by the tool it is for; unknown stays empty, every row has its words."""

from __future__ import annotations

import csv
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from situate.errors import UsageError
from situate.export import EXPORTERS, acled, exporter, labelstudio, package, ucdp, web_annotations
from situate.export.cells import cell
from situate.export.dataset import Dataset, Wish, Written
from situate.model import Document, Quote, Reject
from situate.records import document_id, from_json, quote_at
from tests.export.build import a_theatre

# The column lists as ACLED's and UCDP's own public tools have them.
ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)
UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,"
    "conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,"
    "side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,"
    "adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,"
    "gwnoa,gwnob"
)
THEATRE = a_theatre()


def written(name: str, folder: Path, data: Dataset = THEATRE, **wish: bool) -> list[Written]:
    return exporter(name)(data, folder, Wish(**wish))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize("name", EXPORTERS)
def test_the_same_data_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    for first, second in zip(written(name, one), written(name, two), strict=True):
        assert first.path.read_bytes() == second.path.read_bytes(), first.path.name


@pytest.mark.parametrize("name", EXPORTERS)
def test_nothing_to_export_is_a_file_all_the_same(name: str, tmp_path: Path) -> None:
    empty = replace(THEATRE, documents={}, mentions={}, incidents=(), holds=())
    for item in written(name, tmp_path, empty):
        assert item.path.exists()


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="geojson"):
        exporter("shapefile")


def test_columns_are_those_of_acled_and_ucdp_in_order(tmp_path: Path) -> None:
    assert ",".join(acled.COLUMNS) == ACLED
    assert ",".join(ucdp.COLUMNS) == UCDP
    assert (len(acled.COLUMNS), len(ucdp.COLUMNS)) == (31, 49)


def test_acled_rows(tmp_path: Path) -> None:
    (sheet, quotes) = written("acled", tmp_path)
    rows = {row["sub_event_type"]: row for row in table(sheet.path)}
    assert set(rows) == {
        "Air/drone strike",
        "Non-state actor overtakes territory",  # rebels take Homs, and a foreign army in Mali
    }
    strike = rows["Air/drone strike"]
    assert strike["event_id_cnty"].startswith("SIT-SYR-")
    assert (strike["event_date"], strike["fatalities"], strike["iso"]) == (
        "2018-02-13",
        "12",
        "760",
    )
    assert strike["interaction"] == "State forces-Civilians"
    assert strike["civilian_targeting"] == "Civilian targeting"
    assert rows["Non-state actor overtakes territory"]["fatalities"] == ""
    assert sheet.left_out == {"day unknown": 1}
    assert {q["incident"] for q in table(quotes.path)} == {i.id for i in THEATRE.incidents}


def test_an_invented_zero_is_counted(tmp_path: Path) -> None:
    (sheet, _) = written("acled", tmp_path, fatalities_zero=True)
    zeros = [row for row in table(sheet.path) if row["fatalities"] == "0"]
    assert sheet.notes == {"zeros invented for unknown fatalities": len(zeros)}
    assert len(zeros) == 2


def test_ucdp_rows_are_lethal_and_their_parts_sum_to_best(tmp_path: Path) -> None:
    (sheet, _) = written("ucdp", tmp_path)
    (row,) = table(sheet.path)
    parts = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert sum(int(row[p]) for p in parts) == int(row["best"]) == 12
    assert (row["low"], row["high"], row["type_of_violence"]) == ("12", "14", "3")
    assert row["priogrid_gid"] == str(ucdp.priogrid(34.732, 36.713))
    assert (row["country_id"], row["gwnoa"]) == ("652", "652")
    assert row["conflict_new_id"] == ""
    (packed,) = next(csv.reader([row["source_article"]], delimiter=";"))
    assert next(csv.reader([packed.replace("'", '"')]))[1] == "2018-02-14"
    assert sheet.left_out == {"no report says that anyone died": 3}


@pytest.mark.parametrize(
    ("lat", "lon", "gid"),
    [(-90, -180, 1), (-90, -179.5, 2), (-89.5, -180, 721), (33.3, 44.4, 177569)],
)
def test_priogrid_counts_cells_from_the_south_west(lat: float, lon: float, gid: int) -> None:
    assert ucdp.priogrid(lat, lon) == gid


def test_hapi_counts_overlapping_types_and_leaves_unknown_null(tmp_path: Path) -> None:
    (sheet,) = written("hapi", tmp_path)
    rows = {(r["location_code"], r["event_type"]): r for r in table(sheet.path)}
    assert rows["SYR", "political_violence"]["events"] == "2"
    assert rows["SYR", "civilian_targeting"]["fatalities"] == "12"
    assert rows["MLI", "political_violence"]["fatalities"] == ""
    assert rows["MLI", "political_violence"]["admin2_code"] == ""
    assert rows["SYR", "political_violence"]["admin2_code"] == "SY0400"
    assert rows["SYR", "political_violence"]["reference_period_end"] == "2018-02-28"


def test_csv_guards_formulas_but_not_western_longitudes(tmp_path: Path) -> None:
    written("csv", tmp_path)
    rows = table(tmp_path / "incidents.csv")
    assert any(row["longitude"] == "-7.25" for row in rows)
    assert any(row["outlets"].startswith("'=Evil") for row in rows)
    assert {row["outlets"] for row in rows if "Evil" in row["outlets"]} == {"'=Evil Wire"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_looks_like_a_formula_is_guarded(start: str) -> None:
    assert cell(f"{start}1+1", Wish()) == f"'{start}1+1"
    assert cell(f"{start}1+1", Wish(guard=False)) == f"{start}1+1"


@given(st.text(), st.booleans())
def test_any_text_survives_a_csv_round_trip(text: str, bom: bool) -> None:
    shown = cell(text, Wish(guard=False, bom=bom))
    assert shown == text


def test_quotes_are_the_exact_words_of_their_reports(tmp_path: Path) -> None:
    written("csv", tmp_path, guard=False)
    for row in table(tmp_path / "quotes.csv"):
        text = THEATRE.documents[row["document"]].text
        assert text[int(row["start"]) : int(row["end"])] == row["exact"]


def test_pandas_reads_the_tables(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    written("csv", tmp_path, bom=True)
    frame = pandas.read_csv(tmp_path / "incidents.csv")
    assert len(frame) == 4
    assert frame["latitude"].dropna().between(-90, 90).all()
    assert frame["killed_best"].isna().sum() == 3


def test_geojson_has_lon_lat_and_null_for_no_place(tmp_path: Path) -> None:
    written("geojson", tmp_path)
    found = json.loads((tmp_path / "incidents.geojson").read_text("utf-8"))
    points = {f["id"]: f["geometry"] for f in found["features"]}
    assert sum(p is None for p in points.values()) == 1
    assert {"type": "Point", "coordinates": [36.713, 34.732]} in points.values()


def test_gdal_reads_the_geopackage(tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    (item,) = written("gpkg", tmp_path)
    layers = dict(pyogrio.list_layers(item.path).tolist())
    assert layers == {"incidents": "Point", "holds": "Point", "quotes": None}
    meta, _, shapes, fields = pyogrio.raw.read(item.path, layer="incidents")
    assert len(shapes) == 4
    assert sum(s is None for s in shapes) == 1
    assert "start_date" in meta["fields"]
    types = dict(zip(meta["fields"], meta["dtypes"], strict=True))
    assert types["start_date"].startswith("datetime64")
    outlets = fields[list(meta["fields"]).index("outlets")]
    assert "=Evil Wire" in set(outlets)
    with sqlite3.connect(item.path) as raw:
        assert raw.execute("pragma application_id").fetchone() == (0x47504B47,)
        assert raw.execute("select count(*) from layer_styles").fetchone() == (2,)


def test_duckdb_and_pyarrow_read_the_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    parquet = pytest.importorskip("pyarrow.parquet")
    written("parquet", tmp_path)
    file = tmp_path / "incidents.parquet"
    geo = json.loads(parquet.read_schema(file).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    query = f"select count(*), count(latitude), max(killed_high) from '{file}'"
    assert duckdb.sql(query).fetchall() == [(4, 3, 14)]


def test_annotations_find_their_words_again(tmp_path: Path) -> None:
    (item,) = written("annotations", tmp_path)
    lines = [json.loads(line) for line in item.path.read_text("utf-8").splitlines()]
    assert len({line["id"] for line in lines}) == item.rows == len(lines)
    for line in lines:
        quote = web_annotations.find(line, THEATRE.documents)
        assert isinstance(quote, Quote)
        assert quote.text == line["target"]["selector"][1]["exact"]


def test_an_annotation_moved_is_found_by_its_context_and_a_doubtful_one_is_refused() -> None:
    text = "One. Clashes erupted. Two. Clashes erupted. Three."
    report = Document(document_id(text), text)
    start = text.rindex("Clashes")
    [position, words] = web_annotations.selectors(quote_at(report, start, start + 7), report)
    target = {"source": f"urn:sha256:{report.id}", "selector": [{**position, "start": 0}, words]}
    found = web_annotations.find({"id": "a", "target": target}, {report.id: report})
    assert isinstance(found, Quote)
    assert found.start == start
    target["selector"][1] = {**words, "prefix": "", "suffix": ""}
    assert isinstance(
        web_annotations.find({"id": "a", "target": target}, {report.id: report}), Reject
    )
    assert isinstance(web_annotations.find({"id": "a"}, {}), Reject)


def test_label_studio_tasks_and_annotations_back(tmp_path: Path) -> None:
    (item, config) = written("labelstudio", tmp_path)
    for task in json.loads(item.path.read_bytes()):
        report = THEATRE.documents[task["data"]["document"]]
        for result in task["predictions"][0]["result"]:
            if result["type"] == "labels":
                assert isinstance(labelstudio.find(result, report), Quote)
    assert config.path.read_text().startswith("<View>")


@given(st.text(alphabet="ab ابج\U0001f4a5é\r\n", min_size=1), st.data())
def test_offsets_are_understood_in_both_counts(text: str, data: st.DataObject) -> None:
    report = Document(document_id(text), text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    units = [len(text[:n].encode("utf-16-le")) // 2 for n in (start, end)]
    value = {"start": units[0], "end": units[1], "text": text[start:end], "labels": ["x"]}
    found = labelstudio.find({"id": "r", "value": value}, report)
    assert isinstance(found, Quote)
    assert found.text == text[start:end]


def test_words_that_do_not_stand_there_are_refused() -> None:
    report = Document(document_id("abc"), "abc")
    value = {"start": 0, "end": 2, "text": "zz", "labels": ["x"]}
    assert isinstance(labelstudio.find({"id": "r", "value": value}, report), Reject)
    assert isinstance(labelstudio.find({"id": "r"}, report), Reject)


def test_prov_leads_from_incident_to_report(tmp_path: Path) -> None:
    (item,) = written("prov", tmp_path)
    bundle = json.loads(item.path.read_bytes())
    used = {
        d["prov:generatedEntity"]: d["prov:usedEntity"] for d in bundle["wasDerivedFrom"].values()
    }
    for incident in THEATRE.incidents:
        mention = used[f"incident:{incident.id}"]
        assert used[mention].removeprefix("document:") in THEATRE.documents
    assert set(used) <= set(bundle["entity"])


def test_ftm_entities_point_to_each_other(tmp_path: Path) -> None:
    (item,) = written("ftm", tmp_path)
    entities = {e["id"]: e for e in map(json.loads, item.path.read_text("utf-8").splitlines())}
    events = [e for e in entities.values() if e["schema"] == "Event"]
    assert len(events) == 4
    for event in events:
        for name in ("proof", "involved", "addressEntity"):
            assert set(event["properties"].get(name, [])) <= set(entities)


def test_native_lines_lose_nothing(tmp_path: Path) -> None:
    from situate.model import Incident

    written("jsonl", tmp_path)
    lines = (tmp_path / "incidents.jsonl").read_bytes().splitlines()
    assert {from_json(line, Incident) for line in lines} == set(THEATRE.incidents)


def test_the_package_says_what_was_left_out_and_that_nobody_measured(tmp_path: Path) -> None:
    files = written("acled", tmp_path)
    path = package.write(
        tmp_path, files, THEATRE, Wish(), query={"country": "SY"}, gazetteer="abc",
        parser="sm", rejects={"read: empty file": 1}, accuracy=None,
    )  # fmt: skip
    found = json.loads(path.read_bytes())
    assert found["situate"]["accuracy"] is None
    assert found["situate"]["left_out"] == {"acled.csv": {"day unknown": 1}}
    (sheet, _) = found["resources"]
    assert len(sheet["schema"]["fields"]) == 31
    assert sheet["bytes"] == (tmp_path / "acled.csv").stat().st_size
