"""What a report tells again is tied to the first mention of its act, and completed by it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from situate.model import Document, Mention
from situate.pipeline import mentions
from situate.records import document_id

if TYPE_CHECKING:
    from situate.pipeline import Desk

CASES = yaml.safe_load((Path(__file__).parent / "told_again.yaml").read_text(encoding="utf-8"))


def read(text: str, desk: Desk) -> tuple[Mention, ...]:
    published = datetime(2017, 5, 3, tzinfo=UTC)  # a Wednesday
    return mentions(Document(document_id(text), text, published=published, language="en"), desk)


def first_told(mention: Mention) -> str:
    return next((k.mention for k in mention.links if k.kind == "same"), mention.id)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"][:60])
def test_acts_told_again_are_tied_and_others_are_not(case: dict[str, Any], real_desk: Desk) -> None:
    found = read(case["text"], real_desk)
    words = case.get("one") or case["two"]
    said = [next((m for m in found if w in m.trigger.text), None) for w in words]
    told = {w: m and first_told(m) for w, m in zip(words, said, strict=True)}
    shown = [(m.trigger.text, m.type, m.flags, first_told(m)) for m in found]
    if "one" in case:
        # A word that is folded into another's mention is told once already.
        kept = {act for act in told.values() if act is not None}
        assert len(kept) == 1, (case["why"], shown)
    else:
        assert None not in told.values(), (case["why"], shown)
        assert len(set(told.values())) == len(words), (case["why"], shown)


def test_an_act_told_again_has_the_place_and_day_told_before(real_desk: Desk) -> None:
    text = "Warplanes raided the market of Atarib on Monday. The attack burned ten shops."
    first, again = (m for m in read(text, real_desk) if m.stance == "asserted")
    assert first_told(again) == first.id
    assert [p.value for p in again.places if p.value] == [p.value for p in first.places if p.value]
    assert all(p.quote is None for p in again.places if p.value)
    assert again.period.value == first.period.value


def test_a_sentence_printed_twice_tells_one_act(real_desk: Desk) -> None:
    line = "Gunmen attacked a checkpoint near Hajin on Monday, killing three soldiers."
    found = read(f"{line}\n\n{line}", real_desk)
    assert len({first_told(m) for m in found}) < len(found)
