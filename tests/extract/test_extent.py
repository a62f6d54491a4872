"""Outskirts are the edge of a place, a quarter is a part of it, and neither is the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from situate.pipeline import mentions
from situate.read import as_document

if TYPE_CHECKING:
    from situate.pipeline import Desk


@pytest.mark.parametrize(
    ("text", "kind", "extent"),
    [
        ("The rebels captured the town of Hajin on Monday.", "place_taken", "whole"),
        ("The rebels captured the outskirts of Hajin on Monday.", "place_partly_taken", "edge"),
        ("The army drove the rebels out of the suburbs of Hajin.", "place_partly_taken", "edge"),
        ("The rebels captured half of Hajin on Monday.", "place_partly_taken", "part"),
    ],
)
def test_extent(text: str, kind: str, extent: str, real_desk: Desk) -> None:
    report = as_document(text, "extent.txt", real_desk.settings)
    found = [(m.type, m.extent) for m in mentions(report, real_desk)]  # type: ignore[arg-type]
    assert (kind, extent) in found
