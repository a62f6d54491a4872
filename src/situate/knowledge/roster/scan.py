"""Every roster name in a text, in time linear in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

from ahocorasick_rs import AhoCorasick

from situate.knowledge.roster.fold import fold
from situate.knowledge.roster.tables import table

SUN = tuple("tdrzsnl")
ACRONYM_LETTERS = 6  # longer all-capital names are headlines, not acronyms
MOST_SPELLINGS = 48
CLITICS = ("و", "ب", "ل", "ف", "ك", "وب", "ول", "لل", "ال", "وال", "بال", "فال", "كال")


@dataclass(frozen=True, slots=True)
class Hit:
    """A known string at start:end of the report; `keys` are what it may mean."""

    start: int
    end: int
    keys: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    keys: tuple[str, ...]
    acronym: str | None  # exact capitals wanted where it is short
    weak: bool


def is_acronym(name: str) -> bool:
    """All capitals and short: SDF, ISIS, PFLP-GC, M-19."""
    return len(name) <= ACRONYM_LETTERS + 2 and name.isupper()


def spellings(name: str) -> set[str]:
    """Folded forms a writer may use for a name: article, apostrophe and house spellings."""
    words = fold(name)[0].split()
    groups = _groups()
    choices = [_word_forms(words, i, groups) for i in range(len(words))]
    forms: set[str] = set()
    for picked in product(*choices):
        forms.add(" ".join(picked))
        if len(forms) >= MOST_SPELLINGS:
            break
    return forms | {form.replace("'", "") for form in forms}


def _word_forms(words: list[str], i: int, groups: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    word = words[i]
    if word in ("al", "el") and i + 1 < len(words):
        following = words[i + 1]
        assimilated = [f"a{following[:2] if following[:2] in ('sh', 'th') else following[0]}"]
        return ("al", "el", *(assimilated if following.startswith(SUN) else ()))
    return groups.get(word, (word,))


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    rows = table("actor_patterns.yaml")["spellings"]
    assert isinstance(rows, list)
    return {word: (word, *(w for w in row if w != word)) for row in rows for word in row}


class Scanner:
    """Strings to look for; built once, then safe to share."""

    def __init__(self, names: Iterable[tuple[str, str, bool]]) -> None:
        """`names` are (name, key, weak) in order of precedence."""
        meanings: dict[str, dict[str, None]] = defaultdict(dict)
        acronyms: dict[str, str | None] = {}
        strong: set[str] = set()
        for name, key, weak in names:
            acronym = name if is_acronym(name) else None
            for form in spellings(name) if acronym is None else {fold(name)[0]}:
                meanings[form].setdefault(key)
                acronyms[form] = acronym if acronyms.get(form, acronym) else None
                if not weak:
                    strong.add(form)
        self._forms = [
            _Form(tuple(keys), acronyms[form], form not in strong)
            for form, keys in meanings.items()
        ]
        self.by_form = {form: tuple(keys) for form, keys in meanings.items()}
        self._automaton = AhoCorasick(list(meanings))
        common = table("actor_patterns.yaml")["common_words"]
        assert isinstance(common, list)
        self._common = frozenset(common)

    def keys(self, name: str) -> tuple[str, ...]:
        """What a whole name means, in order of precedence."""
        return self.by_form.get(" ".join(fold(name)[0].split()), ())

    def scan(self, text: str) -> list[Hit]:
        """Longest names first found from the left, never overlapping."""
        folded, offsets = fold(text)
        cased = text.upper() != text and text.lower() != text
        hits: list[tuple[int, int, _Form]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            form = self._forms[index]
            if not _is_whole(folded, start, end):
                continue
            first = offsets[start] if offsets else start
            last = offsets[end - 1] + 1 if offsets else end
            if self._is_written_so(text[first:last], form, cased):
                hits.append((first, last, form))
        return list(_longest(hits))

    def _is_written_so(self, words: str, form: _Form, cased: bool) -> bool:
        """Capitals where the name needs them; in a text without case, no common word."""
        if not cased:
            return form.acronym is None or (len(words) > 2 and words.lower() not in self._common)
        if form.acronym is None:
            return any(char.isupper() or char > "\u0590" for char in words)
        if len(words) <= 3:
            return words.isupper()
        return words.isupper() or words == words.capitalize() or words == form.acronym


def _is_whole(folded: str, start: int, end: int) -> bool:
    if end < len(folded) and folded[end].isalnum():
        return False
    if start == 0 or not folded[start - 1].isalnum():
        return True
    if not "\u0600" <= folded[start] <= "\u06ff":
        return False
    first = start
    while first > 0 and folded[first - 1].isalnum() and start - first < 4:
        first -= 1
    return folded[first:start] in CLITICS


def _longest(hits: list[tuple[int, int, _Form]]) -> Iterator[Hit]:
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    at = 0
    for start, end, form in hits:
        if start >= at:
            yield Hit(start, end, form.keys, form.weak)
            at = end
