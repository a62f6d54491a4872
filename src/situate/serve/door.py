"""The door: settings, dates and progress as every command takes them. Only here is
os.environ read."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, get_args

from situate.errors import UsageError
from situate.settings import Level, Profile, Settings

T = TypeVar("T")
PREFIX = "SITUATE_"


def read_settings(**flags: object) -> Settings:
    """Defaults < situate.toml found upward from here < SITUATE_* < flags that are not None.

    Raises UsageError for a setting nobody knows or a value of the wrong kind.
    """
    given: dict[str, object] = {}
    for source, values in (("situate.toml", _from_toml()), ("environment", _from_environment())):
        unknown = sorted(set(values) - set(Settings.__dataclass_fields__))
        if unknown:
            raise UsageError(f"{source}: no setting named {unknown[0]}")
        given |= values
    given |= {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**{name: _as_kind(name, value) for name, value in given.items()})  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise UsageError(f"settings: {error}") from error


def origins() -> dict[str, str]:
    """Where each setting that is no default comes from: a file's path or a variable's name."""
    file = _toml()
    return {
        **dict.fromkeys(_from_toml(), str(file)),
        **{name: f"{PREFIX}{name.upper()}" for name in _from_environment()},
    }


def _toml() -> Path | None:
    here = Path.cwd()
    files = (folder / "situate.toml" for folder in (here, *here.parents))
    return next((file for file in files if file.is_file()), None)


def _from_toml() -> dict[str, object]:
    file = _toml()
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: {error}") from error


def _from_environment() -> dict[str, object]:
    known = Settings.__dataclass_fields__
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in os.environ.items()
        if name.startswith(PREFIX) and name.removeprefix(PREFIX).lower() in known
    }


def _as_kind(name: str, value: object) -> object:
    if name == "profiles":
        return _profiles(value)
    default = Settings.__dataclass_fields__[name].default
    if isinstance(default, bool):
        return value if isinstance(value, bool) else str(value).lower() in {"1", "true", "yes"}
    if isinstance(default, int):
        return int(str(value))
    if isinstance(default, tuple):
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip() for part in parts if str(part).strip())  # type: ignore[attr-defined]
    path = isinstance(default, Path) or name == "parses"
    return Path(str(value)).expanduser() if path else value


def _profiles(value: object) -> tuple[tuple[str, Profile], ...]:
    if not isinstance(value, dict):
        raise ValueError("profiles are tables of situate.toml, like [profiles.public]")
    return tuple((str(name), profile_of(rows)) for name, rows in sorted(value.items()))


def profile_of(rows: Mapping[str, object], base: Profile | None = None) -> Profile:
    """A profile from plain values, over another; raises ValueError for what none can say."""
    known = set(Profile.__dataclass_fields__)
    if unknown := sorted(set(rows) - known):
        raise ValueError(f"a profile has no {unknown[0]}; it has {', '.join(sorted(known))}")
    made = replace(base or Profile(), **{k: v for k, v in rows.items() if v is not None})  # type: ignore[arg-type]
    if made.coarsen not in (None, *get_args(Level)):
        raise ValueError(f"coarsen is one of {', '.join(get_args(Level))}, not {made.coarsen!r}")
    if isinstance(made.delay_days, bool) or not isinstance(made.delay_days, int):
        raise ValueError(f"delay_days is a number of days, not {made.delay_days!r}")
    if isinstance(made.withhold, str) or not all(isinstance(w, str) for w in made.withhold):
        raise ValueError("withhold is a list of place ids or names")
    return replace(made, withhold=tuple(made.withhold), redact=bool(made.redact))


def profile(settings: Settings, name: str | None, **flags: object) -> Profile:
    """The profile of that name with flags over it. Raises UsageError where there is none."""
    base = settings.profile(name) if name else Profile()
    if base is None:
        names = ", ".join(known for known, _ in settings.profiles) or "none is set"
        raise UsageError(f"no profile {name!r} in situate.toml", hint=f"profiles: {names}")
    try:
        return profile_of({k: v for k, v in flags.items() if v not in (None, [], ())}, base)
    except ValueError as error:
        raise UsageError(f"profile: {error}") from error


def day(text: str | None) -> datetime | None:
    """A day or time given on the command line, in UTC. Raises UsageError if it is neither."""
    if text is None:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"not a date: {text!r}; write it like 2018-02-14") from error
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def days(since: str | None, until: str | None) -> tuple[datetime | None, datetime | None]:
    """Both ends of a window, half open. Raises UsageError for one that holds no day."""
    first, end = day(since), day(until)
    if first and end and end <= first:
        raise UsageError(
            f"no day lies between {since} and {until}", hint="--until names the day after the last"
        )
    return first, end


def country(text: str | None) -> str | None:
    """ISO code of a country given as code or English name. Raises UsageError if it is neither."""
    if text is None:
        return None
    from situate.knowledge.gazetteer.words import country_codes

    codes = country_codes()
    code = codes.get(text.strip().lower(), text.strip().upper())
    if code not in codes.values():
        raise UsageError(f"no country {text!r}", hint="give its ISO code, like SY, or its name")
    return code


def event_type(text: str | None) -> str | None:
    """A type of the codebook, written as there or as we show it ("place taken").

    Raises UsageError for one that it does not have.
    """
    if text is None:
        return None
    from difflib import get_close_matches

    from situate.knowledge.vocabulary import load_vocabulary

    known = load_vocabulary().types
    code = "_".join(text.strip().lower().split())
    if code not in known:
        alike = get_close_matches(code, known, n=3) or sorted(known)
        raise UsageError(f"no event type {text!r}", hint=f"one of: {', '.join(alike)}")
    return code


def countries(names: list[str] | None) -> list[str] | None:
    """As `country`, of each; None for none, which leaves the setting as it is."""
    return [code for name in names if (code := country(name))] if names else None


def with_progress(
    items: Iterable[T], title: str, *, quiet: bool, total: int | None = None
) -> Iterator[T]:
    """Items, with a count on stderr where that is a terminal."""
    if quiet or not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total)
        for item in items:
            yield item
            progress.advance(task)


def titles(*names: str) -> None:
    """Names of the columns, for a person at a terminal; a program gets rows only."""
    if sys.stdout.isatty():
        print("\t".join(names))


def note(message: str) -> None:
    """A line for the person, never for the program: stderr."""
    print(message, file=sys.stderr)
