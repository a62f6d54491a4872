"""The light Arabic tier on sentences we wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from situate.extract.arabic import mentions_in, place_names
from situate.extract.arabic_words import fold_arabic, words_of
from situate.extract.toll_arabic import tolls_in
from situate.model import Block, BlockKind, Document, Name
from situate.records import document_id, quote_at


def read(text: str, *places: str) -> list[tuple[str, list[str], list[tuple[str, int | None]]]]:
    document = Document(document_id(text), text, language="ar")
    names = [
        Name(quote_at(document, text.index(p), text.index(p) + len(p)), "place", "gazetteer")
        for p in places
    ]
    return [
        (
            m.type,
            [p.quote.text for p in m.places if p.quote],
            [(t.value.kind, t.value.low) for t in m.tolls if t.value],
        )
        for m in mentions_in(document, names)
    ]


@pytest.mark.parametrize(
    ("text", "place", "kind", "tolls"),
    [
        (
            "مقتل 3 مدنيين وإصابة 5 آخرين جراء قصف مدفعي على قرية زيتونة",
            "زيتونة",
            "shelling",
            [("killed", 3), ("injured", 5)],
        ),
        ("غارة جوية على أطراف بلدة زيتونة", "زيتونة", "air_strike", []),
        ("استشهاد طفلين بانفجار لغم قرب مدينة زيتونة", "زيتونة", "bombing", [("killed", 2)]),
        ("اشتباكات عنيفة في محيط بلدة زيتونة منذ الصباح", "زيتونة", "clash", []),
        ("إنزال جوي واعتقال شخص في قرية زيتونة", "زيتونة", "arrest", []),
    ],
)  # fmt: skip
def test_a_sentence_gives_one_mention(
    text: str, place: str, kind: str, tolls: list[tuple[str, int]]
) -> None:
    assert read(text, place) == [(kind, [place], tolls)]


def test_letters_set_apart_by_tatweel_are_one_word() -> None:
    text = "قـ ـصـ ـف على زيتونة"
    assert words_of(text, 0, len(text))[0].text == "قصف"
    assert fold_arabic("أُصِيبَ") == "اصيب"


def test_news_without_an_act_gives_nothing() -> None:
    assert read("افتتاح معرض الكتاب في مدينة زيتونة بحضور الأهالي", "زيتونة") == []


def test_a_year_is_no_toll() -> None:
    assert read("قتل في عام 2021 جراء قصف على قرية زيتونة", "زيتونة")[0][2] == []


@pytest.mark.parametrize(
    ("text", "killed", "injured", "mode"),
    [
        ("إصابة امرأة وطفليها بقصف مدفعي على قرية تل الزهر", None, 3, "new"),
        ("مقتل رجل وزوجته جراء غارة جوية على بلدة تل الزهر", 2, None, "new"),
        ("قصف على بلدة تل الزهر، 47 شخصاً قتلوا وأصيب 202 مدنياً", 47, 202, "new"),
        ("قصف مدفعي على قرية تل الزهر أدى إلى استشهاد مواطن وإصابة 3 أطفال", 1, 3, "new"),
        ("وثقت الفرق مقتل 63 طفلاً بقصف على المدن منذ بداية العام", 63, None, "cumulative"),
    ],
)
def test_figures_belong_to_the_stem_they_follow(
    text: str, killed: int | None, injured: int | None, mode: str
) -> None:
    (mention,) = mentions_in(Document(document_id(text), text, language="ar"), ())
    said = {t.value.kind: t.value for t in mention.tolls if t.value}
    assert {k: v.low for k, v in said.items()} == {
        k: v for k, v in (("killed", killed), ("injured", injured)) if v is not None
    }
    assert {v.mode for v in said.values()} == {mode}


CASES = yaml.safe_load((Path(__file__).parent / "cases" / "arabic.yaml").read_text("utf-8"))


def named(document: Document, words: list[str]) -> list[Name]:
    found, at = [], 0
    for word in words:
        start = document.text.index(word, at)
        at = start + len(word)
        found.append(Name(quote_at(document, start, at), "place", "gazetteer"))
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_post_is_read_as_an_analyst_would(case: dict[str, Any]) -> None:
    document = Document(document_id(case["text"]), case["text"], language="ar")
    names = place_names(document, named(document, case["places"]))
    got = [
        {
            "type": m.type,
            "places": {p.quote.text: p.relation for p in m.places if p.quote},
            "tolls": {t.value.kind: t.value.low for t in m.tolls if t.value},
        }
        for m in mentions_in(document, names)
    ]
    assert got == case["expect"]


TOLLS = yaml.safe_load((Path(__file__).parent / "cases" / "arabic_tolls.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", TOLLS, ids=lambda case: case["why"])
def test_figures_of_a_sentence(case: dict[str, Any]) -> None:
    text = case["text"]
    words = words_of(text, 0, len(text))
    found = tolls_in(Document(document_id(text), text, language="ar"), words)
    got = [[t.value.kind, t.value.low, t.value.high] for t in found if t.value]
    assert got == case["expect"]
    if "civilian" in case:
        assert [t.value.civilian for t in found if t.value] == case["civilian"]


def test_a_headline_is_marked_and_page_words_tell_nothing() -> None:
    title, body = "قصف مدفعي على بلدة زيتونة", "قصفت المدفعية بلدة زيتونة مساء الجمعة"
    text = f"{title}\n{body}\nاقرأ عن غارة جوية"
    at = [text.index(part) for part in (title, body, "اقرأ")]
    kinds: tuple[BlockKind, ...] = ("title", "paragraph", "chrome")
    blocks = tuple(
        Block(kind, a, b) for kind, a, b in zip(kinds, at, (*at[1:], len(text)), strict=True)
    )
    document = Document(document_id(text), text, language="ar", blocks=blocks)
    told = mentions_in(document, named(document, ["زيتونة", "زيتونة"]))
    assert [(m.type, m.block) for m in told] == [("shelling", "title"), ("shelling", "paragraph")]
