"""Order and cause between the triggers of one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from situate.extract.found import Found
from situate.model import Link, Mention

LinkTo = tuple[str, int]  # kind, index of the other trigger


def links_between(items: Sequence[Found]) -> list[list[LinkTo]]:
    """For each trigger, how it stands to others: after, before, or the result of them.

    "Rebels took the town after clashes": the taking is `after` the clash. "The siege forced them to
    flee": the flight is the `result` of the siege.
    """
    at = {token: n for n, item in enumerate(items) for token in item.slots.hit.tokens}
    found: list[list[LinkTo]] = [[] for _ in items]
    for n, item in enumerate(items):
        other, word = nearest(item, at, n)
        if other is None:
            continue
        cues = item.slots.tree.lexicon.cues
        if word in cues["link_after"]:
            found[other].append(("after", n))
        elif word in cues["link_before"]:
            found[other].append(("before", n))
        elif item.slots.frame.construction == "control":
            found[n].append(("result", other))
    return found


def nearest(item: Found, at: dict[int, int], own: int) -> tuple[int | None, str]:
    """The nearest trigger above, and the word of order passed on the way to it."""
    tree = item.slots.tree
    word, below = "", item.slots.hit.head
    for above in (below, *tree.above(below)):
        for i in (above, *tree.kids(above, "mark", "advmod")):
            if tree.words[i] in tree.lexicon.cues["link_words"]:
                word = word or tree.words[i]
        other = at.get(above)
        if other is not None and other != own:
            return other, word
    return None, ""


def with_links(mention: Mention, links: tuple[Link, ...]) -> Mention:
    """The mention with these links; the very same one where it has no others."""
    return mention if links == mention.links else replace(mention, links=links)


def as_links(found: Sequence[LinkTo], ids: Sequence[str]) -> tuple[Link, ...]:
    """Links by mention id, in order."""
    return tuple(Link(kind, ids[other]) for kind, other in found)  # type: ignore[arg-type]
