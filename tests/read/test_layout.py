"""Blocks of plain and scraped text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from situate.read.layout import lay_out

CASES = yaml.safe_load((Path(__file__).parent / "layout.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_blocks(case: dict[str, object]) -> None:
    """Kinds and first words of each block are those a reader of the page would name."""
    text = str(case["text"])
    layout = lay_out(text, case.get("title"))  # type: ignore[arg-type]
    found = [
        f"{b.kind}: {text[b.start : b.end]}"[: len(want)]
        for b, want in zip(layout.blocks, case["expect"], strict=True)
    ]  # type: ignore[call-overload]
    assert found == case["expect"]
    for name, field in (("outlet", "outlet"), ("author", "author"), ("title_is", "title")):
        if name in case:
            assert getattr(layout, field) == case[name]
    if "published" in case:
        day = layout.published.when.date().isoformat() if layout.published else None
        assert day == case["published"]


@given(st.text(max_size=400))
def test_blocks_are_in_order_and_never_overlap(text: str) -> None:
    """Whatever the text, blocks lie inside it, in order, apart, and none is empty."""
    at = 0
    for block in lay_out(text).blocks:
        assert at <= block.start < block.end <= len(text)
        at = block.end


@given(
    st.lists(
        st.sampled_from(
            [
                "Rebels took the hill on Monday.",
                "",
                "Fighting",
                "\r",
                "By Jane Roe",
                "14 May 2019",
                "BEIRUT (Reuters) -",
                "- item",
                "Aleppo, SANA - The army moved.",
            ]
        ),
        max_size=12,
    )
)
def test_no_word_is_lost(lines: list[str]) -> None:
    """Every letter of the text lies in a block."""
    text = "\n".join(lines)
    layout = lay_out(text)
    covered = {i for b in layout.blocks for i in range(b.start, b.end)}
    assert all(i in covered for i, c in enumerate(text) if c.isalpha())
