"""What is held back from those who only look: recent days, exact points, places named by the desk.

Reviewers and admins see all, since they must be able to check it; viewers see the public profile
of the settings. A hold or incident that is held back is left out, never altered into another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from situate.model import Document, Hold, Incident, Place
from situate.settings import Settings
from situate.store import Ask

COARSE_DEGREES = 1  # decimals kept: about 11 km


@dataclass(frozen=True, slots=True)
class Profile:
    """`before`: nothing from this moment on is shown; None shows all days."""

    before: datetime | None = None
    coarsen: bool = False
    withhold: frozenset[str] = frozenset()

    def incidents(self, found: Iterable[Incident]) -> list[Incident]:
        """Those that may be shown, their points coarsened if asked."""
        return [self._coarse_incident(i) for i in found if self._may_show(i)]

    def holds(self, found: Iterable[Hold]) -> list[Hold]:
        """Those that may be shown, their points coarsened if asked."""
        return [
            replace(h, place=self._coarse(h.place))
            for h in found
            if h.place.id not in self.withhold
            and self._is_past(h.period.start if h.period else None)
        ]

    def document(self, document: Document, at_withheld: Collection[str]) -> bool:
        """May a report be shown? Not if it tells of a withheld place, nor before its day."""
        return document.id not in at_withheld and self._is_past(document.published)

    def ask(self, ask: Ask) -> Ask:
        """Filters that leave out the days that are held back."""
        if self.before is None:
            return ask
        return replace(ask, until=min(ask.until or self.before, self.before))

    def _may_show(self, incident: Incident) -> bool:
        place = incident.place.value if incident.place else None
        if place is not None and place.id in self.withhold:
            return False
        period = incident.period.value
        return self._is_past((period.end or period.start) if period else None)

    def _is_past(self, moment: datetime | None) -> bool:
        return self.before is None or (moment is not None and moment <= self.before)

    def _coarse_incident(self, incident: Incident) -> Incident:
        place = incident.place
        if not self.coarsen or place is None or place.value is None:
            return incident
        radius = max(place.radius_km or 0.0, 11.0)
        return replace(
            incident,
            place=replace(place, value=self._coarse(place.value), radius_km=radius, level=2),
        )

    def _coarse(self, place: Place) -> Place:
        if not self.coarsen:
            return place
        lat, lon = round(place.lat, COARSE_DEGREES), round(place.lon, COARSE_DEGREES)
        return replace(place, lat=lat, lon=lon)


def public(settings: Settings, now: datetime) -> Profile:
    """The profile of viewers."""
    before = now - timedelta(days=settings.delay_days) if settings.delay_days else None
    return Profile(before, settings.coarsen, frozenset(settings.withhold))


EVERYTHING = Profile()
