"""A situation as the rows of a page; one file and web app render the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from situate.export import page_words as words
from situate.export.page_claim import Claim, claim
from situate.export.page_evidence import Evidence, evidence
from situate.export.page_holds import AreaRow, HoldRow, area_row, hold_row, told_first
from situate.export.page_map import days, map_data
from situate.export.page_symbols import OTHER, side_colours
from situate.model import (
    Disagreement,
    Document,
    Incident,
    Mention,
    Reject,
    Situation,
    Witness,
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What one report says of an incident; `reprint_of` names the report it only repeats."""

    document: Document | None
    outlet: str
    date: str
    reprint_of: str | None
    party: bool
    cells: tuple[tuple[Claim, ...], ...]  # one for each of COLUMNS


COLUMNS = ("what", "by whom", "against or to whom", "where", "how many")


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as listed and opened."""

    incident: Incident
    title: str
    stance: str
    where: str
    when: str
    who: str
    tolls: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    witnesses: tuple[tuple[Witness, str, str], ...]  # with its voice and its reports
    start: int | None
    end: int | None
    search: str


@dataclass(frozen=True, slots=True)
class DisagreementRow:
    """A field on which independent witnesses differ."""

    disagreement: Disagreement
    title: str
    field: str
    versions: tuple[tuple[str, Claim], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A document with the words used of it, in the order of its text."""

    document: Document
    outlet: str
    date: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A whole page."""

    incidents: tuple[IncidentRow, ...]
    holds: tuple[HoldRow, ...]
    areas: tuple[AreaRow, ...]
    disagreements: tuple[DisagreementRow, ...]
    rejects: tuple[Reject, ...]
    reports: tuple[Report, ...]
    sides: tuple[tuple[str, str, str], ...]  # id, name, colour
    undated: bool
    dated_from: str | None
    dated_to: str | None
    data: Mapping[str, Any]


def view(
    situation: Situation,
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    rejects: Sequence[Reject] = (),
    roster: words.Names | None = None,
) -> View:
    """Rows in the order of the situation, incidents without a day last.

    Mentions that are not given are left out of links.
    """
    name = words.namer(mentions, roster)
    colours = side_colours(situation.holds)
    titles = {i.id: _title(i) for i in situation.incidents}
    dated = sorted(d.published for d in documents.values() if d.published)
    return View(
        tuple(incident_row(i, documents, mentions) for i in undated_last(situation.incidents)),
        tuple(hold_row(h, mentions, documents, name, colours) for h in told_first(situation.holds)),
        tuple(area_row(a, situation.holds, mentions, documents, name) for a in situation.areas),
        tuple(_disagreement_row(d, titles, mentions, documents) for d in situation.disagreements),
        tuple(rejects),
        tuple(_reports(documents, mentions)),
        tuple((side, name(side), colours.get(side, OTHER)) for side in colours),
        bool(documents) and not dated,
        words.day(dated[0]) if dated else None,
        words.day(dated[-1]) if dated else None,
        map_data(situation, name, colours),
    )


def undated_last(incidents: Iterable[Incident]) -> list[Incident]:
    """The same order, but for incidents without a day, which follow the others."""
    return sorted(incidents, key=lambda i: days(i.period.value)[0] is None)


# --- incidents ------------------------------------------------------------------------------


def incident_row(
    incident: Incident, documents: Mapping[str, Document], mentions: Mapping[str, Mention]
) -> IncidentRow:
    """One incident with its sources side by side, witnesses in the order of the incident."""
    start, end = days(incident.period.value)
    who = _parties(incident.actors)
    whom = _parties(incident.targets)
    place = words.where(incident)
    return IncidentRow(
        incident,
        words.kind(incident.type),
        "" if incident.stance == "asserted" else incident.stance,
        place,
        words.when(incident.period),
        f"{who or 'unknown'} \u2192 {whom}" if whom else who,
        tuple(words.toll(t) + words.doubt(t) for t in incident.tolls),
        tuple(_source_rows(incident, documents, mentions)),
        tuple(
            (
                w,
                words.voice(w, mentions, documents),
                ", ".join(_outlets(w.documents, documents)),
            )
            for w in incident.witnesses
        ),
        start,
        end,
        " ".join((incident.type, place, who, whom)).casefold(),
    )


def _title(incident: Incident) -> str:
    return f"{words.kind(incident.type)}, {words.where(incident)}"


def _parties(versions: Iterable[Any]) -> str:
    return " / ".join(dict.fromkeys(version.value.name for version in versions))


def _outlets(ids: Iterable[str], documents: Mapping[str, Document]) -> list[str]:
    return list(dict.fromkeys(words.outlet(documents[d]) for d in ids if d in documents))


def _source_rows(
    incident: Incident, documents: Mapping[str, Document], mentions: Mapping[str, Mention]
) -> Iterator[SourceRow]:
    """A row a report; the first of a witness speaks, the others are its reprints."""
    for witness in incident.witnesses:
        first: str | None = None
        for document in _root_first(witness, documents):
            said = [
                m for m in witness.mentions if m in mentions and mentions[m].document == document.id
            ]
            outlet = words.outlet(document)
            yield SourceRow(
                document,
                outlet,
                words.day(document.published) if document.published else "no date",
                first,
                witness.party,
                _cells(incident, set(said), mentions),
            )
            first = first or outlet


def _root_first(witness: Witness, documents: Mapping[str, Document]) -> list[Document]:
    """The root speaker's own report, if we have it, before those that carry it; then by date."""
    ours = _by_date(witness.documents, documents)
    return sorted(ours, key=lambda d: words.outlet(d).casefold() != words.root(witness).casefold())


