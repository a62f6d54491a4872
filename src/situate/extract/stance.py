"""Did it happen? Stance and phase, read on the path from the event word to the root.

The first cue from inside out wins: "denied that rebels planned to attack" is planned, for the plan
is nearer to the attack than the denial. Cues are in stance.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.stance_clause import is_negated, negation_of, path_of
from situate.extract.stance_past import background_cue
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Phase, Quote, Stance

COMPLEMENTS = ("xcomp", "ccomp", "acl", "relcl", "advcl", "pcomp", "prep", "dobj", "pobj", "prt")


@dataclass(frozen=True, slots=True)
class Cue:
    """A stance and the tokens that tell it; `phase` if they tell that too."""

    stance: Stance
    first: int
    last: int
    phase: Phase | None = None


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
    return any(_attempt(node, trigger) for node in path_of(sentence, trigger)[1:4])


def _cues(sentence: Sentence, trigger: Trigger, path: list[Token]) -> Iterator[Cue]:
    own = set(trigger.tokens)
    for step, node in enumerate(path):
        below = path[step - 1] if step else None
        if below is not None:
            cue = _outer(sentence, trigger, node, below)
            if isinstance(cue, Cue):
                yield cue
            if cue == "stop" or _presupposes(sentence, below):
                return
        found = _inner(sentence, trigger, node, below, own)
        if found is not None:
            yield found


def _presupposes(sentence: Sentence, below: Token) -> bool:
    """Whether what is said above leaves the act alone: "failed to take the hill amid clashes".

    So do clauses of time and relative clauses; what is meant to happen ("to retake") and
    conditions are not left alone.
    """
    if below.dep == "prep":
        return below.lower in cues.words("stance", "circumstance")
    if below.dep not in ("advcl", "relcl"):
        return False
    near = (sentence.tokens[below.left], *below.children, *below.head.children)
    conditional = any(_is_if(token) for token in near)
    return not _is_infinitive(below) and not conditional


# --- cues that hang on a word of the path -------------------------------------------------------


def _inner(
    sentence: Sentence, trigger: Trigger, node: Token, below: Token | None, own: set[int]
) -> Cue | None:
    """Negation, modals, conditions and adjectives on one word of the path."""
    negation = negation_of(node, own)
    exempt = trigger.type in cues.words("stance", "negation_inside")
    if negation is not None and not exempt and (below is None or _is_transparent(node, below)):
        return Cue("denied", negation.i, negation.i)
    return (
        _condition(sentence, node)
        or _modal(sentence, node, exempt)
        or (_adjective(node) if below is None or node.pos != "VERB" else None)
    )


def _is_transparent(node: Token, below: Token) -> bool:
    """Whether not on `node` also denies `below`: "did not launch an attack", "did not begin to"."""
    if node.lemma in cues.words("stance", "speech") | cues.words("stance", "denied.verbs"):
        return False
    return below.dep in ("dobj", "nsubjpass", "attr", "xcomp", "prep", "pobj", "nsubj", "oprd")


def _condition(sentence: Sentence, node: Token) -> Cue | None:
    for child in node.children:
        if child.dep in ("mark", "advmod") and child.lower in cues.words(
            "stance", "hypothetical.marks"
        ):
            return Cue("hypothetical", child.i, child.i)
        if child.dep == "advcl" and _opens_if(child) and _modal(sentence, node, True):
            mark = next(g for g in child.children if _is_if(g))
            return Cue("hypothetical", mark.i, mark.i)
    return _phrase(sentence, node, "hypothetical.phrases", "hypothetical")


def _is_if(token: Token) -> bool:
    return token.lower in cues.words("stance", "hypothetical.marks")


def _opens_if(clause: Token) -> bool:
    return any(_is_if(child) and child.dep in ("mark", "advmod") for child in clause.children)


def _modal(sentence: Sentence, node: Token, exempt: bool) -> Cue | None:
    for child in node.children:
        if child.dep != "aux" or child.i > node.i:
            continue
        if child.lower in cues.words("stance", "planned.modals"):
            if child.lower == "would" and _has_have(node):
                return Cue("hypothetical", child.i, child.i)
            return Cue("planned", child.i, child.i)
        if child.lower in cues.words("stance", "possible.modals"):
            return Cue("possible", child.i, child.i)
    for child in node.children:
        hedge = child.lower in cues.words("stance", "possible.adverbs")
        if hedge and child.dep == "advmod" and node.i - 4 < child.i < node.i:
            return Cue("possible", child.i, child.i)
    return _phrase(sentence, node, "planned.phrases", "planned")


def _has_have(node: Token) -> bool:
    return any(child.lower == "have" and child.dep == "aux" for child in node.children)


def _phrase(sentence: Sentence, node: Token, path: str, stance: Stance) -> Cue | None:
    """A cue phrase right before the word, at most two tokens away."""
    last = cues.closers("stance", path)
    if all(token.lower not in last for token in sentence.tokens[max(0, node.i - 3) : node.i]):
        return None
    words = [t.lower for t in sentence.tokens[max(0, node.i - 7) : node.i]]
    offset = max(0, node.i - 7)
    for before in range(len(words), max(0, len(words) - 3), -1):
        length = cues.ends("stance", path, words, before)
        if length:
            return Cue(stance, offset + before - length, offset + before - 1)
    return None


def _adjective(node: Token) -> Cue | None:
    for child in node.children:
        if child.dep not in ("amod", "compound", "acomp", "nmod") or child.i > node.i + 4:
            continue
        word = child.lower
        if word in cues.words("stance", "failed.adjectives"):
            return Cue("asserted", child.i, child.i, "failed")
        if word in cues.words("stance", "attempts.adjectives"):
            return Cue("asserted", child.i, child.i, "ongoing")
        for stance in ("denied", "planned", "possible"):
            if word in cues.words("stance", f"{stance}.adjectives"):
                return Cue(stance, child.i, child.i)
    return None


# --- words of the path that hold the act below them -------------------------------------------


def _outer(sentence: Sentence, trigger: Trigger, node: Token, below: Token) -> Cue | str | None:
    """What a verb or noun says of the act below it; "stop" ends the search: it happened."""
    purpose = _purpose(node, below)
    if purpose is not None:
        return purpose
    if _attempt(node, trigger) and (below.dep != "advcl" or _is_infinitive(below)):
        return _attempted(sentence, trigger, node)  # unlike "fought them, taking the hill"
    word, lemma = node.lower, _phrasal(node)
    complement = below.dep in COMPLEMENTS
    subject = below.dep in ("nsubj", "nsubjpass")
    if lemma in cues.words("stance", "failed.verbs") and subject:
        return Cue("asserted", node.i, node.i, "failed")
    if lemma in cues.words("stance", "failed.repels") and below.dep in ("dobj", "nsubjpass"):
        return Cue("asserted", node.i, node.i, "failed")
    if not (complement or subject):
        return None
    return _lexical(trigger, node, below, word, lemma)


def _phrasal(node: Token) -> str:
    """The verb's lemma with its particle: "call off"."""
    particle = next((c.lower for c in node.children if c.dep == "prt"), None)
    lemma = node.lemma
    return f"{lemma} {particle}" if particle else lemma


