"""What a reader hands over, before language, caps and dates are settled for all formats alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from situate.model import Block, Precision


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of publication, aware and in UTC, and where it was found ("json-ld", "dateline")."""

    when: datetime
    precision: Precision
    found: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes of one thing to read, what a name or a header says of them, and where they lay."""

    where: str
    data: bytes
    charset: str | None = None
    url: str | None = None
    retrieved: datetime | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """One report as its format gave it. A text without blocks is laid out by its lines.

    `language` is what the source declares; it is used where the words themselves do not tell.
    """

    where: str
    text: str
    reader: str
    blob: str
    blocks: tuple[Block, ...] | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: Dated | None = None
    language: str | None = None
    language_is_given: bool = False
    retrieved: datetime | None = None
