"""Names of a document from roster, patterns and gazetteer: longest first, one string one class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from situate.annotate.apposed import with_apposed
from situate.annotate.listed import listed_places
from situate.annotate.unlisted import without_look_alikes
from situate.model import Document, Name


def names_in(
    document: Document, roster: Any, gazetteer: Any, *, listing: bool = False
) -> tuple[Name, ...]:
    """Every actor and place span of a document, in order, never overlapping.

    Roster names come before pattern actors and these before gazetteer names; a longer name wins
    over a shorter one inside it. A string has one class in a document: the first finder's.
    `listing` adds spans that only a list of names wants, where free: pronouns, bodies, persons,
    and as "other" nationality words and places inside other names, which never locate an event.
    """
    from situate.knowledge import gazetteer as places

    ranked: list[tuple[int, Name]] = []
    for rank, find in enumerate(finders(document, roster, gazetteer, places)):
        ranked.extend((rank, name) for name in find())
    found = tuple(with_kind(name, roster) for name in one_class(longest_first(ranked)))
    if listing and roster:
        found = with_listed(found, roster.listed_names(document))
    if listing and gazetteer is not None and hasattr(places, "toponyms_in"):
        wider = (n for n in places.toponyms_in(document, gazetteer) if n.kind == "other")
        found = with_listed(found, wider)
    if not listing:
        return found
    found = without_look_alikes(document, found)
    found, descriptions = with_apposed(document, found)
    found = with_listed(found, descriptions)
    return with_listed(found, listed_places(document))


def with_listed(found: tuple[Name, ...], listed: Iterable[Name]) -> tuple[Name, ...]:
    """The names with the listed ones that are free, in order.

    A person's title keeps the words free of other names: "Minister for" the Middle East.
    """
    taken = {i for name in found for i in range(name.quote.start, name.quote.end)}
    kept = list(found)
    for name in listed:
        first, last = free_part(name.quote.start, name.quote.end, taken)
        words = name.quote.text[first - name.quote.start : last - name.quote.start]
        first += len(words) - len(words.lstrip(" ,"))
        words = words.strip(" ,")
        is_noun = name.found_by == "generic" and last == name.quote.end
        if words == name.quote.text or ((name.kind == "person" or is_noun) and len(words) > 3):
            cut = replace(name.quote, start=first, end=first + len(words), text=words)
            kept.append(replace(name, quote=cut))
    return tuple(sorted(kept, key=lambda name: name.quote.start))


def free_part(start: int, end: int, taken: set[int]) -> tuple[int, int]:
    """The longer of the free ends of a span, half open; empty where both ends are taken."""
    first = next((i for i in range(start, end) if i in taken), end)
    last = next((i + 1 for i in range(end - 1, start - 1, -1) if i in taken), start)
    return (start, first) if first - start >= end - last else (last, end)


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
    # "Ankara said": a pattern reads one place in the text, it says nothing of the others.
    for rank, name in kept:
        if name.found_by == "pattern":
            continue
        key = name.quote.text.casefold()
        best[key] = min(best.get(key, (rank, name.kind)), (rank, name.kind))
    return tuple(
        name
        for _, name in kept
        if name.found_by == "pattern" or best[name.quote.text.casefold()][1] == name.kind
    )
