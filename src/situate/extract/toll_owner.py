"""Which trigger of a sentence a toll belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from situate.annotate import Sentence
from situate.extract.trigger import Trigger
from situate.knowledge import cues

RESULT = ("advcl", "acl", "relcl", "prep", "pcomp")
STEPS = 40  # a parse deeper than this is broken


def owners(
    sentence: Sentence, token: int, triggers: Sequence[Trigger], result: bool
) -> tuple[int, ...]:
    """Indexes into `triggers` of who owns a toll told by the predicate at `token`; () if nobody.

    Two only if `result` and a second verb coordinated with the first precedes it as well.
    """
    at = _token_index(triggers)
    inside = _of_acts(_inside(sentence, triggers, token), triggers)
    one = _up(sentence, token, at, inside, result)
    if one is None:
        one = _nearest(inside, triggers, token)
    if one is None:
        return ()
    return (one, *_sharing(sentence, token, triggers, one)) if result else (one,)


def _token_index(triggers: Sequence[Trigger]) -> dict[int, int]:
    index: dict[int, int] = {}
    for i, trigger in enumerate(triggers):
        for token in (*trigger.tokens, trigger.head, trigger.support):
            if token is not None:
                index.setdefault(token, i)
    return index


def _inside(sentence: Sentence, triggers: Sequence[Trigger], token: int) -> list[int]:
    """Triggers in the same stretch of the sentence: joined headlines share no tolls."""
    breaks = [
        t.i for t in sentence.tokens if t.lower in cues.words("tolls", "breaks") and t.lower != ":"
    ]
    return [
        i
        for i, trigger in enumerate(triggers)
        if not any(min(token, trigger.head) < b < max(token, trigger.head) for b in breaks)
    ]


def _of_acts(inside: list[int], triggers: Sequence[Trigger]) -> list[int]:
    """ "accused the army of bombing it, killing 20": the bombing killed, not the accusation."""
    saying = cues.words("tolls", "harmless")
    return [i for i in inside if triggers[i].type not in saying] or inside


def _up(
    sentence: Sentence, token: int, at: dict[int, int], inside: Sequence[int], result: bool
) -> int | None:
    """From the predicate to the root: itself, then what is in its clause, then what it hangs on."""
    here = sentence.tokens[token]
    below = _below(sentence, at, inside)
    for step in range(STEPS):
        if at.get(here.i) in inside:
            return at[here.i]
        skip = step == 0 and result and here.dep in RESULT
        found = below.get(here.i)
        if found and not skip:
            return min(found, key=lambda pair: (abs(pair[0] - token), pair[0]))[1]
        if here.head.i == here.i:
            return None
        here = here.head
    return None


def _below(
    sentence: Sentence, at: dict[int, int], inside: Sequence[int]
) -> dict[int, list[tuple[int, int]]]:
    """Token -> triggers (token, index) in its clause: the way up crosses no other full clause."""
    found: dict[int, list[tuple[int, int]]] = {}
    for token, index in at.items():
        if index not in inside:
            continue
        here = sentence.tokens[token]
        for _ in range(STEPS):
            if here.head.i == here.i or _is_own_clause(here):
                break
            here = here.head
            found.setdefault(here.i, []).append((token, index))
    return found


def _is_own_clause(token: object) -> bool:
    """A coordinated or embedded clause with a subject of its own."""
    dep, children = token.dep, token.children  # type: ignore[attr-defined]
    return dep in ("conj", "ccomp", "parataxis") and any(
        c.dep in ("nsubj", "nsubjpass") for c in children
    )


def _nearest(inside: Sequence[int], triggers: Sequence[Trigger], token: int) -> int | None:
    """Without help from the parse: the last trigger before, else the first after."""
    if not inside:
        return None
    before = [i for i in inside if triggers[i].head <= token]
    if before:
        return max(before, key=lambda i: triggers[i].head)
    return min(inside, key=lambda i: triggers[i].head)


def _sharing(
    sentence: Sentence, token: int, triggers: Sequence[Trigger], one: int
) -> tuple[int, ...]:
    """Other verbs coordinated with the owner, before the result clause, without own subject."""
    head = sentence.tokens[triggers[one].head]
    found: list[int] = []
    for i, trigger in enumerate(triggers):
        other = sentence.tokens[trigger.head]
        joined = (other.dep == "conj" and other.head.i == head.i) or (
            head.dep == "conj" and head.head.i == other.i
        )
        own_subject = any(
            c.dep in ("nsubj", "nsubjpass") for c in (other if other.i > head.i else head).children
        )
        verbs = other.pos == "VERB" and head.pos == "VERB"
        if i != one and joined and verbs and not own_subject and max(other.i, head.i) < token:
            found.append(i)
    return tuple(found)
