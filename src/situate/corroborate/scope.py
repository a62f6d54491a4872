"""Whom a figure may count: those hit at one place, or in an area or in several places together."""

from __future__ import annotations

from situate.corroborate.placing import coarse_of
from situate.model import Mention

WIDE = ("country", "region", "adm1")
AREA = "told only of a wider area"
PLACES = "told of several places together"
UNTOLD = "told without a place"


def doubt_of(mention: Mention) -> str | None:
    """Why a figure may count more than the happening; None where it is told of one place.

    "Four killed in the countryside of X" is a sum over all that was hit there that day; so is a
    figure told of two villages.
    """
    sites = [
        p
        for p in mention.places
        if (p.relation in ("at", "part") and not (p.value and p.value.kind in WIDE))
        or (p.relation == "in" and coarse_of(p) == 0)
    ]
    if not sites:
        return AREA if any(p.value is not None for p in mention.places) else UNTOLD
    named = {
        p.value.id if p.value else p.quote.text for p in sites if p.relation == "at" and p.quote
    }
    return PLACES if len(named) > 1 else None
