"""Arabic reports without a parser: stems in a sentence, names after place words, figures.

Roles are read by order only and every mention is capped at .6. `resolve` fills the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from situate.extract.arabic_places import WIDE, is_dateline, place_names, places_of
from situate.extract.arabic_words import Word, bare, fold_arabic, load_table, words_of
from situate.extract.toll_arabic import tolls_in
from situate.model import (
    Actor,
    BlockKind,
    Document,
    Mention,
    Name,
    Sourced,
    SourcedPlace,
    Toll,
)
from situate.records import mention_id, quote_at

__all__ = ["mentions_in", "place_names"]

STOP = re.compile(r"\.(?![\w.])|(?<=[^\Wـ]{4})\.(?=[^\Wـ]{4})|[!؟?\n]|\|\||…")
NEAR = 400  # code points to a place in the sentence before or after
PAGE = ("chrome", "byline", "dateline")  # blocks that tell of no event
AGAIN, LEAST_AGAIN = 12, 4  # words by which a sentence cut short is known again
LATE = 1500  # a page's chrome and other stories follow; only sentences with a place count there


def mentions_in(document: Document, names: Sequence[Name]) -> tuple[Mention, ...]:
    """What an Arabic report says happened, in text order: one mention an act, as places part them.

    A sentence that names no place goes on with the act before it: its figures are that act's. An
    opening that names only an area is told in full where the first settlement follows.
    """
    out: list[Mention] = []
    for start, end in _sentences(document):
        words = words_of(document.text, start, end)
        if _is_cut_short(document.text, end) and _comes_again(document.text, words):
            continue
        found = _trigger(words)
        if found is None or _block(document, found[1].start) in PAGE:
            continue
        kind, word = found
        inside = [n for n in names if start <= n.quote.start < end]
        places = places_of(document, words, inside)
        if not places and start > LATE:
            continue
        tolls = tolls_in(document, words)
        if out and (not places or _tells_in_full(out, places)):
            out[:-1] = [_with_more(told, places, ()) for told in out[:-1]] if places else out[:-1]
            out[-1] = _with_more(out[-1], places, tolls)
            continue
        places = places or _nearby(document, names, start)
        trigger = quote_at(document, word.start, word.end)
        block = _block(document, word.start)
        out.append(
            Mention(
                mention_id(document.id, trigger, kind),
                document.id,
                kind,
                trigger,
                quote_at(document, start, end),
                actors=_actors(inside),
                places=places,
                tolls=tolls,
                block=block,
                confidence=load_table()["confidence"],
                rule=f"arabic:{kind}",
            )
        )
    return tuple(out)


def _block(document: Document, at: int) -> BlockKind:
    """The kind of block an offset lies in: a headline's act is told again in the body."""
    kinds = (block.kind for block in document.blocks if block.start <= at < block.end)
    return next(kinds, "paragraph")


def _tells_in_full(told: Sequence[Mention], places: Sequence[SourcedPlace]) -> bool:
    """Do these places name the settlement of an opening that names only its area, if any?

    The opening may be a headline and a lead: both speak of the area until the site is named.
    """
    if not any(p.relation not in WIDE for p in places):
        return False
    named = _areas(places)
    return all(
        all(p.relation in WIDE for p in mention.places)
        and (not named or not (areas := _areas(mention.places)) or bool(areas & named))
        for mention in told
    )


def _areas(places: Sequence[SourcedPlace]) -> set[str]:
    return {fold_arabic(p.quote.text) for p in places if p.quote and p.relation in WIDE}


def _with_more(
    mention: Mention, places: Sequence[SourcedPlace], tolls: Sequence[Sourced[Toll]]
) -> Mention:
    """A mention with what a later sentence adds: its places, and figures of kinds not yet told."""
    known = {t.value.kind for t in mention.tolls if t.value}
    new = (t for t in tolls if t.value and t.value.kind not in known)
    return replace(
        mention,
        places=(*mention.places, *(p for p in places if p.relation not in WIDE)),
        tolls=(*mention.tolls, *new),
    )


def _sentences(document: Document) -> Iterable[tuple[int, int]]:
    """Spans between two stops; what belongs to the page ends a sentence too, and is none."""
    text, at = document.text, 0
    pages = {b.start: b.end for b in document.blocks if b.kind in PAGE}
    stops = {m.start(): m.end() for m in STOP.finditer(text)} | pages | {len(text): len(text)}
    for stop in sorted(stops):
        while at < stop and text[at].isspace():
            at += 1
        if stop - at >= 15:
            yield at, min(stop, at + 4 * load_table()["window"])
        at = max(at, stops[stop])


def _is_cut_short(text: str, end: int) -> bool:
    """Does a sentence end in "...", as a page's headline does that shows how a post begins?"""
    return ".." in text[end - 2 : end + 2] or text.startswith("…", end)


def _comes_again(text: str, words: Sequence[Word]) -> bool:
    """Are its first words, but the last of them that may be cut, said again further on?"""
    opening = [word.text for word in words[:AGAIN]]
    if len(opening) < LEAST_AGAIN:
        return False
    opening = opening[:-1] if len(words) <= AGAIN else opening
    rest = " ".join(word.text for word in words_of(text, words[-1].end, len(text)))
    return f" {' '.join(opening[-LEAST_AGAIN:])} " in f" {rest} "


def _trigger(words: Sequence[Word]) -> tuple[str, Word] | None:
    """The first family of stems that fits, and its word; a prefix may stand before the stem."""
    for row in load_table()["types"]:
        for stem in row["stems"]:
            parts = stem.split()
            for i, word in enumerate(words):
                if bare(word.text, parts[0]) and all(
                    i + k < len(words) and words[i + k].text == part
                    for k, part in enumerate(parts[1:], 1)
                ):
                    last = words[i + len(parts) - 1]
                    return row["type"], Word(word.text, word.start, last.end)
    return None


def _nearby(document: Document, names: Sequence[Name], start: int) -> tuple[SourcedPlace, ...]:
    """The place nearest to a sentence without one, within a post's length; the one before first."""
    told = [
        n
        for n in names
        if n.kind == "place"
        and abs(n.quote.start - start) <= NEAR
        and not is_dateline(document.text, n)
    ]
    if not told:
        return ()
    nearest = min(told, key=lambda n: (n.quote.start > start, abs(n.quote.start - start)))
    words = words_of(document.text, max(0, nearest.quote.start - 40), nearest.quote.start)
    found = places_of(document, words, [nearest])
    return tuple(replace(p, confidence=0.4, reason="place of the sentence beside") for p in found)


def _actors(names: Sequence[Name]) -> tuple[Sourced[Actor], ...]:
    armed = [n for n in names if n.kind in ("actor", "operation")]
    unique = {n.quote.text: n for n in reversed(armed)}
    ordered = sorted(unique.values(), key=lambda n: n.quote.start)
    return tuple(Sourced(n.quote, None, 0.4, "named in the sentence") for n in ordered[:2])
