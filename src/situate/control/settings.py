"""effects.yaml and clock.yaml, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from situate import knowledge
from situate.errors import KnowledgeError
from situate.knowledge import plain

DATA = Path(knowledge.__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Row:
    """Likelihood of a report under each state, relative to the best; None: it has none."""

    name: str
    doer: float | None = None
    pair: float = 1.0
    loser: float = 1.0
    rest: float = 1.0
    none: float | None = None
    eta: float = 1.0
    starts: str | None = None
    ends: tuple[str, ...] = ()
    direct: bool = False
    inferred: bool = False
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Which row an event type uses, and which of its roles is b."""

    row: str
    near: str | None = None
    part: str | None = None
    edge: str | None = None
    failed: str | None = None
    taker: str | None = None
    side: str = "targets"
    armed: bool = False
    needs_both: bool = False
    leaves: bool = False
    gives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Effects:
    """Section 2 of control.md as a table, with the factors of 3.4."""

    rows: Mapping[str, Row]
    rules: Mapping[str, Rule]
    near: frozenset[str]
    passing: frozenset[str]
    reliability: Mapping[str, float]
    modality: Mapping[str, float]
    ground: frozenset[str]
    ground_seen: frozenset[str]
    few_words: int
    pronouns: frozenset[str]
    inside_towns: frozenset[str]
    home_state: frozenset[str]
    home_words: frozenset[str]
    taker_told: float


@cache
def load_effects(path: Path = DATA / "effects.yaml") -> Effects:
    """Read the table. Raises KnowledgeError naming the file and what is malformed."""
    data = _read(path)
    try:
        rows = {
            name: Row(name, **{**row, "ends": tuple(row.get("ends", ()))})
            for name, row in data["rows"].items()
        }
        rules = {
            name: Rule(**{**rule, "gives": tuple(rule.get("gives", ()))})
            for name, rule in data["types"].items()
        }
        effects = Effects(
            rows,
            rules,
            frozenset(data["near_relations"]),
            frozenset(data["passing_relations"]),
            data["reliability"],
            data["modality"],
            frozenset(data["ground"]),
            frozenset(data["ground_seen"]),
            int(data["few_words"]),
            frozenset(data["own_words"]),
            frozenset(data["inside_towns"]),
            frozenset(data["home_state"]),
            frozenset((*data["home_state"], *data["home_words"])),
            float(data["taker_told"]),
        )
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"{path}: {error}") from error
    for name, rule in rules.items():
        for row in (rule.row, rule.near, rule.part, rule.edge, rule.failed, rule.taker):
            if row not in (None, "none", *rows):
                raise KnowledgeError(f"{path}: {name} names the row {row}, which is not there")
    return effects


@cache
def load_clock(path: Path = DATA / "clock.yaml") -> dict[str, Any]:
    """Read rates and thresholds as plain data. Raises KnowledgeError where it is no table."""
    return _read(path)


def _read(path: Path) -> dict[str, Any]:
    data = plain.load(path.read_text("utf-8"))
    if not isinstance(data, dict):
        raise KnowledgeError(f"{path}: not a table")
    return data
