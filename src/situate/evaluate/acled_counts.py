"""What an ACLED note adds to the counts, and the figures that the counts give."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from situate.evaluate.agree import agreement, folded, gold_actor
from situate.evaluate.deaths import deaths_of
from situate.evaluate.places import nearest_km, places_of
from situate.evaluate.suite import (
    Figure,
    LabelScore,
    Tally,
    asserted,
    fights,
    macro_f1,
    prf,
    share,
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
