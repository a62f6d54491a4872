"""The codebook and the lexicon: event types, the words that trigger them, what nouns name.

All of it is YAML in `data/`; this module only reads, checks and indexes it. Nothing here reads a
document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from situate.errors import KnowledgeError
from situate.knowledge import plain
from situate.knowledge.inflect import noun_forms, past_tense, verb_forms
from situate.knowledge.roster.states import countries

TABLES = (
    "triggers_ground.yaml",
    "triggers_territory.yaml",
    "triggers_remote.yaml",
    "triggers_civilian.yaml",
    "triggers_politics.yaml",
    "triggers_war.yaml",
    "triggers_rule.yaml",
)
Form = Literal["verb", "noun", "adjective"]
GAP = "~"
COSTLY = {"actor": 1, "target": 1, "clause": 2, "sentence": 3, "around": 4}  # slots read last
FLAGS = (
    "host",
    "strong",
    "amod",
    "thing",
    "generic",
    "sharp",
    "carries",
    "taken_from",
    "symmetric",
    "own",
    "undergoes",
    "persons",
    "general",
    "finds",
)


@dataclass(frozen=True, slots=True)
class EventType:
    """A row of the codebook; `acled_if` gives the ACLED sub-event of a named special case."""

    name: str
    family: str
    summary: str
    effect: str = "none"
    acled: str | None = None
    acled_if: Mapping[str, str | None] | None = None
    ucdp: str | None = None
    plover: str | None = None
    plover_if: Mapping[str, str] | None = None
    mode: str | None = None
    cameo: str | None = None
    armed: bool = False

    def plover_of(self, words: str) -> str | None:
        """PLOVER category of an event with these trigger words: that of a case they name, else own.

        A blockade without fire coerces, an armed siege assaults; both are a `siege` here.
        """
        lowered = words.casefold()
        cases = (self.plover_if or {}).items()
        return next((category for stem, category in cases if stem in lowered), self.plover)


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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Event types by name, and the lexicon."""

    types: Mapping[str, EventType]
    lexicon: Lexicon

    def family(self, name: str) -> str:
        """Family of an event type. Raises KeyError for a type that is not in the codebook."""
        return self.types[name].family


@cache
def load_vocabulary() -> Vocabulary:
    """The shipped codebook and lexicon, read once a process. Raises KnowledgeError if malformed."""
    types = event_types(table("events.yaml"))
    return Vocabulary(types, lexicon(types))


def table(name: str) -> Any:
    """A YAML table of `knowledge/data`. Raises KnowledgeError naming file and line."""
    try:
        text = (files("situate.knowledge") / "data" / name).read_text(encoding="utf-8")
        return plain.load(text)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{name}: {error}") from error


def event_types(data: Mapping[str, Any]) -> dict[str, EventType]:
    """The rows of events.yaml by name."""
    try:
        return {name: EventType(name=name, **row) for name, row in data["types"].items()}
    except (TypeError, KeyError) as error:
        raise KnowledgeError(f"events.yaml: {error}") from error


def lexicon(types: Mapping[str, EventType]) -> Lexicon:
    """Index every table of triggers, classes and cues by surface form."""
    irregular = table("irregular.yaml")
    classes = noun_classes(table("classes.yaml")["classes"], irregular["nouns"])
    grammar = table("grammar.yaml")
    cues = {name: frozenset(words) for name, words in grammar["cues"].items()}
    cues["evidence"] = frozenset(grammar["evidence"])
    cues["nations"] = frozenset(w.lower() for c in countries().values() for w in c.people)
    cues["countries"] = frozenset(w.lower() for c in countries().values() for w in c.names)
    cues["peoples"] |= cues["nations"]
    listed = by_class(classes)
    cues["restrained_around"] = spelled(cues["restrained_around"], listed)
    verbs: dict[str, list[Entry]] = {}
    nouns: dict[str, list[Entry]] = {}
    adjectives: dict[str, list[Entry]] = {}
    phrases: dict[str, list[Phrase]] = {}
    lemmas: dict[str, str] = {}
    past: dict[str, str] = {}
    for name in TABLES:
        for row in table(name)["triggers"]:
            entry = an_entry(row, types, name, listed)
            for lemma in row.get("verbs", ()):
                past[lemma] = past_tense(lemma, irregular["verbs"])
                put(verbs, verb_forms(lemma, irregular["verbs"]), entry, lemma, lemmas)
            for lemma in row.get("nouns", ()):
                put(nouns, noun_forms(lemma, irregular["nouns"]), entry, lemma, lemmas)
            for lemma in row.get("adjectives", ()):
                put(adjectives, (lemma,), entry, lemma, lemmas)
            for phrase in a_phrases(row, entry, irregular):
                for form in phrase.words[0] or ():
                    phrases.setdefault(form, []).append(phrase)
    for row in table("classes.yaml")["classes"].values():
        for word in map(str, row["words"]):
            for form in noun_forms(word, irregular["nouns"]):
                lemmas.setdefault(form, word)
    for word in grammar["lemmatise"]:
        for form in verb_forms(word, irregular["verbs"]):
            lemmas.setdefault(form, word)
    own = frozenset((*verbs, *nouns, *adjectives))
    gate = own | frozenset(gate_of(phrases))
    common = frozenset(
        form
        for word in grammar["common"]
        for form in verb_forms(word, irregular["verbs"]) | noun_forms(word, irregular["nouns"])
    )
    return Lexicon(
        {form: tuple(found) for form, found in verbs.items()},
        {form: tuple(found) for form, found in nouns.items()},
        {form: tuple(found) for form, found in adjectives.items()},
        {form: longest_first(found) for form, found in phrases.items()},
        classes,
        cues,
        lemmas,
        gate,
        (gate - own) | (gate & common),
        past,
    )


