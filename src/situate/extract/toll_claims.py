"""Who suffered which deed: each deed of a sentence with the people it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from situate.annotate import Sentence
from situate.extract.lemmas import pos_of
from situate.extract.toll_amounts import Amount, amounts, is_person, lowered
from situate.extract.toll_deeds import Deed, deeds, objects_of, subject_of
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read for people: its words, amounts, deeds and the claims that join them."""

    sentence: Sentence
    words: tuple[str, ...]
    amounts: tuple[Amount, ...]
    deeds: tuple[Deed, ...]
    claims: tuple[Claim, ...]
    parts: tuple[Amount, ...]  # amounts that are a share of another


def read(sentence: Sentence) -> Reading:
    """All deeds and people of one sentence; linear in its tokens."""
    words = lowered(sentence.doc)
    if not cues_present(words):
        return Reading(sentence, words, (), (), (), ())
    found = amounts(sentence)
    done = deeds(sentence, words, found)
    view = _View(sentence, words, found, done)
    parts = view.parts()
    direct = [claim for deed in done for claim in view.direct(deed, parts)]
    claims = view.coordinated(_first_of_each(direct), parts)
    return Reading(sentence, words, found, done, tuple(claims), tuple(parts))


def cues_present(words: Sequence[str]) -> bool:
    """A cheap gate: whether any word could tell what befell people."""
    from situate.extract.toll_deeds import lexicon

    table = lexicon()
    others = cues.words("tolls", "loses") | cues.words("tolls", "lives.nouns")
    toll = cues.words("tolls", "cumulative.toll")
    return any(word in table or word in others or word in toll for word in words) or any(
        cues.starts("tolls", "phrases", words, i) for i in range(len(words))
    )


def claim_of(deed: Deed, amount: Amount, rule: str, confidence: float = 0.9) -> Claim:
    """The claim that `deed` took the people of `amount`."""
    noun = (
        None if amount.noun is not None and deed.first <= amount.noun <= deed.last else amount.noun
    )
    last = amount.last
    bounds = (amount.low, amount.high, amount.best)
    return Claim(deed, amount.first, last, noun, *bounds, amount.flags, rule, confidence)


def _first_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """An amount is claimed once, by the strongest and then the nearest deed."""
    best: dict[int, Claim] = {}

    def weight(claim: Claim) -> float:
        """Who was displaced earlier may be killed now."""
        return claim.confidence - (0.2 if claim.deed.kind == "displaced" else 0.0)

    for claim in claims:
        other = best.get(claim.first)
        if other is None or weight(claim) > weight(other):
            best[claim.first] = claim
    return sorted(best.values(), key=lambda c: (c.first, c.deed.first))


