"""Admin parents: which province and district each place lies in, and where an area's middle is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.labels import bare_name
from situate.knowledge.gazetteer.rows import Label, Outline, Row
from situate.knowledge.gazetteer.sphere import middle


class Province(NamedTuple):
    """A first-level unit of our own table, known by its seat; `point` where its box misleads."""

    cc: str
    name: str
    seat: str
    aliases: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


_SEAT = 10_000  # people: a smaller settlement is no seat where populations are known
Refs = dict[str, int]  # cross-reference ("wof:85678359") -> index of its row


def references(rows: Sequence[Row]) -> Refs:
    """Index of the row each cross-reference names."""
    at: Refs = {}
    for index, row in enumerate(rows):
        at[row.id] = index
        for scheme, code in row.xrefs:
            at.setdefault(f"{scheme}:{code}", index)
    return at


def with_provinces(
    rows: list[Row],
    named: dict[str, tuple[str, str]],
    provinces: Sequence[Province],
) -> list[Row]:
    """Rows and a row for each first-level unit that settlements name but no source has.

    `named` maps "SY.07" to (name, id); in `provinces`, our own table, the seat's code is the
    province's, and its name is shown where a source only has a poor label. A unit no table names
    stays nameless.
    """
    by_seat = _codes_by_seat(rows, provinces)
    found: dict[tuple[str, str], Row] = {}
    for index, code in _codes_of_areas(rows, named, by_seat).items():
        found.setdefault((rows[index].cc or "", code), rows[index])
        rows[index].adm1 = code
    members: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.cc and row.adm1 and row.kind in ("settlement", "part"):
            members[(row.cc, row.adm1)].append(row)
    made = []
    for (cc, code), inside in sorted(members.items()):
        own = by_seat.get((cc, code))
        area = found.get((cc, code))
        if area is None:
            area = _made(cc, code, inside, named, own)
            made.append(area)
        else:
            _renamed(area, own, named.get(f"{cc}.{code}"))
        area.name = _with_unit_word(area, inside)
    return rows + made


def _made(
    cc: str,
    code: str,
    inside: Sequence[Row],
    named: dict[str, tuple[str, str]],
    own: Province | None,
) -> Row:
    name, ident = named.get(f"{cc}.{code}", ("", f"adm1:{cc}.{code}"))
    lat, lon = own.point if own and own.point else box_middle(inside)
    scheme, _, number = ident.partition(":")
    labels = _labels(own, name)
    return Row(
        ident,
        "adm1",
        "adm1",
        labels[0].text if labels else "",
        lat,
        lon,
        cc=cc,
        adm1=code,
        code="ADM1",
        labels=labels,
        xrefs=((scheme, number),),
    )


def _labels(own: Province | None, name: str) -> list[Label]:
    texts = [t for t in (own.name if own else "", name) if t]
    labels = [Label(t, "", "primary" if i == 0 else "alternate") for i, t in enumerate(texts)]
    return labels + [Label(t, "", "short") for t in (own.aliases if own else ())]


_POOR_LABELS = ("wof",)  # "Hasaka (Al Haksa)": good to be found by, not to be shown


def _renamed(area: Row, own: Province | None, named: tuple[str, str] | None) -> None:
    """An area of some source with the names our table has for it."""
    known = {label.text for label in area.labels}
    more = _labels(own, named[0] if named else "")
    area.labels += [
        x._replace(role="alternate") if x.role == "primary" else x
        for x in more
        if x.text not in known
    ]
    if own and area.source in _POOR_LABELS:
        area.name = own.name


def _with_unit_word(area: Row, inside: Sequence[Row]) -> str:
    """ "Idlib Governorate": a unit that bears its seat's name is told from it by its level."""
    word = words.unit_words().get(area.cc or "")
    if not word or not area.name or bare_name(area.name)[1] is not None:
        return area.name
    mine = keys.latin_k2(keys.latin_k1(area.name))
    is_shared = any(
        r.pop >= _SEAT and any(keys.latin_k2(keys.k1(t.text)) == mine for t in r.labels)
        for r in inside
    )
    return f"{area.name} {word}" if is_shared else area.name


def _codes_of_areas(
    rows: Sequence[Row],
    named: dict[str, tuple[str, str]],
    by_seat: dict[tuple[str, str], Province],
) -> dict[int, str]:
    """GeoNames admin-1 code of each first-level area: by id, by its members' votes, by name.

    Names are those of `named` and, under the code of its seat, of our own table.
    """
    by_id = {ident: key for key, (_, ident) in named.items()}
    by_name = {
        (cc, keys.latin_k1(name)): f"{cc}.{code}"
        for (cc, code), own in sorted(by_seat.items())
        for name in (own.name, *own.aliases)
        if keys.is_latin(name)
    }
    by_name |= {
        (key[:2], keys.latin_k1(bare_name(name)[0])): key for key, (name, _) in named.items()
    }
    at = references(rows)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.adm1 and row.kind == "settlement":
            for parent in row.parents:
                index = at.get(parent)
                if index is not None and rows[index].kind == "adm1":
                    votes[index][row.adm1] += 1
    codes: dict[int, str] = {}
    for index, row in enumerate(rows):
        if row.kind != "adm1" or not row.cc:
            continue
        key = by_id.get(row.id)
        if key is None and votes[index]:
            best, count = min(votes[index].items(), key=lambda vote: (-vote[1], vote[0]))
            key = f"{row.cc}.{best}" if count * 2 > sum(votes[index].values()) else None
        if key is None:
            names = {keys.latin_k1(bare_name(label.text)[0]) for label in row.labels}
            key = next(
                (by_name[(row.cc, n)] for n in sorted(names) if (row.cc, n) in by_name), None
            )
        if row.adm1 or key:
            codes[index] = row.adm1 or str(key)[3:]
    return codes


def _codes_by_seat(
    rows: Sequence[Row], provinces: Sequence[Province]
) -> dict[tuple[str, str], Province]:
    wanted: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(provinces):
        wanted[(one.cc, keys.latin_k1(one.seat))].append(number)
    best: dict[int, Row] = {}
    spelt = {(one.cc, one.seat) for one in provinces}
    countries = {cc for cc, _ in wanted}
    for row in rows:
        if row.cc not in countries or row.kind != "settlement" or not row.adm1:
            continue
        texts = {row.name, *(x.text for x in row.labels if (row.cc, x.text) in spelt)}
        for first in {keys.latin_k1(text) for text in texts}:
            for number in wanted.get((row.cc or "", first), ()):
                if number not in best or _fits(row, first) > _fits(best[number], first):
                    best[number] = row
    found: dict[tuple[str, str], Province] = {}
    for number, row in sorted(best.items()):
        found.setdefault((row.cc or "", row.adm1 or ""), provinces[number])
    return found


def _fits(row: Row, seat: str) -> tuple[bool, int, str]:
    """How well a settlement fits the name of a seat: by its own name, then by its people."""
    return keys.latin_k1(row.name) == seat, row.pop, row.id


def box_middle(inside: Sequence[Row]) -> tuple[float, float]:
    """Middle of the box round places; over the date line, the mean of their half-degree cells."""
    lats, lons = [r.lat for r in inside], [r.lon for r in inside]
    if max(lons) - min(lons) < 180:
        return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    cells = sorted({(round(r.lat * 2) / 2, round(r.lon * 2) / 2) for r in inside})
    return middle(cells)


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
        if row.kind != "settlement" or (row.pop < _SEAT and row.cc not in words.romanised()):
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
