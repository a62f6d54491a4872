"""Where a report that names no country is likely set: where its armed groups fight."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from situate.model import Name

# States fight abroad, and so do their armies; rebels and militias mostly fight at home.
_AT_HOME = ("rebel", "militia")
_MOST = 4  # countries a group may fight in and still say where


def countries_of_groups(names: Iterable[Name], roster: Any) -> tuple[str, ...]:
    """ISO codes of the countries in which the rebels and militias of a report fight, sorted.

    Empty without a roster, or where it names none, or only such as fight in many countries.
    """
    found: set[str] = set()
    for name in names:
        if name.kind != "actor" or not name.refs or roster is None:
            continue
        entry = roster.entry(name.refs[0])
        if entry is not None and entry.kind in _AT_HOME and len(entry.countries) <= _MOST:
            found.update(entry.countries)
    return tuple(sorted(found))
