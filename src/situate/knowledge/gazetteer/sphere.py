"""Distances and bearings on the globe, in degrees and km."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

EARTH_KM = 6371.0088


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    p1, p2 = radians(lat1), radians(lat2)
    a = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, a)))


def point_at(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point `km` away in the direction `bearing`, degrees from north clockwise."""
    p, b, d = radians(lat), radians(bearing), km / EARTH_KM
    north = asin(sin(p) * cos(d) + cos(p) * sin(d) * cos(b))
    east = radians(lon) + atan2(sin(b) * sin(d) * cos(p), cos(d) - sin(p) * sin(north))
    return degrees(north), (degrees(east) + 540) % 360 - 180


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Mean of (lat, lon) points on the sphere; they must not cancel out."""
    x = sum(cos(radians(a)) * cos(radians(o)) for a, o in points)
    y = sum(cos(radians(a)) * sin(radians(o)) for a, o in points)
    z = sum(sin(radians(a)) for a, _ in points)
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))
