"""Who does what to whom around an event word, as token indices."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Frame:
    """Roles of one event word, as token indices of noun-phrase heads.

    `actors` act, `objects` are acted on, whatever the voice. `preps` are (preposition token, word,
    noun) of the clause, nearest first. `verb` is the verb whose arguments were read. `foes` are
    objects brought by "against" or "with", where a country is a side and no place.
    """

    head: int
    verb: int | None
    passive: bool = False
    actors: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    preps: list[tuple[int, str, int]] = field(default_factory=list)
    mods: list[int] = field(default_factory=list)
    backers: list[int] = field(default_factory=list)
    causes: list[int] = field(default_factory=list)
    foes: list[int] = field(default_factory=list)
    support: int | None = None
    inherited: bool = False
    construction: str = "active"
