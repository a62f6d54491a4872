"""`acled`: the 31 columns analysts' scripts expect. A shape, never ACLED data or ACLED coding.

What it cannot carry: who did it to whom (ACLED's actor1 and actor2 have no direction; we write
actors first, targets second), ranges, rival figures. `quotes.csv` beside it has the words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
    last_known,
    levels,
    location,
    outlets,
    parties,
    shown,
)
from situate.export.page_words import outlet
from situate.export.tables import write_quotes
from situate.knowledge.codes import CountryCodes, country_codes
from situate.model import Actor, Incident

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip

VIOLENCE, PROTESTS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
EVENT_TYPES = {
    "Battles": (VIOLENCE, (
        "Armed clash", "Government regains territory", "Non-state actor overtakes territory",
    )),
    "Explosions/Remote violence": (VIOLENCE, (
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    )),
    "Protests": (PROTESTS, (
        "Peaceful protest", "Protest with intervention", "Excessive force against protesters",
    )),
    "Riots": (PROTESTS, ("Violent demonstration", "Mob violence")),
    "Strategic developments": (STRATEGIC, (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction",
        "Non-violent transfer of territory", "Other",
    )),
    "Violence against civilians": (VIOLENCE, (
        "Sexual violence", "Attack", "Abduction/forced disappearance",
    )),
}  # fmt: skip
OF_SUB_TYPE = {
    sub: (event, disorder) for event, (disorder, subs) in EVENT_TYPES.items() for sub in subs
}
INTER = {
    "state forces": (1, "State forces"), "police": (1, "State forces"),
    "government": (1, "State forces"), "rebel": (2, "Rebel group"),
    "militia": (3, "Political militia"), "criminal": (3, "Political militia"),
    "rioters": (5, "Rioters"), "protesters": (6, "Protesters"), "civilians": (7, "Civilians"),
    "organisation": (7, "Civilians"), "external forces": (8, "External/Other forces"),
    "coalition": (8, "External/Other forces"), "unidentified": (3, "Political militia"),
}  # fmt: skip
TIME_PRECISION = {"hour": 1, "day": 1, "week": 2, "month": 3}
WIDEST_DAYS = 31
UNSAID = ("civilians", "people", "protesters", "rioters")  # say no more than the coded name does


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """acled.csv and quotes.csv; incidents without an ACLED type, day or country are counted."""
    left: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    rows = []
    for incident in in_order(data.incidents):
        reason = _left_out(incident, data)
        if reason:
            left[reason] += 1
        else:
            rows.append(_row(incident, data, wish, notes))
    path = folder / "acled.csv"
    count = write_csv(path, COLUMNS, rows, wish)
    return [
        Written(path, "acled", count, COLUMNS, dict(left), dict(notes)),
        write_quotes(data, folder, wish),
    ]


def _left_out(incident: Incident, data: Dataset) -> str | None:
    if incident.stance != "asserted":
        return f"stance: {incident.stance}"
    if sub_event(incident, data) is None:
        return "no ACLED sub-event for this type"
    wide = days_wide(incident.period.value)
    if wide is None:
        return "day unknown"
    if wide > WIDEST_DAYS:
        return "period wider than a month"
    return None if country_of(incident) in country_codes() else "country unknown"


def sub_event(incident: Incident, data: Dataset) -> str | None:
    """ACLED's sub-event of an incident, by its rules as we word them in the codebook.

    "Government regains" only for the country's own state forces; a foreign army's taking is
    "Non-state overtakes"; a taking without a named taker is an armed clash.
    """
    kind = data.vocabulary.types[incident.type]
    special = kind.acled_if or {}
    actors, targets = parties(incident.actors), parties(incident.targets)
    if "state_taker" in special:
        if not actors:
            return special.get("no_taker", "Armed clash")
        own = any(_is_own_state(a, country_of(incident)) for a in actors)
        return special["state_taker"] if own else kind.acled
    if "taker_named" in special and targets:
        return special["taker_named"]
    if "civilian_target" in special and any(t.kind == "civilians" for t in targets):
        return special["civilian_target"]
    if "fighters" in special and any(t.kind not in ("civilians", "unidentified") for t in targets):
        return special["fighters"]
    return kind.acled


def _is_own_state(actor: Actor, country: str | None) -> bool:
    return actor.kind in ("state forces", "police", "government") and actor.country == country


def _row(incident: Incident, data: Dataset, wish: Wish, notes: Counter[str]) -> list[object]:
    sub = sub_event(incident, data) or ""
    event, disorder = OF_SUB_TYPE[sub]
    day = first_day(incident.period.value)
    assert day is not None
    country = country_codes()[country_of(incident) or ""]
    place = incident.place.value if incident.place else None
    actors, targets = facing(incident)
    first, assoc1, inter1 = _side(actors, wish, country)
    second, assoc2, inter2 = _side(targets, wish, country)
    deaths = killed(incident)[1]
    if deaths is None and wish.fatalities_zero:
        deaths = 0
        notes["zeros invented for unknown fatalities"] += 1
    period = incident.period.value
    civilian = any(a.kind == "civilians" for a in targets)
    return [
        f"SIT-{country.iso3}-{incident.id[:12]}", day, day.year,
        TIME_PRECISION.get(period.precision if period else "", 3),
        disorder, event, sub, first, assoc1, inter1, second, assoc2, inter2,
        _interaction(inter1, inter2, wish), "Civilian targeting" if civilian else None,
        country.numeric, country.acled_region, country.name,
        *levels(place), None,
        location(incident, data), place.lat if place else None, place.lon if place else None,
        (incident.place.level if incident.place else None) or (3 if place else None),
        outlets(incident, data), None, _notes(incident, data, wish), deaths, None,
        last_known(incident, data),
    ]  # fmt: skip


def _side(
    actors: Sequence[Actor], wish: Wish, country: CountryCodes
) -> tuple[str | None, list[str] | None, int | str | None]:
    """Name, associates and kind of a side; people without a name are "Civilians (Syria)"."""
    if not actors:
        return None, None, None
    lead, *others = actors
    code, words = INTER.get(lead.kind, (3, "Political militia"))
    if lead.kind in ("state forces", "police", "government") and lead.country not in (
        None,
        country.iso2,
    ):
        code, words = 8, "External/Other forces"
    coded = group(lead)
    name = f"{coded} ({country.name})" if coded else lead.name
    beside = [lead.name] if coded and lead.name.casefold() not in UNSAID else []
    beside += [a.name for a in others]
    return name, beside or None, code if wish.inter_numeric else words


def _interaction(one: int | str | None, two: int | str | None, wish: Wish) -> int | str | None:
    if one is None:
        return None
    if wish.inter_numeric:
        low, high = sorted((int(one), int(two or 0)), key=lambda n: n or 9)
        return int(f"{low}{high}")
    return f"{one}-{two}" if two is not None else f"{one} only"


def _notes(incident: Incident, data: Dataset, wish: Wish) -> str:
    """One generated sentence, then each report's own sentence with its outlet."""
    words, voices = incident.type.replace("_", " "), len(incident.witnesses)
    told = f"{voices} independent source{'s' * (voices != 1)}"
    lines = [f"{words.capitalize()}, {told}."]
    for ident in incident.mentions:
        if ident in data.mentions:
            mention = data.mentions[ident]
            document = data.documents[mention.document]
            text = shown(" ".join(mention.sentence.text.split()), wish)
            lines.append(f'"{text}" ({outlet(document)})')
    return " ".join(dict.fromkeys(lines))
