"""The codebook and the lexicon: event types, the words that trigger them, what nouns name.

All of it is YAML in `data/`; this module only reads, checks and indexes it. Nothing here reads a
document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from situate.errors import KnowledgeError
from situate.knowledge import plain
from situate.knowledge.inflect import noun_forms, past_tense, verb_forms
from situate.knowledge.lexicon import Entry, Lexicon, Phrase
from situate.knowledge.roster.states import countries
from situate.knowledge.trigger_rows import a_phrases, an_entry, spelled

TABLES = (
    "triggers_ground.yaml",
    "triggers_territory.yaml",
    "triggers_remote.yaml",
    "triggers_civilian.yaml",
    "triggers_politics.yaml",
    "triggers_war.yaml",
    "triggers_rule.yaml",
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
