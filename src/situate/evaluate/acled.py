"""ACLED battle notes: clash or transfer, taker, actors, place, deaths (evaluation.md 8)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from situate.evaluate.agree import agreement, folded, gold_actor
from situate.evaluate.deaths import deaths_of
from situate.evaluate.labels import label_of
from situate.evaluate.places import nearest_km, places_of, point_in
from situate.evaluate.suite import (
    Errors,
    Figure,
    LabelScore,
    Result,
    Row,
    Tally,
    a_document,
    asserted,
    csv_rows,
    fights,
    macro_f1,
    mapping,
    median,
    noon,
    prf,
    read_documents,
    result,
    rounded,
    share,
    total,
)
from situate.model import Actor, Mention

if TYPE_CHECKING:
    from situate.pipeline import Desk

KM = (1, 5, 10, 25)


class Note(NamedTuple):
    """A row as read."""

    where: str
    text: str
    day: date
    label: str
    actors: tuple[str, ...]
    location: str
    point: tuple[float, float]
    is_exact: bool  # geo_precision 1
    deaths: int


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Transfer F1 and false transfers, taker, actors, distance and deaths, by place-month."""
    table = mapping("acled")
    rows = csv_rows(path, lambda row: is_good(row, table))
    notes = [note_of(where, row, table) for where, row in rows.limited(limit)]
    documents = [a_document(n.text, n.where, published=noon(n.day)) for n in notes]
    reading = read_documents(documents, desk)
    log = Errors()
    units: dict[tuple[str, str], Counter[str]] = {}
    distances: list[float] = []
    for note in notes:
        said = reading.mentions[note.where]
        guess, because = subevent(said, table, desk)
        counts = tally(note, guess, said, table, desk)
        # Near-copies of one place and month are one unit.
        units.setdefault((note.location, f"{note.day:%Y-%m}"), Counter()).update(counts)
        km = nearest_km(places_of(said), note.point)
        if note.is_exact and km is not None:
            distances.append(km)
        log_note(log, note, guess, because, said, km, counts)
    log.write(errors)
    sums = total(units.values())
    return result(
        "acled",
        len(notes),
        rows,
        desk,
        list(units.values()),
        lambda sums: measure(sums, table),
        reading=reading,
        resamples=resamples,
        by=scores(sums, table),
        abstained=int(sums["abstained"]),
        ceilings={
            "place_hit": sums["location_written:exact"] / sums["exact"] if sums["exact"] else None
        },
        extras={"median_km": rounded(median(distances)), "units": len(units)},
        notes={"place_hit ceiling": "location string stands in the note, geo_precision 1"},
    )


def is_good(row: Row, table: dict[str, Any]) -> bool:
    """A note of one of the three sub-events with day, actors and a point."""
    note_of("", row, table)
    return bool(row["notes"].strip()) and row["sub_event_type"] in table["labels"]


def note_of(where: str, row: Row, table: dict[str, Any]) -> Note:
    """A row as read. Raises ValueError or KeyError where a field is missing or malformed."""
    actors = [row[field].strip() for field in ("actor1", "actor2")]
    return Note(
        where,
        row["notes"],
        datetime.strptime(row["event_date"], "%d %B %Y").date(),
        row["sub_event_type"],
        tuple(dict.fromkeys(a for a in actors if a and not a.startswith(table["unidentified"]))),
        row["location"],
        point_in(row),
        float(row["geo_precision"]) == 1,
        round(float(row["fatalities"])),
    )


# --- sub-event ------------------------------------------------------------------------------


def subevent(
    said: Sequence[Mention], table: dict[str, Any], desk: Desk
) -> tuple[str | None, Mention | None]:
    """The note's sub-event and the mention that decides it.

    Any asserted transfer, else the first fighting mention of any stance but denied, else none. A
    place taken and lost again in one note is a clash.
    """
    transfers = [
        (label, mention)
        for mention in asserted(said)
        if (label := label_of(mention, table["rows"], desk.roster))
    ]
    if transfers and not is_undone([mention for _, mention in transfers]):
        return transfers[0]
    fight = next((m for m in said if m.stance != "denied" and fights(m, desk)), None)
    return (table["clash"], fight) if fight else (None, None)


