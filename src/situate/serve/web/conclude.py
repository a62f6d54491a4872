"""Conclude anew after a person's decision, without loading a parser."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from situate.settings import Settings
from situate.store import Store


@cache
def desk_without_parser(settings: Settings) -> Any:
    """A desk without a parser: concluding reads no text."""
    from situate.knowledge import gazetteer, outlets, roster, vocabulary
    from situate.pipeline import Desk

    return Desk(
        settings,
        vocabulary.load_vocabulary(),
        roster.load_roster(),
        gazetteer.open_gazetteer(settings.data_dir),
        outlets.load_outlets(),
        cast(Any, None),
    )


def conclude(store: Store, settings: Settings) -> bool:
    """Incidents and holds from all that was said and decided; False if nothing was read yet."""
    from situate import concluding

    last = store.concluded_mark()
    if last is None:
        return False
    concluding.rebuild(store, desk_without_parser(settings), last.pipeline)
    return True
