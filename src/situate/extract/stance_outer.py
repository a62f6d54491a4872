"""What a verb or noun above the act says of it: denied, planned, possible, tried."""

from __future__ import annotations

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.stance_clause import is_negated
from situate.extract.stance_cue import Cue
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Stance

BESIDE = ("advcl", "conj")  # clauses that an attempt does not hold
COMPLEMENTS = (
    *("xcomp", "ccomp", "acl", "relcl", "advcl", "pcomp", "prep", "dobj", "pobj", "prt"),
    *("compound", "nmod"),
)


def outer_cue(sentence: Sentence, trigger: Trigger, node: Token, below: Token) -> Cue | str | None:
    """What a verb or noun says of the act below it; "stop" ends the search: it happened."""
    purpose = _purpose(node, below)
    if purpose is not None:
        return purpose
    if is_attempt_word(node, trigger) and (below.dep not in BESIDE or is_infinitive(below)):
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
        return listed and (below.dep != "advcl" or is_infinitive(below))
    if node.pos == "ADJ":
        return node.lower in cues.words("stance", f"{stance}.adjectives")
    nouns = cues.words("stance", f"{stance}.nouns")
    listed = lemma in nouns or node.lower in nouns
    if stance == "planned" and lemma in cues.words("stance", "planned.infinitive_nouns_only"):
        return listed and is_infinitive(below)
    if below.dep in ("compound", "nmod"):
        return stance == "planned" and lemma in cues.words("stance", "planned.compounds")
    return listed and below.dep in ("acl", "prep", "relcl", "ccomp")


def is_infinitive(token: Token) -> bool:
    return any(child.lower == "to" and child.dep == "aux" for child in token.children)


def _purpose(node: Token, below: Token) -> Cue | None:
    """ "launched an operation to retake the town": not yet. "Advanced to retake it": done."""
    moves = node.lemma in cues.words("stance", "happened.motions")
    is_adjunct = below.dep == "advcl" or (moves and below.dep == "xcomp")
    if not is_adjunct or not is_infinitive(below) or below.i < node.i:
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


def is_attempt_word(node: Token, trigger: Trigger) -> bool:
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
