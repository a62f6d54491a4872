"""The longest names of the gazetteer at each capital of a text.

The text is split at its capital words in one pass of the regex engine, and what each word can begin
is looked up in a table, both at the speed of C; only words that may begin a name cost Python. The
tables are memories of the trie's answers, so results do not depend on them.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate, compress, islice
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.articles import in_text
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
CAPITAL = re.compile(rf"([{UPPER}]{_WORD}*)")
_NEXT = re.compile(rf"{_SIGN}{_WORD}+")
_THREE = re.compile(rf"{_WORD}+{_SIGN}{_WORD}+{_SIGN}{_WORD}+")
_REMEMBERED = 60_000  # words, pairs and triples each
# What may begin at a word: no name (0), a name of n characters (n), perhaps a longer one (-1), one
# only together with an article before the word (-2).
_NONE, _LONGER, _WITH_ARTICLE = 0, -1, -2


def longest_names(text: str, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Spans of the longest names at each capital, in order, before their readings are weighed.

    A single word that is never a place by itself (a common word, a nationality) gives no span.
    """
    parts = CAPITAL.split(text)
    gaps, words = parts[0::2], parts[1::2]
    verdicts = _verdicts(gaps, words, gazetteer)
    starts = islice(accumulate(map(len, parts)), 0, None, 2)
    spans: list[tuple[int, int]] = []
    tails, last = _tails(), 0
    for start, gap, word, verdict in compress(
        zip(starts, gaps, words, verdicts, strict=False), verdicts
    ):
        if start < last or gap[-1:].isalnum():
            continue
        if gap[-3:-1] in tails:
            article = _article_before(gap[-5:], word, gazetteer)
            if article and start - article >= last:
                end = _name_at(text, start - article, gazetteer)
                if end is not None and end > start:
                    spans.append((start - article, end))
                    last = end
                    continue
        if verdict > 0:
            last = start + verdict
            spans.append((start, last))
        elif verdict == _LONGER:
            end = _long_end(text, start, gazetteer)
            if end is not None:
                spans.append((start, end))
                last = end
    return spans


def _verdicts(gaps: list[str], words: list[str], gazetteer: Gazetteer) -> list[int]:
    """What begins at each word, the next word considered where one word does not settle it."""
    known: dict[str, int] = gazetteer.remembered("words", _REMEMBERED)
    pairs: dict[str, int] = gazetteer.remembered("pairs", _REMEMBERED)
    try:
        verdicts = list(map(known.__getitem__, words))
    except KeyError:
        verdicts = [_word_verdict(word, known, gazetteer) for word in words]
    following = [*words[1:], ""]
    for index in [index for index, verdict in enumerate(verdicts) if verdict == _LONGER]:
        word, gap = words[index], gaps[index + 1]
        stop = gap.find(" ", 1)
        pair = word + gap[:stop] if stop > 0 else word + gap + following[index]
        verdict = pairs.get(pair)
        if verdict is None:
            verdict = pairs[pair] = _verdict(word, pair[len(word) :], gazetteer)
        verdicts[index] = verdict
    return verdicts


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
    if name and " " not in name:
        if gazetteer.has_surface(name):
            if _stands_alone(word, name, gazetteer):
                return _length(word)
        elif word.endswith("s") and _is_genitive(word, gazetteer):
            return len(word) - 1
    return _WITH_ARTICLE if _takes_article(name, gazetteer) else _NONE


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


@cache
def _before_name() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(in_text())})[-‐ ][{_SIGNS}]?$")


@cache
def _tails() -> frozenset[str]:
    """The two letters before the last sign: an article's last, or a second sign ("al-‘Ayn")."""
    ends = {article[-2:] for article in in_text()}
    return frozenset(ends | {end[-1] + sign for end in ends for sign in "-‐ "})


def _takes_article(name: str, gazetteer: Gazetteer) -> bool:
    """Whether some name is an article and this word, or begins with them."""
    heads: dict[str, None] = gazetteer.remembered("after an article", _REMEMBERED)
    if not heads:
        for article in in_text():
            names = gazetteer.every_surface(f"{article} ")
            heads.update(dict.fromkeys(name.split(" ", 2)[1] for name in names))
        heads[""] = None  # never empty again
    return name in heads


def _article_before(before: str, word: str, gazetteer: Gazetteer) -> int:
    """Characters of the article with which some name begins; 0 where none does."""
    known = gazetteer.remembered("articles", _REMEMBERED)
    back: int | None = known.get((before, word))
    if back is None:
        article = _before_name().search(before)
        name = keys.fold(POSSESSIVE.sub("", article[0] + word)) if article else ""
        back = len(article[0]) if article and gazetteer.continues(name) else 0
        known[before, word] = back
    return back


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
