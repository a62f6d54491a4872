"""UCDP GED headlines: places, sides and deaths from one line (evaluation.md 7)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from situate.evaluate.agree import km_between
from situate.evaluate.deaths import Deaths, deaths_of
from situate.evaluate.places import nearest_km, nearest_point_km, places_of
from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Tally,
    csv_rows,
    mapping,
    median,
    prf,
    ratio,
    read_documents,
    result,
    rounded,
    share,
)
from situate.evaluate.ucdp_ged_rows import Coded, Headline, document_of, gathered, is_good
from situate.evaluate.ucdp_ged_sides import Sides, parties_of, violence_of
from situate.model import Document, Mention, Place

if TYPE_CHECKING:
    from situate.pipeline import Desk

KM = (10, 25, 100)
FAR_KM = 100


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Place hits by distance, sides, deaths; `limit` counts rows, not headlines."""
    table = mapping("ucdp_ged")
    rows = csv_rows(path, is_good)
    headlines = gathered(rows.limited(limit))
    reading = read_documents([document_of(h) for h in headlines], desk)
    log = Errors()
    units, distances = [], []
    sides = Sides(desk, table)
    for headline in headlines:
        said = [m for m in reading.mentions[headline.where] if m.stance != "denied"]
        places = places_of(said)
        units.append(tally(headline, said, places, sides, table, desk))
        near = [nearest_km(places, row.point) for row in headline.rows]
        distances += [km for km in near if km is not None and km <= FAR_KM]
        note(log, headline, said, places, sides, table)
    log.write(errors)
    return result(
        "ucdp_ged",
        sum(len(h.rows) for h in headlines),
        rows,
        desk,
        units,
        measure,
        reading=reading,
        resamples=resamples,
        abstained=sum(not reading.mentions[h.where] for h in headlines),
        ceilings=ceilings(headlines, desk),
        extras={"headlines": len(headlines), "median_km": rounded(median(distances))},
        notes={"false_event_rate": "only lethal events, no negatives: see far_place_rate"},
    )


# --- tallies --------------------------------------------------------------------------------


def tally(
    headline: Headline,
    said: Sequence[Mention],
    places: Sequence[Place],
    sides: Sides,
    table: Mapping[str, Any],
    desk: Desk,
) -> Counter[str]:
    """What one headline adds to the counts."""
    counts: Counter[str] = Counter()
    counts.update(_places(headline, places))
    counts.update(_sides(headline, said, sides, desk))
    if headline.feeds_one(table):
        row = headline.rows[0]
        guess = violence_of(said, desk)
        counts["violence"] += guess is not None
        counts["violence:right"] += guess == row.violence
        if re.search(r"\d", headline.text):
            counts.update(_deaths(row, latest_deaths(headline, said)))
    return counts


