"""Full text over sentences, in any spelling of Arabic, with facets.

Folding as in the design: what readers type without marks, hamza or article is found.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, fields

from situate.serve.index import ARABIC, Index, folded
from situate.serve.web.archive import Archive
from situate.serve.web.window import Window

FACETS = ("type", "place", "actor", "outlet", "stance")


@dataclass(frozen=True, slots=True)
class Row:
    """A mention as search knows it."""

    mention: str
    document: str
    type: str
    day: str
    outlet: str
    stance: str
    place: str
    actor: str  # names, each between bars: "|ISIS|SDF|"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how many there are, and for each facet its values with counts."""

    rows: tuple[Row, ...]
    total: int
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    pending: int = 0  # reports not yet in the index


class Search:
    """Questions to the index of a store."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.index = Index(archive.store)

    def find(self, window: Window, offset: int = 0) -> Found:
        """Hits, newest first; an empty question with no facet asked finds everything."""
        with self.index.lock:
            pending = self.index.refresh()
            base = self.index.base
            where, values = _conditions(window)
            rows = base.execute(
                f"select {_COLUMNS} from row {where} order by day desc, mention limit ? offset ?",
                (*values, window.limit, offset),
            ).fetchall()
            total = base.execute(f"select count(*) from row {where}", values).fetchone()[0]
            facets = tuple((name, _facet(base, name, where, values)) for name in FACETS)
        return Found(tuple(Row(*row) for row in rows), int(total), facets, pending)


_COLUMNS = ", ".join(f.name for f in fields(Row))


def _conditions(window: Window) -> tuple[str, list[str]]:
    parts, values = [], []
    words = list(folded(window.q or ""))
    if window.q and not words:
        parts.append("0")
    if words:
        parts.append("id in (select rowid from texts where texts match ?)")
        values.append(" ".join(f'"{word}"*' for word in _typed(window.q or "")))
    for name in ("type", "place", "outlet", "stance"):
        if (wanted := getattr(window, name)) is not None:
            parts.append(f"{name} = ?")
            values.append(wanted)
    if window.actor is not None:
        parts.append("instr(actor, ?)")
        values.append(f"|{window.actor}|")
    for name, sign in (("since", ">="), ("until", "<=")):
        if (wanted := getattr(window, name)) is not None:
            parts.append(f"day {sign} ? and day != ''")
            values.append(wanted)
    return (f"where {' and '.join(parts)}" if parts else ""), values


def _typed(question: str) -> list[str]:
    """One form of each word typed: with prefixes off where that leaves a word."""
    forms = []
    for word in question.split():
        options = list(folded(word))
        forms += options[-1:] if options and ARABIC.match(options[0]) else options
    return forms


def _facet(
    base: sqlite3.Connection, name: str, where: str, values: list[str], most: int = 12
) -> tuple[tuple[str, int], ...]:
    rows = base.execute(f"select {name}, count(*) from row {where} group by {name}", values)
    counted: Counter[str] = Counter()
    for value, number in rows:
        for each in str(value).strip("|").split("|") if name == "actor" else [str(value)]:
            if each:
                counted[each] += number
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most])
