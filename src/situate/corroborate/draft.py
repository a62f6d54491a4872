"""Changes to an index, held back until they are filed together with what was concluded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from situate.corroborate.increment import Edge, Reads, Weighed


class Draft:
    """An `Index` over another, which it only reads; over nothing it collects a whole one.

    `gone` and `untied` name mentions whose rows, or whose edges, fall in the index below.
    """

    def __init__(self, base: Reads | None = None) -> None:
        self.base = base
        self.gone: set[str] = set()
        self.untied: set[str] = set()
        self.filed: dict[str, Weighed] = {}
        self.sealed: dict[str, str] = {}
        self._tied: dict[str, set[Edge]] = {}
        self._blocks: dict[int, set[str]] = {}

    @property
    def tied(self) -> list[Edge]:
        """New good pairs, sorted."""
        return sorted({edge for mine in self._tied.values() for edge in mine})

    def rows(self, ids: Collection[str]) -> dict[str, bytes]:
        """Rows of those of the mentions that are kept."""
        mine = {m: self.filed[m].row for m in ids if m in self.filed}
        rest = [m for m in ids if m not in mine and m not in self.gone]
        return mine | (self.base.rows(rest) if self.base and rest else {})

    def members(self, blocks: Collection[int]) -> list[tuple[int, str]]:
        """(block, mention) for every mention of some blocks."""
        mine = [(block, m) for block in blocks for m in self._blocks.get(block, ())]
        below = self.base.members(blocks) if self.base else []
        return [*mine, *(row for row in below if row[1] not in self.gone)]

    def edges(self, ids: Collection[str]) -> list[Edge]:
        """Good pairs of which one mention at least is among those given."""
        mine = {edge for m in ids for edge in self._tied.get(m, ())}
        below = self.base.edges(ids) if self.base else []
        kept = (e for e in below if e[0] not in self.untied and e[1] not in self.untied)
        return [*mine, *kept]

    def bound(self, evidence: Collection[str]) -> list[tuple[str, str]]:
        """(evidence, mention) for every mention that stands on some evidence."""
        mine = [(w.evidence, m) for m, w in self.filed.items() if w.evidence in evidence]
        below = self.base.bound(evidence) if self.base and evidence else []
        return [*mine, *(row for row in below if row[1] not in self.gone)]

    def file(self, weighed: Iterable[Weighed]) -> None:
        """Keep mentions."""
        for kept in weighed:
            self.filed[kept.mention] = kept
            for block in kept.blocks:
                self._blocks.setdefault(block, set()).add(kept.mention)

    def forget(self, ids: Collection[str]) -> None:
        """Drop mentions, with their blocks and edges."""
        self.untie(ids)
        for mention in ids:
            if kept := self.filed.pop(mention, None):
                for block in kept.blocks:
                    self._blocks[block].discard(mention)
        self.gone.update(ids)

    def tie(self, edges: Iterable[Edge]) -> None:
        """Keep good pairs."""
        for edge in edges:
            for mention in edge[:2]:
                self._tied.setdefault(mention, set()).add(edge)

    def untie(self, ids: Collection[str]) -> None:
        """Drop every edge of some mentions."""
        self.untied.update(ids)
        for mention in ids:
            for edge in self._tied.pop(mention, set()):
                for end in edge[:2]:
                    self._tied.get(end, set()).discard(edge)

    def prints(self, incidents: Collection[str]) -> dict[str, str]:
        """Fingerprints of those incidents that stand below."""
        return self.base.prints(incidents) if self.base else {}

    def seal(self, prints: Mapping[str, str]) -> None:
        """Keep fingerprints of incidents concluded anew."""
        self.sealed |= prints
