"""`ucdp`: the 49 columns of UCDP's GED, for incidents in which someone may have died.

What it cannot carry: incidents without deaths, holds, several versions of one field. The registry
columns (`conflict_*`, `dyad_*`, `*_dset_id`, `*_new_id`) are UCDP's and stay empty.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from pathlib import Path

from situate.export.cells import write_csv
from situate.export.coded import facing, group, killed
from situate.export.dataset import (
    Dataset,
    Wish,
    Written,
    country_of,
    days_wide,
    first_day,
    in_order,
    last_day,
    levels,
    location,
    outlets,
)
from situate.export.tables import write_quotes
from situate.knowledge.codes import country_codes
from situate.model import Actor, Incident

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
STATES = ("state forces", "police", "government", "external forces")


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """ucdp.csv and quotes.csv; what was left out is counted by reason."""
    left: Counter[str] = Counter()
    rows = []
    for incident in in_order(data.incidents):
        reason = _left_out(incident)
        if reason:
            left[reason] += 1
        else:
            rows.append(_row(incident, data))
    path = folder / "ucdp.csv"
    count = write_csv(path, COLUMNS, rows, wish)
    return [Written(path, "ucdp", count, COLUMNS, dict(left)), write_quotes(data, folder, wish)]


def _left_out(incident: Incident) -> str | None:
    if incident.stance != "asserted":
        return f"stance: {incident.stance}"
    low, _, high = killed(incident)
    if not (high if high is not None else low):
        return "no report says that anyone died"
    if days_wide(incident.period.value) is None:
        return "day unknown"
    return None if country_of(incident) in country_codes() else "country unknown"


def _row(incident: Incident, data: Dataset) -> list[object]:
    period = incident.period.value
    first, last = first_day(period), last_day(period)
    assert first is not None
    country = country_codes()[country_of(incident) or ""]
    place = incident.place.value if incident.place else None
    a, b = _sides(incident)
    low, best, high = killed(incident)
    deaths = _deaths(incident, best)
    lat, lon = (place.lat, place.lon) if place else (None, None)
    return [
        incident.id, None, first.year, None, None, _violence(a, b), None, None, None, None, None,
        f"{_named(a)} - {_named(b)}" if a and b else None, None, None, _named(a), None, None,
        _named(b), len(incident.witnesses), *_sources(incident, data),
        _speakers(incident, data), _where_prec(incident), location(incident, data),
        incident.place.quote.text if incident.place and incident.place.quote else None,
        *levels(place), lat, lon,
        f"POINT ({lon:.5f} {lat:.5f})" if lat is not None and lon is not None else None,
        priogrid(lat, lon), country.name, country.gw, country.ucdp_region, 1,
        _date_prec(days_wide(period) or 1), first, last, *deaths, best,
        high if high is not None else best, low if low is not None else best,
        _gw(a), _gw(b),
    ]  # fmt: skip


def priogrid(lat: float | None, lon: float | None) -> int | None:
    """PRIO-GRID cell of a point: half-degree cells, counted from the south-west."""
    if lat is None or lon is None:
        return None
    return math.floor((lat + 90) * 2) * 720 + math.floor((lon + 180) * 2) + 1


def _sides(incident: Incident) -> tuple[Actor | None, Actor | None]:
    actors, targets = facing(incident)
    return (actors[0] if actors else None), (targets[0] if targets else None)


def _named(actor: Actor | None) -> str | None:
    """A side as UCDP has it: people without a name are "Civilians"."""
    return (group(actor) or actor.name) if actor else None


def _violence(a: Actor | None, b: Actor | None) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None while a side is not known."""
    if a is None or b is None:
        return None
    if b.kind in ("civilians", "protesters"):
        return 3
    return 1 if a.kind in STATES or b.kind in STATES else 2


def _deaths(incident: Incident, best: int | None) -> tuple[int, int, int, int] | tuple[None, ...]:
    """deaths_a, deaths_b, deaths_civilians, deaths_unknown; they sum to `best`."""
    if best is None:
        return (None, None, None, None)
    a, b = _sides(incident)
    sides = {"a": 0, "b": 0, "civilians": 0}
    for toll in incident.tolls:
        if toll.kind != "killed" or not toll.figures:
            continue
        figure = toll.figures[0].value
        slot = (
            "civilians" if figure.civilian
            else "a" if a and figure.side_id and figure.side_id == a.id
            else "b" if b and figure.side_id and figure.side_id == b.id
            else None
        )  # fmt: skip
        count = toll.best if toll.best is not None else toll.low
        if slot and count:
            sides[slot] += min(count, best - sum(sides.values()))
    known = (sides["a"], sides["b"], sides["civilians"])
    return (*known, best - sum(known))


def _sources(incident: Incident, data: Dataset) -> tuple[object, ...]:
    """source_article (packed as UCDP packs it), source_office, source_date, source_headline."""
    reports = {data.mentions[m].document for m in incident.mentions if m in data.mentions}
    packed = []
    for ident in sorted(reports):
        report = data.documents[ident]
        day = report.published.date().isoformat() if report.published else ""
        cell = io.StringIO()
        csv.writer(cell, lineterminator="").writerow([report.outlet or "", day, report.title or ""])
        packed.append('"' + cell.getvalue().replace('"', "'") + '"')
    days = sorted(d.published for r in reports if (d := data.documents[r]).published)
    titles = [data.documents[r].title for r in sorted(reports) if data.documents[r].title]
    return (
        ";".join(packed), ";".join(outlets(incident, data)), days[0].date() if days else None,
        ";".join(t for t in titles if t),
    )  # fmt: skip


def _speakers(incident: Incident, data: Dataset) -> list[str] | None:
    said = {
        speaker.value or (speaker.quote.text if speaker.quote else "")
        for m in incident.mentions
        if m in data.mentions
        for speaker in data.mentions[m].said_by
    }
    return sorted(s for s in said if s) or None


def _where_prec(incident: Incident) -> int | None:
    place = incident.place
    if place is None or place.value is None:
        return 6
    if place.value.kind == "country":
        return 6
    if place.value.kind == "adm1":
        return 4
    if place.value.kind in ("adm2", "adm3"):
        return 3
    if place.relation == "between":
        return 5
    return 2 if (place.level or 1) > 1 else 1


def _date_prec(days: int) -> int:
    return 1 if days == 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5


def _gw(actor: Actor | None) -> int | None:
    if actor is None or actor.kind not in STATES or actor.country not in country_codes():
        return None
    return country_codes()[actor.country or ""].gw
