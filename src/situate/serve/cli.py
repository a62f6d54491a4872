"""The command line: data on stdout, progress on stderr.

Exit 0 ok, 1 failed, 2 usage, 3 finished but some documents were set aside, 4 finished but a bug in
situate set one aside, 130 interrupted.
"""

from __future__ import annotations

import os
import sys

import typer

from situate import __version__
from situate.errors import ResourceMissing, SituateError, UsageError
from situate.serve.commands import (
    actors,
    annotating,
    ask,
    brief,
    config,
    doctor,
    evaluate,
    export,
    holds,
    mentions,
    places,
    review,
    run,
    serve,
)
from situate.serve.exits import FAILED, INTERRUPTED, OK, USAGE

BLAS_THREADS = (
    "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
)  # fmt: skip

app = typer.Typer(
    name="situate",
    help="Reports of armed conflict in, sourced events and a picture of who holds what out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("brief")(brief.brief)
app.command("mentions")(mentions.mentions)
app.command("run")(run.run)
app.command("rebuild")(run.rebuild)
app.command("incidents")(ask.incidents)
app.command("holds")(holds.holds)
app.command("export")(export.export)
app.add_typer(review.app, name="review")
app.add_typer(run.database, name="db")
app.command("evaluate")(evaluate.evaluate)
app.command("serve")(serve.serve)
app.command("person")(serve.person)
app.command("doctor")(doctor.doctor)
app.add_typer(annotating.app, name="annotations")
app.add_typer(config.app, name="config")
app.add_typer(serve.token, name="token")
app.add_typer(places.app, name="places")
app.add_typer(actors.app, name="actors")


EXTRA_OF = {  # the extra of this package that brings a module
    "argon2": "serve", "fastapi": "serve", "itsdangerous": "serve", "starlette": "serve",
    "uvicorn": "serve", "pyarrow": "parquet", "pandas": "pandas", "duckdb": "duckdb",
    "psycopg": "postgres", "followthemoney": "ftm",
}  # fmt: skip


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"situate {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Reports of armed conflict in, sourced events and a picture of who holds what out."""


def main() -> None:
    """Run a command; an expected error prints one line and what to type next."""
    # numpy reads these once, when first imported; two BLAS threads on a small parser only wait.
    for name in BLAS_THREADS:
        os.environ.setdefault(name, "1")
    try:
        app(standalone_mode=True)
    except UsageError as error:
        _fail(error, USAGE)
    except SituateError as error:
        _fail(error, FAILED)
    except BrokenPipeError:  # the reader of our output has seen enough: `situate ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
    except ModuleNotFoundError as error:
        extra = EXTRA_OF.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        hint = f"pip install 'situate[{extra}]'"
        _fail(ResourceMissing(f"this needs {error.name}", hint=hint), FAILED)
    except OSError as error:  # a folder that cannot be made, a full disk
        if error.filename is None:
            raise
        hint = "is the folder there, and may it be written?"
        _fail(SituateError(f"{error.filename}: {error.strerror}", hint=hint), FAILED)
    except KeyboardInterrupt:
        print("interrupted; `run` goes on where it stopped if typed again", file=sys.stderr)
        sys.exit(INTERRUPTED)


def _fail(error: SituateError, code: int) -> None:
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
    sys.exit(code)
