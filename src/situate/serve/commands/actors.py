"""`situate actors`: who a name means, as of a day."""

from __future__ import annotations

from typing import Annotated

import typer

from situate.errors import UsageError
from situate.serve.commands.options import Json
from situate.serve.door import day, note

app = typer.Typer(help="The roster of armed and civil actors.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """The roster of armed and civil actors."""


@app.command()
def find(
    name: str,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="As of this day.")] = None,
    json: Json = False,
) -> None:
    """Who NAME means; several answers are printed best first, none is exit 1."""
    from situate.knowledge.roster import load_roster
    from situate.records import to_json

    if not name.strip():
        raise UsageError("a name is needed; for example `situate actors find HTS`")
    at = day(on)
    matches = load_roster().lookup(name, at.date() if at else None)
    for match in matches:
        if json:
            typer.echo(to_json(match).decode())
        else:
            actor = match.actor
            typer.echo("\t".join((actor.id or "-", actor.name, actor.kind, match.reason)))
    if not matches:
        note(f"no actor named {name!r}; try its abbreviation or another spelling")
        raise typer.Exit(1)
