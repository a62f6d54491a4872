"""Parses kept on disk: the same words given to the same model are parsed once."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

KEPT = ("TAG", "HEAD", "DEP")
TABLE = "CREATE TABLE IF NOT EXISTS parses (words BLOB PRIMARY KEY, said BLOB) WITHOUT ROWID"
WAIT = 30  # seconds for another process that writes


class Remembering:
    """A parser that looks a sentence up before it parses it; otherwise the parser itself.

    Tags, heads and labels are kept, keyed by model, version and the words after mending, which is
    all that the answer depends on. A file that cannot be read or written is a parser without a
    memory, never an error. Safe for many processes at once.
    """

    def __init__(self, parser: Language, path: Path) -> None:
        self._parser = parser
        self._model = f"{parser.meta['name']} {parser.meta['version']}"
        self._file = opened(path)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)

    def pipe(self, docs: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """Docs parsed, in order."""
        waiting = iter(docs)
        while batch := list(islice(waiting, batch_size)):
            keys = [key(doc, self._model) for doc in batch]
            known = self._known(keys)
            new = [doc for doc, k in zip(batch, keys, strict=True) if k not in known]
            parsed = iter(list(self._parser.pipe(new, batch_size=batch_size)))
            told = []
            for doc, k in zip(batch, keys, strict=True):
                if k in known:
                    yield retold(doc, known[k])
                else:
                    done = next(parsed)
                    told.append((k, done.to_array(list(KEPT)).tobytes()))
                    yield done
            self._keep(told)

    def _known(self, keys: list[bytes]) -> dict[bytes, bytes]:
        if self._file is None:
            return {}
        marks = ",".join("?" * len(keys))
        try:
            return dict(
                self._file.execute(f"SELECT words, said FROM parses WHERE words IN ({marks})", keys)
            )
        except sqlite3.Error:
            return {}

    def _keep(self, told: list[tuple[bytes, bytes]]) -> None:
        if self._file is None or not told:
            return
        try:
            with self._file:
                self._file.executemany("INSERT OR IGNORE INTO parses VALUES (?, ?)", told)
        except sqlite3.Error:
            return


def opened(path: Path) -> sqlite3.Connection | None:
    """The file of parses, made where there is none; None where that fails."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(path, timeout=WAIT, check_same_thread=False)
        file.execute("PRAGMA journal_mode=WAL")
        file.execute("PRAGMA synchronous=OFF")
        file.execute(TABLE)
    except (OSError, sqlite3.Error):
        return None
    return file


def key(doc: Doc, model: str) -> bytes:
    """What a parse depends on: the model, the words and the spaces between them."""
    words = "\x1f".join(f"{t.text}\x1e{t.whitespace_}" for t in doc)
    return hashlib.blake2b(f"{model}\x1d{words}".encode(), digest_size=16).digest()


def retold(doc: Doc, said: bytes) -> Doc:
    """A doc with the tags, heads and labels of an earlier parse of the same words."""
    rows: Any = np.frombuffer(said, np.uint64).reshape(len(doc), len(KEPT))
    return doc.from_array(list(KEPT), rows)
