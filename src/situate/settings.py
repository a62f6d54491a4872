"""Settings, read once at the door (`serve/`) and frozen; below it functions get what they use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

Level = Literal["adm2", "adm1", "country"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is held back from readers outside the desk; the default holds back nothing."""

    delay_days: int = 0  # reports of the last so many days, and reports without a day
    coarsen: Level | None = None  # places finer than this level become their district or province
    withhold: tuple[str, ...] = ()  # ids or names of places no report of which is shown
    redact: bool = False  # names of persons

    def holds_back(self) -> bool:
        """Is anything held back at all?"""
        return self != Profile()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may vary. Nothing below `serve/` reads the environment."""

    # where gazetteers are kept
    data_dir: Path = Path(platformdirs.user_data_dir("situate", appauthor=False))
    model: str | None = None  # spaCy package name; None: the best one installed
    parses: Path | None = None  # a file that keeps parses, so that a sentence is parsed once
    countries: tuple[str, ...] = ()  # ISO codes the reports are known to be about
    max_bytes: int = 20_000_000  # a larger file is set aside
    max_characters: int = 400_000  # a longer text is set aside
    allow_loopback: bool = False  # may an address the user types lie on this machine?
    profiles: tuple[tuple[str, Profile], ...] = ()  # by name: [profiles.NAME] of situate.toml

    def profile(self, name: str) -> Profile | None:
        """The profile of that name; None where there is none."""
        return dict(self.profiles).get(name)
