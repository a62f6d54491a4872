"""What a phrase such as "Turkish troops" is, from word tables: role, country, head noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from situate.knowledge.roster.fold import fold
from situate.knowledge.roster.scan import Scanner
from situate.knowledge.roster.states import countries
from situate.knowledge.roster.tables import table
from situate.model import ActorKind

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
LONGEST = 6  # words before a head
STATE_ROLES = ("military", "police", "government")
KIND_OF: dict[str, ActorKind] = {
    "military": "state forces",
    "police": "police",
    "government": "government",
    "rebel": "rebel",
    "militia": "militia",
    "unidentified": "unidentified",
    "criminal": "criminal",
    "civilians": "civilians",
    "protesters": "protesters",
    "rioters": "rioters",
    "coalition": "coalition",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase without a name of its own is: role, country, and the head noun (folded)."""

    role: str
    country: str | None
    head: str
    modifiers: tuple[str, ...] = ()

    @property
    def kind(self) -> ActorKind:
        return "unidentified" if self.is_unidentified else KIND_OF[self.role]

    @property
    def is_unidentified(self) -> bool:
        if self.role == "rebel" and any(head_roles().get(m) == "rebel" for m in self.modifiers):
            return False  # "unidentified rebel fighters" are rebels
        return any(word in words("unidentified") for word in self.modifiers)

    @property
    def is_state(self) -> bool:
        """The state's own: its forces, police, government; not "rebel forces"."""
        return self.role in STATE_ROLES and not self.is_unidentified


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of actor_patterns.yaml."""
    listed = table("actor_patterns.yaml")[name]
    assert isinstance(listed, list | dict)
    return frozenset(listed)


@cache
def head_roles() -> dict[str, str]:
    rows: Any = table("actor_patterns.yaml")["heads"]
    return {word: role for role, listed in rows.items() for word in listed}


@cache
def _bound() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    data: Any = table("actor_patterns.yaml")
    return {k: frozenset(v) for k, v in data["bound_heads"].items()}, data["bound_roles"]


@cache
def nations() -> Scanner:
    """Names of countries ("=SY") and of their people ("SY")."""
    rows = []
    for code, country in countries().items():
        rows += [(word, code, False) for word in country.people]
        rows += [(name, f"={code}", False) for name in country.names]
    return Scanner(rows)


@cache
def _towns() -> Scanner:
    data: Any = table("actor_patterns.yaml")
    rows = [(town, code, False) for code, towns in data["theatres"].items() for town in towns]
    return Scanner([*rows, *((town, code, False) for town, code in data["capitals"].items())])


@lru_cache(maxsize=4)  # a text is asked again: for its names and for its scene
def theatre_of(text: str) -> frozenset[str]:
    """Codes of the countries a text names: themselves, their people, or their best known towns."""
    named = frozenset(hit.keys[0].lstrip("=") for hit in nations().scan(text))
    return named | frozenset(hit.keys[0] for hit in _towns().scan(text))


@dataclass(frozen=True, slots=True)
class Word:
    text: str  # folded
    start: int
    end: int
    joined: bool  # one space or hyphen from the word before

    @property
    def bare(self) -> str:
        return self.text[:-2] if self.text.endswith("'s") else self.text.rstrip("'")


def words_of(text: str) -> list[Word]:
    folded, offsets = fold(text)
    found = []
    before = -2
    for match in WORD.finditer(folded):
        start, end = match.span()
        first = offsets[start] if offsets else start
        last = offsets[end - 1] + 1 if offsets else end
        found.append(Word(match.group(), first, last, start - before == 1))
        before = end
    return found


@dataclass(frozen=True, slots=True)
class Phrase:
    first: int
    last: int
    reading: Reading


def phrases_in(found: list[Word], people: dict[int, tuple[int, str]]) -> list[Phrase]:
    """Head nouns with the words before them; `people` maps an end to (start, country code).

    A head that stands before another one is its modifier: "government forces" is one phrase.
    """
    kept: list[Phrase] = []
    for i, word in enumerate(found):
        if word.bare not in head_roles() and word.bare not in _bound()[0]:
            continue
        first, country, modifiers = _before(found, i, people)
        if word.bare in words("equipment"):
            modifiers = tuple(m for m in modifiers if m not in words("craft"))
        role = _lifted(_role_of(word.bare, modifiers), modifiers)
        if role is None:
            continue
        while kept and kept[-1].last >= first:
            kept.pop()
        kept.append(Phrase(first, i, Reading(role, country, word.bare, modifiers)))
    return kept


def _role_of(head: str, modifiers: tuple[str, ...]) -> str | None:
    role = head_roles().get(head)
    if role is not None:
        return role
    bound, roles = _bound()
    fitting = (m for m in modifiers if not bound[head] or m in bound[head])
    return roles.get(next(fitting, ""))


def _lifted(role: str | None, modifiers: tuple[str, ...]) -> str | None:
    """ "rebel forces" are rebels, "regime fighters" soldiers: the nearest telling word decides."""
    if role == "coalition":  # "the rebel coalition" is rebels, "the US-led coalition" is not
        sides = {head_roles().get(modifier) for modifier in modifiers}
        return next((side for side in ("rebel", "militia") if side in sides), role)
    if role not in ("military", "unidentified", "government", "rebel"):
        return role
    for modifier in modifiers:
        told = head_roles().get(modifier) or _bound()[1].get(modifier)
        if told in ("rebel", "militia", "police", "coalition", "criminal"):
            return told if role != "rebel" else role
        if modifier in words("state_words") and role in ("rebel", "unidentified"):
            return "military"
    return role


def _before(
    found: list[Word], i: int, people: dict[int, tuple[int, str]]
) -> tuple[int, str | None, tuple[str, ...]]:
    """Where the phrase of head i begins, its country, and its modifiers, nearest first."""
    first, country = i, None
    modifiers: list[str] = []
    heads = head_roles()
    while first > 0 and found[first].joined and i - first < LONGEST:
        previous = found[first - 1]
        nation = people.get(previous.start + len(previous.bare))
        if nation is not None:
            country = country or nation[1]
            first = _word_at(found, first - 1, nation[0])
            continue
        if previous.bare in words("modifiers") or previous.bare in heads:
            modifiers.append(previous.bare)
            first -= 1
            continue
        break
    return first, country, tuple(modifiers)


def _word_at(found: list[Word], i: int, start: int) -> int:
    while i > 0 and found[i].start > start:
        i -= 1
    return i


def people_of(text: str) -> dict[int, tuple[int, str]]:
    return {hit.end: (hit.start, hit.keys[0].lstrip("=")) for hit in nations().scan(text)}


@lru_cache(maxsize=4_096)
def read_phrase(phrase: str) -> Reading | None:
    """What "Turkish troops" or "the rebels" are, by their last head; None without a head."""
    found = phrases_in(words_of(phrase), people_of(phrase))
    return found[-1].reading if found else None


@lru_cache(maxsize=4_096)
def country_of(phrase: str) -> str | None:
    """Code of the country a phrase names by itself or by its people, the first one; else None."""
    # Alone, capitals tell nothing ("US"): beside a small word they are read as an acronym.
    hits = nations().scan(f"the {phrase}" if phrase.isupper() else phrase)
    return hits[0].keys[0].lstrip("=") if hits else None
