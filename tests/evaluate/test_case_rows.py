"""Cases told once for every theatre, and held in the floors of the suite."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from situate.errors import UsageError
from situate.evaluate.cases import cases_in
from tests.conftest import ROOT


def test_a_case_is_told_for_each_row_with_a_capital_where_a_sentence_begins(tmp_path: Path) -> None:
    (tmp_path / "pairs_x.yaml").write_text(
        """
        rows: &rows [{who: the army, town: Alba}, {who: rebels, town: Birka}]
        cases:
          - {a: {text: "{who} took {town}.", published: "2020-01-02"},
             b: {text: "(AP) - {who} left."},
             same: false, why: two acts, with: *rows}
        """
    )
    told = list(cases_in(tmp_path))
    assert [case["a"]["text"] for _, _, case in told] == [
        "The army took Alba.",
        "Rebels took Birka.",
    ]
    assert told[0][2]["b"]["text"] == "(AP) - The army left."
    assert len({where for _, where, _ in told}) == 2


def test_each_phenomenon_of_pairs_has_fifty_cases_of_both_kinds() -> None:
    counts: Counter[tuple[str, bool]] = Counter()
    for kind, where, case in cases_in(ROOT / "tests" / "cases"):
        if kind == "pairs":
            counts[where.split(".yaml")[0], bool(case["same"])] += 1
            assert case["why"]
    names = {name for name, _ in counts}
    assert len(names) >= 7
    for name in names:
        assert counts[name, True] + counts[name, False] >= 50, name
        assert min(counts[name, True], counts[name, False]) >= 6, name


def test_a_folder_without_cases_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file pairs"):
        list(cases_in(tmp_path))
