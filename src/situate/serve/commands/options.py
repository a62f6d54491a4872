"""Options that mean the same in every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[str], typer.Argument(help="Files, folders, '-' for standard input, or a URL you name.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day of publication of reports that do not say it."),
]
Country = Annotated[
    list[str] | None,
    typer.Option("--country", help="ISO code or name of a country the reports are about; repeat."),
]
DataDir = Annotated[
    Path | None, typer.Option(help="Where gazetteers are kept.", show_default=False)
]
Model = Annotated[
    str | None, typer.Option(help="spaCy model package; default: the best one installed.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on standard error.")]
ProfileName = Annotated[
    str | None,
    typer.Option("--profile", help="A profile of situate.toml: what is held back from readers."),
]
Delay = Annotated[
    int | None,
    typer.Option("--delay", min=0, metavar="DAYS", help="Hold back reports of the last DAYS."),
]
Coarsen = Annotated[
    str | None,
    typer.Option(metavar="LEVEL", help="Places finer than adm2, adm1 or country become that."),
]
Withhold = Annotated[
    list[str] | None,
    typer.Option(metavar="PLACE", help="Leave out every report of a place (id or name); repeat."),
]
Redact = Annotated[bool, typer.Option("--redact", help="Hide names of persons.")]
