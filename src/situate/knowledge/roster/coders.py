"""Names as data sets write them: code prefixes, bracketed years and countries, fixed patterns."""

from __future__ import annotations

import re
from functools import cache

from situate.knowledge.roster.fold import fold
from situate.knowledge.roster.states import countries, state_id
from situate.knowledge.roster.tables import table

PREFIX = re.compile(r"^[A-Za-z][A-Za-z-]{1,7}: ")
BRACKETS = re.compile(r"\(([^()]{1,60})\)")
YEARS = re.compile(r"\d{4}-(?:\d{4})?")


def folded(name: str) -> str:
    """Letters and digits only, folded, single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(name)[0]).split())


def bare(name: str) -> tuple[str, str | None]:
    """A coder's name without prefix, years and bracketed country; and that country's code."""
    country = None
    for content in BRACKETS.findall(name):
        if not YEARS.fullmatch(content):
            country = country or country_named(content)
    return " ".join(BRACKETS.sub(" ", PREFIX.sub("", name)).split()), country


@cache
def country_named(name: str) -> str | None:
    """ISO code of a country by one of its names, else None."""
    wanted = folded(name)
    for code, country in countries().items():
        if any(folded(form) == wanted for form in country.names):
            return code
    return None


def state_of(name: str, country: str | None) -> str | None:
    """Pattern id behind "Military Forces of X", "Government of X (Y)", else None."""
    rows = table("actor_patterns.yaml")["coders"]
    assert isinstance(rows, list)
    plain = folded(name)
    for row in rows:
        if plain.startswith(row["starts"]):
            code = _first_country(plain[len(row["starts"]) :]) or country
            if code:
                return state_id(code, row["role"])
    return None


def _first_country(words: str) -> str | None:
    """The country a text begins with: "Syria 11th Armored Division"."""
    bits = words.split()
    for size in range(min(len(bits), 5), 0, -1):
        code = country_named(" ".join(bits[:size]))
        if code:
            return code
    return None


def skeleton(name: str) -> str:
    """Consonants of a romanised name without its articles: "Faylaq al-Rahman" -> "flqrhmn"."""
    words = [w for w in folded(name).split() if w not in ("al", "el", "the", "of", "and")]
    kept = re.sub(r"[aeiouwy' ]|(?<=[kgsdt])h", "", "".join(words))
    return re.sub(r"(.)\1+", r"\1", kept).replace("ph", "f")
