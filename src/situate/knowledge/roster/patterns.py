"""Actors named by nationality, office or role: found from word tables, no row needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.roster.scan import Hit, Scanner
from situate.knowledge.roster.states import countries
from situate.model import Document, Name

if TYPE_CHECKING:
    from situate.knowledge.roster.book import Roster


@cache
def nations() -> Scanner:
    """Names of countries ("=SY") and of their people ("SY")."""
    rows = []
    for code, country in countries().items():
        rows += [(name, f"={code}", False) for name in country.names]
        rows += [(word, code, False) for word in country.people]
    return Scanner(rows)


def theatre_of(text: str) -> frozenset[str]:
    """Codes of the countries a text names, itself or its people."""
    return frozenset(hit.keys[0].lstrip("=") for hit in nations().scan(text))


def pattern_names(document: Document, roster: Roster) -> tuple[Name, ...]:
    """Actors named by nationality, office or role, in order, never overlapping."""
    return ()


__all__ = ["Hit", "nations", "pattern_names", "theatre_of"]
