"""Admin parents: which province and district each place lies in, and where an area's middle is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import shapely

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.labels import bare_name
from situate.knowledge.gazetteer.rows import Outline, Row

SEAT = 10_000  # people: a smaller settlement is no seat where populations are known
Refs = dict[str, int]  # cross-reference ("wof:85678359") -> index of its row


def references(rows: Sequence[Row]) -> Refs:
    """Index of the row each cross-reference names."""
    at: Refs = {}
    for index, row in enumerate(rows):
        at[row.id] = index
        for scheme, code in row.xrefs:
            at.setdefault(f"{scheme}:{code}", index)
    return at


def parents(
    rows: Sequence[Row], outlines: Sequence[Outline]
) -> tuple[list[int | None], list[int | None]]:
    """Index of the first- and second-level area each row lies in, None where nobody says.

    By the source's parent or code first, else by point in polygon.
    """
    at = references(rows)
    by_code = {(r.cc, r.adm1): i for i, r in enumerate(rows) if r.kind == "adm1"}
    named = _areas_by_name(rows)
    adm1: list[int | None] = [None] * len(rows)
    adm2: list[int | None] = [None] * len(rows)
    for index, row in enumerate(rows):
        if row.kind == "country":
            continue
        for parent in row.parents:
            home = (
                at.get(parent)
                if not parent.startswith("name:")
                else named.get(_name_key(row, parent))
            )
            if home is None or home == index:
                continue
            if rows[home].kind == "adm1":
                adm1[index] = adm1[index] if adm1[index] is not None else home
            elif rows[home].kind == "adm2":
                adm2[index] = adm2[index] if adm2[index] is not None else home
        if adm1[index] is None and row.adm1:
            adm1[index] = by_code.get((row.cc, row.adm1))
    _by_polygon(rows, outlines, at, adm1, adm2)
    for index, row in enumerate(rows):
        home = adm2[index]
        if adm1[index] is None and home is not None:
            adm1[index] = adm1[home]
        if row.kind == "adm1":
            adm1[index] = adm2[index] = None
        if row.kind == "adm2":
            adm2[index] = None
    return adm1, adm2


def _name_key(row: Row, parent: str) -> tuple[str, str, str]:
    _, level, name = parent.split(":", 2)
    return row.cc or "", level, keys.latin_k2(keys.latin_k1(bare_name(name)[0]))


def _areas_by_name(rows: Sequence[Row]) -> dict[tuple[str, str, str], int]:
    return {
        (row.cc or "", row.kind, keys.latin_k2(keys.latin_k1(bare_name(label.text)[0]))): index
        for index, row in enumerate(rows)
        if row.kind in ("adm1", "adm2")
        for label in row.labels
        if keys.is_latin(label.text)
    }


def _by_polygon(
    rows: Sequence[Row],
    outlines: Sequence[Outline],
    at: Refs,
    adm1: list[int | None],
    adm2: list[int | None],
) -> None:
    known = [o for o in outlines if o.ref in at]
    if not known:
        return
    tree = shapely.STRtree([shapely.from_wkb(o.wkb) for o in known])
    countries = {rows[at[o.ref]].cc for o in known}
    todo = [
        i
        for i, row in enumerate(rows)
        if row.cc in countries
        and row.kind not in ("country", "region", "adm1")
        and (adm1[i] is None or adm2[i] is None)
    ]
    points = shapely.points(np.array([(rows[i].lon, rows[i].lat) for i in todo]).reshape(-1, 2))
    for which, shape in zip(*tree.query(points, predicate="within"), strict=True):
        index, home = todo[int(which)], at[known[int(shape)].ref]
        if home == index or rows[home].cc != rows[index].cc:
            continue
        level = adm1 if rows[home].kind == "adm1" else adm2
        if level[index] is None:
            level[index] = home


def seats(
    rows: Sequence[Row], adm1: Sequence[int | None], adm2: Sequence[int | None]
) -> dict[int, int]:
    """Area -> its capital: the settlement inside that shares its name, the largest if several."""
    first_keys: dict[int, set[str]] = {}
    for index, row in enumerate(rows):
        if row.kind in ("adm1", "adm2"):
            first_keys[index] = _k2s(row)
    found: dict[int, int] = {}
    for index, row in enumerate(rows):
        if row.kind != "settlement" or (row.pop < SEAT and row.cc not in words.romanised()):
            continue
        for home in (adm1[index], adm2[index]):
            if home is None or not first_keys.get(home):
                continue
            best = found.get(home)
            if (best is None or rows[best].pop < row.pop) and first_keys[home] & _k2s(row):
                found[home] = index
    return found


def _k2s(row: Row) -> set[str]:
    return {
        keys.latin_k2(keys.latin_k1(bare_name(label.text)[0]))
        for label in row.labels[: 12 if row.kind in ("adm1", "adm2") else 2]
        if keys.is_latin(label.text)
    }


def boxes(
    rows: Sequence[Row], adm1: Sequence[int | None], adm2: Sequence[int | None]
) -> dict[int, tuple[float, float, float, float]]:
    """West, south, east, north of each area from the places inside it."""
    inside: dict[int, list[Row]] = defaultdict(list)
    for index, row in enumerate(rows):
        for home in (adm1[index], adm2[index]):
            if home is not None and row.kind in ("settlement", "part"):
                inside[home].append(row)
    return {
        home: (
            min(r.lon for r in members),
            min(r.lat for r in members),
            max(r.lon for r in members),
            max(r.lat for r in members),
        )
        for home, members in inside.items()
    }


def populations(
    rows: Sequence[Row],
    adm1: Sequence[int | None],
    adm2: Sequence[int | None],
    countries: dict[str | None, int],
) -> dict[int, int]:
    """People of the settlements in each area: how well known it is, not a census."""
    found: dict[int, int] = defaultdict(int)
    for index, row in enumerate(rows):
        if row.kind == "settlement" and row.pop:
            for home in (adm1[index], adm2[index], countries.get(row.cc)):
                if home is not None:
                    found[home] += row.pop
    return found
