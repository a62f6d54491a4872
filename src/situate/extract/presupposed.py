"""Events a sentence only refers back to: sanctions over a bombing, a march against a killing."""

from __future__ import annotations

from situate.extract.fold import Found
from situate.extract.frame import is_verb
from situate.model import Quote


def presupposed_by(item: Found, at: dict[int, Found]) -> Quote | None:
    """The word under which a trigger is only referred to, or None if it is told as news.

    True for what hangs by a preposition (itself or in a relative clause) under a word that
    `presupposes`; a clause of its own with a finite verb is news.
    """
    tree, head = item.slots.tree, item.slots.hit.head
    by_preposition = False
    for below, above in zip([head, *tree.above(head)], tree.above(head), strict=False):
        by_preposition = by_preposition or tree.deps[below] in ("pobj", "pcomp", "relcl", "acl")
        other = at.get(above)
        if other is not None and other is not item and other.slots.hit.entry.presupposes:
            if by_preposition or tree.tags[head].startswith("N") or tree.deps[below] == "xcomp":
                return tree.sentence.quote(min(other.slots.hit.tokens), max(other.slots.hit.tokens))
            return None
        if is_verb(tree, above) and tree.deps[above] in ("ccomp", "conj", "parataxis"):
            return None
    return None
