"""Everything situate raises on purpose.

    SituateError                what went wrong, where, and what to type next
    ├── UsageError              the call was wrong (exit 2)
    ├── ReadError               a document could not be read
    │   ├── TooLarge            over the cap on bytes, characters or expansion
    │   ├── WrongEncoding       bytes that no declared or likely encoding explains
    │   ├── NotText             a binary, or no words left after page chrome is off
    │   └── UnsupportedLanguage a language no tier reads
    ├── KnowledgeError          a table of ours or the user's is malformed: names file and line
    ├── ResourceMissing         a model, gazetteer or extra is not installed
    ├── StoreError              the database
    │   ├── StoreBusy           another writer holds it
    │   ├── StoreReadOnly       read-only file or full disk
    │   ├── StoreVersion        schema older or newer than this program
    │   └── StoreCorrupt        the file is damaged
    └── JudgementError          a person's decision cannot be bound or taken back

A `ReadError` sets one document aside (exit 3); the others end the command (exit 1).
"""

from __future__ import annotations


class SituateError(Exception):
    """What went wrong; `hint` is the next command to type, or None."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}; {self.hint}" if self.hint else message


class UsageError(SituateError):
    """The call was wrong."""


class ReadError(SituateError):
    """A document could not be read; it is set aside and the run goes on."""


class TooLarge(ReadError):
    """Over the cap on bytes, characters or expansion."""


class WrongEncoding(ReadError):
    """Bytes that no declared or likely encoding explains."""


class NotText(ReadError):
    """A binary, or no words left once page chrome is off."""


class UnsupportedLanguage(ReadError):
    """A language no tier reads."""


class KnowledgeError(SituateError):
    """A table is malformed; the message names file and line."""


class ResourceMissing(SituateError):
    """A model, gazetteer or extra is not installed."""


class StoreError(SituateError):
    """The database could not be used."""


class StoreBusy(StoreError):
    """Another writer holds the database."""


class StoreReadOnly(StoreError):
    """The file is read-only or the disk is full."""


class StoreVersion(StoreError):
    """The schema is older or newer than this program."""


class StoreCorrupt(StoreError):
    """The file is damaged."""


class JudgementError(SituateError):
    """A person's decision cannot be bound or taken back."""
