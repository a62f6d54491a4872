"""PLOVER gold records: who did what to whom in one sentence (evaluation.md 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import folded, nationalities
from situate.evaluate.deaths import point_of
from situate.evaluate.spans import Span, find_span, found_in
from situate.evaluate.suite import (
    Errors,
    Figure,
    LabelScore,
    Result,
    Row,
    Tally,
    a_document,
    asserted,
    categories_of,
    count_rows,
    fights,
    is_false_event,
    json_rows,
    mapping,
    prf,
    result,
    share,
)
from situate.model import Actor, Mention, Sourced

if TYPE_CHECKING:
    from situate.pipeline import Desk


@dataclass(frozen=True, slots=True)
class Gold:
    """One row: folded category, slots with their spans, and what may be checked beside them."""

    where: str
    text: str
    category: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    place: str | None
    counts: dict[str, str]

    @property
    def is_symmetric(self) -> bool:
        """Two or more sources and no target: either role will do."""
        return len(self.sources) > 1 and not self.targets


@dataclass(frozen=True, slots=True)
class Scored:
    """One row with what we said of it."""

    gold: Gold
    mentions: list[Mention]  # asserted
    right: list[Mention]  # of the row's category
    is_material: bool


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Category recall on material rows, source and target F1, false events on verbal rows."""
    table = mapping("plover")
    rows = json_rows(path, is_good)
    golds = [gold_of(where, row, table) for where, row in rows.limited(limit)]

    def count(gold: Gold, found: Sequence[Mention], log: Errors) -> Counter[str]:
        said = asserted(found)
        right = [m for m in said if gold.category in categories_of(m, desk)]
        scored = Scored(gold, said, right, gold.category in table["material"])
        note(log, scored, desk)
        return tally(scored, table, desk)

    counted = count_rows(
        golds,
        lambda gold: a_document(gold.text, gold.where),
        lambda gold: gold.text,
        count,
        desk,
        errors,
    )
    sums = counted.sums
    return result(
        "plover",
        len(golds),
        rows,
        desk,
        list(counted.units.values()),
        measure,
        reading=counted.reading,
        resamples=resamples,
        by={
            name: LabelScore(sums[f"right:{name}"], sums[f"told:{name}"], sums[f"gold:{name}"])
            for name in sorted({gold.category for gold in golds})
        },
        abstained=sum(not counted.reading.mentions[gold.where] for gold in golds),
    )


def is_good(row: Row) -> bool:
    """A sentence with a category and at least one source."""
    return bool(row["text"].strip() and row["event"] != "DOCUMENT" and row["source"])


def gold_of(where: str, row: Row, table: dict[str, Any]) -> Gold:
    """A row as read."""
    return Gold(
        where,
        row["text"],
        table["fold"].get(row["event"], row["event"]),
        _spans(row.get("source"), row["text"]),
        _spans(row.get("target"), row["text"]),
        (row.get("eventLoc") or {}).get("name"),
        {key: str(row[key]) for key in table["counts"] if row.get(key)},
    )


def _spans(slot: object, text: str) -> tuple[Span, ...]:
    actors = slot if isinstance(slot, list) else []
    return tuple(find_span(actor["actorText"], text) for actor in actors if actor.get("actorText"))


def tally(scored: Scored, table: dict[str, Any], desk: Desk) -> Counter[str]:
    """What one row adds to the counts."""
    gold, counts = scored.gold, Counter[str]()
    counts["rows"] += 1
    counts["found_any"] += bool(scored.right)
    counts[f"gold:{gold.category}"] += 1
    counts[f"right:{gold.category}"] += bool(scored.right)
    for mention in scored.mentions:
        for category in categories_of(mention, desk):
            counts[f"told:{category}"] += 1
    if scored.is_material:
        counts["material"] += 1
        counts["material_found"] += bool(scored.right)
        counts["material_said"] += len(scored.mentions)
        counts["material_right"] += len(scored.right)
    else:
        false = sum(is_false_event(mention, desk) for mention in scored.mentions)
        counts["verbal"] += 1
        counts["false"] += bool(false)
        counts["false_events"] += false
        counts["verbal_words"] += len(gold.text.split())
    if scored.right:
        counts.update(_slots(gold, scored.right, ""))
    counts.update(_triple(gold, scored.right))
    counts.update(_slots(gold, scored.mentions, "_anytype"))
    counts.update(_place(scored))
    counts.update(_numbers(scored, table))
    return counts


