"""Cluster scores on answers worked out by hand."""

from __future__ import annotations

import pytest

from situate.evaluate.clusters import scores


def test_the_same_clustering_scores_one() -> None:
    found = scores(list("aabbb"), list("xxyyy"))
    assert {found[k] for k in ("pairwise_f1", "b3_f1", "muc_f1", "ceafe_f1", "conll_f1")} == {1.0}


def test_singletons_have_full_precision_and_no_links() -> None:
    found = scores(list("aabb"), list("wxyz"))
    assert (found["b3_p"], found["b3_r"], found["muc_r"], found["pairwise_p"]) == (1, 0.5, 0, None)


def test_one_heap_has_full_recall() -> None:
    found = scores(list("aabb"), list("xxxx"))
    assert (found["b3_r"], found["b3_p"]) == (1.0, 0.5)
    assert found["pairwise_p"] == pytest.approx(2 / 6)
    assert found["ceafe_f1"] == pytest.approx(2 * (2 / 3) * (1 / 3) / 1)
