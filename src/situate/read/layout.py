"""Lines of a text -> blocks: what is title, standfirst, sub-head, paragraph, and what is page.

Works on plain and scraped text, where only layout tells. The text itself is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from situate.model import Block, BlockKind
from situate.read.chrome import (
    has_final_stop,
    invitation_at,
    is_byline,
    is_caption,
    is_chrome,
    is_name,
    is_related,
    replies_at,
)
from situate.read.draft import Dated
from situate.read.head import Head, date_line, dateline, head, past_title, settled
from situate.read.labels import KINDS, labelled
from situate.read.lines import Unit, units

TITLE_WORDS = 30
HEADING_WORDS = 45
OUTLET_WORDS = 7
BODY_WORDS = 8
HEAD_UNITS = 12
BY_TAIL = re.compile(r"\s*(?:[|–—·,]|\s-\s|\s\d).*")
BULLETS = ("- ", "* ", "• ", "– ", "— ", "· ")


@dataclass(frozen=True, slots=True)
class Layout:
    """A text's blocks and what its head says of it."""

    blocks: tuple[Block, ...]
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: Dated | None = None


def lay_out(text: str, title: str | None = None) -> Layout:
    """Blocks of a text by its lines; `title` is the title where the source gives one apart.

    What readers say under a saved post is one block of chrome.
    """
    end = replies_at(text)
    found = list(units(text[:end]))
    said = _labelled(text, found)
    found = [
        replace(u, start=u.start + said[i][1]) if i in said else u for i, u in enumerate(found)
    ]
    fields = {field: text[found[i].start : found[i].end] for i, (field, _) in said.items()}
    title = title or fields.get("title")
    kinds = _kinds(text, found, title, {i: KINDS[field] for i, (field, _) in said.items()})
    titles = [text[u.start : u.end] for u, k in zip(found, kinds, strict=True) if k == "title"]
    name = title or (" ".join(titles[0].split()) if titles else None)
    spans = [(u.start, u.end, k) for u, k in zip(found, kinds, strict=True)]
    replies: list[tuple[int, int, BlockKind]] = [(end, len(text), "chrome")] * (end < len(text))
    layout = from_kinds(text, spans + replies, name)
    return replace(
        layout,
        outlet=fields.get("outlet", layout.outlet),
        author=fields.get("author", layout.author),
    )


def _labelled(text: str, found: Sequence[Unit]) -> dict[int, tuple[str, int]]:
    """By unit: the field it gives and where in it the value begins; only the head is looked at."""
    said: dict[int, tuple[str, int]] = {}
    for i, unit in enumerate(found[:HEAD_UNITS]):
        line = text[unit.start : unit.end]
        if field := labelled(line):
            if all(field[0] != other for other, _ in said.values()):
                said[i] = field
        elif _is_body(line):
            break
    return said


def from_kinds(text: str, spans: Sequence[tuple[int, int, BlockKind]], title: str | None) -> Layout:
    """Blocks from spans of known kind: datelines are cut off, heads read, credits gathered."""
    blocks: list[Block] = []
    heads: list[Head] = []
    is_first = True
    for start, end, kind in spans:
        if kind == "paragraph":
            blocks += _paragraph(text, start, end, title, is_first, heads)
            is_first = False
        else:
            blocks.append(Block(kind, start, end))
            if kind in ("dateline", "byline") and (line := date_line(text[start:end])):
                heads.append(line)
    bylines = [text[b.start : b.end] for b in blocks if b.kind == "byline"]
    return Layout(
        tuple(blocks),
        title,
        _masthead(text, spans) or next((h.agency for h in heads if h.agency), None),
        _author(bylines),
        _published(text, blocks, heads),
    )


def _kinds(
    text: str, found: Sequence[Unit], title: str | None, said: Mapping[int, BlockKind]
) -> list[BlockKind]:
    """The kind of each unit, read from top to bottom; what a label said stands."""
    words = [text[u.start : u.end] for u in found]
    kinds = [said.get(i) or _apart(line) or "paragraph" for i, line in enumerate(words)]
    last_body = max(
        (i for i, k in enumerate(kinds) if k == "paragraph" and _is_body(words[i])), default=-1
    )
    body_begun = False
    has_title = "title" in kinds
    for i, line in enumerate(words):
        if kinds[i] != "paragraph":
            continue
        if i >= last_body or line.startswith(BULLETS):
            body_begun = True
        elif not has_title and not body_begun and _is_title(line, title):
            kinds[i], has_title = "title", True
        elif not body_begun and has_title and _is_outlet(line, i, found, kinds):
            kinds[i] = "byline"
        elif not has_final_stop(line) and _count(line) <= HEADING_WORDS:
            kinds[i] = "subhead" if body_begun else "standfirst" if has_title else "paragraph"
        else:
            body_begun = True
    mark_others(words, kinds)
    return kinds


