"""Names as coders of conflict spell them, each with its country and first-level unit."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from situate.errors import UsageError
from situate.evaluate.inputs import Rows, combined_sha256, read_inputs
from situate.evaluate.suite import Errors, Figure, Result, Tally, a_document, result, share
from situate.knowledge.gazetteer.recognise import kind_of
from situate.knowledge.gazetteer.rows import Row
from situate.knowledge.gazetteer.sources import Source, load
from situate.knowledge.gazetteer.sphere import distance_km
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.pipeline import Desk

KM = (5, 10, 25)


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Share of distinct name-points resolved within 5, 10 and 25 km, of all and of answered.

    Raises UsageError where the gazetteer was built from the tested file itself.
    """
    inputs = read_inputs(path, "*.csv", "*.csv.gz")
    known = {s["sha256"] for s in desk.gazetteer.sources()}
    tested = [i for i in inputs if i.sha256 in known]
    if tested:
        raise UsageError(f"{tested[0].path} is part of this gazetteer: it cannot test itself")
    rows: list[Row] = []
    for one in inputs:
        kind = kind_of(one.path, None)
        rows += load(Source(kind, one.path, one.sha256, one.path.name)).rows
    log = Errors()
    begun = perf_counter()
    countries = {
        c: p.name for c in {r.cc for r in rows if r.cc} if (p := desk.gazetteer.country_of(c))
    }
    units = [_score(row, countries, desk, log) for row in rows[:limit]]
    log.write(errors)
    return result(
        "villages",
        len(units),
        Rows(sha256=combined_sha256(inputs)),
        desk,
        units,
        measure,
        resamples=resamples,
        notes={"names": "as coders write them, with country and first-level unit"},
        extras={"seconds": round(perf_counter() - begun, 1)},
    )


def _score(row: Row, countries: dict[str, str], desk: Desk, log: Errors) -> Tally:
    from situate.resolve.places import place_values

    adm1 = next((p.split(":", 2)[2] for p in row.parents if p.startswith("name:adm1:")), "")
    name = row.labels[-1].text if row.kind == "part" else row.name
    parts = [name, f"{adm1} province" if adm1 else "", countries.get(row.cc or "", "")]
    text = ", ".join(p for p in parts if p)
    document = a_document(text, row.id)
    spans = [(0, len(name))]
    for part in (adm1, parts[2]):
        if part:
            at = text.index(part, spans[-1][1])
            spans.append((at, at + len(part)))
    values = place_values(document, [quote_at(document, *s) for s in spans], desk.gazetteer)
    value = values[spans[0]]
    tally: Counter[str] = Counter(gold=1)
    if value.value is None:
        tally["nil"] += 1
        log.add(row.id, "nil", text, (row.lat, row.lon), value.reason)
        return tally
    km = distance_km(row.lat, row.lon, value.value.lat, value.value.lon)
    for limit in KM:
        tally[str(limit)] += km <= limit
    if km > 10:
        log.add(
            row.id, "wrong", text, (row.lat, row.lon), (value.value.name, round(km), value.reason)
        )
    return tally


def measure(sums: Tally) -> dict[str, Figure]:
    """Metrics over summed tallies."""
    gold, nil = sums["gold"], sums.get("nil", 0.0)
    figures = {f"acc_{km}km": share(sums.get(str(km), 0.0), gold) for km in KM}
    figures |= {f"acc_{km}km_answered": share(sums.get(str(km), 0.0), gold - nil) for km in KM}
    return figures | {"nil_rate": share(nil, gold)}
