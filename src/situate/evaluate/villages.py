"""Synthetic village reports: five names within 40 km, each in a spelling the gazetteer lacks.

PATH is a place file or folder of them (Who's On First tables or GeoNames dumps) whose countries are
installed; or a UCDP GED or ACLED table, for names as coders spell them (`coders.py`). Also: how
often each spelling key leads back to its place, and to how many false ones in the country.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from situate.errors import SituateError, UsageError
from situate.evaluate.held_out import HeldOut, keys_of
from situate.evaluate.inputs import Rows, combined_sha256, read_inputs
from situate.evaluate.suite import Errors, Figure, Result, Tally, a_document, result, share
from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.recognise import kind_of
from situate.knowledge.gazetteer.sources import Source, country_in, load
from situate.knowledge.gazetteer.sphere import distance_km
from situate.records import quote_at

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer
    from situate.pipeline import Desk

TEXTS, NAMES, WITHIN_KM, APART_KM = 500, 5, 40.0, 150.0
SPELLINGS = 3000
KM = (3, 10, 161)
_CELL = 0.5
_LINES = (
    "Fighting was reported in {}.",
    "Shells fell on {} during the night.",
    "Residents of {} fled their homes.",
    "A convoy was seen near {}.",
    "Two people were killed in {}.",
)


class Village(NamedTuple):
    """A settlement of the gazetteer with its spellings; the first is the one it is shown under."""

    pid: int
    lat: float
    lon: float
    cc: str
    spellings: tuple[str, ...]


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Accuracy within 3, 10 and 161 km with one and with two theatres in a text, and key recall.

    Raises UsageError where no village of the path is in the gazetteer with two spellings.
    """
    inputs = read_inputs(path, "*.tsv", "*.tsv.gz", "*.txt", "*.zip")
    kinds = {i.path: kind_of(i.path, None) for i in inputs}
    if set(kinds.values()) & {"ucdp", "acled"}:
        from situate.evaluate import coders

        return coders.run(path, desk, limit=limit, errors=errors, resamples=resamples)
    begun = perf_counter()
    villages = [v for i in inputs for v in _villages(i.path, kinds[i.path], desk.gazetteer)]
    if len(villages) < NAMES:
        raise UsageError(
            f"no village of {path} is installed with two spellings",
            hint="add the file first: `situate places add FILE`",
        )
    log = Errors()
    chance = random.Random(0)
    groups = _groups(villages, chance, limit or TEXTS)
    units: list[Tally] = [_one(group, desk, chance, log, "one") for group in groups]
    pairs = _pairs(groups, chance)
    units += [_one(pair, desk, chance, log, "two") for pair in pairs]
    units += [_spelling(v, desk.gazetteer, chance) for v in _sample(villages, chance)]
    log.write(errors)
    rows = Rows(sha256=combined_sha256(inputs))
    return result(
        "villages",
        len(groups) + len(pairs),
        rows,
        desk,
        units,
        measure,
        resamples=resamples,
        notes={"texts": "made up: names within 40 km, spellings held out of the gazetteer"},
        extras={"villages": len(villages), "seconds": round(perf_counter() - begun, 1)},
    )


def _villages(path: Path, kind: str, gazetteer: Gazetteer) -> list[Village]:
    try:
        rows = load(Source(kind, path, "", path.name, country_in(path.name))).rows
    except SituateError as wrong:
        raise UsageError(str(wrong)) from wrong
    found = []
    for row in rows:
        pid = gazetteer.pid_of(row.id) if row.kind == "settlement" else None
        if pid is None or gazetteer.facts(pid).kind != "settlement":
            continue
        facts = gazetteer.facts(pid)
        names = [n for n in gazetteer.names_of(pid) if keys.is_latin(n) and len(n) > 3]
        by_fold = {keys.casefold(n): n for n in reversed(names)}
        if len(by_fold) > 1:
            found.append(Village(pid, facts.lat, facts.lon, facts.cc, tuple(by_fold.values())))
    return found


