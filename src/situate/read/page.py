"""Web page -> draft: the report's own words as blocks, its metadata, its date.

The text is built from the blocks trafilatura keeps, joined by blank lines, so that every offset
counts in words a reader of the page could see.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from situate.errors import NotText, TooLarge
from situate.model import BlockKind
from situate.read.chrome import (
    has_final_stop,
    is_byline,
    is_caption,
    is_chrome,
    is_invitation,
)
from situate.read.decode import declared_in, decode
from situate.read.draft import Dated, Draft, Raw
from situate.read.head import at_day, date_line, past_title
from situate.read.layout import from_kinds, mark_others
from situate.read.metadata import Metadata, host_of, metadata_of

READER = "html 2"
MAX_ELEMENTS = 200_000
MAX_WORDS = 4_000_000  # characters of words on a page, furniture included
MAX_DEPTH = 200
BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "br",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "table",
        "tr",
        "figcaption",
    ]
)
INLINE = ("a", "span", "strong", "em", "b", "i", "u", "small", "button")
UNSEEN = frozenset({"script", "style", "title"})
LEAD_WORDS = 60
Part = tuple[BlockKind, str]


def page_draft(raw: Raw) -> Draft:
    """The report of a page. Raises NotText where no words are left once page chrome is off."""
    tree = parse(decode(raw.data, raw.charset or declared_in(raw.data)))
    said = metadata_of(tree)
    named = _titles(tree, said)
    parts = _parts(tree, named)
    if not any(kind == "paragraph" for kind, _ in parts):
        raise NotText("no words left once page chrome is off")
    title = next((words for kind, words in parts if kind == "title"), None)
    text, spans = joined(parts)
    layout = from_kinds(text, spans, title)
    url = said.url or raw.url
    return Draft(
        where=raw.where,
        text=text,
        reader=READER,
        blob=hashlib.sha256(raw.data).hexdigest(),
        blocks=layout.blocks,
        title=title,
        url=url,
        outlet=said.outlet or raw.outlet or layout.outlet or host_of(url),
        author=said.author or layout.author,
        published=said.published or layout.published or _written_date(tree, url),
        language=(said.language or "")[:2].lower() or None,
        retrieved=raw.retrieved,
    )


def parse(text: str) -> HtmlElement:
    """The tree of a page. Raises TooLarge for one too deep or with too many elements."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as wrong:
        raise NotText(f"no page in the bytes: {wrong}") from wrong
    depth = elements = words = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        words += len(element.text or "") if event == "start" else 0
        if depth > MAX_DEPTH or elements > MAX_ELEMENTS:
            raise TooLarge(f"a page of over {MAX_ELEMENTS:,} elements or {MAX_DEPTH} levels")
        if words > MAX_WORDS:
            raise TooLarge(f"a page of over {MAX_WORDS:,} characters")
    return tree


def _parts(tree: HtmlElement, titles: list[str]) -> list[Part]:
    """Kind and words of each block, in order; the title comes first if the body has none."""
    drop_invitations(tree)
    body = list(_body(tree))
    parts: list[Part] = []
    begun = False
    for tag, words in body:
        kind = _kind(tag, words, titles, begun, parts)
        begun = begun or kind == "paragraph"
        parts.append((kind, words))
    if titles and not any(kind == "title" for kind, _ in parts):
        parts.insert(0, ("title", titles[0]))
    kinds, words_of = [kind for kind, _ in parts], [words for _, words in parts]
    mark_others(words_of, kinds)
    return list(zip(kinds, words_of, strict=True))


def drop_invitations(tree: HtmlElement) -> None:
    """Takes links such as "Read more: ..." out of the paragraphs they stand in."""
    for element in list(tree.iter(*INLINE)):
        if element.getparent() is not None and is_invitation(_words(element)):
            element.drop_tree()


def _kind(tag: str, words: str, titles: list[str], begun: bool, parts: list[Part]) -> BlockKind:
    if is_chrome(words):
        return "chrome"
    has_title = any(kind == "title" for kind, _ in parts)
    if not has_title and not begun and any(_same(words, title) for title in titles):
        return "title"
    if is_byline(words):
        return "byline"
    if date_line(words):
        return "dateline"
    if is_caption(words):
        return "caption"
    if tag == "head":
        return "subhead" if begun else "standfirst" if has_title or titles else "title"
    if not begun and not has_final_stop(words) and len(words.split()) <= LEAD_WORDS:
        return "standfirst" if has_title else "paragraph"
    return "paragraph"


def _same(words: str, title: str) -> bool:
    end = past_title(words, 0, title)
    return words == title or (end is not None and end >= len(words) - 2)


def joined(parts: list[Part]) -> tuple[str, list[tuple[int, int, BlockKind]]]:
    """Blocks as one text, a blank line between them, with the span of each."""
    spans, at = [], 0
    for kind, words in parts:
        spans.append((at, at + len(words), kind))
        at += len(words) + 2
    return "\n\n".join(words for _, words in parts), spans


def fragment_words(markup: str) -> list[str]:
    """Words of a piece of HTML, a string a block, in order; none for one without words."""
    if "<" not in markup and "&" not in markup:
        return [words] if (words := " ".join(markup.split())) else []
    tree = parse(f"<body>{markup}</body>")
    pieces = [""]
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in BLOCKS:
            pieces.append("")
        if event == "start":
            pieces[-1] += "" if element.tag in UNSEEN else element.text or ""
        else:
            pieces[-1] += element.tail or ""
    return [words for piece in pieces if (words := " ".join(piece.split()))]


def _titles(tree: HtmlElement, said: Metadata) -> list[str]:
    """Names the page may have for its report, likeliest first; the site's name is cut off."""
    headings = [words for h1 in tree.iter("h1") if (words := _words(h1))][:3]
    head = [_words(title) for title in tree.iter("title")][:1]
    names = [said.title or "", *headings, *head]
    cut = [_without_site(name, said.outlet, headings) for name in names if name]
    return list(dict.fromkeys(cut))


def _without_site(name: str, outlet: str | None, headings: list[str]) -> str:
    """ "Town falls | The Paper" -> "Town falls", where the tail is the outlet's name or a heading
    of the page shows where the title ends."""
    for match in re.finditer(r"\s+[|–—·»-]\s+", name):
        before, after = name[: match.start()], name[match.end() :]
        if (outlet and after.casefold() == outlet.casefold()) or before in headings:
            return before
    return name


def _body(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Tag and words of what trafilatura keeps; of a page too short for it, its paragraphs."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    kept = trafilatura.bare_extraction(
        tree, fast=True, include_comments=False, with_metadata=False, include_tables=False
    )
    body = getattr(kept, "body", None)
    if body is not None and len(body):
        yield from _leaves(body)
        return
    for element in tree.iter("h1", "h2", "h3", "p"):
        if words := _words(element):
            yield ("head" if element.tag.startswith("h") else "p"), words


def _leaves(body: HtmlElement) -> Iterator[tuple[str, str]]:
    """Elements that hold words of their own; a list or quote of paragraphs gives its parts."""
    for element in body:
        inner = [child for child in element if child.tag in ("p", "item", "quote", "list", "head")]
        if inner and not (element.text or "").strip():
            yield from _leaves(element)
        elif words := _words(element):
            yield str(element.tag), words


def _words(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _written_date(tree: HtmlElement, url: str | None) -> Dated | None:
    """What htmldate finds in time elements, the address or abbreviations, without guessing."""
    import htmldate

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = htmldate.find_date(tree, extensive_search=False, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    day = date.fromisoformat(found) if found else None
    return at_day(day, "htmldate") if day and day <= datetime.now(UTC).date() else None
