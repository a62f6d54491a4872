"""`situate serve`: the web app of one database, for this machine unless people sign in."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from situate.errors import ResourceMissing, UsageError
from situate.serve.commands.options import Json
from situate.serve.commands.run import Db
from situate.serve.commands.sharing import Audience, audience, sharing
from situate.serve.door import note

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@sharing(audience)
def serve(
    given: Audience,
    db: Db,
    host: Annotated[str, typer.Option(help="Address to bind to.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8765,
    people: Annotated[
        Path | None, typer.Option(help="People file: who may sign in, and as what.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="Host name to answer to, beside loopback.")
    ] = None,
    me: Annotated[str, typer.Option(help="Who signs decisions.", envvar="USER")] = "local",
    public: Annotated[
        bool, typer.Option("--public", help="Who has not signed in looks, under the profile.")
    ] = False,
    proxy_user: Annotated[
        str | None,
        typer.Option(metavar="HEADER", help="A proxy on this machine signs people in, by HEADER."),
    ] = None,
) -> None:
    """See it, question it, correct it: the pages and the API of a database.

    Viewers, and with --public everyone, see it under the profile; reviewers see all.
    """
    if public and not given.shown.holds_back():
        note("--public without a profile: every reader sees everything")
    if proxy_user and (people is None or host not in LOOPBACK):
        raise UsageError(
            "--proxy-user takes the proxy's word for who somebody is",
            hint="bind to loopback, where only the proxy reaches it, and name --people FILE",
        )
    if host not in LOOPBACK and people is None:
        raise UsageError(
            f"{host} can be reached by others, and nobody would have to sign in",
            hint="add --people FILE, or leave --host away",
        )
    try:
        import uvicorn

        from situate.serve.web.app import create_app
        from situate.serve.web.guard import LOOPBACK as OURS
        from situate.serve.web.people import load_people
    except ImportError as error:
        raise ResourceMissing(
            f"the web app needs {error.name}", hint="pip install 'situate[serve]'"
        ) from error
    _require_free(host, port)
    app = create_app(
        db,
        given.settings,
        people=load_people(people) if people else None,
        me=me,
        profile=given.shown,
        is_open=public,
        proxy_user=proxy_user,
        hosts=OURS | frozenset(name or ()),
    )
    note(f"http://{'[::1]' if host == '::1' else host}:{port} (Ctrl-C ends it)")
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=2,  # event streams never end by themselves
    )


def _require_free(host: str, port: int) -> None:
    """Raises UsageError where the port cannot be taken; uvicorn would say it in its own way."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"cannot listen on {host}, port {port} ({error.strerror})",
                hint="name another with --port, or 0 for any that is free",
            ) from error


def person(
    name: Annotated[str, typer.Argument(help="The name that signs decisions.")],
    role: Annotated[str, typer.Option(help="viewer, reviewer or admin.")] = "reviewer",
) -> None:
    """Ask for a password and print a line for a people file."""
    import json

    from situate.serve.web.people import RANK, hash_of

    if role not in RANK:
        raise UsageError(f"no role {role}", hint=f"one of: {', '.join(RANK)}")
    password = typer.prompt("password", hide_input=True, confirmation_prompt=True)
    typer.echo(json.dumps({name: {"hash": hash_of(password), "role": role}}))


token = typer.Typer(help="Tokens for programs that use the API.", no_args_is_help=True)
PeopleFile = Annotated[Path, typer.Option("--people", help="The people file of `serve`.")]


@token.callback()
def tokens() -> None:
    """Tokens for programs that use the API; only their hashes are kept."""


@token.command()
def create(
    name: Annotated[str, typer.Argument(help="The name that signs what the program decides.")],
    people: PeopleFile,
    role: Annotated[str, typer.Option(help="viewer, reviewer or admin.")] = "viewer",
) -> None:
    """Make a token, print it once, and keep its hash in the people file."""
    import secrets
    from datetime import UTC, datetime

    from situate.serve.web.people import RANK, hashed

    if role not in RANK:
        raise UsageError(f"no role {role}", hint=f"one of: {', '.join(RANK)}")
    rows = _rows(people)
    if name in rows:
        raise UsageError(f"{people}: {name} is there already", hint="choose another, or revoke it")
    made = f"situate_{secrets.token_urlsafe(32)}"
    day = datetime.now(UTC).date().isoformat()
    rows[name] = {"token": hashed(made), "role": role, "created": day}
    _write_rows(people, rows)
    typer.echo(made)
    note("send it as `Authorization: Bearer TOKEN`; it is not shown again")


@token.command("list")
def list_tokens(people: PeopleFile, json: Json = False) -> None:
    """Names of tokens, their roles and the days they were made."""
    from situate.records import to_json

    for name, row in _rows(people).items():
        if "token" in row:
            line = {"name": name, "role": row.get("role"), "created": row.get("created")}
            typer.echo(to_json(line).decode() if json else "\t".join(map(str, line.values())))


@token.command()
def revoke(name: str, people: PeopleFile) -> None:
    """Take a token back; a running server refuses it from the next request on."""
    rows = _rows(people)
    if "token" not in rows.get(name, {}):
        raise UsageError(f"{people}: no token {name}", hint=f"situate token list --people {people}")
    del rows[name]
    _write_rows(people, rows)
    typer.echo(f"{name}: revoked")


def _rows(people: Path) -> dict[str, dict[str, str]]:
    import json

    from situate.serve.web.people import load_people

    if not people.exists():
        return {}
    load_people(people)
    rows: dict[str, dict[str, str]] = json.loads(people.read_text("utf-8"))
    return rows


def _write_rows(people: Path, rows: dict[str, dict[str, str]]) -> None:
    import json

    beside = people.with_suffix(".new")
    beside.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    beside.chmod(0o600)
    beside.replace(people)
