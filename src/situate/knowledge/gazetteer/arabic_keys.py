"""Spelling keys of names in Arabic script; the third shares its alphabet with the Latin one."""

from __future__ import annotations

import re
import unicodedata

_REPEATS = re.compile(r"(.)\1+")


def once(text: str) -> str:
    """The text with one letter for a run of it."""
    return _REPEATS.sub(r"\1", text)


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
    return once("".join(words).translate(_AR_K2))


def arabic_k3(k1: str) -> str:
    """Consonants only, in the alphabet of the Latin k3."""
    words = (t[:-1] if len(t) > 2 and t.endswith("ه") else t for t in k1.split(" "))
    return once("".join(words).translate(_AR_K3))
