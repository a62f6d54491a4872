"""What full text and the review queue ask of a store, in a temporary SQLite file.

Built from the store's own rows, in the order they were read, and kept up with it: a small change
at once, a large one by a thread while questions are answered from what is there already. It is
concluded, never said: it can be dropped at any time.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import orjson
from sqlalchemy import and_, func, select

from situate.judgements import WHOLE, active
from situate.model import Document, Quote
from situate.records import evidence_id
from situate.store import Store, papers, tables

AT_ONCE, BATCH = 2_000, 100  # readings
_DROP = re.compile("[\u064b-\u065f\u0670\u0640]")
_SAME = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي")
_PREFIX = re.compile("^(?:[وفبكل]{1,2})?(?:ال)?")
_WORD = re.compile(r"\w+")
ARABIC = re.compile("[\u0600-\u06ff]")
TABLES = """
create table row (id integer primary key, paper text, file text, document text, mention text,
  type text, day text, outlet text, stance text, place text, actor text, said text, sure real,
  weak text, evidence text);
create index row_paper on row (paper);
create index row_file on row (file);
create index row_day on row (day desc, mention);
create virtual table texts using fts5(words, tokenize='unicode61');
create table weight (mention text primary key, holds integer, disputed integer) without rowid;
"""


def folded(text: str) -> Iterator[str]:
    """Words as the index has them: case and marks off; Arabic words also without their prefixes."""
    if text.isascii():
        yield from _WORD.findall(text.casefold())
        return
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _DROP.sub("", plain).translate(_SAME)
    plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    for word in _WORD.findall(plain):
        yield word
        if ARABIC.match(word):
            bare = _PREFIX.sub("", word)
            if len(bare) > 2 and bare != word:
                yield bare


@dataclass(frozen=True, slots=True)
class Look:
    """A mention in the queue; `value` grows with doubt and with what rests on it."""

    mention: str
    document: str
    type: str
    sentence: str
    value: float
    why: str


class Index:
    """The rows of a store's mentions, asked with SQL while `lock` is held."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lock = threading.RLock()
        self.base = sqlite3.connect("", check_same_thread=False)
        self._create()
        self._mark: Any = ()
        self._worker: threading.Thread | None = None

    def _create(self) -> None:
        self.base.executescript(TABLES)
        self._seq, self._readings = 0, 0

    def close(self) -> None:
        """Drop it."""
        with self.lock:
            self.base.close()

    def refresh(self, *, wait: bool = False) -> int:
        """Take in what the store has said since; how many readings are still to come.

        A change of up to AT_ONCE readings, and any with `wait`, is taken in before this returns.
        """
        with self.lock:
            todo = self._behind()
            if todo <= AT_ONCE or wait:
                while self._next_batch():
                    pass
                self._weigh()
                return 0
            if self._worker is None or not self._worker.is_alive():
                self._next_batch()
                self._worker = threading.Thread(target=self._catch_up, daemon=True)
                self._worker.start()
            return todo

    def _catch_up(self) -> None:
        try:
            while True:
                started = time.perf_counter()
                with self.lock:
                    if not self._next_batch():
                        self._weigh()
                        return
                # As long as it worked it rests: pages are answered by the same interpreter.
                time.sleep(time.perf_counter() - started)
        except sqlite3.ProgrammingError:
            return  # closed meanwhile

    def _behind(self) -> int:
        """Readings not taken in yet; starts over where some that were are gone (a purge)."""
        mark = tables.reading.c
        with self.store.read() as connection:
            known = select(func.count()).select_from(tables.reading).where(mark.seq <= self._seq)
            if connection.execute(known).scalar_one() != self._readings:
                for name in ("row", "texts", "weight"):
                    self.base.execute(f"drop table {name}")
                self._create()
                self._mark = ()
            new = select(func.count()).select_from(tables.reading).where(mark.seq > self._seq)
            return int(connection.execute(new).scalar_one())

    def _next_batch(self) -> bool:
        mark, said, paper = tables.reading.c, tables.mention.c, tables.document.c
        with self.store.read() as connection:
            next_seqs = select(mark.seq).where(mark.seq > self._seq).order_by(mark.seq).limit(BATCH)
            seqs = [row.seq for row in connection.execute(next_seqs)]
            if not seqs:
                return False
            both = and_(said.document == mark.document, said.pipeline == mark.pipeline)
            query = (
                select(
                    mark.seq, paper.id, paper.blob, paper.path, paper.outlet, paper.title,
                    paper.published, paper.text, said.record,
                )
                .join_from(tables.reading, tables.document, paper.id == mark.document)
                .outerjoin(tables.mention, both)
                .where(mark.seq > self._seq, mark.seq <= seqs[-1])
                .order_by(mark.seq, said.id)
            )  # fmt: skip
            self._take(connection.execute(query))
        self._seq, self._readings = seqs[-1], self._readings + len(seqs)
        return True

    def _take(self, found: Iterable[Any]) -> None:
        seen = None
        for row in found:
            keys = (
                papers.same_bytes(row.id, row.blob, row.path),
                papers.same_file(row.path, row.title, row.outlet, row.published),
            )
            if row.seq != seen:  # a newer reading of a report takes the place of the older
                seen = row.seq
                self._forget(*keys)
            if row.record is not None:
                cells, words = _cells(row, orjson.loads(row.record), keys)
                marks = ", ".join("?" * len(cells))
                made = self.base.execute(f"insert into row values (null, {marks})", cells)
                self.base.execute(
                    "insert into texts (rowid, words) values (?, ?)", (made.lastrowid, words)
                )

    def _forget(self, paper: str, file: str | None) -> None:
        query = "select id from row where paper = ? union select id from row where file = ?"
        for row in self.base.execute(query, (paper, file)).fetchall():
            self.base.execute("delete from texts where rowid = ?", row)
            self.base.execute("delete from row where id = ?", row)

    def _weigh(self) -> None:
        """What rests on each mention, counted again when something was concluded anew."""
        hold, incident, pair = tables.hold.c, tables.incident.c, tables.incident_mention.c
        with self.store.read() as connection:
            mark = connection.execute(select(tables.conclusion)).first()
            if self._mark == (tuple(mark) if mark else None):
                return
            holds: Counter[str] = Counter()
            for row in connection.execute(select(hold.record)):
                holds.update(orjson.loads(row.record)["because"])
            query = (
                select(pair.mention)
                .join_from(tables.incident, tables.incident_mention, pair.incident == incident.id)
                .where(incident.contested == 1)
            )
            disputed = {row.mention for row in connection.execute(query)}
        self.base.execute("delete from weight")
        rows = ((m, holds[m], m in disputed) for m in sorted({*holds, *disputed}))
        self.base.executemany("insert into weight values (?, ?, ?)", rows)
        self._mark = tuple(mark) if mark else None

    def looks(self, limit: int) -> tuple[list[Look], int]:
        """Asserted mentions nobody has judged, the most valuable look first; and how many."""
        judged = [
            (j.on[0],)
            for j in active(self.store.judgements())
            if j.field == WHOLE and j.verdict in ("accept", "correct", "reject")
        ]
        with self.lock:
            self.refresh()
            self.base.execute("create temp table if not exists judged (evidence text primary key)")
            self.base.execute("delete from judged")
            self.base.executemany("insert or ignore into judged values (?)", judged)
            where = "stance = 'asserted' and evidence not in (select evidence from judged)"
            total = self.base.execute(f"select count(*) from row where {where}").fetchone()[0]
            rows = self.base.execute(
                "select row.mention, document, type, said, sure, weak, coalesce(holds, 0),"
                " coalesce(disputed, 0), (1 - sure) * (1 + 2 * min(coalesce(holds, 0), 3)"
                " + 2 * coalesce(disputed, 0)) as value from row left join weight"
                f" on weight.mention = row.mention where {where}"
                " order by round(value, 4) desc, row.mention limit ?",
                (limit,),
            ).fetchall()
        return [_look(*row) for row in rows], int(total)


