"""What the words around a trigger add: tolls, stance, speakers, framings."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from situate.annotate import Annotated, Sentence
from situate.extract.trigger import Trigger
from situate.model import Framing, Phase, Quote, Sourced, Speaker, Stance, Toll


@dataclass(frozen=True, slots=True)
class Claims:
    """Stance, phase, speakers and framings of one trigger."""

    stance: Stance = "asserted"
    stance_cue: Quote | None = None
    phase: Phase | None = None
    said_by: tuple[Speaker, ...] = ()
    framing: tuple[Framing, ...] = ()


def claims_of(annotated: Annotated, sentence: Sentence, trigger: Trigger) -> Claims:
    """Everything the claim modules say about a trigger."""
    stance: tuple[Stance, Quote | None, Phase | None] = ("asserted", None, None)
    stance = call("stance", "stance_of", stance, sentence, trigger)
    return Claims(
        *stance,
        call("speakers", "speakers_of", (), annotated, sentence, trigger),
        call("framing", "framings_of", (), annotated, sentence, trigger),
    )


def tolls_of(
    triggers: Sequence[Trigger], sentence: Sentence
) -> tuple[tuple[Sourced[Toll], ...], ...]:
    """The tolls of each trigger of a sentence; nobody is counted under two of them."""
    nothing: tuple[tuple[Sourced[Toll], ...], ...] = tuple(() for _ in triggers)
    found: tuple[tuple[Sourced[Toll], ...], ...] = call(
        "tolls", "assign", nothing, sentence, triggers
    )
    return found


def call(module: str, function: str, otherwise: Any, *arguments: Any) -> Any:
    """A function of a sibling module that may not be there yet."""
    try:
        found = importlib.import_module(f"situate.extract.{module}")
    except ImportError:
        return otherwise
    return getattr(found, function)(*arguments)
