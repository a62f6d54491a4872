"""Triggers that refuse to change what was said, on both databases."""

from __future__ import annotations

from sqlalchemy import Connection, text

MESSAGE = "append only: what was said is never changed"


def protect(connection: Connection, table: str) -> None:
    """Refuse UPDATE and DELETE on a table; a migration that rebuilds one calls this again."""
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(
                text(
                    f'create trigger "{table}_no_{verb}" before {verb} on "{table}" '
                    f"begin select raise(abort, '{MESSAGE}'); end"
                )
            )
        return
    connection.execute(
        text(
            "create or replace function situate_append_only() returns trigger language plpgsql as "
            f"$$ begin raise exception '{MESSAGE}'; end $$"
        )
    )
    connection.execute(
        text(
            f'create trigger "{table}_append_only" before update or delete on "{table}" '
            "for each row execute function situate_append_only()"
        )
    )


def unprotect(connection: Connection, table: str) -> None:
    """Lift the triggers inside the one transaction that purges a document."""
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(text(f'drop trigger "{table}_no_{verb}"'))
    else:
        connection.execute(text(f'drop trigger "{table}_append_only" on "{table}"'))


def protected(connection: Connection) -> set[str]:
    """Names of all our triggers, for the test that lists them after every migration."""
    query = (
        "select name from sqlite_master where type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "select tgname from pg_trigger where not tgisinternal"
    )
    return {str(row[0]) for row in connection.execute(text(query))}
