"""How happenings grow: a few vague sentences must not chain two of them into one."""

from __future__ import annotations

import numpy as np
import pytest

from situate.corroborate.cluster import grown
from situate.corroborate.features import busy_place, undated_articles
from situate.corroborate.pairs import Pairs
from situate.corroborate.table import ROW, Table, unpacked
from situate.corroborate.telling import NO_DAY
from situate.corroborate.weights import load_weights


def rows(n: int, **columns: object) -> Table:
    """Rows of a clash each, of reports of their own; columns as given, else nothing told."""
    data = np.zeros(n, ROW)
    data["id"] = data["document"] = data["act"] = np.arange(n) + 1
    data["type"] = load_weights().types["clash"]
    data["start"] = data["end"] = NO_DAY
    data["place"] = data["adm1"] = data["country"] = -1
    data["doer"] = data["loser"] = -1
    data["lat"] = data["lon"] = data["radius_km"] = data["low"] = data["high"] = np.nan
    data["coarse"], data["body"] = 5, True
    for name, values in columns.items():
        data[name] = values
    return unpacked([data[i : i + 1].tobytes() for i in range(n)])


def labels(ties: list[tuple[int, int]], n: int = 6) -> list[int]:
    label, _ = grown(rows(n), load_weights(), np.array(ties, np.int64))
    return label.tolist()


WITHIN = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)]


def test_one_tie_does_not_chain_two_happenings() -> None:
    assert labels([*WITHIN, (2, 3)]) == [0, 0, 0, 3, 3, 3]


def test_happenings_whose_reports_go_together_are_one() -> None:
    assert labels([*WITHIN, (2, 3), (0, 3), (1, 4), (2, 5)]) == [0] * 6


def test_a_lone_report_joins_by_the_pair_it_has() -> None:
    assert labels([(0, 1), (1, 2)], n=3) == [0, 0, 0]


def test_a_headline_goes_where_the_body_of_its_report_goes() -> None:
    table = rows(6, document=[1, 2, 3, 1, 5, 6], body=[True] * 3 + [False] + [True] * 2, coarse=0)
    ties = np.array([(0, 1), (0, 2), (1, 2), (0, 3)], np.int64)
    label, _ = grown(table, load_weights(), ties)
    assert label.tolist() == [0, 0, 0, 0, 4, 5]


def test_what_a_person_merged_needs_no_ties() -> None:
    label, _ = grown(rows(6), load_weights(), np.array(WITHIN, np.int64), must=[(2, 3)])
    assert label.tolist() == [0] * 6


def pair(**columns: object) -> Pairs:
    table = rows(2, **columns)
    return Pairs(table, load_weights(), np.array([0]), np.array([1]))


@pytest.mark.parametrize(
    ("columns", "weight", "why"),
    [
        ({"coarse": 3, "adm1": 7}, 1, "a province in common and no more"),
        ({"coarse": 0, "adm1": 7}, 0, "villages are told apart by their names"),
        ({"coarse": 3, "adm1": [7, 8]}, 0, "two provinces are far apart, not busy"),
        ({"coarse": 3, "adm1": 7, "low": 40, "high": 40}, 0, "one telling figure ties them"),
        ({"coarse": 3, "adm1": 7, "short": True}, 0, "two posts tell one thing each"),
        ({"coarse": 3, "adm1": 7, "document": 1}, 0, "one report knows what it tells twice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_busy_place_in_common_is_not_enough(
    columns: dict[str, object], weight: int, why: str
) -> None:
    assert busy_place(pair(**columns)).tolist() == [weight], why


def test_of_two_articles_an_undated_act_counts_less() -> None:
    assert undated_articles(pair()).tolist() == [1]
    assert undated_articles(pair(short=True)).tolist() == [0]
    assert undated_articles(pair(said_day=2)).tolist() == [0]
