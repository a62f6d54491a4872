"""Who is quoted as saying that an event happened, outermost voice first."""

from __future__ import annotations

from dataclasses import replace

from situate.annotate import Annotated, Sentence
from situate.annotate.token import Token
from situate.extract.speakers_before import open_quotation, resolved
from situate.extract.speakers_words import speaker_of, subject_of
from situate.extract.stance_clause import path_of
from situate.extract.trigger import Trigger
from situate.knowledge import cues
from situate.model import Speaker


def speakers_of(annotated: Annotated, sentence: Sentence, trigger: Trigger) -> tuple[Speaker, ...]:
    """Speakers in the order of the chain: "SANA quoted a source" gives SANA, then the source.

    () where the narrator speaks. `value` is the speaker's words, to be looked up by resolve; both
    `quote` and `value` are None for a bare hedge ("reportedly"). A pronoun before a speech verb
    ("he added") stands for the last speaker of the sentences before, whose words are quoted.
    """
    found = _said(sentence, trigger)
    if not found:
        found = open_quotation(annotated, sentence, trigger)
    voices = [resolved(annotated, sentence, speaker) for speaker in found]
    return tuple(_distinct([_on_one_line(s) for s in voices if s is not None]))


def _on_one_line(speaker: Speaker) -> Speaker:
    """The name without the line ends of a wrapped text; the quote keeps them."""
    if speaker.value is None or not ("\n" in speaker.value or "\r" in speaker.value):
        return speaker
    return replace(speaker, value=" ".join(speaker.value.split()))


def hedge_weight(speakers: tuple[Speaker, ...]) -> float:
    """What to multiply a mention's confidence by for its hedges: 1, .8 or .6 [J]."""
    tables = ("adverbs", "adjectives", "hedging_verbs")
    weights: dict[str, float] = {}
    for name in tables:
        weights.update(cues.entry("speech", name))
    return min((weights.get(s.hedge, 0.8) for s in speakers if s.hedge), default=1.0)


def _said(sentence: Sentence, trigger: Trigger) -> list[Speaker]:
    path = path_of(sentence, trigger)
    voices: list[Speaker] = []
    for step, node in enumerate(path):
        below = path[step - 1] if step else None
        voices = [*_on_node(sentence, node, below), *voices]
    return [*voices, *_phrases(sentence, path)]


def _on_node(sentence: Sentence, node: Token, below: Token | None) -> list[Speaker]:
    """Voices that one word of the path brings: a speech verb over it, or a hedge on it."""
    voices: list[Speaker] = []
    if below is not None and _speaks(node, below):
        voices.extend(_voices_of(sentence, node))
    elif node.pos == "NOUN" and below is not None and _is_report(node, below):
        quote = sentence.quote(node.i, node.i)
        voices.append(Speaker(quote, quote.text))
    elif below is None or below.dep in ("xcomp", "dobj", "nsubj", "nsubjpass", "prep", "pobj"):
        voices.extend(_beside(sentence, node))
    voices.extend(_hedges(sentence, node))
    return voices


def _speaks(node: Token, below: Token) -> bool:
    """Whether `node` is a speech verb and `below` what it says."""
    lemma = node.lemma
    if node.pos not in ("VERB", "AUX") or lemma not in cues.words("speech", "verbs"):
        return False
    if below.dep in ("ccomp", "parataxis", "dep") or (below.dep == "advcl" and below.i < node.i):
        return True
    if below.dep in ("xcomp", "oprd"):
        return True
    object_like = below.dep in ("dobj", "prep", "pcomp", "nsubjpass", "obj")
    return object_like and not (lemma in ("fear", "think") and below.dep == "prep")


def _voices_of(sentence: Sentence, verb: Token) -> list[Speaker]:
    """The chain at one speech verb: subject, whom it quotes, whom it spoke to."""
    lemma = verb.lemma
    passive = any(c.dep == "auxpass" for c in verb.children)
    hedge = _hedge_of(verb, passive)
    perfect = any(c.dep == "aux" and c.lemma == "have" for c in verb.children)
    if passive or (verb.tag == "VBN" and not perfect):
        agent = _agent(verb)
        if agent is not None:
            return [speaker_of(sentence, agent, None)]
        quoted = subject_of(verb) if lemma in cues.words("speech", "passes_on") else None
        return [speaker_of(sentence, quoted, hedge)] if quoted else [Speaker(None, None, hedge)]
    subject = subject_of(verb)
    speaking = (noun for noun in _coordinated(subject) if _can_speak(noun))
    voices = [speaker_of(sentence, noun, hedge) for noun in speaking]
    whom = next((c for c in verb.children if c.dep in ("dobj", "dative")), None)
    if whom is not None and lemma in cues.words("speech", "passes_on"):
        voices.append(speaker_of(sentence, whom, None))
    elif whom is not None and lemma in cues.words("speech", "through") and _is_named(whom):
        voices.insert(0, speaker_of(sentence, whom, None))
    return [*voices, *_cited(sentence, verb)]


def _coordinated(noun: Token | None) -> list[Token]:
    """A noun and those coordinated with it: "a resident and two medics"."""
    found = [] if noun is None else [noun]
    for one in found:  # grows while it is read
        found.extend(c for c in one.children if c.dep == "conj" and c.pos != "VERB")
    return found


