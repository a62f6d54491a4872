"""The fast search for names gives what a plain search at every capital gives."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.folding import POSSESSIVE, folded
from situate.knowledge.gazetteer.longest import WINDOW, longest_names
from situate.knowledge.gazetteer.nationality import nationality_of
from situate.knowledge.gazetteer.readings import UPPER, words_of
from situate.knowledge.gazetteer.store import Gazetteer
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

ROWS = (
    "user:1\tZurq\t35.1\t40.2\tSY\t\t\tsettlement\t\t\n"
    "user:2\tZurq al-Kabir\t35.2\t40.3\tSY\t\t\tsettlement\t\tZurq the Great\n"
    "user:3\tAl-Zurq al-Gharbi al-Jadid\t35.3\t40.4\tSY\t\t\tsettlement\t\t\n"
    "user:4\tÄlvsby\t59.0\t15.0\tSE\t\t\tsettlement\t\t\n"
    "user:5\tTall ‘Ayn\t35.4\t40.5\tSY\t\t\tsettlement\t\t\n"
)
WORD = re.compile(rf"[{UPPER}][\w‘’'ʿʻ`]*")
ARTICLE = re.compile(r"(?<!\w)(?:[ae]l|a[shnrdtz]|ash|e[zsd]|esh)[-‐ ][‘’'ʿʻ`]?$")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return a_gazetteer(tmp_path_factory.mktemp("longest"), ROWS)


def by_the_letter(text: str, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """At every capital word, article first, the longest folded name that ends at a word's end."""
    spans: list[tuple[int, int]] = []
    last = 0
    for word in WORD.finditer(text):
        start = word.start()
        if start < last or (start and text[start - 1].isalnum()):
            continue
        article = ARTICLE.search(text[max(0, start - 5) : start])
        begin = start - len(article[0]) if article else start
        end = name_end(text, begin, gazetteer) if article and begin >= last else None
        if end is None or end <= start:
            begin, end = start, name_end(text, start, gazetteer)
        if end is not None and is_dead(text[begin:end], gazetteer):
            end = None
        if end is not None:
            spans.append((begin, end))
            last = end
    return spans


def name_end(text: str, start: int, gazetteer: Gazetteer) -> int | None:
    line = folded(text[start : start + WINDOW])
    for name in reversed(gazetteer.surfaces(line.text)):
        end = len(name)
        if end >= len(line.text) or line.text[end] == " ":
            return start + line.original(end - 1) + 1
    return None


def is_dead(words: str, gazetteer: Gazetteer) -> bool:
    """A single word that no reading takes for a place."""
    name = keys.fold(words)
    if " " in name:
        return False
    people = nationality_of(POSSESSIVE.sub("", words))
    rows = gazetteer.lookup(1, keys.k1(words))
    is_country = any(gazetteer.facts(pid).kind == "country" for pid, _ in rows)
    return len(name) < 2 or name in words_of("common") or (people is not None and not is_country)


PIECES = st.sampled_from(
    [
        *(
            "Zurq",
            "zurq",
            "ZURQ",
            "Kabir",
            "al-Kabir",
            "the Great",
            "Al-Zurq",
            "al-Zurq",
            "al Zurq",
        ),
        *("al-Gharbi", "al-Jadid", "Älvsby", "Tall", "‘Ayn", "al-‘Ayn", "Syria", "Syrian", "The"),
        *("Damascus", "New", "Zealand", "United", "States", "of", "and", "Saudi", "Arabia", "X"),
        *("Zurq's", "Zurq’s", "McZurq", "Zurq2", "السوق", "É", "at", "as", "esh"),
    ]
)
SIGNS = st.sampled_from([" ", " ", " ", "-", ", ", ". ", "/", "\n", " (", "“", "", "  ", "‐"])


@given(st.lists(st.tuples(PIECES, SIGNS), max_size=12))
@settings(max_examples=300)
def test_fast_and_plain_search_find_the_same(
    small: Gazetteer, pieces: list[tuple[str, str]]
) -> None:
    text = "".join(piece + sign for piece, sign in pieces)
    assert longest_names(text, small) == by_the_letter(text, small)


@given(st.text(alphabet="ZzurqALalK-‘’' \n.äÄ1", max_size=60))
@settings(max_examples=200)
def test_fast_and_plain_search_agree_on_noise(small: Gazetteer, text: str) -> None:
    assert longest_names(text, small) == by_the_letter(text, small)


def test_results_do_not_depend_on_what_was_read_before(small: Gazetteer) -> None:
    text = "Zurq al-Kabir, Al-Zurq al-Gharbi al-Jadid and Syria."
    first = longest_names(text, small)
    assert longest_names(text, small) == first
    small.memory.clear()
    assert longest_names(text, small) == first
    assert [text[a:b] for a, b in first] == ["Zurq al-Kabir", "Al-Zurq al-Gharbi al-Jadid", "Syria"]


@pytest.mark.parametrize("name", ["Zurq's", "Zurq’s"])
def test_an_owner_ends_where_its_name_does(name: str, small: Gazetteer) -> None:
    assert longest_names(f"{name} army", small) == [(0, 4)]
