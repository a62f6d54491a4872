"""A gazetteer that lacks one spelling of some places: for measuring, never for use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from situate.knowledge.gazetteer import keys, words
from situate.knowledge.gazetteer.store import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping


class HeldOut(Gazetteer):
    """`gazetteer` without the spelling `held[row]` of each row held out."""

    def __init__(self, gazetteer: Gazetteer, held: Mapping[int, str]) -> None:
        super().__init__(gazetteer.folder)
        self._left = {pid: self._keys_without(pid, text) for pid, text in held.items()}

    def lookup(self, level: int, key: str) -> list[tuple[int, int]]:
        """As the gazetteer's, less rows that only the held-out spelling leads to."""
        found = super().lookup(level, key)
        return [
            (pid, flags)
            for pid, flags in found
            if pid not in self._left or f"{level}{key}" in self._left[pid]
        ]

    def _keys_without(self, pid: int, text: str) -> set[str]:
        facts = self.facts(pid)
        spelt = keys.casefold(text)
        left: set[str] = set()
        for name in self.names_of(pid):
            if keys.casefold(name) != spelt:
                left |= keys_of(name, facts.cc)
        return left


def keys_of(name: str, cc: str) -> set[str]:
    """Keys of one name as the builder makes them, level first ("2haJin")."""
    first = keys.k1(name)
    x_is_kh = cc in words.x_is_kh()
    found = {f"1{first}", f"0{keys.casefold(name)}"}
    if cc in words.romanised():
        found |= {f"2{k}" for k in keys.k2_all(first, x_is_kh=x_is_kh)}
        found.add(f"3{keys.k3(first, x_is_kh=x_is_kh)}")
    return found
