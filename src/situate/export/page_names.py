"""What a place is called on a page: the reports' word where a gazetteer writes signs of its own.

GeoNames has "Ḩamāh" and "Ālbū Kamāl" where reports have "Hama" and "Abu Kamal". Records and
exports keep the gazetteer's name and id; pages show the word their readers know.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from situate.model import Mention, Place

PLAIN = re.compile(r"[A-Za-z0-9 .,'()/-]+")
ARTICLE = r"(?:(?:al|el|ad|an|ar|as|ash|at|az)[ -])?"
RUN = re.compile(rf"\b{ARTICLE}[A-Z][\w'’-]*(?: {ARTICLE}[A-Z][\w'’-]*)*")
SOFT = re.compile(r"[aeiouyhw\W_]|(.)(?=\1)")
ALIKE = 0.75


def is_plain(name: str) -> bool:
    """Is a name written with the letters reports in English have?"""
    return PLAIN.fullmatch(name) is not None


def told_name(name: str, said: Iterable[str]) -> str:
    """`name`, or the likest word of the reports where it is not plain and one is like it.

    `said` are the words that were read as the place: "the city of Hama" gives "Hama".
    """
    if is_plain(name):
        return name
    heard = Counter(run[0] for words in said for run in RUN.finditer(words) if is_plain(run[0]))
    alike = [run for run in heard if _likeness(run, name) >= ALIKE]
    return max(alike, key=lambda run: (heard[run], _likeness(run, name), run), default=name)


def words_for(place: Place, mentions: Iterable[Mention]) -> list[str]:
    """The words by which reports mean a place."""
    return [
        told.quote.text
        for mention in mentions
        for told in mention.places
        if told.quote is not None and told.value is not None and told.value.id == place.id
    ]


def _likeness(one: str, other: str) -> float:
    """0 to 1, by consonants: vowels, marks, doubled letters and h, w, y are spelt at will."""
    return SequenceMatcher(None, _bones(one), _bones(other)).ratio()


def _bones(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return SOFT.sub("", bare) or bare