def _by_date(ids: Iterable[str], documents: Mapping[str, Document]) -> list[Document]:
    known = [documents[d] for d in ids if d in documents]
    return sorted(
        known, key=lambda d: (d.published is None, d.published and d.published.timestamp(), d.id)
    )


def _cells(
    incident: Incident, said: set[str], mentions: Mapping[str, Mention]
) -> tuple[tuple[Claim, ...], ...]:
    """The cells of COLUMNS for the mentions of one report."""
    known = [mentions[m] for m in incident.mentions if m in said]
    events = [claim(words.kind(m.type) + _stance(m), m.id, m.trigger, mentions) for m in known]
    figures = [
        claim(f"{words.figure(v.value)} {v.value.kind}", v.mention, v.quote, mentions, v.said_by)
        for t in incident.tolls
        for v in t.figures
        if v.mention in said
    ]
    places = [
        claim(p.value.name, m.id, p.quote, mentions) for m in known for p in m.places if p.value
    ]
    versions = [
        [
            claim(v.value.name, v.mention, v.quote, mentions, v.said_by)
            for v in vs
            if v.mention in said
        ]
        for vs in (incident.actors, incident.targets)
    ]
    framings = [
        claim(v.value, v.mention, v.quote, mentions, v.said_by)
        for v in incident.framings
        if v.mention in said
    ]
    return tuple(tuple(_once(cell)) for cell in (events + framings, *versions, places, figures))


def _stance(mention: Mention) -> str:
    return "" if mention.stance == "asserted" else f" ({mention.stance})"


def _once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The first claim of each text and speaker."""
    seen = set()
    for each in claims:
        if (key := (each.text, each.said_by)) not in seen:
            seen.add(key)
            yield each


# --- disagreements ---------------------------------------------------------------------


def _disagreement_row(
    disagreement: Disagreement,
    titles: Mapping[str, str],
    mentions: Mapping[str, Mention],
    documents: Mapping[str, Document],
) -> DisagreementRow:
    rows = []
    for version in disagreement.versions:
        mention = mentions.get(version.mention)
        document = documents.get(mention.document) if mention else None
        rows.append(
            (
                words.outlet(document) if document else "a report",
                claim(version.value, version.mention, version.quote, mentions, version.said_by),
            )
        )
    return DisagreementRow(
        disagreement,
        titles.get(disagreement.incident, "an incident"),
        words.kind(disagreement.field),
        tuple(rows),
    )


# --- reports --------------------------------------------------------------------------------


def _reports(
    documents: Mapping[str, Document], mentions: Mapping[str, Mention]
) -> Iterator[Report]:
    said: dict[str, list[Mention]] = {}
    for mention in mentions.values():
        said.setdefault(mention.document, []).append(mention)
    for document in _by_date(documents, documents):
        ours = sorted(said.get(document.id, ()), key=lambda m: (m.trigger.start, m.id))
        yield Report(
            document,
            words.outlet(document),
            words.day(document.published) if document.published else "no date",
            tuple(evidence(m, document) for m in ours),
        )
