"""`situate incidents`: questions to a database."""

from __future__ import annotations

from typing import Annotated

import typer

from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.door import country as code
from situate.serve.door import day, note

Since = Annotated[str | None, typer.Option(metavar="DATE", help="From this day on.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Before this day.")]


def incidents(
    db: Db,
    kind: Annotated[str | None, typer.Option("--type", help="An event type.")] = None,
    place: Annotated[str | None, typer.Option(help="A place id or name.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code or name.")] = None,
    since: Since = None,
    until: Until = None,
    contested: Annotated[bool | None, typer.Option(help="Only where sources differ.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 1000,
    why: Annotated[bool, typer.Option("--why", help="Who says so, and why they are one.")] = False,
    json: Json = False,
) -> None:
    """What happened, one incident a line, by day."""
    from situate.corroborate import legend, reasons
    from situate.records import to_json
    from situate.store import Ask, open_store

    with open_store(db) as store:
        ask = Ask(
            type=kind,
            place=store.place_id(place) if place else None,
            country=code(country),
            since=day(since),
            until=day(until),
            is_contested=contested,
            limit=limit,
        )
        for found in store.incidents(ask):
            if json:
                typer.echo(to_json(found).decode())
            else:
                period, where = found.period.value, found.place.value if found.place else None
                start = period.start.date().isoformat() if period and period.start else "undated"
                name = where.name if where else "place unknown"
                witnesses = len(found.witnesses)
                cells = (
                    found.id,
                    start,
                    found.type,
                    name,
                    f"{witnesses} witness{'es'[: 2 * (witnesses != 1)]}",
                )
                typer.echo("\t".join(cells))
                for line in reasons(found) if why else ():
                    typer.echo(f"    {line}")
    if why and not json:
        note("\n".join(legend()))
