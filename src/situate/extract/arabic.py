"""Arabic reports without a parser: stems in a sentence, names after place words, figures.

Roles are read by order only and every mention is capped at .6. `resolve` fills the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from situate.extract.arabic_words import Word, bare, fold_arabic, load_table, words_of
from situate.extract.toll_arabic import tolls_in
from situate.model import (
    Actor,
    BlockKind,
    Document,
    Mention,
    Name,
    Relation,
    Sourced,
    SourcedPlace,
    Toll,
)
from situate.records import mention_id, quote_at

STOP = re.compile(r"\.(?!\w)|(?<=[^\Wـ]{4})\.(?=[^\Wـ]{4})|[!؟?\n]|\|\||…")
NEAR = 400  # code points to a place in the sentence before or after
PAGE = ("chrome", "byline", "dateline")  # blocks that tell of no event
WIDE = ("in", "around")  # relations of an event to what may be an area
LATE = 1500  # a page's chrome and other stories follow; only sentences with a place count there


def mentions_in(document: Document, names: Sequence[Name]) -> tuple[Mention, ...]:
    """What an Arabic report says happened, in text order: one mention an act, as places part them.

    A sentence that names no place goes on with the act before it: its figures are that act's. An
    opening that names only an area is told in full where the first settlement follows.
    """
    out: list[Mention] = []
    for start, end in _sentences(document.text):
        words = words_of(document.text, start, end)
        found = _trigger(words)
        if found is None or _block(document, found[1].start) in PAGE:
            continue
        kind, word = found
        inside = [n for n in names if start <= n.quote.start < end]
        places = _places(document, words, inside)
        if not places and start > LATE:
            continue
        tolls = tolls_in(document, words)
        if out and (not places or _tells_in_full(out, places)):
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
    """Do these places name the settlement of an opening that names only its area, if any?"""
    if len(told) > 1 or any(p.relation not in WIDE for p in told[0].places):
        return False
    areas, named = (
        {fold_arabic(p.quote.text) for p in group if p.quote and p.relation in WIDE}
        for group in (told[0].places, places)
    )
    has_point = any(p.relation not in WIDE for p in places)
    return has_point and (not areas or not named or bool(areas & named))


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


def place_names(document: Document, names: Sequence[Name]) -> tuple[Name, ...]:
    """Names that are likely places or actors: gazetteer words count only after a place word."""
    kept = []
    for name in names:
        if name.kind != "place" or name.found_by != "gazetteer":
            kept.append(name)
            continue
        before = words_of(document.text, max(0, name.quote.start - 40), name.quote.start)
        if _is_place(document.text, name, before):
            kept.append(name)
    return tuple(kept)


def _sentences(text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for stop in [*(m.start() for m in STOP.finditer(text)), len(text)]:
        while at < stop and text[at].isspace():
            at += 1
        if stop - at >= 15:
            yield at, min(stop, at + 4 * load_table()["window"])
        at = stop + 1


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


def _is_place(text: str, name: Name, before: Sequence[Word]) -> bool:
    table = load_table()
    words = fold_arabic(name.quote.text).removeprefix("ال")
    folded = fold_arabic(name.quote.text)
    if folded in table["not_places"] or words in table["not_places"] or len(folded) < 3:
        return False
    if text[max(0, name.quote.start - 1) : name.quote.start] in ("#", "ب"):
        return True
    if _lies_in_what_follows(text, name):
        return True
    return bool(before) and any(bare(before[-1].text, cue) for cue in table["place_cues"])


def _lies_in_what_follows(text: str, name: Name) -> bool:
    """ "X, west of Y": only a place is said to lie to one side of the next."""
    after = words_of(text, name.quote.end, name.quote.end + 24)
    return bool(after) and any(bare(after[0].text, cue) for cue in load_table()["area_cues"])


def _places(
    document: Document, words: Sequence[Word], names: Sequence[Name]
) -> tuple[SourcedPlace, ...]:
    """Settlements first, then the areas around them, in the order of the text.

    Without a noun of settlements a name is only somewhere "in" it: "in Idlib" is oftener said of
    the province than of the city.
    """
    table, out = load_table(), []
    for name in names:
        if name.kind != "place":
            continue
        before = [w.text for w in words if w.end <= name.quote.start][-1:]
        relation: Relation = "at"
        if before and any(bare(before[0], cue) for cue in table["around"]):
            relation = "near"
        elif before and any(bare(before[0], cue) for cue in table["area_cues"]):
            relation = "around"
        elif not (before and any(bare(before[0], cue) for cue in table["settlement_cues"])):
            relation = "in"
        out.append(
            SourcedPlace(name.quote, None, 0.5, "named after a place word", relation=relation)
        )
    return tuple(sorted(out, key=lambda p: p.relation == "around"))


def _nearby(document: Document, names: Sequence[Name], start: int) -> tuple[SourcedPlace, ...]:
    """The place nearest to a sentence without one, within a post's length; the one before first."""
    told = [n for n in names if n.kind == "place" and abs(n.quote.start - start) <= NEAR]
    if not told:
        return ()
    nearest = min(told, key=lambda n: (n.quote.start > start, abs(n.quote.start - start)))
    words = words_of(document.text, max(0, nearest.quote.start - 40), nearest.quote.start)
    found = _places(document, words, [nearest])
    return tuple(replace(p, confidence=0.4, reason="place of the sentence beside") for p in found)


def _actors(names: Sequence[Name]) -> tuple[Sourced[Actor], ...]:
    armed = [n for n in names if n.kind in ("actor", "operation")]
    unique = {n.quote.text: n for n in reversed(armed)}
    ordered = sorted(unique.values(), key=lambda n: n.quote.start)
    return tuple(Sourced(n.quote, None, 0.4, "named in the sentence") for n in ordered[:2])
