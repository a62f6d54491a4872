"""Place names of news texts and their points: TR-News, LGL, GeoWebNews, GeoVirus.

Every figure has all located gold names in its denominator; `..._answered` divides by those we gave
a point. `..._given` resolves the gold spans, the others find the names as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import partial
from math import isnan
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from situate.evaluate.quiet import false_event_figures, false_events
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Tally,
    a_document,
    median,
    prf,
    result,
    share,
)
from situate.evaluate.toponym_texts import Gold, Text, point_of, read_texts
from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.nationality import nationality_of
from situate.knowledge.gazetteer.scan import toponyms_in
from situate.knowledge.gazetteer.sphere import distance_km
from situate.model import Document, Name, Place, Quote, Sourced
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.pipeline import Desk

KM = (10, 25, 161)


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Recognition, accuracy within 10, 25 and 161 km, nil rate and exact ids, by text.

    Raises UsageError where the path holds no text with located names.
    """
    rows, texts = read_texts(path, partial(point_of, gazetteer=desk.gazetteer))
    log = Errors()
    chosen = texts[:limit]
    units: list[Tally] = []
    far: dict[str, list[float]] = {"given": [], "found": []}
    begun = perf_counter()
    for text in chosen:
        units.append(_score(text, desk, log, far))
    seconds = perf_counter() - begun
    quiet = [a_document(t.text, t.where) for t in chosen if t.is_quiet]
    false, reading = false_events(quiet, desk, log) if quiet else ([], None)
    log.write(errors)
    words = sum(len(t.text.split()) for t in chosen)
    return result(
        "toponyms",
        len(chosen),
        rows,
        desk,
        [*units, *false],
        measure,
        reading=reading,
        resamples=resamples,
        ceilings={},
        notes=_notes(units),
        extras={
            "median_km_given": median(far["given"]),
            "median_km": median(far["found"]),
            "mean_km_given": _mean(far["given"]),
            "mean_km": _mean(far["found"]),
            "seconds": round(seconds, 2),
            "words_per_second": round(words / seconds, 1) if seconds else None,
        },
    )


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 1) if values else None


def _notes(units: Sequence[Tally]) -> dict[str, str]:
    peoples = sum(unit.get("nationalities", 0) for unit in units)
    return {
        "found": "places of the pipeline, and names it reads as actors, modifiers or other names:"
        " `toponyms_in`; `..._names` counts what `pipeline.names` lists: places, other toponyms,"
        " states that act; `..._pipeline` its places only; `..._apart` leaves nationalities out",
        "nationalities": f"{peoples:.0f} gold names are nationality words, counted with the others",
        "false_event_rate": "over GeoVirus texts (epidemic news); null where there is none",
    }


# --- scoring ----------------------------------------------------------------------------------


def _score(text: Text, desk: Desk, log: Errors, far: dict[str, list[float]]) -> Tally:
    from situate.resolve.places import place_values

    document = a_document(text.text, text.where)
    tally: Counter[str] = Counter(
        gold=len(text.names), located=sum(n.point is not None for n in text.names)
    )
    tally["nationalities"] = sum(nationality_of(n.phrase) is not None for n in text.names)
    gold = [quote_at(document, n.start, n.end) for n in text.names]
    given = place_values(document, gold, desk.gazetteer, desk.settings.countries)
    found = _toponyms(document, desk)
    ours = place_values(document, found, desk.gazetteer, desk.settings.countries)
    for name in text.names:
        value = given.get((name.start, name.end))
        _judge(tally, "given", name, value, far, log, document)
        mine = _overlapping(found, name)
        tally["touched"] += bool(mine)
        tally["exact_span"] += any((q.start, q.end) == (name.start, name.end) for q in mine)
        best = ours[(mine[0].start, mine[0].end)] if mine else None
        _judge(tally, "found", name, best, far, log if not mine else None, document)
    _by_pipeline(tally, text, document, desk)
    tally["predicted"] = len(found)
    starts = [n.start for n in text.names]
    for quote in found:
        good = any(_meets(quote, n) for n in _around(text.names, starts, quote))
        tally["good"] += good
        if not good:
            log.add(
                text.where,
                "false alarm",
                _window(document, quote.start, quote.end),
                None,
                quote.text,
            )
    return tally


def _by_pipeline(tally: Counter[str], text: Text, document: Document, desk: Desk) -> None:
    """Count what `pipeline.names` gives: its places; with them its other toponyms and states."""
    from situate import pipeline
    from situate.resolve.places import place_values

    listed = pipeline.names(document, desk)
    places = [n.quote for n in listed if n.kind == "place" and n.found_by != "generic"]
    others = [n.quote for n in listed if n.kind == "other" or _is_acting_country(n, desk)]
    for way, quotes in (("pipeline", places), ("names", [*places, *others])):
        values = place_values(document, quotes, desk.gazetteer, desk.settings.countries)
        for name in text.names:
            mine = _overlapping(quotes, name)
            tally[f"touched_{way}"] += bool(mine)
            place = values[(mine[0].start, mine[0].end)].value if mine else None
            if name.point is None:
                continue
            is_people = nationality_of(name.phrase) is not None
            tally[f"apart_{way}"] += not is_people
            if place is not None:
                right = distance_km(*name.point, place.lat, place.lon) <= 161
                tally[f"161_{way}"] += right
                tally[f"161_apart_{way}"] += right and not is_people


