"""Rows of the trigger tables read: entries, rules, phrases with all their forms."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from situate.errors import KnowledgeError
from situate.knowledge.inflect import noun_forms, verb_forms
from situate.knowledge.lexicon import Condition, Entry, Phrase, Rule

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


def spelled(wanted: Iterable[str], listed: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The bare words that classes and `=word` literals stand for."""
    return frozenset(
        form
        for each in wanted
        for form in ((each[1:],) if each.startswith("=") else listed.get(each, ()))
    )


def an_entry(
    row: Mapping[str, Any],
    types: Container[str],
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
