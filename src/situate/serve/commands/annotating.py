"""`situate annotations import`: what people marked in Label Studio, back in as judgements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from situate.errors import UsageError
from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.door import note
from situate.serve.exits import SET_ASIDE

if TYPE_CHECKING:
    from situate.model import Document, Judgement, Mention, Reject, Verdict
    from situate.store import Store

By = Annotated[str, typer.Option(help="Who annotated; every decision is signed.", envvar="USER")]
app = typer.Typer(help="Annotations of people, from other tools.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Annotations of people, from other tools."""


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="JSON as Label Studio exports it.")],
    db: Db,
    by: Annotated[
        str, typer.Option(help="Who annotated; every decision is signed.", envvar="USER")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be filed.")
    ] = False,
    json: Json = False,
) -> None:
    """File what annotators did with our predictions of `export labelstudio`.

    A trigger kept is accepted, one given another type is corrected, one taken away is rejected. A
    span whose words do not stand where it says is set aside; new spans are counted, not filed.
    """
    from situate.export.labelstudio import tasks_of
    from situate.records import to_json
    from situate.store import open_store

    tasks = tasks_of(file)
    made: list[Judgement] = []
    aside: list[Reject] = []
    new = 0
    with open_store(db) as store:
        for task in tasks:
            found = decisions(task, store, by)
            made += found[0]
            aside += found[1]
            new += found[2]
        if not dry_run:
            for judgement in made:
                store.add_judgement(judgement)
            store.add_rejects(aside, "annotations")
    for reject in aside:
        note(f"set aside: {reject.where}: {reject.reason}")
    counts: dict[str, Any] = {
        verdict: sum(j.verdict == verdict for j in made)
        for verdict in ("accept", "correct", "reject")
    }
    counts |= {"new_spans": new, "set_aside": len(aside)}
    if json:
        typer.echo(to_json(counts).decode())
    else:
        typer.echo(", ".join(f"{n} {name.replace('_', ' ')}" for name, n in counts.items()))
    if made and not dry_run:
        note(f"`situate rebuild --db {db}` concludes with it")
    if aside:
        raise typer.Exit(SET_ASIDE)


def decisions(task: Any, store: Store, by: str) -> tuple[list[Judgement], list[Reject], int]:
    """The judgements one annotated task amounts to, what was set aside, and how many new spans.

    A task nobody submitted decides nothing. Raises UsageError for a task of another store.
    """
    from situate.export.labelstudio import find, submitted
    from situate.judgements import decide, key
    from situate.model import Reject

    results = submitted(task)
    if results is None:
        return [], [], 0
    ident = str(task["data"].get("document"))
    document = store.documents([ident]).get(ident)
    if document is None:
        hint = "name the store the tasks came from"
        raise UsageError(f"no report {ident[:12]} in {store.where}", hint=hint)
    ours: dict[tuple[int, int], list[Mention]] = {}
    for mention in _mentions(store, document):
        ours.setdefault((mention.trigger.start, mention.trigger.end), []).append(mention)
    labels: dict[tuple[int, int], list[str]] = {}
    aside, new = [], 0
    for result in results:
        quote = find(result, document)
        if isinstance(quote, Reject):
            aside.append(quote)
            continue
        given = [v for v in result["value"].get("labels") or () if v in _types()]
        if (quote.start, quote.end) in ours:
            labels.setdefault((quote.start, quote.end), []).extend(given)
        else:
            new += len(given)
    if aside:  # a span that cannot be trusted makes "taken away" uncertain for the whole task
        return [], aside, new
    when = datetime.now(UTC)
    made = []
    for place, mentions in sorted(ours.items()):
        for verdict, field, value, mention in _verdicts(mentions, labels.get(place, [])):
            on = [key(document, mention.trigger, field)]
            made.append(decide(verdict, on, by, when, field=field, value=value))
    return made, aside, new


def _verdicts(
    mentions: list[Mention], labels: list[str]
) -> Iterator[tuple[Verdict, str, str | None, Mention]]:
    """What the labels left at one trigger say of the readings that stood there."""
    from situate.judgements import WHOLE

    free = [label for label in labels if label not in {m.type for m in mentions}]
    for mention in mentions:
        if mention.type in labels:
            yield "accept", WHOLE, None, mention
        elif free:
            yield "correct", "type", free.pop(0), mention
        else:
            yield "reject", WHOLE, None, mention


def _mentions(store: Store, document: Document) -> Iterator[Mention]:
    from situate.serve.web.archive import Archive

    yield from Archive(store).mentions_in(document.id).values()


def _types() -> Any:
    from situate.knowledge.vocabulary import load_vocabulary

    return load_vocabulary().types
