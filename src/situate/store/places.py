"""Places by what people call them: the id, the name, another spelling of it, the reports' words."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import orjson
from anyascii import anyascii
from sqlalchemy import Connection, or_, select

from situate.store import tables

LOOKED_AT = 5_000  # statements whose words are compared with a name


def folded(name: str) -> str:
    """A name in small Latin letters, marks and spaces off: "Ma'rib" and "Marib" are one."""
    return "".join(c for c in anyascii(name).casefold() if c.isalnum())


def known(connection: Connection) -> dict[str, str]:
    """The name of every place incidents and holds speak of, by its id."""
    found: dict[str, str] = {}
    for table in (tables.incident.c, tables.hold.c):
        named = select(table.place, table.place_name).where(table.place.is_not(None)).distinct()
        found.update((row.place, row.place_name) for row in connection.execute(named))
    return found


def called(connection: Connection, name: str, known: Mapping[str, str]) -> list[str]:
    """Ids of known places: the one of that id, else those of that name in any case, else in any
    spelling, else those that reports mean by it; in order."""
    if name in known:
        return [name]
    plain, wanted = name.casefold(), folded(name)
    exact = [ident for ident, other in known.items() if other.casefold() == plain]
    if exact or not wanted:
        return sorted(exact)
    spelt = [ident for ident, other in known.items() if folded(other) == wanted]
    return sorted(spelt or _meant(connection, wanted, name) & known.keys())


def near(name: str, known: Mapping[str, str]) -> list[str]:
    """Names of known places that are spelt much like it, the nearest first."""
    by_fold = {folded(other): other for other in sorted(known.values())}
    return [by_fold[key] for key in get_close_matches(folded(name), by_fold, n=3, cutoff=0.6)]


def _meant(connection: Connection, wanted: str, name: str) -> set[str]:
    words, said = tables.quote.c, tables.mention.c
    query = (
        select(said.record)
        .join_from(
            tables.quote,
            tables.mention,
            (words.mention == said.id) & (words.pipeline == said.pipeline),
        )
        .where(words.field == "places", or_(words.exact == name, words.exact.ilike(name)))
        .limit(LOOKED_AT)
    )
    return {
        place["value"]["id"]
        for row in connection.execute(query)
        for place in orjson.loads(row.record)["places"]
        if place["value"] and place["quote"] and folded(place["quote"]["text"]) == wanted
    }
