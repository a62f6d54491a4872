"""Does an event word mean an act told before: "the attack", "Monday's bombing"?"""

from __future__ import annotations

from situate.annotate.token import Token
from situate.extract.trigger import Trigger
from situate.knowledge import cues

BEFORE = ("det", "predet", "poss", "amod", "nummod", "compound", "nmod", "advmod")


def reference_flags(trigger: Trigger) -> tuple[str, ...]:
    """ "refers_back" for a definite noun, "one_more" where its phrase says another; else none.

    "of_many" is added to either where the noun is a plural.
    """
    noun = trigger.sentence.tokens[trigger.head]
    if noun.pos not in ("NOUN", "PROPN"):
        return ()
    many = ("of_many",) if noun.tag in ("NNS", "NNPS") else ()
    before = [child for child in noun.children if child.i < noun.i and child.dep in BEFORE]
    if any(child.lower in cues.words("told_again", "one_more") for child in before):
        return ("one_more", *many)
    if any(child.lower in cues.words("told_again", "news") for child in before):
        return ()
    is_back = any(_points_back(child, is_one=not many) for child in before)
    return ("refers_back", *many) if is_back else ()


def _points_back(child: Token, *, is_one: bool) -> bool:
    """A definite determiner, a day's name, or the pronoun of one act."""
    if child.dep in ("det", "predet"):
        return child.lower in cues.words("told_again", "definite")
    if child.lower in cues.words("told_again", "times"):
        return True
    return is_one and child.dep == "poss" and child.lower in cues.words("told_again", "possessive")
