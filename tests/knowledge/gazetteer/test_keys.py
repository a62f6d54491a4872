"""Spelling keys: the worked examples of the design, and what must hold of every name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from situate.knowledge.gazetteer import keys

CASES = yaml.safe_load((Path(__file__).parent / "keys.yaml").read_text(encoding="utf-8"))
LATIN = st.text(alphabet="abcdefghijklmnopqrstuvwxyzāēīōūḥṣḍṭẓ' -", min_size=1, max_size=20)
ARABIC = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآء ", min_size=1, max_size=15)


@pytest.mark.parametrize("case", CASES["spelt"], ids=lambda c: c["name"])
def test_a_name_has_the_keys_of_the_table(case: dict[str, str]) -> None:
    first = keys.k1(case["name"])
    assert first == case["k1"]
    assert keys.k2_all(first)[0] == case.get("k2", keys.k2_all(first)[0])
    assert keys.k3(first) == case["k3"]


@pytest.mark.parametrize("case", CASES["meet"], ids=lambda c: f"{c['one']} ~ {c['other']}")
def test_spellings_meet_at_their_level_and_not_before(case: dict[str, object]) -> None:
    one, other = (keys.k1(str(case[k])) for k in ("one", "other"))
    met = [
        one == other,
        bool(set(keys.k2_all(one)) & set(keys.k2_all(other))),
        keys.k3(one) == keys.k3(other),
    ]
    assert met.index(True) + 1 == case["level"], case["why"]


@pytest.mark.parametrize("case", CASES["apart"], ids=lambda c: f"{c['one']} / {c['other']}")
def test_different_places_stay_apart_at_every_level(case: dict[str, str]) -> None:
    one, other = keys.k1(case["one"]), keys.k1(case["other"])
    assert one != other
    assert not set(keys.k2_all(one)) & set(keys.k2_all(other))
    assert keys.k3(one) != keys.k3(other)


@given(LATIN)
def test_case_and_normal_form_do_not_matter(name: str) -> None:
    assert keys.k1(name.upper()) == keys.k1(name)
    assert keys.k1(unicodedata.normalize("NFD", name)) == keys.k1(
        unicodedata.normalize("NFC", name)
    )


@given(st.text(alphabet="abcdehiklmnorstuwyz", min_size=2, max_size=12), st.sampled_from("'`‘’ʼʿʻ"))
def test_the_glyph_of_an_apostrophe_does_not_matter(word: str, glyph: str) -> None:
    middle = len(word) // 2
    assert keys.k1(word[:middle] + glyph + word[middle:]) == keys.k1(word)


@given(LATIN | ARABIC)
def test_equal_first_keys_give_equal_later_keys(name: str) -> None:
    first = keys.k1(name)
    again = keys.k1(first)
    if again == first:
        assert keys.k2_all(again) == keys.k2_all(first)
        assert keys.k3(again) == keys.k3(first)


@given(st.text(max_size=40))
def test_any_text_has_keys(name: str) -> None:
    first = keys.k1(name)
    assert isinstance(keys.k3(first), str)
    assert all(isinstance(k, str) for k in keys.k2_all(first))


@given(st.lists(LATIN | st.text(max_size=12).filter(keys.is_latin), max_size=8))
def test_names_folded_at_once_have_the_keys_of_each_alone(names: list[str]) -> None:
    alone = [keys.latin_k2(keys.latin_k1(name)) for name in names]
    assert keys.latin_k2s(names) == alone
