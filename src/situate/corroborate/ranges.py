"""What reports count, side by side: a report's figures added up, the extremes over witnesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from situate.corroborate.weights import Weights
from situate.model import Document, Mention, Range, Sourced, Toll, Version, Witness

UNCOUNTED = frozenset({"number_untold", "named"})  # somebody, or someone by name: at least so many
FAR = 60  # code points between two figures of one list
Key = tuple[int | str, str | None]


def ranges_of(
    told: Sequence[Mention],
    voice: Mapping[str, Witness],
    documents: Mapping[str, Document],
    weights: Weights,
    doubts: Mapping[str, str | None],
) -> tuple[Range, ...]:
    """Figures of one kind (and, where a report tells sides apart, one side) with their extremes.

    `doubts` says for each mention why its figures may count more than this happening, if so.

    What one report counts in a list ("3 men and 4 women") is added up. A report that says only that
    there were some, or names one, moves no extreme where others count.
    """
    figures: dict[Key, list[Version[Toll]]] = {}
    sided = _sided(told, weights)
    for m in told:
        for said in m.tolls:
            if (toll := said.value) is not None:
                kind = weights.people.get(toll.kind, toll.kind)
                side = (toll.side_id or toll.side) if kind in sided else None
                version = Version(
                    toll, m.id, voice[m.id].id, said.quote, said_by(m), said.confidence
                )
                figures.setdefault((kind, side), []).append(version)
    by_id = {m.id: m for m in told}
    return tuple(
        replace(_range(versions, documents, by_id, weights), doubts=_doubts(versions, doubts))
        for _, versions in sorted(
            figures.items(), key=lambda row: (str(row[0][0]), row[0][1] or "")
        )
    )


def _doubts(versions: Sequence[Version[Toll]], doubts: Mapping[str, str | None]) -> tuple[str, ...]:
    """Why all of some figures are doubtful; none where one of them is not."""
    found = [doubts[v.mention] for v in versions if v.value.mode == "new"]
    return tuple(sorted({why for why in found if why})) if all(found) else ()


def said_by(mention: Mention) -> str | None:
    """Who is quoted as saying so, by name or words; None where the report says it itself."""
    if not mention.said_by:
        return None
    speaker = mention.said_by[-1]
    return speaker.value or (speaker.quote.text if speaker.quote else None)


def figures_of(
    mention: Mention, weights: Weights, tolls: Sequence[Sourced[Toll]] | None = None
) -> list[Toll]:
    """What a report counts anew, figures of one list added up to one."""
    out: list[Toll] = []
    last: Sourced[Toll] | None = None
    for said in mention.tolls if tolls is None else tolls:
        if said.value is None or said.value.mode != "new":
            continue
        if last is not None and _are_listed(mention, last, said, weights.adding):
            out[-1] = _sum(out[-1], said.value)
        else:
            out.append(said.value)
        last = said
    return out


def extremes(counted: Sequence[Toll]) -> tuple[int | None, int | None]:
    """Least and most of some figures; most is None where one leaves the top open."""
    lows = [t.low for t in counted if t.low is not None]
    highs = [t.high for t in counted if t.high is not None]
    top = max(highs) if highs and len(highs) == len(counted) else None
    return min(lows, default=None), top


def told_figures(tolls: Sequence[Toll]) -> list[Toll]:
    """Those that count; where none does, all."""
    return [t for t in tolls if not UNCOUNTED & set(t.flags)] or list(tolls)


def _are_listed(
    mention: Mention, one: Sourced[Toll], other: Sourced[Toll], adding: Collection[str]
) -> bool:
    """ "3 men and 4 women": two counts of one kind joined by "and", of others than the first."""
    a, b = one.value, other.value
    if a is None or b is None or one.quote is None or other.quote is None:
        return False
    if a.kind != b.kind or a.who == b.who or "shared" in (*a.flags, *b.flags):
        return False
    start = mention.sentence.start
    between = mention.sentence.text[one.quote.end - start : other.quote.start - start]
    return 0 < len(between) <= FAR and any(between.rstrip().endswith(f" {w}") for w in adding)


def _sum(one: Toll, other: Toll) -> Toll:
    def added(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    return replace(
        one,
        who=None,
        low=(one.low or 0) + (other.low or 0),
        high=added(one.high, other.high),
        best=added(one.best, other.best),
        civilian=one.civilian if one.civilian == other.civilian else None,
        parts=(),
        flags=tuple(sorted({*one.flags, *other.flags} - UNCOUNTED)),
    )


def _sided(told: Sequence[Mention], weights: Weights) -> set[int | str]:
    """Kinds of which one report counts two sides apart."""
    sided: set[int | str] = set()
    for m in told:
        sides: dict[int | str, set[str]] = {}
        for said in m.tolls:
            if said.value and (side := said.value.side_id or said.value.side):
                kind = weights.people.get(said.value.kind, said.value.kind)
                sides.setdefault(kind, set()).add(side)
        sided |= {kind for kind, names in sides.items() if len(names) > 1}
    return sided


def _range(
    versions: Sequence[Version[Toll]],
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    weights: Weights,
) -> Range:
    """Extremes over witnesses; of one witness in several reports only the newest report counts."""
    counted = told_figures(_newest(versions, documents, mentions, weights))
    low, high = extremes(counted)
    bests = Counter(t.best if t.best is not None else t.low for t in counted if t.low == t.high)
    kinds = Counter(v.value.kind for v in versions)
    whos = Counter(v.value.who for v in versions if v.value.who)
    return Range(
        kind=min(kinds, key=lambda k: (-kinds[k], k)),
        who=min(whos, key=lambda w: (-whos[w], w)) if whos else None,
        low=low,
        high=high,
        best=_only(bests),
        figures=tuple(versions),
    )


def _newest(
    versions: Sequence[Version[Toll]],
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    weights: Weights,
) -> list[Toll]:
    """What the newest report of each witness counts."""
    newest: dict[str, Any] = {}

    def when(version: Version[Toll]) -> Any:
        document = documents.get(mentions[version.mention].document)
        published = document.published if document else None
        return (published is not None, published.timestamp() if published else 0.0)

    for version in versions:
        newest[version.witness] = max(newest.get(version.witness, (False, 0.0)), when(version))
    mine: dict[str, list[Sourced[Toll]]] = {}
    for v in versions:
        if when(v) == newest[v.witness]:
            mine.setdefault(v.mention, []).append(Sourced(v.quote, v.value, v.confidence, ""))
    return [t for m, tolls in mine.items() for t in figures_of(mentions[m], weights, tolls)]


def _only(bests: Counter[int | None]) -> int | None:
    """The figure most often given, if it leads; None where figures rival each other."""
    ranked = bests.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
