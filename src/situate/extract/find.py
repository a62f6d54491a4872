"""Event words of a sentence: lexicon entries at tokens, phrases before single words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from situate.extract.held import is_held_word
from situate.extract.hidden import hidden_subject
from situate.extract.tree import Tree
from situate.knowledge.lexicon import Entry, Form, Phrase

MAX_GAP = 3
BREAKS = frozenset((",", ";", ":", ".", "(", ")"))


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found at a token; `tokens` are all its tokens, `head` the syntactic head."""

    head: int
    tokens: tuple[int, ...]
    entry: Entry
    form: Form


def hits(tree: Tree) -> Iterator[Hit]:
    """Phrases, then words outside them, in the order of the sentence.

    Several entries may sit at one token; the first whose rules give an answer counts.
    """
    taken: set[int] = set()
    found: list[Hit] = []
    lexicon = tree.lexicon
    for i, word in enumerate(tree.words):
        if word in lexicon.phrases and i not in taken:
            phrase = phrase_at(tree, i)
            if phrase is not None:
                found.append(phrase)
                taken.update(phrase.tokens)
                if any(rule.when for rule in phrase.entry.rules):
                    # Where the phrase's conditions fail, its head may still mean what it says.
                    found.extend(h for h in words_at(tree, phrase.head) if h.form == phrase.form)
    for i, word in enumerate(tree.words):
        free = word in lexicon.gate and i not in taken
        if free and not in_name(tree, i) and not is_held_word(tree, i):
            found.extend(words_at(tree, i))
    yield from sorted(found, key=lambda hit: hit.tokens[0])


def in_name(tree: Tree, i: int) -> bool:
    """Whether a token is part of a longer name, where it triggers nothing ("Army of Conquest")."""
    name = tree.named[i]
    return name is not None and name.kind != "other" and name.found_by != "generic"


def is_only_feared(tree: Tree, i: int) -> bool:
    """ "A bomb scare", "attack drills": the noun it describes says that there was no such act."""
    return tree.deps[i] == "compound" and tree.is_in(tree.heads[i], "unreal")


def is_noun_of_act(tree: Tree, i: int) -> bool:
    """ "Fighting left 40 dead": an -ing form that is somebody's subject and has no object."""
    return (
        tree.tags[i] == "VBG"
        and tree.deps[i] in ("csubj", "nsubj", "nsubjpass", "dobj")
        and tree.kid(i, "dobj", "nsubj", "det") is None
    )


def words_at(tree: Tree, i: int) -> Iterator[Hit]:
    """Entries of a single word, by its part of speech."""
    if is_only_feared(tree, i):
        return
    word, tag = tree.words[i], tree.tags[i]
    if tag.startswith("V") or (tag == "JJ" and word in tree.lexicon.verbs and word.endswith("ed")):
        for entry in tree.lexicon.verbs.get(word, ()):
            if (
                (entry.amod and tag != "VBG")
                or tree.deps[i] != "amod"
                or tree.kid(i, "nsubj") is not None
                or hidden_subject(tree, i) is not None
            ):
                yield Hit(i, (i,), entry, "verb")
        if is_noun_of_act(tree, i):
            for entry in tree.lexicon.nouns.get(word, ()):
                yield Hit(i, (i,), entry, "noun")
    elif tag.startswith("N"):
        for entry in tree.lexicon.nouns.get(word, ()):
            yield Hit(i, (i,), entry, "noun")
    if tag in ("JJ", "RB"):
        for entry in tree.lexicon.adjectives.get(word, ()):
            yield Hit(i, (i,), entry, "adjective")


def phrase_at(tree: Tree, i: int) -> Hit | None:
    """The longest phrase that starts at a token, or None."""
    after = tree.words[i + 1] if i + 1 < len(tree.words) else ""
    for phrase in tree.lexicon.phrases.get(tree.words[i], ()):
        second = phrase.words[1] if len(phrase.words) > 1 else None
        if second is not None and after not in second:
            continue
        tokens = matched(tree, phrase, i)
        if tokens is not None:
            head = tokens[phrase.head - sum(1 for w in phrase.words[: phrase.head] if w is None)]
            is_noun = tree.tags[head].startswith("N") and phrase.head > 0
            return Hit(head, tokens, phrase.entry, "noun" if is_noun else "verb")
    return None


def matched(tree: Tree, phrase: Phrase, i: int) -> tuple[int, ...] | None:
    """Tokens of a phrase that starts at i, or None."""
    tokens, at, may_skip = [], i, 0
    for forms in phrase.words:
        if forms is None:
            may_skip = MAX_GAP
            continue
        while at < len(tree.words) and tree.words[at] not in forms:
            if not may_skip or tree.words[at] in BREAKS:
                return None
            may_skip -= 1
            at += 1
        if at >= len(tree.words):
            return None
        tokens.append(at)
        at, may_skip = at + 1, 0
    return tuple(tokens)
