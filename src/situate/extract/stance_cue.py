"""A stance with the words that tell it."""

from __future__ import annotations

from dataclasses import dataclass

from situate.model import Phase, Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """A stance and the tokens that tell it; `phase` if they tell that too."""

    stance: Stance
    first: int
    last: int
    phase: Phase | None = None
