"""Sides and numbers as coders write them: who faces whom, who has no name, what was counted."""

from __future__ import annotations

from collections.abc import Sequence

from situate.export.dataset import parties
from situate.model import Actor, Incident, Range

MUTUAL = ("clash",)  # both sides act: whoever is named first, the other is the second
GROUPS = {
    "civilians": "Civilians", "protesters": "Protesters", "rioters": "Rioters",
    "unidentified": "Unidentified Armed Group",
}  # fmt: skip
ARMED = ("rebel", "militia", "criminal")


def facing(incident: Incident) -> tuple[list[Actor], list[Actor]]:
    """The two sides. Of those who only clash, the first and its friends face the others.

    In any other event several actors act together: they never face each other.
    """
    actors, targets = parties(incident.actors), parties(incident.targets)
    if targets or incident.type not in MUTUAL or len(actors) < 2:
        return actors, targets
    friends = [a for a in actors if a is actors[0] or _are_friends(a, actors[0])]
    return friends, [a for a in actors if a not in friends]


def _are_friends(one: Actor, other: Actor) -> bool:
    return bool(set(one.sides) & set(other.sides)) or (
        one.parent is not None and one.parent in (other.id, other.parent)
    )


def group(actor: Actor) -> str | None:
    """What coders call people without a name of their own; None for a side that has one.

    "patients" are Civilians, "more than 400 terrorists" an Unidentified Armed Group.
    """
    if actor.kind in GROUPS and (actor.id is None or actor.id in (actor.kind, actor.name)):
        return GROUPS[actor.kind]
    is_name = actor.id is not None or not actor.name or actor.name[0].isupper()
    return GROUPS["unidentified"] if actor.kind in ARMED and not is_name else None


def killed(incident: Incident) -> tuple[int | None, int | None, int | None]:
    """(low, best, high) deaths over all sides, as told; None where no report says.

    "More than 400" is told as 400, and has no highest number.
    """
    ranges = [r for r in incident.tolls if r.kind == "killed"]
    if not ranges:
        return None, None, None
    totals = [r for r in ranges if r.who in (None, "people", "total")] or ranges
    lows = [low for r in totals if (low := _told(r, r.low)) is not None]
    highs = [r.high for r in totals if r.high is not None]
    bests = [b for r in totals if (b := _told(r, r.low if r.best is None else r.best)) is not None]
    return (
        sum(lows) if lows else None,
        sum(bests) if bests else None,
        sum(highs) if len(highs) == len(totals) else None,
    )


def _told(toll: Range, number: int | None) -> int | None:
    """The number itself, or the one that everybody who gives it says was exceeded."""
    told: Sequence[tuple[str, ...]] = [
        f.value.flags for f in toll.figures if f.value.low == number == toll.low
    ]
    is_exceeded = bool(told) and all("exceeds" in flags for flags in told)
    return number - 1 if is_exceeded and number is not None else number
