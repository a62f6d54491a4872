"""Did it happen? Stance and phase, read on the path from the event word to the root.

The first cue from inside out wins: "denied that rebels planned to attack" is planned, for the plan
is nearer to the attack than the denial. Cues are in stance.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.stance_clause import path_of
from situate.extract.stance_cue import Cue
from situate.extract.stance_inner import inner_cue, is_if
from situate.extract.stance_outer import is_attempt_word, is_infinitive, outer_cue
from situate.extract.stance_past import background_cue
from situate.extract.stance_phase import phase_of
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Phase, Quote, Stance


def stance_of(sentence: Sentence, trigger: Trigger) -> tuple[Stance, Quote | None, Phase | None]:
    """Stance, the words for it (None for plainly asserted) and the phase (None if untold).

    An attempt keeps "asserted" with phase "failed" or "ongoing" for types that are processes
    (attack, advance, clash); for outcomes (stance.yaml) it is "denied" if it failed and "planned"
    if open, so that a caller who does not turn it into an attack moves no map.
    """
    path = path_of(sentence, trigger)
    cue = next(_cues(sentence, trigger, path), None) or background_cue(sentence, trigger, path)
    phase = phase_of(sentence, trigger, path)
    if cue is None:
        return "asserted", None, phase
    found = cue if isinstance(cue, Cue) else Cue("background", *cue)
    quote = sentence.quote(found.first, found.last)
    return found.stance, quote, found.phase or phase


def is_attempt(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether the words tell of trying for the act ("tried to storm", "an attempt to take")."""
    return any(is_attempt_word(node, trigger) for node in path_of(sentence, trigger)[1:4])


def _cues(sentence: Sentence, trigger: Trigger, path: list[Token]) -> Iterator[Cue]:
    own = set(trigger.tokens)
    for step, node in enumerate(path):
        below = path[step - 1] if step else None
        if below is not None:
            cue = outer_cue(sentence, trigger, node, below)
            if isinstance(cue, Cue):
                yield cue
            if cue == "stop" or _presupposes(sentence, below):
                return
        found = inner_cue(sentence, trigger, node, below, own)
        if found is not None:
            yield found


def _presupposes(sentence: Sentence, below: Token) -> bool:
    """Whether what is said above leaves the act alone: "failed to take the hill amid clashes".

    So do clauses of time and relative clauses; what is meant to happen ("to retake") and
    conditions are not left alone.
    """
    if below.dep in ("dobj", "nsubjpass"):
        return below.head.lemma in cues.words("stance", "happened.avenged")
    if below.dep == "prep" and below.head.lemma in cues.words("stance", "happened.reactions"):
        return True
    if below.dep == "prep":
        return below.lower in cues.words("stance", "circumstance")
    if below.dep not in ("advcl", "relcl"):
        return False
    if _is_ahead(below):
        return False
    near = (sentence.tokens[below.left], *below.children, *below.head.children)
    conditional = any(is_if(token) for token in near)
    return not is_infinitive(below) and not conditional


def _is_ahead(clause: Token) -> bool:
    """ "Will move on after it takes the town": the present in a clause of time under a plan."""
    tenses = [c for c in clause.children if c.dep in ("aux", "auxpass")] or [clause]
    above = [c for c in clause.head.children if c.dep == "aux"]
    return tenses[0].tag in ("VBZ", "VBP") and any(
        c.lower in cues.words("stance", "planned.modals") for c in above
    )
