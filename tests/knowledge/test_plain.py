"""Words stay words: YAML 1.1 would read "on", "off", "no" and "yes" as booleans."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from situate.knowledge import cues, plain

DATA = resources.files("situate.knowledge") / "data"
FILES = sorted(file.name for file in DATA.iterdir() if file.name.endswith(".yaml"))


def booleans(data: Any, path: str = "") -> Iterator[str]:
    """Paths of booleans that stand in a list or as a key, where only words belong."""
    if isinstance(data, dict):
        for key, value in data.items():
            if isinstance(key, bool):
                yield f"{path}: key {key}"
            yield from booleans(value, f"{path}.{key}")
    elif isinstance(data, list):
        for at, value in enumerate(data):
            if isinstance(value, bool):
                yield f"{path}[{at}]"
            yield from booleans(value, f"{path}[{at}]")


@pytest.mark.parametrize("name", FILES)
def test_no_word_list_holds_a_boolean(name: str) -> None:
    assert list(booleans(plain.load((DATA / name).read_text("utf-8")))) == []


def test_only_true_and_false_are_booleans() -> None:
    words = plain.load("[on, off, no, yes, Yes, NO, y, n, true, false, 12, 2018-02-14, null]")
    assert words[:8] == ["on", "off", "no", "yes", "Yes", "NO", "y", "n"]
    assert words[8:11] == [True, False, 12]
    assert words[12] is None


def test_the_preposition_on_is_a_cue_for_a_place() -> None:
    assert "on" in cues.entry("grammar", "cues.at")
    assert "no" in cues.entry("place_words", "common")
