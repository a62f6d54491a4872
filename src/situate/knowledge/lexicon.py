"""The lexicon's nouns: words that trigger an event, the rules of their type, what nouns name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["verb", "noun", "adjective"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a rule: the classes found in `slot` must (or must not) meet `wanted`.

    In the slot `around` bare words are looked for: those that a class lists stand for it.
    """

    slot: str
    wanted: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """The type a trigger has when all conditions hold; type None says it is no event."""

    type: str | None
    when: tuple[Condition, ...] = ()
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Entry:
    """Words with one meaning and the rules that decide their type; the first that holds wins.

    need: evidence of which one kind must stand in the roles
    of: what "of" brings to a noun (object, subject; agent: those who can act do, the rest is hit)
    to: what "to" brings (target, actor, place); place_is: relation of a place acted on
    host: the word adds a toll to another event of its sentence; thing: it is an argument of one
    generic, sharp: a generic word sets the scene of a sharp one; carries: takes its object noun
    taken_from: the place after "from" or "out of" is the one taken
    symmetric: "with" brings the other side; own: armed men acted on are the actor's own
    undergoes: who is acted on is the one told of ("are caught between two fires")
    persons: it is done to people, so an unknown name acted on is a person
    general: the word tells of a war as a whole, not of a battle of it
    finds: who is its subject found what others did ("the army recovered nine bodies")
    strong: evidence may stand anywhere in the sentence; amod: may stand before its noun
    """

    id: str
    rules: tuple[Rule, ...]
    of: str = "object"
    need: frozenset[str] = frozenset()
    host: bool = False
    strong: bool = False
    amod: bool = False
    thing: bool = False
    generic: bool = False
    sharp: bool = False
    carries: bool = False
    taken_from: bool = False
    symmetric: bool = False
    own: bool = False
    undergoes: bool = False
    persons: bool = False
    general: bool = False
    finds: bool = False
    to: str = ""
    place_is: str = "at"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words that are one trigger: sets of forms, None for a gap of up to three words."""

    words: tuple[frozenset[str] | None, ...]
    entry: Entry
    head: int  # index in `words` of the syntactic head


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Triggers by form (lower case), noun classes by form, cue lists by name, past tenses."""

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    adjectives: Mapping[str, tuple[Entry, ...]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    classes: Mapping[str, frozenset[str]]
    cues: Mapping[str, frozenset[str]]
    lemmas: Mapping[str, str]
    gate: frozenset[str]
    weak: frozenset[str]  # words of the gate that need company: "took", "moved"
    past: Mapping[str, str]
    meanings: dict[str, frozenset[str]] = field(default_factory=dict)

    def meaning(self, word: str) -> frozenset[str]:
        """What a bare word (lower case) is listed as, with `=word` and `=lemma`."""
        found = self.meanings.get(word)
        if found is None:
            lemma = self.lemmas.get(word, word)
            found = self.classes.get(word, frozenset()).union(("=" + word, "=" + lemma))
            if word in self.lemmas or word in self.classes:
                self.meanings[word] = found  # never more than the tables know
        return found
