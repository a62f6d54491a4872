"""Keys of every row of a gazetteer: tries to look up and to scan by, second keys for slips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import marisa_trie

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.crosswalk import qualifier_classes
from situate.knowledge.gazetteer.labels import bare_name
from situate.knowledge.gazetteer.rows import Row
from situate.knowledge.gazetteer.schema import (
    KEY,
    PLAIN,
    PRIMARY,
    SHORT,
)

_LOOSE = frozenset(("settlement", "part", "site", "adm1", "adm2", "adm3"))


def _texts(row: Row) -> Iterator[tuple[str, bool]]:
    """Texts a row is known by, and whether each is its primary name."""
    is_area = row.kind in ("adm1", "adm2", "adm3", "adm4")
    for label in row.labels:
        is_primary = label.role == "primary" or label.text == row.name
        bare, level = bare_name(label.text)
        if level is None:
            yield label.text, is_primary
        elif is_area:
            yield label.text, is_primary
            yield bare, is_primary
        elif is_primary:
            # "Idlib District" on the city belongs to the area; the city keeps the bare name.
            yield bare, True


def _keys(row: Row) -> tuple[dict[str, int], set[str]]:
    """Keys of a row ("1hajin") with their flags, and the folded forms a scan looks for."""
    found: dict[str, int] = {}
    surfaces: set[str] = set()
    is_romanised = row.cc in words.romanised()
    loose = is_romanised and row.kind in _LOOSE
    x_is_kh = row.cc in words.x_is_kh()
    turkic = row.cc in words.turkic()
    for text, is_primary in _texts(row):
        if keys.is_arabic(text):
            first = surface = keys.arabic_k1(text)
        else:
            surface = keys.fold(text)
            first = keys.without_article(surface)
        is_generic = first in words.never_alone()
        if not first or first.isdigit() or (is_generic and surface == first):
            continue
        surfaces.add(surface)
        if is_romanised and len(first) > 3 and not is_generic:
            surfaces.add(first)
        plain = keys.casefold(text)
        flags = PRIMARY * is_primary
        _add(found, f"1{first}", flags | (PLAIN if plain == first else 0))
        if plain != first:
            _add(found, f"0{plain}", flags)
        if is_generic:  # "At Tall" is a town, "Tall" only a hill: by no looser key
            continue
        firsts = [first]
        if turkic and not text.isascii():
            firsts.append(keys.latin_k1(text, turkic=True))
            _add(found, f"1{firsts[-1]}", flags)
        if loose:
            for one in firsts:
                _add_loose(found, one, flags, row, x_is_kh=x_is_kh)
    return found, surfaces


def _add_loose(found: dict[str, int], first: str, flags: int, row: Row, *, x_is_kh: bool) -> None:
    for second in keys.k2_all(first, x_is_kh=x_is_kh):
        _add(found, f"2{second}", flags)
    if row.kind != "adm1":
        _add(found, f"3{keys.k3(first, x_is_kh=x_is_kh)}", flags)
    if " " in first and qualifier_classes(first):
        bare = " ".join(t for t in first.split(" ") if t not in words.qualifiers())
        if bare and bare not in words.never_alone() and not bare.isdigit():
            _add(found, f"2{keys.k2_all(bare, x_is_kh=x_is_kh)[0]}", SHORT)


def _add(found: dict[str, int], key: str, flags: int) -> None:
    old = found.get(key)
    if old is None or (old & SHORT and not flags & SHORT):
        found[key] = flags
    elif not flags & SHORT:
        found[key] = old | flags


def write_keys(folder: Path, rows: Sequence[Row]) -> None:
    surfaces: set[str] = set()

    def table() -> Iterator[tuple[str, tuple[int, int]]]:
        for pid, row in enumerate(rows):
            found, forms = _keys(row)
            surfaces.update(forms)
            for key, flags in found.items():
                if len(key) > 1:
                    yield key, (pid, flags)

    # One trie, not the three nested ones of the default: half as large again, a third faster.
    marisa_trie.RecordTrie(KEY, table(), num_tries=1).save(str(folder / "keys.marisa"))
    names = sorted(s for s in surfaces if len(s) > 1)
    marisa_trie.Trie(names, num_tries=1).save(str(folder / "surface.marisa"))


_POINTS = frozenset(("settlement", "part", "site"))


def spelt(rows: Sequence[Row]) -> Iterator[tuple[int, str]]:
    """Second keys of the Latin names of the points a slip of spelling may mean, a line a key.

    They are asked for by the hundred, round a town: too many to work out while reading.
    """
    romanised = words.romanised()
    known = [pid for pid, r in enumerate(rows) if r.cc in romanised and r.kind in _POINTS]
    names = [
        (pid, bare_name(label.text)[0])
        for pid in known
        for label in rows[pid].labels
        if keys.is_latin(label.text)
    ]
    found: dict[int, set[str]] = {pid: set() for pid in known}
    for (pid, _), second in zip(names, keys.latin_k2s([n for _, n in names]), strict=True):
        found[pid].add(second)
    yield from ((pid, "\n".join(sorted(seconds))) for pid, seconds in found.items())
