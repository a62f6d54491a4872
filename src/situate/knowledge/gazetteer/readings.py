"""What the words around a name say: a place, a person, a part of another name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.folding import POSSESSIVE
from situate.knowledge.gazetteer.nationality import (
    country_names,
    nationality_of,
    people_countries,
    peoples,
)
from situate.knowledge.gazetteer.words import romanised, table

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer


WELL_KNOWN = 50_000  # people; a larger place needs no help from the words around it
_KNOWN = 500  # people; enough after "in" or "from"
UPPER = "A-Z\u00c0-\u00de\u0100-\u024f\u1e00-\u1eff"


@dataclass(slots=True)
class Hit:
    """A span that reads like a name, with what its rows at level 1 are."""

    start: int
    end: int
    text: str
    by: str = "gazetteer"
    evidence: int = 0  # see `evidence_of`
    is_modifier: bool = False  # a place inside another name, or a nationality word
    people: int = 0
    kinds: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


@cache
def words_of(group: str) -> frozenset[str]:
    """A list of `place_words.yaml`, lower case."""
    return frozenset(str(w) for w in table("place_words.yaml")[group])


@cache
def ordinary() -> frozenset[str]:
    """Words that are places by accident, given names among them."""
    return words_of("common") | words_of("given")


@cache
def _slots(group: str) -> re.Pattern[str]:
    either = "|".join(sorted((re.escape(w) for w in words_of(group)), key=len, reverse=True))
    return re.compile(rf"(?:^|[^a-z])(?:{either})\s+(?:the\s+)?$", re.IGNORECASE)


@cache
def _slot_ends(group: str) -> tuple[str, ...]:
    """Ends of the last word before a slot: most words have none of them and need no pattern."""
    return ("the", *{w.rpartition(" ")[2] for w in words_of(group)})


def weighed(hit: Hit, gazetteer: Gazetteer) -> Hit:
    """The hit with people, kinds and countries of the rows of its first key."""
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


_HEADLINE = 200  # code points
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_WORD_BEFORE = re.compile(r"([\w’'.-]+)[ \u00a0]$")
_WORD_AFTER = re.compile(r"^[ \u00a0]([\w’'-]+)")


_DATELINE = re.compile(
    r"(?:,\s[A-Z][\w. ]{1,20})?(?:\s?\([A-Z][\w /]{1,20}\))?\s?(?:[—–]|--|-\s)", re.UNICODE
)
_ADDRESS = re.compile(r",\s(?:[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.|[A-Z]{2}\b)")


class Neighbours:
    """The words on either side of a span."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._title_case: dict[tuple[int, int], bool] = {}  # of the lines asked about

    def before(self, at: int) -> str:
        """The word right before an offset, "" where a sign stands between."""
        match = _WORD_BEFORE.search(self.text, max(0, at - 30), at)
        return match[1] if match else ""

    def after(self, at: int) -> str:
        """The word right after an offset, "" where a sign stands between."""
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
        if (start, stop) not in self._title_case:
            words = _LONG_WORD.findall(self.text, start, stop)
            capitals = sum(w[0].isupper() for w in words)
            self._title_case[start, stop] = len(words) >= 4 and capitals >= 0.8 * len(words)
        return self._title_case[start, stop]

    def is_slot(self, at: int, group: str) -> bool:
        """Whether the words before an offset are of a list of slots."""
        before = self.text[max(0, at - 30) : at]
        is_likely = before.rstrip().lower().endswith(_slot_ends(group))
        return is_likely and _slots(group).search(before) is not None

    def is_glued(self, hit: Hit, edges: frozenset[int] = frozenset()) -> bool:
        """A capital word hangs on it by a hyphen: "Wal-Mart", but not "Russia-Turkey ties".

        `edges` are the offsets at which known areas and cities begin or end.
        """
        text, start, end = self.text, hit.start, hit.end
        ahead = start > 1 and text[start - 1] == "-" and text[start - 2].isalpha()
        behind = text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper()
        return (ahead and start - 1 not in edges) or (behind and end + 1 not in edges)

    def is_dateline(self, hit: Hit) -> bool:
        """A line that opens with a place and a dash: "BANTAM — A man", "KANO, Nigeria (AFP) -"."""
        head = self.text[max(0, hit.start - 2) : hit.start]
        is_first = hit.start == 0 or head.endswith("\n") or not head.strip()
        return is_first and bool(_DATELINE.match(self.text, hit.end, hit.end + 48))

    def is_beside_area(self, hit: Hit) -> bool:
        """ "X, Y" with a capital Y: the way addresses and datelines name a small town."""
        return bool(_ADDRESS.match(self.text[hit.end : hit.end + 12]))

    def starts_sentence(self, at: int) -> bool:
        """Whether a sentence, line or quotation begins at an offset."""
        head = self.text[max(0, at - 3) : at].rstrip(" \t\"'“‘(")
        return not head or head[-1] in ".!?\n:”"


def _is_capital(word: str) -> bool:
    return word[:1].isupper()


def bare(word: str) -> str:
    """A word in lower case, without the signs and the possessive at its end."""
    return word.casefold().strip(".'’").removesuffix("'s").removesuffix("’s")


AGAINST, WEAK, SURE = -1, 0, 1  # evidence that a hit is a place


