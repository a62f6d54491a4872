"""The longest names of the gazetteer at each capital of a text.

The text is split at its capital words in one pass of the regex engine, and what each word can begin
is looked up in a table, both at the speed of C; only words that may begin a name cost Python. The
tables are memories of the trie's answers, so results do not depend on them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, compress, count
from operator import itemgetter
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.folding import POSSESSIVE, folded
from situate.knowledge.gazetteer.nationality import nationality_of
from situate.knowledge.gazetteer.readings import UPPER, ordinary, words_of
from situate.knowledge.gazetteer.words import romanised

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

WINDOW = 60  # characters of folded text a name may have
_SIGNS = "‘’'ʿʻ`"
_WORD = rf"[\w{_SIGNS}]"
_SIGN = rf"[^\w{_SIGNS}]"  # one stands between the words of a name
# It begins with a class of characters, for which the engine has a fast search; whether a word
# begins there is asked afterwards.
_CAPITAL = re.compile(rf"([{UPPER}]{_WORD}*)")
_NEXT = re.compile(rf"{_SIGN}{_WORD}+")
_THREE = re.compile(rf"{_WORD}+{_SIGN}{_WORD}+{_SIGN}{_WORD}+")
_REMEMBERED = 60_000  # words, pairs and triples each
# What may begin: no name (0), a name of n characters (n), perhaps a longer one (-1).
_NONE, _LONGER = 0, -1


def longest_names(text: str, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Spans of the longest names at each capital, in order, before their readings are weighed.

    A single word that is never a place by itself (a common word, a nationality) gives no span.
    """
    parts = _CAPITAL.split(text)
    gaps, words = parts[0::2], parts[1::2]
    known: dict[str, int] = gazetteer.remembered("words", _REMEMBERED)
    verdicts = list(map(known.get, words))
    if None in verdicts:
        verdicts = [
            _word_verdict(word, known, gazetteer) if verdict is None else verdict
            for word, verdict in zip(words, verdicts, strict=True)
        ]
    pairs = gazetteer.remembered("pairs", _REMEMBERED)
    starts = list(accumulate(map(len, parts)))[0::2]
    articles = _articles(gaps, words, gazetteer)
    words.append("")  # after the last gap
    spans: list[tuple[int, int]] = []
    last = 0
    for index in _worth_asking(verdicts, articles):
        verdict = verdicts[index]
        if verdict == _LONGER:
            gap = gaps[index + 1]
            stop = gap.find(" ", 1)
            after = gap[:stop] if stop > 0 else gap + words[index + 1]
            verdict = pairs.get((words[index], after))
            if verdict is None:
                verdict = pairs[words[index], after] = _verdict(words[index], after, gazetteer)
        if not verdict and index not in articles:
            continue
        start = starts[index]
        if start < last or gaps[index][-1:].isalnum():
            continue
        span = None
        if index in articles and start - articles[index] >= last:
            span = _from_article(text, start, articles[index], gazetteer)
        if span is None and verdict:
            end = start + verdict if verdict > 0 else _long_end(text, start, gazetteer)
            span = None if end is None else (start, end)
        if span is not None:
            spans.append(span)
            last = span[1]
    return spans


def _worth_asking(verdicts: Sequence[int | None], articles: dict[int, int]) -> list[int]:
    found = list(compress(count(), verdicts))
    return sorted({*found, *articles}) if articles else found


# --- what a word and the next can begin -------------------------------------------------------


def _word_verdict(word: str, known: dict[str, int], gazetteer: Gazetteer) -> int:
    verdict = known.get(word)
    if verdict is None:
        bare = POSSESSIVE.sub("", word)
        name = keys.fold(bare)
        # An owner ends a name: "Homs's Waer" is two.
        goes_on = bare == word and (" " in name or gazetteer.continues(f"{name} "))
        goes_on = goes_on or _is_odd(word)
        verdict = known[word] = _LONGER if goes_on else _alone(word, name, gazetteer)
    return verdict


def _is_odd(words: str) -> bool:
    """Scripts glued together, or an owner inside a word: to be read letter by letter."""
    return not keys.is_latin(words) or POSSESSIVE.search(words[:-2]) is not None


def _alone(word: str, name: str, gazetteer: Gazetteer) -> int:
    if not name or " " in name:
        return _NONE
    if gazetteer.has_surface(name):
        return _length(word) if _stands_alone(word, name, gazetteer) else _NONE
    is_genitive = word.endswith("s") and _is_genitive(word, gazetteer)
    return len(word) - 1 if is_genitive else _NONE


def _verdict(word: str, after: str, gazetteer: Gazetteer) -> int:
    """What begins at a capital word that has `after` it."""
    name = keys.fold(POSSESSIVE.sub("", word))
    follows = _NEXT.match(after)
    if _is_odd(word + (follows[0] if follows else "")):
        return _LONGER
    if follows is not None:  # two signs part names: "Homs, Hama"
        pair = word + follows[0]
        both = keys.fold(POSSESSIVE.sub("", pair))
        if gazetteer.continues(f"{both} "):
            return _LONGER
        if gazetteer.has_surface(both):
            return _length(pair)
    return _alone(word, name, gazetteer)


