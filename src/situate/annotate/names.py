"""Names of a document from roster, patterns and gazetteer: longest first, one string one class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from situate.model import Document, Name


def names_in(document: Document, roster: Any, gazetteer: Any) -> tuple[Name, ...]:
    """Every actor and place span of a document, in order, never overlapping.

    Roster names come before pattern actors and these before gazetteer names; a longer name wins
    over a shorter one inside it. A string has one class in a document: the first finder's.
    """
    from situate.knowledge import gazetteer as places

    ranked: list[tuple[int, Name]] = []
    for rank, find in enumerate(finders(document, roster, gazetteer, places)):
        ranked.extend((rank, name) for name in find())
    return tuple(with_kind(name, roster) for name in one_class(longest_first(ranked)))


def with_kind(name: Name, roster: Any) -> Name:
    """An actor's name with the kind its likeliest roster row has, where there is one."""
    if name.kind != "actor" or not name.refs or not hasattr(roster, "entry"):
        return name
    entry = roster.entry(name.refs[0])
    return name if entry is None else replace(name, actor_kind=entry.kind)


def finders(
    document: Document, roster: Any, gazetteer: Any, places: Any
) -> Iterator[Callable[[], Iterable[Name]]]:
    """The name finders that are there, surest first."""
    if roster is not None and hasattr(roster, "names_in"):
        yield lambda: roster.names_in(document)
    if roster is not None and hasattr(roster, "pattern_names"):
        yield lambda: roster.pattern_names(document)
    if gazetteer is not None and hasattr(places, "names_in"):
        yield lambda: places.names_in(document, gazetteer)


def longest_first(ranked: list[tuple[int, Name]]) -> list[tuple[int, Name]]:
    """Names kept greedily by length, then by finder; what overlaps a kept one is dropped."""
    order = sorted(
        ranked, key=lambda r: (r[1].quote.start - r[1].quote.end, r[0], r[1].quote.start)
    )
    taken: set[int] = set()
    kept = []
    for rank, name in order:
        span = range(name.quote.start, name.quote.end)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append((rank, name))
    return sorted(kept, key=lambda r: r[1].quote.start)


def one_class(kept: list[tuple[int, Name]]) -> tuple[Name, ...]:
    """A string found as actor and as place keeps the class of the surest finder."""
    best: dict[str, tuple[int, str]] = {}
    for rank, name in kept:
        key = name.quote.text.casefold()
        best[key] = min(best.get(key, (rank, name.kind)), (rank, name.kind))
    return tuple(name for _, name in kept if best[name.quote.text.casefold()][1] == name.kind)
