"""A new report touches only its blocks, and the outcome equals weighing everything anew."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from situate.corroborate import Draft, corroborate, regroup
from situate.corroborate.blocks import CAP, Log, candidate_pairs
from situate.corroborate.table import packed, table_of, unpacked
from situate.corroborate.weights import load_weights
from situate.judgements import WHOLE, decide, key
from situate.knowledge.outlets import load_outlets
from situate.model import Document, Incident, Judgement, Link, Mention, Place
from situate.records import mention_id, to_json
from tests.build import a_mention, a_report, a_toll, words_at
from tests.corroborate.memory import MemoryIndex

TYPES = ("clash", "air_strike", "surrender", "fighters_captured", "casualties")
TOWNS = [
    Place(f"t:{n}", name, "settlement", 35.0 + n * 0.07, 40.0, "XA", "East")
    for n, name in enumerate(("Alba", "Birka", "Cornet", "Dalwa"))
]
AREA = Place("t:E", "East", "adm1", 35.2, 40.2, "XA", "East")
SIDES = ("reds", "blues", "greens")


def a_paper(
    number: int, sentences: Sequence[tuple[str, int, int, int, int, int]]
) -> tuple[Document, list[Mention]]:
    """A report of sentences (type, town, day, doer, loser, killed); -1 is untold."""
    lines = []
    for at, (kind, town, day, *_, killed) in enumerate(sentences):
        name = "" if town < 0 else (*TOWNS, AREA)[town].name
        lines.append(f"Report {number} line {at}: {kind} {name} day {day} with {killed} dead.")
    report = a_report("\n".join(lines), published="2020-01-05" if number % 3 else None)
    first = mention_id(report.id, words_at(report, sentences[0][0]), sentences[0][0])
    said = [
        a_mention(
            kind,
            report=report,
            sentence=line,
            trigger=kind,
            place=None if town < 0 else (*TOWNS, AREA)[town],
            day=None if day < 0 else f"2020-01-{day + 1:02}",
            actors=[SIDES[doer]] if doer >= 0 else [],
            targets=[SIDES[loser]] if loser >= 0 else [],
            tolls=[a_toll("killed", killed)] if killed >= 0 else [],
            # What names no day tells again what the report told first.
            links=[Link("same", first)] if at and day < 0 else [],
        )
        for at, (line, (kind, town, day, doer, loser, killed)) in enumerate(
            zip(lines, sentences, strict=True)
        )
    ]
    return report, said


class Archive:
    """Reports and mentions as they stand, with the incidents an incremental desk holds."""

    def __init__(self) -> None:
        self.reports: dict[str, Document] = {}
        self.said: dict[str, Mention] = {}
        self.judged: list[Judgement] = []
        self.index = MemoryIndex()
        self.incidents: dict[str, Incident] = {}
        self.log = Log()

    def take(self, told: Iterable[Mention], gone: Collection[str] = ()) -> None:
        batch = list(told)
        self.said = {k: m for k, m in self.said.items() if k not in set(gone)}
        self.said |= {m.id: m for m in batch}
        draft = Draft(self.index)
        out = regroup(
            draft,
            batch,
            gone,
            lambda ids: [self.said[i] for i in ids],
            lambda ids: {i: self.reports[i] for i in ids},
            load_outlets(),
            self.judged,
        )
        self.log = out.log
        self.index.forget(draft.gone)
        self.index.untie(draft.untied)
        self.index.file(draft.filed.values())
        self.index.tie(draft.tied)
        for ident, incident in list(self.incidents.items()):
            if ident not in out.kept and not out.stale.isdisjoint(incident.mentions):
                del self.incidents[ident]
                del self.index.sealed[ident]
        self.incidents |= {i.id: i for i in out.incidents}
        self.index.seal(out.prints)

    def anew(self) -> tuple[Incident, ...]:
        return corroborate(self.reports, self.said.values(), load_outlets(), judgements=self.judged)

    def check(self) -> None:
        mine = [to_json(self.incidents[k]) for k in sorted(self.incidents)]
        assert mine == [to_json(i) for i in self.anew()]


sentence = st.tuples(
    st.sampled_from(TYPES),
    st.integers(-1, len(TOWNS)),
    st.integers(-1, 3),
    st.integers(-1, 2),
    st.integers(-1, 2),
    st.sampled_from([-1, 3, 12, 40]),
)
papers = st.lists(st.lists(sentence, min_size=1, max_size=3), min_size=1, max_size=14)


@settings(max_examples=60, deadline=None)
@given(papers, st.randoms(use_true_random=False), st.sampled_from([1, 2, 4, 256]))
def test_any_batches_in_any_order_give_what_weighing_all_gives(
    told: list[list[tuple[str, int, int, int, int, int]]], chance: random.Random, cap: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("situate.corroborate.blocks.CAP", cap)
        archive = Archive()
        reports = [a_paper(n, sentences) for n, sentences in enumerate(told)]
        archive.reports = {report.id: report for report, _ in reports}
        chance.shuffle(reports)
        while reports:
            batch = [reports.pop() for _ in range(min(len(reports), chance.randint(1, 3)))]
            gone = [m for m in archive.said if chance.random() < 0.1]
            again = [
                replace(m, confidence=0.4, targets=())
                for k, m in archive.said.items()
                if k not in gone and chance.random() < 0.1
            ]
            archive.take([*again, *(m for _, said in batch for m in said)], gone)
            archive.check()


def test_what_a_person_joins_and_parts_is_honoured_and_can_be_taken_back() -> None:
    archive = Archive()
    same = ("air_strike", 0, 1, 0, 1, 12)
    far = ("air_strike", 3, 3, 2, 0, 40)
    reports = [a_paper(1, [same]), a_paper(2, [same]), a_paper(4, [far])]
    archive.reports = {report.id: report for report, _ in reports}
    archive.take([m for _, said in reports for m in said])
    archive.check()
    assert len(archive.incidents) == 2
    evidence = [key(r, said[0].trigger, WHOLE) for r, said in reports]
    when = datetime(2026, 11, 25, tzinfo=UTC)
    split = decide("split", evidence[:2], "Rana", when, field=WHOLE)
    merge = decide("merge", evidence[1:], "Rana", when, field=WHOLE)
    for made, expected in ((split, 3), (merge, 2)):
        archive.judged.append(made)
        archive.take([])
        archive.check()
        assert len(archive.incidents) == expected
    for made in (split, merge):
        back = decide("undo", [], "Rana", when.replace(hour=1), undoes=made.id)
        archive.judged.append(back)
        archive.take([])
        archive.check()
    assert len(archive.incidents) == 2


def test_a_new_report_is_weighed_against_its_blocks_alone() -> None:
    archive = Archive()
    reports = [
        a_paper(n, [("clash", n % 4, n % 28, n % 3, (n + 1) % 3, 12)])
        for n in range(1, 400)
        if n % 3
    ]
    archive.reports = {report.id: report for report, _ in reports}
    *old, (_, new) = reports
    archive.take([m for _, said in old for m in said])
    whole = archive.log.scored
    archive.take(new)
    archive.check()
    table = table_of(
        [archive.said[k] for k in sorted(archive.said)], archive.reports, load_weights()
    )
    row = sorted(archive.said).index(new[0].id)
    partners = {
        int(i + j - row)
        for chunk in candidate_pairs(table, load_weights())
        for i, j in chunk
        if row in (i, j)
    }
    assert 0 < archive.log.scored == len(partners)
    assert archive.log.scored < whole / 40


def test_a_report_of_elsewhere_is_weighed_against_nothing() -> None:
    archive = Archive()
    near, far = a_paper(1, [("clash", 0, 1, 0, 1, 12)]), a_paper(2, [("clash", 0, 25, 0, 1, 40)])
    archive.reports = {near[0].id: near[0], far[0].id: far[0]}
    archive.take(near[1])
    archive.take(far[1])
    assert archive.log.scored == 0
    assert len(archive.incidents) == 2


def test_only_incidents_that_changed_are_written_again() -> None:
    archive = Archive()
    same = ("air_strike", 0, 1, 0, 1, 12)
    other = ("surrender", 0, 1, 2, 0, 3)
    reports = [a_paper(1, [same]), a_paper(2, [same]), a_paper(4, [other]), a_paper(5, [same])]
    archive.reports = {report.id: report for report, _ in reports}
    archive.take([m for _, said in reports[:3] for m in said])
    untouched = [i for i in archive.incidents.values() if i.type == "surrender"]
    archive.take(reports[3][1])
    archive.check()
    assert any(archive.incidents[i.id] is i for i in untouched)


def test_a_crowded_block_is_split_by_who_fights_whom_and_stays_bounded() -> None:
    many = [a_paper(n, [("clash", 0, 1, n % 3, (n + 1) % 3, 12)]) for n in range(1, 3 * CAP)]
    said = sorted((m for _, mentions in many for m in mentions), key=lambda m: m.id)
    log = Log()
    pairs = sum(
        len(chunk)
        for chunk in candidate_pairs(
            table_of(said, {r.id: r for r, _ in many}, load_weights()), load_weights(), log
        )
    )
    assert log.split > 0
    assert log.unseen_pairs > 0
    assert pairs < len(said) * CAP * 2


def test_rows_survive_being_packed() -> None:
    _, said = a_paper(1, [("clash", 0, 1, 0, 1, 12), ("surrender", -1, -1, -1, -1, -1)])
    table = table_of(said, {}, load_weights())
    again = unpacked(packed(table))
    assert packed(again) == packed(table)
    assert again.doer.tolist() == table.doer.tolist()
    assert again.type.tolist() == table.type.tolist()
