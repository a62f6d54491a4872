"""`places find`: what a name may mean, with the key that found it and what its order rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log, log10
from typing import TYPE_CHECKING

from situate.errors import UsageError
from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.cascade import at_levels, peeled
from situate.knowledge.gazetteer.rows import checked_point
from situate.knowledge.gazetteer.schema import PRIMARY, SHORT
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import Place

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

MOST = 20
_LEVELS = ("equal name", "equal letters (k1)", "equal sounds (k2)", "equal consonants (k3)")
_LEVEL_COST = (0.0, 0.2, 0.8, 1.2)
_POINT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*$")


@dataclass(frozen=True, slots=True)
class Found:
    """One candidate: the lower its cost the likelier, before any company in a text."""

    place: Place
    level: int
    cost: float
    km: float | None
    key: str
    parts: dict[str, float]
    names: tuple[str, ...]

    def __str__(self) -> str:
        p = self.place
        where = ", ".join(x for x in (p.adm2, p.adm1, p.country) if x)
        line = f"{p.id}  {p.name}  {p.kind}  {p.lat:.4f},{p.lon:.4f}  {where}"
        line += f"  pop {p.population:,}" if p.population else ""
        line += f"  {self.km:.0f} km" if self.km is not None else ""
        line += f"  level {self.level}: {_LEVELS[self.level]}"
        if self.parts:
            told = " ".join(f"{name} {value:+.2f}" for name, value in self.parts.items())
            line += f"\n    key {self.key!r}  cost {self.cost:.2f} = {told}"
            line += f"\n    {' | '.join(self.names)}"
        return line


def find(
    name: str,
    gazetteer: Gazetteer,
    near: str | None = None,
    country: str | None = None,
    explain: bool = False,
) -> list[Found]:
    """Candidates of a name at every level, cheapest first, at most twenty.

    `near` is "LAT,LON" or the name of a place; `country` an ISO code that keeps the others out;
    `explain` adds keys, the parts of each cost and all names. Raises UsageError for a `near`
    that is no place.
    """
    point = _point(near, gazetteer, country) if near else None
    found = at_levels(name, gazetteer)
    if not found:
        for form in peeled(name):
            found = found or at_levels(form, gazetteer)
    wanted = country.upper() if country else None
    answers = [
        _found(name, pid, level, flags, point, gazetteer, explain=explain)
        for pid, (level, flags) in found.items()
        if wanted is None or gazetteer.facts(pid).cc == wanted
    ]
    return sorted(answers, key=lambda f: (f.cost, f.place.id))[:MOST]


def _point(near: str, gazetteer: Gazetteer, country: str | None) -> tuple[float, float]:
    match = _POINT.match(near)
    if match:
        try:
            return checked_point(match[1], match[2])
        except ValueError as error:
            raise UsageError(str(error)) from error
    best = find(near, gazetteer, country=country)
    if not best:
        raise UsageError(f"--near: no place named {near!r}", hint="give LAT,LON instead")
    return best[0].place.lat, best[0].place.lon


def _found(
    name: str,
    pid: int,
    level: int,
    flags: int,
    point: tuple[float, float] | None,
    gazetteer: Gazetteer,
    *,
    explain: bool,
) -> Found:
    facts = gazetteer.facts(pid)
    km = distance_km(*point, facts.lat, facts.lon) if point else None
    parts = {
        "spelling": _LEVEL_COST[level],
        "people": (-0.30 if level < 2 else -0.05) * log10(1 + facts.pop),
        "name": 0.0 if flags & PRIMARY else 0.1,
        "qualifier": 0.8 if flags & SHORT else 0.0,
        "distance": log(1 + km / 50) if km is not None else 0.0,
    }
    cost = round(sum(parts.values()), 3)
    first = keys.k1(name)
    key = (keys.casefold(name), first, keys.k2_all(first)[0] if first else "", keys.k3(first))[
        level
    ]
    names = gazetteer.names_of(pid) if explain else ()
    shown = {n: round(v, 3) for n, v in parts.items() if v} if explain else {}
    rounded = round(km, 1) if km is not None else None
    return Found(gazetteer.place_of(pid), level, cost, rounded, key, shown, names)
