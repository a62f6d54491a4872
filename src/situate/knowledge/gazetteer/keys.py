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
from functools import lru_cache

from situate.knowledge.gazetteer.words import generic_words

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
_ARABIC_FIRST = re.compile(
    r"[\W\d_]*+[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-z\u00aa-\u02af\u1e00-\u1eff]")

_ARTICLES = frozenset(("al", "el", "ul"))
# An assimilated article counts only before the sun letter it has taken on: "Ash Sha'fah" loses
# it, "As Kamal" does not.
_SUN = {
    **dict.fromkeys(("ash", "esh"), "sh"),
    **dict.fromkeys(("ech", "ach"), "ch"),
    **dict.fromkeys(("as", "es", "ass", "ess"), "s"),
    **dict.fromkeys(("an", "en", "ann", "enn"), "n"),
    **dict.fromkeys(("ar", "er", "arr", "err"), "r"),
    **dict.fromkeys(("ad", "ed", "add", "edd"), "d"),
    **dict.fromkeys(("adh", "edh"), "dh"),
    **dict.fromkeys(("at", "et", "att", "ett"), "t"),
    **dict.fromkeys(("ath", "eth"), "th"),
    **dict.fromkeys(("az", "ez", "azz", "ezz"), "z"),
}
_KUNYA = frozenset(
    ("abu", "abou", "abo", "abi", "aboo", "abw", "bu", "bou", "albu", "elbu", "albou", "elbou")
)
_IBN = frozenset(("ben", "bin", "ibn"))


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


def _bare_tokens(tokens: list[str]) -> list[str]:
    kept = [
        token
        for token, after in zip(tokens, [*tokens[1:], ""], strict=True)
        if not (after and (token in _ARTICLES or (token in _SUN and after.startswith(_SUN[token]))))
    ]
    if len(kept) > 1:
        kept = ["abu" if t in _KUNYA else "ibn" if t in _IBN else t for t in kept]
    return kept


def latin_k1(text: str, *, turkic: bool = False) -> str:
    """Folded words without article; kunya and ibn in one form each."""
    if turkic:
        text = text.casefold().translate(_TURKIC)
    return without_article(fold(text))


def without_article(folded: str) -> str:
    """k1 of a text that `fold` has been through."""
    return " ".join(_bare_tokens(folded.split(" "))) if " " in folded else folded


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
_REPEATS = re.compile(r"(.)\1+")
_VOWELS = str.maketrans({"e": "a", "o": "u", "y": "i", "w": "u"})
_NO_VOWELS = str.maketrans(dict.fromkeys("aeiouyw"))
_FINAL_H = re.compile(r"(?<=..)(?<![kgsctd])h$")
_DIGRAPHS = re.compile("|".join(old for old, _ in _CONSONANTS))
_DIGRAPH = dict(_CONSONANTS)


def _once(text: str) -> str:
    return _REPEATS.sub(r"\1", text)


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
    word = _once(word.translate(_VOWELS)).replace("au", "u")
    if len(word) > 3:
        endings = ("ah", "a", "h") if is_last else ("ah", "at", "a", "h")
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                word = word[: -len(ending)]
                break
    return _once(word)


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


def latin_k3(k1: str, *, x_is_kh: bool = False) -> str:
    """Consonants only, words joined."""
    return _once("".join(_k3_token(t, x_is_kh) for t in k1.split(" ")))


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


# --- Arabic script ----------------------------------------------------------------------------

_HAMZAS = re.compile("(?![\u0653-\u0655])[\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0300-\u036f]")
_SILENT = re.compile("[\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u200c-\u200f\u0640ء]")
_ALIKE = str.maketrans(
    "أإآٱىیېێئةۀہھەؤۆکڪڕڵ",
    "اااايييييههههه" + "ووككرل",
)
_NOT_ARABIC = re.compile("[^\u0620-\u064a\u066e-\u06d30-9a-z]+")
_AR_K2 = str.maketrans("ظثذ", "ضتد")
_AR_K3 = str.maketrans(
    {
        **dict.fromkeys("بپ", "b"),
        **dict.fromkeys("تثط", "t"),
        **dict.fromkeys("جگژ", "J"),
        **dict.fromkeys("حه", "h"),
        "خ": "X",
        **dict.fromkeys("دذض", "d"),
        "ر": "r",
        **dict.fromkeys("زظ", "z"),
        **dict.fromkeys("سص", "s"),
        **dict.fromkeys("شچ", "S"),
        "غ": "G",
        "ف": "f",
        **dict.fromkeys("قك", "k"),
        "ل": "l",
        "م": "m",
        "ن": "n",
        **dict.fromkeys("اعويڤ"),
    }
)
_AR_ABU = frozenset(("ابو", "بو", "ابي"))
_AR_IBN = frozenset(("ابن", "بن"))


def arabic_k1(text: str) -> str:
    """Letters that writers interchange made one, marks and leading article off."""
    text = unicodedata.normalize("NFC", _HAMZAS.sub("", unicodedata.normalize("NFKD", text)))
    text = _SILENT.sub("", text.casefold()).translate(_ALIKE)
    tokens = _NOT_ARABIC.sub(" ", text).split()
    return " ".join(t[2:] if t.startswith("ال") and len(t) >= 4 else t for t in tokens)


def arabic_k2(k1: str) -> str:
    """Kunya and ibn in one form, dialect letters joined, words joined."""
    words = ("بو" if t in _AR_ABU else "بن" if t in _AR_IBN else t for t in k1.split(" "))
    return _once("".join(words).translate(_AR_K2))


def arabic_k3(k1: str) -> str:
    """Consonants only, in the alphabet of the Latin k3."""
    words = (t[:-1] if len(t) > 2 and t.endswith("ه") else t for t in k1.split(" "))
    return _once("".join(words).translate(_AR_K3))


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
