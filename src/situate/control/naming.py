"""Which actor is shown for a side: the one that most often fights on the ground for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from situate.control.evidence import Evidence, side_key
from situate.control.settings import load_effects
from situate.model import Mention

OTHER = "other"


def namings_of(
    mentions: Sequence[Mention], evidence: Sequence[Evidence]
) -> dict[tuple[str, str, str], int]:
    """How far each mention speaks for an actor being the one shown: (mention, side, actor) ->
    weight. Who fights on the ground counts for more."""
    rows = {e.mention: e.row.name for e in evidence}
    ground = load_effects().ground_seen
    weights: Counter[tuple[str, str, str]] = Counter()
    for mention in mentions:
        if mention.id not in rows:
            continue
        weight = 5 if rows[mention.id] in ground else 1
        for role in (*mention.actors, *mention.targets):
            if role.value is not None and (key := side_key(role.value)):
                weights[mention.id, key, role.value.id or role.value.name] += weight
    return dict(weights)


def names_of(namings: Mapping[tuple[str, str, str], int]) -> dict[str, str]:
    """The actor shown for each side: the one that most often fights on the ground for it."""
    counts: dict[str, Counter[str]] = {}
    for (_, key, name), weight in namings.items():
        counts.setdefault(key, Counter())[name] += weight
    return {key: min(c, key=lambda n: (-c[n], n)) for key, c in counts.items()}


def with_unnamed(names: Mapping[str, str], evidence: Iterable[Evidence]) -> dict[str, str]:
    """A state whose own men no report names is shown by its key."""
    unnamed = {side: side for e in evidence for side in (*e.doers, *e.losers)}
    return {OTHER: OTHER, **unnamed, **names}
