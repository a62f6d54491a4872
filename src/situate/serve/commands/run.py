"""`situate run`, `rebuild` and `db`: reports into a database, and what is concluded from them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from situate.errors import UsageError
from situate.serve.commands.options import Country, DataDir, Json, Model
from situate.serve.commands.sharing import Reports, reports, sharing
from situate.serve.door import countries, note, read_settings
from situate.serve.exits import leave, tell

Db = Annotated[str, typer.Option("--db", help="A SQLite file, or a postgresql:// URL.")]


@sharing(reports)
def run(
    given: Reports,
    db: Db,
    json: Json = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read side by side.")] = 1,
    part: Annotated[
        str | None,
        typer.Option(metavar="I/N", help="Read the I-th of N shares of the files (a job array)."),
    ] = None,
) -> None:
    """Read reports into a database and conclude; what was read before is not read again."""
    from situate import pipeline, scale
    from situate.model import Reject
    from situate.records import digest, to_json
    from situate.serve.door import with_progress
    from situate.store import open_store

    files, settings = given.files, given.settings
    aside: list[Reject] = []
    if part:
        files = scale.mine(scale.files_of(files), *_share(part))
    with open_store(db, create=True) as store:
        desk = pipeline.open_desk(settings)
        started, version = datetime.now(UTC).isoformat(), pipeline.version(desk)
        ident = digest("run", started, *files)
        store.begin_run(ident, started, version, {"paths": files})
        counts = {"read": 0, "mentions": 0, "known": len(store.current_documents())}
        read = (
            scale.run(files, store, settings, version, ident, workers, given.published)
            if workers > 1
            else pipeline.run_paths(files, store, desk, ident, given.published)
        )
        for found in with_progress(read, "reading", quiet=given.quiet):
            if isinstance(found, Reject):
                aside.append(found)
                tell(found)
            else:
                counts["read"] += 1
                counts["mentions"] += len(found[1])
        pipeline.rebuild(store, desk)
        after = store.counts()
        counts |= {"set_aside": len(aside), "bugs": sum(reject.is_bug for reject in aside)}
        counts |= {"documents": len(store.current_documents()), "incidents": after["incident"]}
        counts["holds"] = after["hold"]
        typer.echo(to_json(counts).decode() if json else _sentence(counts, db))
    leave(aside)


def _share(text: str) -> tuple[int, int]:
    """Job and number of jobs of "3/16". Raises UsageError where it is nothing of the kind."""
    first, _, last = text.partition("/")
    if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
        raise UsageError(f"not a share: {text!r}", hint="write it like 3/16")
    return int(first), int(last)


def _sentence(counts: dict[str, int], db: str) -> str:
    return (
        f"{counts['read']} reports read, {counts['mentions']} mentions, {counts['set_aside']} set "
        f"aside; {db} holds {counts['documents']} reports, {counts['incidents']} incidents and "
        f"{counts['holds']} holds"
    )


def rebuild(
    db: Db,
    json: Json = False,
    country: Country = None,
    data_dir: DataDir = None,
    model: Model = None,
) -> None:
    """Drop what was concluded and conclude it anew; the same mentions give the same bytes."""
    settings = read_settings(data_dir=data_dir, model=model, countries=countries(country))
    from situate import pipeline
    from situate.records import to_json
    from situate.store import open_store

    with open_store(db) as store:
        pipeline.rebuild(store, pipeline.open_desk(settings), force=True)
        counts = store.counts()
    typer.echo(
        to_json(counts).decode()
        if json
        else f"{db}: {counts['incident']} incidents, {counts['hold']} holds"
    )


database = typer.Typer(help="The database itself.", no_args_is_help=True)


@database.callback()
def root() -> None:
    """The database itself."""


@database.command()
def upgrade(db: str) -> None:
    """Bring an older database to this version; a SQLite file is backed up beside itself first."""
    from situate.store import schema
    from situate.store.engine import make_engine

    backup = schema.upgrade(make_engine(db), db)
    typer.echo(f"{db}: upgraded, backup at {backup}" if backup else f"{db}: nothing to upgrade")


@database.command()
def copy(source: str, target: str) -> None:
    """Copy a database, for example a SQLite file to a PostgreSQL server; TARGET must be empty."""
    from situate.store import copying

    counts = copying.copy(source, target)
    typer.echo(f"{target}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))


@database.command()
def merge(
    target: str,
    sources: Annotated[list[str], typer.Argument(help="Databases whose content is added.")],
) -> None:
    """Bring the databases of several runs together in TARGET, which is made if it is not there."""
    from situate.store import merging, open_store

    with open_store(target, create=True) as store:
        counts = merging.merge(store, sources)
    note(f"`situate rebuild --db {target}` concludes from all of it")
    typer.echo(f"{target}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))


@database.command()
def purge(
    db: str,
    document: str,
    reason: Annotated[str, typer.Option(help="Why; kept with the tombstone.")],
) -> None:
    """Remove one report and its words, for a legal or safety need."""
    from situate.store import open_store, purging

    with open_store(db) as store:
        removed = purging.purge(store, document, reason)
    note("run `situate rebuild` to conclude without it")
    typer.echo(f"{document}: {removed} mentions removed; a tombstone stays")