def is_undone(taken: Sequence[Mention]) -> bool:
    """Was one place taken by two sides in the same note?"""
    takers: dict[str, set[str]] = {}
    for mention in taken:
        sides = {a.value.id for a in mention.actors if a.value and a.value.id}
        for place in mention.places:
            key = place.value.id if place.value else folded(place.quote.text if place.quote else "")
            takers.setdefault(key, set()).update(sides)
    losers = {t.value.id for m in taken for t in m.targets if t.value and t.value.id}
    return any(len(sides) > 1 and sides & losers for sides in takers.values())


# --- tallies --------------------------------------------------------------------------------


def tally(
    note: Note, guess: str | None, said: Sequence[Mention], table: dict[str, Any], desk: Desk
) -> Counter[str]:
    """What one note adds to the counts."""
    counts: Counter[str] = Counter({"rows": 1, f"gold:{note.label}": 1})
    counts["abstained"] += guess is None
    if guess:
        counts[f"predicted:{guess}"] += 1
        counts[f"right:{note.label}"] += guess == note.label
    is_transfer, called = note.label != table["clash"], guess not in (None, table["clash"])
    counts["transfer:gold"] += is_transfer
    counts["transfer:called"] += called
    counts["transfer:right"] += is_transfer and called
    counts["taker:right"] += is_transfer and guess == note.label
    counts["clash:notes"] += not is_transfer
    counts["clash:transfer"] += called and not is_transfer
    counts.update(_actors(note, said, desk))
    counts.update(_places(note, said))
    counts.update(_deaths(note, said, table))
    return counts


def _actors(note: Note, said: Sequence[Mention], desk: Desk) -> Counter[str]:
    counts: Counter[str] = Counter()
    ours = actors_of(said, desk)
    wanted = [(name, gold_actor(name, desk.roster, note.day)) for name in note.actors]
    counts["slots"] += len(wanted)
    counts["unknown_slots"] += sum(actor is None for _, actor in wanted)
    levels = [
        {agreement(gold, actor, desk.roster, note.day) for actor in ours} if gold else set()
        for _, gold in wanted
    ]
    counts["slots:exact"] += sum("exact" in level for level in levels)
    counts["slots:family"] += sum(bool(level & {"exact", "family"}) for level in levels)
    counts["actors"] += len(ours)
    counts["actors:family"] += sum(
        any(
            gold and agreement(gold, actor, desk.roster, note.day) in {"exact", "family"}
            for _, gold in wanted
        )
        for actor in ours
    )
    return counts


def actors_of(said: Sequence[Mention], desk: Desk) -> list[Actor]:
    """Distinct actors with an id, in any role of an asserted fight."""
    found: dict[str, Actor] = {}
    for mention in asserted(said):
        if fights(mention, desk):
            for party in (*mention.actors, *mention.targets):
                if party.value and party.value.id:
                    found.setdefault(party.value.id, party.value)
    return list(found.values())


def _places(note: Note, said: Sequence[Mention]) -> Counter[str]:
    counts: Counter[str] = Counter()
    km = nearest_km(places_of(said), note.point)
    counts["hit_all:25"] += km is not None and km <= 25
    if note.is_exact:
        counts["exact"] += 1
        counts["placed"] += km is not None
        counts["location_written:exact"] += folded(note.location) in folded(note.text)
        for radius in KM:
            counts[f"hit:{radius}"] += km is not None and km <= radius
    return counts