def _slots(gold: Gold, mentions: Sequence[Mention], suffix: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    actors = spans_of(party for m in mentions for party in m.actors)
    targets = spans_of(party for m in mentions for party in m.targets)
    if gold.is_symmetric:
        actors, targets = list(dict.fromkeys([*actors, *targets])), []
    for role, ours, slots in (("source", actors, gold.sources), ("target", targets, gold.targets)):
        counts[f"{role}{suffix}:gold"] += len(slots)
        counts[f"{role}{suffix}:found"] += sum(_found(slot, ours) for slot in slots)
        counts[f"{role}{suffix}:ours"] += len(ours)
        counts[f"{role}{suffix}:good"] += sum(
            any(_found(slot, [span]) for slot in slots) for span in ours
        )
    return counts


def _found(slot: Span, ours: Sequence[Span]) -> bool:
    return found_in(slot, ours, is_nationality(slot.text))


def is_nationality(words: str) -> bool:
    """Is the slot one nationality adjective?"""
    return folded(words) in nationalities()


def spans_of(parties: Iterable[Sourced[Actor]]) -> list[Span]:
    """Distinct quotes of actors, in order."""
    spans = (Span(p.quote.text, p.quote.start, p.quote.end) for p in parties if p.quote)
    return list(dict.fromkeys(spans))


def _triple(gold: Gold, right: Sequence[Mention]) -> Counter[str]:
    if not (gold.sources and gold.targets):
        return Counter()
    is_found = any(
        any(_found(slot, spans_of(m.actors)) for slot in gold.sources)
        and any(_found(slot, spans_of(m.targets)) for slot in gold.targets)
        for m in right
    )
    return Counter({"triples_all": 1, "triples": int(is_found)})


def _place(scored: Scored) -> Counter[str]:
    if not scored.gold.place:
        return Counter()
    wanted = folded(scored.gold.place)
    ours = {
        folded(words)
        for mention in scored.mentions
        for place in mention.places
        for words in (
            place.quote.text if place.quote else "",
            place.value.name if place.value else "",
        )
    }
    return Counter({"places": 1, "places_found": int(wanted in ours)})


def _numbers(scored: Scored, table: dict[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for field, wanted in scored.gold.counts.items():
        points = [
            point_of(toll.value)
            for mention in scored.mentions
            for toll in mention.tolls
            if toll.value and toll.value.kind == table["counts"][field]
        ]
        if wanted.isdigit():
            counts[f"{field}:gold"] += 1
            counts[f"{field}:right"] += int(wanted) in points
    return counts


def measure(sums: Tally) -> dict[str, Figure]:
    """The suite's metrics from summed tallies."""

    def get(key: str) -> float:
        return sums.get(key, 0)

    figures = {
        "type_recall_material": share(get("material_found"), get("material")),
        "type_precision_material": share(get("material_right"), get("material_said")),
        "type_recall_all": share(get("found_any"), get("rows")),
    }
    for role in ("source", "target", "source_anytype", "target_anytype"):
        counts = [get(f"{role}:{key}") for key in ("found", "gold", "good", "ours")]
        figures |= prf(role, *counts)
    figures["triple_recall"] = share(get("triples"), get("triples_all"))
    figures["place_recall"] = share(get("places_found"), get("places"))
    figures["dead_exact"] = share(get("dead:right"), get("dead:gold"))
    figures["injured_exact"] = share(get("injured:right"), get("injured:gold"))
    figures["false_event_rate"] = share(get("false"), get("verbal"))
    figures["false_events_per_1000_words"] = share(1000 * get("false_events"), get("verbal_words"))
    return figures


def note(log: Errors, scored: Scored, desk: Desk) -> None:
    """Material rows without the category, false events on verbal rows, and wrong slots."""
    gold = scored.gold
    said = [[m.type, m.trigger.text, m.rule] for m in scored.mentions]
    if scored.is_material and not scored.right:
        log.add(gold.where, "miss", gold.text, gold.category, said)
    for mention in scored.mentions:
        if not scored.is_material and fights(mention, desk):
            log.add(
                gold.where, "false alarm", gold.text, gold.category, mention.type, mention.rule,
                trigger=mention.trigger.text,
            )  # fmt: skip
    if scored.right:
        slots = _slots(gold, scored.right, "")
        if any(slots[f"{role}:{a}"] < slots[f"{role}:{b}"] for role in ("source", "target")
               for a, b in (("found", "gold"), ("good", "ours"))):  # fmt: skip
            log.add(
                gold.where,
                "wrong",
                gold.text,
                {
                    "source": [s.text for s in gold.sources],
                    "target": [s.text for s in gold.targets],
                },
                {
                    "source": [s.text for m in scored.right for s in spans_of(m.actors)],
                    "target": [s.text for m in scored.right for s in spans_of(m.targets)],
                },
                scored.right[0].rule,
            )
