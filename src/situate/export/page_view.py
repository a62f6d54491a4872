"""A situation as the rows of a page; one file and web app render the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from situate.export import page_words as words
from situate.export.page_evidence import Evidence, evidence
from situate.export.page_map import days, map_data
from situate.export.page_symbols import OTHER, side_colours, sign
from situate.model import (
    Area,
    Disagreement,
    Document,
    Hold,
    Incident,
    Mention,
    Quote,
    Reject,
    Situation,
    Step,
    Witness,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A value on a page and where its words are: a mention and, unless implied, a span in it."""

    text: str
    mention: str
    start: int | None = None
    end: int | None = None
    said_by: str | None = None
    known: bool = True  # False: the mention is not on this page, so there is nothing to link to


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
    witnesses: tuple[tuple[Witness, str], ...]
    start: int | None
    end: int | None
    search: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold as listed and opened."""

    hold: Hold
    sign: str
    state: str
    notes: tuple[str, ...]
    period: str
    percent: int | None
    beliefs: tuple[tuple[str, int], ...]
    because: tuple[Claim, ...]
    trace: tuple[tuple[Step, str, tuple[Claim, ...]], ...]  # a step, its effect in words, its words
    rule_says: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A pocket or front."""

    area: Area
    actor: str
    flags: str
    places: str
    because: tuple[Claim, ...]


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
    """Rows in the order of the situation; mentions that are not given are left out of links."""
    name = words.namer(mentions, roster)
    colours = side_colours(situation.holds)
    titles = {i.id: _title(i) for i in situation.incidents}
    dated = sorted(d.published for d in documents.values() if d.published)
    return View(
        tuple(incident_row(i, documents, mentions) for i in situation.incidents),
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
        tuple(words.toll(t) for t in incident.tolls),
        tuple(_source_rows(incident, documents, mentions)),
        tuple((w, ", ".join(_outlets(w.documents, documents))) for w in incident.witnesses),
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


def claim(
    text: str,
    mention: str,
    quote: Quote | None,
    mentions: Mapping[str, Mention],
    said_by: str | None = None,
) -> Claim:
    """A claim that links to its words, where the mention is at hand."""
    start, end = (None, None) if quote is None else (quote.start, quote.end)
    return Claim(text, mention, start, end, said_by, mention in mentions)


# --- holds, areas, disagreements ------------------------------------------------------------


def told_first(holds: Iterable[Hold]) -> list[Hold]:
    """Holds as a reader wants them: sieges and contests, then holders, what is unknown last."""

    def order(hold: Hold) -> tuple[object, ...]:
        rank = 0 if hold.besieged_by or hold.state == "contested" else 1
        start = hold.period.start if hold.period else None
        day = start.timestamp() if start else 0.0
        return (2 if hold.state == "unknown" else rank, hold.place.name, day, hold.id)

    return sorted(holds, key=order)


def hold_row(
    hold: Hold,
    mentions: Mapping[str, Mention],
    documents: Mapping[str, Document],
    name: words.Namer,
    colours: Mapping[str, str],
) -> HoldRow:
    """One hold with its reasons."""
    start, end = days(hold.period)
    return HoldRow(
        hold,
        sign(hold, colours),
        words.state(hold, name),
        tuple(_notes(hold, name)),
        words.span(hold.period) if hold.period else "as of the report",
        None if hold.probability is None else round(100 * hold.probability),
        tuple((words.belief(key, name), round(100 * p)) for key, p in hold.probabilities),
        tuple(_because(hold.because, mentions, documents)),
        tuple(
            (s, words.effect(s.effect, name), tuple(_because(s.mentions, mentions, documents)))
            for s in hold.trace
        ),
        words.belief(hold.rule_says, name) if hold.rule_says else None,
        start,
        end,
    )


def _notes(hold: Hold, name: words.Namer) -> Iterator[str]:
    """What else must be said beside the state, each a few words."""
    if hold.besieged_by:
        yield f"besieged by {' and '.join(name(s) for s in hold.besieged_by)}"
    if hold.encircled is not None:
        yield "encircled" if hold.encircled else "not encircled: a way out is open"
    if hold.inferred:
        yield "inferred: no report names the holder"
    if hold.by_presence:
        yield "by presence only"
    if hold.claimed_by:
        yield f"claimed by {', '.join(name(s) for s in hold.claimed_by)} alone"
    for word, sides in (("pressed", hold.pressure), ("present", hold.presence)):
        if sides:
            yield f"{word}: {', '.join(name(s) for s in sides)}"
    if hold.stale:
        yield "stale: no recent evidence"
    for flag in hold.flags:
        if not flag.startswith(
            "raw:"
        ):  # the number before the reader's own doubt: exports carry it
            yield words.flag(flag, name)


def _because(
    ids: Iterable[str], mentions: Mapping[str, Mention], documents: Mapping[str, Document]
) -> Iterator[Claim]:
    for ident in ids:
        if ident in mentions:
            mention = mentions[ident]
            document = documents.get(mention.document)
            source = shorten(words.outlet(document), 48, placeholder="\u2026") if document else None
            yield claim(mention.trigger.text, ident, mention.trigger, mentions, source)


def area_row(
    area: Area,
    holds: Iterable[Hold],
    mentions: Mapping[str, Mention],
    documents: Mapping[str, Document],
    name: words.Namer,
) -> AreaRow:
    """One area; places are named where a hold names them."""
    places = {h.place.id: h.place.name for h in holds}
    return AreaRow(
        area,
        name(area.actor),
        "; ".join(words.flag(flag, name) for flag in area.flags),
        ", ".join(places.get(p, p) for p in area.places),
        tuple(_because(area.because, mentions, documents)),
    )


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
