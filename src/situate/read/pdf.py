"""PDF -> draft. Runs in a child process (`child.py`): a PDF is a program for a large machine."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from situate.errors import NotText, ReadError, TooLarge
from situate.read.draft import Draft, Raw
from situate.read.paper import Piece, address_in, heading_in, joined_pages, with_title_whole

if TYPE_CHECKING:
    from pypdf import PdfReader

READER = "pdf 2"
MAX_PAGES = 500


def pdf_draft(raw: Raw) -> Draft:
    """The words of a PDF, without what the paper adds; its title is what is printed largest.

    Its metadata is not used: title and dates there are those of the program that wrote the file.
    Raises ReadError for one that is encrypted or broken, NotText for one without words.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, title = _pages(PdfReader(io.BytesIO(raw.data)))
    except PyPdfError as wrong:
        raise ReadError(f"broken PDF: {wrong}") from wrong
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
        raise ReadError(f"broken PDF: {type(wrong).__name__}") from wrong
    text = joined_pages(pages)
    if not any(c.isalpha() for c in text):
        raise NotText("a PDF without words; if it is scanned, run OCR over it first")
    return Draft(
        where=raw.where,
        text=with_title_whole(text, title) if title else text,
        reader=READER,
        blob=hashlib.sha256(raw.data).hexdigest(),
        title=title,
        url=raw.url or address_in(pages),
        retrieved=raw.retrieved,
    )


def _pages(reader: PdfReader) -> tuple[list[str], str | None]:
    """The words of each page that has some, and the heading of the first."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError("an encrypted PDF; save it without a password")
    if len(reader.pages) > MAX_PAGES:
        raise TooLarge(f"a PDF of over {MAX_PAGES} pages")
    pieces: list[Piece] = []
    pages = [
        page.extract_text(visitor_text=_sized(pieces) if number == 0 else None).strip()
        for number, page in enumerate(reader.pages)
    ]
    return [page for page in pages if page], heading_in(pieces)


def _sized(pieces: list[Piece]) -> Callable[..., None]:
    """A visitor of pypdf that keeps words with the height of their letters on the page."""

    def keep(text: str, page: list[float], line: list[float], _: object, size: float) -> None:
        if text.strip():
            scale = abs(line[3] or line[1]) * abs(page[3] or page[1])
            pieces.append((text.strip(), round(size * scale, 1)))

    return keep
