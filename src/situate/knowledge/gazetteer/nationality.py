"""Nationality words and the countries they belong to."""

from __future__ import annotations

import re
from functools import cache

from situate.knowledge.gazetteer.words import country_rows


@cache
def _nationality_rows() -> dict[str, tuple[str, str]]:
    """Nationality word -> (id, code) of its country."""
    found: dict[str, tuple[str, str]] = {}
    for record in country_rows():
        for word in record["people"].split("|"):
            if word:
                found.setdefault(word, (f"gn:{record['geonameid']}", record["cc"]))
    return found


@cache
def country_names() -> frozenset[str]:
    """Names of countries, folded for case."""
    return frozenset(record["name"].casefold() for record in country_rows())


@cache
def _nationalities() -> dict[str, str]:
    return {word: ident for word, (ident, _) in _nationality_rows().items()}


@cache
def people_countries() -> dict[str, str]:
    """Nationality word -> country code."""
    return {word: cc for word, (_, cc) in _nationality_rows().items()}


@cache
def peoples() -> re.Pattern[str]:
    """Any nationality word, whole."""
    rests: dict[str, list[str]] = {}
    for word in sorted(_nationalities(), key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    # The first letters come first: the engine has a fast search for them, and none for \b.
    either = "|".join(rf"{one}(?<!\w.)(?:{'|'.join(more)})" for one, more in rests.items())
    return re.compile(rf"(?:{either})\b(?!\.)")


def nationality_of(word: str) -> str | None:
    """Id of the country a nationality word belongs to ("Syrian" -> "gn:163843"), else None."""
    return _nationalities().get(word)


@cache
def _country_ids() -> dict[str, str]:
    return {record["name"]: f"gn:{record['geonameid']}" for record in country_rows()}


def country_of(word: str) -> str | None:
    """Id of the country a name is that of ("Syria" -> "gn:163843"), else None."""
    return _country_ids().get(word)
