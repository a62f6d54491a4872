"""Names of the gazetteer in a text: one pass over folded text, exact offsets, readings weighed.

A capital starts a look-up (in Arabic every word does); the longest name that ends at a word's end
counts. Then the words around it decide whether it names a place: part of a person, newspaper, army
or treaty it does not, and a name that is also a common word, or the name of a small town far away,
needs a slot that only places fill or a country of the document that holds it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.words import country_rows, romanised, table
from situate.model import Document, Name
from situate.records import quote_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from situate.knowledge.gazetteer.store import Gazetteer

_WINDOW = 60  # characters of folded text a name may have
_WELL_KNOWN = 50_000  # people; a larger place needs no help from the words around it
_KNOWN = 500  # people; enough after "in" or "from"
_UPPER = "A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"


# --- folding with offsets ---------------------------------------------------------------------


class _Base(dict):  # type: ignore[type-arg]
    """Code point -> its base letter, a space, or None (deleted); filled as letters are met."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        value: int | None
        if char in keys.APOSTROPHES or unicodedata.category(char) in ("Mn", "Cf"):
            value = None
        else:
            base = unicodedata.normalize("NFKD", keys.fold(char) or " ")[0]
            value = ord(base) if base.isalnum() and base.isascii() else 32
        self[code] = value
        return value


_BASE = _Base()


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text of one line of letters, and where characters were deleted from the original."""

    text: str
    deleted: tuple[int, ...]  # offsets in the original, rising

    def original(self, at: int) -> int:
        """Offset in the original of folded offset `at`."""
        if not self.deleted:
            return at
        low, high = at, at + len(self.deleted)
        while low < high:
            middle = (low + high) // 2
            if middle - bisect_right(self.deleted, middle) < at:
                low = middle + 1
            else:
                high = middle
        return low


def folded(text: str) -> Folded:
    """Fold character by character: letters to base letters, other signs to spaces."""
    text = _POSSESSIVE.sub("  ", text)  # "Syria's" ends where Syria does
    deleted = tuple(m.start() for m in _DELETED.finditer(text))
    return Folded(text.translate(_BASE), deleted)


_POSSESSIVE = re.compile("['’ʼ]s(?![\\w])")


_DELETED = re.compile(
    "["
    + re.escape(keys.APOSTROPHES)
    + "\u00ad\u200b-\u200f\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670"
    + "\u06d6-\u06ed\ufeff]"
)


# --- the scan ---------------------------------------------------------------------------------


@dataclass(slots=True)
class Hit:
    """A span that reads like a name, with what its rows at level 1 are."""

    start: int
    end: int
    text: str
    by: str = "gazetteer"
    evidence: int = 0  # see `_evidence`
    is_modifier: bool = False  # a place inside another name, or a nationality word
    people: int = 0
    kinds: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(str(w) for w in table("place_words.yaml")[group])


@cache
def _slots(group: str) -> re.Pattern[str]:
    either = "|".join(sorted((re.escape(w) for w in _words(group)), key=len, reverse=True))
    return re.compile(rf"(?:^|[^a-z])(?:{either})\s+(?:the\s+)?$", re.IGNORECASE)


def names_in(document: Document, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """Every place name of a document, in order, never overlapping.

    `found_by` is "gazetteer" where the name stands there, "slot" where only its position says that
    it names a place. Nationality words are no places (`nationality_of`), nor is a place inside the
    name of a force, outlet or treaty.
    """
    hits = [hit for hit in _hits(document.text, gazetteer) if not hit.is_modifier]
    return tuple(Name(quote_at(document, h.start, h.end), "place", h.by) for h in hits)


def toponyms_in(document: Document, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """Place names in the wider sense of geoparsing: those of `names_in`, and modifiers.

    Modifiers are nationality words ("Syrian") and places inside other names ("Montreal Police"):
    kind "other", for they never locate an event.
    """
    hits = _hits(document.text, gazetteer)
    for match in _peoples().finditer(document.text):
        hits.append(Hit(match.start(), match.end(), match[0], "gazetteer", is_modifier=True))
    return tuple(
        Name(quote_at(document, h.start, h.end), "other" if h.is_modifier else "place", h.by)
        for h in _apart(hits)
    )


def _hits(text: str, gazetteer: Gazetteer) -> list[Hit]:
    return _apart([*_latin_hits(text, gazetteer), *_arabic_hits(text, gazetteer)]) if text else []


def _apart(hits: list[Hit]) -> list[Hit]:
    """Hits in order, the earlier and longer of two that overlap."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _latin_hits(text: str, gazetteer: Gazetteer) -> list[Hit]:
    context = _Context(text)
    raw = _longest(text, gazetteer)
    people = _people(raw, context)
    for hit in raw:
        hit.evidence = _evidence(hit, context, people)
    named = _countries(raw, text)
    sure = {hit.text for hit in raw if hit.evidence >= _SURE}
    found = [hit for hit in raw if _is_kept(hit, named, sure)]
    return found + _slot_hits(text, found, context, named, people, gazetteer)


