"""Word documents (.docx): their paragraphs in order, those in tables among them.

Deleted text of tracked changes, comments, notes, headers and footers are not the report's words.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from situate.errors import NotText, ReadError, TooLarge
from situate.read.draft import Draft
from situate.read.source import MAX_RATIO, RATIO_FROM, Source
from situate.settings import Settings

READER = "word 1"
MEMBER = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
TWICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(source: Source, settings: Settings) -> Iterator[Draft]:
    """One draft. Raises ReadError for a broken or encrypted file, TooLarge for a bomb."""
    data = source.content(settings.max_bytes)
    text = "\n\n".join(_paragraphs(_document(data, settings.max_bytes)))
    if not text:
        raise NotText("a Word document without words")
    yield Draft(
        where=source.where,
        text=text,
        reader=READER,
        blob=hashlib.sha256(data).hexdigest(),
        url=source.url,
        retrieved=source.retrieved,
    )


def _document(data: bytes, cap: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(MEMBER) as member:
            found = member.read(cap + 1)
    except KeyError as wrong:
        raise NotText("no Word document inside; save it as .docx, PDF or text") from wrong
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as wrong:
        raise ReadError(f"broken or encrypted Word document: {wrong}") from wrong
    if len(found) > cap or (len(found) > RATIO_FROM and len(found) > MAX_RATIO * len(data)):
        raise TooLarge(f"unpacks to more than {cap:,} bytes or {MAX_RATIO} times its size")
    return found


def _paragraphs(data: bytes) -> Iterator[str]:
    """Words of each paragraph that has any. Raises ReadError where the XML is broken."""
    events = etree.iterparse(
        io.BytesIO(data), tag=f"{W}p", resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, paragraph in events:
            if words := "".join(_words(paragraph)).strip():
                yield words
            paragraph.clear(keep_tail=True)
    except etree.XMLSyntaxError as wrong:
        raise ReadError(f"broken Word document: {wrong.msg}") from wrong


def _words(paragraph: etree._Element) -> Iterator[str]:
    # A text box is a paragraph inside a paragraph: iterparse ends it first and it is cleared.
    for node in paragraph.iter(f"{W}t", *BREAKS):
        if next(node.iterancestors(TWICE), None) is None:
            yield BREAKS.get(str(node.tag)) or node.text or ""
