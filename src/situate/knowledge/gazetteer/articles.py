"""The Arabic article, kunya and ibn in Latin letters: one list for keys, scans and masks."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from situate.knowledge.gazetteer.words import table


class _Lists(NamedTuple):
    plain: frozenset[str]
    sun: dict[str, str]  # article -> the letter it has taken on
    kunya: frozenset[str]
    ibn: frozenset[str]


@cache
def _lists() -> _Lists:
    known = table("articles.yaml")
    sun = {article: letter for letter, articles in known["sun"].items() for article in articles}
    return _Lists(
        frozenset(known["plain"]), sun, frozenset(known["kunya"]), frozenset(known["ibn"])
    )


@cache
def in_text() -> tuple[str, ...]:
    """Articles common enough to be looked for in running text, lower case."""
    return tuple(table("articles.yaml")["in_text"])


def without_article(folded: str) -> str:
    """Folded words without their articles; kunya and ibn in one form each.

    An assimilated article counts only before the sun letter it has taken on.
    """
    if " " not in folded:
        return folded
    tokens = folded.split(" ")
    plain, sun, kunya, ibn = _lists()
    kept = [
        token
        for token, after in zip(tokens, [*tokens[1:], ""], strict=True)
        if not (after and (token in plain or (token in sun and after.startswith(sun[token]))))
    ]
    if len(kept) > 1:
        kept = ["abu" if t in kunya else "ibn" if t in ibn else t for t in kept]
    return " ".join(kept)
