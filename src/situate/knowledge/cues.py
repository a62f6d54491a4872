"""Cue words and phrases from `knowledge/data/*.yaml`, read once and only when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from situate.errors import KnowledgeError
from situate.knowledge import plain

Phrase = tuple[str, ...]


@cache
def table(name: str) -> dict[str, Any]:
    """The YAML table `name` as plain data. Raises KnowledgeError where it is no mapping."""
    source = resources.files("situate.knowledge") / "data" / f"{name}.yaml"
    try:
        data = plain.load(source.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{name}.yaml cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise KnowledgeError(f"{name}.yaml is no mapping of cue lists")
    return data


@cache
def entry(name: str, path: str) -> Any:
    """What stands under a dotted path, "amounts.at_least". Raises KnowledgeError if nothing."""
    found: Any = table(name)
    for key in path.split("."):
        if not isinstance(found, dict) or key not in found:
            raise KnowledgeError(f"{name}.yaml has no {path}")
        found = found[key]
    return found


@cache
def words(name: str, path: str) -> frozenset[str]:
    """The list under a dotted path, as a set of lower-case words."""
    return frozenset(str(word).lower() for word in entry(name, path))


@cache
def _by_first(name: str, path: str) -> dict[str, tuple[Phrase, ...]]:
    return _indexed([tuple(str(p).lower().split()) for p in entry(name, path)], 0)


@cache
def _by_last(name: str, path: str) -> dict[str, tuple[Phrase, ...]]:
    return _indexed([tuple(str(p).lower().split()) for p in entry(name, path)], -1)


def _indexed(phrases: list[Phrase], end: int) -> dict[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        index.setdefault(phrase[end], []).append(phrase)
    return {word: tuple(found) for word, found in index.items()}


def starts(name: str, path: str, text: Sequence[str], at: int) -> int:
    """Length of the longest listed phrase that starts at `at` in lower-case `text`, else 0."""
    if not 0 <= at < len(text):
        return 0
    for phrase in _by_first(name, path).get(text[at], ()):
        if tuple(text[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def found(name: str, path: str, text: Sequence[str]) -> list[tuple[int, int]]:
    """Place and length of every listed phrase in lower-case `text`, the longest at each place."""
    first = _by_first(name, path)
    return [
        (at, length)
        for at, word in enumerate(text)
        if word in first and (length := starts(name, path, text, at))
    ]


@cache
def openers(name: str, *paths: str) -> frozenset[str]:
    """The first word of every phrase listed under one of the paths."""
    return frozenset(word for path in paths for word in _by_first(name, path))


@cache
def closers(name: str, path: str) -> frozenset[str]:
    """The last word of every phrase listed under a path."""
    return frozenset(_by_last(name, path))


def ends(name: str, path: str, text: Sequence[str], before: int) -> int:
    """Length of the longest listed phrase whose last word is `text[before - 1]`, else 0."""
    if not 0 < before <= len(text):
        return 0
    for phrase in _by_last(name, path).get(text[before - 1], ()):
        if len(phrase) <= before and tuple(text[before - len(phrase) : before]) == phrase:
            return len(phrase)
    return 0
