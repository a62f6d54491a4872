"""`situate incidents` and `situate export`: questions to a database, and its content taken away."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.door import day, note

Since = Annotated[str | None, typer.Option(metavar="DATE", help="From this day on.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Before this day.")]


def incidents(
    db: Db,
    kind: Annotated[str | None, typer.Option("--type", help="An event type.")] = None,
    place: Annotated[str | None, typer.Option(help="A place id or name.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO code.")] = None,
    since: Since = None,
    until: Until = None,
    contested: Annotated[bool | None, typer.Option(help="Only where sources differ.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 1000,
    json: Json = False,
) -> None:
    """What happened, one incident a line, by day."""
    from situate.records import to_json
    from situate.store import Ask, open_store

    with open_store(db) as store:
        ask = Ask(
            type=kind,
            place=store.place_id(place) if place else None,
            country=country,
            since=day(since),
            until=day(until),
            is_contested=contested,
            limit=limit,
        )
        for found in store.incidents(ask):
            if json:
                typer.echo(to_json(found).decode())
            else:
                period, where = found.period.value, found.place.value if found.place else None
                start = period.start.date().isoformat() if period and period.start else "undated"
                name = where.name if where else "place unknown"
                witnesses = len(found.witnesses)
                cells = (
                    found.id,
                    start,
                    found.type,
                    name,
                    f"{witnesses} witness{'es'[: 2 * (witnesses != 1)]}",
                )
                typer.echo("\t".join(cells))


def export(
    form: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help="jsonl csv acled ucdp hapi geojson gpkg parquet ..."),
    ],
    db: Db,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write into.")] = Path(
        "export"
    ),
    since: Since = None,
    until: Until = None,
    country: Annotated[str | None, typer.Option(help="ISO code.")] = None,
    bom: Annotated[bool, typer.Option(help="Mark UTF-8 for Excel.")] = False,
    guard: Annotated[bool, typer.Option(help="Guard cells that look like formulas.")] = True,
    fatalities_zero: Annotated[bool, typer.Option(help="0 where deaths are not known.")] = False,
    inter_numeric: Annotated[bool, typer.Option(help="ACLED's numbers, not words.")] = False,
    hxl: Annotated[bool, typer.Option(help="Add the HXL tag row.")] = False,
    long_quotes: Annotated[bool, typer.Option(help="Quotes of any length.")] = False,
    json: Json = False,
) -> None:
    """Write what is concluded in another tool's format, with a datapackage.json beside it."""
    from situate.export import exporter, package
    from situate.export.dataset import Dataset, Wish
    from situate.knowledge.roster import load_roster
    from situate.knowledge.vocabulary import load_vocabulary
    from situate.records import to_json
    from situate.store import Ask, open_store

    write = exporter(form)
    wish = Wish(bom, guard, fatalities_zero, inter_numeric, hxl, long_quotes)
    ask = Ask(country=country, since=day(since), until=day(until), limit=2**31 - 1)
    with open_store(db) as store:
        data = Dataset(
            store.documents(),
            {mention.id: mention for mention in store.mentions()},
            store.incidents(ask),
            store.holds(ask),
            store.areas(),
            load_vocabulary(),
            load_roster(),
        )
        rejects = Counter(f"{r.stage}: {r.reason}" for r in store.rejects())
        mark = store.concluded_mark()
    out.mkdir(parents=True, exist_ok=True)
    files = write(data, out, wish)
    query = {"country": country, "since": since, "until": until}
    files_package = package.write(
        out, files, data, wish, query=query, gazetteer=None, accuracy=None, rejects=rejects,
        parser=mark.pipeline if mark else None,
    )  # fmt: skip
    note("accuracy: not measured on this data; run `situate evaluate` or review a sample")
    for item in files:
        line = {"path": str(item.path), "rows": item.rows, "left_out": dict(item.left_out)}
        left = f", left out: {dict(item.left_out)}" if item.left_out else ""
        typer.echo(to_json(line).decode() if json else f"{item.path}: {item.rows} rows{left}")
    if not json:
        typer.echo(f"{files_package}: what this is and what it rests on")
