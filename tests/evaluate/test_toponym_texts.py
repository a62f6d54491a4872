"""LGL and GeoWebNews in their published shapes, on texts of our own, whole and broken."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from types import SimpleNamespace

import pytest

from situate.errors import UsageError
from situate.evaluate import toponyms
from situate.evaluate.toponym_texts import read_texts
from situate.knowledge.gazetteer.store import Gazetteer
from situate.knowledge.roster import load_roster
from situate.settings import Settings
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

# LGL as published: feed, domain and time before the text, the gazetteer's row in `gaztag`.
LGL = """<?xml version="1.0" encoding="UTF-8"?>
<articles>
<article docid="38543488">
<feedid>2102</feedid>
<title>Bridge closed</title>
<domain>www.example.org</domain>
<url>http://www.example.org/a?b=1&amp;c=2</url>
<dltime>2009-06-25 09:40:33.152</dltime>
<text>HAJIN - The bridge at Hajin &amp; Zurq was closed. Syria's army denied it.</text>
<toponyms>
<toponym><start>0</start><end>5</end><phrase>HAJIN</phrase>
<gaztag geonameid="174506"><name>Hajin</name><fclass>P</fclass><fcode>PPL</fcode>
<lat>34.69</lat><lon>40.83</lon><country>SY</country><admin1>07</admin1></gaztag></toponym>
<toponym><start>22</start><end>27</end><phrase>Hajin</phrase>
<gaztag geonameid="174506"><name>Hajin</name><fclass>P</fclass><fcode>PPL</fcode>
<lat>34.69</lat><lon>40.83</lon><country>SY</country><admin1>07</admin1></gaztag></toponym>
<toponym><start>30</start><end>34</end><phrase>Zurq</phrase></toponym>
<toponym><start>47</start><end>52</end><phrase>Syria</phrase>
<gaztag geonameid="163843"><name>Syria</name><fclass>A</fclass><fcode>PCLI</fcode>
<lat>35.0</lat><lon>38.0</lon><country>SY</country><admin1>00</admin1></gaztag></toponym>
</toponyms>
</article>
</articles>
"""
# GeoWebNews as published: brat standoff, notes that hold a GeoNames id, or a point.
TEXT = "Shells hit Hajin. Syrian officials in Zurq and Atlantis denied it. The region was calm.\n"
ANN = (
    "T1\tLiteral 11 16\tHajin\n"
    "#1\tAnnotatorNotes T1\t174506\n"
    "T2\tNon_Literal_Modifier 18 24\tSyrian\n"
    "A1\tModifier_Type T2 Adjective\n"
    "#2\tAnnotatorNotes T2\t163843\n"
    "T3\tLiteral 38 42\tZurq\n"
    "#3\tAnnotatorNotes T3\t34.8, 40.8\n"
    "T4\tLiteral 47 55\tAtlantis\n"
    "#4\tAnnotatorNotes T4\t999999999\n"
    "T5\tLiteral_Expression 71 77\tregion\n"
    "T6\tNon_Toponym 0 6\tShells\n"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return a_gazetteer(tmp_path_factory.mktemp("world"))


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, kind = name.rpartition("_")
        (folder / f"{stem}.{kind}").write_text(text, encoding="utf-8")
    return folder


def located(ident: str) -> tuple[float, float] | None:
    return {"174506": (34.69, 40.83), "163843": (35.0, 38.0)}.get(ident)


def desk_of(world: Gazetteer) -> SimpleNamespace:
    parser = SimpleNamespace(meta={"name": "none", "version": "0"})  # no text is parsed
    return SimpleNamespace(
        gazetteer=world, roster=load_roster(), settings=Settings(), parser=parser
    )


def test_lgl_is_read_as_published(tmp_path: Path) -> None:
    rows, (text,) = read_texts(written(tmp_path, lgl_xml=LGL))
    assert [(n.phrase, n.id, n.point is None) for n in text.names] == [
        ("HAJIN", "174506", False),
        ("Hajin", "174506", False),
        ("Zurq", None, True),
        ("Syria", "163843", False),
    ]
    assert all(text.text[n.start : n.end] == n.phrase for n in text.names)
    assert (rows.skipped, text.is_quiet) == (0, False)


def test_lgl_is_scored_end_to_end(tmp_path: Path, world: Gazetteer) -> None:
    scored = toponyms.run(written(tmp_path, lgl_xml=LGL), desk_of(world), resamples=0)  # type: ignore[arg-type]
    assert scored.metrics["acc_161km_given"] == 1.0
    assert scored.metrics["exact_id_given"] == 1.0
    assert scored.metrics["acc_161km"] == 1.0
    assert scored.counts["acc_161km_given"] == (3, 3), "Zurq is not located by the annotators"


def test_geowebnews_is_read_as_published(tmp_path: Path) -> None:
    _, (text,) = read_texts(written(tmp_path, **{"7_txt": TEXT, "7_ann": ANN}), located)
    assert [(n.phrase, n.id) for n in text.names] == [
        ("Hajin", "174506"),
        ("Syrian", "163843"),
        ("Zurq", None),
        ("Atlantis", "999999999"),
    ]
    points = [n.point for n in text.names]
    assert points[:3] == [(34.69, 40.83), (35.0, 38.0), (34.8, 40.8)]
    assert points[3] is not None
    assert isnan(points[3][0]), "an id no gazetteer of ours has stays located, and nowhere"


def test_geowebnews_is_scored_with_what_we_lack_in_the_denominator(
    tmp_path: Path, world: Gazetteer
) -> None:
    path = written(tmp_path, **{"7_txt": TEXT, "7_ann": ANN})
    scored = toponyms.run(path, desk_of(world), resamples=0)  # type: ignore[arg-type]
    assert scored.counts["acc_161km_given"] == (2, 4), "Hajin and Syrian of four"


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"1_ann": ANN}, "no text beside the annotation"),
        ({"1_txt": TEXT}, "no annotation at all"),
        ({"1_txt": TEXT, "1_ann": ""}, "an empty annotation"),
        (
            {"1_txt": TEXT, "1_ann": "T1\tLiteral 900 950\tHajin\n#1\tAnnotatorNotes T1\t1\n"},
            "past",
        ),
        ({"1_txt": TEXT, "1_ann": "T1 Literal x y\n\x00\ufffd"}, "no standoff"),
        ({"lgl_xml": LGL[:200]}, "cut off before the text"),
        ({"lgl_xml": "<articles><article><text>Hajin</text><toponyms>"}, "cut off in the names"),
        ({"lgl_xml": LGL.replace("<lat>34.69", "<lat>north").replace("35.0", "x")}, "no numbers"),
        ({"lgl_xml": ""}, "an empty file"),
        ({"lgl_xml": "geonameid,lat,lon\n1,2,3\n"}, "another format"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_file_is_a_usage_error(files: dict[str, str], why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_texts(written(tmp_path, **files), located)


def test_a_text_cut_off_late_keeps_what_it_has(tmp_path: Path) -> None:
    cut = LGL[: LGL.index("<toponym><start>47")]
    _, (text,) = read_texts(written(tmp_path, lgl_xml=cut))
    assert [n.phrase for n in text.names] == ["HAJIN", "Hajin", "Zurq"]


def test_entities_that_grow_are_not_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + LGL.split("?>", 1)[1].replace(
        "The bridge", "&b;"
    )
    _, (text,) = read_texts(written(tmp_path, lgl_xml=bomb))
    assert "aaaa" not in text.text
