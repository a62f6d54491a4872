"""Countries as actors: the state, its forces, police and government, by pattern and not by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from situate.knowledge.roster.entries import Entry
from situate.knowledge.roster.tables import DATA, table
from situate.model import ActorKind

COUNTRIES = DATA / "countries.tsv"


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its names and by what its people are called."""

    code: str
    name: str
    names: tuple[str, ...]
    people: tuple[str, ...]  # nouns and adjectives: Syrian, Syrians

    @property
    def adjective(self) -> str:
        return self.people[0] if self.people else self.name


@cache
def countries() -> dict[str, Country]:
    """Every country of countries.tsv by its ISO 3166-1 alpha-2 code."""
    found: dict[str, Country] = {}
    extra = table("actor_patterns.yaml")["people"]
    assert isinstance(extra, dict)
    for line in COUNTRIES.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or cells[0] == "cc" or len(cells) < 6:
            continue
        code, name, aliases = cells[0], cells[4], cells[5]
        people = [*(cells[6].split("|") if len(cells) > 6 else ()), *extra.get(code, ())]
        names = [name, *aliases.split("|")]
        found[code] = Country(code, name, _filled(names), _filled(people))
    return found


def _filled(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


@dataclass(frozen=True, slots=True)
class Role:
    """A part of a state: the words of its id and name, and its kind."""

    kind: ActorKind
    name: str


ROLES: dict[str, Role] = {
    "military": Role("state forces", "{adjective} armed forces"),
    "police": Role("police", "{adjective} police"),
    "government": Role("government", "Government of {name}"),
}


def state_id(code: str, role: str | None = None) -> str:
    """ "state:SY" for the country as a side, "state:SY:military" for a part of its state."""
    return f"state:{code}:{role}" if role else f"state:{code}"


def state_entry(ident: str) -> Entry | None:
    """The row a pattern id stands for, or None if it is no such id."""
    bits = ident.split(":")
    country = countries().get(bits[1]) if len(bits) in (2, 3) and bits[0] == "state" else None
    if country is None:
        return None
    if len(bits) == 2:
        return Entry(ident, f"Government of {country.name}", "government", (country.code,))
    role = ROLES.get(bits[2])
    if role is None:
        return None
    name = role.name.format(adjective=country.adjective, name=country.name)
    from situate.knowledge.roster.entries import Spell

    state = Spell(state_id(country.code))
    return Entry(ident, name, role.kind, (country.code,), parents=(state,), sides=(state,))
