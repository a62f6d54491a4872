"""Second groups of people: "3 soldiers and 5 rebels", whichever of them the deed stands by."""

from __future__ import annotations

from collections.abc import Sequence

from situate.extract.toll_amounts import Amount, is_person
from situate.extract.toll_view import FAR, Claim, View, claim_of
from situate.knowledge import cues


def coordinated(view: View, claims: list[Claim], parts: Sequence[Amount]) -> list[Claim]:
    """Adds "and 5 rebels" after, and "6 rebels and" before, people already claimed."""
    taken = {claim.first for claim in claims} | {amount.first for amount in parts}
    everything = list(claims)
    for step in (1, -1):
        for claim in list(everything):
            _spread(view, claim, step, taken, everything)
    return sorted(everything, key=lambda c: (c.first, c.deed.first))


def _spread(view: View, claim: Claim, step: int, taken: set[int], claims: list[Claim]) -> None:
    index = next((i for i, a in enumerate(view.amounts) if a.first == claim.first), None)
    if index is None and step == 1:
        _second(view, claim, taken, claims)
    while index is not None and 0 <= index + step < len(view.amounts):
        left, right = sorted(
            (view.amounts[index], view.amounts[index + step]), key=lambda a: a.first
        )
        other = view.amounts[index + step]
        listed = _lists(view, left, right) or (step == 1 and _gapped(view, claim, left, right))
        if other.first in taken or not listed or not _is_group(view, other):
            return
        taken.add(other.first)
        claims.append(claim_of(claim.deed, other, f"{claim.rule}, in a list", 0.85))
        index += step


def _gapped(view: View, claim: Claim, left: Amount, right: Amount) -> bool:
    """ "10 civilians died and 2 fighters": the deed between them is said of both."""
    at = claim.deed.last + 1
    if claim.deed.voice not in ("happens", "passive") or claim.deed.first <= left.last:
        return False
    joined = view.words[at : right.first] in (("and",), (",", "and"), ("along", "with"))
    return joined and not view.follows_deed(right) and right.noun is not None


def _second(view: View, claim: Claim, taken: set[int], claims: list[Claim]) -> None:
    """ "the death of the attacker and 20 guards": a number joined to people without one."""
    amount = view.starting.get(claim.last + 2)
    joined = view.words[claim.last + 1 : claim.last + 2] in (("and",), ("&",))
    if joined and amount is not None and amount.first not in taken and _is_group(view, amount):
        taken.add(amount.first)
        claims.append(claim_of(claim.deed, amount, f"{claim.rule}, in a list", 0.85))


def _is_group(view: View, amount: Amount) -> bool:
    """A counted noun for people, or a name that may stand for a side ("311 IS")."""
    if amount.link is not None:
        return False
    if amount.noun is None:  # "1 from the army and another from the rebels"
        return cues.starts("tolls", "side_links", view.words, amount.last + 1) > 0
    word, noun = view.words[amount.noun], view.sentence.tokens[amount.noun]
    named = noun.pos == "PROPN" or word.isupper()
    return named or is_person(view.words, amount.noun) or word in cues.words("tolls", "forces")


def _lists(view: View, left: Amount, right: Amount) -> bool:
    """Two amounts in one list: joined by a comma or and, no verb or deed between them."""
    between = range(left.last + 1, right.first)
    if not between or len(between) > FAR:
        return False
    joined = view.words[between[-1]] in ("and", ",", "&", "or", "plus")
    if not joined and not cues.ends("tolls", "additions", view.words, right.first):
        return False
    tokens = view.sentence.tokens
    return not any(
        i in view.deed_at
        or (
            tokens[i].pos == "VERB"
            and tokens[i].dep != "amod"
            and view.words[i] not in cues.words("tolls", "naming")
        )
        or view.words[i] in cues.words("tolls", "breaks")
        for i in between
    )
