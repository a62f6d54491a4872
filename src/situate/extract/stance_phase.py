"""Phase of an act: starting, ongoing, completed or failed."""

from __future__ import annotations

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Phase


def phase_of(sentence: Sentence, trigger: Trigger, path: list[Token]) -> Phase | None:
    """starting, ongoing, completed or failed, from the verb over the act, adverbs and tense."""
    near = path[:3] if len(path) > 1 else path
    for step, node in enumerate(near):
        below = near[step - 1] if step else None
        if below is not None and below.dep not in ("xcomp", "dobj", "nsubj", "nsubjpass", "prep"):
            break
        found = _phase_word(node, step) or _phase_children(node)
        if found:
            return found
    head = path[0]
    progressive = head.tag == "VBG" and any(
        c.dep == "aux" and c.lemma == "be" for c in head.children
    )
    return "ongoing" if progressive else None


def _phase_word(node: Token, step: int) -> Phase | None:
    if step == 0 or node.pos not in ("VERB", "AUX"):
        return None
    for phase in ("starting", "ongoing", "completed"):
        if node.lemma in cues.words("stance", f"phase.{phase}"):
            return phase
    return "failed" if node.lemma in cues.words("stance", "failed.verbs") else None


def _phase_children(node: Token) -> Phase | None:
    for child in node.children:
        if child.dep in ("advmod", "amod", "acomp", "prt", "oprd"):
            for phase in ("ongoing", "completed"):
                if child.lower in cues.words("stance", f"phase.{phase}"):
                    return phase
    return None
