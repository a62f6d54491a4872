"""`situate review`: a person accepts, corrects, merges, splits, rejects, and takes it back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from situate.errors import JudgementError, UsageError
from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.door import note

if TYPE_CHECKING:
    from situate.model import Judgement, Verdict
    from situate.store import Store

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
    from situate.records import to_json
    from situate.serve.looks import worth_a_look
    from situate.store import open_store

    with open_store(db) as store:
        for look in worth_a_look(store)[:limit]:
            if json:
                typer.echo(to_json(look).decode())
            else:
                typer.echo(
                    f"{look.mention}\t{look.value:.2f}\t{look.type}\t{look.sentence}\t{look.why}"
                )


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
    value: Annotated[str, typer.Argument(help='JSON, for example \'[{"kind":"killed","low":3}]\'')],
    by: By,
    field: FieldName,
    why: Why = None,
) -> None:
    """The value is another: JSON of the field, as `situate mentions --json` prints it."""
    _decide(db, "correct", [mention], by, field, _value(field, value), why)


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
    from situate.judgements import decide, key
    from situate.store import open_store

    with open_store(db) as store:
        known = {m.id: m for m in store.mentions()}
        missing = [m for m in mentions if m not in known]
        if missing:
            raise UsageError(f"no mention {missing[0]}", hint=f"situate review list --db {db}")
        documents = store.documents([known[m].document for m in mentions])
        on = [key(documents[known[m].document], known[m].trigger, field) for m in mentions]
        made = decide(verdict, on, by, datetime.now(UTC), field=field, value=value, why=why)
        _filed(store, made)


def _filed(store: Store, judgement: Judgement) -> None:
    store.add_judgement(judgement)
    typer.echo(judgement.id)
    note(f"`situate rebuild --db {store.where}` concludes with it")


def _value(field: str, text: str) -> Any:
    """A JSON value; a plain word is taken as it is for type and stance; tolls may be partial."""
    import orjson

    from situate.model import Toll

    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if field in ("type", "stance"):
            return text
        raise JudgementError(f"not JSON: {text[:60]} ({error})") from error
    if field == "tolls" and isinstance(value, list):
        blank = {"kind": "killed", "who": None, "low": None, "high": None}
        known = set(Toll.__dataclass_fields__)
        return [blank | {k: v for k, v in row.items() if k in known} for row in value]
    return value
