"""Labelled lines at the head of a text: "Title: ...", "Source: ...", "By: ...".

The labels are in knowledge/data/chrome.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from situate.model import BlockKind
from situate.read.chrome import load_cues

LABEL = re.compile(r"[*_#]{0,3}([^\W\d_][\w ]{0,24})[*_]{0,2}:[*_]{0,2}[ \t]*(?=\S)")
KINDS: Mapping[str, BlockKind] = {"title": "title", "outlet": "byline", "author": "byline"}


def labelled(line: str) -> tuple[str, int] | None:
    """The field a line gives and where its value begins; None for any other line."""
    found = LABEL.match(line)
    if found is None:
        return None
    name = " ".join(found[1].casefold().split())
    for field, words in load_cues().labels.items():
        if name in words:
            return field, found.end()
    return None


def is_head_line(line: str) -> bool:
    """Does the line stand by itself: a labelled field, or a date with its label?"""
    found = LABEL.match(line)
    return found is not None and (
        labelled(line) is not None or found[1].casefold().strip() in load_cues().published
    )
