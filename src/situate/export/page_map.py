"""What the browser draws: GeoJSON of holds, incidents and areas, with their days.

Positions are (longitude, latitude), WGS 84, 5 decimals; a thing without a place is not drawn.
Days are UTC epoch days, half open; null is open or unknown.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from situate.export import page_words as words
from situate.export.page_symbols import sign, sign_key
from situate.model import Area, Hold, Incident, Period, Place, Situation, SourcedPlace

AREA_KINDS = frozenset({"country", "adm1", "adm2", "adm3", "region", "area"})
AREA_RADIUS_KM = {"adm1": 50.0, "adm2": 20.0, "adm3": 10.0, "region": 40.0}
SHARP_KM = 3.0  # below this a point stands for itself


def map_data(situation: Situation, name: words.Namer, colours: Mapping[str, str]) -> dict[str, Any]:
    """Everything the map needs, as plain data.

    What is known only by its country, and states of whole areas, stand in the tables alone: a sign
    at the middle of an area would say more than the reports do.
    """
    points = {h.place.id: h.place for h in situation.holds}
    points |= {
        i.place.value.id: i.place.value for i in situation.incidents if i.place and i.place.value
    }
    return {
        "holds": _collection(
            _hold(h, name) for h in situation.holds if h.place.kind not in AREA_KINDS
        ),
        "incidents": _collection(f for i in situation.incidents if (f := _incident(i))),
        "doubt": _collection(f for i in situation.incidents if (f := _doubt(i))),
        "areas": _collection(f for a in situation.areas if (f := _area(a, points, name))),
        "signs": {sign_key(h): sign(h, colours) for h in situation.holds},
    }


def days(period: Period | None) -> tuple[int | None, int | None]:
    """Epoch days of a period, half open."""
    if period is None:
        return None, None
    start = None if period.start is None else _epoch_day(period.start)
    end = None if period.end is None else _epoch_day(words.last_day(period.end)) + 1
    return start, end


def _epoch_day(moment: datetime) -> int:
    return math.floor(moment.timestamp() / 86400)


def _collection(features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(place: Place) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(place.lon, 5), round(place.lat, 5)]}


def _hold(hold: Hold, name: words.Namer) -> dict[str, Any]:
    start, end = days(hold.period)
    return _feature(
        _point(hold.place),
        id=f"h-{hold.id}",
        name=label(hold.place.name),
        words=label(words.state(hold, name)),
        sign=sign_key(hold),
        sure=1.0 if hold.probability is None else max(0.55, hold.probability),
        place=hold.place.id,
        start=start,
        end=end,
    )


def _incident(incident: Incident) -> dict[str, Any] | None:
    place = incident.place
    if place is None or place.value is None or place.value.kind == "country":
        return None
    start, end = days(incident.period.value)
    return _feature(
        _point(place.value),
        id=f"i-{incident.id}",
        name=label(place.value.name),
        words=label(words.kind(incident.type)),
        area=is_area(place),
        near=place.relation not in ("at", "in", "part"),
        start=start,
        end=end,
    )


def is_area(place: SourcedPlace) -> bool:
    """An incident that no point stands for: an area, or a point of great doubt."""
    radius = place.radius_km or 0.0
    kind = place.value.kind if place.value else "settlement"
    return kind in AREA_KINDS or radius > SHARP_KM or bool(place.shape)


def _doubt(incident: Incident) -> dict[str, Any] | None:
    """The outline an area incident is drawn as: its own shape, else a ring of its radius."""
    place = incident.place
    if place is None or place.value is None or not is_area(place):
        return None
    if place.value.kind == "country" and not place.shape:
        return None
    start, end = days(incident.period.value)
    properties = {"id": f"i-{incident.id}", "start": start, "end": end}
    if len(place.shape) >= 3:
        ring = [[round(lon, 5), round(lat, 5)] for lon, lat in place.shape]
        return _feature({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, **properties)
    if len(place.shape) == 2:
        line = [[round(lon, 5), round(lat, 5)] for lon, lat in place.shape]
        return _feature({"type": "LineString", "coordinates": line}, **properties)
    radius = place.radius_km or AREA_RADIUS_KM.get(place.value.kind, 10.0)
    return _feature(_ring(place.value.lon, place.value.lat, radius), **properties)


def _area(area: Area, points: Mapping[str, Place], name: words.Namer) -> dict[str, Any] | None:
    known = [points[p] for p in area.places if p in points]
    if not known:
        return None
    hull = _hull([(p.lon, p.lat) for p in known])
    if len(hull) < 3:
        lon, lat = known[0].lon, known[0].lat
        geometry = _ring(lon, lat, 8.0)
    else:
        geometry = {"type": "Polygon", "coordinates": [_swell(hull)]}
    return _feature(
        geometry, id=f"a-{area.id}", name=label(area.name), words=label(name(area.actor))
    )


def _ring(lon: float, lat: float, radius_km: float) -> dict[str, Any]:
    """A circle of 48 corners; one degree of latitude is 111.2 km."""
    wide = radius_km / (111.2 * max(0.1, math.cos(math.radians(lat))))
    high = radius_km / 111.2
    corners = [
        [
            round(lon + wide * math.cos(2 * math.pi * k / 48), 5),
            round(lat + high * math.sin(2 * math.pi * k / 48), 5),
        ]
        for k in range(48)
    ]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def _hull(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Convex hull, counter-clockwise (Andrew's monotone chain)."""
    order = sorted(set(points))
    if len(order) < 3:
        return order

    def half(chain: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for point in chain:
            while len(out) >= 2 and _turn(out[-2], out[-1], point) <= 0:
                out.pop()
            out.append(point)
        return out[:-1]

    return half(order) + half(order[::-1])


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _swell(hull: list[tuple[float, float]]) -> list[list[float]]:
    """A closed ring a little wider than its corners, so that no sign sits on the line."""
    x = sum(p[0] for p in hull) / len(hull)
    y = sum(p[1] for p in hull) / len(hull)
    ring = [[round(x + 1.25 * (a - x), 5), round(y + 1.25 * (b - y), 5)] for a, b in hull]
    return [*ring, ring[0]]


def label(text: str) -> str:
    """Text as the map prints it, never the data.

    Arabic vowel marks are off, since they float; controls and direction overrides too; cut at 60,
    since a far longer word stops the map from drawing.
    """
    shown = (c for c in text if not ("\u064b" <= c <= "\u065f" or c == "\u0670"))
    kept = "".join(c for c in shown if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return kept if len(kept) <= 60 else kept[:59] + "\u2026"
