"""The table of phrases of time, knowledge/data/times.yaml, read once with its patterns compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from situate.errors import KnowledgeError
from situate.knowledge import plain
from situate.knowledge.calendar import any_of, load_calendar
from situate.model import Precision

ARABIC = re.compile(r"[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, its pattern compiled."""

    pattern: re.Pattern[str]
    gives: str
    precision: Precision
    confidence: float
    span: tuple[int, int] | None = None
    unit: str | None = None
    step: int = 0
    needs_cue: bool = False
    hints: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()  # what the text must hold: "digit", "month", ...


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of time at start:end of the text it was found in, half open."""

    start: int
    end: int
    text: str
    row: Row
    slots: Mapping[str, str | None]
    inner: Phrase | None = None

    @property
    def is_open(self) -> bool:
        """Says only that something goes on."""
        return self.row.gives == "open"


@dataclass(frozen=True, slots=True)
class Table:
    """times.yaml, ready for use."""

    rows: tuple[Row, ...]
    since: tuple[Row, ...]
    date: Row
    numbers: dict[str, int]
    units: dict[str, str]
    parts: dict[str, int]
    month_cues: frozenset[str]
    raw: dict[str, Any]


@cache
def load_table() -> Table:
    """The table that ships. Raises KnowledgeError, naming the row, where it is malformed."""
    path = files("situate.knowledge") / "data" / "times.yaml"
    raw = plain.load(path.read_text(encoding="utf-8"))
    slots = _slots(raw)
    rows: list[Row] = []
    for number, row in enumerate(raw["phrases"], start=1):
        try:
            rows.append(_row(row, slots))
        except (KeyError, TypeError, re.error) as wrong:
            raise KnowledgeError(f"{path}: phrase {number}: {wrong!r}") from wrong
    return Table(
        rows=tuple(r for r in rows if r.gives not in ("since", "date")),
        since=tuple(r for r in rows if r.gives == "since"),
        date=next(r for r in rows if r.gives == "date"),
        numbers={str(word): int(n) for word, n in raw["numbers"].items()},
        units={**raw["units"], **raw["one_units"]},
        parts=raw["parts"],
        month_cues=frozenset(raw["month_cues"]),
        raw=raw,
    )


# --- patterns of a row


def _slots(raw: Mapping[str, Any]) -> dict[str, str]:
    calendar = load_calendar()
    words = {
        "n": alternatives(raw["numbers"]) + r"|\d{1,3}",
        "unit": alternatives(raw["units"]),
        "one_unit": alternatives(raw["one_units"]),
        "part": alternatives(raw["parts"]),
        "month": any_of(calendar.months),
        "day": any_of({n: d for n, d in calendar.weekdays.items() if len(n) > 4}),
        "year": r"(?:19|20)\d\d",
        "d": r"\d{1,2}",
    }
    slots = {name: f"(?P<{name}>{pattern})" for name, pattern in words.items()}
    slots["d"] = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    slots["d2"] = r"(?P<d2>\d{1,2})(?:st|nd|rd|th)?"
    slots["month2"] = f"(?P<month2>{words['month']})"
    slots["day2"] = f"(?:{words['day']})"
    slots["year2"] = r"(?P<year2>(?:19|20)\d\d)"
    slots["ordinal"] = "(?:" + "|".join(raw["ordinals"]) + ")"
    slots["any"] = ""
    slots["date"] = r"(?!)"
    return slots


def alternatives(words: Mapping[Any, Any]) -> str:
    """A pattern that fits any of the words, the longest first."""
    return "|".join(re.escape(str(w)) for w in sorted(words, key=lambda w: (-len(str(w)), str(w))))


def _row(row: Mapping[str, Any], slots: Mapping[str, str]) -> Row:
    pattern = re.sub(r"\{([a-z_]+2?)\}", lambda m: slots[m[1]], row["match"])
    tail = "" if row["gives"] == "since" else r"(?!\w)"
    return Row(
        re.compile(rf"(?<![\w-])(?:{pattern}){tail}", re.IGNORECASE),
        row["gives"],
        row.get("precision", "day"),
        float(row["confidence"]),
        tuple(row["span"]) if "span" in row else None,
        row.get("unit"),
        int(row.get("step", 0)),
        bool(row.get("needs_cue", False)),
        tuple(row.get("hint", ())),
        frozenset(_needs(row)),
    )


NEEDS = {"{month}": "month", "{month2}": "month", "{day}": "day", "{unit}": "unit",
         "{one_unit}": "unit", "{d}": "digit"}  # fmt: skip


def _needs(row: Mapping[str, Any]) -> Iterator[str]:
    """What a text must hold for a row to fit at all."""
    yield from (sign for slot, sign in NEEDS.items() if slot in row["match"])
    if "{year}" in row["match"] and "{month" not in row["match"]:
        yield "digit"
    if ARABIC.search(row["match"]) and "hint" not in row:
        yield "arabic"
