"""Descriptions set beside a name mean what it means: "Raqqa, the group's self-proclaimed capital".

Also "its Arab component, the Syrian Arab Coalition" and "the assault ship HMS Ocean". For lists of
names only; what a description means away from its name, resolution says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from situate.knowledge import cues
from situate.model import Document, Name, NameKind, Quote

STEM = r"[^\W\d_]+(?:-[^\W\d_]+)*"
WORD = r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
OWNER = rf"(?:(?:the\s)?{STEM}(?:['’]s|s['’])|the|a|an|its|his|her|their|our)"
ENDS = r"(?=\s*[,.;:)\n]|\s+(?:and|of|in|on|at|for|since|where|which|who|with)\b|\s*$)"
NEAR = 120  # code points a description may take


def with_apposed(document: Document, names: Sequence[Name]) -> tuple[tuple[Name, ...], list[Name]]:
    """The names, a described place with a "local:" ref of its own; and the descriptions, any order.

    A place has no id yet when names are listed, so it and its description share a local one.
    """
    kept, more = [], list(_vessels(document))
    for name in names:
        found = [*_after(document, name), *_before(document, name)]
        if found and not name.refs:
            name = replace(name, refs=(f"local:{name.quote.text.casefold()}",))
        more.extend(replace(one, refs=name.refs) for one in found)
        kept.append(name)
    return tuple(kept), more


def _after(document: Document, name: Name) -> Iterator[Name]:
    """ "NAME, the group's self-proclaimed capital": the words after the owner."""
    if name.kind not in ("place", "actor"):
        return
    match = _description(name.kind).match(document.text, name.quote.end)
    if match:
        yield _a_name(document, match.span("what"), name.kind, name.refs)


def _before(document: Document, name: Name) -> Iterator[Name]:
    """ "its Arab component, the NAME": the words between owner and comma."""
    if name.kind != "actor":
        return
    start = max(0, name.quote.start - NEAR)
    match = _introduced().search(document.text[start : name.quote.start])
    closed = re.match(r"\s*[,.;)]", document.text[name.quote.end :][:3])
    if match and closed:
        first, last = match.span("what")
        yield _a_name(document, (start + first, start + last), "actor", name.refs)


def _vessels(document: Document) -> Iterator[Name]:
    """ "the amphibious assault ship HMS Ocean": both parts name one ship."""
    for match in _ship().finditer(document.text):
        ref = (f"local:{' '.join(match['name'].split()).casefold()}",)
        yield _a_name(document, match.span("what"), "other", ref)
        yield _a_name(document, match.span("name"), "other", ref)


def _a_name(
    document: Document, span: tuple[int, int], kind: NameKind, refs: tuple[str, ...]
) -> Name:
    start, end = span
    quote = Quote(document.id, start, end, document.text[start:end])
    return Name(quote, kind, "apposition", refs)


def _listed(key: str) -> str:
    return "|".join(map(re.escape, sorted(cues.words("listed", key), key=len, reverse=True)))


@cache
def _description(kind: NameKind) -> re.Pattern[str]:
    heads = _listed("apposed_places" if kind == "place" else "apposed_actors")
    return re.compile(rf"\s?[,(–—]\s?{OWNER}\s(?P<what>(?:{WORD}\s){{0,3}}(?:{heads})){ENDS}")


@cache
def _introduced() -> re.Pattern[str]:
    heads = _listed("apposed_actors")
    owned = rf"{OWNER}\s(?:{WORD}\s){{0,5}}?"
    return re.compile(rf"\b{owned}(?P<what>(?:{WORD}\s)?(?:{heads})),\s(?:the\s)?$")


@cache
def _ship() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:the|a|an|its|their)|['’]s)\s(?P<what>(?:[a-z]+(?:-[a-z]+)*\s){{0,4}}(?:{_listed('vessels')}))\s"
        rf"(?P<name>(?:{_listed('vessel_prefixes').upper()})\s[A-Z]\w+(?:\s[A-Z]\w+)?)"
    )
