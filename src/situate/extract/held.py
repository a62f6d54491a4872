""" "ISIS-held Hajin", "rebel-controlled parts of Aleppo": who holds what, said in passing.

Read by surface order: a hyphened participle before a noun that names a place says who holds it,
whatever the clause around it tells; the clause's own subject holds nothing (extraction.md 3.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from situate.annotate import Sentence
from situate.extract.spans import name_end, name_start
from situate.extract.tree import Tree
from situate.extract.trigger import Trigger
from situate.model import Extent, Framing, Mention, Sourced, SourcedPlace
from situate.records import mention_id

CONFIDENCE = 0.7  # said in passing, of a place as a rule
OF = frozenset(("of", "in", "around"))
HYPHENS = frozenset(("-", "–", "‑"))
LONGEST = 8  # tokens from the participle to the place


@dataclass(frozen=True, slots=True)
class Held:
    """Token spans, both ends included: the holder, the participle and the place."""

    holder: tuple[int, int]
    word: int
    place: tuple[int, int]
    extent: Extent | None


def is_held_word(tree: Tree, i: int) -> bool:
    """Whether token i is the participle of such a compound: "-held"."""
    return i >= 2 and tree.words[i - 1] in HYPHENS and tree.words[i] in tree.lexicon.cues["held"]


def held_in(tree: Tree) -> Iterator[Held]:
    """Every compound of a sentence that names its place, in order."""
    for i in range(2, len(tree.words)):
        if is_held_word(tree, i):
            place, extent = place_after(tree, i)
            if place is not None:
                yield Held((holder_start(tree, i - 2), i - 2), i, place, extent)


def holder_start(tree: Tree, i: int) -> int:
    """First token of the holder's name; a generic noun ("several rebel") is its one word."""
    name = tree.named[i]
    return i if name is None or name.found_by == "generic" else name_start(tree, i)


def place_after(tree: Tree, i: int) -> tuple[tuple[int, int] | None, Extent | None]:
    """The named place that the participle at i modifies, and whether a part of it is meant.

    "eastern Aleppo" is a part by its words and "parts of Aleppo" by its noun; "a town in Idlib"
    names no place that is held.
    """
    at, last, noun = i + 1, min(len(tree.words), i + 1 + LONGEST), None
    while at < last and modifies(tree, at):
        noun = at
        if is_named(tree, at):
            end = run_end(tree, name_end(tree, at))
            return (run_start(tree, at, i), end), "part" if is_part(tree, i, at) else None
        at += 1
    if noun is None or at >= last or tree.words[at] not in OF:
        return None, None
    is_area = tree.is_in(noun, "part_words") or tree.is_in(noun, "held_areas")
    if not is_area and (tree.words[at] != "of" or not tree.is_in(noun, "held_nouns")):
        return None, None
    while at + 1 < last and not is_named(tree, at + 1) and modifies(tree, at + 1):
        at += 1
    if at + 1 >= last or not is_named(tree, at + 1):
        return None, None
    end = run_end(tree, name_end(tree, at + 1))
    return (run_start(tree, at + 1, i), end), "part" if is_area else None


def modifies(tree: Tree, i: int) -> bool:
    """Whether token i may stand between the participle and the name of the place."""
    return (
        tree.tags[i].startswith(("NN", "JJ")) or tree.words[i] in ("the", "-") or is_named(tree, i)
    )


def is_named(tree: Tree, i: int) -> bool:
    """Whether token i starts or lies in the name of a place, known or not."""
    name = tree.named[i]
    if name is not None:
        return name.kind == "place"
    is_capital = tree.raw[i][:1].isupper() and tree.tags[i].startswith("NNP")
    return is_capital and not tree.raw[i].isupper()


def is_part(tree: Tree, participle: int, name: int) -> bool:
    """Whether a direction before the name makes it a part: "eastern Aleppo"."""
    return any(tree.is_in(k, "compass") for k in range(participle + 1, name))


def run_start(tree: Tree, i: int, after: int) -> int:
    """First token of the name: a direction before it belongs to its words."""
    first = name_start(tree, i)
    while first - 1 > after and tree.is_in(first - 1, "compass"):
        first -= 1
    return first


def run_end(tree: Tree, i: int) -> int:
    """Last token of the name with the noun that says what it is: "Idlib province"."""
    while (
        i + 1 < len(tree.words)
        and tree.named[i + 1] is None
        and (is_named(tree, i + 1) or tree.is_in(i + 1, "held_nouns"))
    ):
        i += 1
    return i


def held_mentions(tree: Tree) -> list[tuple[Mention, Trigger]]:
    """A `holds` mention for each compound, asserted: it is taken for granted."""
    return [a_mention(tree.sentence, held) for held in held_in(tree)]


def a_mention(sentence: Sentence, held: Held) -> tuple[Mention, Trigger]:
    """The claim of one compound with its trigger."""
    quote = sentence.quote(held.word, held.word)
    holder, place = sentence.quote(*held.holder), sentence.quote(*held.place)
    mention = Mention(
        id=mention_id(sentence.document.id, quote, "holds"),
        document=sentence.document.id,
        type="holds",
        trigger=quote,
        sentence=sentence.quote(0, len(sentence.offsets) - 1),
        block=sentence.block.kind,
        actors=(Sourced(holder, None, 0.9, "holds, by the words before the hyphen"),),
        places=(SourcedPlace(place, None, 0.9, "is held, by the words after", relation="at"),),
        extent=held.extent,
        framing=(Framing(quote.text, quote),),
        confidence=CONFIDENCE,
        rule="holds: compound",
    )
    return mention, Trigger(sentence, held.word, (held.word,), "holds", "holds")
