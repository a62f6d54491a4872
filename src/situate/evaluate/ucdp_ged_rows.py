"""UCDP GED: rows of coded events, gathered by the headline that feeds them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any, NamedTuple

from situate.evaluate.places import point_in
from situate.evaluate.suite import Row, a_document, mapping, noon
from situate.model import Block, Document


class Coded(NamedTuple):
    """One coded event fed by a headline."""

    point: tuple[float, float]
    is_exact: bool  # where_prec 1
    sides: tuple[str, ...]  # without civilians
    violence: int
    low: float
    best: float
    high: float


@dataclass(slots=True)
class Headline:
    """A headline string with every row it feeds; `published` is the earliest source date."""

    where: str
    text: str
    published: date | None
    rows: list[Coded] = field(default_factory=list)

    def feeds_one(self, table: Mapping[str, Any]) -> bool:
        """One event only, and no total of a day."""
        return len(self.rows) == 1 and not re.search(table["day_total"], self.text, re.I)


def is_good(row: Row) -> bool:
    """A headline, a point and a range of deaths."""
    return bool(row["source_headline"].strip()) and coded(row) is not None


def coded(row: Row) -> Coded:
    """A row as read. Raises ValueError or KeyError where a field is missing or malformed."""
    table = mapping("ucdp_ged")
    sides = [row[side].strip() for side in ("side_a", "side_b")]
    return Coded(
        point_in(row),
        float(row["where_prec"]) == 1,
        tuple(side for side in sides if side and side != table["civilians"]),
        round(float(row["type_of_violence"])),
        float(row["low"]),
        float(row["best"]),
        float(row["high"]),
    )


def gathered(rows: Sequence[tuple[str, Row]]) -> list[Headline]:
    """Rows by distinct headline string, in the order of the file."""
    found: dict[str, Headline] = {}
    for where, row in rows:
        text = unescape(row["source_headline"])
        day = earliest(row.get("source_date") or "")
        headline = found.setdefault(text, Headline(where, text, day))
        headline.rows.append(coded(row))
        if day and (headline.published is None or day < headline.published):
            headline.published = day
    return list(found.values())


def earliest(dates: str) -> date | None:
    """The first of "2016-01-30;2016-02-08"; None where none can be read."""
    found = re.findall(r"\d{4}-\d{2}-\d{2}", dates)
    try:
        return min(map(date.fromisoformat, found), default=None)
    except ValueError:
        return None


def document_of(headline: Headline) -> Document:
    """A document whose blocks are the headlines joined by ";" in one string."""
    blocks, at = [], 0
    for part in headline.text.split(";"):
        if part.strip():
            blocks.append(Block("title", at, at + len(part)))
        at += len(part) + 1
    published = noon(headline.published) if headline.published else None
    return a_document(headline.text, headline.where, published=published, blocks=blocks)
