"""Connections: one way to open a database, one way its failures are told.

SQLite runs in WAL mode; a write begins with BEGIN IMMEDIATE, so a read is never upgraded to a
write (which SQLite refuses at once while another writer commits). PostgreSQL needs neither.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from situate.errors import (
    ResourceMissing,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreReadOnly,
)

BUSY_SECONDS = 10
THREADS = 60  # readers at once, above the web server's 40


def url_of(where: str | Path) -> str:
    """A database URL: a PostgreSQL URL as it is, anything else is a SQLite file."""
    text = str(where)
    if text.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    return text if text.startswith("postgresql+") else f"sqlite:///{text}"


def make_engine(where: str | Path, *, read_only: bool = False) -> Engine:
    """An engine for a file or URL. Raises ResourceMissing where a driver is not installed."""
    url = url_of(where)
    if not url.startswith("sqlite"):
        return _postgres(url)
    engine = create_engine(
        "sqlite://",
        creator=lambda: _sqlite(url.removeprefix("sqlite:///"), read_only),
        # What SQLAlchemy takes for this URL by itself closes a connection that another thread
        # is reading from once there are more than five of them: a crash in C.
        poolclass=QueuePool,
        max_overflow=THREADS,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("is_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def _postgres(url: str) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise ResourceMissing(
            "no driver for PostgreSQL", hint="pip install 'situate[postgres]'"
        ) from error
    return create_engine(url, connect_args={"connect_timeout": BUSY_SECONDS}, max_overflow=THREADS)


def _sqlite(path: str, read_only: bool) -> sqlite3.Connection:
    file = Path(path)
    if read_only:
        connection = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None,
            check_same_thread=False, timeout=BUSY_SECONDS,
        )  # fmt: skip
    else:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
        )
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")
    connection.execute("pragma foreign_keys=on")
    connection.execute("pragma cache_size=-65536")
    return connection


@contextmanager
def told(where: object) -> Iterator[None]:
    """Database failures inside become ours, with what to type next."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _ours(error, where) from error


CHECK_RIGHTS = "check its permissions, or copy it first"
FREE_SPACE = "free some space, then run this again"
SIGNS: tuple[tuple[str, type[StoreError], str, str], ...] = (
    ("locked", StoreBusy, "another program is writing to it", "wait for it, then run this again"),
    ("readonly", StoreReadOnly, "it may not be written", CHECK_RIGHTS),
    ("read-only", StoreReadOnly, "it may not be written", CHECK_RIGHTS),
    ("disk is full", StoreReadOnly, "the disk is full", FREE_SPACE),
    ("disk i/o error", StoreReadOnly, "the disk failed", FREE_SPACE),
    ("malformed", StoreCorrupt, "the file is damaged", "restore a backup (`*.backup-*`)"),
    ("not a database", StoreCorrupt, "this is not a SQLite file", "name another, or a backup"),
    ("unable to open", StoreError, "it cannot be opened", "check the path and its folder"),
    ("append only", StoreError, "what was said is never changed", "add a judgement instead"),
)


def _ours(error: DBAPIError | sqlite3.Error, where: object) -> StoreError:
    text = str(getattr(error, "orig", None) or error).lower()
    for sign, kind, says, hint in SIGNS:
        if sign in text:
            return kind(f"{where}: {says}", hint=hint)
    if isinstance(error, OperationalError | DatabaseError) and "connection" in text:
        return StoreError(f"{where}: the server does not answer", hint="check that it runs")
    return StoreError(f"{where}: {text.splitlines()[0] if text else error}")


@contextmanager
def writing(engine: Engine, where: object) -> Iterator[Connection]:
    """A write transaction: all of it or nothing."""
    with told(where), engine.connect() as connection:
        options: Any = connection.execution_options(is_write=True)
        with options.begin():
            yield options


@contextmanager
def reading_of(engine: Engine, where: object) -> Iterator[Connection]:
    """A read transaction: one consistent view."""
    with told(where), engine.connect() as connection, connection.begin():
        yield connection
