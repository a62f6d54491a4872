"""A trigger of a sentence, decided: what folding and drafts work with."""

from __future__ import annotations

from dataclasses import dataclass

from situate.extract.decide import Slots
from situate.knowledge.lexicon import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A trigger with its slots and the rule that gave its type."""

    slots: Slots
    rule: Rule


def last_host(item: Found, hosts: dict[int, Found | None]) -> Found | None:
    """The trigger that remains of a chain of folded ones; None for one that stands alone."""
    host = hosts[id(item)]
    for _ in range(len(hosts)):
        if host is None or hosts[id(host)] is None:
            return host
        host = hosts[id(host)]
    return None
