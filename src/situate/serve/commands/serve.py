"""`situate serve`: the web app of one database, for this machine unless people sign in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from situate.errors import ResourceMissing, UsageError
from situate.serve.commands.options import DataDir
from situate.serve.commands.run import Db
from situate.serve.door import note, read_settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
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
    data_dir: DataDir = None,
) -> None:
    """See it, question it, correct it: the pages and the API of a database."""
    if host not in LOOPBACK and people is None:
        raise UsageError(
            f"{host} can be reached by others, and nobody would have to sign in",
            hint="add --people FILE, or leave --host away",
        )
    try:
        import uvicorn

        from situate.serve.web import create_app
        from situate.serve.web.guard import LOOPBACK as OURS
        from situate.serve.web.people import load_people
    except ImportError as error:
        raise ResourceMissing(
            f"the web app needs {error.name}", hint="pip install 'situate[serve]'"
        ) from error
    app = create_app(
        db,
        read_settings(data_dir=data_dir),
        people=load_people(people) if people else None,
        me=me,
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
