"""The suites of places on a few lines of our own: reading, mending, scoring."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from situate.errors import UsageError
from situate.evaluate import toponyms
from situate.evaluate.held_out import HeldOut
from situate.evaluate.merges import judge
from situate.evaluate.suite import total
from situate.evaluate.toponym_texts import read_texts
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

NEWS = """<articles><article docid="1"><text>Shells hit Hajin and Zurq.</text><toponyms>
<toponym><start>14</start><end>19</end><phrase>Hajin</phrase>
<gaztag geonameid="174506"><lat>34.69</lat><lon>40.83</lon><country>Syria</country></gaztag>
</toponym>
<toponym><start>21</start><end>25</end><phrase>Zurq</phrase></toponym>
<toponym><start>90</start><end>95</end><phrase>Hajin</phrase></toponym>
</toponyms></article>
<article docid="2"><text>No places.</text><toponyms/></article></articles>"""
VIRUS = """<articles><article><text>In Hajin.</text><locations><location><name>Hajin</name>
<start>4</start><end>9</end><lat>34.69</lat><lon>40.83</lon></location></locations></article>
</articles>"""


def test_news_offsets_are_mended_and_hopeless_ones_left_out(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    path.write_text(NEWS, encoding="utf-8")
    rows, (text,) = read_texts(path)
    assert [(n.phrase, n.start, n.point is None) for n in text.names] == [
        ("Hajin", 11, False),
        ("Zurq", 21, True),
    ]
    assert rows.skipped == 1, "a text without a located name"


def test_virus_offsets_count_from_one(tmp_path: Path) -> None:
    path = tmp_path / "virus.xml"
    path.write_text(VIRUS, encoding="utf-8")
    _, (text,) = read_texts(path)
    assert text.text[text.names[0].start : text.names[0].end] == "Hajin"


def test_a_file_without_located_names_is_a_usage_error(tmp_path: Path) -> None:
    path = tmp_path / "none.xml"
    path.write_text("<articles><article><text>x</text></article></articles>", encoding="utf-8")
    with pytest.raises(UsageError):
        read_texts(path)


def test_every_located_name_is_in_the_denominator() -> None:
    one = {"gold": 4, "located": 4, "nil_given": 1, "161_given": 2, "10_given": 2, "25_given": 2}
    figures = toponyms.measure(
        total([{**one, "touched": 0, "good": 0, "predicted": 0, "exact_span": 0}])
    )
    assert figures["acc_161km_given"].value == 0.5
    assert figures["acc_161km_given_answered"].value == pytest.approx(2 / 3)
    assert figures["nil_rate_given"].value == 0.25
    assert figures["acc_161km_pipeline"].value == 0.0


def test_a_held_out_spelling_leads_nowhere_and_the_others_do(tmp_path: Path) -> None:
    gazetteer = a_gazetteer(tmp_path)
    pid = gazetteer.pid_of("gn:174506")
    assert pid is not None
    held = HeldOut(gazetteer, {pid: "Hajeen"})
    assert pid in [row for row, _ in gazetteer.lookup(1, "hajeen")]
    assert pid not in [row for row, _ in held.lookup(1, "hajeen")]
    assert pid in [row for row, _ in held.lookup(1, "hajin")]


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        ({"text": "Shells hit Hajin.", "name": "Hajin", "near": [34.69, 40.83, 5]}, "right"),
        ({"text": "Shells hit Zurqab.", "name": "Zurqab", "nil": True}, "right"),
        ({"text": "Shells hit Zurqab.", "name": "Zurqab", "near": [1, 1, 5]}, "ambiguous"),
        ({"text": "Shells hit Hajin.", "name": "Hajin", "near": [1, 1, 5]}, "wrong"),
    ],
)
def test_a_merge_case_is_right_doubted_or_wrong(
    case: dict[str, object], outcome: str, tmp_path: Path
) -> None:
    desk = SimpleNamespace(gazetteer=a_gazetteer(tmp_path))
    assert judge(case, desk)[0] == outcome  # type: ignore[arg-type]
