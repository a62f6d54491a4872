"""Rival words for one act: "the surrender, described by activists as capture".

Three questions a caller asks. `framings_of`: which words are used for this act and by whom.
`is_framed`: is this trigger only such a word, so that it must give no mention of its own.
`refers_back`: does this noun mean an earlier trigger's act ("The capitulation ... took place in
X"), so that its place, tolls and framings belong to the earlier mention.
"""

from __future__ import annotations

from situate.annotate import Annotated, Sentence
from situate.annotate.token import Token
from situate.extract.stance_clause import place_of
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Framing, Quote

OPEN_CLASSES = ("NN", "VB", "JJ")  # "some of the fiercest" names nothing
AHEAD = 3  # sentences in which an act may be named again


def framings_of(annotated: Annotated, sentence: Sentence, trigger: Trigger) -> tuple[Framing, ...]:
    """The narrator's word first, then others' words with their speaker, in order of the text.

    Looks in the act's own sentence and in the next few, where a definite noun names the same act.
    """
    own = _phrase(sentence, trigger)
    found = [Framing(own, sentence.quote(min(trigger.tokens), max(trigger.tokens)))]
    found.extend(_in_sentence(sentence, trigger.head))
    for later in _after(annotated, sentence):
        for noun in _anaphors(later, trigger):
            found.append(Framing(_word(later, noun), later.quote(noun, noun)))
            found.extend(_in_sentence(later, noun))
    return tuple(_distinct(found))


def may_refer_back(trigger: Trigger) -> bool:
    """Whether a trigger is a definite noun, the only kind of word that means an earlier act."""
    return _is_definite(trigger.sentence.tokens[trigger.head])


