"""Rows of other people's tables under the names we use: `body` is text, `link` is url."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from situate.knowledge import plain


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """By our name of a field, what else it is called; knowledge/data/columns.yaml."""
    path = files("situate.knowledge") / "data" / "columns.yaml"
    table = plain.load(path.read_text(encoding="utf-8"))
    return {name: tuple(others) for name, others in table.items()}


def has_text(names: set[str]) -> bool:
    """Does a table with these columns, in small letters, hold reports?"""
    return bool(names & {"text", "path", *aliases()["text"]})


def named(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with our names added where only another one stands.

    A field that is a list or an object under the other name (a feed's `source`) is left alone.
    """
    folded = {str(name).strip().casefold(): value for name, value in row.items()}
    found = dict(row)
    for ours, others in aliases().items():
        if found.get(ours) in (None, "") and not (ours == "text" and row.get("path")):
            value = next((v for o in others if isinstance(v := folded.get(o), str) and v), None)
            if value is not None:
                found[ours] = value
    return found