def _places(headline: Headline, places: Sequence[Place]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in headline.rows:
        km = nearest_km(places, row.point)
        counts["rows"] += 1
        counts["rows:exact"] += row.is_exact
        for radius in KM:
            is_hit = km is not None and km <= radius
            counts[f"hit:{radius}"] += is_hit
            counts[f"hit_exact:{radius}"] += is_hit and row.is_exact
    for place in places:
        km = nearest_point_km(place, [row.point for row in headline.rows])
        counts["places"] += 1
        counts["far"] += km is not None and km > FAR_KM
        for radius in KM:
            counts[f"near:{radius}"] += km is not None and km <= radius
    return counts


def _sides(headline: Headline, said: Sequence[Mention], sides: Sides, desk: Desk) -> Counter[str]:
    counts: Counter[str] = Counter()
    document, on = document_of(headline), headline.published
    ours = parties_of(said, document, sides.table, desk)
    wanted = {side for row in headline.rows for side in row.sides}
    for row in headline.rows:
        found = [any(sides.is_on(actor, side, on) for actor in ours) for side in row.sides]
        counts["sides"] += len(found)
        counts["sides:found"] += sum(found)
        if len(found) == 2:
            counts["dyads"] += 1
            counts["dyads:found"] += all(found)
    counts["actors"] += len(ours)
    counts["actors:right"] += sum(any(sides.is_on(a, side, on) for side in wanted) for a in ours)
    return counts


def latest_deaths(headline: Headline, said: Sequence[Mention]) -> Deaths | None:
    """What the last of the joined headlines that tells of deaths says: it replaces the others."""
    for block in reversed(document_of(headline).blocks):
        told = deaths_of(m for m in said if block.start <= m.trigger.start < block.end)
        if told is not None:
            return told
    return None


def _deaths(row: Coded, told: Deaths | None) -> Counter[str]:
    counts = Counter({"deaths": 1})
    if told is not None:
        counts["deaths:told"] += 1
        counts["deaths:in_range"] += row.low <= told.point <= row.high
        counts["deaths:overlap"] += told.meets(row.low, row.high)
    return counts


def measure(sums: Tally) -> dict[str, Figure]:
    """The suite's metrics from summed tallies."""

    def get(key: str) -> float:
        return sums.get(key, 0)

    figures: dict[str, Figure] = {}
    for radius in KM:
        figures[f"place_hit_{radius}km"] = share(get(f"hit:{radius}"), get("rows"))
        figures[f"place_hit_{radius}km_exact"] = share(
            get(f"hit_exact:{radius}"), get("rows:exact")
        )
        figures[f"place_precision_{radius}km"] = share(get(f"near:{radius}"), get("places"))
    figures["far_place_rate"] = share(get("far"), get("places"))
    scored = prf("side", get("sides:found"), get("sides"), get("actors:right"), get("actors"))
    figures["side_recall"], figures["side_precision"] = scored["side_r"], scored["side_p"]
    figures["dyad_recall"] = share(get("dyads:found"), get("dyads"))
    figures["violence_type_accuracy"] = share(get("violence:right"), get("violence"))
    figures["deaths_coverage"] = share(get("deaths:told"), get("deaths"))
    figures["deaths_in_range"] = share(get("deaths:in_range"), get("deaths:told"))
    figures["deaths_overlap"] = share(get("deaths:overlap"), get("deaths:told"))
    figures["false_event_rate"] = Figure(None)
    return figures


def ceilings(headlines: Sequence[Headline], desk: Desk) -> dict[str, float | None]:
    """Rows for which any gazetteer name in the headline lies within R km, homonyms included."""
    hits: Counter[str] = Counter()
    for headline in headlines:
        points = list(_any_points(document_of(headline), desk))
        for row in headline.rows:
            km = min((km_between(point, row.point) for point in points), default=None)
            hits["rows"] += 1
            for radius in KM:
                hits[str(radius)] += km is not None and km <= radius
    return {f"place_hit_{radius}km": ratio(hits[str(radius)], hits["rows"]) for radius in KM}


def _any_points(document: Document, desk: Desk) -> Iterator[tuple[float, float]]:
    from situate.pipeline import names
    from situate.resolve.place_candidates import candidates

    for name in names(document, desk):
        if name.kind == "place":
            for candidate in candidates(name.quote.text, desk.gazetteer):
                yield candidate.facts.lat, candidate.facts.lon


def note(
    log: Errors,
    headline: Headline,
    said: Sequence[Mention],
    places: Sequence[Place],
    sides: Sides,
    table: Mapping[str, Any],
) -> None:
    """Far places, wrong sides and deaths out of range."""
    points = [row.point for row in headline.rows]
    wanted = sorted({side for row in headline.rows for side in row.sides})
    for mention in said:
        for place in mention.places:
            if place.value is None:
                continue
            km = nearest_point_km(place.value, points)
            if km is not None and km > FAR_KM:
                got = [place.quote.text if place.quote else None, place.value.id, round(km)]
                log.add(
                    headline.where, "false alarm", headline.text, ["place", *points[:3]],
                    got, place.reason,
                )  # fmt: skip
    for actor in parties_of(said, document_of(headline), table, sides.desk):
        if not any(sides.is_on(actor, side, headline.published) for side in wanted):
            rules = [m.rule for m in said if any(p.value == actor for p in (*m.actors, *m.targets))]
            log.add(
                headline.where, "false alarm", headline.text, ["side", *wanted],
                [actor.id, actor.name], rules[0] if rules else None,
            )  # fmt: skip
    if headline.feeds_one(table) and re.search(r"\d", headline.text):
        row, told = headline.rows[0], latest_deaths(headline, said)
        if told is None or not row.low <= told.point <= row.high:
            kind = "miss" if told is None else "wrong"
            deaths = None if told is None else [told.low, told.high]
            log.add(headline.where, kind, headline.text, ["deaths", row.low, row.high], deaths)
