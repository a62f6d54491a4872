"""Where an Arabic sentence says an act was: which names are places, and how each stands to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from situate.extract.arabic_words import Word, bare, fold_arabic, load_table, words_of
from situate.model import Document, Name, Relation, SourcedPlace

WIDE = ("in", "around")  # relations of an event to what may be an area
BEFORE = 40  # code points before a name in which its place word stands
AFTER = 24
RULED = re.compile(r"[^\S\n]?[/–—-]")
DEFINITE = re.compile(r" ال[\u0620-\u06ff]+")


def place_names(document: Document, names: Sequence[Name]) -> tuple[Name, ...]:
    """Names that are likely places or actors: gazetteer words count only after a place word.

    A name that stands behind a noun of settlements once is a place in any line of the report that
    names no other.
    """
    kept = [n for n in names if n.kind != "place" or n.found_by != "gazetteer"]
    kept += [n for n in names if n not in kept and _is_place(document, n)]
    places = [n for n in kept if n.kind == "place"]
    told = {fold_arabic(n.quote.text) for n in places if _is_settlement(document, n)}
    lines = {_line(document.text, n) for n in places}
    kept += [
        n
        for n in names
        if n not in kept
        and fold_arabic(n.quote.text) in told
        and _line(document.text, n) not in lines
    ]
    return tuple(sorted(kept, key=lambda n: n.quote.start))


def _is_settlement(document: Document, name: Name) -> bool:
    """Does a name stand behind a noun of settlements?"""
    before = words_of(document.text, max(0, name.quote.start - BEFORE), name.quote.start)
    return bool(before) and is_cue(before[-1].text, "settlement_cues")


def _line(text: str, name: Name) -> int:
    """Where the line begins in which a name stands."""
    return text.rfind("\n", 0, name.quote.start)


def places_of(
    document: Document, words: Sequence[Word], names: Sequence[Name]
) -> tuple[SourcedPlace, ...]:
    """Settlements first, then the areas around them, in the order of the text.

    Without a noun of settlements a name is only somewhere "in" it: "in Idlib" is oftener said of
    the province than of the city. Behind a settlement it is the area the settlement lies in.
    """
    out: list[SourcedPlace] = []
    for name in names:
        if name.kind != "place":
            continue
        before = [w.text for w in words if w.end <= name.quote.start][-3:]
        relation = _relation(before)
        if relation == "in" and _is_container(before, out):
            relation = "around"
        out.append(
            SourcedPlace(name.quote, None, 0.5, "named after a place word", relation=relation)
        )
    return tuple(sorted(out, key=lambda p: p.relation == "around"))


def is_dateline(text: str, name: Name) -> bool:
    """ "X/ AGENCY", "X – AGENCY" at the head of a line: where a report was written."""
    start = text.rfind("\n", 0, name.quote.start) + 1
    return not text[start : name.quote.start].strip() and bool(RULED.match(text, name.quote.end))


def _relation(before: Sequence[str]) -> Relation:
    """How an act stands to the name behind these words.

    "The town of X" is where it was, but "north of the town of X", "in the countryside of the town
    of X", "which belongs to the town of X" and "from the town of X" are not.
    """
    last, led = before[-1:], before[-2:-1]
    if any(is_cue(word, "around") for word in last):
        return "near"
    if any(is_cue(word, "area_cues") for word in last):
        return "around"
    if not any(is_cue(word, "settlement_cues") for word in last):
        return "in"
    if any(is_cue(word, "near") or is_cue(word, "sides") for word in led):
        return "near"
    is_deed = any(is_cue(word, "deeds") for word in last)
    belongs = not is_deed and any(bare(w, cue) for w in led for cue in load_table()["belongs"])
    return "around" if belongs or any(is_cue(word, "area_cues") for word in led) else "at"


def _is_container(before: Sequence[str], told: Sequence[SourcedPlace]) -> bool:
    """Does a name behind a settlement, not joined to it by "and", say what it lies in?"""
    joined = bool(before) and before[-1].startswith("و")
    return not joined and any(p.relation == "at" for p in told)


def is_cue(word: str, key: str) -> bool:
    """Is it a place word of the table? With the article it points back, and no name follows."""
    return any(bare(word, cue) and not _has_article(word, cue) for cue in load_table()[key])


def _has_article(word: str, cue: str) -> bool:
    head = word[: word.find(cue)]
    return head.endswith(("ال", "لل"))


def _is_place(document: Document, name: Name) -> bool:
    text, table = document.text, load_table()
    folded = fold_arabic(name.quote.text)
    if folded in table["not_places"] or folded.removeprefix("ال") in table["not_places"]:
        return False
    if len(folded) < 3:
        return False
    before = words_of(text, max(0, name.quote.start - BEFORE), name.quote.start)
    last = before[-1].text if before else ""
    is_named = is_cue(last, "settlement_cues") and not is_cue(last, "deeds")
    if folded in table["adjectives"] and not is_named:
        return False
    mark = text[max(0, name.quote.start - 1) : name.quote.start]
    if mark == "#":
        return True
    is_area = is_cue(last, "area_cues") or is_cue(last, "around")
    if not (is_named or is_area) and _is_half(text, name, folded):
        return False
    if mark == "ب" or _lies_in_what_follows(text, name):
        return True
    return is_cue(last, "place_cues")


def _is_half(text: str, name: Name, folded: str) -> bool:
    """ "In the wall of the school": a bare noun before a definite one is no name of a place."""
    if folded.startswith("ال") or len(folded.split()) > 1:
        return False
    if (after := DEFINITE.match(text, name.quote.end)) is None:
        return False
    word = fold_arabic(after[0].strip())
    return not word.endswith(("ي", "يه")) and word not in load_table()["days"]


def _lies_in_what_follows(text: str, name: Name) -> bool:
    """ "X, west of Y": only a place is said to lie to one side of the next."""
    after = words_of(text, name.quote.end, name.quote.end + AFTER)
    return bool(after) and is_cue(after[0].text, "area_cues")
