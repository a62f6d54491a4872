"""A parse kept on disk says what the parser says, and a bad file costs speed only."""

from __future__ import annotations

from pathlib import Path

import pytest

from situate.annotate.parser import load_parser

SENTENCES = [
    "Government forces shelled the town of Maaret on Tuesday, killing four people.",
    "🔥 وصلت القوات; they left.",
    "x",
    "Four people were killed.",
    "Four people were killed.",
]


def told(parser: object, texts: list[str] = SENTENCES) -> list[list[tuple[str, str, int, bool]]]:
    docs = parser.pipe([parser.make_doc(text) for text in texts])  # type: ignore[attr-defined]
    return [[(t.tag_, t.dep_, t.head.i, t.is_sent_start) for t in doc] for doc in docs]


@pytest.fixture(scope="module")
def plain() -> list[list[tuple[str, str, int, bool]]]:
    return told(load_parser())


def test_the_second_time_is_the_first_time(
    tmp_path: Path, plain: list[list[tuple[str, str, int, bool]]]
) -> None:
    kept = tmp_path / "deep" / "parses.db"
    assert told(load_parser(None, kept)) == plain
    again = load_parser(None, kept)
    again._parser = None  # type: ignore[attr-defined]  # nothing is parsed any more
    with pytest.raises(AttributeError):
        told(again, ["Words that nobody parsed yet."])
    again = load_parser(None, kept)
    assert told(again) == plain


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000])
def test_a_bad_file_is_no_memory(
    tmp_path: Path, content: bytes, plain: list[list[tuple[str, str, int, bool]]]
) -> None:
    kept = tmp_path / "parses.db"
    kept.write_bytes(content)
    assert told(load_parser(None, kept)) == plain


def test_a_path_that_cannot_be_made_is_no_memory(
    tmp_path: Path, plain: list[list[tuple[str, str, int, bool]]]
) -> None:
    (tmp_path / "file").write_text("")
    assert told(load_parser(None, tmp_path / "file" / "parses.db")) == plain