def _is_acting_country(name: Name, desk: Desk) -> bool:
    """ "Turkey backs the plan": listed as an actor, and a toponym for these sets."""
    if name.kind != "actor":
        return False
    rows = desk.gazetteer.lookup(1, keys.k1(name.quote.text))
    return any(desk.gazetteer.facts(pid).kind == "country" for pid, _ in rows)


def _toponyms(document: Document, desk: Desk) -> list[Quote]:
    """Places the pipeline found, and toponyms it reads as part of something else.

    Gold sets of toponyms also hold nationality words, countries that act ("Iran demanded") and
    places inside other names, none of which locates an event for us.
    """
    from situate import pipeline

    listed = pipeline.names(document, desk)
    places = [n.quote for n in listed if n.kind == "place" and n.found_by != "generic"]
    wider = [n.quote for n in toponyms_in(document, desk.gazetteer)]
    starts = sorted((q.start, q.end) for q in places)
    for quote in wider:
        at = bisect_left(starts, (quote.end, 0))
        if not any(a < quote.end and quote.start < b for a, b in starts[max(0, at - 3) : at]):
            places.append(quote)
    return sorted(places, key=lambda q: q.start)


def _around(names: Sequence[Gold], starts: Sequence[int], quote: Quote) -> Sequence[Gold]:
    at = bisect_left(starts, quote.end)
    return names[max(0, at - 4) : at]


def _meets(quote: Quote, name: Gold) -> bool:
    return quote.start < name.end and name.start < quote.end


def _overlapping(found: Sequence[Quote], name: Gold) -> list[Quote]:
    mine = [q for q in found if _meets(q, name)]
    return sorted(mine, key=lambda q: -(min(q.end, name.end) - max(q.start, name.start)))


def _judge(
    tally: Counter[str],
    way: str,
    name: Gold,
    value: Sourced[Place] | None,
    far: dict[str, list[float]],
    log: Errors | None,
    document: Document,
) -> None:
    if name.point is None:
        return
    place = value.value if value else None
    if place is None:
        tally[f"nil_{way}"] += 1
        if log is not None:
            reason = value.reason if value else "not found"
            log.add(
                document.path or "",
                f"nil {way}",
                _window(document, name.start, name.end),
                name,
                reason,
            )
        return
    km = distance_km(*name.point, place.lat, place.lon)
    if not isnan(km):  # no distance to a name with an id and no point
        far[way].append(round(km, 2))
    for limit in KM:
        tally[f"{limit}_{way}"] += km <= limit
    tally[f"id_{way}"] += name.id is not None and place.id == f"gn:{name.id}"
    tally[f"with_id_{way}"] += name.id is not None
    confidence = value.confidence if value else 0.0
    bucket = min(9, int(confidence * 10))
    tally[f"n_{way}_{bucket}"] += 1
    tally[f"sure_{way}_{bucket}"] += confidence  # type: ignore[assignment]
    tally[f"right_{way}_{bucket}"] += km <= 161
    if not km <= 161 and log is not None:
        told = (
            place.id,
            place.name,
            place.kind,
            place.country,
            None if isnan(km) else round(km),
            value.reason if value else "",
        )
        log.add(
            document.path or "", f"wrong {way}", _window(document, name.start, name.end), name, told
        )


def _window(document: Document, start: int, end: int) -> str:
    return document.text[max(0, start - 60) : end + 40].replace("\n", " ")


def measure(sums: Tally) -> dict[str, Figure]:
    """Metrics over summed tallies."""
    figures = prf("recognition", sums["touched"], sums["gold"], sums["good"], sums["predicted"])
    figures["exact_span"] = share(sums["exact_span"], sums["gold"])
    located = sums["located"]
    for way in ("pipeline", "names"):
        figures[f"recognition_r_{way}"] = share(sums.get(f"touched_{way}", 0.0), sums["gold"])
        figures[f"acc_161km_{way}"] = share(sums.get(f"161_{way}", 0.0), located)
        figures[f"acc_161km_{way}_apart"] = share(
            sums.get(f"161_apart_{way}", 0.0), sums.get(f"apart_{way}", 0.0)
        )
    for way, suffix in (("given", "_given"), ("found", "")):
        nil = sums.get(f"nil_{way}", 0.0)
        for km in KM:
            right = sums.get(f"{km}_{way}", 0.0)
            figures[f"acc_{km}km{suffix}"] = share(right, located)
            figures[f"acc_{km}km{suffix}_answered"] = share(right, located - nil)
        figures[f"nil_rate{suffix}"] = share(nil, located)
        figures[f"exact_id{suffix}"] = share(
            sums.get(f"id_{way}", 0.0), sums.get(f"with_id_{way}", 0.0)
        )
        figures[f"calibration_error{suffix}"] = _calibration(sums, way)
    figures |= false_event_figures(sums)
    return figures


def _calibration(sums: Tally, way: str) -> Figure:
    """Mean distance of confidence from the share right within 161 km, by decile of confidence."""
    total = sum(sums.get(f"n_{way}_{b}", 0.0) for b in range(10))
    if not total:
        return Figure(None)
    error = sum(
        abs(sums.get(f"sure_{way}_{b}", 0.0) - sums.get(f"right_{way}_{b}", 0.0)) for b in range(10)
    )
    return Figure(error / total, (error, total))
