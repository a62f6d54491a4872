"""Where one mention is, as a row of the table holds it."""

from __future__ import annotations

import numpy as np
from rapidfuzz.fuzz import ratio

from situate.knowledge.gazetteer.labels import shown_area
from situate.knowledge.gazetteer.words import is_proper
from situate.knowledge.outlets import fold
from situate.model import Mention, Place, SourcedPlace

BESIDE = 0.5  # confidence up to which a place is only the one its sentence names
EITHER = 0.6  # confidence up to which "Idlib" may be the city or the governorate
AROUND = ("in", "near", "around", "direction")  # of a city: somewhere in what is called after it
SAME_NAME = 65.0  # of 100: a city and its governorate in two spellings
TOWN = 20_000  # people from which a place is in the news for many things at once
NOWHERE = 5  # coarseness of an event without a place
COARSE = {"country": 4, "adm1": 3, "region": 3, "adm2": 2, "area": 2, "adm3": 1, "adm4": 1}


def main_place(mention: Mention) -> SourcedPlace | None:
    """The place an event is at: a point before an area, "at" before "towards"; None if untold.

    "Near" a village tells more than "in" the area it lies in.
    """
    order = {"at": 0, "in": 0, "part": 1, "near": 2, "around": 2, "between": 2, "through": 3}
    told = [p for p in mention.places if p.value is not None]
    if not told:
        return None
    return min(
        told,
        key=lambda p: (
            max(order.get(p.relation, 4), 3 if coarse_of(p) >= COARSE["adm2"] else 0),
            coarse_of(p),
            -p.confidence,
            p.value.id if p.value else "",
        ),
    )


def unlisted_place(mention: Mention) -> SourcedPlace | None:
    """The named place an event is at that no gazetteer has or tells apart; None if it has one."""
    told = [p for p in mention.places if p.relation in ("at", "in", "part") and p.quote]
    if any(_is_listed(p) and coarse_of(p) <= COARSE["adm3"] for p in told):
        return None
    return next(
        (p for p in told if not _is_listed(p) and p.quote and is_proper(p.quote.text)), None
    )


def _is_listed(place: SourcedPlace) -> bool:
    return place.value is not None and not place.value.id.startswith("unlisted:")


def own_name(place: SourcedPlace | None, unlisted: SourcedPlace | None) -> str:
    """The words for the settlement an event is at; "" for an area, or if there are none."""
    told = unlisted or (place if coarse_of(place) <= COARSE["adm3"] else None)
    return told.quote.text if told is not None and told.quote is not None else ""


def is_placed(place: SourcedPlace | None) -> bool:
    if place is None or place.quote is None:
        return False
    return place.relation != "near" or place.confidence > BESIDE


def is_obscure(place: Place | None) -> bool:
    return place is not None and place.kind == "settlement" and (place.population or 0) < TOWN


def radius_of(place: SourcedPlace | None) -> float:
    if place is None or place.value is None:
        return np.nan
    default = {0: 2.0, 1: 15.0, 2: 30.0, 3: 60.0, 4: 300.0}[coarse_of(place)]
    return max(default, place.radius_km or 0.0) if coarse_of(place) else place.radius_km or default


def coarse_of(place: SourcedPlace | None) -> int:
    """How wide a place is, 0 to 5.

    A city's name that may as well mean its governorate is wide: one read with doubt, or of whose
    countryside or surroundings the report speaks.
    """
    if place is None or place.value is None:
        return NOWHERE
    vague = place.confidence <= EITHER or place.relation in AROUND
    if vague and place.value.kind == "settlement":
        alike = ratio(fold(place.value.name), fold(place.value.adm1 or ""))
        return COARSE["adm1"] if alike >= SAME_NAME else 0
    return COARSE.get(place.value.kind, 0)


def adm1_of(place: object) -> str | None:
    name = getattr(place, "adm1", None)
    if name is None and getattr(place, "kind", None) == "adm1":
        name = getattr(place, "name", None)
    name = shown_area(name)  # as most places in it write it
    return f"{getattr(place, 'country', None)}/{name}" if name else None