def _lexical(
    trigger: Trigger, node: Token, below: Token, word: str, lemma: str
) -> Cue | str | None:
    negated = is_negated(node)
    if lemma in cues.words("stance", "denied.verbs") and below.dep != "nsubj":
        if _answers(below):
            return None
        return "stop" if negated else Cue("denied", node.i, node.i)
    if _denies(node, below, lemma, word):
        return "stop" if negated else Cue("denied", node.i, node.i, "failed")
    if below.dep == "nsubj" and node.pos in ("VERB", "AUX"):
        adjective = next((c for c in node.children if c.dep == "acomp"), None)
        found = adjective is not None and _predicated(adjective)
        return found or None
    for stance in ("planned", "possible"):
        if _holds(node, below, lemma, stance):
            return Cue("denied" if negated else stance, node.i, node.i)
    return None


def _answers(below: Token) -> bool:
    """ "denied it, saying his troops had held": what is said beside a denial is affirmed."""
    speaks = below.lemma in cues.words("stance", "speech") and below.tag == "VBG"
    return below.dep == "advcl" or speaks


def _denies(node: Token, below: Token, lemma: str, word: str) -> bool:
    if word in cues.words("stance", "denied.able") or (
        word in cues.words("stance", "denied.prepositions") and node.dep in ("prep", "advmod", "cc")
    ):
        return True
    listed = lemma in cues.words("stance", "denied.implicatives")
    return listed and node.pos in ("VERB", "NOUN", "AUX") and below.dep != "nsubj"