def mark_others(words: Sequence[str], kinds: list[BlockKind]) -> None:
    """Marks as chrome what leads to other reports: menus above the title, headlines below."""
    top = kinds.index("title") if "title" in kinds else 0
    if not any(_is_body(line) for line in words[:top]):
        for i in range(top):
            if kinds[i] == "paragraph" and _is_headline(words[i]):
                kinds[i] = "chrome"
    is_begun = is_other = False
    for i, line in enumerate(words):
        is_begun = is_begun or (kinds[i] == "paragraph" and _is_body(line))
        if kinds[i] == "chrome":
            is_other = is_begun and (is_other or is_related(line))
        elif is_other and _is_headline(line):
            kinds[i] = "chrome"
        else:
            is_other = False


def _is_headline(line: str) -> bool:
    return not has_final_stop(line) and _count(line) <= TITLE_WORDS


def _apart(line: str) -> BlockKind | None:
    """The kind of a line that its own words give away."""
    if is_chrome(line):
        return "chrome"
    if is_byline(line):
        return "byline"
    if date_line(line):
        return "dateline"
    return "caption" if is_caption(line) else None


def _is_title(line: str, title: str | None) -> bool:
    if title:
        return past_title(line, 0, title) is not None and len(line) <= len(title) + 3
    return _count(line) <= TITLE_WORDS and not line.endswith((".", ":", ",", ";", '."', ".”"))


def _is_outlet(line: str, i: int, found: Sequence[Unit], kinds: Sequence[BlockKind]) -> bool:
    """A short line of names that stands on the date line or byline under the title."""
    if _count(line) > OUTLET_WORDS or has_final_stop(line) or i + 1 >= len(found):
        return False
    if not is_name(line):
        return False
    return kinds[i + 1] in ("dateline", "byline") and found[i + 1].group == found[i].group


def _is_body(line: str) -> bool:
    count = _count(line)
    return count > HEADING_WORDS or (has_final_stop(line) and count >= BODY_WORDS)


def _count(line: str) -> int:
    return len(line.split())


def _paragraph(
    text: str, start: int, end: int, title: str | None, is_first: bool, heads: list[Head]
) -> Iterator[Block]:
    """A paragraph, its head (date, dateline, repeated title) cut off as blocks of their own."""
    at = start
    if is_first and (found := head(text, at, end, title)):
        heads.append(found)
        yield Block("dateline", at, len(text[: found.end].rstrip()) if found.end > at else at)
        at = found.end
    if is_first and title and (past := past_title(text, at, title)):
        yield Block("title", at, past)
        at = past
        while at < end and not (text[at].isalnum() or text[at] in "\"'“‘(["):
            at += 1
    if at < end and (line := dateline(text, at, end)):
        heads.append(line)
        yield Block("dateline", at, at + len(text[at : line.end].rstrip()))
        at = line.end
    yield from _told(text, at, end)


def _told(text: str, at: int, end: int) -> Iterator[Block]:
    """A paragraph without the sentences in it that lead away ("Read more: ...")."""
    while at < end and (found := invitation_at(text, at, end)):
        if told := text[at : found[0]].rstrip():
            yield Block("paragraph", at, at + len(told))
        yield Block("chrome", *found)
        at = found[1]
        at += len(text[at:end]) - len(text[at:end].lstrip())
    if at < end:
        yield Block("paragraph", at, end)


def _masthead(text: str, spans: Sequence[tuple[int, int, BlockKind]]) -> str | None:
    """The name that stands above the date line, if a byline block is one."""
    for start, end, kind in spans:
        line = text[start:end]
        if kind == "byline" and not is_byline(line):
            return " ".join(line.split())
    return None


def _author(bylines: Sequence[str]) -> str | None:
    for line in bylines:
        if line.casefold().startswith("by ") and len(line) < 80:
            return " ".join(BY_TAIL.sub("", line[3:]).split()) or None
    return None


def _published(text: str, blocks: Sequence[Block], heads: Sequence[Head]) -> Dated | None:
    """The first settled date of the heads: labelled ones first, later changes last."""
    bodies = [b for b in blocks if b.kind == "paragraph"]
    body = text[bodies[0].start : bodies[0].start + 1500] if bodies else ""
    order = {"published": 0, None: 1, "period": 2, "updated": 3}
    for found in sorted(heads, key=lambda h: order[h.label]):
        if found.date and (dated := settled(found.date, body, _found(found))):
            return dated
    return None


def _found(found: Head) -> str:
    if found.label:
        return f"{found.label} line"
    return "dateline" if found.is_dateline else "date line"
