"""A parsed sentence as plain lists, which is far quicker to walk than parser objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from situate.annotate import Sentence
from situate.annotate.token import Token
from situate.extract.wording import Wording
from situate.knowledge.lexicon import Lexicon
from situate.model import Name

SHORT = 4  # "North", "Then", "Here" are no names; longer capitals in the place of a noun are

UNLISTED: frozenset[str] = frozenset()
NOMINAL = frozenset(("nsubj", "nsubjpass", "dobj", "pobj"))  # arcs only a noun has


@dataclass(frozen=True, slots=True)
class Tree:
    """Words (lower case), tags, arcs and the name each token lies in; all indexed by token.

    `lemmas` are from the table, the word itself where it has none; `classes` what the bare word is
    listed as. `told`, `phrases` and `shared` keep what `kinds.py` and `decide.py` work out for a
    token or for the whole sentence, once the arcs are put right.
    """

    sentence: Sentence
    lexicon: Lexicon
    wording: Wording
    words: list[str]
    raw: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    children: list[list[int]]
    named: list[Name | None]
    lemmas: list[str]
    classes: list[frozenset[str]]
    told: list[frozenset[str]] = field(default_factory=list)
    phrases: dict[int, frozenset[str]] = field(default_factory=dict)
    shared: dict[str, frozenset[str]] = field(default_factory=dict)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Children of i with one of these arcs, left to right."""
        arcs = self.deps
        return [child for child in self.children[i] if arcs[child] in deps]

    def kid(self, i: int, *deps: str) -> int | None:
        """The first such child, or None."""
        for child in self.children[i]:
            if self.deps[child] in deps:
                return child
        return None

    def lemma(self, i: int) -> str:
        """Lemma from the table; the word itself if the table does not know it."""
        return self.lemmas[i]

    def is_in(self, i: int, cue: str) -> bool:
        """Whether the word or its lemma stands in a list of grammar.yaml."""
        listed = self.lexicon.cues[cue]
        return self.words[i] in listed or self.lemmas[i] in listed

    def subtree(self, i: int, stop: frozenset[str] = frozenset()) -> list[int]:
        """Tokens under i, i included, in order; arcs in `stop` are not followed."""
        deps, children = self.deps, self.children
        found = [i]
        for at in found:  # grows while it is read
            for child in children[at]:
                if deps[child] not in stop:
                    found.append(child)
        found.sort()
        return found

    def conjuncts(self, i: int) -> list[int]:
        """i and what is coordinated with it, left to right; of a list read as an apposition too."""
        found = [i]
        for at in found:  # grows while it is read
            for child in self.children[at]:
                arc = self.deps[child]
                # "A, B and C": the parser takes B for an apposition that is joined to C.
                if arc == "conj" or (arc == "appos" and self.kid(child, "conj") is not None):
                    found.append(child)
        return sorted(found) if len(found) > 1 else found

    def above(self, i: int) -> Iterator[int]:
        """Heads from i's up to the root."""
        seen = 0
        while self.heads[i] != i and seen <= len(self.words):
            i = self.heads[i]
            seen += 1
            yield i


def a_tree(sentence: Sentence, lexicon: Lexicon, wording: Wording) -> Tree:
    """The tree of a sentence of a document with this wording. Linear in its tokens."""
    tokens = sentence.tokens
    heads = [token.head.i for token in tokens]
    children = [[child.i for child in token.children] for token in tokens]
    raw = [token.text for token in tokens]
    words = list(sentence.words)
    tags = [tag_of(token) if token.tag == "RB" else token.tag for token in tokens]
    deps = [token.dep for token in tokens]
    for i, dep in enumerate(deps):
        if dep in NOMINAL and tags[i] in ("VBZ", "VBP") and is_only_noun(lexicon, words[i]):
            tags[i] = "NNS"
            for child in children[i]:
                deps[child] = "compound" if deps[child] == "nsubj" else deps[child]
    return Tree(
        sentence,
        lexicon,
        wording,
        words,
        raw,
        tags,
        deps,
        heads,
        children,
        names_by_token(sentence),
        lemmas=[lexicon.lemmas.get(word, word) for word in words],
        classes=[lexicon.classes.get(word, UNLISTED) for word in words],
    )


def is_only_noun(lexicon: Lexicon, word: str) -> bool:
    """Whether the lexicon knows an event word as a noun alone: "airstrikes" read as a verb."""
    return word in lexicon.nouns and word not in lexicon.verbs


def tag_of(token: Token) -> str:
    """The tag of an adverb; a capitalised one that can be none is a name: "entered Bakhmut"."""
    if not token.text[:1].isupper() or token.lower.endswith("ly"):
        return token.tag
    is_noun = token.dep in NOMINAL or (
        token.i > 0 and token.head.i == token.i - 1 and token.head.tag.startswith("V")
    )
    return "NNP" if is_noun and len(token.text) > SHORT else token.tag


def names_by_token(sentence: Sentence) -> list[Name | None]:
    """For each token the name it lies in, or None. Both lists are in order: one pass."""
    found: list[Name | None] = []
    names = iter(sentence.names)
    name = next(names, None)
    for start, end in sentence.offsets:
        while name is not None and name.quote.end <= start:
            name = next(names, None)
        inside = name is not None and start < name.quote.end and end > name.quote.start
        found.append(name if inside and start < end else None)
    return found
