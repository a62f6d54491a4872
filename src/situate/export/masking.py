"""What a profile hides inside records: names become as many blocks, places become their district.

A block stands for a letter, so every offset still counts in the masked text and every quote is
still the exact words of the text that is shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from ahocorasick_rs import AhoCorasick, MatchKind

from situate.export.coarse import Coarse
from situate.knowledge.gazetteer.articles import in_text
from situate.model import Document, Hold, Place, Quote, SourcedPlace

T = TypeVar("T")
BLOCK = "\u2588"
SHORTEST = 3  # letters; a shorter name would hide half of every text
# What names no person and no place: ids, codes of the codebook, addresses of records.
KEPT = frozenset({
    "id", "document", "mention", "mentions", "documents", "because", "witness", "type", "stance",
    "kind", "state", "block", "blob", "reader", "language", "country", "rule", "relation",
    "precision", "published_precision", "published_from", "mode", "phase", "extent", "pcode",
    "holders", "besieged_by", "claimed_by", "presence", "pressure", "side_id", "sides", "parent",
})  # fmt: skip


class _Plain(dict[int, int]):
    """One letter for one: no case, no marks, one kind of apostrophe, separators as blanks."""

    def __missing__(self, code: int) -> int:
        letter = chr(code)
        bare = unicodedata.normalize("NFD", letter)[0].lower()
        if letter in "-_/\u2010\u2011\u2013\u00a0\t\n\r":
            bare = " "
        elif letter in "\u2018\u2019\u02bb\u02bc\u02bf\u0060":
            bare = "'"
        self[code] = ord(bare) if len(bare) == 1 else code
        return self[code]


_PLAIN = _Plain()


def plain(text: str) -> str:
    """The text as names are compared, of the same length."""
    return text.translate(_PLAIN)


class Mask:
    """Hides names, whole words only, in any case and with or without their article."""

    def __init__(self, names: Iterable[str]) -> None:
        known = {form for name in names for form in _forms(plain(name).strip())}
        self.names = tuple(sorted(known))
        self._find = AhoCorasick(self.names, matchkind=MatchKind.Standard) if known else None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a name stands, half open; spans may overlap."""
        if self._find is None:
            return
        low = plain(text)
        for _, start, end in self._find.find_matches_as_indexes(low, overlapping=True):
            if _is_whole(low, start, end):
                yield start, end

    def text(self, text: str) -> str:
        """The text with a block for every letter of a name."""
        letters: list[str] | None = None
        for start, end in self.spans(text):
            letters = letters or list(text)
            letters[start:end] = [c if c.isspace() else BLOCK for c in text[start:end]]
        return text if letters is None else "".join(letters)


def _forms(name: str) -> Iterator[str]:
    if len(name) >= SHORTEST:
        yield name
    article, _, rest = name.partition(" ")
    if article in in_text() and len(rest) > SHORTEST:
        yield rest


def _is_whole(text: str, start: int, end: int) -> bool:
    # Arabic writes "and", "in" and "the" onto the word, so there a name may begin inside one.
    if "\u0600" <= text[start] <= "\u06ff":
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isalnum() and not after.isalnum()


@dataclass(frozen=True)
class Hidden:
    """What is hidden, and the masked texts that quotes are cut from anew."""

    mask: Mask
    coarse: Coarse | None
    texts: Mapping[str, str]

    def document(self, document: Document) -> Document:
        """A report as it is shown; an address that names what is hidden is left out."""
        shown = self.record(replace(document, text="", url=None, path=None))
        url, path = (
            value if value is None or self.mask.text(value) == value else None
            for value in (document.url, document.path)
        )
        return replace(shown, text=self.texts[document.id], url=url, path=path)

    def record(self, value: T) -> T:
        """A record, or anything inside one, as it is shown; unchanged ones stay the same object."""
        return cast(T, self._shown(value))

    def _shown(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.mask.text(value)
        if isinstance(value, tuple):
            shown = tuple(map(self._shown, value))
            return value if all(a is b for a, b in zip(value, shown, strict=True)) else shown
        if isinstance(value, Quote):
            return self._quote(value)
        if isinstance(value, Place):
            return self.coarse.place(value) if self.coarse else self._fields(value)
        if isinstance(value, SourcedPlace):
            fresh = self._fields(value)
            return self.coarse.sourced(value, fresh) if self.coarse else fresh
        if isinstance(value, Hold) and self.coarse:
            return self._fields(replace(value, same_as=()))
        return self._fields(value) if is_dataclass(value) else value

    def _quote(self, quote: Quote) -> Quote:
        text = self.texts.get(quote.document)
        words = self.mask.text(quote.text) if text is None else text[quote.start : quote.end]
        return quote if words == quote.text else replace(quote, text=words)

    def _fields(self, record: Any) -> Any:
        changed = {}
        for name in _names(type(record)):
            old = getattr(record, name)
            new = self._shown(old)
            if new is not old and new != old:
                changed[name] = new
        return replace(record, **changed) if changed else record


_NAMES: dict[type, tuple[str, ...]] = {}


def _names(kind: type) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(f.name for f in fields(kind) if f.name not in KEPT)
    return _NAMES[kind]
