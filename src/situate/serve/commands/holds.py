"""`situate holds`: who held what on a day, as known by a day, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from situate.serve.commands.ask import Adm1, Adm2, InCountry, Place
from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.door import country as code
from situate.serve.door import day, note, titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from situate.export.page_words import Namer
    from situate.model import Document, Hold, Incident, Judgement, Mention
    from situate.store import Store


def holds(
    db: Db,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="On this day.")] = None,
    known_by: Annotated[
        str | None, typer.Option(metavar="DATE", help="As could be known by the end of this day.")
    ] = None,
    place: Place = None,
    adm1: Adm1 = None,
    adm2: Adm2 = None,
    country: InCountry = None,
    why: Annotated[bool, typer.Option("--why", help="The words and steps behind each.")] = False,
    json: Json = False,
) -> None:
    """Who held what. Without --as-of, every spell; with it, one row a place on that day."""
    from situate.records import to_json
    from situate.store import Ask, open_store

    within = {"adm1": adm1, "adm2": adm2, "country": code(country)}
    with open_store(db) as store:
        ident = store.place_id(place) if place else None
        if as_of is None and known_by is None:
            found = store.holds(Ask(place=ident, limit=2**31 - 1))
        else:
            found = on_day(store, day(as_of) or datetime.now(UTC), day(known_by), ident)
        found = [hold for hold in found if _is_within(hold, within)]
        name = _names(found, store)
        if found and not json:
            titles("place", "state", "who", "sure", "siege", "from", "until")
        for hold in found:
            typer.echo(to_json(hold).decode() if json else _line(hold, name))
            for line in _reasons(hold, store, name) if why and not json else ():
                typer.echo(f"    {line}")
    if not found:
        note("nobody is known to hold a place there and then; without days every spell is listed")


def on_day(store: Store, at: datetime, known_by: datetime | None, place: str | None) -> list[Hold]:
    """One hold a place on a day, from what reports out by `known_by` say."""
    from situate.store import Ask

    incidents = store.incidents(Ask(limit=2**31 - 1)) if known_by is None else ()
    return folded(
        store.documents(), store.mentions(), store.judgements(), at, known_by, place, incidents
    )


def folded(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    decided: Sequence[Judgement],
    at: datetime,
    known_by: datetime | None,
    place: str | None,
    incidents: Sequence[Incident] = (),
) -> list[Hold]:
    """The same from records; `incidents` are needed only where `known_by` is None."""
    from functools import partial

    from situate import control, corroborate, judgements
    from situate.knowledge.outlets import load_outlets
    from situate.knowledge.roster import load_roster

    outlets, roster = load_outlets(), load_roster()
    said = judgements.apply(documents, mentions, decided)
    regroup = partial(corroborate.corroborate, outlets=outlets, roster=roster, judgements=decided)
    return list(
        control.as_of(
            documents, said, incidents, at, known_by=known_by, place=place, regroup=regroup,
            outlets=outlets,
        )
    )  # fmt: skip


def _is_within(hold: Hold, wanted: Mapping[str, str | None]) -> bool:
    """Does its place lie in the country, province and district that are asked for, if any?"""
    return all(
        name is None or (getattr(hold.place, level) or "").casefold() == name.casefold()
        for level, name in wanted.items()
    )


def _names(holds: Sequence[Hold], store: Store) -> Namer:
    """Id -> name: the roster's, else the one the reports use."""
    from situate.export.page_words import namer
    from situate.knowledge.roster import load_roster

    said = store.mentions({ident for hold in holds for ident in hold.because})
    return namer({mention.id: mention for mention in said}, load_roster())


def _line(hold: Hold, name: Namer) -> str:
    period, besiegers = hold.period, ", ".join(map(name, hold.besieged_by))
    start = period.start.date().isoformat() if period and period.start else "-"
    end = period.end.date().isoformat() if period and period.end else "-"
    number = "-" if hold.probability is None else f"{hold.probability:.2f}"
    besieged = f"besieged by {besiegers}" if besiegers else "-"
    who = " + ".join(map(name, hold.holders)) or "-"
    return "\t".join((hold.place.name, hold.state, who, number, besieged, start, end))


def _reasons(hold: Hold, store: Store, name: Namer) -> list[str]:
    from situate.export.page_reasons import told
    from situate.export.page_words import effect, outlet

    lines = [f"{effect(step.effect, name)}: {told(step.reason)}" for step in hold.trace]
    mentions = store.mentions(hold.because)
    documents = store.documents(sorted({m.document for m in mentions}))
    for mention in mentions:
        report = documents[mention.document]
        day = report.published.date().isoformat() if report.published else "undated"
        words = " ".join(mention.sentence.text.split())
        lines.append(f"\u201c{words}\u201d ({outlet(report)}, {day})")
    return lines
