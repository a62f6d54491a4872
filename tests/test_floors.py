"""Figures on the gold suites must not fall below what was accepted last."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.floors import floors, gold_desk, measured

if TYPE_CHECKING:
    from situate.pipeline import Desk

pytestmark = [pytest.mark.gold, pytest.mark.slow]


@pytest.fixture(scope="module")
def villages(shared: Path) -> Desk:
    """A desk with Syria's villages."""
    return gold_desk(shared)


@pytest.mark.parametrize("suite", sorted(floors()))
def test_a_suite_keeps_its_floor(suite: str, shared: Path, villages: Desk, tmp_path: Path) -> None:
    row = floors()[suite]
    if not (shared / row["path"]).exists():
        pytest.skip(f"no {row['path']} in {shared}")
    found = measured(suite, row, shared, villages, tmp_path)
    fallen = {
        metric: (found.metrics.get(metric), floor)
        for metric, floor in row["at_least"].items()
        if (found.metrics.get(metric) or 0) < floor
    }
    risen = {
        metric: (found.metrics.get(metric), top)
        for metric, top in row["at_most"].items()
        if (found.metrics.get(metric) or 0) > top
    }
    assert not fallen, f"{suite} fell (now, floor): {fallen}"
    assert not risen, f"{suite} rose (now, most): {risen}"
