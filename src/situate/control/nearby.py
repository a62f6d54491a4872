"""Places near a place: bands of latitude, sorted by longitude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from situate.model import Place

Floats = NDArray[np.float64]
Positions = NDArray[np.int64]
EARTH_KM = 6371.0
BAND = 0.5  # degrees of latitude
WIDE = 1024.0  # more than the degrees of longitude there are


@dataclass(frozen=True, slots=True)
class Around:
    """Positions of places around one, in order, and how far off each is (chord of the unit
    sphere, squared)."""

    positions: Positions
    chords: Floats

    def within(self, km: float) -> list[int]:
        """Those at most so many km off; never more than were asked for."""
        kept: list[int] = self.positions[self.chords <= _chord(km)].tolist()
        return kept


@dataclass(frozen=True)
class Nearby:
    """Answers which of some places lie around one of them."""

    places: Sequence[Place]

    @cached_property
    def _lats(self) -> Floats:
        return np.array([p.lat for p in self.places], float)

    @cached_property
    def _lons(self) -> Floats:
        return np.array([p.lon for p in self.places], float)

    @cached_property
    def _points(self) -> Floats:
        lat, lon = np.radians(self._lats), np.radians(self._lons)
        return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)

    @cached_property
    def _bands(self) -> tuple[Floats, Positions]:
        """Sort keys (band, then longitude), and the positions in their order."""
        keys = np.floor(self._lats / BAND) * WIDE + self._lons
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def around(self, at: int, km: float) -> Around:
        """Places at most so many km from the place at a position, itself included."""
        seen = self._candidates(at, km)
        gaps = self._points[seen] - self._points[at]
        chords = np.einsum("ij,ij->i", gaps, gaps)
        near = chords <= _chord(km)
        return Around(seen[near], chords[near])

    def _candidates(self, at: int, km: float) -> Positions:
        """Positions, in order, in a rectangle that holds the circle."""
        keys, order = self._bands
        lat, lon = self._lats[at], self._lons[at]
        high = float(np.degrees(km / EARTH_KM)) * 1.01
        bands = np.arange(np.floor((lat - high) / BAND), np.floor((lat + high) / BAND) + 1) * WIDE
        west, east = -WIDE / 2, WIDE / 2
        if abs(lat) + high < 85:
            wide = high / np.cos(np.radians(abs(lat) + high))
            if lon - wide >= -180 and lon + wide <= 180:
                west, east = lon - wide, lon + wide
        starts = np.searchsorted(keys, bands + west, side="left").tolist()
        ends = np.searchsorted(keys, bands + east, side="right").tolist()
        spans = [order[start:end] for start, end in zip(starts, ends, strict=True)]
        return np.sort(np.concatenate(spans))


def _chord(km: float) -> float:
    return float(2 * np.sin(min(km / EARTH_KM, np.pi) / 2)) ** 2
