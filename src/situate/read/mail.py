"""E-mail messages (.eml): text, else page; each attached file is a report of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import cast

from situate.errors import NotText, ReadError, TooLarge
from situate.model import Reject
from situate.read.dates import moment_of
from situate.read.draft import Dated, Draft
from situate.read.source import Source
from situate.settings import Settings

READER = "e-mail 2"
MAX_PARTS = 200
MAX_WORK = 30_000_000  # boundaries times lines: the parser asks each line of every open part
Files = Callable[[Source, Settings], Iterator[Draft | Reject]]


def read_mail(source: Source, settings: Settings, files: Files) -> Iterator[Draft | Reject]:
    """The message, then its attachments; one that cannot be read is rejected and the rest goes on.

    Its title is the subject, its outlet who sent it, its date the one of its head; attachments do
    not inherit them. Messages inside messages are passed over. Raises NotText where neither words
    nor files are, TooLarge for parts within parts that would take the parser minutes.
    """
    data = source.content(settings.max_bytes)
    if data.lower().count(b"boundary=") * data.count(b"\n") > MAX_WORK:
        raise TooLarge("an e-mail of too many parts")
    message = BytesParser(policy=policy.default).parsebytes(data)
    found = False
    for draft in _body(message, source, settings, files):
        found = True
        yield draft if isinstance(draft, Reject) else _headed(draft, message, data)
    for draft in _attached(message, source, settings, files):
        found = True
        yield draft
    if not found:
        raise NotText("an e-mail without words")


def _body(
    message: EmailMessage, source: Source, settings: Settings, files: Files
) -> Iterator[Draft | Reject]:
    part = message.get_body(("plain", "html"))
    if part is None:
        return
    words, is_page = _text(cast(EmailMessage, part)), part.get_content_subtype() == "html"
    if not words.strip():
        return
    name = "message.html" if is_page else "message.txt"
    encoded = words.encode("utf-8", "replace")
    inner = Source(source.where, name, data=encoded, charset="utf-8", retrieved=source.retrieved)
    yield from files(inner, settings)


def _headed(draft: Draft, message: EmailMessage, data: bytes) -> Draft:
    name, address = parseaddr(_line(message, "From") or "")
    return replace(
        draft,
        title=_line(message, "Subject") or draft.title,
        outlet=draft.outlet or name or address or None,
        author=name or draft.author,
        published=_dated(message) or draft.published,
        reader=READER,
        blob=hashlib.sha256(data).hexdigest(),
    )


def _attached(
    message: EmailMessage, source: Source, settings: Settings, files: Files
) -> Iterator[Draft | Reject]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        if number > MAX_PARTS or part.get_content_maintype() in ("message", "multipart", "image"):
            continue
        name = part.get_filename() or f"part {number}"
        where = f"{source.where}#{name}"
        try:
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                yield from files(Source(where, name, data=data), settings)
        except ReadError as wrong:
            yield Reject(where, "read", str(wrong))


def _text(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        data = part.get_payload(decode=True)
        return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _line(message: EmailMessage, name: str) -> str | None:
    """A line of the head, decoded, on one line; None where it is missing or broken."""
    try:
        return " ".join(str(message.get(name) or "").split()) or None
    except (ValueError, IndexError, LookupError):
        return None


def _dated(message: EmailMessage) -> Dated | None:
    value = _line(message, "Date")
    return moment_of(value, "e-mail head") if value else None
