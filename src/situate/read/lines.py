"""A text's lines, those of a paragraph that was wrapped by hand put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from situate.read.labels import is_head_line

LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
WRAP_WIDTH = range(50, 121)  # a text whose longest line lies here was wrapped by hand


@dataclass(frozen=True, slots=True)
class Unit:
    """A line, or the lines of a wrapped paragraph; `group` counts stretches without blank line."""

    start: int
    end: int
    group: int


def units(text: str) -> Iterator[Unit]:
    """Lines without the space around them; lines of a hand-wrapped paragraph are one unit."""
    lines: list[Unit] = []
    group, last = 0, 0
    for match in LINE.finditer(text):
        gap = text[last : match.start()].replace("\r\n", "\n")
        group += len(gap) > 1 or not match[0].strip()
        last = match.end()
        left = len(match[0]) - len(match[0].lstrip())
        if match[0].strip():
            lines.append(Unit(match.start() + left, match.start() + len(match[0].rstrip()), group))
    width = max((u.end - u.start for u in lines), default=0)
    yield from _joined(text, lines, width) if width in WRAP_WIDTH else iter(lines)


def _joined(text: str, lines: Sequence[Unit], width: int) -> Iterator[Unit]:
    """Lines put together where the next line's first word would not have fitted."""
    current: Unit | None = None
    length = 0
    for line in lines:
        first_word = text[line.start : line.end].split(None, 1)[0]
        is_full = length + 1 + len(first_word) > width - 6
        is_field = is_head_line(text[line.start : line.end])
        if current and current.group == line.group and is_full and not is_field:
            current = replace(current, end=line.end)
        else:
            if current:
                yield current
            current = line
        length = line.end - line.start
    if current:
        yield current