def put(
    index: dict[str, list[Entry]],
    forms: Iterable[str],
    entry: Entry,
    lemma: str,
    lemmas: dict[str, str],
) -> None:
    """File an entry under each of its forms."""
    for form in forms:
        index.setdefault(form, []).append(entry)
        lemmas.setdefault(form, lemma)


def longest_first(found: list[Phrase]) -> tuple[Phrase, ...]:
    """Longer phrases are tried first; equal ones keep the order of the tables."""
    return tuple(sorted(found, key=lambda phrase: -len(phrase.words)))


def gate_of(phrases: Mapping[str, list[Phrase]]) -> Iterator[str]:
    """The rarest word of each phrase, taken to be the last that is not a gap or a small word."""
    for found in phrases.values():
        for phrase in found:
            yield from max(
                (w for w in phrase.words if w), key=lambda w: (max(map(len, w)), sorted(w))
            )


def noun_classes(data: Mapping[str, Any], plurals: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Classes by noun form, wider classes included."""
    found: dict[str, set[str]] = {}
    for name, row in data.items():
        wider = {name, *row.get("is", ())}
        for word in row["words"]:
            for form in noun_forms(str(word), plurals):
                found.setdefault(form, set()).update(wider)
    return {form: frozenset(names) for form, names in found.items()}


def by_class(classes: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The forms that each class lists."""
    found: dict[str, set[str]] = {}
    for form, names in classes.items():
        for name in names:
            found.setdefault(name, set()).add(form)
    return {name: frozenset(forms) for name, forms in found.items()}


def spelled(wanted: Iterable[str], listed: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The bare words that classes and `=word` literals stand for."""
    return frozenset(
        form
        for each in wanted
        for form in ((each[1:],) if each.startswith("=") else listed.get(each, ()))
    )


def an_entry(
    row: Mapping[str, Any],
    types: Mapping[str, EventType],
    where: str,
    listed: Mapping[str, frozenset[str]],
) -> Entry:
    """One row of a trigger table; `listed` are the forms of each class.

    Raises KnowledgeError for an unknown type or a bad rule.
    """
    rules = tuple(a_rule(rule, listed) for rule in flat(row["rules"]))
    for rule in rules:
        if rule.type is not None and rule.type not in types:
            raise KnowledgeError(f"{where}: {row['id']}: no event type {rule.type!r}")
    return Entry(
        row["id"],
        rules,
        row.get("of", "object"),
        frozenset(row.get("need", ())),
        to=row.get("to", ""),
        place_is=row.get("place_is", "at"),
        **{flag: row[flag] for flag in FLAGS if flag in row},
    )


def flat(rules: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Rules with shared lists (YAML aliases) laid out in place."""
    for rule in rules:
        if isinstance(rule, list):
            yield from flat(rule)
        else:
            yield rule


def a_rule(row: Mapping[str, Any], listed: Mapping[str, frozenset[str]]) -> Rule:
    """`{target: [place], no_actor: [crowd], type: place_taken}` as a Rule."""
    when = [
        a_condition(slot, wanted, listed)
        for slot, wanted in row.items()
        if slot not in {"type", "confidence"}
    ]
    when.sort(key=lambda condition: COSTLY.get(condition.slot, 0))
    return Rule(row["type"], tuple(when), row.get("confidence", 0.9))


def a_condition(
    slot: str | bool, wanted: Iterable[str], listed: Mapping[str, frozenset[str]]
) -> Condition:
    """`no_target: [place]` as a Condition; a digit at the end only keeps equal slots apart."""
    # YAML 1.1 reads the preposition "on" as true.
    name = str(slot).rstrip("0123456789")
    bare, words = name.removeprefix("no_"), frozenset(map(str, wanted))
    if bare == "around":
        words = spelled(words, listed)
    return Condition(bare, words, negated=name.startswith("no_"))


def a_phrases(
    row: Mapping[str, Any], entry: Entry, irregular: Mapping[str, Any]
) -> Iterator[Phrase]:
    """Verb phrases (head first) and noun phrases (head last) of a row; `*` marks another head."""
    for text in row.get("phrases", ()):
        yield a_phrase(text, entry, irregular, first=True)
    for text in row.get("noun_phrases", ()):
        yield a_phrase(text, entry, irregular, first=False)


def a_phrase(text: str, entry: Entry, irregular: Mapping[str, Any], *, first: bool) -> Phrase:
    """`take ~ control of` as a Phrase; `a|b` stands for either word."""
    words: list[frozenset[str] | None] = []
    head = None
    for word in text.split():
        if word.startswith("*"):
            head, word = len(words), word[1:]
        starred = head == len(words)
        words.append(
            None
            if word == GAP
            else forms_of(word, irregular, verbal=first and not words, starred=starred)
        )
    if head is None:
        head = 0 if first else len(words) - 1
    return Phrase(tuple(words), entry, head)


def forms_of(
    word: str, irregular: Mapping[str, Any], *, verbal: bool, starred: bool = False
) -> frozenset[str]:
    """Forms of `a|b`: of verbs for the head of a verb phrase, of nouns elsewhere."""
    found: set[str] = set()
    for choice in word.split("|"):
        if verbal:
            found |= verb_forms(choice, irregular["verbs"])
        elif re.fullmatch(r"[a-z]{4,}", choice):
            found |= noun_forms(choice, irregular["nouns"])
            if starred:
                found |= verb_forms(choice, irregular["verbs"])
        else:
            found.add(choice)
    return frozenset(found)
