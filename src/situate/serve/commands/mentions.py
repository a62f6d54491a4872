"""`situate mentions`: what each report says, one claim a line."""

from __future__ import annotations

import typer

from situate.serve.commands.options import Json
from situate.serve.commands.sharing import Reports, reports, sharing
from situate.serve.exits import leave


@sharing(reports)
def mentions(given: Reports, json: Json = False) -> None:
    """What each report says happened or holds, every value with the words for it."""
    from situate.export.native import mention_view
    from situate.pipeline import open_desk
    from situate.records import to_json
    from situate.serve.reading import Pile, through

    desk = open_desk(given.settings)
    pile = Pile()
    read = through(given.files, desk, given.published, quiet=given.quiet, pile=pile)
    for document, said in read:
        for mention in said:
            view = mention_view(mention, document, desk.vocabulary)
            typer.echo(to_json(view).decode() if json else _line(view))
    leave(pile.rejects)


def _line(view: dict[str, object]) -> str:
    """One mention as tab-separated text: type, stance, who, whom, where, the words."""

    def words(name: str) -> str:
        values = view[name]
        assert isinstance(values, list)
        return "; ".join(v["quote"]["text"] if v["quote"] else "(implied)" for v in values) or "-"

    quote = view["trigger"]
    assert isinstance(quote, dict)
    return "\t".join(
        (
            str(view["type"]),
            str(view["stance"]),
            words("actors"),
            words("targets"),
            words("places"),
            f"{quote['start']}:{quote['end']} {quote['text']}",
        )
    )
