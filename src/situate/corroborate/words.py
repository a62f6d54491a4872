"""Words of two reports made comparable."""

from __future__ import annotations

from functools import lru_cache

from situate.knowledge.gazetteer import keys

PARTICLES = ("وال", "بال", "فال", "كال", "لل", "و", "ب", "ل")
LEAST = 3  # letters left of a word without its particles


@lru_cache(maxsize=1 << 16)
def plain_word(word: str) -> str:
    """An Arabic word in one spelling, without article and particles; any other as it is."""
    if not keys.is_arabic(word):
        return word
    plain = keys.arabic_k1(word)
    for head in PARTICLES:
        if plain.startswith(head) and len(plain) - len(head) > LEAST:
            return plain.removeprefix(head)
    return plain
