"""Full text over sentences, in any spelling of Arabic, with facets.

The index lives in memory and is built from the store when something has changed: it is concluded,
never said. Folding as in the design: what readers type without marks, hamza or article is found.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from situate.model import Document, Mention
from situate.serve.web.archive import Archive
from situate.serve.web.window import Window

_DROP = re.compile("[\u064b-\u065f\u0670\u0640]")
_SAME = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي")
_PREFIX = re.compile("^(?:[وفبكل]{1,2})?(?:ال)?")
_WORD = re.compile(r"\w+")
_ARABIC = re.compile("[\u0600-\u06ff]")
FACETS = ("type", "place", "actor", "outlet", "stance")


@dataclass(frozen=True, slots=True)
class Row:
    """A mention as search knows it."""

    mention: str
    document: str
    type: str
    day: str
    outlet: str
    stance: str
    place: str
    actor: str  # names, each between bars: "|ISIS|SDF|"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how many there are, and for each facet its values with counts."""

    rows: tuple[Row, ...]
    total: int
    facets: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]


def folded(text: str) -> Iterator[str]:
    """Words as the index has them: case and marks off; Arabic words also without their prefixes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _DROP.sub("", plain).translate(_SAME)
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    for word in _WORD.findall(plain):
        yield word
        if _ARABIC.match(word):
            bare = _PREFIX.sub("", word)
            if len(bare) > 2 and bare != word:
                yield bare


class Search:
    """An index of a store's mentions, rebuilt when the store has changed."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._lock = threading.Lock()
        self._stamp = ""
        self._base: sqlite3.Connection | None = None

    def find(self, window: Window, offset: int = 0) -> Found:
        """Hits, newest first; an empty question with no facet asked finds everything."""
        with self._lock:
            base = self._fresh()
            where, values = _conditions(window)
            rows = base.execute(
                f"select {_COLUMNS} from row {where} order by day desc, mention limit ? offset ?",
                (*values, window.limit, offset),
            ).fetchall()
            total = base.execute(f"select count(*) from row {where}", values).fetchone()[0]
            facets = tuple((name, _facet(base, name, where, values)) for name in FACETS)
        return Found(tuple(Row(*row) for row in rows), int(total), facets)

    def _fresh(self) -> sqlite3.Connection:
        stamp = self.archive.stamp()
        if self._base is None or stamp != self._stamp:
            self._base = _build(self.archive)
            self._stamp = stamp
        return self._base


_COLUMNS = ", ".join(f.name for f in fields(Row))


def _build(archive: Archive) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:", check_same_thread=False)
    base.execute(
        f"create table row ({', '.join(f'{f.name} text' for f in fields(Row))}, words text)"
    )
    documents = archive.all_documents()
    base.executemany(
        f"insert into row values ({', '.join('?' * (len(fields(Row)) + 1))})",
        _rows(documents, archive.store.mentions()),
    )
    base.execute(
        "create virtual table texts using fts5(words, content='row', tokenize='unicode61')"
    )
    base.execute("insert into texts(texts) values ('rebuild')")
    return base


def _rows(documents: dict[str, Document], mentions: Iterable[Mention]) -> Iterator[tuple[str, ...]]:
    for mention in mentions:
        document = documents.get(mention.document)
        if document is None:
            continue
        day = mention.period.value.start if mention.period.value else document.published
        places = list(dict.fromkeys(p.value.name for p in mention.places if p.value))
        sides = (*mention.actors, *mention.targets)
        actors = list(dict.fromkeys(a.value.name for a in sides if a.value))
        text = " ".join((mention.sentence.text, document.title or "", *places, *actors))
        yield (
            mention.id,
            mention.document,
            mention.type,
            day.date().isoformat() if day else "",
            document.outlet or "",
            mention.stance,
            places[0] if places else "",
            f"|{'|'.join(actors)}|" if actors else "",
            " ".join(folded(text)).encode("utf-8", "replace").decode(),
        )


def _conditions(window: Window) -> tuple[str, list[str]]:
    parts, values = [], []
    words = list(folded(window.q or ""))
    if window.q and not words:
        parts.append("0")
    if words:
        parts.append("rowid in (select rowid from texts where texts match ?)")
        values.append(" ".join(f'"{word}"*' for word in _typed(window.q or "")))
    for name in ("type", "place", "outlet", "stance"):
        if (wanted := getattr(window, name)) is not None:
            parts.append(f"{name} = ?")
            values.append(wanted)
    if window.actor is not None:
        parts.append("instr(actor, ?)")
        values.append(f"|{window.actor}|")
    for name, sign in (("since", ">="), ("until", "<=")):
        if (wanted := getattr(window, name)) is not None:
            parts.append(f"day {sign} ? and day != ''")
            values.append(wanted)
    return (f"where {' and '.join(parts)}" if parts else ""), values


def _typed(question: str) -> list[str]:
    """One form of each word typed: with prefixes off where that leaves a word."""
    forms = []
    for word in question.split():
        options = list(folded(word))
        forms += options[-1:] if options and _ARABIC.match(options[0]) else options
    return forms


def _facet(
    base: sqlite3.Connection, name: str, where: str, values: list[str], most: int = 12
) -> tuple[tuple[str, int], ...]:
    rows = base.execute(f"select {name}, count(*) from row {where} group by {name}", values)
    counted: Counter[str] = Counter()
    for value, number in rows:
        for each in str(value).strip("|").split("|") if name == "actor" else [str(value)]:
            if each:
                counted[each] += number
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most])
