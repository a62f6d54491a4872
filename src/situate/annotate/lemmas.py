"""Part of speech and lemma of a token, from its tag and a table: no lemmatizer is run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from situate.knowledge import cues
from situate.knowledge.inflect import noun_forms, verb_forms

TABLES = ("stance", "speech", "framing")
AUXILIARIES = {
    "be": ("be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"),
    "have": ("have", "has", "had", "having", "'ve", "'d"),
    "do": ("do", "does", "did", "done", "doing"),
}


def pos_of(tag: str, word: str, dep: str) -> str:
    """Universal part of speech by Penn tag: NOUN, PROPN, VERB, AUX, ADJ, ADV, NUM, PRON, DET, X.

    Lower-case `word` and arc `dep` tell auxiliaries from verbs.
    """
    if tag.startswith("VB"):
        return "AUX" if word in _auxiliaries() and dep != "ROOT" else "VERB"
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


def lemma_of(tag: str, word: str) -> str:
    """Lemma of a lower-case word that some cue list knows, else the word itself."""
    verbs, nouns = _forms()
    if tag.startswith("VB") or tag == "MD":
        return verbs.get(word) or nouns.get(word, word)
    if tag.startswith("NN"):
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
