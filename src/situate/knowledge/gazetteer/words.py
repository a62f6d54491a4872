"""The word lists of the gazetteer, read once from the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from situate.knowledge import plain


@cache
def table(name: str) -> dict[str, Any]:
    """The YAML table `name` of knowledge/data. Raises FileNotFoundError if there is none."""
    text = files("situate.knowledge").joinpath("data", name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = plain.load(text)
    return loaded


@cache
def romanised() -> frozenset[str]:
    """Countries whose names reach us in many romanisations."""
    return frozenset(table("place_keys.yaml")["romanised"])


@cache
def x_is_kh() -> frozenset[str]:
    """Countries where x is written for kh."""
    return frozenset(table("place_keys.yaml")["x_is_kh"])


@cache
def turkic() -> frozenset[str]:
    """Countries where ş is sh and c is j."""
    return frozenset(table("place_keys.yaml")["turkic"])


@cache
def qualifiers() -> dict[str, str]:
    """Word as k1 has it -> class of qualifier ("kabir" -> "big")."""
    groups = table("place_keys.yaml")["qualifiers"]
    return {word: group for group, words in groups.items() for word in words}


@cache
def generic_words() -> dict[str, str]:
    """Spelling of a word that opens many names -> one spelling of it ("jeb" -> "jubb")."""
    groups = table("place_keys.yaml")["generic_words"]
    return {spelling: one for one, spellings in groups.items() for spelling in spellings}


@cache
def unit_words() -> dict[str, str]:
    """Country -> the English word for its first-level units."""
    return dict(table("place_keys.yaml")["unit_words"])


@cache
def never_alone() -> frozenset[str]:
    """First keys too common to be looked up."""
    return frozenset(table("place_keys.yaml")["never_alone"])


@cache
def admin_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(level, words) pairs, folded."""
    groups = table("place_keys.yaml")["admin_words"]
    return tuple((level, tuple(words)) for level, words in groups.items())


@cache
def country_rows() -> tuple[dict[str, str], ...]:
    """Records of our table of countries."""
    text = files("situate.knowledge").joinpath("data", "countries.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(dict(zip(lines[0], cells, strict=True)) for cells in lines[1:])


@cache
def country_codes() -> dict[str, str]:
    """Lower-case name or alias of a country -> ISO 3166-1 alpha-2 code."""
    found: dict[str, str] = {}
    for record in country_rows():
        for name in [record["name"], *record["aliases"].split("|")]:
            if name:
                found.setdefault(name.lower(), record["cc"])
    return found


@cache
def _describing() -> frozenset[str]:
    """Words that describe a place and name none: determiners, directions, nouns of places."""
    lists, cues = table("place_words.yaml"), table("place_cues.yaml")
    groups = (*(lists[g] for g in ("generic", "modifiers", "common")), cues["indefinite"])
    return frozenset(str(word) for group in groups for word in group)


def is_proper(words: str) -> bool:
    """Whether a phrase holds a proper name, rather than "The town" or "Several villages".

    An article in lower case belongs to the name ("al-Mayadin"). A script without capitals has no
    such sign: its phrases count as names.
    """
    telling = (word for word in words.split() if word.casefold() not in _describing())
    return any(any(c.isupper() for c in word) or not word.isascii() for word in telling)
