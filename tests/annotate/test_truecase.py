"""Text in small letters: names get capitals, words of the dictionary do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.extract.build import parser, vocabulary

from situate.annotate.mend import Word
from situate.annotate.truecase import (
    dictionary,
    has_no_capitals,
    is_title_case,
    small_again,
    truecased,
)
from situate.model import Name, Quote


def words(text: str) -> list[Word]:
    found, at = [], 0
    for word in text.split():
        found.append(Word(word, at, at + len(word), True))
        at += len(word) + 1
    return found


@pytest.mark.parametrize(
    ("text", "cased"),
    [
        ("gunmen killed valdemar quintero yesterday", "gunmen killed Valdemar Quintero yesterday"),
        ("rebels attacked soyapango and retreated", "rebels attacked Soyapango and retreated"),
        ("soldiers were hiding weapons there", "soldiers were hiding weapons there"),
    ],
)
def test_unknown_words_are_names(text: str, cased: str) -> None:
    told = truecased(words(text), (), parser(), vocabulary().lexicon)
    assert " ".join(w.text for w in told) == cased
    assert [(w.start, w.end) for w in told] == [(w.start, w.end) for w in words(text)]


def test_a_name_that_was_found_is_one_whatever_the_dictionary_says() -> None:
    name = Name(Quote("d", 16, 28, "shining path"), "actor", "roster")
    told = truecased(words("peasants fought shining path"), (name,), parser(), vocabulary().lexicon)
    assert " ".join(w.text for w in told) == "peasants fought Shining Path"


def test_one_capital_shows_that_a_text_has_them() -> None:
    assert has_no_capitals("the army left.")
    assert not has_no_capitals("the army left Hajin.")


def test_a_model_without_dictionary_changes_nothing(tmp_path: Path) -> None:
    assert dictionary(tmp_path) == frozenset()


@pytest.mark.parametrize(
    ("text", "cased"),
    [
        ("Drones Kill Dozens of Farmers in Hajin", "Drones kill dozens of farmers in Hajin"),
        ("Turkish Forces Kill Soldiers in Soyapango", "Turkish forces kill soldiers in Soyapango"),
        ("Strikes on Gaza School Kill Six, WHO Says", "Strikes on Gaza school kill six, WHO says"),
    ],
)
def test_a_headline_in_title_case_keeps_capitals_of_names_only(text: str, cased: str) -> None:
    assert is_title_case(words(text))
    told = small_again(words(text), (), parser(), vocabulary().lexicon)
    assert " ".join(w.text for w in told) == cased
    assert [(w.start, w.end) for w in told] == [(w.start, w.end) for w in words(text)]


def test_one_long_word_without_capital_shows_that_capitals_tell_names() -> None:
    assert not is_title_case(words("Turkish Forces kill Soldiers in Soyapango"))
    assert not is_title_case(words("SYRIAN ARMY KILLS DOZENS"))
    assert not is_title_case(words("The army left"))
