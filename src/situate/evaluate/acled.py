"""ACLED battle notes: clash or transfer, taker, actors, place, deaths (evaluation.md 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from situate.evaluate.acled_counts import Note, measure, scores, tally
from situate.evaluate.agree import folded
from situate.evaluate.labels import label_of
from situate.evaluate.places import nearest_km, places_of, point_in
from situate.evaluate.suite import (
    Errors,
    Result,
    Row,
    Tally,
    a_document,
    asserted,
    count_rows,
    csv_rows,
    fights,
    mapping,
    median,
    noon,
    result,
    rounded,
)
from situate.model import Mention

if TYPE_CHECKING:
    from situate.pipeline import Desk


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
    distances: list[float] = []

    def count(note: Note, said: Sequence[Mention], log: Errors) -> Counter[str]:
        guess, because = subevent(said, table, desk)
        counts = tally(note, guess, said, table, desk)
        km = nearest_km(places_of(said), note.point)
        if note.is_exact and km is not None:
            distances.append(km)
        log_note(log, note, guess, because, said, km, counts)
        return counts

    counted = count_rows(
        notes,
        lambda note: a_document(note.text, note.where, published=noon(note.day)),
        lambda note: (note.location, f"{note.day:%Y-%m}"),  # near-copies of one place and month
        count,
        desk,
        errors,
    )
    sums = counted.sums
    return result(
        "acled",
        len(notes),
        rows,
        desk,
        list(counted.units.values()),
        lambda sums: measure(sums, table),
        reading=counted.reading,
        resamples=resamples,
        by=scores(sums, table),
        abstained=int(sums["abstained"]),
        ceilings={
            "place_hit": sums["location_written:exact"] / sums["exact"] if sums["exact"] else None
        },
        extras={"median_km": rounded(median(distances)), "units": len(counted.units)},
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