def _look(
    mention: str, document: str, kind: str, said: str, sure: float, weak: str, holds: int,
    disputed: int, value: float,
) -> Look:  # fmt: skip
    rest = "1 hold rests" if holds == 1 else f"{holds} holds rest"
    parts = [f"{rest} on it"] if holds else []
    parts += ["sources differ"] if disputed else []
    parts += [weak] if weak else []
    why = "; ".join(parts) or f"confidence {sure:.2f}"
    return Look(mention, document, kind, said, round(value, 4), why)


def _cells(
    row: Any, mention: Mapping[str, Any], keys: tuple[str, str | None]
) -> tuple[tuple[Any, ...], str]:
    """A mention's row, and its words for the full text."""
    places = [p for p in mention["places"] if p["value"]]
    sides = [s for s in (*mention["actors"], *mention["targets"]) if s["value"]]
    place_names = list(dict.fromkeys(p["value"]["name"] for p in places))
    names = list(dict.fromkeys(s["value"]["name"] for s in sides))
    period = mention["period"]["value"]
    day = (period and period["start"]) or row.published or ""
    sentence = mention["sentence"]["text"]
    quote = mention["trigger"]
    trigger = Quote(row.id, quote["start"], quote["end"], quote["text"])
    document = Document(row.id, row.text, blob=row.blob)
    sure, weak = _surety(mention)
    words = " ".join(folded(" ".join((sentence, row.title or "", *place_names, *names))))
    cells = (
        *keys, row.id, mention["id"], mention["type"], day[:10], row.outlet or "",
        mention["stance"], place_names[0] if place_names else "",
        f"|{'|'.join(names)}|" if names else "", shorten(sentence, 160, placeholder=" \u2026"),
        sure, weak,
        evidence_id(document, trigger, WHOLE),
    )  # fmt: skip
    clean = (c.encode("utf-8", "replace").decode() if isinstance(c, str) else c for c in cells)
    return tuple(clean), words.encode("utf-8", "replace").decode()


def _surety(mention: Mapping[str, Any]) -> tuple[float, str]:
    """How sure the reading is of itself, and the reason of its first weak field.

    Its least sure filled field, and the mention's own confidence.
    """
    filled = [*mention["actors"], *mention["targets"], *mention["places"]]
    sure = min([mention["confidence"], *(s["confidence"] for s in filled)])
    weak = [s["reason"] for s in (*mention["places"], *mention["actors"]) if s["confidence"] < 0.6]
    return sure, weak[0] if weak else ""
