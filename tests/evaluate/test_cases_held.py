"""Our own cases of holds and attributions: how many there are, and that nearly all are met."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from situate.evaluate.cases import SCORERS, cases_in, run
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from situate.pipeline import Desk

CASES = ROOT / "tests" / "cases"
FLOOR = 0.95  # of the cases of each kind, with the villages of Syria and Iraq installed


def test_there_are_fifty_cases_of_each_kind_and_every_one_says_why() -> None:
    counts = Counter(kind for kind, _, case in cases_in(CASES) if case["why"])
    assert all(counts[kind] >= 50 for kind in SCORERS)


@pytest.mark.parametrize("kind", ["holds", "attributions"])
def test_what_is_shown_is_what_a_coder_would_show(kind: str, real_desk: Desk) -> None:
    figures = run(CASES / f"{kind}.yaml", real_desk, resamples=0).metrics
    wanted = {"holds": ("hold_accuracy",), "attributions": ("witness_accuracy", "root_accuracy")}
    assert all((figures[name] or 0.0) >= FLOOR for name in wanted[kind]), figures


def test_a_case_that_is_not_met_is_counted_as_wrong(tmp_path: Path, real_desk: Desk) -> None:
    (tmp_path / "holds.yaml").write_text(
        """
        - reports: [{text: The Syrian army controls Palmyra., published: 2017-04-01, outlet: A}]
          as_of: 2017-04-02
          place: Palmyra
          state: held
          holders: [isis]
          why: it is the army that is said to hold it
        - reports: [{text: The Syrian army controls Palmyra., published: 2017-04-01, outlet: A}]
          as_of: 2017-04-02
          place: Palmyra
          state: held
          holders: [saa]
          stale: true
          why: a day-old claim is not stale
        """,
        encoding="utf-8",
    )
    assert run(tmp_path, real_desk, resamples=0).metrics["hold_accuracy"] == 0.0
