"""Shares of a toll ("including 7 children") and people besides it ("with their families")."""

from __future__ import annotations

from collections.abc import Sequence

from situate.extract.toll_amounts import Amount, is_person
from situate.extract.toll_claims import Reading
from situate.extract.toll_deeds import Deed
from situate.extract.toll_view import Claim, claim_of
from situate.knowledge import cues
from situate.model import Count

REACH = 14  # tokens between a cue and the people it is about


def words_of(reading: Reading, first: int, last: int) -> str:
    """The report's words of tokens first to last."""
    return reading.sentence.quote(first, last).text


def who_of(reading: Reading, amount: Amount) -> str | None:
    """The noun group of an amount without its number and article; None for a bare number."""
    if amount.noun is None:
        return None
    first = amount.after
    skipped = cues.words("tolls", "amounts.of") | {"the", "of", "its", "their", "his", "a", "an"}
    while first < amount.noun and reading.words[first] in skipped:
        first += 1
    return words_of(reading, first, amount.last)


def parts_of(reading: Reading, claims: Sequence[Claim]) -> dict[int, tuple[Count, ...]]:
    """Index of a claim -> the shares told of it, in order. A share goes to the claim before it."""
    shares: dict[int, list[Count]] = {}
    for amount in reading.parts:
        index = _whole_of(claims, amount.first)
        if index is not None:
            count = Count(_share_who(reading, amount), amount.low, amount.high)
            shares.setdefault(index, []).append(count)
    for amount in reading.amounts:
        index = _out_of(claims, amount)
        if index is not None and amount.link == "out of":
            count = Count(_share_who(reading, amount), amount.low, amount.high)
            shares.setdefault(index, []).append(count)
    for at, count in _uncounted(reading):
        index = _whole_of(claims, at)
        if index is not None:
            shares.setdefault(index, []).insert(0, _most(reading, at, count, claims[index]))
    return {index: tuple(counts) for index, counts in shares.items()}


def _whole_of(claims: Sequence[Claim], at: int) -> int | None:
    before = [i for i, claim in enumerate(claims) if claim.first < at]
    return max(before, key=lambda i: claims[i].first) if before else None


def _out_of(claims: Sequence[Claim], amount: Amount) -> int | None:
    """The claim whose amount follows at once: "12 of | the 40 killed"."""
    for index, claim in enumerate(claims):
        if 0 < claim.first - amount.last <= 4 and claim.rule != "share":
            return index
    return None


def _share_who(reading: Reading, amount: Amount) -> str | None:
    if amount.noun is not None:
        return who_of(reading, amount)
    i = amount.last + 1
    while i < len(reading.words) and i <= amount.last + REACH:
        if is_person(reading.words, i):
            return words_of(reading, i, i)
        if reading.words[i] in (",", ";", "."):
            break
        i += 1
    return None


def _uncounted(reading: Reading) -> list[tuple[int, Count]]:
    """Shares without a number: "including their families", "most of them civilians"."""
    found: list[tuple[int, Count]] = []
    counted = {i for amount in reading.amounts for i in range(amount.first, amount.last + 1)}
    after = 0
    for i, length in cues.found("tolls", "parts.including", reading.words):
        if i < after:
            continue
        noun = _plain_people(reading, i + length, counted) if i not in counted else None
        if noun is not None:
            found.append((i, Count(words_of(reading, *noun), None, None)))
        after = i + length
    return found


def _most(reading: Reading, at: int, count: Count, whole: Claim) -> Count:
    """ "most of them" is more than half of a whole that is known."""
    if not cues.starts("tolls", "parts.most", reading.words, at) or whole.low is None:
        return count
    return Count(count.who, whole.low // 2 + 1, whole.high)


def _plain_people(reading: Reading, at: int, counted: set[int]) -> tuple[int, int] | None:
    """First and last token of a noun group for people without a number, within a few tokens."""
    for i in range(at, min(len(reading.words), at + 4)):
        if i in counted or reading.words[i] in (",", "(", ";"):
            return None
        if is_person(reading.words, i):
            first = at if reading.words[at] not in ("the", "were", "are") else i
            return first, i
    return None


def additions(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """People besides those counted: "along with a driver", "together with their families"."""
    found: list[Claim] = []
    counted = {i for amount in reading.amounts for i in range(amount.first, amount.last + 1)}
    starting = {amount.first: amount for amount in reading.amounts}
    kinfolk = cues.words("tolls", "added_kin")
    claimed = {claim.first for claim in claims}
    openers = cues.openers("tolls", "additions", "with_kin")
    for i, word in enumerate(reading.words):
        if word not in openers:
            continue
        length = cues.starts("tolls", "additions", reading.words, i)
        kin = 0 if length else cues.starts("tolls", "with_kin", reading.words, i)
        whole = _whole_of(claims, i) if length or kin else None
        if whole is None or not _same_clause(reading, claims[whole], i):
            continue
        amount, deed = starting.get(i + length), claims[whole].deed
        noun = _kin(reading, i + length + kin, counted)
        if length and amount is not None and amount.noun is not None:
            if amount.first not in claimed and is_person(reading.words, amount.noun):
                found.append(claim_of(deed, amount, "people in addition", 0.8))
        elif noun is not None and (length or reading.words[noun[1]] in kinfolk):
            single = reading.words[noun[1]] in cues.words("tolls", "single_kin")
            found.append(_one(deed, *noun) if single else _untold(deed, *noun))
    return found


def _one(deed: Deed, first: int, last: int) -> Claim:
    """ "and his wife" is one person."""
    return Claim(deed, first, last, last, 1, 1, 1, (), "people in addition", 0.7)


def _untold(deed: Deed, first: int, last: int) -> Claim:
    return Claim(
        deed, first, last, last, 1, None, None, ("number_untold",), "people in addition", 0.7
    )


def _kin(reading: Reading, at: int, counted: set[int]) -> tuple[int, int] | None:
    group = _plain_people(reading, at, counted)
    if group is None:
        return None
    first = at - 1 if reading.words[at - 1] in ("their", "his", "her") else group[0]
    plural = reading.sentence.tokens[group[1]].tag in ("NNS", "NNPS")
    kin = reading.words[group[1]] in cues.words("tolls", "added_kin")
    return (first, group[1]) if plural or kin else None


def _same_clause(reading: Reading, claim: Claim, at: int) -> bool:
    """The cue stands near its whole, with no other deed between."""
    own = range(claim.deed.first, claim.deed.last + 1)
    others = {i for d in reading.deeds for i in range(d.first, d.last + 1) if i not in own}
    return at - claim.last <= REACH and not any(i in others for i in range(claim.last + 1, at))
