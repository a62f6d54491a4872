"""A situation as plain text for a terminal: what happened, who holds what, who disagrees.

Every line that claims something stands above the words for it. Incidents come by day; those told
without a place, a side or a number follow as one line each, so that nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from situate.export import page_words as words
from situate.export.brief_holds import area_lines, hold_lines
from situate.export.brief_lines import Pages, line, numbered, quoted, words_behind
from situate.export.news import novelty
from situate.knowledge.outlets import fold
from situate.model import (
    Actor,
    Document,
    Incident,
    Mention,
    Range,
    Reject,
    Situation,
    Version,
    Witness,
)

LATE = datetime.max.replace(tzinfo=UTC)


def render(
    situation: Situation,
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    rejects: Sequence[Reject],
    roster: words.Names | None = None,
    *,
    why: bool = False,
    since: datetime | None = None,
) -> str:
    """The whole brief.

    `why` prints every sentence instead of the best one, and its number beside each figure. `since`
    is the moment from which reports are new: the situation holds what they tell, and what they
    told before is said to be known.
    """
    pages = Pages(documents, mentions, words.namer(mentions, roster), why)
    ordered = sorted(situation.incidents, key=_by_day)
    told = [i for i in ordered if _is_told(i)]
    rest = [i for i in ordered if not _is_told(i)]
    dated = [i for i in told if _has_day(i)]
    undated = [i for i in told if not _has_day(i)]
    if not dated:  # a report without a day: nothing to stand apart from
        dated, undated = undated, []
    parts = [
        _head(documents, rejects, since),
        _section("WHAT HAPPENED", (row for i in dated for row in _incident(i, pages, since))),
        _section(
            "WHAT HAPPENED, DAY NOT KNOWN",
            (row for i in undated for row in _incident(i, pages, since)),
        ),
        _section("ALSO REPORTED", (_one_line(i, pages) for i in rest)),
        _section("WHO HOLDS WHAT", hold_lines(situation.holds, pages)),
        _section("POCKETS AND FRONTS", area_lines(situation.areas, pages)),
        _section("SET ASIDE", (f"  {r.where}: {r.stage}: {r.reason}" for r in rejects)),
    ]
    return "\n\n".join(part for part in parts if part)


def _by_day(incident: Incident) -> tuple[datetime, int, str]:
    period = incident.period.value
    start = period.start if period and period.start else LATE
    return start.replace(hour=0, minute=0), -len(incident.witnesses), incident.id


def _has_day(incident: Incident) -> bool:
    period = incident.period.value
    return period is not None and (period.start is not None or period.end is not None)


def _is_told(incident: Incident) -> bool:
    """Does it say where, if only by a name no gazetteer has, and who or how many?"""
    return incident.place is not None and bool(
        incident.actors or incident.targets or incident.tolls
    )


def _head(
    documents: Mapping[str, Document], rejects: Sequence[Reject], since: datetime | None
) -> str:
    dated = sorted(d.published for d in documents.values() if d.published)
    undated = len(documents) - len(dated)
    bits = [f"{len(documents)} report{'s' * (len(documents) != 1)}"]
    if dated:
        first, last = words.day(dated[0]), words.day(dated[-1])
        bits.append(f"published {first}" + (f" to {last}" if last != first else ""))
    if undated and dated:
        bits.append(f"{undated} undated")
    elif undated:
        bits.append("undated, so times are as of the report; --published DATE anchors them")
    if rejects:
        bits.append(f"{len(rejects)} set aside")
    if since:
        new = sum(published >= since for published in dated)
        verb = "tells" if new == 1 else "tell"
        bits.append(f"only what the {new} published since {words.day(since)} {verb}")
    return " · ".join(bits)


def _section(title: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"{title}\n{body}" if body else ""


# --- incidents ------------------------------------------------------------------------------


def _title(incident: Incident) -> str:
    stance = "" if incident.stance == "asserted" else f" ({incident.stance})"
    return (
        f"{words.kind(incident.type)}{stance} · {_where(incident)} · {words.when(incident.period)}"
    )


def _where(incident: Incident) -> str:
    place = incident.place
    value = place.value if place else None
    if value is None:
        return words.where(incident)
    lies_in = "" if value.adm1 in (None, words.place_name(incident)) else f", {value.adm1}"
    return f"{words.where(incident)}{lies_in}" + (f" [{value.pcode}]" if value.pcode else "")


def _incident(incident: Incident, pages: Pages, since: datetime | None) -> Iterator[str]:
    new = novelty(incident, pages.documents, pages.mentions, since) if since else None
    yield f"  {_title(incident)}" + (f" · {new}" if new else "")
    number = numbered(incident.mentions, pages)
    who, whom = _sides(incident)
    if who or whom:
        yield line("who", (who or "unknown") + (f"  ->  {whom}" if whom else ""))
    for toll in incident.tolls:
        yield line(toll.kind, _figures(toll, pages, number))
    if _is_framed(incident):
        yield line("called", _framings(incident, pages, number))
    if len(pages.documents) > 1:
        yield line("sources", _witnesses(incident.witnesses, pages))
    yield from words_behind(incident.mentions, pages)


def _is_framed(incident: Incident) -> bool:
    """Do sources use rival words for the act, as surrender and capture are?"""
    rival_types = len({version.value for version in incident.types}) > 1
    has_rival_words = len({framing.value for framing in incident.framings}) > 1
    return has_rival_words and (rival_types or any(f.said_by for f in incident.framings))


def _one_line(incident: Incident, pages: Pages) -> str:
    who, whom = _sides(incident)
    parties = f" · {who or 'unknown'}" + (f" -> {whom}" if whom else "") if who or whom else ""
    known = [m for m in incident.mentions if m in pages.mentions]
    quote = f" · {quoted(pages.mentions[known[0]].sentence, pages, 90)}" if known else ""
    return f"  {_title(incident)}{parties}{quote}"


def _sides(incident: Incident) -> tuple[str, str]:
    """Who acts and upon whom; in a clash both act, so that nobody stands on both ends."""
    acting = {version.value.name for version in incident.actors}
    whom = [v for v in incident.targets if incident.type != "clash" or v.value.name not in acting]
    return _parties(incident.actors), _parties(whom)


def _parties(versions: Sequence[Version[Actor]]) -> str:
    """Names with the most witnesses first; rivals are told apart by a bar."""
    witnesses: dict[str, set[str]] = {}
    for version in versions:
        witnesses.setdefault(version.value.name, set()).add(version.witness)
    return " | ".join(sorted(witnesses, key=lambda name: (-len(witnesses[name]), name)))


def _figures(toll: Range, pages: Pages, number: Mapping[str, int]) -> str:
    """Each different figure once, with everyone who gives it, and why it may count too many."""
    said = _said((words.figure(f.value), _speaker(f, pages, number)) for f in toll.figures)
    return said + words.doubt(toll)


def _framings(incident: Incident, pages: Pages, number: Mapping[str, int]) -> str:
    return _said((f.value, _speaker(f, pages, number)) for f in incident.framings)


def _speaker(told: Version[Any], pages: Pages, number: Mapping[str, int]) -> str:
    """Who says it; with `number`, also in which of the sentences below."""
    who = " ".join((told.said_by or pages.outlet(told.mention)).split())
    at = number.get(told.mention)
    return f"{who} [{at}]" if at else who


def _said(rows: Iterable[tuple[str, str]]) -> str:
    said: dict[str, dict[str, None]] = {}
    for value, speaker in rows:
        said.setdefault(value, {})[speaker] = None
    return " · ".join(f"{value} ({', '.join(speakers)})" for value, speakers in said.items())


def _witnesses(witnesses: Sequence[Witness], pages: Pages) -> str:
    told = " · ".join(_witness(witness, pages) for witness in witnesses)
    return f"{len(witnesses)} witness{'es' * (len(witnesses) != 1)}: {told}"


def _witness(witness: Witness, pages: Pages) -> str:
    """The root speaker, and the reports that quote or reprint it."""
    papers = dict.fromkeys(words.outlet(pages.documents[d]) for d in witness.documents)
    voice = words.voice(witness, pages.mentions, pages.documents)
    others = [paper for paper in papers if fold(paper) != fold(voice)]
    if not others:
        return voice
    also = "also " if len(others) < len(papers) else ""
    return f"{voice} ({also}in {', '.join(others)})"
