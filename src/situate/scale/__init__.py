"""Many processes, one ledger: shards of files are read side by side and filed by one writer.

The ledger is the store itself: a document is read by a pipeline when its `reading` row is there.
Whatever is killed, worker or parent, nothing filed is lost and the next run goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from situate import read
from situate.model import Document, Mention, Reject
from situate.read.source import STDIN, files_under, is_url, typed
from situate.scale.pool import Died, spread
from situate.scale.reading import Answer, Task, answer, start
from situate.settings import Settings
from situate.store import Store

__all__ = ["files_of", "mine", "run"]
SHARD = 32  # files or reports given out together
ARCHIVES = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".warc", ".wacz", ".gz", ".xml", ".rss")


def run(
    paths: Iterable[str],
    store: Store,
    settings: Settings,
    pipeline: str,
    ident: str,
    workers: int,
    published: datetime | None = None,
) -> Iterator[tuple[Document, tuple[Mention, ...]] | Reject]:
    """Read what `pipeline` has not read yet, with so many workers; what is yielded is filed.

    Files are given out unread; archives of many reports are read here and given out by report.
    """
    refused: list[Reject] = []
    tasks = _shards(_tasks(files_of(paths), store, settings, pipeline, published, refused))
    for found in spread(tasks, answer, workers, start, (settings, published, store.where)):
        if isinstance(found, Died):
            where = found.item if isinstance(found.item, str) else found.item.path or ""
            reason = "a worker died on it; read it alone with `situate mentions`"
            found = Answer((), (Reject(where, "extract", reason, is_bug=True),))
        store.add_readings(found.readings, pipeline, ident)
        rejects = (*_drained(refused), *found.rejects)
        store.add_rejects(rejects, ident)
        yield from rejects
        yield from found.readings
    store.add_rejects(left := _drained(refused), ident)
    yield from left


def _drained(rejects: list[Reject]) -> tuple[Reject, ...]:
    taken = tuple(rejects)
    del rejects[: len(taken)]
    return taken


def files_of(paths: Iterable[str]) -> list[str]:
    """Every file under the paths, in order. Raises UsageError where a path holds none."""
    return [
        str(file)
        for name in typed(paths)
        for file in (files_under(Path(name)) if Path(name).is_dir() else (name,))
    ]


def mine(files: Sequence[str], part: int, of: int) -> list[str]:
    """The files of job `part` (from 1) `of` so many: every n-th, so that all jobs weigh alike."""
    return list(files[part - 1 :: of])


def _tasks(
    files: Iterable[str],
    store: Store,
    settings: Settings,
    pipeline: str,
    published: datetime | None,
    refused: list[Reject],
) -> Iterator[Task]:
    for file in files:
        if not _holds_many(file):
            yield file
            continue
        for item in read.read_paths([file], settings, published):
            if isinstance(item, Reject):
                refused.append(item)
            elif not store.has_reading(item.id, pipeline):
                yield item


def _holds_many(file: str) -> bool:
    return file == STDIN or is_url(file) or file.lower().endswith(ARCHIVES)


def _shards(tasks: Iterable[Task]) -> Iterator[tuple[Task, ...]]:
    rest = iter(tasks)
    while shard := tuple(islice(rest, SHARD)):
        yield shard
