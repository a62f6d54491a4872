"""How good the reading is: shipped figures, decisions on this data, and what was set aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from situate.serve.figures import Score, published, reviewed
from situate.serve.web.archive import Archive

# What of a store a reader counts; the other tables are how it works.
COUNTED = {
    "document": "reports", "mention": "statements", "quote": "quoted words",
    "judgement": "decisions by persons", "incident": "incidents", "hold": "spells of holding",
    "area": "pockets and fronts", "run": "runs",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quality:
    """The page; `published` are the figures of this version, null where none ship."""

    scores: tuple[Score, ...]
    counts: tuple[tuple[str, int], ...]
    rejects: tuple[tuple[str, str, int], ...]
    judgements: int
    unbound: int | None
    published: dict[str, Any] | None = None


_KEPT: dict[int, tuple[str, Quality]] = {}


def quality(archive: Archive) -> Quality:
    """The figures of a store, counted again when the store has changed."""
    stamp = archive.stamp()
    kept = _KEPT.get(id(archive))
    if kept is None or kept[0] != stamp:
        kept = (stamp, _quality(archive))
        _KEPT[id(archive)] = kept
    return kept[1]


def _quality(archive: Archive) -> Quality:
    store = archive.store
    found = reviewed(store)
    rejects = Counter((r.stage, r.reason) for r in store.set_aside())
    counts = store.counts() | {"document": len(store.current_documents())}
    return Quality(
        found.scores,
        tuple((told, counts[name]) for name, told in COUNTED.items()),
        tuple((stage, reason, n) for (stage, reason), n in rejects.most_common(50)),
        found.judgements,
        found.unbound,
        published(),
    )
