"""What independent witnesses differ on, ready to be read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from situate.model import Disagreement, Incident, Toll, Version


def disagreements(incidents: Iterable[Incident]) -> tuple[Disagreement, ...]:
    """One row for every contested field of every incident, in their order."""
    return tuple(
        Disagreement(incident.id, field, _said(incident, field))
        for incident in incidents
        for field in incident.contested
    )


def figure(toll: Toll) -> str:
    """A toll as words: "300-400 jihadists surrendered (80 women and children)"."""
    number = _number(toll.low, toll.high)
    parts = "; ".join(f"{_number(p.low, p.high)} {p.who or ''}".strip() for p in toll.parts)
    words = " ".join(w for w in (number, toll.who, toll.kind) if w)
    return f"{words} ({parts})" if parts else words


def _number(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "an untold number of"
    if low == high:
        return str(low)
    if high is None:
        return f"at least {low}"
    return f"up to {high}" if low is None else f"{low}-{high}"


def _said(incident: Incident, field: str) -> tuple[Version[str], ...]:
    rows: dict[str, tuple[Iterable[Version[Any]], Callable[[Any], str]]] = {
        "actors": (incident.actors, lambda a: a.name),
        "targets": (incident.targets, lambda a: a.name),
        "framing": (incident.framings, str),
        "place": (incident.places, lambda p: p.name),
        "type": (incident.types, str),
        "tolls": ((v for r in incident.tolls for v in r.figures), figure),
    }
    versions, words = rows[field]
    return tuple(replace(version, value=words(version.value)) for version in versions)
