"""`situate holds`: who held what on a day, as known by a day, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.door import day, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from situate.model import Document, Hold, Incident, Judgement, Mention
    from situate.store import Store


def holds(
    db: Db,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="On this day.")] = None,
    known_by: Annotated[
        str | None, typer.Option(metavar="DATE", help="As could be known by the end of this day.")
    ] = None,
    place: Annotated[str | None, typer.Option(help="A place id or name.")] = None,
    adm2: Annotated[str | None, typer.Option(help="A district, by name.")] = None,
    why: Annotated[bool, typer.Option("--why", help="The words and steps behind each.")] = False,
    json: Json = False,
) -> None:
    """Who held what. Without --as-of, every spell; with it, one row a place on that day."""
    from situate.records import to_json
    from situate.store import Ask, open_store

    with open_store(db) as store:
        ident = store.place_id(place) if place else None
        if as_of is None and known_by is None:
            found = store.holds(Ask(place=ident, adm2=adm2, limit=2**31 - 1))
        else:
            at = day(as_of) or datetime.now(UTC)
            found = [h for h in on_day(store, at, day(known_by), ident) if _inside(h, adm2)]
        for hold in found:
            typer.echo(to_json(hold).decode() if json else _line(hold))
            if why and not json:
                for line in _reasons(hold, store):
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


def _inside(hold: Hold, adm2: str | None) -> bool:
    return adm2 is None or (hold.place.adm2 or "").casefold() == adm2.casefold()


def _line(hold: Hold) -> str:
    period = hold.period
    start = period.start.date().isoformat() if period and period.start else "-"
    end = period.end.date().isoformat() if period and period.end else "-"
    number = "-" if hold.probability is None else f"{hold.probability:.2f}"
    besieged = f"besieged by {', '.join(hold.besieged_by)}" if hold.besieged_by else "-"
    who = " + ".join(hold.holders) or "-"
    return "\t".join((hold.place.name, hold.state, who, number, besieged, start, end))


def _reasons(hold: Hold, store: Store) -> list[str]:
    lines = [f"{step.effect}: {step.reason}" for step in hold.trace]
    wanted = set(hold.because)
    mentions = [m for m in store.mentions() if m.id in wanted]
    documents = store.documents(sorted({m.document for m in mentions}))
    for mention in mentions:
        report = documents[mention.document]
        day = report.published.date().isoformat() if report.published else "undated"
        words = " ".join(mention.sentence.text.split())
        lines.append(f'"{words}" ({report.outlet or report.path}, {day})')
    return lines
