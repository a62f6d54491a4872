"""What format a source is in: by its first bytes where they are sure, else by its name."""

from __future__ import annotations

from situate.errors import NotText
from situate.read.source import Source

SUFFIXES = {
    ".html": "page", ".htm": "page", ".xhtml": "page",
    ".txt": "text", ".text": "text", ".md": "text",
    ".jsonl": "json", ".ndjson": "json", ".json": "json",
    ".csv": "csv", ".tsv": "csv",
    ".rss": "feed", ".atom": "feed", ".xml": "feed", ".rdf": "feed",
    ".warc": "warc", ".wacz": "wacz", ".pdf": "pdf", ".docx": "word", ".eml": "mail",
}  # fmt: skip
BINARY = (
    (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"SQLite format 3", "a database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; save it as text or PDF"),
    (b"BZh", "a bzip2 archive; unpack it first"), (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"), (b"Rar!", "a rar archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it first"),
)  # fmt: skip
OTHERS = {
    ".xlsx": "an Excel workbook; save the sheet as CSV", ".ods": "a spreadsheet; save it as CSV",
    ".pptx": "slides; save them as PDF", ".odt": "an OpenDocument text; save it as .docx or PDF",
    ".epub": "a book; save the chapter as text", ".zip": "a zip archive; unpack it first",
}  # fmt: skip
ZIP, OFFICE = b"PK\x03\x04", b"[Content_Types].xml"
MAGIC = ((b"%PDF-", "pdf"), (b"WARC/", "warc"))
FEED = (b"<rss", b"<feed", b"<rdf:rdf")
PAGE = (b"<!doctype html", b"<html", b"<head", b"<body")


def format_of(source: Source) -> str:
    """A key of `READERS`. Raises NotText for an empty file or one whose bytes are no report."""
    start = source.start()
    for magic, what in BINARY:
        if start.startswith(magic):
            raise NotText(f"binary: {what}")
    for magic, kind in MAGIC:
        if start.startswith(magic):
            return kind
    suffix = _suffix(source.name)
    if start.startswith(ZIP):
        return _zipped(start, suffix)
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    folded = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if folded.startswith(PAGE) or (folded.startswith(b"<!--") and b"<html" in folded):
        return "page"
    if any(mark in folded[:2000] for mark in FEED):
        return "feed"
    if folded.startswith((b"{", b"[{")):
        return "json"
    return "text"


def _zipped(start: bytes, suffix: str) -> str:
    """What a zip file holds: by its name, for Office writes its members in any order."""
    if suffix in OTHERS:
        raise NotText(f"binary: {OTHERS[suffix]}")
    is_word = suffix == ".docx" or (suffix != ".wacz" and OFFICE in start)
    return "word" if is_word else "wacz"


def _suffix(name: str) -> str:
    """Of "reports.jsonl.gz" it is ".jsonl"."""
    name = name.lower().removesuffix(".gz")
    return name[name.rfind(".") :] if "." in name else ""
