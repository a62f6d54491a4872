"""Arabic letters made comparable: words folded, hidden letters joined, and the tier's table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from situate import knowledge
from situate.knowledge import plain

TABLE = Path(knowledge.__file__).parent / "data" / "arabic.yaml"
FOLDED = str.maketrans("أإآٱىةئؤ", "ااااي" + "هيو")
# Signs inside a word hide it from a platform ("قـ.ـصف", "داع.ش"): a stop there ends no sentence.
# Pages glue a post to their own words ("Publicقصف"): a change of script parts two words.
WORD = re.compile(r"[\u0620-\u06ff]+|[^\W_\u0620-\u06ff]+")
HIDES = re.compile(r"[.,،*_-]{1,4}")
SHORT = 3  # letters of a piece that a lone stop cuts off a word


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: folded, and where it stands."""

    text: str
    start: int
    end: int


@cache
def load_table(path: Path = TABLE) -> Mapping[str, Any]:
    """The words of the tier, as YAML has them, lists as sets."""
    data = plain.load(path.read_text("utf-8"))
    return {
        key: frozenset(map(str, value)) if isinstance(value, list) and key != "types" else value
        for key, value in data.items()
    }


def fold_arabic(text: str) -> str:
    """Without vowel signs and tatweel; one letter for each family of hamza, ya and ta marbuta."""
    plain = "".join(c for c in text if not unicodedata.combining(c) and c != "ـ")
    return plain.translate(FOLDED)


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Folded words of text[start:end]. Letters set apart by tatweel ("قـ ـصـ.ـف") are one word."""
    out: list[Word] = []
    for found in WORD.finditer(text, start, end):
        word = Word(fold_arabic(found.group()), found.start(), found.end())
        if out and _goes_on(text, out[-1], word):
            last = out.pop()
            word = Word(last.text + word.text, last.start, word.end)
        out.append(word)
    return out


def _goes_on(text: str, one: Word, other: Word) -> bool:
    """Are two pieces of letters one word, cut by a sign or by a space between tatweels?"""
    between = text[one.end : other.start]
    open_end, open_start = text[one.end - 1] == "ـ", text[other.start] == "ـ"
    if not between.strip():
        return len(between) <= 1 and open_end and open_start
    if not HIDES.fullmatch(between):
        return False
    is_piece = between == "." and min(len(one.text), len(other.text)) <= SHORT
    is_arabic = not one.text.isascii() and not other.text.isascii()
    joins = open_end or open_start or (is_piece and is_arabic)
    return joins or (is_arabic and _is_stem(one.text + other.text))


@lru_cache(maxsize=4096)
def _is_stem(word: str) -> bool:
    """Is it a word of the table that tells of an act or of harm? Signs in it only hide it."""
    table = load_table()
    acts = (stem for row in table["types"] for stem in row["stems"])
    return any(bare(word, stem) for stem in (*acts, *table["killed"], *table["injured"]))


def bare(word: str, stem: str) -> bool:
    """Is it the stem, by itself or with a conjunction, preposition, article or possessive?"""
    if word == stem:
        return True
    table = load_table()
    at = word.find(stem)
    if at >= 0 and word[:at] in table["heads"]:
        tail = word[at + len(stem) :]
        return not tail or (len(stem) > 2 and tail in table["tails"])
    # Before a possessive the last letter of the feminine is another: "its massacre".
    at = word.find(stem[:-1] + "ت") if stem.endswith("ه") and len(stem) > 3 else -1
    return at >= 0 and word[:at] in table["heads"] and word[at + len(stem) :] in table["tails"]