class _View:
    """One sentence opened for reading: index of amounts by their first and last token."""

    def __init__(
        self,
        sentence: Sentence,
        words: tuple[str, ...],
        found: tuple[Amount, ...],
        done: tuple[Deed, ...],
    ) -> None:
        self.sentence, self.words, self.amounts, self.deeds = sentence, words, found, done
        self.starting = {amount.first: amount for amount in found}
        self.holding = {i: amount for amount in found for i in range(amount.first, amount.last + 1)}
        self.deed_at = {i: deed for deed in done for i in range(deed.first, deed.last + 1)}

    # --- shares of another amount -----------------------------------------------------------

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

    # --- people of a deed ---------------------------------------------------------------------

    def direct(self, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
        """The people a deed takes by its own grammar."""
        if self._negated(deed) or self._are_people(deed):
            return []
        if deed.kind == "lives":
            return self._lives(deed)
        if deed.voice == "noun":
            found = self._of_noun(deed)
        elif deed.voice == "active":
            found = self._after(deed, parts)
        else:
            found = self._before(deed, parts)
        return [claim for claim in found if self._may_suffer(deed, claim)]

    def _are_people(self, deed: Deed) -> bool:
        """ "rescuing the wounded": people who were hurt before, not a deed told here."""
        before = self.words[deed.first - 1] if deed.first else ""
        after = self.words[deed.last + 1] if deed.last + 1 < len(self.words) else ""
        article = before in ("the", "their", "its") and deed.kind in (
            "injured",
            "killed",
            "missing",
        )
        return article and deed.voice != "active" and after != "of"

    def _negated(self, deed: Deed) -> bool:
        token = self.sentence.doc[deed.first]
        return any(child.dep_ == "neg" for child in token.children) and deed.voice != "noun"

    def _may_suffer(self, deed: Deed, claim: Claim) -> bool:
        """Places and things are captured too, and armed men who flee are no displaced people."""
        if deed.kind == "displaced" and claim.noun is not None:
            return is_person(self.words, claim.noun) and self.words[claim.noun] not in cues.words(
                "tolls", "armed"
            )
        if deed.kind in cues.words("tolls", "must_be_people") and deed.voice == "active":
            return claim.noun is not None and is_person(self.words, claim.noun)
        return True

    def follows_deed(self, amount: Amount) -> bool:
        """Whether a deed stands right after the amount ("32 civilians were killed")."""
        i = amount.last + 1
        while i < len(self.words) and self._may_stand_between(i):
            i += 1
        deed = self.deed_at.get(i)
        return deed is not None and deed.voice not in ("active", "noun")

    def _may_stand_between(self, i: int) -> bool:
        word = self.words[i]
        auxiliary = word in cues.words("tolls", "be") or word in cues.words("tolls", "have")
        return auxiliary or word in cues.words("tolls", "adverbs") or word.endswith("ly")

    def _left_of(self, deed: Deed) -> Amount | None:
        """The amount right before a deed, auxiliaries and adverbs between them skipped."""
        i = deed.first - 1
        while i >= 0 and i not in self.holding and self._may_stand_between(i):
            i -= 1
        amount = self.holding.get(i)
        return amount if amount is not None and amount.last == i else None

    def _before(self, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
        inside = self.holding.get(deed.first)
        if inside is not None and inside not in parts:  # "20 wounded soldiers", "12 dead"
            counts = deed.kind in cues.words("tolls", "attributive") or inside.noun == deed.first
            return [claim_of(deed, inside, "attribute")] if counts else []
        left = self._left_of(deed)
        if left is not None and left not in parts:
            return [self._share_taken(deed, claim_of(deed, left, "before", 0.92))]
        i = deed.first - 1
        while i >= 0 and self._may_stand_between(i):
            i -= 1
        if i >= 0 and cues.ends("tolls", "no_one", self.words, i + 1):
            return [self._nobody(deed, i)]
        subject = subject_of(self.sentence, deed.first)
        found = [] if subject is None else self._people(deed, subject, parts, "subject")
        if found and not self._is_share(found[0]):
            return found
        return self._nearest_before(deed, parts)

    def _is_share(self, claim: Claim) -> bool:
        """ "18 civilians, mostly children, killed": the children are a part."""
        return cues.ends("tolls", "parts.including", self.words, claim.first) > 0 or (
            cues.starts("tolls", "parts.including", self.words, claim.first) > 0
        )

    def _share_taken(self, deed: Deed, claim: Claim) -> Claim:
        """ "12 of the 40 fighters were killed": the deed took the 12."""
        share = next((a for a in self.amounts if a.link == "out of" and a.last < claim.first), None)
        if share is None or claim.first - share.last > 4 or deed.first - claim.last < 2:
            return claim
        taken = claim_of(deed, share, "share", 0.93)
        return replace(taken, noun=claim.noun, last=claim.last)

    def _nobody(self, deed: Deed, at: int) -> Claim:
        return Claim(deed, at, at, None, 0, 0, 0, ("none_reported",), "nobody")

    def _nearest_before(self, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
        """Without help from the parse: the last amount of people before, no deed between."""
        i = deed.first - 1
        while i >= 0 and deed.first - i <= FAR and i not in self.deed_at:
            amount = self.holding.get(i)
            if self.words[i] in cues.words("tolls", "breaks"):
                return []
            if amount is not None and amount not in parts:
                bare = self.words[amount.last + 1 : amount.last + 2] == (",",)
                named = bare if amount.noun is None else is_person(self.words, amount.noun)
                return [claim_of(deed, amount, "nearest before", 0.6)] if named else []
            i -= 1
        return []

    def _after(self, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
        i = deed.last + 1
        while i < len(self.words) and i not in self.starting and self.words[i].endswith("ly"):
            i += 1
        if i < len(self.words) and self.words[i] in cues.words("tolls", "reflexives"):
            others = self.starting.get(i + 2) if self.words[i + 1 : i + 2] == ("and",) else None
            rest = [claim_of(deed, others, "object")] if others is not None else []
            return [self._bomber(deed, i), *rest]
        if i in self.starting:
            return [claim_of(deed, self.starting[i], "object")]
        objects = objects_of(self.sentence, deed.first) or objects_of(self.sentence, deed.last)
        return [claim for obj in objects for claim in self._people(deed, obj, parts, "object")]

    def _bomber(self, deed: Deed, at: int) -> Claim:
        single = self.words[at] != "themselves"
        high = 1 if single else None
        return Claim(deed, at, at, at, 1, high, high, ("bomber",), "reflexive")

    def _of_noun(self, deed: Deed) -> list[Claim]:
        counted = self.holding.get(deed.first)
        if counted is not None and counted.noun is not None and counted.noun <= deed.last:
            if self._refers_back(counted):
                return []
            vague = deed.kind == "casualties"
            return [claim_of(deed, counted, "counted noun", 0.8 if vague else 0.9)]
        if self.words[deed.last + 1 : deed.last + 2] == ("of",):
            return self._of_people(deed, deed.last + 2)
        return self._untold(deed)

    def _refers_back(self, amount: Amount) -> bool:
        """ "These 12 fatalities" were counted in an earlier sentence."""
        return bool(
            cues.words("tolls", "refers_back")
            & set(self.words[max(0, amount.first - 1) : amount.number])
        )

    def _lives(self, deed: Deed) -> list[Claim]:
        """ "claimed 12 lives", "claimed the lives of 12 people", "lost 12 fighters"."""
        killed = replace(deed, kind="killed")
        amount = self.starting.get(deed.last + 1)
        if amount is not None:
            lives = amount.noun is None or self.words[amount.noun] in cues.words(
                "tolls", "lives.nouns"
            )
            known = amount.noun is not None and is_person(self.words, amount.noun)
            return [claim_of(killed, amount, "object", 0.85)] if lives or known else []
        return []

    def _of_people(self, deed: Deed, at: int) -> list[Claim]:
        """ "the death of 12 fighters"."""
        amount = self.starting.get(at)
        if amount is not None:
            whom = amount.noun is not None and is_person(self.words, amount.noun)
            number = amount.noun is None or deed.kind not in cues.words("tolls", "must_be_people")
            return [claim_of(deed, amount, "of")] if whom or number else []
        for child in self.sentence.doc[deed.last].children:
            if child.dep_ == "prep" and child.i == at - 1:
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        return self._people(deed, noun.i, (), "of")
        return []

    def _untold(self, deed: Deed) -> list[Claim]:
        """ "caused casualties": somebody, how many is not told."""
        harm = self.words[deed.first] in cues.words("tolls", "untold_nouns")
        plural = self.sentence.doc[deed.first].tag_ in ("NNS", "NNPS") or self.words[
            deed.first
        ].endswith("s")
        before = self.words[deed.first - 1] if deed.first else ""
        cause = before in cues.words("tolls", "of_wounds")
        unknown = any(
            cues.ends("tolls", "not_known", self.words, i)
            for i in range(max(1, deed.first - 2), deed.first + 1)
        )
        told = deed.first == 0 or before in cues.words("tolls", "untold_causes")
        subject = self.sentence.doc[deed.first].dep_ in ("nsubjpass", "dobj")
        if not (harm and plural) or cause or unknown or not (told or subject):
            return []
        if deed.first == 0 and not subject:
            return []
        flags = ("number_untold",)
        return [Claim(deed, deed.first, deed.last, None, 1, None, None, flags, "untold noun", 0.6)]

    def _people(self, deed: Deed, noun: int, parts: Sequence[Amount], rule: str) -> list[Claim]:
        """A noun found by the parse, with its number, or one or more by article and plural."""
        amount = self.holding.get(noun)
        if amount is not None:
            return [] if amount in parts else [claim_of(deed, amount, rule, 0.88)]
        token = self.sentence.doc[noun]
        singular = cues.entry("tolls", "persons_pronouns").get(self.words[noun])
        named = is_person(self.words, noun) or self._is_named(noun) or self._titled(noun)
        if not named and not singular:
            return []
        first = token.left_edge.i if token.left_edge.i > noun - FAR else noun
        if token.tag_ in ("NNS", "NNPS") or self.words[noun] in ("people", "police"):
            flags = ("number_untold",)
            return [Claim(deed, first, noun, noun, 1, None, None, flags, rule, 0.7)]
        return [Claim(deed, first, noun, noun, 1, 1, 1, (), rule, 0.7)]

    def _is_named(self, noun: int) -> bool:
        """Whether the noun is in a span marked as a person's name."""
        start = self.sentence.offsets[noun][0]
        return any(
            name.kind == "person" and name.quote.start <= start < name.quote.end
            for name in self.sentence.names
        )

    def _titled(self, noun: int) -> bool:
        """ "Colonel X", "a commander 'X'"."""
        token = self.sentence.doc[noun]
        near = [c.i for c in token.children if c.dep_ in ("compound", "appos", "amod")]
        return pos_of(token) == "PROPN" and any(is_person(self.words, i) for i in near)

    # --- second groups --------------------------------------------------------------------------

    def coordinated(self, claims: list[Claim], parts: Sequence[Amount]) -> list[Claim]:
        """Adds "and 5 rebels" after, and "6 rebels and" before, people already claimed."""
        taken = {claim.first for claim in claims} | {amount.first for amount in parts}
        everything = list(claims)
        for step in (1, -1):
            for claim in list(everything):
                self._spread(claim, step, taken, everything)
        return sorted(everything, key=lambda c: (c.first, c.deed.first))

    def _spread(self, claim: Claim, step: int, taken: set[int], claims: list[Claim]) -> None:
        index = next((i for i, a in enumerate(self.amounts) if a.first == claim.first), None)
        if index is None and step == 1:
            self._second(claim, taken, claims)
        while index is not None and 0 <= index + step < len(self.amounts):
            left, right = sorted(
                (self.amounts[index], self.amounts[index + step]), key=lambda a: a.first
            )
            other = self.amounts[index + step]
            if other.first in taken or not self._lists(left, right) or not self._is_group(other):
                return
            taken.add(other.first)
            claims.append(claim_of(claim.deed, other, f"{claim.rule}, in a list", 0.85))
            index += step

    def _second(self, claim: Claim, taken: set[int], claims: list[Claim]) -> None:
        """ "the death of the attacker and 20 guards": a number joined to people without one."""
        amount = self.starting.get(claim.last + 2)
        joined = self.words[claim.last + 1 : claim.last + 2] in (("and",), ("&",))
        if joined and amount is not None and amount.first not in taken and self._is_group(amount):
            taken.add(amount.first)
            claims.append(claim_of(claim.deed, amount, f"{claim.rule}, in a list", 0.85))

    def _is_group(self, amount: Amount) -> bool:
        """A counted noun for people, or a name that may stand for a side ("311 IS")."""
        if amount.link is not None:
            return False
        if amount.noun is None:  # "1 from the army and another from the rebels"
            return cues.starts("tolls", "side_links", self.words, amount.last + 1) > 0
        word, noun = self.words[amount.noun], self.sentence.doc[amount.noun]
        named = pos_of(noun) == "PROPN" or word.isupper()
        return named or is_person(self.words, amount.noun) or word in cues.words("tolls", "forces")

    def _lists(self, left: Amount, right: Amount) -> bool:
        """Two amounts in one list: joined by a comma or and, no verb or deed between them."""
        between = range(left.last + 1, right.first)
        if not between or len(between) > FAR:
            return False
        joined = self.words[between[-1]] in ("and", ",", "&", "or", "plus")
        if not joined and not cues.ends("tolls", "additions", self.words, right.first):
            return False
        doc = self.sentence.doc
        return not any(
            i in self.deed_at
            or (pos_of(doc[i]) == "VERB" and doc[i].dep_ != "amod")
            or self.words[i] in cues.words("tolls", "breaks")
            for i in between
        )
