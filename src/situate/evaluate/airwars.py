"""Suite airwars: posts of one civilian-harm incident brought together (evaluation.md 10).

No text, name or victim's detail is ever printed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from situate import corroborate
from situate.corroborate.ranges import extremes, told_figures
from situate.errors import UsageError
from situate.evaluate.agree import km_between
from situate.evaluate.clusters import scores
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Tally,
    a_document,
    fights,
    json_rows,
    read_documents,
    result,
    share,
)
from situate.knowledge.calendar import load_calendar
from situate.model import Document, Incident, Mention, Range
from situate.read.layout import lay_out
from situate.read.posts import day_called_today, moment_of_address, moment_of_post

if TYPE_CHECKING:
    from situate.pipeline import Desk

WORDS = re.compile(r"\W+")
HEAD = 500  # code points of a page searched for its date line
FIRST = datetime(2010, 1, 1, tzinfo=UTC)
CHROME_REPEATS = 3
ARABIC_LETTERS = 40
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩/", "0123456789 ")
PLACE_KM = (5, 25)


@dataclass(frozen=True)
class Post:
    """A text as read, with the one incident of the file it rests under."""

    where: str
    text: str
    incident: str
    latin: bool
    document: Document


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Clusters of texts, tolls, places and sides of incidents; login pages read as nothing."""
    incidents, texts = files_in(path)
    inputs = json_rows(incidents, lambda row: bool(row["airwars_id"] and row["date"]))
    gold = {str(row["airwars_id"]): row for _, row in inputs.limited(None)}
    rows = json_rows(texts, lambda row: bool(row["source_id"]) and isinstance(row["text"], str))
    kept, chrome = posts_of([row for _, row in rows.limited(None)], gold)
    kept = kept[:limit] if limit else kept
    reading = read_documents([post.document for post in (*kept, *chrome)], desk)
    documents = {post.document.id: post.document for post in kept}
    said = [m for post in kept for m in reading.mentions[post.where]]
    found = corroborate.corroborate(documents, said, desk.outlets, desk.roster)
    label = placed(kept, reading.mentions, found, desk)
    log = Errors()
    for post in kept:
        log.add(post.where, "cluster", post.text[:300], post.incident, label[post.where])
    log.write(errors)
    units = [
        _unit(incident, gold[incident], mine, label, {i.id: i for i in found}, desk)
        for incident, mine in sorted(_by_incident(kept).items())
    ]
    false_chrome = sum(
        any(m.stance == "asserted" and fights(m, desk) for m in reading.mentions[p.where])
        for p in chrome
    )
    figures = _clusterings(kept, label)
    done = result(
        "airwars", len(kept), rows, desk, units, measure,
        reading=reading, resamples=resamples,
        extras={
            "unread": sum(value.startswith("unread:") for value in label.values()),
            "undated": sum(p.document.published is None for p in kept),
            "chrome_texts": len(chrome), "incidents": len(units),
        },
        notes={"false_event_rate": "null: every text tells of harm; see chrome_mentions"},
    )  # fmt: skip
    metrics = {**figures, "chrome_mentions": float(false_chrome), **done.metrics}
    intervals = {**_intervals(kept, label, resamples), **done.intervals}
    return replace(done, metrics=metrics, intervals=intervals)


def files_in(path: Path) -> tuple[Path, Path]:
    """Incidents and texts of a folder, by pattern. Raises UsageError where one is missing."""
    folder = path if path.is_dir() else path.parent
    found = [
        sorted(folder.glob(pattern)) for pattern in ("incidents*.jsonl*", "source_texts*.jsonl*")
    ]
    if not all(found):
        raise UsageError(f"{folder}: no incidents*.jsonl and source_texts*.jsonl side by side")
    return found[0][0], found[1][0]


