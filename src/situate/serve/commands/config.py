"""`situate config show`: the settings in force, and where each comes from."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated

import typer

from situate.serve.commands.options import Json
from situate.serve.door import origins, read_settings

app = typer.Typer(help="Settings.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Settings: defaults, then situate.toml, then SITUATE_*, then flags."""


@app.command()
def show(
    origin: Annotated[bool, typer.Option("--origin", help="Where each comes from.")] = False,
    json: Json = False,
) -> None:
    """Every setting as a command would have it here."""
    from situate.records import to_json
    from situate.settings import Settings

    settings, known = read_settings(), origins()
    for name in (f.name for f in fields(Settings)):
        value, source = getattr(settings, name), known.get(name, "default")
        if json:
            shown = str(value) if name in ("data_dir", "parses") and value is not None else value
            typer.echo(to_json({"setting": name, "value": shown, "origin": source}).decode())
        else:
            typer.echo(f"{name}\t{_told(value)}" + (f"\t{source}" if origin else ""))


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return (
            "; ".join(f"{v[0]}: {v[1]}" if isinstance(v, tuple) else str(v) for v in value) or "-"
        )
    return "-" if value is None else str(value)
