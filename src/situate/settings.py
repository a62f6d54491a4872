"""Settings, read once at the door (`serve/`) and frozen; below it functions get what they use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may vary. Nothing below `serve/` reads the environment."""

    data_dir: Path = Path(platformdirs.user_data_dir("situate", appauthor=False))
    model: str | None = None  # spaCy package name; None: the best one installed
    parses: Path | None = None  # a file that keeps parses, so that a sentence is parsed once
    countries: tuple[str, ...] = ()  # ISO codes the reports are known to be about
    max_bytes: int = 20_000_000  # a larger file is set aside
    max_characters: int = 400_000  # a longer text is set aside
    allow_loopback: bool = False  # may an address the user types lie on this machine?
    delay_days: int = 0
    coarsen: bool = False
    withhold: tuple[str, ...] = ()  # place ids
