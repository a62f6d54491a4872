"""What a sentence and a place are called, as hashes that two reports may share."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.weights import Weights
from situate.corroborate.words import plain_word
from situate.knowledge.gazetteer.keys import arabic_k2, is_arabic, latin_k1, latin_k3
from situate.knowledge.gazetteer.words import is_proper
from situate.model import SourcedPlace

WORDS = 8  # telling words kept of a sentence
PLACE_WORDS = 3
WORD = re.compile(r"[^\W\d_]{3,}")
FIGURED = re.compile(r"[^\W\d_]{3,}|\d+")


def hash_of(word: str) -> int:
    """A 32-bit hash that is the same on every machine, never 0."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) or 1


def sketch(texts: Sequence[str], weights: Weights) -> NDArray[np.uint32]:
    """Bottom-k sketch of the telling words of each sentence.

    It rests on the sentence alone: rarity counted over the reports at hand would let a later
    report change what two earlier ones have in common.
    """
    out = np.zeros((len(texts), WORDS), np.uint32)
    for i, text in enumerate(texts):
        telling = {w for w in map(plain_word, WORD.findall(text)) if len(w) > 3} - weights.common
        kept = sorted(map(hash_of, telling))[:WORDS]
        out[i, : len(kept)] = kept
    return out


def place_words(places: Sequence[SourcedPlace | None]) -> NDArray[np.uint32]:
    out = np.zeros((len(places), PLACE_WORDS), np.uint32)
    for i, place in enumerate(places):
        text = place.quote.text if place and place.quote else ""
        kept = sorted({hash_of(w) for w in WORD.findall(text.casefold())})[:PLACE_WORDS]
        out[i, : len(kept)] = kept
    return out


def name_words(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Hashes of the consonants of each name's capitalised words: equal across spellings.

    An Arabic name, which has no capitals to part it from a noun, counts whole.
    """
    out = np.zeros((len(texts), PLACE_WORDS), np.uint32)
    for i, text in enumerate(texts):
        if is_arabic(text):
            keys = {arabic_k2(" ".join(WORD.findall(text)))}
        else:
            named = (word for word in WORD.findall(text) if word[0].isupper() and is_proper(word))
            keys = {latin_k3(latin_k1(word)) for word in named if is_latin(word)}
        kept = sorted(hash_of(key) for key in keys if len(key) > 1)[:PLACE_WORDS]
        out[i, : len(kept)] = kept
    return out


def is_latin(text: str) -> bool:
    """Are most letters of a text Latin?"""
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(c < "\u0250" for c in letters) >= len(letters)


def sentence_hash(text: str) -> int:
    """Hash of a sentence's words and figures: of 4 June and of 5 June are two sentences."""
    words = WORD.findall(text)
    return hash_of(" ".join(FIGURED.findall(text))) if len(words) >= 6 else 0
