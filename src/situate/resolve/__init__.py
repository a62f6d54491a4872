"""Words -> values: which place, which actor as of the day, which days. No Quote is ever changed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from situate.model import Document, Mention, Name
from situate.resolve.aliases import aliases_in
from situate.resolve.implied import fill_implied
from situate.resolve.place_carry import with_place_before
from situate.resolve.place_words import fill_place_words
from situate.resolve.roles import fill_roles
from situate.resolve.scene import scene_of
from situate.resolve.told_again import with_acts
from situate.resolve.voices import fill_voices

if TYPE_CHECKING:
    from situate.knowledge.roster import Roster

__all__ = ["resolve"]


def resolve(
    document: Document,
    mentions: tuple[Mention, ...],
    names: tuple[Name, ...],
    roster: Roster,
    gazetteer: Any,
    countries: tuple[str, ...] = (),
) -> tuple[Mention, ...]:
    """The mentions of one report with their values filled, in the same order, none dropped.

    Places come first, since "the army" is that of the country the event is in; then actors, place
    words that point back, implied sides, days, and last what is told again. `countries` are those
    the user gave. What stays unknown is null with a reason and its rivals.
    """
    found = _places(document, tuple(mentions), names, gazetteer, countries, roster)
    on = document.published.date() if document.published else None
    scene = scene_of(
        document, found, names, roster, countries, aliases_in(document, names, roster, on)
    )
    found = fill_voices(scene, fill_roles(scene, found))
    found = with_place_before(scene, fill_place_words(scene, found))
    found = fill_implied(scene, found)
    return with_acts(scene, _periods(document, found))


def _places(
    document: Document,
    mentions: tuple[Mention, ...],
    names: tuple[Name, ...],
    gazetteer: Any,
    countries: tuple[str, ...],
    roster: Roster,
) -> tuple[Mention, ...]:
    fill = _stage("places", "fill_places")
    if fill is None or gazetteer is None:
        return mentions
    return tuple(fill(document, mentions, names, gazetteer, countries, roster))


def _periods(document: Document, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    fill = _stage("times", "fill_periods")
    return mentions if fill is None else tuple(fill(document, mentions))


def _stage(module: str, function: str) -> Callable[..., Any] | None:
    """A stage of the chain, or None while it is not there."""
    try:
        found: Callable[..., Any] = getattr(import_module(f"situate.resolve.{module}"), function)
    except (ModuleNotFoundError, AttributeError):
        return None
    return found
