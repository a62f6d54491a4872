"""What an event word in a parsed sentence is, before its roles are read."""

from __future__ import annotations

from dataclasses import dataclass

from situate.annotate import Sentence


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event word (or multiword) found in a sentence.

    `head` is the index of its syntactic head in `sentence.tokens`; `tokens` are all its token
    indices; `support` is the index of a light verb that carries it ("carried out an attack"), or
    None; `type` an event type of events.yaml; `rule` names the lexicon entry that fired.
    """

    sentence: Sentence
    head: int
    tokens: tuple[int, ...]
    type: str
    rule: str
    support: int | None = None
