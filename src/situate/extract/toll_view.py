"""One sentence opened for reading: which amounts and deeds stand where, and beside what."""

from __future__ import annotations

from dataclasses import dataclass

from situate.annotate import Sentence
from situate.extract.speakers_words import subject_of
from situate.extract.toll_amounts import Amount, is_person
from situate.extract.toll_deeds import Deed
from situate.knowledge import cues

FAR = 12  # tokens a coordinated second group may lie behind the first


@dataclass(frozen=True, slots=True)
class Claim:
    """A deed and people it took: token span, head noun (None: number only), bounds, rule."""

    deed: Deed
    first: int
    last: int
    noun: int | None
    low: int | None
    high: int | None
    best: int | None
    flags: tuple[str, ...]
    rule: str
    confidence: float = 0.9


def claim_of(deed: Deed, amount: Amount, rule: str, confidence: float = 0.9) -> Claim:
    """The claim that `deed` took the people of `amount`."""
    noun = (
        None if amount.noun is not None and deed.first <= amount.noun <= deed.last else amount.noun
    )
    last = amount.last
    bounds = (amount.low, amount.high, amount.best)
    return Claim(deed, amount.first, last, noun, *bounds, amount.flags, rule, confidence)


def tells(sentence: Sentence, amount: Amount) -> bool:
    """ "killing 12 men, a spokesman said": who tells of the dead is none of them."""
    if amount.noun is None:
        return False
    noun, after = sentence.tokens[amount.noun], amount.last + 1
    verbs = [noun.head] if noun.dep == "nsubj" and subject_of(noun.head) is noun else []
    verbs += [sentence.tokens[after]] if after < len(sentence.tokens) else []
    return any(
        verb.lemma in cues.words("speech", "telling") and verb.tag in ("VBD", "VBZ", "VBP")
        for verb in verbs
    )


class View:
    """Amounts and deeds of a sentence, found by token."""

    def __init__(
        self,
        sentence: Sentence,
        words: tuple[str, ...],
        found: tuple[Amount, ...],
        done: tuple[Deed, ...],
    ) -> None:
        found = tuple(amount for amount in found if not tells(sentence, amount))
        self.sentence, self.words, self.amounts, self.deeds = sentence, words, found, done
        self.starting = {amount.first: amount for amount in found}
        self.holding = {i: amount for amount in found for i in range(amount.first, amount.last + 1)}
        self.deed_at = {i: deed for deed in done for i in range(deed.first, deed.last + 1)}

    def parts(self) -> list[Amount]:
        """Amounts told as a share: "including 7 children and 3 women", "7 of them"."""
        found: list[Amount] = []
        open_part = False
        for index, amount in enumerate(self.amounts):
            cued = cues.ends("tolls", "parts.including", self.words, amount.first) > 0
            joined = open_part and self._joins(self.amounts[index - 1], amount)
            share = amount.link == "of them" or self._bracketed(amount) or self._told_after(amount)
            open_part = (index > 0 and (cued or share or joined)) or (
                cued and self._whole_before(amount)
            )
            if open_part:
                found.append(amount)
        return found

    def _whole_before(self, amount: Amount) -> bool:
        return any(is_person(self.words, i) for i in range(max(0, amount.first - 8), amount.first))

    def _joins(self, left: Amount, right: Amount) -> bool:
        """Whether `right` continues a list that `left` is in; a comma before "and" ends it."""
        between = self.words[left.last + 1 : right.first]
        if len(between) > FAR or any(i in self.deed_at for i in range(left.last + 1, right.first)):
            return False
        ends_clause = len(between) > 1 and between[-2:] == (",", "and") and self.follows_deed(right)
        return bool(between) and between[-1] in ("and", ",", "&") and not ends_clause

    def _bracketed(self, amount: Amount) -> bool:
        after = self.words[amount.last + 1 : amount.last + 2]
        before = self.words[amount.first - 1 : amount.first]
        return before in (("(",), ("[",)) and after in ((")",), ("]",), (",",), ("and",))

    def _told_after(self, amount: Amount) -> bool:
        """ "12 were children", "7 children among them"."""
        at = amount.last + 1
        if cues.starts("tolls", "parts.after", self.words, at):
            return True
        be = self.words[at : at + 1]
        return (
            amount.noun is None
            and bool(be)
            and be[0] in ("were", "are", "was")
            and at + 1 < len(self.words)
            and is_person(self.words, at + 1)
        )

    def follows_deed(self, amount: Amount) -> bool:
        """Whether a deed stands right after the amount ("32 civilians were killed")."""
        i = amount.last + 1
        while i < len(self.words) and self.may_stand_between(i):
            i += 1
        deed = self.deed_at.get(i)
        return deed is not None and deed.voice not in ("active", "noun")

    def may_stand_between(self, i: int) -> bool:
        word = self.words[i]
        auxiliary = word in cues.words("tolls", "be") or word in cues.words("tolls", "have")
        return auxiliary or word in cues.words("tolls", "adverbs") or word.endswith("ly")

    def left_of(self, deed: Deed) -> Amount | None:
        """The amount right before a deed, auxiliaries and adverbs between them skipped."""
        i = deed.first - 1
        while i >= 0 and i not in self.holding and self.may_stand_between(i):
            i -= 1
        amount = self.holding.get(i)
        return amount if amount is not None and amount.last == i else None
