"""Labels of rows as happenings: who belongs, and which pairs say why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from situate.corroborate.blocks import Longs
from situate.corroborate.features import FEATURES
from situate.corroborate.pairs import Pairs
from situate.corroborate.scoring import explain
from situate.corroborate.table import Table
from situate.corroborate.weights import Weights, load_weights
from situate.model import Incident, Mention
from situate.records import digest

REASONS = 12  # lines of why an incident keeps


@dataclass(frozen=True, slots=True)
class Happening:
    """Ids of the mentions of one happening, sorted, and the first pairs that joined them."""

    members: tuple[str, ...]
    joined: tuple[tuple[str, str], ...]

    @property
    def incident(self) -> str:
        """Id of its incident: that of its first mention, so a later report seldom changes it."""
        return digest("incident", self.members[0])

    @property
    def print(self) -> str:
        """What its incident rests on, given the mentions: equal prints give equal incidents."""
        return digest("happening", *self.members, "", *(m for pair in self.joined for m in pair))


def happenings_of(label: Longs, joined: Longs, ids: Sequence[str]) -> list[Happening]:
    """Happenings by their first mention; `label` and `joined` are rows of `ids`, sorted."""
    members: dict[int, list[str]] = {}
    for row, top in enumerate(label.tolist()):
        members.setdefault(top, []).append(ids[row])
    pairs: dict[int, list[tuple[str, str]]] = {}
    for i, j in joined.tolist():
        mine = pairs.setdefault(int(label[i]), [])
        if len(mine) < REASONS:
            mine.append((ids[i], ids[j]))
    return [Happening(tuple(rows), tuple(pairs.get(top, ()))) for top, rows in members.items()]


def reasons_of(
    happenings: Sequence[Happening],
    table: Table,
    weights: Weights,
    at: Mapping[str, int],
    said: Mapping[str, Mention],
) -> list[tuple[str, ...]]:
    """For each happening, the pairs that joined it and the features that spoke for them."""
    rows = [(at[a], at[b]) for h in happenings for a, b in h.joined]
    if not rows:
        return [() for _ in happenings]
    pair = np.array(rows)
    words = iter(explain(Pairs(table, weights, pair[:, 0], pair[:, 1])))
    return [
        tuple(
            f"“{said[a].trigger.text}” = “{said[b].trigger.text}”: {next(words)}"
            for a, b in h.joined
        )
        for h in happenings
    ]


def reasons(incident: Incident) -> list[str]:
    """Why its reports are one incident and how many voices they are, a line each."""
    voices = [
        f"voice {w.root}{' (a party)' if w.party else ''}: {len(w.documents)} "
        f"report{'s' * (len(w.documents) != 1)}, {w.reason}"
        for w in incident.witnesses
    ]
    return [*voices, *incident.why]


def legend() -> list[str]:
    """What each row of the table looks at, with its weight in log odds, the heaviest first."""
    weights = load_weights()
    rows = sorted(FEATURES, key=lambda f: (-abs(weights.weight[f.name]), f.name))
    start = f"Log odds begin at {weights.bias:+.1f}; two mentions are joined from "
    return [f"{start}{weights.threshold:+.1f} on."] + [
        f"{f.name} {weights.weight[f.name]:+.1f}: {(f.look.__doc__ or '').split(chr(10))[0]}"
        for f in rows
    ]