def edges_of(hits: Sequence[Hit]) -> frozenset[int]:
    """Offsets at which areas and large cities begin or end."""
    sure = (h for h in hits if h.kinds & AREAS or h.people >= WELL_KNOWN)
    return frozenset(at for hit in sure for at in (hit.start, hit.end))


AREAS = frozenset(("country", "adm1", "region"))


def evidence_of(
    hit: Hit, context: Neighbours, people: set[str], edges: frozenset[int] = frozenset()
) -> int:
    """What the words around a hit say: against a place, nothing, or for one.

    A hit that is part of another name becomes a modifier.
    """
    low = keys.fold(hit.text)
    is_dateline = context.is_dateline(hit)
    strict = is_dateline or context.is_slot(hit.start, "slot_strict")
    is_area = bool(hit.kinds & {"country", "adm1", "region"})
    if (
        len(low) < 2
        or context.is_glued(hit, edges)
        or (hit.text.isupper() and len(low) < 5 and not is_area and not is_dateline)
    ):
        return AGAINST
    if nationality_of(hit.text) is not None and "country" not in hit.kinds:
        return AGAINST
    if hit.text.casefold().replace("’", "'") in words_of("contractions"):
        return AGAINST
    if low in ordinary() or low.removeprefix("al ").removeprefix("al-") in words_of("given"):
        return AGAINST
    if not is_area and context.is_slot(hit.start, "government_before"):
        return AGAINST
    if "region" in hit.kinds and context.is_slot(hit.start, "group_before"):
        return AGAINST
    if _is_part_of_name(hit, context):
        hit.is_modifier = True
        return SURE if is_area or hit.people >= WELL_KNOWN else AGAINST
    if _is_person(hit, context) or (hit.text in people and not strict):
        return AGAINST
    if strict or is_area or hit.people >= WELL_KNOWN or context.is_beside_area(hit):
        return SURE
    if context.is_slot(hit.start, "slot_loose") and hit.people >= _KNOWN:
        return SURE
    if context.starts_sentence(hit.start) and " " not in hit.text:
        return AGAINST if hit.people < WELL_KNOWN else WEAK
    return WEAK


def is_kept(hit: Hit, named: frozenset[str], sure: set[str]) -> bool:
    """A weak hit counts where the same name is sure elsewhere, or in a theatre of villages."""
    if hit.evidence != WEAK:
        return hit.evidence > 0
    return hit.text in sure or bool(hit.countries & named & romanised())


def _is_person(hit: Hit, context: Neighbours) -> bool:
    """A title or another capital word before it, or a verb of speech after it."""
    before = context.before(hit.start)
    if bare(before) in words_of("titles") and (_is_capital(before) or before.endswith(".")):
        return True
    if bare(before) in ("al", "el"):
        before = context.before(hit.start - len(before) - 1)
    if bare(before) in words_of("given") and _is_capital(before) and before[-1:] not in ",;":
        return True
    if context.is_title_case(hit.start):
        return False
    is_owner = POSSESSIVE.search(before) is not None  # "Syria's Idlib": an owner is no first name
    if _is_capital(before) and not is_owner and not _explained(before, hit.start, context):
        return not (before.isupper() and len(before) > 1)  # "CTV Winnipeg" is no person
    is_area = bool(hit.kinds & {"country", "adm1", "region"}) or hit.people >= 10 * WELL_KNOWN
    return not is_area and bare(context.after(hit.end)) in words_of("speech")


def _is_part_of_name(hit: Hit, context: Neighbours) -> bool:
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
        return bare(after) in words_of("not_places")
    return bare(after) in words_of("not_places") or not _follows(after)


def _explained(before: str, at: int, context: Neighbours) -> bool:
    """Whether a capital word before a name is no part of a person's name."""
    low = bare(before)
    if before.endswith((",", ";")) or (before.endswith(".") and len(before) > 3):
        return True
    known = low in words_of("modifiers") or low in words_of("generic") or low in words_of("common")
    return known or nationality_of(before) is not None or low[:-1] in country_names()


def _follows(after: str) -> bool:
    low = bare(after)
    return low in words_of("generic") or low in words_of("common") or low in words_of("modifiers")


def people_of(hits: Sequence[Hit], context: Neighbours) -> set[str]:
    """Names that stand for a person somewhere in the document."""
    areas = {"country", "adm1", "region"}
    return {
        hit.text
        for hit in hits
        if not hit.kinds & areas and hit.people < WELL_KNOWN and _is_person(hit, context)
    }


def countries_of(hits: Sequence[Hit], text: str) -> frozenset[str]:
    """Countries of the sure names and nationality words, else those that most hits share."""
    found: set[str] = set()
    for hit in hits:
        if hit.evidence > 0 and ("country" in hit.kinds or len(hit.countries) == 1):
            found |= hit.countries
    found |= {people_countries()[m[0]] for m in peoples().finditer(text)}
    votes = Counter(cc for hit in hits if hit.evidence >= 0 for cc in hit.countries)
    most = max(votes.values(), default=0)
    total = sum(hit.evidence >= 0 for hit in hits)
    found |= {cc for cc, n in votes.items() if n == most and 2 * n >= total}
    return frozenset(found)
