"""What is new: the part of a situation that reports published since a moment tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from situate.model import Document, Incident, Mention, Situation


def news(
    situation: Situation,
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    since: datetime,
) -> Situation:
    """Incidents, holds and areas that rest on a report published at `since` or later.

    A report without a day of publication is never new. Each incident keeps all its versions, so
    that what was known before stands beside what is new. A spell whose place is in the same hands
    as before is left out unless a new report speaks of it.
    """
    new = {m.id for m in mentions.values() if _is_new(documents[m.document], since)}
    incidents = tuple(i for i in situation.incidents if not new.isdisjoint(i.mentions))
    kept = {i.id for i in incidents}
    return replace(
        situation,
        incidents=incidents,
        holds=tuple(h for h in situation.holds if not new.isdisjoint(h.because)),
        areas=tuple(a for a in situation.areas if not new.isdisjoint(a.because)),
        disagreements=tuple(d for d in situation.disagreements if d.incident in kept),
    )


def novelty(
    incident: Incident,
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    since: datetime,
) -> str:
    """ "new", or which of its reports are: "known before, 1 of 3 reports is new"."""
    papers = {mentions[m].document for m in incident.mentions if m in mentions}
    new = _new_of(papers, documents, since)
    if len(new) == len(papers):
        return "new"
    verb = "is" if len(new) == 1 else "are"
    return f"known before, {len(new)} of {len(papers)} reports {verb} new"


def _new_of(
    papers: Collection[str], documents: Mapping[str, Document], since: datetime
) -> set[str]:
    return {paper for paper in papers if _is_new(documents[paper], since)}


def _is_new(document: Document, since: datetime) -> bool:
    return document.published is not None and document.published >= since
