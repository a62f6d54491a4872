"""Rows of the roster: dated names, parents and sides of one actor or operation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args

from situate.model import ActorKind

KINDS = frozenset(get_args(ActorKind))
FIELDS = frozenset(
    (
        *("id", "name", "kind", "countries", "from", "to", "aliases", "weak", "parent", "sides"),
        *("formerly", "nouns", "known_as", "run_by", "also", "stands_for"),
    )
)


class BadRow(ValueError):
    """A row that cannot be read; the caller knows its file and line."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A value and the days it holds: half open, None is open."""

    value: str
    start: date | None = None
    end: date | None = None

    def holds(self, on: date | None) -> bool:
        """Does it hold on that day? An unknown day is every day."""
        return on is None or (
            (self.start is None or self.start <= on) and (self.end is None or on < self.end)
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor of the roster. `weak` names count only in company of the actor's theatre."""

    id: str
    name: str
    kind: ActorKind
    countries: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    aliases: tuple[Spell, ...] = ()
    weak: tuple[str, ...] = ()
    parents: tuple[Spell, ...] = ()
    sides: tuple[Spell, ...] = ()
    formerly: tuple[Spell, ...] = ()
    nouns: tuple[str, ...] = ()
    known_as: tuple[tuple[str, str], ...] = ()  # ("acled", "HTS: Hayat Tahrir al Sham")
    run_by: tuple[str, ...] = ()  # of an operation: who runs it
    also: tuple[str, ...] = ()  # other ids that mean this row
    stands_for: str | None = None  # pattern id this row replaces: "state:SY:military"

    def exists(self, on: date | None) -> bool:
        """Did it exist under this name on that day? An unknown day is every day."""
        return Spell(self.id, self.start, self.end).holds(on)


def entry_of(row: object) -> Entry:
    """The entry in a row of YAML or CSV. Raises BadRow saying which field is wrong and why."""
    if not isinstance(row, Mapping):
        raise BadRow("a row must be a mapping with id, name and kind")
    unknown = sorted(set(map(str, row)) - FIELDS)
    if unknown:
        raise BadRow(f"unknown field {unknown[0]!r}; known are {', '.join(sorted(FIELDS))}")
    kind: Any = row.get("kind")
    if kind not in KINDS:
        raise BadRow(f"kind {kind!r} is none of {', '.join(sorted(KINDS))}")
    start, end = first_day(row.get("from")), after_last_day(row.get("to"))
    if start and end and end <= start:
        raise BadRow(f"ends ({row.get('to')}) before it begins ({row.get('from')})")
    return Entry(
        id=_text(row, "id"),
        name=_text(row, "name"),
        kind=kind,
        countries=_texts(row, "countries"),
        start=start,
        end=end,
        aliases=_spells(row, "aliases", "name"),
        weak=_texts(row, "weak"),
        parents=_spells(row, "parent", "id"),
        sides=_spells(row, "sides", "side"),
        formerly=_spells(row, "formerly", "id"),
        nouns=_texts(row, "nouns"),
        known_as=_known_as(row.get("known_as")),
        run_by=_texts(row, "run_by"),
        also=_texts(row, "also"),
        stands_for=str(row["stands_for"]) if row.get("stands_for") else None,
    )


def first_day(value: object) -> date | None:
    """First day of 2017, 2017-01 or 2017-01-28; None if nothing is given. Raises BadRow."""
    return _day(value)[0]


def after_last_day(value: object) -> date | None:
    """The day after 2017, 2017-01 or 2017-01-28 is over; None if nothing is given."""
    return _day(value)[1]


def _day(value: object) -> tuple[date | None, date | None]:
    if value is None or value == "":
        return None, None
    if isinstance(value, date):
        return value, value + timedelta(days=1)
    bits = str(value).strip().split("-")
    try:
        numbers = [int(bit) for bit in bits]
        year, month, day = [*numbers, 1, 1][:3] if len(numbers) < 3 else numbers
        first = date(year, month, day)
    except ValueError:
        raise BadRow(f"no date: {value!r}; write 2017, 2017-01 or 2017-01-28") from None
    if len(bits) == 1:
        return first, date(year + 1, 1, 1)
    if len(bits) == 2:
        return first, date(year + month // 12, month % 12 + 1, 1)
    return first, first + timedelta(days=1)


def _text(row: Mapping[Any, Any], field: str) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise BadRow(f"{field} must be text, not {value!r}")
    return value.strip()


def _items(row: Mapping[Any, Any], field: str) -> list[Any]:
    value = row.get(field)
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def _texts(row: Mapping[Any, Any], field: str) -> tuple[str, ...]:
    items = _items(row, field)
    if any(not isinstance(item, str) for item in items):
        # A bare NO or ON in YAML is a boolean: quote it.
        raise BadRow(f"{field} must be text or a list of texts, not {items!r}")
    return tuple(item.strip() for item in items if item.strip())


def _spells(row: Mapping[Any, Any], field: str, key: str) -> tuple[Spell, ...]:
    found = []
    for item in _items(row, field):
        if isinstance(item, Mapping):
            value = item.get(key)
            start, end = first_day(item.get("from")), after_last_day(item.get("to"))
        else:
            value, start, end = item, None, None
        if not isinstance(value, str) or not value.strip():
            raise BadRow(f"{field} must hold texts, or mappings with {key!r}; not {item!r}")
        found.append(Spell(value.strip(), start, end))
    return tuple(found)


def _known_as(value: object) -> tuple[tuple[str, str], ...]:
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise BadRow("known_as must map a dataset to a name or a list of names")
    pairs: list[tuple[str, str]] = []
    for dataset, names in value.items():
        listed: Iterable[Any] = names if isinstance(names, list) else [names]
        pairs.extend((str(dataset), str(name)) for name in listed)
    return tuple(pairs)
