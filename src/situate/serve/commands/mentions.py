"""`situate mentions`: what each report says, one claim a line."""

from __future__ import annotations

import typer

from situate.serve.commands.options import Country, DataDir, Files, Json, Model, Published, Quiet
from situate.serve.door import day, read_settings


def mentions(
    files: Files,
    json: Json = False,
    published: Published = None,
    country: Country = None,
    data_dir: DataDir = None,
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """What each report says happened or holds, every value with the words for it."""
    anchor = day(published)
    settings = read_settings(data_dir=data_dir, model=model, countries=country)
    from situate.export.native import mention_view
    from situate.pipeline import open_desk
    from situate.records import to_json
    from situate.serve.reading import Pile, through

    desk = open_desk(settings)
    pile = Pile()
    for document, said in through(files, desk, anchor, quiet=quiet, pile=pile):
        for mention in said:
            view = mention_view(mention, document, desk.vocabulary)
            typer.echo(to_json(view).decode() if json else _line(view))
    if pile.rejects:
        raise typer.Exit(3)


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
