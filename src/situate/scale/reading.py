"""What one worker does: read a shard of files, or of reports, with a desk opened once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from situate import pipeline, read
from situate.model import Document, Mention, Reject
from situate.settings import Settings
from situate.store import open_store

Task = str | Document  # a path still to be read, or a report already read


@dataclass(frozen=True, slots=True)
class Answer:
    """What a shard gave: reports with their mentions, and what was set aside."""

    readings: tuple[tuple[Document, tuple[Mention, ...]], ...]
    rejects: tuple[Reject, ...]


class _Worker:
    """One process's desk; there is one a process, made when the pool starts it."""

    def __init__(self, settings: Settings, published: datetime | None, store: str) -> None:
        self.settings, self.published = settings, published
        self.desk = pipeline.open_desk(settings)
        self.version = pipeline.version(self.desk)
        self.store = open_store(store)

    def answer(self, tasks: tuple[Task, ...]) -> Answer:
        rejects: list[Reject] = []
        readings = []
        for document, found in pipeline.read_all(self._unread(tasks, rejects), self.desk):
            if isinstance(found, Reject):
                rejects.append(found)
            else:
                readings.append((document, found))
        return Answer(tuple(readings), tuple(rejects))

    def _unread(self, tasks: Iterable[Task], rejects: list[Reject]) -> Iterator[Document]:
        for item in self._documents(tasks):
            if isinstance(item, Reject):
                rejects.append(item)
            elif not self.store.has_reading(item.id, self.version):
                yield item

    def _documents(self, tasks: Iterable[Task]) -> Iterator[Document | Reject]:
        for task in tasks:
            if isinstance(task, Document):
                yield task
            else:
                yield from read.read_paths([task], self.settings, self.published)


_worker: _Worker | None = None


def start(settings: Settings, published: datetime | None, store: str) -> None:
    """Open this process's desk and store."""
    global _worker  # a pool has no other way to hand a worker what it keeps
    _worker = _Worker(settings, published, store)


def answer(tasks: tuple[Task, ...]) -> Answer:
    """Read a shard. What the store holds already is not read again."""
    assert _worker is not None
    return _worker.answer(tasks)