def _deaths(note: Note, said: Sequence[Mention], table: dict[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    told = deaths_of(said)
    if note.deaths and not re.search(table["coder_arithmetic"], note.text, re.I):
        counts["deadly"] += 1
        counts["deadly:told"] += told is not None
        counts["deadly:exact"] += told is not None and told.point == note.deaths
        counts["deadly:in_range"] += told is not None and told.meets(note.deaths, note.deaths)
    if not note.deaths and re.search(table["says_none"], note.text, re.I):
        counts["none"] += 1
        counts["none:told"] += told is not None and told.low > 0
    return counts


# --- figures --------------------------------------------------------------------------------


def scores(sums: Tally, table: dict[str, Any]) -> dict[str, LabelScore]:
    """By sub-event."""
    return {
        label: LabelScore(
            sums.get(f"right:{label}", 0),
            sums.get(f"predicted:{label}", 0),
            sums.get(f"gold:{label}", 0),
        )
        for label in table["labels"]
    }


def measure(sums: Tally, table: dict[str, Any]) -> dict[str, Figure]:
    """The suite's metrics from summed tallies."""

    def get(key: str) -> float:
        return sums.get(key, 0)

    right, rows = sum(s.right for s in scores(sums, table).values()), get("rows")
    figures = {
        "subevent_macro_f1": Figure(macro_f1(scores(sums, table).values()), (right, rows)),
        **prf(
            "transfer",
            get("transfer:right"),
            get("transfer:gold"),
            get("transfer:right"),
            get("transfer:called"),
        ),
        "taker_accuracy": share(get("taker:right"), get("transfer:right")),
        "false_transfer_rate": share(get("clash:transfer"), get("clash:notes")),
        "actor_recall_exact": share(get("slots:exact"), get("slots")),
        "actor_recall_family": share(get("slots:family"), get("slots")),
        "actor_precision_family": share(get("actors:family"), get("actors")),
        "gold_actors_unknown": share(get("unknown_slots"), get("slots")),
    }
    for radius in KM:
        figures[f"place_hit_{radius}km"] = share(get(f"hit:{radius}"), get("exact"))
    figures["place_hit_25km_all"] = share(get("hit_all:25"), rows)
    figures["place_answered"] = share(get("placed"), get("exact"))
    figures["deaths_exact"] = share(get("deadly:exact"), get("deadly"))
    figures["deaths_in_range"] = share(get("deadly:in_range"), get("deadly"))
    figures["deaths_coverage"] = share(get("deadly:told"), get("deadly"))
    figures["deaths_false"] = share(get("none:told"), get("none"))
    # The negatives of this suite are its clash notes.
    figures["false_event_rate"] = Figure(None)
    return figures


def log_note(
    log: Errors,
    note: Note,
    guess: str | None,
    because: Mention | None,
    said: Sequence[Mention],
    km: float | None,
    counts: Tally,
) -> None:
    """Wrong sub-events, missed actors, far places and wrong deaths, one line each."""
    mentions = [[m.type, m.trigger.text, m.stance, m.rule] for m in said]
    rule = because.rule if because else None
    if guess != note.label:
        kind = "miss" if guess is None or "clash" in guess else "false alarm"
        trigger = because.trigger.text if because else None
        log.add(
            note.where, kind, note.text, note.label, guess, rule, trigger=trigger, mentions=mentions
        )
    parties = [
        [p.quote.text if p.quote else None, p.value.id if p.value else None, p.reason]
        for m in said
        for p in (*m.actors, *m.targets)
    ]
    if counts["slots:family"] < counts["slots"]:
        log.add(note.where, "miss", note.text, ["actors", *note.actors], parties, rule)
    if note.is_exact and (km is None or km > 25):
        places = [
            [p.quote.text if p.quote else None, p.value.id if p.value else None, p.reason]
            for m in said
            for p in m.places
        ]
        log.add(note.where, "miss", note.text, ["place", note.location], [km, places], rule)
    if counts["deadly"] and not counts["deadly:in_range"]:
        tolls = [t.value for m in said for t in m.tolls]
        log.add(note.where, "wrong", note.text, ["deaths", note.deaths], tolls, rule)
    if counts["none:told"]:
        tolls = [t.value for m in said for t in m.tolls]
        log.add(note.where, "false alarm", note.text, ["deaths", 0], tolls, rule)
