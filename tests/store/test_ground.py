"""What holds rest on comes back as it was kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from situate.model import Place
from situate.store import Store
from situate.store.ground import Ground, file

IDLIB = Place("gn:169387", "Idlib Governorate", "adm1", 35.8, 36.7, "SY")


@dataclass(frozen=True, slots=True)
class ASpot:
    place: Place
    dated: bool
    is_area: bool


@dataclass(slots=True)
class Grounds:
    spots: list[Any]
    claims: list[Any] = field(default_factory=list)
    namings: dict[tuple[str, str, str], int] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    places: frozenset[str] | None = None


def test_a_province_may_be_a_place_and_an_area(store: Store) -> None:
    both = Grounds([ASpot(IDLIB, True, is_area) for is_area in (True, False)])
    with store.write() as connection:
        file(connection, both)
        kept = Ground(connection).records()
    assert len(kept) == 2
    assert kept == sorted(kept)  # the place before the area, whatever order they came in
