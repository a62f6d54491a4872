"""How far our places are from a coded point."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from situate.evaluate.agree import km_to
from situate.model import Mention, Place

Point = tuple[float, float]


def places_of(mentions: Iterable[Mention]) -> list[Place]:
    """Distinct resolved places of mentions that are not denied, in order."""
    found: dict[str, Place] = {}
    for mention in mentions:
        if mention.stance == "denied":
            continue
        for place in mention.places:
            if place.value is not None:
                found.setdefault(place.value.id, place.value)
    return list(found.values())


def nearest_km(places: Sequence[Place], point: Point) -> float | None:
    """Distance of the nearest of ours; None without any."""
    return min((km_to(place, point) for place in places), default=None)


def nearest_point_km(place: Place, points: Iterable[Point]) -> float | None:
    """Distance from one of ours to the nearest coded point; None without any."""
    return min((km_to(place, point) for point in points), default=None)


def point_in(row: dict[str, str]) -> Point:
    """`latitude`, `longitude` of a row. Raises ValueError where they are none."""
    lat, lon = float(row["latitude"]), float(row["longitude"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"no point on earth: {lat}, {lon}")
    return lat, lon
