"""PDF -> draft. Runs in a child process (`child.py`): a PDF is a program for a large machine."""

from __future__ import annotations

import hashlib
import io
import logging
from typing import TYPE_CHECKING

from situate.errors import NotText, ReadError, TooLarge
from situate.read.draft import Draft, Raw

if TYPE_CHECKING:
    from pypdf import PdfReader

READER = "pdf 1"
MAX_PAGES = 500


def pdf_draft(raw: Raw) -> Draft:
    """The words of a PDF, page by page, joined by blank lines.

    Its metadata is not used: title and dates there are those of the program that wrote the file.
    Raises ReadError for one that is encrypted or broken, NotText for one without words.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        text = _text(PdfReader(io.BytesIO(raw.data)))
    except PyPdfError as wrong:
        raise ReadError(f"broken PDF: {wrong}") from wrong
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
        raise ReadError(f"broken PDF: {type(wrong).__name__}") from wrong
    return Draft(
        where=raw.where,
        text=text,
        reader=READER,
        blob=hashlib.sha256(raw.data).hexdigest(),
        url=raw.url,
        retrieved=raw.retrieved,
    )


def _text(reader: PdfReader) -> str:
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadError("an encrypted PDF; save it without a password")
    if len(reader.pages) > MAX_PAGES:
        raise TooLarge(f"a PDF of over {MAX_PAGES} pages")
    pages = [page.extract_text().strip() for page in reader.pages]
    text = "\n\n".join(page for page in pages if page)
    if not any(c.isalpha() for c in text):
        raise NotText("a PDF without words; if it is scanned, run OCR over it first")
    return text