def _hedge_of(verb: Token, passive: bool) -> str | None:
    lemma = verb.lemma
    if lemma in cues.entry("speech", "hedging_verbs") and not passive:
        return lemma
    return verb.lower if passive and lemma in cues.words("speech", "passives") else None


def _cited(sentence: Sentence, verb: Token) -> list[Speaker]:
    """ "..., citing activists": the one cited stands behind the one who cites."""
    found: list[Speaker] = []
    for child in verb.children:
        if child.lower in cues.words("speech", "quoting"):
            found.extend(_objects(sentence, child))
    return found


def _objects(sentence: Sentence, node: Token) -> list[Speaker]:
    return [
        speaker_of(sentence, child, None)
        for child in node.children
        if child.dep in ("dobj", "pobj", "obj")
    ]


def _beside(sentence: Sentence, node: Token) -> list[Speaker]:
    """ "Rebels attacked, the monitor said" where the parse hangs the speech verb on the act."""
    # "causing a blast, a source said": a closing tag may hang on the clause before it
    clauses = [c for c in node.children if c.dep in ("advcl", "conj")]
    for child in (*node.children, *(g for clause in clauses for g in clause.children)):
        verb = child.lemma in cues.words("speech", "verbs") and child.pos == "VERB"
        if verb and child.dep in ("parataxis", "ccomp", "advcl") and _set_off(sentence, child):
            subject = subject_of(child)
            if subject is None or subject.i == node.i or not _can_speak(subject):
                continue
            if _ends_there(child):
                return _voices_of(sentence, child)
    return []


def _can_speak(noun: Token) -> bool:
    """ "no casualties reported": what is counted is told of and tells nothing."""
    listed = noun.lower in cues.words("speech", "speechless")
    return not listed and all(child.lower != "no" for child in noun.children)


def _set_off(sentence: Sentence, verb: Token) -> bool:
    """Whether a comma parts the verb's clause from the rest, before or after it."""
    edges = (verb.left - 1, verb.left, verb.right, verb.right + 1)
    return any(0 <= i < len(sentence.tokens) and sentence.tokens[i].is_punct for i in edges)


def _ends_there(verb: Token) -> bool:
    """A reporting tag has no clause of its own below it."""
    return not any(c.dep in ("ccomp", "dobj", "xcomp") for c in verb.children)


def _is_report(node: Token, below: Token) -> bool:
    listed = node.lower in cues.words("speech", "nouns")
    return listed and below.dep in ("acl", "prep", "relcl", "ccomp", "appos")


def _hedges(sentence: Sentence, node: Token) -> list[Speaker]:
    for child in node.children:
        if child.dep == "advmod" and child.lower in cues.entry("speech", "adverbs"):
            return [Speaker(None, None, child.lower)]
        if child.dep == "amod" and child.lower in cues.entry("speech", "adjectives"):
            return [Speaker(None, None, child.lower)]
    return []


def _phrases(sentence: Sentence, path: list[Token]) -> list[Speaker]:
    """ "according to X", "citing X" on the path, or on the sentence's root."""
    on_path = {node.i for node in path}
    words = sentence.words
    found: list[Speaker] = []
    openers = cues.openers("speech", "source_phrases")
    quoting = cues.words("speech", "quoting")
    for i, word in enumerate(words):
        if word not in openers and word not in quoting:
            continue
        length = cues.starts("speech", "source_phrases", words, i)
        if length > 1 and _attaches(sentence.tokens[i], on_path):
            noun = _noun_after(sentence, i + length)
            if noun is not None:
                found.append(speaker_of(sentence, noun, None))
        elif word in quoting:
            token = sentence.tokens[i]
            if not _hangs_on_speech(token) and _attaches(token, on_path):
                found.extend(_objects(sentence, token))
    return found


def _hangs_on_speech(token: Token) -> bool:
    return token.head.lemma in cues.words("speech", "verbs")


def _attaches(token: Token, on_path: set[int]) -> bool:
    """Whether a phrase stands on the act's path or on the whole sentence."""
    head = token.head
    for _ in range(4):
        if head.i in on_path or head.dep == "ROOT":
            return True
        head = head.head
    return False


def _noun_after(sentence: Sentence, at: int) -> Token | None:
    """The head of the noun group that starts at `at`."""
    for i in range(at, min(len(sentence.tokens), at + 8)):
        token = sentence.tokens[i]
        if token.after is not None and token.after.text == "-":
            continue  # "the government-backed newspaper"
        if token.pos in ("NOUN", "PROPN", "PRON") and token.dep not in (
            "compound",
            "poss",
            "nmod",
        ):
            return token
    return None


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep == "agent" or child.lower == "by":
            return next((c for c in child.children if c.dep == "pobj"), None)
    return None


def _is_named(token: Token) -> bool:
    return bool(token.pos == "PROPN")


def _distinct(speakers: list[Speaker]) -> list[Speaker]:
    """Each voice once, in order; a pronoun beside a named voice is that voice."""
    pronouns = cues.words("speech", "pronouns")
    named = [s for s in speakers if s.value is not None and s.value.lower() not in pronouns]
    found: list[Speaker] = []
    for speaker in speakers:
        if named and speaker.value is not None and speaker.value.lower() in pronouns:
            continue
        if any(speaker.quote == other.quote and speaker.hedge == other.hedge for other in found):
            continue
        if speaker.quote is not None and any(speaker.quote == other.quote for other in found):
            continue
        found.append(speaker)
    return found
