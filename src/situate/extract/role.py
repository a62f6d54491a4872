"""The roles of one mention as quotes, and the classes of words that fill them."""

from __future__ import annotations

from dataclasses import dataclass, field

from situate.extract.kinds import kinds
from situate.extract.tree import Tree
from situate.model import Actor, Sourced, SourcedPlace

PEOPLE = frozenset(
    (
        "armed",
        "person",
        "police",
        "state",
        "group",
        "crowd",
        "mob",
        "gang",
        "pronoun",
        "partitive",
        "operation_name",
        "named",
    )
)
THINGS = frozenset(
    ("building", "vehicle", "site", "weapon", "infrastructure", "strategic", "device", "military")
)
WEAPONS = frozenset(
    ("weapon", "handheld", "heavy", "aircraft", "device", "grenade", "chemagent", "suicide")
)


@dataclass(slots=True)
class Roles:
    """Roles of one mention, each list in order of rank."""

    actors: list[Sourced[Actor]] = field(default_factory=list)
    targets: list[Sourced[Actor]] = field(default_factory=list)
    backers: list[Sourced[Actor]] = field(default_factory=list)
    objects: list[Sourced[str]] = field(default_factory=list)
    weapons: list[Sourced[str]] = field(default_factory=list)
    places: list[SourcedPlace] = field(default_factory=list)


def is_side(tree: Tree, i: int) -> bool:
    """Whether a noun names armed men, not a place."""
    found = kinds(tree, i)
    return "armed" in found and "place" not in found
