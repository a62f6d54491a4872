"""Options that several commands share, written once and handed over as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Concatenate, ParamSpec, TypeVar

from situate.serve.commands.options import (
    Coarsen,
    Country,
    DataDir,
    Delay,
    Files,
    Model,
    ProfileName,
    Published,
    Quiet,
    Redact,
    Withhold,
)
from situate.serve.door import countries, day, profile, read_settings
from situate.settings import Profile, Settings

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports to read, and how."""

    files: list[str]
    published: datetime | None
    settings: Settings
    quiet: bool


def reports(
    files: Files,
    published: Published = None,
    country: Country = None,
    data_dir: DataDir = None,
    model: Model = None,
    quiet: Quiet = False,
) -> Reports:
    """Options of the commands that read reports. Raises UsageError for a path, date or country."""
    anchor = day(published)
    settings = read_settings(data_dir=data_dir, model=model, countries=countries(country))
    from situate.read.source import typed

    typed(files)  # a wrong path is told before anything is loaded
    return Reports(files, anchor, settings, quiet)


@dataclass(frozen=True, slots=True)
class Audience:
    """What readers may see of a database, and the settings beside."""

    shown: Profile
    settings: Settings


def audience(
    profile_name: ProfileName = None,
    delay: Delay = None,
    coarsen: Coarsen = None,
    withhold: Withhold = None,
    redact: Redact = False,
    data_dir: DataDir = None,
) -> Audience:
    """Options of the commands that show a database to others. Raises UsageError as `profile`."""
    settings = read_settings(data_dir=data_dir)
    shown = profile(
        settings, profile_name, delay_days=delay, coarsen=coarsen, withhold=withhold,
        redact=redact or None,
    )  # fmt: skip
    return Audience(shown, settings)


def sharing(
    group: Callable[..., T],
) -> Callable[[Callable[Concatenate[T, P], None]], Callable[..., None]]:
    """Give a command the options of `group` beside its own; their value is its first argument."""
    shared = _parameters(group)

    def with_options(command: Callable[Concatenate[T, P], None]) -> Callable[..., None]:
        @wraps(command)
        def called(**given: object) -> None:
            first = group(**{name: given.pop(name) for name in shared})
            command(first, **given)  # type: ignore[arg-type,call-arg]

        own = list(_parameters(command).values())[1:]
        needed = [one for one in shared.values() if one.default is Parameter.empty]
        rest = [one for one in shared.values() if one.default is not Parameter.empty]
        together = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in (*needed, *own, *rest)]
        called.__signature__ = Signature(together)  # type: ignore[attr-defined]
        called.__annotations__ = {one.name: one.annotation for one in together}
        return called

    return with_options


def _parameters(function: Callable[..., object]) -> dict[str, Parameter]:
    return dict(signature(function, eval_str=True).parameters)
