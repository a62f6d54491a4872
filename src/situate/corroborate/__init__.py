"""Mentions of the same happening, from any number of reports, as one incident."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from situate.corroborate.blocks import Log
from situate.corroborate.cluster import good_pairs, grown
from situate.corroborate.disagreements import disagreements
from situate.corroborate.draft import Draft
from situate.corroborate.happenings import Happening, happenings_of, legend, reasons, reasons_of
from situate.corroborate.incidents import incident_of
from situate.corroborate.increment import (
    Index,
    Load,
    chain_of,
    change,
    grown_again,
    ruled,
    weighed_of,
)
from situate.corroborate.table import Table, table_of
from situate.corroborate.weights import Weights, load_weights
from situate.judgements import evidence_of_pairs, pairs, pairs_of
from situate.knowledge.outlets import Outlets
from situate.model import Document, Incident, Judgement, Mention
from situate.sources import Sources

if TYPE_CHECKING:
    from situate.knowledge.roster import Roster

__all__ = [
    "Draft", "Index", "Regrouped", "corroborate", "disagreements", "is_happening", "legend",
    "reasons", "regroup",
]  # fmt: skip


def corroborate(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    outlets: Outlets,
    roster: Roster | None = None,
    judgements: Sequence[Judgement] = (),
    index: Index | None = None,
) -> tuple[Incident, ...]:
    """What happened once, from what all reports say happened.

    `mentions` are as a person judged them (`judgements.apply`); what a person merged or split is
    honoured here. State claims, context, plans and background give no incident. Incidents come in
    the order of their ids; any order of mentions gives the same output. What was weighed is kept in
    `index`, which must be empty, so that later reports can be joined by `regroup`.
    """
    weights = load_weights()
    said = {m.id: m for m in mentions if is_happening(m, weights)}
    told = [said[key] for key in sorted(said)]
    if not told:
        return ()
    at = {m.id: i for i, m in enumerate(told)}
    known = [m for m in told if m.document in documents]
    table = table_of(told, documents, weights)
    good, score, _ = good_pairs(table, weights)
    label, joined = grown(table, weights, good, *ruled(pairs(documents, known, judgements), at))
    ids = list(at)
    happenings = happenings_of(label, joined, ids)
    why = reasons_of(happenings, table, weights, at, said)
    sources = Sources(documents, outlets)
    incidents = tuple(
        incident_of([said[m] for m in h.members], reasons, documents, sources, weights)
        for h, reasons in zip(happenings, why, strict=True)
    )
    if index is not None:
        index.file(weighed_of(told, documents, table, weights))
        index.tie(
            (ids[i], ids[j], points)
            for (i, j), points in zip(good.tolist(), score.tolist(), strict=True)
        )
        index.seal({h.incident: h.print for h in happenings})
    return tuple(sorted(incidents, key=lambda i: i.id))


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a batch changed: incidents of `stale` mentions fall, but for those `kept`."""

    stale: frozenset[str]
    kept: frozenset[str]
    incidents: tuple[Incident, ...]
    prints: Mapping[str, str]
    log: Log


def regroup(
    index: Index,
    told: Iterable[Mention],
    gone: Collection[str],
    load: Load,
    documents: Callable[[Collection[str]], Mapping[str, Document]],
    outlets: Outlets,
    judgements: Sequence[Judgement] = (),
) -> Regrouped:
    """Join a batch of mentions to what is concluded; the outcome equals `corroborate` on all.

    `told` are new mentions and those read or judged anew, `gone` ids of those that no longer
    count; `load` gives other mentions and `documents` reports by id, as they are now.
    """
    weights = load_weights()
    batch = {m.id: m for m in told}
    happened = [batch[key] for key in sorted(batch) if is_happening(batch[key], weights)]
    lost = {*gone, *batch} - {m.id for m in happened}
    reports = documents({m.document for m in happened})
    done = change(index, happened, lost, reports, weights)
    standing_on = index.bound(evidence_of_pairs(judgements))
    bound = dict(sorted(standing_on, key=lambda row: row[1]))
    decided = pairs_of(bound, judgements)
    ties: dict[str, set[str]] = {}
    for (a, b), verdict in decided.items():
        if verdict == "merge":
            ties.setdefault(a, set()).add(b)
            ties.setdefault(b, set()).add(a)
    ids, edges = chain_of(index, done.seeds | {m for _, m in standing_on}, ties)
    table, known, label, joined = grown_again(index, ids, edges, weights, decided)
    happenings = happenings_of(label, joined, known)
    standing = index.prints([h.incident for h in happenings])
    fresh = [
        h
        for h in happenings
        if standing.get(h.incident) != h.print or not batch.keys().isdisjoint(h.members)
    ]
    incidents = _concluded(fresh, table, known, weights, load, documents, outlets)
    prints = {h.incident: h.print for h in fresh}
    kept = {h.incident for h in happenings} - {h.incident for h in fresh}
    return Regrouped(frozenset({*ids, *lost}), frozenset(kept), incidents, prints, done.log)


def _concluded(
    fresh: Sequence[Happening],
    table: Table,
    known: Sequence[str],
    weights: Weights,
    load: Load,
    documents: Callable[[Collection[str]], Mapping[str, Document]],
    outlets: Outlets,
) -> tuple[Incident, ...]:
    if not fresh:
        return ()
    at = {m: i for i, m in enumerate(known)}
    said = {m.id: m for m in load({m for h in fresh for m in h.members})}
    why = reasons_of(fresh, table, weights, at, said)
    reports = documents({m.document for m in said.values()})
    sources = Sources(reports, outlets)
    return tuple(
        incident_of([said[m] for m in h.members], reasons, reports, sources, weights)
        for h, reasons in zip(fresh, why, strict=True)
    )


def is_happening(mention: Mention, weights: Weights | None = None) -> bool:
    """Does this mention tell of a happening, rather than of a state, a plan or the past?"""
    weights = weights or load_weights()
    return (
        mention.type in weights.types
        and mention.type not in weights.states | weights.context
        and mention.stance in weights.stances
    )
