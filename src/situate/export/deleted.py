"""`deleted.csv`: what an earlier export into the same folder had and this one has not.

Users who never see it keep ghosts. An incident that was merged names the one that holds it now.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from situate.export.cells import write_csv
from situate.export.dataset import Dataset, Wish, Written

COLUMNS = ("id", "kind", "deleted_timestamp", "merged_into", "reason")
NAME, LEDGER = "deleted.csv", ".situate-ids.json"


def write_deleted(
    before: Mapping[str, Any] | None, gone: Iterable[Any], data: Dataset, folder: Path, wish: Wish
) -> list[Written]:
    """The table and the ledger it is made from; nothing at the first export into a folder.

    `before` is the last datapackage of the folder. Reports removed by `db purge` carry their day
    and reason; what is only no longer asked for or no longer concluded carries none.
    """
    path, ledger = folder / NAME, folder / LEDGER
    was = orjson.loads(ledger.read_bytes()) if before is not None and ledger.exists() else None
    now: dict[str, dict[str, Any]] = {
        "incident": {i.id: list(i.mentions) for i in data.incidents},
        "report": dict.fromkeys(data.documents),
    }
    ledger.write_bytes(orjson.dumps(now, option=orjson.OPT_SORT_KEYS))
    if was is None:
        path.unlink(missing_ok=True)
        return []
    rows = {row[0]: row for row in _known(path)}
    home = {m: i.id for i in data.incidents for m in i.mentions}
    for ident, mentions in was["incident"].items():
        if ident not in now["incident"]:
            into = next((home[m] for m in mentions if m in home), None)
            reason = "merged or renamed" if into else "no longer concluded or not asked for"
            rows[ident] = [ident, "incident", None, into, reason]
    purged = {t.document: t for t in gone}
    for ident in was["report"]:
        if ident not in now["report"]:
            tomb = purged.get(ident)
            reason = tomb.reason if tomb else "held back or not asked for"
            rows[ident] = [ident, "report", tomb.day if tomb else None, None, reason]
    back = {*now["incident"], *now["report"]}
    kept = [row for ident, row in sorted(rows.items()) if ident not in back]
    return [Written(path, "csv", write_csv(path, COLUMNS, kept, wish), COLUMNS)]


def _known(path: Path) -> list[list[Any]]:
    """Rows of the table as an earlier export left it."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [[row.get(c) or None for c in COLUMNS] for row in csv.DictReader(handle)]