def posts_of(
    rows: Sequence[Mapping[str, Any]], gold: Mapping[str, Any]
) -> tuple[list[Post], list[Post]]:
    """Texts of exactly one incident, verbatim repeats left out; and repeated chrome of pages."""
    repeats = Counter(WORDS.sub("", str(row["text"])) for row in rows)
    seen: set[str] = set()
    kept, chrome = [], []
    for row in rows:
        text = str(row["text"])
        key = WORDS.sub("", text)
        if key in seen or not key:
            continue
        incidents = [str(i) for i in row.get("incident_ids", ()) if str(i) in gold]
        post = _post(row, incidents[0] if incidents else "")
        if row.get("place_hit"):
            seen.add(key)
            if len(incidents) == 1:
                kept.append(post)
        elif repeats[key] >= CHROME_REPEATS and post.latin:
            seen.add(key)
            chrome.append(post)
    return kept, chrome


def _post(row: Mapping[str, Any], incident: str) -> Post:
    text = str(row["text"])
    # Pages carry English buttons around an Arabic post, hardly ever the other way round.
    arabic = sum("\u0600" <= c <= "\u06ff" for c in text)
    latin = arabic < ARABIC_LETTERS
    where = str(row["source_id"])
    document = replace(
        a_document(text, where, published=published_of(row), blocks=lay_out(text).blocks),
        language="en" if latin else "ar",
        url=row.get("url"),
        outlet=str(row["publisher"]) if row.get("publisher") else None,
    )
    return Post(where, text, incident, latin, document)


def published_of(row: Mapping[str, Any]) -> datetime | None:
    """The day of a post: as the row gives it, else its address, its stamp, its first lines."""
    calendar = load_calendar()
    for written in calendar.dates_in(str(row.get("publication_date") or "")):
        if day := written.date:
            return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    found = moment_of_address(row.get("url")) or moment_of_post(str(row["text"]))
    if found:
        return found
    head = str(row["text"])[:HEAD]
    for written in (*calendar.dates_in(head), *calendar.dates_in(head.translate(DIGITS))):
        day = written.date
        if day and FIRST.date() <= day:
            return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return day_called_today(str(row["text"]), _retrieved(row))


def _retrieved(row: Mapping[str, Any]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(row.get("retrieved_at")))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def placed(
    kept: Sequence[Post],
    mentions: Mapping[str, Sequence[Mention]],
    found: Iterable[Incident],
    desk: Desk,
) -> dict[str, str]:
    """For each text the incident of its first asserted violent mention, else a label of its own."""
    of = {mention: incident.id for incident in found for mention in incident.mentions}
    out = {}
    for post in kept:
        violent = [
            m
            for m in sorted(mentions[post.where], key=lambda m: m.trigger.start)
            if m.stance == "asserted" and fights(m, desk) and m.id in of
        ]
        out[post.where] = of[violent[0].id] if violent else f"unread:{post.where}"
    return out


def _by_incident(kept: Sequence[Post]) -> dict[str, list[Post]]:
    out: dict[str, list[Post]] = defaultdict(list)
    for post in kept:
        out[post.incident].append(post)
    return out


def _clusterings(kept: Sequence[Post], label: Mapping[str, str]) -> dict[str, float | None]:
    """All texts; those of incidents with two or more; Latin script; any other script."""
    sizes = Counter(post.incident for post in kept)
    parts = {
        "": list(kept),
        "multi_": [p for p in kept if sizes[p.incident] > 1],
        "latin_": [p for p in kept if p.latin],
        "arabic_": [p for p in kept if not p.latin],
    }
    return {
        f"{name}{metric}": None if value is None else round(value, 4)
        for name, part in parts.items()
        for metric, value in scores(
            [p.incident for p in part], [label[p.where] for p in part]
        ).items()
    }


