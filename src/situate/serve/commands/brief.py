"""`situate brief`: reports in, situation out, nothing stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from situate.serve.commands.options import Json
from situate.serve.commands.sharing import Reports, reports, sharing
from situate.serve.door import day, note
from situate.serve.exits import leave

Map = Annotated[
    Path | None, typer.Option("--map", help="Also write one self-contained page with a map here.")
]
Why = Annotated[
    bool, typer.Option("--why", help="Every sentence, numbered; each figure names its own.")
]
NewSince = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only what reports published on this day or later tell."),
]
Title = Annotated[str, typer.Option(help="Title of the page that --map writes.")]


@sharing(reports)
def brief(
    given: Reports,
    json: Json = False,
    map_file: Map = None,
    title: Title = "Situation brief",
    why: Why = False,
    new_since: NewSince = None,
) -> None:
    """What happened, who says so in which words, and who holds what."""
    from situate.export import brief_page, brief_text
    from situate.export.native import brief_view
    from situate.export.news import news
    from situate.pipeline import conclude, open_desk
    from situate.records import to_json
    from situate.serve.reading import Pile, through

    since = day(new_since)
    desk = open_desk(given.settings)
    pile = Pile()
    for _ in through(given.files, desk, given.published, quiet=given.quiet, pile=pile):
        pass
    situation = conclude(pile.documents.values(), pile.mentions, desk)
    mentions = {m.id: m for m in pile.mentions}
    if since:
        situation = news(situation, pile.documents, mentions, since)
    if json:
        view = brief_view(pile.documents, pile.mentions, situation, pile.rejects, desk.vocabulary)
        typer.echo(to_json(view).decode())
    else:
        page = brief_text.render(
            situation, pile.documents, mentions, pile.rejects, desk.roster, why=why, since=since
        )
        typer.echo(page)
    if map_file is not None:
        map_file.parent.mkdir(parents=True, exist_ok=True)
        brief_page.write(
            situation,
            pile.documents,
            mentions,
            map_file,
            title=title,
            rejects=pile.rejects,
            roster=desk.roster,
        )
        note(f"map: {map_file}")
    leave(pile.rejects)
