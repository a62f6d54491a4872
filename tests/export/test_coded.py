"""Rows as coders would write them: sides, people without a name, numbers as told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from situate.export.coded import facing, group, killed
from situate.export.dataset import outlets
from situate.model import Actor, Incident, Range, Toll, Version
from tests.build import ACTORS, a_mention, a_report
from tests.export.build import a_theatre, an_incident

REDS, WING, BLUES = ACTORS["reds"], ACTORS["wing"], ACTORS["blues"]


def _of(kind: str, *actors: Actor) -> Incident:
    made = an_incident(a_mention(type=kind))
    told = tuple(Version(actor, "m", "w", None) for actor in actors)
    return replace(made, type=kind, actors=told, targets=())


def test_who_clash_face_each_other() -> None:
    """Friends stand on one side: the Coalition Wing is red as the Red Brigade is."""
    one, other = facing(_of("clash", REDS, BLUES, WING))
    sides = {frozenset(a.id for a in one), frozenset(a.id for a in other)}
    assert sides == {frozenset({"reds", "wing"}), frozenset({"blues"})}


def test_who_strike_together_never_face_each_other() -> None:
    assert facing(_of("air_strike", REDS, BLUES))[1] == []


@pytest.mark.parametrize(
    ("actor", "says"),
    [
        (Actor(None, "patients", "civilians"), "Civilians"),
        (Actor("civilians", "civilians", "civilians"), "Civilians"),
        (Actor(None, "more than 400 terrorists", "rebel"), "Unidentified Armed Group"),
        (Actor(None, "Local armed groups", "militia"), None),
        (REDS, None),
        (Actor("msf", "Doctors of the Valley", "organisation"), None),
    ],
)
def test_people_without_a_name_are_coded_by_what_they_are(actor: Actor, says: str | None) -> None:
    assert group(actor) == says


@pytest.mark.parametrize(
    ("figures", "expect", "why"),
    [
        ([(401, None, ("exceeds",))], (400, 400, None), "more than 400 is told as 400"),
        ([(401, None, ("exceeds",)), (401, None, ())], (401, 401, None), "somebody counted 401"),
        ([(22, None, ())], (22, 22, None), "at least 22"),
        ([(12, 14, ())], (12, 12, 14), "a range"),
    ],
)
def test_deaths_as_told(
    figures: list[tuple[int, int | None, tuple[str, ...]]],
    expect: tuple[int | None, int | None, int | None],
    why: str,
) -> None:
    low = min(f[0] for f in figures)
    high = max((f[1] for f in figures if f[1]), default=None)
    versions = tuple(
        Version(Toll("killed", "people", f[0], f[1], flags=f[2]), f"m{i}", f"w{i}", None)
        for i, f in enumerate(figures)
    )
    told = Range("killed", None, low, high, None, versions)
    assert killed(replace(_of("attack"), tolls=(told,))) == expect, why


def test_no_folder_of_this_machine_is_published() -> None:
    """A report without an outlet is named by its file, never by where it lies."""
    data = a_theatre()
    report = replace(a_report("Reds attacked."), outlet=None, path="/home/rana/secret/note.txt")
    said = replace(a_mention(type="attack", trigger="attacked", report=report))
    data = replace(
        data,
        documents={**data.documents, report.id: report},
        mentions={**data.mentions, said.id: said},
    )
    assert outlets(an_incident(said), data) == ["note.txt"]
