"""Mentions of the same happening, from any number of reports, as one incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.cluster import Clusters, cluster
from situate.corroborate.disagreements import disagreements
from situate.corroborate.features import Pairs, explain
from situate.corroborate.incidents import incident_of
from situate.corroborate.table import Table, table_of
from situate.corroborate.weights import Weights, load_weights
from situate.judgements import pairs
from situate.knowledge.outlets import Outlets
from situate.model import Document, Incident, Judgement, Mention
from situate.sources import Sources

if TYPE_CHECKING:
    from situate.knowledge.roster import Roster

__all__ = ["corroborate", "disagreements", "is_happening"]
REASONS = 12  # lines of why an incident keeps


def corroborate(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    outlets: Outlets,
    roster: Roster | None = None,
    judgements: Sequence[Judgement] = (),
) -> tuple[Incident, ...]:
    """What happened once, from what all reports say happened.

    `mentions` are as a person judged them (`judgements.apply`); what a person merged or split is
    honoured here. State claims, context, plans and background give no incident. Incidents come in
    the order of their ids; any order of mentions gives the same output.
    """
    weights = load_weights()
    said = {m.id: m for m in mentions if is_happening(m, weights)}
    told = [said[key] for key in sorted(said)]
    if not told:
        return ()
    must, cannot = _decided(told, documents, judgements)
    table = table_of(told, documents, weights)
    linked = _linked(told)
    found = cluster(table, weights, linked, must, cannot)
    members: dict[int, list[int]] = {}
    for row, label in enumerate(found.label.tolist()):
        members.setdefault(label, []).append(row)
    reasons = _reasons(found, table, weights, linked, told)
    sources = Sources(documents, outlets)
    incidents = (
        incident_of([told[i] for i in rows], reasons.get(top, ()), documents, sources, weights)
        for top, rows in members.items()
    )
    return tuple(sorted(incidents, key=lambda i: i.id))


def is_happening(mention: Mention, weights: Weights | None = None) -> bool:
    """Does this mention tell of a happening, rather than of a state, a plan or the past?"""
    weights = weights or load_weights()
    return (
        mention.type in weights.types
        and mention.type not in weights.states | weights.context
        and mention.stance in weights.stances
    )


def _decided(
    told: Sequence[Mention], documents: Mapping[str, Document], judgements: Sequence[Judgement]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of rows a person merged, and pairs a person split."""
    row = {m.id: i for i, m in enumerate(told)}
    known = [m for m in told if m.document in documents]
    ruled = [
        ((row[a], row[b]), verdict)
        for (a, b), verdict in sorted(pairs(documents, known, judgements).items())
    ]
    merged = [pair for pair, verdict in ruled if verdict == "merge"]
    return merged, [pair for pair, verdict in ruled if verdict == "split"]


def _linked(told: Sequence[Mention]) -> NDArray[np.int64]:
    """Pairs the text itself calls the same: a Link of kind "same"."""
    row = {m.id: i for i, m in enumerate(told)}
    pairs = {
        (min(i, row[link.mention]), max(i, row[link.mention]))
        for i, m in enumerate(told)
        for link in m.links
        if link.kind == "same" and link.mention in row and row[link.mention] != i
    }
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def _reasons(
    found: Clusters,
    table: Table,
    weights: Weights,
    linked: NDArray[np.int64],
    told: Sequence[Mention],
) -> dict[int, tuple[str, ...]]:
    """For each happening, the pairs that joined it and the features that spoke for them."""
    kept: list[tuple[int, int]] = []
    lines: dict[int, list[int]] = {}
    for i, j in found.joined.tolist():
        mine = lines.setdefault(int(found.label[i]), [])
        if len(mine) < REASONS:
            mine.append(len(kept))
            kept.append((i, j))
    if not kept:
        return {}
    ties = set(map(tuple, linked.tolist()))
    pair = np.array(kept)
    tied = np.array([(min(row), max(row)) in ties for row in kept])
    words = explain(Pairs(table, weights, pair[:, 0], pair[:, 1], tied))
    return {
        top: tuple(
            f"“{told[kept[k][0]].trigger.text}” = “{told[kept[k][1]].trigger.text}”: {words[k]}"
            for k in mine
        )
        for top, mine in lines.items()
    }
