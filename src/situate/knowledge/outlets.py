"""Who speaks, who owns whom, who copies whom, and for whom they speak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from situate.errors import KnowledgeError
from situate.knowledge import plain
from situate.model import Document

TABLE = Path(__file__).parent / "data" / "outlets.yaml"
HEAD, TAIL = 700, 300  # code points searched for a wire credit: it stands first or last
NEEDED = {"id", "name", "kind"}
KEYS = NEEDED | {
    "country", "owner", "copies", "speaks_for", "aliases", "domains", "credit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlet:
    """A voice: an agency, paper, channel, monitor or press office.

    `speaks_for` are roster ids and sides in whose interest it reports; empty means neutral.
    """

    id: str
    name: str
    kind: str
    country: str | None = None
    owner: str | None = None
    copies: tuple[str, ...] = ()
    speaks_for: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()


@lru_cache(maxsize=32768)
def fold(name: str) -> str:
    """A name without case, accents, articles, tatweel and punctuation, for comparing."""
    plain = unicodedata.normalize("NFKD", name.replace("ـ", "")).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    words = kept.split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@dataclass(frozen=True)
class Outlets:
    """Every outlet we know; lookups are by id, name, alias or web domain."""

    by_id: Mapping[str, Outlet]
    unnamed: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for outlet in self.by_id.values():
            for name in (outlet.id, outlet.name, *outlet.aliases):
                names.setdefault(fold(name), outlet.id)
        return names

    @cached_property
    def _domains(self) -> dict[str, str]:
        return {domain: outlet.id for outlet in self.by_id.values() for domain in outlet.domains}

    @cached_property
    def _credits(self) -> dict[str, str]:
        return {word: outlet.id for outlet in self.by_id.values() for word in outlet.credit}

    @cached_property
    def _credit_pattern(self) -> re.Pattern[str]:
        words = "|".join(sorted(map(re.escape, self._credits), key=len, reverse=True))
        return re.compile(
            rf"\(({words})\)"  # BEIRUT (Reuters) -
            rf"|^[A-Z][\w .,/'’]{{0,60}}?[,:—–-] ?({words}) ?[-–—:]"  # Damascus, SANA - ...
            rf"|\b(?:[Ss]ource|[Bb]y|المصدر) ?[:/]? ?({words})\s*$"
            rf"|(?:^|[/—–|-]) ?({words}) ?[/.]?\s*$",
            re.MULTILINE,
        )

    def named(self, name: str | None) -> Outlet | None:
        """The outlet of this name, alias or id; None if unknown."""
        found = self._names.get(fold(name)) if name else None
        return self.by_id[found] if found else None

    def of_url(self, url: str | None) -> Outlet | None:
        """The outlet whose domain, or the domain above it, this address lies in."""
        host = (urlsplit(url).hostname or "").lower() if url and "//" in url else ""
        labels = host.split(".")
        for i in range(len(labels) - 1):
            if found := self._domains.get(".".join(labels[i:])):
                return self.by_id[found]
        return None

    def outlet_of(self, document: Document) -> Outlet | None:
        """Who published a document: by its outlet's name, else by its address; None if unknown."""
        return self.named(document.outlet) or self.of_url(document.url)

    def agency_in(self, text: str) -> Outlet | None:
        """The agency credited in a text: "(Reuters)", "Damascus, SANA -", a last line "AFP".

        Looks at the first 700 and last 300 code points only; a name within a sentence is a
        speaker, not a credit. None if there is none.
        """
        for part in (text[:HEAD], text[HEAD:][-TAIL:]):
            if found := self._credit_pattern.search(part):
                return self.by_id[self._credits[next(g for g in found.groups() if g)]]
        return None

    def voice(self, outlet: str) -> str:
        """Whose voice an outlet is in the end: its owner's owner and so on, else its own id."""
        seen: set[str] = set()
        while (known := self.by_id.get(outlet)) and known.owner and outlet not in seen:
            seen.add(outlet)
            outlet = known.owner
        return outlet

    def is_unnamed(self, words: str) -> bool:
        """Is this a speaker without a name ("local activists")?"""
        return all(word in self.unnamed for word in fold(words).split())

    def is_copier(self, one: str, other: str) -> bool:
        """Does either of two outlets routinely reprint the other?"""
        rows = self.by_id.get(one), self.by_id.get(other)
        return bool((rows[0] and other in rows[0].copies) or (rows[1] and one in rows[1].copies))


@cache
def load_outlets(path: Path = TABLE) -> Outlets:
    """Read the table. Raises KnowledgeError naming file and row where it is malformed."""
    data = plain.load(path.read_text("utf-8"))
    rows = data.get("outlets") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise KnowledgeError(f"{path}: no list `outlets`")
    table = {row.id: row for row in (_outlet(row, path) for row in rows)}
    _check(table.values(), path, len(rows))
    return Outlets(table, frozenset(map(fold, data.get("unnamed", ()))) | {"the"})


def _outlet(row: Any, path: Path) -> Outlet:
    if not isinstance(row, dict) or not set(row) >= NEEDED or set(row) - KEYS:
        raise KnowledgeError(
            f"{path}: row {row!r} needs id, name, kind and has only {sorted(KEYS)}"
        )
    many = {k: tuple(v) for k, v in row.items() if isinstance(v, list)}
    return Outlet(**{**row, **many})


def _check(table: Iterable[Outlet], path: Path, rows: int) -> None:
    outlets = {outlet.id: outlet for outlet in table}
    if len(outlets) != rows:
        raise KnowledgeError(f"{path}: an id stands twice")
    for outlet in outlets.values():
        for other in (*outlet.copies, *([outlet.owner] if outlet.owner else ())):
            if other not in outlets:
                raise KnowledgeError(f"{path}: {outlet.id} names {other}, which has no row")