def is_framed(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether the trigger is only a word that somebody uses for another act.

    "which was defined, by media near the rebels, as *capture*", "what they called a *massacre*".
    """
    return _framing_verb(sentence.tokens[trigger.head]) is not None


def refers_back(
    annotated: Annotated, sentence: Sentence, trigger: Trigger, earlier: Trigger
) -> bool:
    """Whether the noun `trigger` of `sentence` means the act of `earlier`.

    True for a definite noun ("the capitulation", "this attack") of the same group of words as the
    earlier trigger, at most three sentences later in the document, that brings no number of its
    own and whose "of" names nothing the earlier sentence does not name.
    """
    noun = sentence.tokens[trigger.head]
    if sentence.document.id != earlier.sentence.document.id or not _is_definite(noun):
        return False
    gap = _gap(annotated, earlier.sentence, sentence)
    if not 0 <= gap <= AHEAD or (gap == 0 and trigger.head <= earlier.head):
        return False
    return _may_mean(noun, earlier) and _adds_nobody(sentence, noun, earlier.sentence)


# --- words in one sentence ------------------------------------------------------------------------


def _in_sentence(sentence: Sentence, head: int) -> list[Framing]:
    """What the sentence says the act at `head` is called, and scare quotes round it."""
    found: list[Framing] = []
    node = sentence.tokens[head]
    for verb in _describing(node):
        word = _described_as(verb)
        if word is not None and word.i != head and word.tag.startswith(OPEN_CLASSES):
            found.append(_framing(sentence, word, _by(sentence, verb, node)))
    found.extend(_marked(sentence, node))
    return found


def _describing(node: Token) -> list[Token]:
    """Verbs that say what the act is called: its participles, relatives, or its own clause."""
    verbs = [c for c in node.children if c.dep in ("acl", "relcl", "advcl", "ccomp")]
    if node.dep in ("nsubjpass", "nsubj", "dobj"):
        verbs.append(node.head)
    if node.pos == "VERB":
        verbs.extend(t for t in node.subtree if t.dep in ("advcl", "ccomp", "pcomp", "relcl"))
    listed = cues.words("framing", "verbs")
    return [verb for verb in verbs if verb.lemma in listed and verb.i != node.i]


def _described_as(verb: Token) -> Token | None:
    """The noun after "as", or the second object of "called"."""
    for token in verb.subtree:
        if token.lower in cues.words("framing", "links") and token.i > verb.i:
            noun = next((c for c in token.children if c.dep in ("pobj", "pcomp", "amod")), None)
            if noun is None and token.dep == "mark":
                noun = token.head
            if noun is not None and token.lower == "as":
                return noun
    if verb.lemma in cues.words("framing", "needs_as"):
        return None
    objects = [c for c in verb.children if c.dep in ("oprd", "attr", "dobj", "xcomp", "ccomp")]
    return objects[-1] if objects and objects[-1].i > verb.i else None


def _by(sentence: Sentence, verb: Token, act: Token) -> Quote | None:
    """Who uses the word: the agent of a participle, the subject of an active verb."""
    for token in verb.subtree:
        if token.lower == "by" and token.i > verb.i:
            noun = next((c for c in token.children if c.dep == "pobj"), None)
            if noun is not None:
                return _noun_phrase(sentence, noun)
    subject = next((c for c in verb.children if c.dep == "nsubj" and c.i != act.i), None)
    if subject is None or subject.lower in cues.words("framing", "what"):
        return None
    return _noun_phrase(sentence, subject)


def _noun_phrase(sentence: Sentence, noun: Token) -> Quote:
    inner = [t.i for t in noun.subtree if not _in_clause(t, noun)]
    first, last = min(inner), max(inner)
    while first < last and sentence.tokens[first].dep in ("det", "punct"):
        first += 1
    while last > first and (
        sentence.tokens[last].is_punct or sentence.tokens[last].lower == "as" or last - first > 12
    ):
        last -= 1
    as_at = next((i for i in range(first, last) if sentence.tokens[i].lower == "as"), last + 1)
    end = as_at - 1 if as_at > first else last
    while end > first and sentence.tokens[end].is_punct:
        end -= 1
    return sentence.quote(first, end)


def _in_clause(token: Token, top: Token) -> bool:
    for _ in range(12):
        if token.i == top.i:
            return False
        if token.dep in ("relcl", "acl", "advcl", "appos", "conj", "cc"):
            return True
        token = token.head
    return True


def _marked(sentence: Sentence, node: Token) -> list[Framing]:
    """ "so-called liberation", "a 'liberation'": a word the narrator keeps at a distance."""
    words = sentence.words
    first = node.left
    quoted = (
        0 < node.i < len(words) - 1
        and words[node.i - 1] in cues.words("framing", "quotes")
        and words[node.i + 1] in cues.words("framing", "quotes")
    )
    before = max(cues.ends("framing", "so_called", words, i) for i in range(first, node.i + 1))
    return [_framing(sentence, node, None)] if quoted or before else []


def _framing(sentence: Sentence, word: Token, by: Quote | None) -> Framing:
    return Framing(_word(sentence, word.i), sentence.quote(word.i, word.i), by)


def _framing_verb(node: Token) -> Token | None:
    """The verb that calls something `node`, or None."""
    head = node.head
    listed = cues.words("framing", "verbs")
    if node.dep == "advcl" and any(c.lower == "as" and c.dep == "mark" for c in node.children):
        return head if head.lemma in listed and not _has_subject(node) else None
    if node.dep in ("pobj", "pcomp", "amod", "prep") and head.lower == "as":
        for _ in range(4):
            head = head.head
            if head.lemma in listed and head.pos == "VERB":
                return head
        return None
    second = node.dep in ("oprd", "attr", "xcomp") or (
        node.dep in ("dobj", "ccomp") and any(c.lower == "what" for c in head.children)
    )
    calls = head.lemma in listed - cues.words("framing", "needs_as")
    return head if second and calls and node.i > head.i else None


def _has_subject(node: Token) -> bool:
    return any(child.dep in ("nsubj", "nsubjpass") for child in node.children)


# --- the same act in later sentences ----------------------------------------------------------


def _anaphors(sentence: Sentence, trigger: Trigger) -> list[int]:
    """Definite nouns of a later sentence that mean the trigger's act."""
    words = _words_for(trigger) - cues.words("framing", "generic")
    return [
        token.i
        for token in sentence.tokens
        if token.lemma in words
        and token.pos == "NOUN"
        and _is_definite(token)
        and _framing_verb(token) is None
        and _adds_nobody(sentence, token, trigger.sentence)
    ]


def _is_definite(noun: Token) -> bool:
    return noun.pos in ("NOUN", "PROPN") and any(
        c.lower in cues.words("framing", "definite") and c.dep in ("det", "poss", "predet")
        for c in noun.children
    )


def _may_mean(noun: Token, earlier: Trigger) -> bool:
    return noun.lemma in cues.words("framing", "generic") or noun.lemma in _words_for(earlier)


def _words_for(earlier: Trigger) -> frozenset[str]:
    """The group of words that name an act of this type."""
    group = cues.entry("framing", "type_groups").get(earlier.type)
    return frozenset() if group is None else cues.words("framing", f"groups.{group}")


def _adds_nobody(sentence: Sentence, noun: Token, earlier: Sentence) -> bool:
    """No number, and no name after "of", "on" or "by" that the earlier sentence lacks."""
    known = earlier.document.text[earlier.start : earlier.end].lower()
    for child in noun.children:
        if child.dep == "nummod":
            return False
        if child.dep in ("prep", "agent") and child.lower in ("of", "on", "by", "against"):
            for name in child.subtree:
                if name.pos == "PROPN" and name.lower not in known:
                    return False
    return True


def _gap(annotated: Annotated, earlier: Sentence, later: Sentence) -> int:
    """How many sentences later."""
    return place_of(annotated, later) - place_of(annotated, earlier)


def _after(annotated: Annotated, sentence: Sentence) -> list[Sentence]:
    at = place_of(annotated, sentence) + 1
    return list(annotated.sentences[at : at + AHEAD])


def _phrase(sentence: Sentence, trigger: Trigger) -> str:
    """The narrator's word, with the particles that make it one: "give up", "lay down arms"."""
    tokens = sentence.tokens
    return " ".join(
        _word(sentence, i) if i == trigger.head else tokens[i].lower
        for i in trigger.tokens
        if i == trigger.head or not tokens[i].tag.startswith(("PRP", "DT"))
    )


def _word(sentence: Sentence, at: int) -> str:
    return str(sentence.tokens[at].lemma or sentence.tokens[at].text).lower()


def _distinct(found: list[Framing]) -> list[Framing]:
    """One entry a word and speaker, in order."""
    seen: set[tuple[str, Quote | None]] = set()
    kept: list[Framing] = []
    for framing in found:
        key = (framing.word, framing.by)
        if key not in seen:
            seen.add(key)
            kept.append(framing)
    return kept
