"""The cost of each reading in the company it keeps: the lowest wins.

cost = prior + company - shares - container. Company is the weighted mean, over the other names of
the document, of the distance to their nearest reading; nearer names in the text weigh more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from situate.resolve.place_candidates import Candidate

FAR, FADE = 0.3, 200.0  # weight of a name far off in the text; characters over which it falls
CAP, RANK, INSIDE, SCALE_KM = 3.5, 0.1, 0.3, 50.0
COUNTRY_SHARE, ADM1_SHARE, CONTAINER = 1.0, 1.5, 2.0
_EARTH_KM = 6371.0088

Floats = NDArray[np.float64]


class Table:
    """Readings of all surfaces, flat, with the numbers that costs are made of."""

    def __init__(self, readings: Sequence[Sequence[Candidate]]) -> None:
        self.flat = [c for group in readings for c in group]
        self.sizes = [len(group) for group in readings]
        self.of = [index for index, size in enumerate(self.sizes) for _ in range(size)]
        self.starts = list(accumulate(self.sizes, initial=0))[:-1]
        self.filled = [index for index, size in enumerate(self.sizes) if size]
        self._weighed: tuple[Floats, Floats] | None = None
        self.prior = np.array([c.prior for c in self.flat])
        self.rank = np.array([float(n) for size in self.sizes for n in range(size)])
        facts = [c.facts for c in self.flat]
        lat = np.radians([f.lat for f in facts])
        lon = np.radians([f.lon for f in facts])
        self.units = np.stack(
            [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], 1
        )
        self.pid = np.array([f.pid for f in facts])
        self.homes = np.array(
            [[-2 if h is None else h for h in (f.adm1, f.adm2, f.country)] for f in facts]
        ).reshape(-1, 3)
        self.radius = np.array([float(f.radius_km) for f in facts])

    @cached_property
    def nearness(self) -> Floats:
        """Readings x readings: 0 one place, .3 one inside the other, else ln(1 + km / 50)."""
        cosine = np.minimum(np.maximum(self.units @ self.units.T, -1.0), 1.0)
        km = np.arccos(cosine) * _EARTH_KM
        near = np.log1p(km / SCALE_KM)
        inside = (self.homes[:, :, None] == self.pid[None, None, :]).any(axis=1)
        inside |= inside.T
        inside |= km <= np.maximum(self.radius[:, None], self.radius[None, :])
        near = np.where(inside, np.minimum(near, INSIDE), near)
        return np.where(self.pid[:, None] == self.pid[None, :], 0.0, near)

    def company(self, weights: Floats, winners: Sequence[int] | None = None) -> Floats:
        """Weighted mean distance of each reading to the other surfaces' readings or winners.

        `weights` is surfaces x surfaces; a surface without readings weighs nothing. `winners` has
        one reading of each surface that has any, in order.
        """
        if winners is not None:
            near = np.minimum(np.take(self.nearness, winners, axis=1), CAP)
        else:
            near = self.nearness + RANK * self.rank[None, :]
            starts = [start for start, n in zip(self.starts, self.sizes, strict=True) if n]
            near = np.minimum(np.minimum.reduceat(near, starts, axis=1), CAP)
        weight, total = self._weight(weights)
        mean: Floats = (near * weight).sum(axis=1) / total
        return mean

    def _weight(self, weights: Floats) -> tuple[Floats, Floats]:
        """Weights of readings x surfaces that have any, and their sums; none for its own."""
        if self._weighed is None:
            of, held = np.array(self.of), np.array(self.filled)
            weight = weights[of[:, None], held]
            weight = np.where(of[:, None] == held[None, :], 0.0, weight)
            self._weighed = weight, np.maximum(weight.sum(axis=1), 1e-12)
        return self._weighed

    def shares(self) -> Floats:
        """What the document's votes for a reading's country and province take off its cost."""
        votes = np.exp(-self.prior)
        sums = np.add.reduceat(votes, [self.starts[i] for i in self.filled])
        by_surface = dict(zip(self.filled, sums, strict=True))
        votes = votes / np.array([by_surface[i] for i in self.of])
        surfaces = max(1, len(by_surface))
        country: dict[object, float] = {}
        province: dict[object, float] = {}
        for vote, one in zip(votes.tolist(), self.flat, strict=True):
            country[one.facts.cc] = country.get(one.facts.cc, 0.0) + vote / surfaces
            home = province_of(one)
            if home is not None:
                province[home] = province.get(home, 0.0) + vote / surfaces
        return np.array(
            [
                COUNTRY_SHARE * (country[c.facts.cc] if c.facts.cc else 0.0)
                + ADM1_SHARE * province.get(province_of(c), 0.0)
                for c in self.flat
            ]
        )

    def best(self, cost: Floats) -> list[int]:
        """Index of the cheapest reading of each surface that has any, the first of equal ones."""
        costs = cost.tolist()
        return [
            min(range(self.starts[i], self.starts[i] + self.sizes[i]), key=costs.__getitem__)
            for i in self.filled
        ]


def province_of(one: Candidate) -> int | None:
    """Row of the first-level unit a reading lies in or is."""
    return one.facts.pid if one.facts.kind == "adm1" else one.facts.adm1


def closeness(positions: Sequence[Sequence[tuple[int, int]]]) -> Floats:
    """Surfaces x surfaces: weight of one name's company for another, by characters between them."""
    starts = np.array([a for spans in positions for a, _ in spans])
    ends = np.array([b for spans in positions for _, b in spans])
    sizes = [len(spans) for spans in positions]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    gap = np.maximum(starts[:, None] - ends[None, :], starts[None, :] - ends[:, None]).clip(0)
    least = np.minimum.reduceat(np.minimum.reduceat(gap, first, axis=0), first, axis=1)
    weights: Floats = FAR + (1 - FAR) * np.exp(-least / FADE)
    return weights
