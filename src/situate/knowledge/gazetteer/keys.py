"""Spelling keys: what a place name is once the accidents of romanisation are taken off.

Three keys of rising looseness, precomputed for every row (design: measured recall of one spelling
from another 65, 83 and 94 %): k1 folds case, marks and articles; k2 folds vowels into classes; k3
keeps the consonants only. Latin and Arabic script share the alphabet of k3, so "al-Bakaan",
"Al Buq‘an" and "البقعان" all read "bkn". Capitals in k2 and k3 are class symbols (S for sh, X for
kh, G for gh, J for j).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from situate.knowledge.gazetteer.arabic_keys import arabic_k1, arabic_k2, arabic_k3, once
from situate.knowledge.gazetteer.articles import without_article
from situate.knowledge.gazetteer.words import generic_words

__all__ = [
    "APOSTROPHES", "alternatives", "arabic_k1", "arabic_k2", "arabic_k3", "casefold", "fold",
    "is_arabic", "is_latin", "k1", "k2_all", "k3", "latin_k1", "latin_k2", "latin_k2s", "latin_k3",
    "without_article",
]  # fmt: skip

# --- folding ----------------------------------------------------------------------------------

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ə": "a",
        "ð": "dh",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "œ": "oe",
        "đ": "d",
        "ł": "l",
        "ħ": "h",
        "ŋ": "ng",
    }
)
_TURKIC = str.maketrans({"ş": "sh", "ç": "ch", "c": "j"})
APOSTROPHES = "'`´‘’ʼʻʾʿ′ʹʽ՚＇"
_DELETED = str.maketrans(dict.fromkeys(APOSTROPHES + "ـ"))
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_NOT_LETTER = re.compile("[^a-z0-9]+")
_NOT_LETTER_OR_LINE = re.compile("[^a-z0-9\n]+")
_ARABIC_FIRST = re.compile(r"[\W\d_]*+[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-z\u00aa-\u02af\u1e00-\u1eff]")


def is_arabic(text: str) -> bool:
    """Whether the first letter is Arabic."""
    return not text.isascii() and _ARABIC_FIRST.match(text) is not None


def is_latin(text: str) -> bool:
    """Whether the text holds letters or signs of no script but Latin, and not digits alone."""
    return (text.isascii() or _OTHER_SCRIPT.search(text) is None) and not text.isdigit()


def fold(text: str) -> str:
    """Lower case, base letters, one space between words: what two casual spellings share.

    Apostrophes, ayn and hamza signs vanish; every other sign is a space. Articles stay.
    """
    if text.isascii():
        text = text.lower()
        if text.isalpha():
            return text
        return _NOT_LETTER.sub(" ", text.replace("'", "").replace("`", "")).strip()
    text = text.translate(_DELETED).casefold().translate(_LETTERS)
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    text = text.translate(_DELETED)  # some signs only come apart under NFKD
    return _NOT_LETTER.sub(" ", text).strip()


def casefold(text: str) -> str:
    """The name itself but for case: equal ones meet at level 0."""
    if text.isascii():
        return text.lower().strip()
    return unicodedata.normalize("NFC", text).casefold().strip()


def latin_k1(text: str, *, turkic: bool = False) -> str:
    """Folded words without article; kunya and ibn in one form each."""
    if turkic:
        text = text.casefold().translate(_TURKIC)
    return without_article(fold(text))


# --- vowel class and skeleton -----------------------------------------------------------------

_CONSONANTS = (
    ("tch", "J"),
    ("dj", "J"),
    ("kh", "X"),
    ("gh", "G"),
    ("sh", "S"),
    ("ch", "S"),
    ("th", "t"),
    ("dh", "d"),
    ("zh", "J"),
    ("ck", "k"),
    ("ph", "f"),
    ("qu", "k"),
)
_ONE = str.maketrans({"j": "J", "g": "J", "q": "k", "c": "k", "p": "b", "v": "w"})
_VOWELS = str.maketrans({"e": "a", "o": "u", "y": "i", "w": "u"})
_NO_VOWELS = str.maketrans(dict.fromkeys("aeiouyw"))
_FINAL_H = re.compile(r"(?<=..)(?<![kgsctd])h$")
_DIGRAPHS = re.compile("|".join(old for old, _ in _CONSONANTS))
_DIGRAPH = dict(_CONSONANTS)


@lru_cache(maxsize=1 << 16)
def _consonants(token: str, x_is_kh: bool) -> str:
    if token.startswith("rh"):
        token = "G" + token[2:]
    token = _DIGRAPHS.sub(lambda m: _DIGRAPH[m[0]], token).translate(_ONE)
    return token.replace("x", "X" if x_is_kh else "ks")


@lru_cache(maxsize=1 << 16)
def _k2_token(token: str, is_last: bool, x_is_kh: bool) -> str:
    word = _consonants(token, x_is_kh)
    word = word.replace("oo", "u").replace("ou", "u").replace("ee", "i")
    word = word.replace("ei", "ai").replace("ey", "ai").replace("ow", "au")
    word = once(word.translate(_VOWELS)).replace("au", "u")
    if len(word) > 3:
        endings = ("ah", "a", "h") if is_last else ("ah", "at", "a", "h")
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                word = word[: -len(ending)]
                break
    return once(word)


@lru_cache(maxsize=1 << 16)
def _k3_token(token: str, x_is_kh: bool) -> str:
    return _consonants(_FINAL_H.sub("", token), x_is_kh).translate(_NO_VOWELS)


def latin_k2(k1: str, *, x_is_kh: bool = False) -> str:
    """Vowels in classes, final feminine endings off, words apart."""
    tokens = k1.split(" ")
    last = len(tokens) - 1
    if last:
        # "Jeb", "Jib" and "Jubb" before a name are one word, a well.
        tokens = [generic_words().get(t, t) for t in tokens[:-1]] + tokens[-1:]
    return " ".join(_k2_token(t, i == last, x_is_kh) for i, t in enumerate(tokens))


def latin_k2s(names: Sequence[str]) -> list[str]:
    """Second keys of Latin names as `latin_k2(latin_k1(name))` gives them, folded in one go."""
    if not names:
        return []
    lines = _fold_lines("\n".join(name.replace("\n", " ") for name in names)).split("\n")
    seconds = {line: latin_k2(without_article(line.strip())) for line in dict.fromkeys(lines)}
    return [seconds[line] for line in lines]


def _fold_lines(lines: str) -> str:
    """Lines as `fold` has them, but for spaces at their ends."""
    lines = lines.translate(_DELETED).casefold().translate(_LETTERS)
    lines = _MARKS.sub("", unicodedata.normalize("NFKD", lines)).translate(_DELETED)
    return _NOT_LETTER_OR_LINE.sub(" ", lines)


def latin_k3(k1: str, *, x_is_kh: bool = False) -> str:
    """Consonants only, words joined."""
    return once("".join(_k3_token(t, x_is_kh) for t in k1.split(" ")))


_GLUED_SUN = re.compile(r"^[ae]([zsnrdt])(\1..+)$")
_GLUED_KUNYA = re.compile("^[ae]l(?:bu|bou)([b-df-hj-np-tv-z].+)$")
_GLUED_ARTICLE = re.compile("^[ae]l([b-df-hj-np-tv-z]..+)$")
_LONE_KUNYA = re.compile("^(?:bu|bou|bo|abu)([b-df-hj-np-tv-z][aeiouy]..+)$")


def alternatives(k1: str) -> tuple[str, ...]:
    """Other readings of a k1: article or kunya glued ("alqamishli"), French rh for gh."""
    tokens = k1.split(" ")
    found: list[str] = []
    if "rh" in k1[1:]:
        found.append(k1[0] + k1[1:].replace("rh", "gh"))
    for i, token in enumerate(tokens):
        for pattern, prefix in (
            (_GLUED_SUN, ""),
            (_GLUED_KUNYA, "abu "),
            (_GLUED_ARTICLE, ""),
            (_LONE_KUNYA, "abu "),
        ):
            if pattern is _LONE_KUNYA and len(tokens) > 1:
                continue
            match = pattern.match(token)
            if match:
                found.append(
                    " ".join([*tokens[:i], prefix + match[match.lastindex or 1], *tokens[i + 1 :]])
                )
                break
    return tuple(dict.fromkeys(found))


# --- both scripts -----------------------------------------------------------------------------


def k1(text: str, *, turkic: bool = False) -> str:
    """First key of a name in Latin or Arabic script; "" if nothing of it is left."""
    return arabic_k1(text) if is_arabic(text) else latin_k1(text, turkic=turkic)


def k2_all(first: str, *, x_is_kh: bool = False) -> tuple[str, ...]:
    """Second keys of a k1: its own, then those of its glued readings."""
    if is_arabic(first):
        return (arabic_k2(first),)
    readings = (first, *alternatives(first))
    return tuple(dict.fromkeys(latin_k2(r, x_is_kh=x_is_kh) for r in readings))


def k3(first: str, *, x_is_kh: bool = False) -> str:
    """Third key of a k1."""
    return arabic_k3(first) if is_arabic(first) else latin_k3(first, x_is_kh=x_is_kh)
