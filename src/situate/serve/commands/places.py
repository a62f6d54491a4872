"""`situate places`: install, add, find and list gazetteers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from situate.errors import UsageError
from situate.serve.commands.options import DataDir, Json
from situate.serve.door import country as code
from situate.serve.door import note, read_settings

app = typer.Typer(help="The gazetteers: villages in any spelling.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """The gazetteers: villages in any spelling."""


@app.command()
def add(
    files: list[str],
    kind: Annotated[
        str | None,
        typer.Option(help="geonames, wof, codab, ucdp, acled or csv; default: by header."),
    ] = None,
    country: Annotated[
        str | None, typer.Option(help="ISO code, where the file does not say.")
    ] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Add gazetteer files: Who's On First, GeoNames, OCHA, UCDP, ACLED or your own CSV."""
    from situate.knowledge import gazetteer
    from situate.records import to_json

    settings = read_settings(data_dir=data_dir)
    report = gazetteer.add_files(
        [Path(f) for f in files], settings.data_dir, kind=kind, country=country
    )
    typer.echo(to_json(report).decode() if json else str(report))


@app.command()
def install(
    countries: list[str],
    source: Annotated[
        str | None, typer.Option("--from", help="A file or mirror URL instead of GeoNames' export.")
    ] = None,
    names: Annotated[str | None, typer.Option(help="alternateNamesV2 file or URL.")] = None,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Download and install GeoNames' villages of these countries (ISO codes)."""
    from situate.knowledge import gazetteer
    from situate.records import to_json

    settings = read_settings(data_dir=data_dir)
    report = gazetteer.install(countries, settings.data_dir, source=source, names=names)
    typer.echo(to_json(report).decode() if json else str(report))


@app.command()
def find(
    name: str,
    near: Annotated[str | None, typer.Option(metavar="LAT,LON|NAME", help="Near this.")] = None,
    country: Annotated[
        str | None, typer.Option("--country", "--in", help="ISO code, name.")
    ] = None,
    explain: Annotated[bool, typer.Option(help="Keys, levels and scores of each.")] = False,
    data_dir: DataDir = None,
    json: Json = False,
) -> None:
    """Which places a name may mean, best first; none is exit 1."""
    from situate.knowledge import gazetteer
    from situate.records import to_json

    if not name.strip():
        raise UsageError("a name is needed; for example `situate places find Hajin`")
    settings = read_settings(data_dir=data_dir)
    opened = gazetteer.open_gazetteer(settings.data_dir)
    found = gazetteer.find(name, opened, near=near, country=code(country), explain=explain)
    for candidate in found:
        typer.echo(to_json(candidate).decode() if json else str(candidate))
    if not found:
        note(f"no place named {name!r}; `situate places install CC` adds a country's villages")
        raise typer.Exit(1)


@app.command("list")
def installed(data_dir: DataDir = None, json: Json = False) -> None:
    """Which sources are installed, with their licence and digest."""
    from situate.knowledge import gazetteer
    from situate.records import to_json

    settings = read_settings(data_dir=data_dir)
    for source in gazetteer.installed(settings.data_dir):
        typer.echo(to_json(source).decode() if json else str(source))