def _groups(villages: Sequence[Village], chance: random.Random, most: int) -> list[list[Village]]:
    """`most` groups of five villages within 40 km of the first."""
    cells: dict[tuple[int, int], list[Village]] = defaultdict(list)
    for v in villages:
        cells[(int(v.lat // _CELL), int(v.lon // _CELL))].append(v)
    groups: list[list[Village]] = []
    for _ in range(20 * most):
        first = chance.choice(villages)
        y, x = int(first.lat // _CELL), int(first.lon // _CELL)
        near = [
            v
            for dy in (-1, 0, 1)
            for dx in (-1, 0, 1)
            for v in cells.get((y + dy, x + dx), ())
            if v.pid != first.pid and distance_km(first.lat, first.lon, v.lat, v.lon) <= WITHIN_KM
        ]
        if len(near) >= NAMES - 1:
            groups.append([first, *chance.sample(near, NAMES - 1)])
        if len(groups) == most:
            break
    return groups


def _pairs(groups: Sequence[list[Village]], chance: random.Random) -> list[list[Village]]:
    pairs = []
    for group in groups:
        for _ in range(20):
            other = chance.choice(groups)
            km = distance_km(group[0].lat, group[0].lon, other[0].lat, other[0].lon)
            if km > APART_KM and not {v.pid for v in group} & {v.pid for v in other}:
                pairs.append([*group, *other])
                break
    return pairs


def _held(village: Village, chance: random.Random) -> str:
    return chance.choice(village.spellings)


def _one(
    group: Sequence[Village], desk: Desk, chance: random.Random, log: Errors, way: str
) -> Tally:
    from situate.resolve.places import place_values

    held = {v.pid: _held(v, chance) for v in group}
    text, spans = "", []
    for number, village in enumerate(group):
        ahead, behind = _LINES[number % len(_LINES)].split("{}")
        text += ("\n\n" if number == NAMES else " " if number else "") + ahead
        spans.append((len(text), len(text) + len(held[village.pid])))
        text += held[village.pid] + behind
    document = a_document(text, "")
    gazetteer = HeldOut(desk.gazetteer, held)
    values = place_values(document, [quote_at(document, *s) for s in spans], gazetteer)
    tally: Counter[str] = Counter({f"gold_{way}": len(group)})
    for village, span in zip(group, spans, strict=True):
        value = values[span]
        if value.value is None:
            tally[f"nil_{way}"] += 1
            log.add("", "nil", held[village.pid], village, value.reason)
            continue
        km = distance_km(village.lat, village.lon, value.value.lat, value.value.lon)
        for limit in KM:
            tally[f"{limit}_{way}"] += km <= limit
        tally[f"km_{way}"] += km  # type: ignore[assignment]
        bucket = min(9, int(value.confidence * 10))
        tally[f"n_{bucket}"] += 1
        tally[f"sure_{bucket}"] += value.confidence  # type: ignore[assignment]
        tally[f"right_{bucket}"] += km <= 10
        if km > 10:
            log.add(
                "", "wrong", held[village.pid], village, (value.value.id, round(km), value.reason)
            )
    return tally


def _sample(villages: Sequence[Village], chance: random.Random) -> list[Village]:
    return chance.sample(villages, min(SPELLINGS, len(villages)))


def _spelling(village: Village, gazetteer: Gazetteer, chance: random.Random) -> Tally:
    """One spelling left out: does each key lead back to the place, and to how many others."""
    spelling = _held(village, chance)
    others: set[str] = set()
    for name in gazetteer.names_of(village.pid):
        if keys.casefold(name) != keys.casefold(spelling):
            others |= keys_of(name, village.cc)
    tally: Counter[str] = Counter(spellings=1)
    reached: set[int] = set()
    home = False
    for level in (1, 2, 3):
        for key in (k for k in keys_of(spelling, village.cc) if k.startswith(str(level))):
            home = home or key in others
            rows = gazetteer.lookup(level, key[1:])
            reached |= {
                p for p, flags in rows if not flags & 4 and gazetteer.facts(p).cc == village.cc
            }
        tally[f"home_{level}"] += home
        tally[f"false_{level}"] += len(reached - {village.pid})
    return tally


def measure(sums: Tally) -> dict[str, Figure]:
    """Metrics over summed tallies."""
    figures: dict[str, Figure] = {}
    for way in ("one", "two"):
        gold, nil = sums.get(f"gold_{way}", 0.0), sums.get(f"nil_{way}", 0.0)
        for km in KM:
            figures[f"acc_{km}km_{way}"] = share(sums.get(f"{km}_{way}", 0.0), gold)
        figures[f"mean_km_{way}"] = share(sums.get(f"km_{way}", 0.0), gold - nil)
        figures[f"nil_rate_{way}"] = share(nil, gold)
    total = sum(sums.get(f"n_{b}", 0.0) for b in range(10))
    error = sum(abs(sums.get(f"sure_{b}", 0.0) - sums.get(f"right_{b}", 0.0)) for b in range(10))
    figures["calibration_error"] = share(error, total)
    for level in (1, 2, 3):
        figures[f"k{level}_recall"] = share(
            sums.get(f"home_{level}", 0.0), sums.get("spellings", 0.0)
        )
        figures[f"k{level}_false"] = share(
            sums.get(f"false_{level}", 0.0), sums.get("spellings", 0.0)
        )
    return figures
