"""A situation as plain text for a terminal: what happened, who holds what, who disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from textwrap import shorten

from situate.knowledge.roster import Roster
from situate.model import (
    Actor,
    Area,
    Document,
    Hold,
    Incident,
    Mention,
    Period,
    Quote,
    Range,
    Reject,
    Situation,
    Sourced,
    Toll,
    Version,
)

UNKNOWN = "unknown"


def render(
    situation: Situation,
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    rejects: Sequence[Reject],
    roster: Roster,
) -> str:
    """The whole brief; every line that claims something is followed by the words for it."""
    pages = Pages(documents, mentions, roster)
    parts = [
        _head(documents, rejects),
        _section("WHAT HAPPENED", _incidents(situation.incidents, pages)),
        _section("WHO HOLDS WHAT", _holds(situation.holds, pages)),
        _section("POCKETS AND FRONTS", _areas(situation.areas, pages)),
        _section("SET ASIDE", (f"{r.where}: {r.stage}: {r.reason}" for r in rejects)),
    ]
    return "\n\n".join(part for part in parts if part)


class Pages:
    """Documents, mentions and names at hand while a brief is written."""

    def __init__(
        self, documents: Mapping[str, Document], mentions: Mapping[str, Mention], roster: Roster
    ) -> None:
        self.documents, self.mentions, self.roster = documents, mentions, roster

    def outlet(self, document: str) -> str:
        """Who published it; else its title, file or first words."""
        report = self.documents[document]
        return report.outlet or report.title or report.path or report.text[:30]

    def side(self, ident: str) -> str:
        """The name of a roster id."""
        return self.roster.actor(ident, None).name if self.roster.entry(ident) else ident


def _head(documents: Mapping[str, Document], rejects: Sequence[Reject]) -> str:
    dated = sorted(d.published for d in documents.values() if d.published)
    undated = len(documents) - len(dated)
    days = f"{_day(dated[0])} to {_day(dated[-1])}" if dated else "no dates"
    reports = f"{len(documents)} report{'s' * (len(documents) != 1)}"
    bits = [reports, days]
    if undated and dated:
        bits.append(f"{undated} undated")
    if undated and not dated:
        bits.append("times are as of the report; anchor them with --published DATE")
    bits.append(f"{len(rejects)} set aside")
    return " · ".join(bits)


def _section(title: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"{title}\n{body}" if body else ""


# --- incidents ------------------------------------------------------------------------------


def _incidents(incidents: Sequence[Incident], pages: Pages) -> Iterator[str]:
    for incident in incidents:
        yield f"• {_headline(incident)}"
        for line in _incident_lines(incident, pages):
            yield f"    {line}"


def _headline(incident: Incident) -> str:
    kind = incident.type.replace("_", " ")
    stance = "" if incident.stance == "asserted" else f" ({incident.stance})"
    return f"{kind}{stance} · {_where(incident)} · {_when(incident.period)}"


def _incident_lines(incident: Incident, pages: Pages) -> Iterator[str]:
    who = _parties(incident.actors)
    whom = _parties(incident.targets)
    if who or whom:
        yield f"who      {who or UNKNOWN}" + (f"  ->  {whom}" if whom else "")
    for toll in incident.tolls:
        yield f"{toll.kind:<8} {_figures(toll, pages)}"
    if len({version.value for version in incident.framings}) > 1:
        yield f"called   {_framings(incident, pages)}"
    if incident.contested:
        yield f"disputed {', '.join(incident.contested)}"
    yield f"sources  {_witnesses(incident, pages)}"
    quote = _best_words(incident, pages)
    if quote:
        yield f"words    {quote}"


def _parties(versions: Sequence[Version[Actor]]) -> str:
    counted: dict[str, set[str]] = {}
    for version in versions:
        counted.setdefault(version.value.name, set()).add(version.witness)
    return " | ".join(sorted(counted, key=lambda name: (-len(counted[name]), name)))


def _figures(toll: Range, pages: Pages) -> str:
    """Each different figure once, with everyone who gives it."""
    said: dict[str, list[str]] = {}
    for figure in toll.figures:
        outlet = pages.outlet(pages.mentions[figure.mention].document)
        outlets = said.setdefault(_figure(figure.value), [])
        if outlet not in outlets:
            outlets.append(outlet)
    return " · ".join(f"{figure} ({', '.join(outlets)})" for figure, outlets in said.items())


def _figure(toll: Toll) -> str:
    count = _count(toll.low, toll.high)
    who = f" {toll.who}" if toll.who else ""
    parts = ", ".join(f"{_count(p.low, p.high)} {p.who or ''}".strip() for p in toll.parts)
    return f"{count}{who}" + (f", of them {parts}" if parts else "")


def _count(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "an untold number of"
    if low is None:
        return f"up to {high:,}"
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _framings(incident: Incident, pages: Pages) -> str:
    said: dict[str, list[str]] = {}
    for version in incident.framings:
        speaker = version.said_by or pages.outlet(pages.mentions[version.mention].document)
        speakers = said.setdefault(version.value, [])
        if speaker not in speakers:
            speakers.append(speaker)
    return " · ".join(f"{word} ({', '.join(speakers)})" for word, speakers in said.items())


def _witnesses(incident: Incident, pages: Pages) -> str:
    lines = []
    for witness in incident.witnesses:
        outlets = sorted({pages.outlet(document) for document in witness.documents})
        reprints = f" + {len(outlets) - 1} more" if len(outlets) > 1 else ""
        lines.append(f"{witness.root}{reprints}" if witness.root in outlets else ", ".join(outlets))
    count = len(incident.witnesses)
    return f"{count} witness{'es' * (count != 1)}: " + " · ".join(lines)


def _best_words(incident: Incident, pages: Pages) -> str:
    """The sentence of the surest mention, and where it stands."""
    known = [pages.mentions[m] for m in incident.mentions if m in pages.mentions]
    if not known:
        return ""
    surest = max(known, key=lambda m: (m.block == "paragraph", m.confidence, m.id))
    return _words(surest.sentence, pages)


def _words(quote: Quote, pages: Pages) -> str:
    text = shorten(" ".join(quote.text.split()), 220, placeholder=" ...")
    return f'"{text}" ({pages.outlet(quote.document)}, {quote.start}:{quote.end})'


def _where(incident: Incident) -> str:
    place = incident.place
    if place is None or place.value is None:
        words = place.quote.text if place and place.quote else None
        return f'"{words}" (place unknown)' if words else "place unknown"
    value = place.value
    inside = value.adm1 if value.adm1 and value.adm1 != value.name else value.country
    relation = "" if place.relation in ("at", "in") else f"{place.relation} "
    doubt = " (?)" if place.confidence < 0.6 else ""
    return f"{relation}{value.name}{f', {inside}' if inside else ''}{doubt}"


def _when(period: Sourced[Period]) -> str:
    if period.value is None:
        return f'"{period.quote.text}" (undated)' if period.quote else "day unknown"
    return _span(period.value)


def _span(period: Period) -> str:
    if period.start is None or period.end is None:
        return f"since {_day(period.start)}" if period.start else "start unknown"
    last = datetime.fromtimestamp(period.end.timestamp() - 1, period.end.tzinfo)
    first, final = _day(period.start), _day(last)
    return first if first == final else f"{first} to {final}"


def _day(moment: datetime | None) -> str:
    return UNKNOWN if moment is None else f"{moment.day} {moment:%b %Y}"


# --- holds ----------------------------------------------------------------------------------


def _holds(holds: Sequence[Hold], pages: Pages) -> Iterator[str]:
    for hold in holds:
        yield f"• {hold.place.name:<22} {_state(hold, pages)}"
        for mention in hold.because[:2]:
            if mention in pages.mentions:
                yield f"    words    {_words(pages.mentions[mention].sentence, pages)}"


def _state(hold: Hold, pages: Pages) -> str:
    names = " and ".join(pages.side(h) for h in hold.holders)
    state = {
        "held": f"held by {names}",
        "contested": f"contested: {names}",
        "mixed": f"shared: {names}",
        "none": "nobody holds it",
        "unknown": "unknown who holds it",
    }[hold.state]
    bits = [state + (f" ({hold.probability:.2f})" if hold.probability is not None else "")]
    if hold.state == "unknown" and hold.leaning:
        bits.append(f"leaning {pages.side(hold.leaning.split(':')[-1])}")
    if hold.by_presence:
        bits.append("by presence")
    if hold.inferred:
        bits.append("inferred")
    if hold.besieged_by:
        bits.append(f"besieged by {', '.join(map(pages.side, hold.besieged_by))}")
    if hold.encircled is False and hold.besieged_by:
        bits.append("not encircled")
    bits.append(_span(hold.period) if hold.period else "as of the report")
    if hold.stale:
        bits.append("stale")
    return " · ".join(bits)


def _areas(areas: Sequence[Area], pages: Pages) -> Iterator[str]:
    for area in areas:
        flags = ", ".join(flag.replace("_", " ") for flag in area.flags)
        yield f"• {area.name} ({pages.side(area.actor)}): {flags}"
        for mention in area.because[:2]:
            if mention in pages.mentions:
                yield f"    words    {_words(pages.mentions[mention].sentence, pages)}"
