"""Making and migrating a database; a newer or older schema is told, never guessed at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from situate.errors import StoreVersion
from situate.store.engine import reading_of, writing

FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """Revision this program writes."""
    return str(ScriptDirectory(str(FOLDER)).get_current_head())


def revision(connection: Connection) -> str | None:
    """Revision of the database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def create(engine: Engine, where: object) -> None:
    """Make the tables in an empty database; nothing to do in one of this version.

    Raises StoreVersion where the file is of another version.
    """
    with reading_of(engine, where) as connection:
        found = revision(connection)
        is_empty = not inspect(connection).get_table_names()
    if found is None and is_empty:
        with writing(engine, where) as connection:
            if revision(connection) is None:  # another process may have been faster
                _upgrade(connection)
        return
    check(found, where)


def check(found: str | None, where: object) -> None:
    """Raises StoreVersion unless `found` is the revision this program writes."""
    if found == newest():
        return
    known = {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
    if found in known:
        raise StoreVersion(
            f"{where}: made by an older situate (schema {found})",
            hint=f"situate db upgrade {where}",
        )
    raise StoreVersion(
        f"{where}: not a situate database, or made by a newer one (schema {found})",
        hint="pip install --upgrade situate, or name another file",
    )


def upgrade(engine: Engine, where: object) -> Path | None:
    """Bring an older database to this version; SQLite files are backed up first.

    Returns the backup's path, None where there was nothing to do or the server keeps its own.
    """
    with reading_of(engine, where) as connection:
        if revision(connection) == newest():
            return None
    backup = _backup(engine, where) if engine.dialect.name == "sqlite" else None
    with writing(engine, where) as connection:
        _upgrade(connection)
    return backup


def _backup(engine: Engine, where: object) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    target = Path(f"{where}.backup-{stamp}")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("vacuum into ?", (str(target),))
    return target


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        connection.execute(text("pragma user_version = 1"))
