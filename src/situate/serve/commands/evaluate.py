"""`situate evaluate`: our figures on gold sets, with their denominators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from situate.serve.commands.options import Country, DataDir, Json, Model
from situate.serve.door import countries, read_settings


def evaluate(
    suite: Annotated[str, typer.Argument(help="seed, case2021, plover, re3d, muc4, acled, ...")],
    path: Annotated[Path, typer.Argument(help="A file or folder of that suite's format.")],
    json: Json = False,
    limit: Annotated[int | None, typer.Option(help="Read only the first N rows.")] = None,
    errors: Annotated[
        Path | None, typer.Option(help="Write every miss and false alarm here, with its rule.")
    ] = None,
    resamples: Annotated[int, typer.Option(help="Bootstrap resamples for the intervals.")] = 1000,
    country: Country = None,
    data_dir: DataDir = None,
    model: Model = None,
) -> None:
    """Figures of one suite; the same command runs on any file of the same format."""
    settings = read_settings(data_dir=data_dir, model=model, countries=countries(country))
    from situate.evaluate import load_suite
    from situate.pipeline import open_desk
    from situate.records import to_json

    found = load_suite(suite).run(
        path, open_desk(settings), limit=limit, errors=errors, resamples=resamples
    )
    if json:
        typer.echo(to_json(found).decode())
        return
    typer.echo(f"{found.suite}: {found.rows} rows, {found.skipped} skipped, {found.parser}")
    for name, value in found.metrics.items():
        shown = "null" if value is None else f"{value:.3f}"
        of = found.counts.get(name)
        counts = f"  ({' / '.join(f'{n:g}' for n in of)})" if of else ""
        typer.echo(f"  {name:<36} {shown}{counts}")
    for name, why in found.notes.items():
        typer.echo(f"  note on {name}: {why}")
