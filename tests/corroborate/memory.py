"""An index in memory, as plain as it can be: what the store's tables must behave like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from situate.corroborate.increment import Edge, Weighed


class MemoryIndex:
    """Dictionaries behind the protocol of `corroborate.increment.Index`."""

    def __init__(self) -> None:
        self.weighed: dict[str, Weighed] = {}
        self.good: set[Edge] = set()
        self.sealed: dict[str, str] = {}

    def rows(self, ids: Collection[str]) -> dict[str, bytes]:
        return {m: self.weighed[m].row for m in ids if m in self.weighed}

    def members(self, blocks: Collection[int]) -> list[tuple[int, str]]:
        wanted = set(blocks)
        return [(b, m) for m, w in self.weighed.items() for b in w.blocks if b in wanted]

    def edges(self, ids: Collection[str]) -> list[Edge]:
        wanted = set(ids)
        return [edge for edge in self.good if not wanted.isdisjoint(edge[:2])]

    def bound(self, evidence: Collection[str]) -> list[tuple[str, str]]:
        return [(w.evidence, m) for m, w in self.weighed.items() if w.evidence in set(evidence)]

    def file(self, weighed: Iterable[Weighed]) -> None:
        self.weighed |= {w.mention: w for w in weighed}

    def forget(self, ids: Collection[str]) -> None:
        self.untie(ids)
        self.weighed = {m: w for m, w in self.weighed.items() if m not in set(ids)}

    def tie(self, edges: Iterable[Edge]) -> None:
        self.good |= set(edges)

    def untie(self, ids: Collection[str]) -> None:
        wanted = set(ids)
        self.good = {edge for edge in self.good if wanted.isdisjoint(edge[:2])}

    def prints(self, incidents: Collection[str]) -> dict[str, str]:
        return {i: self.sealed[i] for i in incidents if i in self.sealed}

    def seal(self, prints: Mapping[str, str]) -> None:
        self.sealed |= prints
