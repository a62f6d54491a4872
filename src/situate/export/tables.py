"""`csv`: incidents, mentions, holds and quotes, four tables that join on their ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from situate.export.cells import write_csv
from situate.export.coded import killed
from situate.export.dataset import (
    CONTEXT,
    Dataset,
    Wish,
    Written,
    evidence,
    first_day,
    in_order,
    last_day,
    levels,
    outlets,
    parties,
    shown,
    stamp,
)
from situate.export.page_words import namer
from situate.knowledge.roster import load_roster
from situate.model import Hold, Incident, Mention

INCIDENTS = (
    "id", "type", "stance", "start_date", "end_date", "time_precision", "actors", "targets",
    "place_id", "place", "relation", "country", "admin1", "admin2", "latitude", "longitude",
    "geo_precision", "killed_low", "killed_best", "killed_high", "tolls", "framings", "contested",
    "witnesses", "outlets", "confidence", "why",
)  # fmt: skip
MENTIONS = (
    "id", "incident", "document", "outlet", "published", "url", "type", "stance", "phase",
    "extent", "trigger", "start", "end", "sentence", "actors", "targets", "places", "tolls",
    "said_by", "confidence", "rule",
)  # fmt: skip
HOLDS = (
    "id", "place_id", "place", "country", "admin1", "admin2", "latitude", "longitude", "state",
    "holders", "besieged_by", "start_date", "end_date", "probability", "leaning", "by_presence",
    "inferred", "stale", "witnesses", "known_from", "because", "holder_names", "besieger_names",
)  # fmt: skip
QUOTES = (
    "incident", "mention", "field", "document", "start", "end", "exact", "prefix", "suffix",
    "said_by", "url",
)  # fmt: skip


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """incidents.csv, mentions.csv, holds.csv and quotes.csv in `folder`."""
    tables = (
        ("incidents.csv", INCIDENTS, (_incident(i, data) for i in in_order(data.incidents))),
        ("mentions.csv", MENTIONS, _mentions(data, wish)),
        ("holds.csv", HOLDS, (_hold(h) for h in data.holds)),
        ("quotes.csv", QUOTES, quote_rows(data, wish)),
    )
    return [
        Written(folder / name, "csv", write_csv(folder / name, header, rows, wish), header)
        for name, header, rows in tables
    ]


def write_quotes(data: Dataset, folder: Path, wish: Wish) -> Written:
    """The companion of every wide format: the words behind each row."""
    path = folder / "quotes.csv"
    return Written(path, "csv", write_csv(path, QUOTES, quote_rows(data, wish), wish), QUOTES)


def incident_cells(incident: Incident, data: Dataset) -> dict[str, object]:
    """An incident as one flat row, by column name."""
    return dict(zip(INCIDENTS, _incident(incident, data), strict=True))


def hold_cells(hold: Hold) -> dict[str, object]:
    """A hold as one flat row, by column name."""
    return dict(zip(HOLDS, _hold(hold), strict=True))


def mention_cells(mention: Mention, incident: str | None, data: Dataset) -> dict[str, object]:
    """A mention as one flat row, by column name."""
    return dict(zip(MENTIONS, _mention(mention, incident, data, Wish()), strict=True))


def _incident(incident: Incident, data: Dataset) -> list[object]:
    period = incident.period.value
    place = incident.place.value if incident.place else None
    low, best, high = killed(incident)
    return [
        incident.id, incident.type, incident.stance, first_day(period), last_day(period),
        period.precision if period else None,
        [actor.name for actor in parties(incident.actors)],
        [actor.name for actor in parties(incident.targets)],
        place.id if place else None, place.name if place else None,
        incident.place.relation if incident.place else None,
        place.country if place else None, *levels(place),
        place.lat if place else None, place.lon if place else None,
        incident.place.level if incident.place else None,
        low, best, high, [_toll(r) for r in incident.tolls],
        sorted({f.value for f in incident.framings}), list(incident.contested),
        len(incident.witnesses), outlets(incident, data), incident.confidence, list(incident.why),
    ]  # fmt: skip


def _toll(found: object) -> str:
    low, high = getattr(found, "low", None), getattr(found, "high", None)
    count = (
        str(low) if low == high else f"{'' if low is None else low}-{'' if high is None else high}"
    )
    return f"{getattr(found, 'kind', '')} {count} {getattr(found, 'who', None) or ''}".strip()


def _mentions(data: Dataset, wish: Wish) -> Iterator[list[object]]:
    of = {mention: i.id for i in data.incidents for mention in i.mentions}
    for mention in sorted(
        data.mentions.values(), key=lambda m: (m.document, m.trigger.start, m.id)
    ):
        yield _mention(mention, of.get(mention.id), data, wish)


def _mention(mention: Mention, incident: str | None, data: Dataset, wish: Wish) -> list[object]:
    document = data.documents[mention.document]
    return [
        mention.id, incident, document.id, document.outlet, stamp(document.published), document.url,
        mention.type, mention.stance, mention.phase, mention.extent, mention.trigger.text,
        mention.trigger.start, mention.trigger.end, shown(mention.sentence.text, wish),
        [s.value.name if s.value else s.quote.text if s.quote else None for s in mention.actors],
        [s.value.name if s.value else s.quote.text if s.quote else None for s in mention.targets],
        [s.value.name if s.value else s.quote.text if s.quote else None for s in mention.places],
        [_toll(s.value) for s in mention.tolls if s.value],
        [s.value or (s.quote.text if s.quote else None) for s in mention.said_by],
        mention.confidence, mention.rule,
    ]  # fmt: skip


def _hold(hold: Hold) -> list[object]:
    return [
        hold.id, hold.place.id, hold.place.name, hold.place.country, *levels(hold.place),
        hold.place.lat, hold.place.lon, hold.state, list(hold.holders),
        list(hold.besieged_by), first_day(hold.period), last_day(hold.period), hold.probability,
        hold.leaning, hold.by_presence, hold.inferred, hold.stale, hold.witnesses,
        stamp(hold.known_from), list(hold.because), [_name(side) for side in hold.holders],
        [_name(side) for side in hold.besieged_by],
    ]  # fmt: skip


def _name(side: str) -> str:
    """What the roster calls a side; its id where it stands for no one."""
    return namer({}, load_roster())(side)


def quote_rows(data: Dataset, wish: Wish) -> Iterator[list[object]]:
    """A row for every word an incident rests on; offsets are code points, half open."""
    for incident in in_order(data.incidents):
        for mention, field, quote in evidence(incident, data):
            document = data.documents[quote.document]
            speaker = next(
                (s.value or (s.quote.text if s.quote else None) for s in mention.said_by), None
            )
            yield [
                incident.id, mention.id, field, quote.document, quote.start, quote.end,
                shown(quote.text, wish), document.text[max(0, quote.start - CONTEXT) : quote.start],
                document.text[quote.end : quote.end + CONTEXT], speaker, document.url,
            ]  # fmt: skip
