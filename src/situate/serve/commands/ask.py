"""`situate incidents`: questions to a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.door import country as code
from situate.serve.door import days, event_type, note, titles

if TYPE_CHECKING:
    from situate.model import Incident

Since = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="From this day on; what has no day is never left out."),
]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Before this day.")]
Place = Annotated[str | None, typer.Option(help="A place: its id, or any name it goes by.")]
Adm1 = Annotated[str | None, typer.Option(help="A province (admin level 1), by name.")]
Adm2 = Annotated[str | None, typer.Option(help="A district (admin level 2), by name.")]
InCountry = Annotated[str | None, typer.Option("--country", help="ISO code or name.")]


def incidents(
    db: Db,
    kind: Annotated[str | None, typer.Option("--type", help="An event type.")] = None,
    place: Place = None,
    adm1: Adm1 = None,
    adm2: Adm2 = None,
    country: InCountry = None,
    since: Since = None,
    until: Until = None,
    contested: Annotated[bool | None, typer.Option(help="Only where sources differ.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 1000,
    why: Annotated[bool, typer.Option("--why", help="Who says so, and why they are one.")] = False,
    json: Json = False,
) -> None:
    """What happened, one incident a line, by day."""
    from situate.corroborate import legend, reasons
    from situate.export.page_reasons import told
    from situate.records import to_json
    from situate.store import Ask, open_store

    with open_store(db) as store:
        first, end = days(since, until)
        ask = Ask(
            type=event_type(kind),
            place=store.place_id(place) if place else None,
            adm1=adm1,
            adm2=adm2,
            country=code(country),
            since=first,
            until=end,
            is_contested=contested,
            limit=limit,
        )
        found = store.incidents(ask)
    if found and not json:
        titles("id", "from", "what", "where", "said by")
    for incident in found:
        typer.echo(to_json(incident).decode() if json else _line(incident))
        for line in reasons(incident) if why and not json else ():
            typer.echo(f"    {told(line)}")
    if not found:
        note("no incident meets all of this")
    elif len(found) == limit:
        note(f"the first {limit}; --limit shows more")
    if why and not json:
        note("\n".join(told(line) for line in legend()))


def _line(incident: Incident) -> str:
    from situate.export import page_words as words

    period, witnesses = incident.period.value, len(incident.witnesses)
    start = period.start.date().isoformat() if period and period.start else "undated"
    stance = "" if incident.stance == "asserted" else f" ({incident.stance})"
    voices = f"{witnesses} witness{'es' * (witnesses != 1)}"
    kind = words.kind(incident.type) + stance
    return "\t".join((incident.id, start, kind, words.where(incident), voices))
