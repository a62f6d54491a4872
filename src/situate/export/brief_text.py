"""A situation as plain text for a terminal: what happened, who holds what, who disagrees.

Every line that claims something stands above the words for it. Incidents come by day; those told
without a place, a side or a number follow as one line each, so that nothing is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from textwrap import fill, shorten, wrap

from situate.export import page_words as words
from situate.knowledge.outlets import fold
from situate.model import (
    Actor,
    Area,
    Document,
    Hold,
    Incident,
    Mention,
    Quote,
    Range,
    Reject,
    Situation,
    Version,
    Witness,
)

WIDTH = 110
LATE = datetime.max.replace(tzinfo=UTC)
# Event types whose words say best what is shown of a place.
SHOWN_BY: Mapping[str, Collection[str]] = defaultdict(tuple, {
    "besieged": {"siege"},
    "held": {"place_taken", "place_transferred", "holds"},
    "contested": {"contested", "place_partly_taken", "place_entered", "advance"},
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pages:
    """What a brief is written from."""

    documents: Mapping[str, Document]
    mentions: Mapping[str, Mention]
    name: words.Namer

    def outlet(self, mention: str) -> str:
        """Who published a mention; of a single report, the report."""
        if len(self.documents) == 1:
            return "the report"
        return words.outlet(self.documents[self.mentions[mention].document])


def render(
    situation: Situation,
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    rejects: Sequence[Reject],
    roster: words.Names | None = None,
) -> str:
    """The whole brief."""
    pages = Pages(documents, mentions, words.namer(mentions, roster))
    ordered = sorted(situation.incidents, key=_by_day)
    told = [i for i in ordered if _is_told(i)]
    rest = [i for i in ordered if not _is_told(i)]
    parts = [
        _head(documents, rejects),
        _section("WHAT HAPPENED", (line for i in told for line in _incident(i, pages))),
        _section("ALSO REPORTED", (_one_line(i, pages) for i in rest)),
        _section("WHO HOLDS WHAT", _holds(situation.holds, pages)),
        _section("POCKETS AND FRONTS", _areas(situation.areas, pages)),
        _section("SET ASIDE", (f"  {r.where}: {r.stage}: {r.reason}" for r in rejects)),
    ]
    return "\n\n".join(part for part in parts if part)


def _by_day(incident: Incident) -> tuple[datetime, int, str]:
    period = incident.period.value
    start = period.start if period and period.start else LATE
    return start.replace(hour=0, minute=0), -len(incident.witnesses), incident.id


def _is_told(incident: Incident) -> bool:
    """Does it say where, if only by a name no gazetteer has, and who or how many?"""
    return incident.place is not None and bool(
        incident.actors or incident.targets or incident.tolls
    )


def _head(documents: Mapping[str, Document], rejects: Sequence[Reject]) -> str:
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
    return " · ".join(bits)


def _section(title: str, lines: Iterable[str]) -> str:
    body = "\n".join(lines)
    return f"{title}\n{body}" if body else ""


def _line(label: str, text: str) -> str:
    return fill(
        text,
        WIDTH,
        initial_indent=f"    {label:<12}",
        subsequent_indent=" " * 16,
        break_long_words=False,
        break_on_hyphens=False,
    )


# --- incidents ------------------------------------------------------------------------------


def _title(incident: Incident) -> str:
    stance = "" if incident.stance == "asserted" else f" ({incident.stance})"
    return (
        f"{words.kind(incident.type)}{stance} · {_where(incident)} · {words.when(incident.period)}"
    )


def _where(incident: Incident) -> str:
    place = incident.place
    value = place.value if place else None
    if value is None or value.adm1 in (None, value.name):
        return words.where(incident)
    return f"{words.where(incident)}, {value.adm1}"


def _incident(incident: Incident, pages: Pages) -> Iterator[str]:
    yield f"  {_title(incident)}"
    who, whom = _sides(incident)
    if who or whom:
        yield _line("who", (who or "unknown") + (f"  ->  {whom}" if whom else ""))
    for toll in incident.tolls:
        yield _line(toll.kind, _figures(toll, pages))
    if _is_framed(incident):
        yield _line("called", _framings(incident, pages))
    if len(pages.documents) > 1:
        yield _line("sources", _witnesses(incident.witnesses, pages))
    yield from _best_words(incident.mentions, pages)


def _is_framed(incident: Incident) -> bool:
    """Do sources use rival words for the act, as surrender and capture are?"""
    rival_types = len({version.value for version in incident.types}) > 1
    has_rival_words = len({framing.value for framing in incident.framings}) > 1
    return has_rival_words and (rival_types or any(f.said_by for f in incident.framings))


def _one_line(incident: Incident, pages: Pages) -> str:
    who, whom = _sides(incident)
    parties = f" · {who or 'unknown'}" + (f" -> {whom}" if whom else "") if who or whom else ""
    known = [m for m in incident.mentions if m in pages.mentions]
    quote = f" · {_quoted(pages.mentions[known[0]].sentence, pages, 90)}" if known else ""
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


def _figures(toll: Range, pages: Pages) -> str:
    """Each different figure once, with everyone who gives it."""
    return _said(
        (words.figure(f.value), f.said_by or pages.outlet(f.mention)) for f in toll.figures
    )


def _framings(incident: Incident, pages: Pages) -> str:
    return _said((f.value, f.said_by or pages.outlet(f.mention)) for f in incident.framings)


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


def _best_words(mentions: Sequence[str], pages: Pages, told: Collection[str] = ()) -> Iterator[str]:
    """The sentence of the surest mention in body text; of some event types, if there is one."""
    known = [pages.mentions[m] for m in mentions if m in pages.mentions]
    if known:
        surest = max(
            known, key=lambda m: (m.type in told, m.block == "paragraph", m.confidence, m.id)
        )
        yield _line("words", _quoted(surest.sentence, pages, 260))


def _quoted(quote: Quote, pages: Pages, limit: int) -> str:
    text = shorten(" ".join(quote.text.split()), limit, placeholder=" ...")
    # Words that quote somebody are told from ours by other marks, since they stay as they are.
    marked = f"\u201c{text}\u201d" if '"' in text else f'"{text}"'
    if len(pages.documents) == 1:
        return f"{marked} [{quote.start}:{quote.end}]"
    return f"{marked} ({words.outlet(pages.documents[quote.document])})"


# --- holds ----------------------------------------------------------------------------------


def _holds(holds: Sequence[Hold], pages: Pages) -> Iterator[str]:
    in_order = sorted(holds, key=_by_place)
    for hold in (h for h in in_order if not _says_nothing(h)):
        yield f"  {hold.place.name:<20} {_hold(hold, pages)}"
        told = SHOWN_BY["besieged" if hold.besieged_by else hold.state]
        yield from _best_words(hold.because, pages, told)
    untold = ", ".join(dict.fromkeys(h.place.name for h in in_order if _says_nothing(h)))
    if untold:
        yield from wrap(
            f"No report says who holds: {untold}",
            100,
            initial_indent="  ",
            subsequent_indent="    ",
        )


def _says_nothing(hold: Hold) -> bool:
    """A place where something happened, and no word of who holds, besieges or claims it."""
    told = hold.besieged_by or hold.claimed_by or hold.same_as
    return hold.state == "unknown" and not told and not words.leans(hold)


def _by_place(hold: Hold) -> tuple[str, datetime, str]:
    start = hold.period.start if hold.period and hold.period.start else LATE
    return hold.place.name, start, hold.id


def _hold(hold: Hold, pages: Pages) -> str:
    bits = [words.state(hold, pages.name)]
    if hold.probability is not None and hold.state != "unknown":
        bits[0] += f" ({hold.probability:.2f})"
    if hold.by_presence:
        bits.append("by presence")
    if hold.inferred:
        bits.append("inferred")
    if hold.besieged_by:
        besiegers = ", ".join(map(pages.name, hold.besieged_by))
        open_side = ", not encircled" if hold.encircled is False else ""
        bits.append(f"besieged by {besiegers}{open_side}")
    if hold.same_as:
        bits.append("doubtful which place is meant")
    if hold.claimed_by:
        bits.append(f"claimed by {', '.join(map(pages.name, hold.claimed_by))}")
    bits.append(words.span(hold.period) if hold.period else "as of the report")
    if hold.stale:
        bits.append("stale")
    return " · ".join(bits)


def _areas(areas: Sequence[Area], pages: Pages) -> Iterator[str]:
    for area in areas:
        flags = ", ".join(flag.replace("_", " ").replace(":", " ") for flag in area.flags)
        yield f"  {area.name} ({pages.name(area.actor)}): {flags}"
        yield from _best_words(area.because, pages)
