"""Part of speech and lemma of a token, from its tag and a table: no lemmatizer is run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from situate.knowledge import cues
from situate.knowledge.inflect import noun_forms, verb_forms

if TYPE_CHECKING:
    from spacy.tokens import Token

TABLES = ("stance", "speech", "framing")
AUXILIARIES = {
    "be": ("be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"),
    "have": ("have", "has", "had", "having", "'ve", "'d"),
    "do": ("do", "does", "did", "done", "doing"),
}


def pos_of(token: Token) -> str:
    """Universal part of speech by Penn tag: NOUN, PROPN, VERB, AUX, ADJ, ADV, NUM, PRON, DET, X."""
    tag = token.tag_
    if tag.startswith("VB"):
        return "AUX" if token.lower_ in _auxiliaries() and token.dep_ != "ROOT" else "VERB"
    return POS.get(tag, "X")


POS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "MD": "AUX",
    "JJ": "ADJ",
    "JJR": "ADJ",
    "JJS": "ADJ",
    "AFX": "ADJ",
    "RB": "ADV",
    "RBR": "ADV",
    "RBS": "ADV",
    "WRB": "ADV",
    "CD": "NUM",
    "PRP": "PRON",
    "WP": "PRON",
    "WDT": "PRON",
    "EX": "PRON",
    "DT": "DET",
    "PDT": "DET",
    "PRP$": "DET",
    "POS": "PART",
    "TO": "PART",
    "RP": "ADP",
    "IN": "ADP",
    "CC": "CCONJ",
}


def lemma_of(token: Token) -> str:
    """Lemma of a word that some cue list knows, else the word itself in lower case."""
    word: str = token.lower_
    verbs, nouns = _forms()
    if token.tag_.startswith("VB") or token.tag_ == "MD":
        return verbs.get(word) or nouns.get(word, word)
    if token.tag_.startswith("NN"):
        return nouns.get(word) or verbs.get(word, word)
    return word


@cache
def _auxiliaries() -> frozenset[str]:
    return frozenset(form for forms in AUXILIARIES.values() for form in forms)


@cache
def _forms() -> tuple[dict[str, str], dict[str, str]]:
    """Form -> lemma, for verbs and for nouns, of every single word of the cue tables."""
    irregular = cues.table("irregular")
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    for word in sorted({w for name in TABLES for w in _single_words(cues.table(name))}):
        for form in verb_forms(word, irregular["verbs"]):
            verbs.setdefault(form, word)
        for form in noun_forms(word, irregular["nouns"]):
            nouns.setdefault(form, word)
    for lemma, forms in AUXILIARIES.items():
        verbs.update(dict.fromkeys(forms, lemma))
    return verbs, nouns


def _single_words(data: Any) -> Iterator[str]:
    """Every word without a space in a table, and keys that have a plain value."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _single_words(value if isinstance(value, dict | list) else key)
    elif isinstance(data, list):
        for item in data:
            yield from _single_words(item)
    elif isinstance(data, str) and data.isalpha():
        yield data.lower()