def _predicated(adjective: Token) -> Cue | None:
    for stance in ("denied", "planned", "possible"):
        if adjective.lower in cues.words("stance", f"{stance}.adjectives"):
            return Cue(stance, adjective.i, adjective.i)
    return None


def _holds(node: Token, below: Token, lemma: str, stance: str) -> bool:
    """Whether a verb, adjective or noun keeps the act below it open."""
    if node.pos in ("VERB", "AUX"):
        listed = lemma in cues.words("stance", f"{stance}.verbs")
        return listed and (below.dep != "advcl" or _is_infinitive(below))
    if node.pos == "ADJ":
        return node.lower in cues.words("stance", f"{stance}.adjectives")
    nouns = cues.words("stance", f"{stance}.nouns")
    listed = lemma in nouns or node.lower in nouns
    if stance == "planned" and lemma in cues.words("stance", "planned.infinitive_nouns_only"):
        return listed and _is_infinitive(below)
    return listed and below.dep in ("acl", "prep", "relcl", "ccomp")


def _is_infinitive(token: Token) -> bool:
    return any(child.lower == "to" and child.dep == "aux" for child in token.children)


def _purpose(node: Token, below: Token) -> Cue | None:
    """ "launched an operation to retake the town": not yet. "Advanced to retake it": done."""
    moves = node.lemma in cues.words("stance", "happened.motions")
    is_adjunct = below.dep == "advcl" or (moves and below.dep == "xcomp")
    if not is_adjunct or not _is_infinitive(below) or below.i < node.i:
        return None
    mark = next(child for child in below.children if child.lower == "to")
    is_next = below.dep == "xcomp" or mark.i == node.i + 1
    if is_next and node.lemma in cues.words("stance", "happened.implicatives"):
        return None  # "began to secure it", unlike "was begun last week to secure it"
    if moves and mark.i == node.i + 1 and node.tag != "VBG":
        return None
    # "with them managing to take it": the parser hangs the infinitive on the main verb.
    if mark.before and mark.before.lemma in cues.words("stance", "happened.achieved"):
        return None
    return Cue("planned", mark.i, mark.i)


def _attempt(node: Token, trigger: Trigger) -> bool:
    if node.i in trigger.tokens:
        return False
    verb = node.pos == "VERB" and node.lemma in cues.words("stance", "attempts.verbs")
    noun = node.pos == "NOUN" and node.lemma in cues.words("stance", "attempts.nouns")
    return (verb and node.lemma not in ("seek", "work")) or noun


def _attempted(sentence: Sentence, trigger: Trigger, node: Token) -> Cue:
    """An attempt: failed if the sentence says so near it, else open."""
    failed = _has_failed(sentence, node)
    if trigger.type in cues.words("stance", "outcomes"):
        stance: Stance = "denied" if failed else "planned"
    else:
        stance = "asserted"
    return Cue(stance, node.i, node.i, "failed" if failed else "ongoing")


def _has_failed(sentence: Sentence, node: Token) -> bool:
    failing = cues.words("stance", "failed.verbs") | cues.words("stance", "failed.repels")
    near = [node.head, *node.children, *(node.head.children if node.head.i != node.i else ())]
    adjectives = cues.words("stance", "failed.adjectives")
    return is_negated(node) or any(t.lemma in failing or t.lower in adjectives for t in near)


# --- phase --------------------------------------------------------------------------------------


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