def _longest(text: str, gazetteer: Gazetteer) -> list[Hit]:
    return [
        _weighed(Hit(start, end, text[start:end]), gazetteer)
        for start, end in longest_names(text, gazetteer)
    ]


# It begins with a class of characters, for which the engine has a fast search; whether a word
# begins there is asked afterwards.
_TOKEN = re.compile(rf"[{_UPPER}][\w‘’'ʿʻ`]*")
_BEFORE_NAME = re.compile(r"(?<!\w)(?:[ae]l|a[shnrdtz]|ash|e[zsd]|esh)[-‐ ][‘’'ʿʻ`]?$")
_NEXT = re.compile(r"[ \-‐]([\w‘’'ʿʻ`]+)")
_ALONE, _LONGER = 1, 2  # a word is a name; some name goes on after it


def longest_names(text: str, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Spans of the longest names at each capital, before their readings are weighed.

    What a word can begin is remembered, so most words cost one look into a table.
    """
    words = gazetteer.remembered("words", 100_000)
    pairs = gazetteer.remembered("pairs", 100_000)
    spans: list[tuple[int, int]] = []
    last = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        if start < last or (start and text[start - 1].isalnum()):
            continue
        word = match[0]
        state = words.get(word)
        if state is None:
            state = words[word] = _state(word, gazetteer)
        span = None
        if (
            text[start - 3 : start - 1] in _ARTICLE_ENDS
            or text[start - 4 : start - 2] in _ARTICLE_ENDS
        ):
            span = _with_article(text, start, last, gazetteer)
        if span is None and state:
            span = _span(text, match, state, pairs, gazetteer)
        elif span is None and word.endswith("s") and _is_genitive(word, gazetteer):
            span = start, start + len(word) - 1
        if span is not None:
            spans.append(span)
            last = span[1]
    return spans


# The last two letters of a small article, one sign (or two, "al-‘Ayn") before a capital.
_ARTICLE_ENDS = frozenset(("al", "el", "as", "sh", "an", "ar", "ad", "at", "az", "ez", "es", "ed"))


def _with_article(text: str, start: int, last: int, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """A name that begins with the small article before a capital: "al-Bakaan"."""
    head = text[max(last, start - 6) : start]
    article = _BEFORE_NAME.search(head)
    if article is None:
        return None
    begin = start - len(head) + article.start()
    end = _name_at(text, begin, gazetteer)
    return (begin, end) if end is not None and end > start else None


def _span(
    text: str, match: re.Match[str], state: int, pairs: dict[str, int], gazetteer: Gazetteer
) -> tuple[int, int] | None:
    start, word = match.start(), match[0]
    if state & _LONGER:
        after = _NEXT.match(text, match.end())
        pair = word + after[0] if after else word
        known = pairs.get(pair)
        if known is None:
            known = pairs[pair] = _pair_state(pair, gazetteer) if after else _LONGER
        if known & _LONGER:
            end = _name_at(text, start, gazetteer)
            return None if end is None else (start, end)
        if known & _ALONE:
            return start, start + len(_POSSESSIVE.sub("", pair).rstrip(keys.APOSTROPHES))
    if not state & _ALONE:
        return None
    return start, start + len(_POSSESSIVE.sub("", word).rstrip(keys.APOSTROPHES))


def _state(word: str, gazetteer: Gazetteer) -> int:
    name = keys.fold(_POSSESSIVE.sub("", word))
    if not name:
        return 0
    alone = _ALONE if " " not in name and gazetteer.has_surface(name) else 0
    longer = gazetteer.continues(f"{name} ") or " " in name
    return alone | (_LONGER if longer else 0)


_LIKELY_KINDS = frozenset(("country", "adm1"))


def _is_genitive(word: str, gazetteer: Gazetteer) -> bool:
    """ "Syrias army": a country or its province whose apostrophe a reader stripped.

    Only for words that no name has, and not for plurals of peoples or common words.
    """
    memory = gazetteer.remembered("genitives", 50_000)
    known: bool | None = memory.get(word)
    if known is None:
        bare = word[:-1]
        low = bare.casefold()
        known = len(bare) > 3 and not {low, word.casefold()} & _words("common")
        known = known and nationality_of(bare) is None and low not in _words("generic")
        rows = gazetteer.lookup(1, keys.k1(bare)) if known else ()
        facts = [gazetteer.facts(pid) for pid, _ in rows]
        known = any(
            (f.kind in _LIKELY_KINDS and (f.kind == "country" or f.cc in romanised()))
            for f in facts
        )
        memory[word] = known
    return known


def _pair_state(pair: str, gazetteer: Gazetteer) -> int:
    name = keys.fold(_POSSESSIVE.sub("", pair))
    alone = _ALONE if gazetteer.has_surface(name) else 0
    return alone | (_LONGER if gazetteer.continues(f"{name} ") else 0)


def _name_at(text: str, start: int, gazetteer: Gazetteer) -> int | None:
    """End of the longest name that begins at `start`, in the original; None if none does."""
    line = folded(text[start : start + _WINDOW])
    for name in reversed(gazetteer.surfaces(line.text)):
        end = len(name)
        if end >= len(line.text) or line.text[end] == " ":
            return start + line.original(end - 1) + 1
    return None


def _weighed(hit: Hit, gazetteer: Gazetteer) -> Hit:
    memory = gazetteer.remembered("weights", 50_000)
    known = memory.get(hit.text)
    if known is None:
        rows = [gazetteer.facts(pid) for pid, _ in gazetteer.lookup(1, keys.k1(hit.text))]
        known = memory[hit.text] = (
            max((r.pop for r in rows), default=0),
            frozenset(r.kind for r in rows),
            frozenset(r.cc for r in rows if r.cc),
        )
    hit.people, hit.kinds, hit.countries = known
    return hit


# --- readings ---------------------------------------------------------------------------------

_HEADLINE = 200  # code points
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_WORD_BEFORE = re.compile(r"([\w’'.-]+)[ \u00a0]$")
_WORD_AFTER = re.compile(r"^[ \u00a0]([\w’'-]+)")


_ADDRESS = re.compile(r",\s(?:[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.|[A-Z]{2}\b)")


class _Context:
    """The words on either side of a span."""

    def __init__(self, text: str) -> None:
        self.text = text

    def before(self, at: int) -> str:
        match = _WORD_BEFORE.search(self.text, max(0, at - 30), at)
        return match[1] if match else ""

    def after(self, at: int) -> str:
        match = _WORD_AFTER.match(self.text[at : at + 30])
        return match[1] if match else ""

    def is_title_case(self, at: int) -> bool:
        """Whether the line is a headline that gives every word a capital: then none tells."""
        start = self.text.rfind("\n", max(0, at - _HEADLINE), at) + 1
        stop = self.text.find("\n", at, at + _HEADLINE)
        if stop < 0 and len(self.text) - start <= _HEADLINE:
            stop = len(self.text)
        if stop < 0 or stop - start > _HEADLINE or (start == 0 and at > _HEADLINE):
            return False
        words = _LONG_WORD.findall(self.text, start, stop)
        return len(words) >= 4 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)

    def is_slot(self, at: int, group: str) -> bool:
        return bool(_slots(group).search(self.text[max(0, at - 30) : at]))

    def is_glued(self, hit: Hit) -> bool:
        """A capital word hangs on it by a hyphen: "Wal-Mart"."""
        text, start, end = self.text, hit.start, hit.end
        ahead = start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()
        behind = text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper()
        return ahead or behind

    def is_beside_area(self, hit: Hit) -> bool:
        """ "X, Y" with a capital Y: the way addresses and datelines name a small town."""
        return bool(_ADDRESS.match(self.text[hit.end : hit.end + 12]))

    def starts_sentence(self, at: int) -> bool:
        head = self.text[max(0, at - 3) : at].rstrip(" \t\"'“‘(")
        return not head or head[-1] in ".!?\n:”"


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def _bare(word: str) -> str:
    return word.casefold().strip(".'’").removesuffix("'s").removesuffix("’s")


_AGAINST, _WEAK, _SURE = -1, 0, 1  # evidence that a hit is a place


def _evidence(hit: Hit, context: _Context, people: set[str]) -> int:
    """What the words around a hit say: against a place, nothing, or for one.

    A hit that is part of another name becomes a modifier.
    """
    low = keys.fold(hit.text)
    strict = context.is_slot(hit.start, "slot_strict")
    is_area = bool(hit.kinds & {"country", "adm1", "region"})
    if (
        len(low) < 2
        or context.is_glued(hit)
        or (hit.text.isupper() and len(low) < 5 and not is_area)
    ):
        return _AGAINST
    if nationality_of(hit.text) is not None and "country" not in hit.kinds:
        return _AGAINST
    if low in _words("common"):
        return _AGAINST
    if _is_part_of_name(hit, context):
        hit.is_modifier = True
        return _SURE if is_area or hit.people >= _WELL_KNOWN else _AGAINST
    if _is_person(hit, context) or (hit.text in people and not strict):
        return _AGAINST
    if strict or is_area or hit.people >= _WELL_KNOWN or context.is_beside_area(hit):
        return _SURE
    if context.is_slot(hit.start, "slot_loose") and hit.people >= _KNOWN:
        return _SURE
    if context.starts_sentence(hit.start) and " " not in hit.text:
        return _AGAINST if hit.people < _WELL_KNOWN else _WEAK
    return _WEAK


def _is_kept(hit: Hit, named: frozenset[str], sure: set[str]) -> bool:
    """A weak hit counts where the same name is sure elsewhere, or in a theatre of villages."""
    if hit.evidence != _WEAK:
        return hit.evidence > 0
    return hit.text in sure or bool(hit.countries & named & romanised())


def _is_person(hit: Hit, context: _Context) -> bool:
    """A title or another capital word before it, or a verb of speech after it."""
    before = context.before(hit.start)
    if _bare(before) in _words("titles") and (_is_capital(before) or before.endswith(".")):
        return True
    if context.is_title_case(hit.start):
        return False
    is_owner = _POSSESSIVE.search(before) is not None  # "Syria's Idlib": an owner is no first name
    if _is_capital(before) and not is_owner and not _explained(before, hit.start, context):
        return not (before.isupper() and len(before) > 1)  # "CTV Winnipeg" is no person
    is_area = bool(hit.kinds & {"country", "adm1", "region"}) or hit.people >= 10 * _WELL_KNOWN
    return not is_area and _bare(context.after(hit.end)) in _words("speech")


def _is_part_of_name(hit: Hit, context: _Context) -> bool:
    """The next word has a capital and is no noun of places: "Montreal Police"."""
    before, after = context.before(hit.start), context.after(hit.end)
    if (
        len(before) > 1
        and before.isupper()
        and nationality_of(before) is None
        and not hit.text.isupper()
    ):
        return "country" not in hit.kinds
    if not _is_capital(after):
        return False
    if context.is_title_case(hit.start):
        return _bare(after) in _words("not_places")
    return _bare(after) in _words("not_places") or not _follows(after)


def _explained(before: str, at: int, context: _Context) -> bool:
    """Whether a capital word before a name is no part of a person's name."""
    low = _bare(before)
    if before.endswith((",", ";")) or (before.endswith(".") and len(before) > 3):
        return True
    known = low in _words("modifiers") or low in _words("generic") or low in _words("common")
    return known or nationality_of(before) is not None or low[:-1] in _country_names()


def _follows(after: str) -> bool:
    low = _bare(after)
    return low in _words("generic") or low in _words("common") or low in _words("modifiers")


def _people(hits: Sequence[Hit], context: _Context) -> set[str]:
    """Names that stand for a person somewhere in the document."""
    areas = {"country", "adm1", "region"}
    return {
        hit.text
        for hit in hits
        if not hit.kinds & areas and hit.people < _WELL_KNOWN and _is_person(hit, context)
    }


def _countries(hits: Sequence[Hit], text: str) -> frozenset[str]:
    """Countries of the sure names and nationality words, else those that most hits share."""
    found: set[str] = set()
    for hit in hits:
        if hit.evidence > 0 and ("country" in hit.kinds or len(hit.countries) == 1):
            found |= hit.countries
    found |= {_people_countries()[m[0]] for m in _peoples().finditer(text)}
    votes = Counter(cc for hit in hits if hit.evidence >= 0 for cc in hit.countries)
    most = max(votes.values(), default=0)
    total = sum(hit.evidence >= 0 for hit in hits)
    found |= {cc for cc, n in votes.items() if n == most and 2 * n >= total}
    return frozenset(found)


# --- slots ------------------------------------------------------------------------------------

_ARTICLE = r"(?:[aAeE]l|[aA]sh|[aA]s|[aA]n|[aA]r|[aA]d|[aA]t|[aA]z|[eE]z)[-‐ ]"
_RUN = re.compile(
    rf"(?:{_ARTICLE})?[‘’ʿʻ]?[{_UPPER}][\w‘’'ʿʻ`]*"
    rf"(?:[- ](?:(?:{_ARTICLE})|[bB]in[- ])?[{_UPPER}][\w‘’'ʿʻ`]*){{0,3}}"
)


def _slot_hits(
    text: str,
    found: Sequence[Hit],
    context: _Context,
    named: frozenset[str],
    people: set[str],
    gazetteer: Gazetteer,
) -> list[Hit]:
    """Capitalised runs that no name covers, in a slot for places."""
    taken = sorted((hit.start, hit.end) for hit in found)
    hits: list[Hit] = []
    position = 0
    for match in _RUN.finditer(text):
        start, end = match.span()
        while position < len(taken) and taken[position][1] <= start:
            position += 1
        if position < len(taken) and taken[position][0] < end:
            continue
        if text[end - 2 : end] in ("'s", "’s"):
            end -= 2
        listed = _listed(text, start, taken, hits)
        strict = listed or context.is_slot(start, "slot_strict")
        if not strict and not context.is_slot(start, "slot_loose"):
            continue
        hit = Hit(start, end, text[start:end], "slot")
        if not _may_be_slot(hit, context, people) or not _is_known(
            hit.text, strict, named, gazetteer
        ):
            continue
        hits.append(hit)
    return hits


_AND = re.compile(r"(?:,|,? and|,? or)\s(?:the\s)?(?:in\s|near\s)?")


def _listed(text: str, start: int, taken: list[tuple[int, int]], hits: list[Hit]) -> bool:
    """Whether a run continues a list of places: "the villages of X and Y"."""
    at = bisect_right(taken, (start, start)) - 1
    ends = [taken[at][1]] if at >= 0 else []
    ends += [hits[-1].end] if hits else []
    return any(0 < start - end < 14 and _AND.fullmatch(text[end:start]) for end in ends)


def _may_be_slot(hit: Hit, context: _Context, people: set[str]) -> bool:
    tokens = [_bare(t) for t in re.split(r"[ -]", hit.text)]
    if hit.text in people or any(
        t in _words("not_places") or t in _words("titles") for t in tokens
    ):
        return False
    if hit.text.isupper() or nationality_of(hit.text) is not None:
        return False
    if any(
        t in _words("common") and t not in ("al", "el", "abu", "bin", "umm", "ibn") for t in tokens
    ):
        return False
    return _bare(context.after(hit.end)) not in _words("not_places")


def _is_known(text: str, strict: bool, named: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Whether a loose key of the name leads into a country of the document."""
    first = keys.k1(text)
    for level, key in ((2, keys.latin_k2(first)), (3, keys.latin_k3(first))):
        if level == 3 and (len(key) < 3 or not strict):
            continue
        for pid, _ in gazetteer.lookup(level, key):
            if gazetteer.facts(pid).cc in named:
                return True
    return False


# --- nationalities ----------------------------------------------------------------------------


@cache
def _nationality_rows() -> dict[str, tuple[str, str]]:
    """Nationality word -> (id, code) of its country."""
    found: dict[str, tuple[str, str]] = {}
    for record in country_rows():
        for word in record["people"].split("|"):
            if word:
                found.setdefault(word, (f"gn:{record['geonameid']}", record["cc"]))
    return found


@cache
def _country_names() -> frozenset[str]:
    return frozenset(record["name"].casefold() for record in country_rows())


@cache
def _nationalities() -> dict[str, str]:
    return {word: ident for word, (ident, _) in _nationality_rows().items()}


@cache
def _people_countries() -> dict[str, str]:
    """Nationality word -> country code."""
    return {word: cc for word, (_, cc) in _nationality_rows().items()}


@cache
def _peoples() -> re.Pattern[str]:
    either = "|".join(sorted(map(re.escape, _nationalities()), key=len, reverse=True))
    return re.compile(rf"\b(?:{either})\b(?!\.)")


def nationality_of(word: str) -> str | None:
    """Id of the country a nationality word belongs to ("Syrian" -> "gn:163843"), else None."""
    return _nationalities().get(word)


# --- Arabic -----------------------------------------------------------------------------------

_ARABIC_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3\u06fa-\u06ff\u0640]+")


def _arabic_hits(text: str, gazetteer: Gazetteer) -> list[Hit]:
    spans = [m.span() for m in _ARABIC_WORD.finditer(text)]
    if not spans:
        return []
    tokens = [keys.arabic_k1(text[a:b]) for a, b in spans]
    hits: list[Hit] = []
    index = 0
    while index < len(spans):
        step = _arabic_name(text, spans, tokens, index, gazetteer)
        if step is None:
            index += 1
            continue
        hit, used = step
        hits.append(_weighed(hit, gazetteer))
        index += used
    for hit in hits:
        is_sure = bool(hit.kinds & {"country", "adm1"}) or hit.people >= _WELL_KNOWN
        hit.evidence = _SURE if is_sure else _WEAK
    named = _countries(hits, "")
    return [hit for hit in hits if hit.evidence > 0 or hit.countries & named]


def _arabic_name(
    text: str, spans: list[tuple[int, int]], tokens: list[str], index: int, gazetteer: Gazetteer
) -> tuple[Hit, int] | None:
    begin = spans[index][0]
    word = text[begin : spans[index][1]]
    for skip, first in _without_prefix(word):
        if len(first) < 2:
            continue
        window = " ".join([first, *tokens[index + 1 : index + 4]])
        for name in reversed(gazetteer.surfaces(window)):
            if len(name) == len(window) or window[len(name)] == " ":
                used = name.count(" ") + 1
                end = spans[index + used - 1][1]
                return Hit(begin + skip, end, text[begin + skip : end]), used
    return None


def _without_prefix(word: str) -> list[tuple[int, str]]:
    """Readings of an Arabic word: bare, without "and", without "in, to, as"."""
    readings = [(0, keys.arabic_k1(word))]
    for prefixes in (("و", "ف"), ("ب", "ل", "ك"), ("وب", "ول", "فب")):
        for prefix in prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 2:
                readings.append((len(prefix), keys.arabic_k1(word[len(prefix) :])))
    if word.startswith("لل") and len(word) > 4:
        readings.append((2, keys.arabic_k1("ال" + word[2:])))
    return readings
