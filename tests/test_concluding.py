"""Joined report by report or concluded whole: the tables hold the same bytes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select

from situate import concluding, corroborate
from situate.judgements import WHOLE, decide, key
from situate.knowledge.outlets import Outlets, load_outlets
from situate.model import Document, Mention
from situate.store import Store, open_store, tables
from situate.store.purging import purge
from tests.corroborate.test_increment import a_paper

WHEN = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass
class ADesk:
    """What concluding knows, without gazetteer and roster."""

    outlets: Outlets = field(default_factory=load_outlets)
    roster: Any = None
    gazetteer: Any = None


DESK = cast(concluding.Desk, ADesk())


def papers(count: int, seed: int = 0) -> list[tuple[Document, list[Mention]]]:
    chance = random.Random(seed)
    kinds = ("clash", "air_strike", "surrender", "fighters_captured", "place_taken")
    return [
        a_paper(
            n,
            [
                (
                    chance.choice(kinds),
                    chance.randint(-1, 4),
                    chance.randint(-1, 6),
                    chance.randint(-1, 2),
                    chance.randint(-1, 2),
                    chance.choice([-1, 3, 12]),
                )
                for _ in range(chance.randint(1, 3))
            ],
        )
        for n in range(count)
    ]


def content(store: Store) -> dict[str, list[Any]]:
    """Every concluded table, in the order of its key."""
    with store.read() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables.CONCLUDED
        }


def equals_whole(store: Store) -> dict[str, list[Any]]:
    joined = content(store)
    concluding.rebuild(store, DESK, "p1", force=True)
    whole = content(store)
    for name, rows in whole.items():
        assert joined[name] == rows, name
    return whole


@pytest.fixture
def weighings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Pairs weighed by each joining; a whole conclusion adds none."""
    seen: list[int] = []
    real = corroborate.regroup

    def counted(*given: Any) -> corroborate.Regrouped:
        out = real(*given)
        seen.append(out.log.scored)
        return out

    monkeypatch.setattr("situate.corroborate.regroup", counted)
    return seen


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db", create=True) as opened:
        yield opened


@pytest.mark.parametrize("seed", [1, 2])
def test_runs_one_after_another_leave_what_one_whole_conclusion_leaves(
    store: Store, weighings: list[int], seed: int
) -> None:
    told = papers(24, seed)
    for at in range(0, 24, 6):
        store.add_readings(told[at : at + 6], "p1", "r")
        assert concluding.rebuild(store, DESK, "p1")
    assert len(weighings) == 3
    whole = equals_whole(store)
    assert whole["incident"]
    assert whole["hold"]
    assert whole["edge"]


def test_a_report_read_anew_replaces_what_it_said(store: Store, weighings: list[int]) -> None:
    told = [(replace(d, blob=d.id, path=f"{d.id}.txt"), said) for d, said in papers(12)]
    store.add_readings(told, "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    document, said = told[3]
    store.add_readings([(document, [replace(said[0], confidence=0.5)])], "p2", "r")
    concluding.rebuild(store, DESK, "p1")
    assert len(weighings) == 1
    equals_whole(store)


def test_the_second_day_weighs_its_own_pairs_only(store: Store, weighings: list[int]) -> None:
    def day(n: int, number: int) -> tuple[Document, list[Mention]]:
        return a_paper(number, [("clash", number % 4, n, 0, 1, 12)])

    first = [day(n % 20, 3 * n + 1) for n in range(100)]
    store.add_readings(first, "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    store.add_readings([day(25, 1000)], "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    store.add_readings([day(5, 1003)], "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    assert weighings[0] == 0
    assert 0 < weighings[1] <= 40
    equals_whole(store)


def test_merging_is_joined_and_correcting_concludes_whole(
    store: Store, weighings: list[int]
) -> None:
    told = papers(10)
    store.add_readings(told, "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    on = [key(document, said[0].trigger, WHOLE) for document, said in told[:2]]
    store.add_judgement(decide("merge", on, "Rana", WHEN, field=WHOLE))
    concluding.rebuild(store, DESK, "p1")
    assert len(weighings) == 1
    equals_whole(store)
    store.add_judgement(decide("reject", on[:1], "Rana", WHEN, field=WHOLE))
    concluding.rebuild(store, DESK, "p1")
    assert len(weighings) == 1
    store.add_readings(papers(12, 5)[10:], "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    assert len(weighings) == 2
    equals_whole(store)


def test_what_another_program_concluded_meanwhile_is_not_overwritten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = papers(12)
    store.add_readings(told[:6], "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    store.add_readings(told[6:9], "p1", "r")
    real = corroborate.regroup

    def meanwhile(*given: Any) -> corroborate.Regrouped:
        monkeypatch.setattr("situate.corroborate.regroup", real)
        store.add_readings(told[9:], "p1", "r")
        concluding.rebuild(store, DESK, "p1", force=True)
        return real(*given)

    monkeypatch.setattr("situate.corroborate.regroup", meanwhile)
    concluding.rebuild(store, DESK, "p1")
    equals_whole(store)
    assert store.concluded_mark() == store.mark("p1")


def test_after_a_purge_or_a_bare_conclusion_the_next_one_is_whole(
    store: Store, weighings: list[int]
) -> None:
    told = papers(12)
    store.add_readings(told[:6], "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    purge(store, told[0][0].id, "court order")
    store.add_readings(told[6:9], "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    equals_whole(store)
    bare = concluding.conclude(store.documents().values(), store.mentions(), DESK)
    store.replace_concluded(bare, store.mark("p1"))
    store.add_readings(told[9:], "p1", "r")
    concluding.rebuild(store, DESK, "p1")
    equals_whole(store)
    assert weighings == []


def test_another_pipeline_concludes_whole(store: Store, weighings: list[int]) -> None:
    store.add_readings(papers(6), "p1", "r")
    assert concluding.rebuild(store, DESK, "p1")
    assert not concluding.rebuild(store, DESK, "p1")
    assert concluding.rebuild(store, DESK, "p2")
    assert weighings == []