def _long_end(text: str, start: int, gazetteer: Gazetteer) -> int | None:
    """End of the name that begins at a pair of words some name goes on from."""
    match = _THREE.match(text, start)
    if match is None or _is_odd(match[0]):
        return _name_at(text, start, gazetteer)
    triples = gazetteer.remembered("triples", _REMEMBERED)
    verdict = triples.get(match[0])
    if verdict is None:
        name = keys.fold(POSSESSIVE.sub("", match[0]))
        goes_on = gazetteer.continues(f"{name} ")
        verdict = _LONGER if goes_on else (_name_at(match[0], 0, gazetteer) or _NONE)
        triples[match[0]] = verdict
    if verdict == _LONGER:
        return _name_at(text, start, gazetteer)
    return start + verdict if verdict else None


def _length(words: str) -> int:
    return len(POSSESSIVE.sub("", words).rstrip(keys.APOSTROPHES))


def _stands_alone(word: str, name: str, gazetteer: Gazetteer) -> bool:
    """Whether a word alone can be read as a place; those that cannot need no reading."""
    if len(name) < 2 or name in ordinary():
        return False
    bare = POSSESSIVE.sub("", word)
    if nationality_of(bare) is None:
        return True
    rows = gazetteer.lookup(1, keys.k1(bare))
    return any(gazetteer.facts(pid).kind == "country" for pid, _ in rows)


_LIKELY_KINDS = frozenset(("country", "adm1"))


def _is_genitive(word: str, gazetteer: Gazetteer) -> bool:
    """ "Syrias army": a country or its province whose apostrophe a reader stripped.

    Only for words that no name has, and not for plurals of peoples or common words.
    """
    bare = word[:-1]
    low = bare.casefold()
    if len(bare) <= 3 or {low, word.casefold()} & ordinary():
        return False
    if nationality_of(bare) is not None or low in words_of("generic"):
        return False
    facts = [gazetteer.facts(pid) for pid, _ in gazetteer.lookup(1, keys.k1(bare))]
    return any(
        f.kind in _LIKELY_KINDS and (f.kind == "country" or f.cc in romanised()) for f in facts
    )


# --- small articles ---------------------------------------------------------------------------

# The last two letters of a small article, one sign (or two, "al-‘Ayn") before a capital.
_ARTICLE_ENDS = frozenset(("al", "el", "as", "sh", "an", "ar", "ad", "at", "az", "ez", "es", "ed"))
_BEFORE_NAME = re.compile(rf"(?<!\w)(?:[ae]l|a[shnrdtz]|ash|e[zsd]|esh)[-‐ ][{_SIGNS}]?$")
_ENDS, _ENDS_OF_TWO = itemgetter(slice(-3, -1)), itemgetter(slice(-4, -2))


def _articles(gaps: list[str], words: list[str], gazetteer: Gazetteer) -> dict[int, int]:
    """Capital words before which an article stands that some name begins with, and its length."""
    is_end = _ARTICLE_ENDS.__contains__
    found = set(compress(count(), map(is_end, map(_ENDS, gaps))))
    two = compress(count(), map(is_end, map(_ENDS_OF_TWO, gaps)))
    found.update(index for index in two if gaps[index][-1:] in _SIGNS)
    found.discard(len(words))  # no word follows the last gap
    known = gazetteer.remembered("articles", _REMEMBERED)
    backs: dict[int, int] = {}
    for index in found:
        pair = gaps[index][-5:], words[index]
        back = known.get(pair)
        if back is None:
            back = known[pair] = _article_before(*pair, gazetteer)
        if back:
            backs[index] = back
    return backs


def _from_article(text: str, start: int, back: int, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """A name that begins with the small article before a capital: "al-Bakaan"."""
    end = _name_at(text, start - back, gazetteer)
    return (start - back, end) if end is not None and end > start else None


def _article_before(before: str, word: str, gazetteer: Gazetteer) -> int:
    """Characters of the article with which some name begins; 0 where none does."""
    article = _BEFORE_NAME.search(before)
    if article is None:
        return 0
    name = keys.fold(POSSESSIVE.sub("", article[0] + word))
    return len(article[0]) if gazetteer.continues(name) else 0


# --- the trie ---------------------------------------------------------------------------------

_PLAIN = bytes(
    byte if chr(byte).isalnum() and byte < 128 else 32 for byte in bytes(range(256)).lower()
)


def _name_at(text: str, start: int, gazetteer: Gazetteer) -> int | None:
    """End of the longest name that begins at `start`, in the original; None if none does."""
    window = text[start : start + WINDOW]
    if window.isascii() and "'" not in window and "`" not in window:
        # Nothing is deleted, so offsets stay; one table does the folding.
        line = window.encode().translate(_PLAIN).decode()
        end = _longest(line, gazetteer)
        return None if end is None else start + end
    mapped = folded(window)
    end = _longest(mapped.text, gazetteer)
    return None if end is None else start + mapped.original(end - 1) + 1


def _longest(line: str, gazetteer: Gazetteer) -> int | None:
    for name in reversed(gazetteer.surfaces(line)):
        end = len(name)
        if end >= len(line) or line[end] == " ":
            return end
    return None
