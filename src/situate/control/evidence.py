"""The one record that explanation and number both run on."""

from __future__ import annotations

from dataclasses import dataclass

from situate.control.settings import Row
from situate.model import Actor, Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report's effect on one place.

    `share` is the chance that the report means this place. `start` and `end` are days since 1970,
    half open, None in the relative frame of an undated report. `doers` and `losers` are side keys
    (a and b of effects.yaml). `fact` names the happening or state told, `source` the witness's
    root. `held_back` says why the explanation does not apply it, None if it does.
    """

    place: Place
    share: float
    start: float | None
    end: float | None
    known: float | None
    row: Row
    doers: tuple[str, ...]
    losers: tuple[str, ...]
    honest: float
    source: str
    fact: str
    mention: str
    document: str
    type: str
    trigger: str
    body: bool
    narrow: int
    pattern: str
    armed: bool = False
    claimed_only: bool = False
    denied: bool = False
    near: bool = False
    side: str | None = None  # compass side the pressure or the cut comes from
    open_side: bool = False  # an open way out is told
    area: bool = False  # about an area that holds this place, not about the place itself
    rival: bool = False  # a place the words may also mean, beside a likelier one
    held_back: str | None = None

    @property
    def rho(self) -> float:
        """Chance that the claim is honest, rightly read and about this place."""
        return self.honest * self.share


@dataclass(frozen=True, slots=True)
class Side:
    """Actors that count as one holder; `actor` is the id shown for it."""

    key: str
    actor: str
    name: str


def side_key(actor: Actor) -> str | None:
    """The side an actor stands on as of the report; None for civilians and unknown gunmen."""
    if actor.kind in {
        "civilians",
        "protesters",
        "rioters",
        "unidentified",
        "criminal",
        "organisation",
    }:
        return None
    if actor.sides:
        return actor.sides[0]
    return actor.parent or actor.id or f"words:{actor.name.casefold()}"
