"""Bytes -> text, exactly: no normalising, no newline changes, no repaired mojibake."""

from __future__ import annotations

import codecs
import re

from situate.errors import NotText, WrongEncoding

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 65_536
MAX_CONTROLS = 0.01  # share of a sample; more means the bytes are no text
WESTERN = frozenset({"cp1252", "latin_1", "iso8859_15"})
NEAR_CHAOS = 0.05
MAX_DAMAGE = 0.001  # share of characters that may be broken in otherwise good UTF-8


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`; a byte-order mark is not part of it.

    Tried in order: byte-order mark, UTF-8, the declared encoding, the likeliest one. UTF-8 goes
    before a declaration because text that is valid UTF-8 by chance is rarer than a wrong header.
    Raises NotText for a binary, WrongEncoding where nothing explains the bytes.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strictly(data, name) or _refuse(f"broken {name} after its byte-order mark")
    if is_binary(data):
        raise NotText("binary, not text")
    if (text := _utf8(data)) is not None:
        return text
    if declared and (text := _strictly(data, declared)) is not None:
        return text
    if (text := _mostly_utf8(data)) is not None:
        return text
    if (text := _likeliest(data)) is not None:
        return text
    return _refuse("no encoding explains the bytes; convert the file to UTF-8")


def declared_in(data: bytes) -> str | None:
    """The encoding a page or XML file declares in its first 4,096 bytes."""
    found = XML.search(data[:4096]) or META.search(data[:4096])
    return found[1].decode("ascii") if found else None


def is_binary(data: bytes) -> bool:
    """More control bytes than text has (UTF-16 and UTF-32 without a mark count as binary)."""
    sample = data[:SAMPLE]
    return b"\x00" in sample or len(CONTROLS.findall(sample)) > MAX_CONTROLS * len(sample)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        # A file cut off inside its last character lost one character, not its encoding.
        cut = wrong.reason == "unexpected end of data" and wrong.start >= len(data) - 3
        return data[: wrong.start].decode("utf-8") if cut and wrong.start else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        codec = codecs.lookup(encoding)
        if not getattr(codec, "_is_text_encoding", True):
            return None
        return data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None


def _mostly_utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    damage = text.count("\ufffd")
    foreign = sum(c > "\x7f" for c in text) - damage
    return text if foreign > 10 * damage and damage <= MAX_DAMAGE * len(text) + 1 else None


def _likeliest(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:SAMPLE], threshold=0.2)
    best = matches.best()
    if best is None:
        return None
    # Its neighbours of Windows-1252 differ from it in rare letters only; the commonest wins.
    near = [m.encoding for m in matches if m.chaos <= best.chaos + NEAR_CHAOS]
    western = next((name for name in near if name in WESTERN), None)
    return _strictly(data, "cp1252" if western else best.encoding)


def _refuse(reason: str) -> str:
    raise WrongEncoding(reason)
