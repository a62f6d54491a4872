"""A store, opened and closed: said, decided, concluded in one database file or server."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, func, select, text

from situate.errors import UsageError
from situate.model import Area, Document, Hold, Incident, Judgement, Mention, Reject, Situation
from situate.records import to_json
from situate.store import asked, concluded, places, said, schema, tables
from situate.store.asked import Ask, Voices
from situate.store.concluded import Mark, Part
from situate.store.engine import make_engine, reading_of, told, writing
from situate.store.ground import Grounds
from situate.store.said import Changed
from situate.store.weighed import Changes


class Store:
    """An open database. Safe to read from several threads; writes are one transaction each."""

    def __init__(self, where: str, engine: Engine) -> None:
        self.where, self.engine = where, engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: all of it or nothing."""
        with writing(self.engine, self.where) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view."""
        with reading_of(self.engine, self.where) as connection:
            yield connection

    # --- said

    def begin_run(self, ident: str, started: str, pipeline: str, record: object) -> None:
        """File that a run began."""
        plain = to_json(record).decode()
        row = {"id": ident, "started": started, "pipeline": pipeline, "record": plain}
        with self.write() as connection:
            said.add(connection, tables.run, [row])

    def has_reading(self, document: str, pipeline: str) -> bool:
        """Was this text read by this pipeline before?"""
        with self.read() as connection:
            return said.has_reading(connection, document, pipeline)

    def add_readings(
        self, batch: Iterable[tuple[Document, Sequence[Mention]]], pipeline: str, run: str
    ) -> int:
        """File documents with their mentions; how many were new."""
        with self.write() as connection:
            return sum(said.add_reading(connection, d, ms, pipeline, run) for d, ms in batch)

    def add_rejects(self, rejects: Iterable[Reject], run: str) -> None:
        """File what was set aside."""
        with self.write() as connection:
            said.add_rejects(connection, rejects, run)

    def add_judgement(self, judgement: Judgement) -> None:
        """File a person's decision, flushed to disk before this returns."""
        with told(self.where), self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("pragma synchronous=full")
            writer = connection.execution_options(is_write=True)
            with writer.begin():
                said.add_judgement(writer, judgement)

    def documents(self, ids: Collection[str] | None = None) -> dict[str, Document]:
        """Documents by id."""
        with self.read() as connection:
            return said.documents(connection, ids)

    def current_documents(self) -> frozenset[str]:
        """Ids of the documents that count: of each report its newest reading."""
        with self.read() as connection:
            return said.current_documents(connection)

    def mentions(self, ids: Collection[str] | None = None) -> tuple[Mention, ...]:
        """The mentions that count, all or those named: of each report its newest reading's."""
        with self.read() as connection:
            if ids is not None:
                return said.mentions_of(connection, ids)
            return tuple(said.current_mentions(connection))

    def mentions_in(self, documents: Collection[str]) -> tuple[Mention, ...]:
        """All mentions that count of some documents."""
        with self.read() as connection:
            return said.mentions_in(connection, documents)

    def papers_of(self, mentions: Collection[str]) -> frozenset[str]:
        """The documents some mentions stand in."""
        with self.read() as connection:
            return said.papers_of(connection, mentions)

    def judgements(self, after: int = 0) -> tuple[Judgement, ...]:
        """All decisions, or those filed after a mark's number, in the order they were made."""
        with self.read() as connection:
            return said.judgements(connection, after)

    def rejects(self, run: str | None = None) -> tuple[Reject, ...]:
        """What was set aside, in one run or ever."""
        with self.read() as connection:
            return said.rejects(connection, run)

    def set_aside(self) -> tuple[Reject, ...]:
        """What is still set aside: the last word on each input, unless it was read since."""
        with self.read() as connection:
            return said.set_aside(connection)

    # --- concluded

    def mark(self, pipeline: str) -> Mark:
        """What a conclusion made now would rest on."""
        with self.read() as connection:
            return concluded.mark_now(connection, pipeline)

    def concluded_mark(self) -> Mark | None:
        """What the present conclusion rests on; None before the first."""
        with self.read() as connection:
            return concluded.last_mark(connection)

    def replace_concluded(
        self,
        situation: Situation,
        mark: Mark,
        weighing: Changes | None = None,
        ground: Grounds | None = None,
    ) -> None:
        """Drop and rewrite all that is concluded, and what it rests on, in one transaction."""
        with self.write() as connection:
            concluded.replace(connection, situation, mark, weighing, ground)

    def amend_concluded(self, part: Part, last: Mark, mark: Mark) -> bool:
        """Write what a batch changed; False if another has concluded since `last`."""
        with self.write() as connection:
            return concluded.amend(connection, part, last, mark)

    def is_weighed(self) -> bool:
        """Was what is concluded kept so that more can be joined to it?"""
        with self.read() as connection:
            return concluded.is_weighed(connection)

    def changed_since(self, last: Mark, mark: Mark) -> Changed:
        """Mentions read after one mark and up to another, and ids of those that count no more."""
        with self.read() as connection:
            return said.changed_between(connection, last.readings, mark.readings)

    def incidents_with(self, mentions: Collection[str]) -> frozenset[str]:
        """Ids of the incidents some mentions belong to."""
        with self.read() as connection:
            return concluded.incidents_with(connection, mentions)

    def incidents(self, ask: Ask | None = None) -> list[Incident]:
        """Incidents that meet the filters, by (start, id)."""
        with self.read() as connection:
            return asked.incidents(connection, ask or Ask())

    def voices(self, ids: Collection[str]) -> list[Voices]:
        """Who speaks in some incidents."""
        with self.read() as connection:
            return asked.voices(connection, ids)

    def members(self, incidents: Collection[str]) -> frozenset[str]:
        """Ids of the mentions of some incidents."""
        with self.read() as connection:
            return concluded.members(connection, incidents)

    def incident(self, ident: str) -> Incident | None:
        """The incident of that id, or the one that now holds the mention of that id."""
        with self.read() as connection:
            return asked.incident_of(connection, ident)

    def holds(self, ask: Ask | None = None) -> list[Hold]:
        """Spells that meet the filters, by (start, id)."""
        with self.read() as connection:
            return asked.holds(connection, ask or Ask())

    def place_id(self, name: str) -> str:
        """The id of a place by its id, its name in any spelling, or what reports call it.

        Raises UsageError where no place or several places are called so.
        """
        with self.read() as connection:
            known = places.known(connection)
            found = places.called(connection, name, known)
        if len(found) == 1:
            return found[0]
        if found:
            hint = "name its id: " + ", ".join(f"{ident} ({known[ident]})" for ident in found[:8])
            raise UsageError(f"{self.where}: {len(found)} places are called {name!r}", hint=hint)
        alike = " or ".join(map(repr, places.near(name, known)))
        hint = f"did you mean {alike}?" if alike else f"situate incidents --db {self.where}"
        raise UsageError(f"{self.where}: no incident or hold at a place called {name!r}", hint=hint)

    def areas(self) -> list[Area]:
        """All pockets and fronts."""
        with self.read() as connection:
            return asked.areas(connection)

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        with self.read() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in (*tables.SAID, *tables.CONCLUDED)
            }


def open_store(where: str | Path, *, create: bool = False, read_only: bool = False) -> Store:
    """Open a SQLite file or a PostgreSQL URL.

    `create` makes an empty database of this version, and its folder, where there is none. Raises
    UsageError where there is none and `create` is False; StoreVersion, StoreCorrupt, StoreReadOnly,
    StoreBusy as their names say, each with the command to type next.
    """
    name = str(where)
    is_file = "://" not in name
    if is_file and not create and not Path(name).exists():
        raise UsageError(f"no database at {name}", hint=f"situate run REPORTS --db {name}")
    if is_file and create:
        with contextlib.suppress(OSError):  # what opens the file tells what is wrong
            Path(name).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(name, read_only=read_only)
    if create:
        schema.create(engine, name)
    else:
        with reading_of(engine, name) as connection:
            connection.execute(text("select 1"))
            schema.check(schema.revision(connection), name)
    return Store(name, engine)
