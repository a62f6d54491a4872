"""`hapi`: incidents counted by admin 2, month and event type, as the humanitarian API shapes it.

Types overlap (an incident can be civilian targeting and political violence), so never sum over
them. What is known only to admin 1 or country goes to the row without a district, never to a
guessed one. It cannot carry the events themselves.
"""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from situate.export.acled import OF_SUB_TYPE, sub_event
from situate.export.cells import write_csv
from situate.export.coded import killed
from situate.export.dataset import (
    Dataset,
    Wish,
    Written,
    country_of,
    first_day,
    in_order,
    levels,
    parties,
)
from situate.knowledge.codes import country_codes
from situate.model import Incident

COLUMNS = (
    "location_code", "has_hrp", "in_gho", "provider_admin1_name", "provider_admin2_name",
    "admin1_code", "admin1_name", "admin2_code", "admin2_name", "admin_level", "resource_hdx_id",
    "event_type", "events", "fatalities", "reference_period_start", "reference_period_end",
)  # fmt: skip
HXL = (
    "#country+code", "#meta+has_hrp", "#meta+in_gho", "#adm1+name+provider", "#adm2+name+provider",
    "#adm1+code", "#adm1+name", "#adm2+code", "#adm2+name", "#geo+admin_level", "#meta+id",
    "#event+type", "#event+num", "#affected+killed", "#date+start", "#date+end",
)  # fmt: skip
ADM2_CODE = 6  # letters of an admin 2 P-code: SY0902
Cell = tuple[str, str, str, str, str, date]  # country, admin 1, admin 2, code, type, month


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """hapi.csv; incidents without a day or country are counted as left out."""
    events: Counter[Cell] = Counter()
    deaths: dict[Cell, int | None] = defaultdict(lambda: None)
    left: Counter[str] = Counter()
    for incident in in_order(data.incidents):
        kinds = event_types(incident, data)
        day, country = first_day(incident.period.value), country_of(incident)
        reason = _left_out(incident, kinds, day, country)
        if reason or day is None:
            left[reason or "day unknown"] += 1
            continue
        for kind in kinds:
            cell = (*_admin(incident), kind, day.replace(day=1))
            events[cell] += 1
            best = killed(incident)[1]
            if best is not None:
                deaths[cell] = (deaths[cell] or 0) + best
    rows: list[list[object]] = [list(HXL)] if wish.hxl else []
    rows += [_row(cell, events[cell], deaths[cell]) for cell in sorted(events)]
    path = folder / "hapi.csv"
    return [Written(path, "hapi", write_csv(path, COLUMNS, rows, wish), COLUMNS, dict(left))]


def event_types(incident: Incident, data: Dataset) -> list[str]:
    """HAPI's event types of an incident: none, one, or two that overlap."""
    sub = sub_event(incident, data)
    if sub is None:
        return []
    event, disorder = OF_SUB_TYPE[sub]
    found = []
    if event == "Violence against civilians" or any(
        a.kind == "civilians" for a in parties(incident.targets)
    ):
        found.append("civilian_targeting")
    if disorder == "Demonstrations":
        found.append("demonstration")
    if disorder == "Political violence":
        found.append("political_violence")
    return found


def _left_out(
    incident: Incident, kinds: list[str], day: date | None, country: str | None
) -> str | None:
    if incident.stance != "asserted":
        return f"stance: {incident.stance}"
    if not kinds:
        return "no HAPI event type for this type"
    if day is None:
        return "day unknown"
    return None if country in country_codes() else "country unknown"


def _admin(incident: Incident) -> tuple[str, str, str, str]:
    place = incident.place.value if incident.place else None
    country = country_codes()[country_of(incident) or ""].iso3
    if place is None:
        return country, "", "", ""
    code = (place.pcode or "")[:ADM2_CODE]
    is_below = place.kind not in ("country", "adm1", "region")
    adm1, adm2 = levels(place)
    return country, adm1 or "", (adm2 or "") if is_below else "", code


def _row(cell: Cell, events: int, deaths: int | None) -> list[object]:
    country, adm1, adm2, code, kind, month = cell
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    level = 2 if adm2 else 1 if adm1 else 0
    return [
        country, None, None, adm1 or None, adm2 or None, code[:4] or None, adm1 or None,
        code if adm2 and len(code) == ADM2_CODE else None, adm2 or None, level, None, kind, events,
        deaths, month, last,
    ]  # fmt: skip
