"""Each loader on a few lines of our own making, good and bad."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import orjson
import pytest

from situate.errors import KnowledgeError, TooLarge, UsageError
from situate.knowledge.gazetteer import load_coders, load_geonames, load_ocha, load_own, load_wof
from situate.knowledge.gazetteer.recognise import kind_of
from situate.knowledge.gazetteer.sources import Source, load, opened


def dump_line(ident: int = 1, **changes: object) -> str:
    cells = {
        "id": ident, "name": "Tall Zurq", "ascii": "Tall Zurq", "alt": "Tell Zourq,تل زرق",
        "lat": 35.1, "lon": 40.2, "class": "P", "code": "PPL", "cc": "SY", "cc2": "",
        "a1": "07", "a2": "", "a3": "", "a4": "", "pop": 1200, "elev": "", "dem": 200,
        "tz": "Asia/Damascus", "day": "2020-01-01",
    }  # fmt: skip
    cells |= changes
    return "\t".join(str(v) for v in cells.values())


def test_a_dump_gives_settlements_areas_and_sites_and_leaves_the_rest() -> None:
    lines = [
        dump_line(1),
        dump_line(2, **{"class": "A", "code": "ADM1"}),
        dump_line(3, **{"class": "S", "code": "AIRB"}),
        dump_line(4, **{"class": "S", "code": "SCH"}),
        dump_line(5, code="PPLQ"),
        dump_line(6, code="PPLC"),
    ]
    rows = {row.id: row for row in load_geonames.load_dump(lines).rows}
    assert [rows[i].kind for i in ("gn:1", "gn:2", "gn:3")] == ["settlement", "adm1", "site"]
    assert "gn:4" not in rows
    assert rows["gn:5"].gone
    assert rows["gn:6"].is_capital
    assert {"Tall Zurq", "تل زرق"} <= {label.text for label in rows["gn:1"].labels}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (dump_line(9, lat=4239.0), "latitude 4239.0"),
        ("9\ttoo\tfew", "3 columns, not 19"),
        (dump_line(1), "stands twice"),
        (dump_line(9).replace("9\t", "x\t", 1), "no geonameid"),
    ],
)
def test_a_bad_line_is_noted_with_its_number_and_the_others_go_on(line: str, words: str) -> None:
    loaded = load_geonames.load_dump([dump_line(1), line, dump_line(2)])
    assert len(loaded.rows) == 2
    assert loaded.bad[0].line == 2
    assert words in loaded.bad[0].reason


def test_a_file_of_bad_lines_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="line 1: 2 columns, not 19"):
        load_geonames.load_dump(["a\tb"] * 3)


def test_alternate_names_leave_links_and_codes_out() -> None:
    lines = [
        "1\t174506\tar\tهجين\t1\t\t\t\t\t",
        "2\t174506\tlink\thttp://x\t\t\t\t\t\t",
        "3\t174506\ten\tOld Hajin\t\t\t\t1\t\t",
    ]
    names = load_geonames.load_names(lines).names["gn:174506"]
    assert [(n.text, n.role) for n in names] == [("هجين", "alternate"), ("Old Hajin", "historic")]


WOF = (
    "wof_id placetype name lat lon population region_id county_id gn_id wd_id qs_pcode is_current"
    " deprecated names_eng names_ara names_other"
).replace(" ", "\t")


def test_whos_on_first_rows_know_their_parents_and_drop_the_deprecated() -> None:
    lines = [
        WOF,
        "11\tlocality\tZurq\t35.1\t40.2\t\t7\t8\t901\t\t{}\t1\t\tZurq|Zourq\tزرق\tZurk",
        '12\tregion\tNahr\t35.0\t40.0\t5\t12\t\t\t\t"{""hasc:id"": ""SY.NA""}"\t1\t\tNahr\t\t',
        "13\tlocality\tGone\t35.1\t40.2\t\t7\t8\t\t\t{}\t0\t2017-01-01\t\t\t",
    ]
    zurq, nahr = load_wof.load_table(lines, "SY").rows
    assert zurq.id == "gn:901"
    assert zurq.parents == ("wof:8", "wof:7")
    assert nahr.kind == "adm1"
    assert nahr.pop == 0, "a region may repeat its city's population"
    assert ("hasc", "SY.NA") in nahr.xrefs


def test_ocha_units_nest_by_pcode_and_lose_machine_aliases(tmp_path: Path) -> None:
    unit = {
        "name": {"en": "Zurq", "ar": "زرق"},
        "aliases": [{"value": "nhyt zrqq", "language": "en"}, {"value": "Zourq", "language": "en"}],
        "centroid": {"latitude": 35.0, "longitude": 40.0},
        "externalIds": {"ochaPcode": "SY990101"},
    }
    row = load_ocha.load_units(orjson.dumps([unit]), tmp_path).rows[0]
    assert row.kind == "adm3"
    assert row.parents == ("pcode:SY9901", "pcode:SY99")
    assert "nhyt zrqq" not in {label.text for label in row.labels}


def test_codab_columns_are_known_by_pattern() -> None:
    lines = [
        "ADM2_EN,ADM2_AR,ADM2_PCODE,ADM1_EN,ADM1_PCODE,lat,lon",
        "Zurq,زرق,SY9901,Nahr,SY99,35,40",
    ]
    row = load_ocha.load_codab(lines).rows[0]
    assert (row.kind, row.name, row.parents) == ("adm2", "Zurq", ("pcode:SY99",))


def test_ucdp_keeps_exact_points_and_both_names() -> None:
    lines = [
        "where_coordinates,where_prec,latitude,longitude,adm_1,adm_2,country",
        "Zurq/Zarqa village,1,35.1,40.2,Nahr Governorate,Zurq district,Syria",
        "Somewhere,4,35.1,40.2,,,Syria",
    ]
    (row,) = load_coders.load_ucdp(lines).rows
    assert [label.text for label in row.labels] == ["Zurq", "Zarqa"]
    assert (row.cc, row.parents) == ("SY", ("name:adm2:Zurq", "name:adm1:Nahr"))


def test_acled_parts_belong_to_their_town() -> None:
    lines = [
        "location,latitude,longitude,geo_precision,admin1,admin2,country",
        "Zurq - Old Quarter,35.1,40.2,1,Nahr,Zurq,Syria",
    ]
    (row,) = load_coders.load_acled(lines).rows
    assert (row.kind, row.name) == ("part", "Old Quarter")


def test_our_own_table_rejects_a_point_off_the_globe() -> None:
    text = "id\tname\tlat\tlon\nuser:1\tZurq\t4239.0\t40\nuser:2\tNahr\t35\t40\n"
    loaded = load_own.load_places(text, "own")
    assert [row.id for row in loaded.rows] == ["user:2"]
    assert loaded.bad[0].line == 2


# --- recognising and opening ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (WOF, "wof"),
        (dump_line(), "geonames"),
        ("SY.07\tNahr\tNahr\t170792", "geonames-adm1"),
        ("id\tname\tlat\tlon", "places"),
        ('{"type": "FeatureCollection", "features": []}', "polygons"),
        ("[{}]", "ocha"),
        ("admin1Pcode,admin1Name_en,lat,lon", "codab"),
        (",".join(load_coders.UCDP), "ucdp"),
        (",".join(load_coders.ACLED), "acled"),
    ],
)
def test_the_kind_of_a_file_is_known_by_its_head(head: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text(head + "\n", encoding="utf-8")
    assert kind_of(path, None) == kind


def test_an_unknown_kind_or_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("Dear all\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="not a place file"):
        kind_of(path, None)
    with pytest.raises(UsageError, match="no kind"):
        kind_of(path, "shapefile")


def test_latin1_bytes_are_refused_with_their_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes(
        dump_line(1).encode()
        + b"\n"
        + dump_line(2, name="Al\xe9", alt="").encode("latin-1")
        + b"\n"
    )
    with pytest.raises(KnowledgeError, match=r"SY\.txt, after line .*0xe9 is not UTF-8"):
        load(Source("geonames", path, "", "SY.txt"))


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt.gz"
    path.write_bytes(gzip.compress("\n".join(dump_line(i) for i in range(500)).encode())[:-200])
    with pytest.raises(KnowledgeError, match="damaged archive"):
        load(Source("geonames", path, "", "SY.txt.gz"))


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "SY.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.txt", b"\t" * (64 << 20))
    with opened(path) as text, pytest.raises(TooLarge, match="unpacks to more"):
        text.read()
