"""Writes docs/reference from the code and the codebook; `--check` only says what is out of date.

Generated, never hand-kept: a hand-kept reference drifts.
"""

from __future__ import annotations

import sys
from dataclasses import fields
from inspect import getsource
from pathlib import Path

import typer.main

from situate import model
from situate.export import EXPORTERS, acled, hapi, tables, ucdp
from situate.knowledge.vocabulary import load_vocabulary
from situate.serve.cli import app
from situate.settings import Settings

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NOTE = "<!-- written by tools/reference.py; do not edit -->\n"
CODEBOOK = ("type", "is", "ACLED sub-event", "UCDP", "PLOVER", "CAMEO", "effect")
RECORDS = (
    model.Document, model.Quote, model.Sourced, model.Actor, model.Place, model.SourcedPlace,
    model.Period, model.Toll, model.Mention, model.Judgement, model.Incident, model.Witness,
    model.Version, model.Range, model.Hold, model.Area, model.Reject,
)  # fmt: skip


def commands() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    root = typer.main.get_command(app)
    lines = [NOTE, "# Commands\n"]
    lines += _command("situate", root)
    return "\n".join(lines) + "\n"


def _command(name: str, command: object) -> list[str]:
    lines = [
        f"## {name}\n",
        str(getattr(command, "help", "") or ""),
        "",
    ]
    rows = []
    for parameter in getattr(command, "params", []):
        names = ", ".join(f"`{n}`" for n in parameter.opts) or parameter.name
        if parameter.param_type_name == "argument":
            names = f"`{parameter.name.upper()}`"
        text = (getattr(parameter, "help", None) or "").replace("|", "\\|")
        if parameter.name not in ("help",):
            rows.append(f"| {names} | {text} |")
    if rows:
        lines += ["| argument | what |", "|---|---|", *rows, ""]
    for child_name, child in getattr(command, "commands", {}).items():
        lines += _command(f"{name} {child_name}", child)
    return lines


def codebook() -> str:
    """Every event type with its crosswalks."""
    lines = [
        NOTE,
        "# Codebook\n",
        "What a report can say happened or holds; `effect`: what it does to who holds a place.\n",
    ]
    family = None
    for kind in load_vocabulary().types.values():
        if kind.family != family:
            family = kind.family
            lines += ["", f"## {family}\n", "| " + " | ".join(CODEBOOK) + " |", "|---" * 7 + "|"]
        special = "; ".join(
            f"{when.replace('_', ' ')}: {sub or 'none'}"
            for when, sub in (kind.acled_if or {}).items()
        )
        acled_cell = (kind.acled or "none") + (f" ({special})" if special else "")
        plover = " ".join(p for p in (kind.plover, kind.mode) if p) or "none"
        lines.append(
            f"| {kind.name} | {kind.summary} | {acled_cell} | {kind.ucdp or '-'} | {plover} "
            f"| {kind.cameo or '-'} | {kind.effect} |"
        )
    return "\n".join(lines) + "\n"


def schema() -> str:
    """Every record and its fields."""
    lines = [
        NOTE,
        "# Records\n",
        "Frozen; unknown is `null`. The JSON of a command is these fields.\n",
    ]
    for record in RECORDS:
        lines += [
            f"## {record.__name__}\n",
            (record.__doc__ or "").strip(),
            "",
            "| field | type |",
            "|---|---|",
        ]
        lines += [
            f"| {f.name} | `{str(f.type).replace('|', chr(92) + '|')}` |" for f in fields(record)
        ]
        lines.append("")
    return "\n".join(lines) + "\n"


def exports() -> str:
    """Formats and their columns."""
    import situate.export

    lines = [NOTE, "# Export formats\n", (situate.export.__doc__ or "").strip(), ""]
    for name, columns in (
        ("csv: incidents", tables.INCIDENTS), ("csv: mentions", tables.MENTIONS),
        ("csv: holds", tables.HOLDS), ("csv: quotes", tables.QUOTES), ("acled", acled.COLUMNS),
        ("ucdp", ucdp.COLUMNS), ("hapi", hapi.COLUMNS),
    ):  # fmt: skip
        lines += [f"## {name}\n", ", ".join(f"`{column}`" for column in columns), ""]
    assert EXPORTERS
    return "\n".join(lines) + "\n"


def settings() -> str:
    """Every setting, its environment variable, its default and the comment beside it."""
    order = "Defaults, then `situate.toml` found upward, then the environment, then flags.\n"
    head = ["| setting | environment | default | |", "|---|---|---|---|"]
    about = _comments(getsource(Settings))
    lines = [NOTE, "# Settings\n", order, *head]
    for f in fields(Settings):
        default = "user data folder" if f.name == "data_dir" else f"`{f.default!r}`"
        lines.append(
            f"| {f.name} | `SITUATE_{f.name.upper()}` | {default} | {about.get(f.name, '')} |"
        )
    return "\n".join(lines) + "\n"


def _comments(source: str) -> dict[str, str]:
    """What stands after each field, or on the line before it, as a comment."""
    found, before = {}, ""
    for line in source.splitlines():
        text, _, comment = line.partition("#")
        name = text.partition(":")[0].strip()
        if name.isidentifier() and ":" in text:
            found[name] = comment.strip() or before
        before = comment.strip() if not text.strip() else ""
    return found


PAGES = {
    "commands.md": commands, "codebook.md": codebook, "records.md": schema, "exports.md": exports,
    "settings.md": settings,
}  # fmt: skip


def main() -> int:
    """0 where all pages are as they should be."""
    stale = [
        n
        for n, page in PAGES.items()
        if not (FOLDER / n).exists() or (FOLDER / n).read_text("utf-8") != page()
    ]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/reference/{name} is out of date: run tools/reference.py", file=sys.stderr)
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(PAGES[name](), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
