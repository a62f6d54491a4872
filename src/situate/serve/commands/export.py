"""`situate export`: what is concluded, taken away in another tool's format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from situate.serve.commands.ask import Since, Until
from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.commands.sharing import Audience, audience, sharing
from situate.serve.door import country as code
from situate.serve.door import days, note

if TYPE_CHECKING:
    from situate.export.dataset import Dataset
    from situate.settings import Profile, Settings
    from situate.store import Ask, Store


@sharing(audience)
def export(
    given: Audience,
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
    country: Annotated[str | None, typer.Option(help="ISO code or name.")] = None,
    bom: Annotated[bool, typer.Option(help="Mark UTF-8 for Excel.")] = False,
    guard: Annotated[bool, typer.Option(help="Guard cells that look like formulas.")] = True,
    fatalities_zero: Annotated[bool, typer.Option(help="0 where deaths are not known.")] = False,
    inter_numeric: Annotated[bool, typer.Option(help="ACLED's numbers, not words.")] = False,
    hxl: Annotated[bool, typer.Option(help="Add the HXL tag row.")] = False,
    long_quotes: Annotated[bool, typer.Option(help="Quotes of any length.")] = False,
    json: Json = False,
) -> None:
    """Write what is concluded in another tool's format, with a datapackage.json beside it.

    With a profile, what it holds back is taken out before anything is concluded.
    """
    from situate.export import exporter, package
    from situate.export.dataset import Wish
    from situate.export.deleted import write_deleted
    from situate.records import to_json
    from situate.serve.figures import accuracy
    from situate.store import Ask, open_store
    from situate.store.tombstones import tombstones

    shown = given.shown
    write = exporter(form)
    wish = Wish(bom, guard, fatalities_zero, inter_numeric, hxl, long_quotes)
    first, end = days(since, until)
    ask = Ask(country=code(country), since=first, until=end, limit=2**31 - 1)
    with open_store(db) as store:
        data, left_out = dataset(store, ask, shown, given.settings)
        rejects = Counter(f"{r.stage}: {r.reason}" for r in store.set_aside())
        mark = store.concluded_mark()
        gone = tombstones(store)
    out.mkdir(parents=True, exist_ok=True)
    before = package.last(out)
    files = write(data, out, wish)
    files += write_deleted(before, gone, data, out, wish)
    files_package = package.write(
        out, files, data, wish, query={"country": country, "since": since, "until": until},
        gazetteer=None, rejects={} if shown.holds_back() else rejects,
        parser=mark.pipeline if mark else None, profile=told(shown, left_out),
        accuracy=data.accuracy,
    )  # fmt: skip
    if accuracy() is None:
        note("accuracy: no figures ship with this version; review a sample")
    for item in files:
        line = {"path": str(item.path), "rows": item.rows, "left_out": dict(item.left_out)}
        left = f", left out: {dict(item.left_out)}" if item.left_out else ""
        typer.echo(to_json(line).decode() if json else f"{item.path}: {item.rows} rows{left}")
    if not json:
        typer.echo(f"{files_package}: what this is and what it rests on")


def dataset(
    store: Store, ask: Ask, shown: Profile, settings: Settings
) -> tuple[Dataset, dict[str, int]]:
    """What there is to export, corrections applied; under a profile what it lets through."""
    from situate.export.dataset import Dataset
    from situate.judgements import apply
    from situate.knowledge.roster import load_roster
    from situate.knowledge.vocabulary import load_vocabulary
    from situate.serve.figures import accuracy

    books = load_vocabulary(), load_roster()
    figures = accuracy(store if not shown.holds_back() else None)
    if not shown.holds_back():
        documents = store.documents(store.current_documents())
        said = apply(documents, store.mentions(), store.judgements())
        return (
            Dataset(
                documents, {m.id: m for m in said}, store.incidents(ask), store.holds(ask),
                store.areas(), *books, accuracy=figures,
            ),
            {},
        )  # fmt: skip
    from situate.serve.public import public, unheard_of
    from situate.serve.web.conclude import desk_without_parser

    desk = desk_without_parser(settings)
    for item in unheard_of(shown.withhold, store, desk.gazetteer):
        note(f"withhold {item!r}: no report speaks of it; is it spelt as the reports spell it?")
    view = public(store, shown, desk, datetime.now(UTC))
    found = view.situation
    return (
        Dataset(
            view.documents, view.mentions, asked(found.incidents, ask, "incident"),
            asked(found.holds, ask, "hold"), found.areas, *books, accuracy=figures,
        ),
        dict(view.left_out),
    )  # fmt: skip


def asked(records: Iterable[Any], ask: Ask, kind: str) -> Sequence[Any]:
    """The records that meet country and days, as the store itself would filter them."""

    def meets(record: Any) -> bool:
        where = record.place if kind == "hold" else record.place and record.place.value
        period = record.period if kind == "hold" else record.period.value
        start, end = (period.start, period.end) if period else (None, None)
        return (
            (ask.country is None or bool(where and where.country == ask.country))
            and (ask.since is None or end is None or end > ask.since)
            and (ask.until is None or start is None or start < ask.until)
        )

    return [record for record in records if meets(record)]


def told(shown: Profile, left_out: dict[str, int]) -> dict[str, Any] | None:
    """A profile as the datapackage states it: what was held back, never which places."""
    if not shown.holds_back():
        return None
    return {
        "delay_days": shown.delay_days,
        "coarsen": shown.coarsen,
        "withheld_places": len(shown.withhold),
        "redact": shown.redact,
        "reports_left_out": sum(left_out.values()),
        "texts_are_masked": bool(shown.redact or shown.coarsen),
    }
