"""First-level units that settlements name but no source has: rows, names, codes, points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.areas import SEAT, references
from situate.knowledge.gazetteer.labels import bare_name
from situate.knowledge.gazetteer.rows import Label, Row
from situate.knowledge.gazetteer.sphere import middle


class Province(NamedTuple):
    """A first-level unit of our own table, known by its seat; `point` where its box misleads."""

    cc: str
    name: str
    seat: str
    aliases: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


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
        r.pop >= SEAT and any(keys.latin_k2(keys.k1(t.text)) == mine for t in r.labels)
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