def _intervals(
    kept: Sequence[Post], label: Mapping[str, str], resamples: int
) -> dict[str, tuple[float, float] | None]:
    """95 % percentile intervals of the headline figures, incidents resampled."""
    random = np.random.default_rng(0)
    groups = [mine for _, mine in sorted(_by_incident(kept).items())]
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(min(resamples, 200)):
        gold, ours = [], []
        for copy, i in enumerate(random.integers(0, len(groups), len(groups))):
            gold += [(copy, p.incident) for p in groups[i]]
            ours += [(copy, label[p.where]) for p in groups[i]]
        found = scores(gold, ours)
        for metric in ("b3_f1", "conll_f1"):
            if found[metric] is not None:
                drawn[metric].append(float(found[metric] or 0.0))
    return {
        metric: (
            round(float(np.percentile(values, 2.5)), 4),
            round(float(np.percentile(values, 97.5)), 4),
        )
        for metric, values in drawn.items()
        if values
    }


def _unit(
    incident: str,
    row: Mapping[str, Any],
    mine: Sequence[Post],
    label: Mapping[str, str],
    found: Mapping[str, Incident],
    desk: Desk,
) -> Counter[str]:
    """Tolls, place and side of our incident that holds most of the texts of theirs."""
    counts: Counter[str] = Counter()
    votes = Counter(label[p.where] for p in mine if label[p.where] in found)
    ours = found[min(votes, key=lambda k: (-votes[k], k))] if votes else None
    for field, kind in (("civ_killed", "killed"), ("civ_injured", "injured")):
        low, high = row.get(f"{field}_min"), row.get(f"{field}_max")
        if low in (None, "") or high in (None, ""):
            continue
        counts["toll:gold"] += 1
        told = _toll(ours, kind)
        if told is not None:
            counts["toll:told"] += 1
            counts["toll:meets"] += told[0] <= float(high) and float(low) <= told[1]
            counts["toll:equal"] += told == (float(low), float(high))
    if row.get("lat") is not None and row.get("lon") is not None:
        counts["place:gold"] += 1
        place = ours.place.value if ours and ours.place else None
        if place:
            km = km_between((place.lat, place.lon), (float(row["lat"]), float(row["lon"])))
            for radius in PLACE_KM:
                counts[f"place:{radius}"] += km <= radius
    sides = _sides(row, desk)
    counts["side:gold"] += len(sides)
    if ours:
        ids = {v.value.id for v in (*ours.actors,) if v.value.id}
        counts["side:found"] += sum(
            any(i == s or desk.roster.are_family(s, i, None) for i in ids) for s in sides
        )
    return counts


def _toll(incident: Incident | None, kind: str) -> tuple[float, float] | None:
    """Our civilian or unspecified range of a kind; an open end is infinite.

    Not answered where the incident itself says that its figures may count a wider area.
    """
    told_here = [r for r in incident.tolls if r.kind == kind and not r.doubts] if incident else []
    ranges = [_civil(r) for r in told_here]
    told = [(low, high) for low, high in ranges if low is not None]
    if not told:
        return None
    highs = [float("inf") if high is None else float(high) for _, high in told]
    return float(min(low for low, _ in told)), max(highs)


def _civil(told: Range) -> tuple[int | None, int | None]:
    """A range without the figures of armed people; (None, None) where no other is told."""
    counted = [v.value for v in told.figures if v.value.civilian is not False]
    if len(counted) == len(told.figures):
        return told.low, told.high
    return extremes(told_figures([t for t in counted if t.mode == "new"]))


def _sides(row: Mapping[str, Any], desk: Desk) -> set[str]:
    names = [part.strip() for part in str(row.get("belligerent") or "").split(",")]
    found = (desk.roster.named(name, None) for name in names if name and name != "Unknown")
    return {actor.id for actor in found if actor and actor.id}


def measure(sums: Tally) -> dict[str, Figure]:
    """Toll, place and side figures from the summed counts."""

    def of(name: str) -> float:
        return float(sums.get(name, 0))

    return {
        "toll_overlap": share(of("toll:meets"), of("toll:told")),
        "toll_coverage": share(of("toll:told"), of("toll:gold")),
        "toll_equal": share(of("toll:equal"), of("toll:told")),
        **{f"place_hit_{km}km": share(of(f"place:{km}"), of("place:gold")) for km in PLACE_KM},
        "belligerent_recall": share(of("side:found"), of("side:gold")),
    }
