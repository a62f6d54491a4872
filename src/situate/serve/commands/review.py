"""`situate review`: a person accepts, corrects, merges, splits, rejects, and takes it back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from situate.errors import UsageError
from situate.serve.commands.options import DataDir, Json
from situate.serve.commands.run import Db
from situate.serve.door import note, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from situate.model import Judgement, Mention, Verdict
    from situate.store import Store

LEAST = 4  # letters of an id that may stand for it
app = typer.Typer(help="Look at what was read, and decide.", no_args_is_help=True)
By = Annotated[str, typer.Option(help="Your name; every decision is signed.", envvar="USER")]
Why = Annotated[str | None, typer.Option(help="Why; shown beside the decision.")]
FieldName = Annotated[
    str,
    typer.Option("--field", help="mention, type, stance, period, actors, targets, places, tolls."),
]


@app.callback()
def root() -> None:
    """Look at what was read, and decide. Decisions stand on words and survive re-reading."""


@app.command("list")
def queue(
    db: Db,
    limit: Annotated[int, typer.Option(min=1)] = 20,
    json: Json = False,
) -> None:
    """Mentions most worth a look: doubtful ones on which holds or disputed incidents rest."""
    from situate.export.page_words import kind
    from situate.records import to_json
    from situate.serve.looks import worth_a_look
    from situate.store import open_store

    with open_store(db) as store:
        looks = worth_a_look(store)
        for look in looks[:limit]:
            if json:
                typer.echo(to_json(look).decode())
            else:
                typer.echo(f"{look.mention}  {look.value:.2f}  {kind(look.type)}")
                typer.echo(f"    “{look.sentence}”")
                typer.echo(f"    {look.why}")
    if not looks:
        note("nothing is left to look at")
    elif not json:
        note(f"{len(looks)} in all; `situate review show MENTION --db {db}` shows what was read")


@app.command()
def show(db: Db, mention: str, json: Json = False) -> None:
    """What was read of one mention, each value with its words, and what was decided on it."""
    from situate.judgements import apply
    from situate.records import to_json
    from situate.serve.mention_lines import lines_of
    from situate.store import open_store

    with open_store(db) as store:
        (read,) = _mentions(store, [mention])
        documents = store.documents([read.document])
        made = store.judgements()
        now = apply(documents, [read], made)
        if json:
            typer.echo(to_json(now[0] if now else read).decode())
            return
        incident = store.incident(read.id)
        for line in lines_of(now[0] if now else read, documents[read.document], incident):
            typer.echo(line)
        if not now:
            typer.echo("rejected as a whole: it counts for nothing")
        note("accept, correct or reject a field with --field; `situate review --help`")


@app.command()
def accept(db: Db, mention: str, by: By, field: FieldName = "mention", why: Why = None) -> None:
    """The value as read is right."""
    _decide(db, "accept", [mention], by, field, None, why)


@app.command()
def reject(db: Db, mention: str, by: By, field: FieldName = "mention", why: Why = None) -> None:
    """The value, or the whole mention, is wrong."""
    _decide(db, "reject", [mention], by, field, None, why)


@app.command()
def correct(
    db: Db,
    mention: str,
    value: Annotated[
        str,
        typer.Argument(
            help="A place's or side's name or id, a day or two (2018-02-14..2018-02-16), a type or "
            'stance; numbers as JSON: \'[{"kind":"killed","low":3,"high":3}]\''
        ),
    ],
    by: By,
    field: FieldName,
    why: Why = None,
    data_dir: DataDir = None,
) -> None:
    """The value is another: in plain words, or the field as `situate mentions --json` prints it."""
    from situate.serve.commands.values import value_of

    settings = read_settings(data_dir=data_dir)
    _decide(db, "correct", [mention], by, field, value_of(field, value, settings), why)


@app.command()
def merge(db: Db, one: str, two: str, by: By, why: Why = None) -> None:
    """Two mentions tell of one incident."""
    _decide(db, "merge", [one, two], by, "mention", None, why)


@app.command()
def split(db: Db, one: str, two: str, by: By, why: Why = None) -> None:
    """Two mentions do not tell of one incident."""
    _decide(db, "split", [one, two], by, "mention", None, why)


@app.command()
def undo(db: Db, judgement: str, by: By, why: Why = None) -> None:
    """Take a decision back; this too can be undone."""
    from situate.judgements import decide
    from situate.store import open_store

    with open_store(db) as store:
        if judgement not in {j.id for j in store.judgements()}:
            raise UsageError(f"no judgement {judgement}", hint=f"situate review log --db {db}")
        _filed(store, decide("undo", [], by, datetime.now(UTC), why=why, undoes=judgement))


@app.command()
def log(db: Db, json: Json = False) -> None:
    """Every decision, who made it and why; those that no longer bind to a mention are marked."""
    from situate.judgements import active, unbound
    from situate.records import to_json
    from situate.store import open_store

    with open_store(db) as store:
        made = store.judgements()
        standing = {j.id for j in active(made)}
        loose = {j.id for j in unbound(store.documents(), store.mentions(), made)}
        for judgement in made:
            if json:
                typer.echo(to_json(judgement).decode())
                continue
            mark = "stands" if judgement.id in standing else "taken back"
            mark = "takes back" if judgement.undoes else mark
            mark = "unbound" if judgement.id in loose else mark
            when = judgement.when.strftime("%Y-%m-%d %H:%M")
            cells = (judgement.id, mark, judgement.verdict, judgement.field or "-", judgement.by)
            typer.echo("\t".join((*cells, when, judgement.why or "")))


def _decide(
    db: str, verdict: Verdict, mentions: list[str], by: str, field: str, value: Any, why: str | None
) -> None:
    from situate.export.page_words import kind
    from situate.judgements import decide, key
    from situate.store import open_store

    with open_store(db) as store:
        read = _mentions(store, mentions)
        documents = store.documents({m.document for m in read})
        on = [key(documents[m.document], m.trigger, field) for m in read]
        made = decide(verdict, on, by, datetime.now(UTC), field=field, value=value, why=why)
        _filed(store, made)
        words = " and ".join(f"{kind(m.type)} “{m.trigger.text}”" for m in read)
        note(f"{verdict} {field if field != 'mention' else ''} of {words}".replace("  ", " "))
        note(f"`situate review undo {made.id} --db {db}` takes it back")


def _mentions(store: Store, ids: list[str]) -> tuple[Mention, ...]:
    """Mentions by id, or by its first letters where they fit one. Raises UsageError else."""
    found = {m.id: m for m in store.mentions(ids)}
    if len(found) < len(set(ids)):
        found = {m.id: m for m in store.mentions()}
    return tuple(found[_whole(store, ident, found)] for ident in ids)


def _whole(store: Store, ident: str, known: Mapping[str, Mention]) -> str:
    fits = [ident] if ident in known else [k for k in known if k.startswith(ident)]
    if len(fits) == 1 and len(ident) >= LEAST:
        return fits[0]
    if len(fits) > 1 and len(ident) >= LEAST:
        raise UsageError(f"{ident} fits {len(fits)} mentions", hint="type more of its id")
    raise UsageError(f"no mention {ident}", hint=f"situate review list --db {store.where}")


def _filed(store: Store, judgement: Judgement) -> None:
    store.add_judgement(judgement)
    typer.echo(judgement.id)
    note(f"`situate rebuild --db {store.where}` concludes with it")
