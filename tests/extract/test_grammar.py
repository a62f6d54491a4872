"""What a sentence says happened, against cases an analyst wrote."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.build import parser, vocabulary

from situate.annotate import annotate, names_in
from situate.extract import extract
from situate.knowledge.roster import load_roster
from situate.model import Document, Mention
from situate.records import document_id

FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for name in (
        *("section9.yaml", "grammar.yaml", "lexicon.yaml"),
        *("roles.yaml", "agents.yaml", "taking.yaml"),
    )
    for case in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
]
VIOLENT = ("ground", "territory", "remote", "civilian", "state")


@cache
def roster() -> Any:
    return load_roster()


def read(text: str) -> tuple[Mention, ...]:
    document = Document(id=document_id(text), text=text, language="en")
    (found,) = annotate([document], parser(), lambda d: names_in(d, roster(), None), vocabulary())
    assert not isinstance(found, tuple), found
    return extract(found, vocabulary())


def shown(mention: Mention) -> dict[str, Any]:
    return {
        "type": mention.type,
        "trigger": mention.trigger.text,
        "stance": mention.stance,
        "phase": mention.phase,
        "extent": mention.extent,
        "actors": [a.quote.text for a in mention.actors if a.quote],
        "targets": [t.quote.text for t in mention.targets if t.quote],
        "objects": [o.quote.text for o in mention.objects if o.quote],
        "places": [f"{p.relation}:{p.quote.text}" for p in mention.places if p.quote],
        "tolls": [f"{t.value.kind} {t.value.low} {t.value.high}" for t in mention.tolls if t.value],
    }


def fits(wanted: dict[str, Any], mention: Mention) -> bool:
    got = shown(mention)
    return all(meets(value, got[key]) for key, value in wanted.items())


def meets(wanted: Any, got: Any) -> bool:
    """Whether a list holds at least what is wanted (an empty one: nothing at all)."""
    if isinstance(wanted, list):
        return set(wanted) <= set(got) if wanted else not got
    return bool(got == wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_code_reads_what_a_coder_reads(case: dict[str, Any]) -> None:
    found = read(case["text"])
    why = f"{case['why']}: {[shown(m) for m in found]}"
    left = list(found)
    for wanted in case["expect"]:
        match = next((m for m in left if fits(wanted, m)), None)
        assert match is not None, f"{wanted} | {why}"
        left = left[left.index(match) + 1 :]
    asserted = [m for m in found if m.stance == "asserted"]
    assert not {m.type for m in asserted} & set(case.get("none", ())), why
    if "count" in case:
        violent = [m for m in asserted if vocabulary().family(m.type) in VIOLENT]
        assert len(violent) <= case["count"], why


SALAD = (
    "rebels army the killed attacked captured Hajin in of by , . and 12 soldiers bomb exploded "
    "between “IS” (SDF) al-Bakaan 's forced to flee which - : ; ‏مدينة 🙂 \u00a0 siege \n"
)
WORDS = st.sampled_from(SALAD.split(" "))


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_word_salad_is_read_and_every_quote_is_exact(text: str) -> None:
    for mention in read(text):
        quotes = [mention.trigger, mention.sentence, mention.stance_cue]
        for field in (mention.actors, mention.targets, mention.places, mention.objects):
            quotes += [sourced.quote for sourced in field]
        for quote in filter(None, quotes):
            assert text[quote.start : quote.end] == quote.text


def test_a_list_of_names_or_a_table_gives_no_flood() -> None:
    found = read("Hajin, Sousa, Baghuz, Abu Kamal, " * 400 + "were attacked by rebels.")
    assert len(found) < 20


def test_mentions_of_one_text_have_the_same_ids_each_time() -> None:
    text = "Rebels captured Tal Asfar. The army shelled the village, killing 12 people."
    assert [m.id for m in read(text)] == [m.id for m in read(text)]
