"""Everything about one place of a theatre, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from situate.control.belief import Beliefs, beliefs_of, state_names
from situate.control.chain import Chain, chain_of
from situate.control.evidence import Evidence
from situate.control.naming import OTHER
from situate.control.nearby import Around
from situate.control.settings import load_clock
from situate.control.shown import Support, supports_of
from situate.control.theatre import Theatre
from situate.control.timeline import Moment, timeline
from situate.control.votes import Vote, time_of, votes_of
from situate.model import Place, Step

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Record:
    """Everything about one place of a theatre, worked out once."""

    theatre: Theatre
    at: int

    @property
    def place(self) -> Place:
        return self.theatre.places[self.at]

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        return (*self.theatre.evidence[self.at], *self.theatre.from_areas(self.at))

    @cached_property
    def around(self) -> Around:
        return self.theatre.around(self.at)

    @cached_property
    def sides(self) -> tuple[str, ...]:
        return self.theatre.sides(self.at, self.around)

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each side key; sides beyond the most frequent share the last one."""
        known = {side: i for i, side in enumerate(self.sides)}
        if OTHER in known:
            told = {s for e in self.evidence for s in (*e.doers, *e.losers)}
            if len(self.sides) > load_clock()["sides"]["most"]:
                known |= dict.fromkeys(told - known.keys(), known[OTHER])
        return known

    @cached_property
    def chain(self) -> Chain:
        return chain_of(len(self.sides))

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.theatre.names.get(side, side) for side in self.sides)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The states of the chain, with the actors shown for its sides."""
        return state_names(self.chain, self.names)

    @cached_property
    def by_time(self) -> tuple[tuple[float, ...], tuple[Evidence, ...]]:
        """Evidence in the order of time, with its times."""
        told = sorted(self.evidence, key=time_of)
        return tuple(map(time_of, told)), tuple(told)

    @cached_property
    def votes(self) -> tuple[Vote, ...]:
        return votes_of(self.evidence, self.chain, self.index)

    @cached_property
    def supports(self) -> tuple[Support, ...]:
        """What kind of evidence speaks for each side after the first 0, 1, 2 ... votes."""
        return supports_of(self.votes, self.index)

    @cached_property
    def beliefs(self) -> Beliefs:
        first = self.votes[0].time if self.votes else 0.0
        return beliefs_of(
            self.votes, self.chain, self.names, self.theatre.clock(self.around, first)
        )

    def probabilities(self, belief: Floats) -> Floats:
        """The probabilities shown for a belief; rows for days give rows for days.

        The filter is too modest, so its odds are raised to a power; and the reader is a witness
        too, so a part of the prior is mixed in, more while all rests on one trigger pattern
        (control.md 3.5). Monotone: which state leads never changes.
        """
        patterns = {vote.chosen.pattern for vote in self.votes}
        kappa = load_clock()["one_pattern" if len(patterns) < 2 else "many_patterns"]
        sharp = belief ** load_clock()["sharpen"]
        sharp /= sharp.sum(axis=-1, keepdims=True)
        mixed: Floats = (1 - kappa) * sharp + kappa * self.chain.rest
        return mixed

    @cached_property
    def told(self) -> tuple[tuple[Moment, ...], tuple[tuple[float, Step], ...]]:
        names = {**dict.fromkeys(self.index, OTHER), **self.theatre.names}
        return timeline(self.evidence, self.votes, names, dated=self.theatre.dated)


def records_of(theatre: Theatre) -> Iterable[Record]:
    """Places that some claim about who holds them speaks of; others have no row.

    Nor has a place that reports only might mean, where a likelier one bears the name.
    """
    for at in range(len(theatre.places)):
        told = theatre.evidence[at]
        if any(e.row.doer is not None and e.rho > 0 and not e.rival for e in told):
            yield Record(theatre, at)
