"""Places near a place are those a plain measure of all distances finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from situate.control.nearby import EARTH_KM, Nearby
from situate.model import Place

POINT = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
NEAR_EDGES = st.tuples(
    st.sampled_from([-90.0, -89.9, 0.0, 34.5, 89.8]),
    st.sampled_from([-180.0, -179.9, 0.0, 40.4, 40.7, 179.8, 180.0]),
)


def _places(points: list[tuple[float, float]]) -> list[Place]:
    return [Place(f"p:{i}", "P", "settlement", *point) for i, point in enumerate(points)]


def _km(one: Place, other: Place) -> float:
    def unit(place: Place) -> np.ndarray:
        lat, lon = np.radians(place.lat), np.radians(place.lon)
        return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    half = float(np.linalg.norm(unit(one) - unit(other))) / 2
    return float(2 * EARTH_KM * np.arcsin(min(half, 1.0)))


@given(st.lists(POINT | NEAR_EDGES, min_size=1, max_size=30), st.sampled_from([5.0, 50.0, 900.0]))
def test_none_is_missed_and_none_is_too_far(points: list[tuple[float, float]], km: float) -> None:
    places = _places(points)
    found = set(Nearby(places).around(0, km).positions.tolist())
    for at, place in enumerate(places):
        far = _km(places[0], place)
        if abs(far - km) > 1e-3:
            assert (at in found) == (far < km)


def test_a_smaller_circle_is_cut_from_a_larger_one() -> None:
    places = _places([(34.0, 40.0), (34.0, 40.05), (34.3, 40.0), (36.0, 40.0)])
    around = Nearby(places).around(0, 50.0)
    assert around.within(50.0) == [0, 1, 2]
    assert around.within(5.0) == [0, 1]
