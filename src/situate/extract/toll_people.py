"""The people that one deed takes by its own grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from situate.extract.toll_amounts import Amount, is_person
from situate.extract.toll_deeds import Deed, objects_of, subject_of
from situate.extract.toll_view import FAR, Claim, View, claim_of
from situate.knowledge import cues


def direct(view: View, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
    """The people a deed takes by its own grammar."""
    if _negated(view, deed) or _are_people(view, deed):
        return []
    if deed.kind == "lives":
        return _lives(view, deed)
    if deed.voice == "noun":
        found = _of_noun(view, deed)
    elif deed.voice == "active" and _is_elliptic(view, deed):
        found = _before(view, deed, parts)
    elif deed.voice == "active":
        found = _after(view, deed, parts)
    else:
        found = _before(view, deed, parts)
    return [claim for claim in found if _may_suffer(view, deed, claim)]


def _is_elliptic(view: View, deed: Deed) -> bool:
    """ "Two children killed 5 others injured": no "were", the five are the next word's."""
    before, after = view.left_of(deed), view.starting.get(deed.last + 1)
    if before is None or after is None or not view.words[deed.first].endswith("ed"):
        return False
    armed = before.noun is not None and view.words[before.noun] in cues.words("tolls", "armed")
    return not armed and view.follows_deed(after)


def _are_people(view: View, deed: Deed) -> bool:
    """ "rescuing the wounded": people who were hurt before, not a deed told here."""
    before = view.words[deed.first - 1] if deed.first else ""
    after = view.words[deed.last + 1] if deed.last + 1 < len(view.words) else ""
    article = before in ("the", "their", "its") and deed.kind in (
        "injured",
        "killed",
        "missing",
    )
    return article and deed.voice != "active" and after != "of"


def _negated(view: View, deed: Deed) -> bool:
    token = view.sentence.tokens[deed.first]
    return any(child.dep == "neg" for child in token.children) and deed.voice != "noun"


def _may_suffer(view: View, deed: Deed, claim: Claim) -> bool:
    """Places and things are captured too, and armed men who flee are no displaced people."""
    if deed.kind == "displaced" and claim.noun is not None:
        return is_person(view.words, claim.noun) and view.words[claim.noun] not in cues.words(
            "tolls", "armed"
        )
    if deed.kind in cues.words("tolls", "must_be_people") and deed.voice == "active":
        return claim.noun is not None and is_person(view.words, claim.noun)
    return True


def _before(view: View, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
    inside = view.holding.get(deed.first)
    if inside is not None and inside not in parts:  # "20 wounded soldiers", "12 dead"
        counts = deed.kind in cues.words("tolls", "attributive") or inside.noun == deed.first
        return [claim_of(deed, inside, "attribute")] if counts else []
    left = view.left_of(deed)
    if left is not None and left not in parts:
        return [_share_taken(view, deed, claim_of(deed, left, "before", 0.92))]
    i = deed.first - 1
    while i >= 0 and view.may_stand_between(i):
        i -= 1
    if i >= 0 and cues.ends("tolls", "no_one", view.words, i + 1):
        return [_nobody(view, deed, i)]
    subject = subject_of(view.sentence, deed.first)
    found = [] if subject is None else _people(view, deed, subject, parts, "subject")
    if found and not _is_share(view, found[0]):
        return found
    return _nearest_before(view, deed, parts)


def _is_share(view: View, claim: Claim) -> bool:
    """ "18 civilians, mostly children, killed": the children are a part."""
    return cues.ends("tolls", "parts.including", view.words, claim.first) > 0 or (
        cues.starts("tolls", "parts.including", view.words, claim.first) > 0
    )


def _share_taken(view: View, deed: Deed, claim: Claim) -> Claim:
    """ "12 of the 40 fighters were killed": the deed took the 12."""
    share = next((a for a in view.amounts if a.link == "out of" and a.last < claim.first), None)
    if share is None or claim.first - share.last > 4 or deed.first - claim.last < 2:
        return claim
    taken = claim_of(deed, share, "share", 0.93)
    return replace(taken, noun=claim.noun, last=claim.last)


def _nobody(view: View, deed: Deed, at: int) -> Claim:
    return Claim(deed, at, at, None, 0, 0, 0, ("none_reported",), "nobody")


def _nearest_before(view: View, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
    """Without help from the parse: the last amount of people before, no deed between."""
    i = deed.first - 1
    while i >= 0 and deed.first - i <= FAR and i not in view.deed_at:
        amount = view.holding.get(i)
        if view.words[i] in cues.words("tolls", "breaks"):
            return []
        if amount is not None and amount not in parts:
            bare = view.words[amount.last + 1 : amount.last + 2] == (",",)
            named = bare if amount.noun is None else is_person(view.words, amount.noun)
            return [claim_of(deed, amount, "nearest before", 0.6)] if named else []
        i -= 1
    return []


def _after(view: View, deed: Deed, parts: Sequence[Amount]) -> list[Claim]:
    i = deed.last + 1
    while i < len(view.words) and i not in view.starting and view.words[i].endswith("ly"):
        i += 1
    if i < len(view.words) and view.words[i] in cues.words("tolls", "reflexives"):
        others = view.starting.get(i + 2) if view.words[i + 1 : i + 2] == ("and",) else None
        rest = [claim_of(deed, others, "object")] if others is not None else []
        return [_bomber(view, deed, i), *rest]
    if i in view.starting:
        return [claim_of(deed, view.starting[i], "object")]
    objects = objects_of(view.sentence, deed.first) or objects_of(view.sentence, deed.last)
    return [claim for obj in objects for claim in _people(view, deed, obj, parts, "object")]


def _bomber(view: View, deed: Deed, at: int) -> Claim:
    single = view.words[at] != "themselves"
    high = 1 if single else None
    return Claim(deed, at, at, at, 1, high, high, ("bomber",), "reflexive")


def _of_noun(view: View, deed: Deed) -> list[Claim]:
    counted = view.holding.get(deed.first)
    if counted is not None and counted.noun is not None and counted.noun <= deed.last:
        if _refers_back(view, counted):
            return []
        vague = deed.kind == "casualties"
        return [claim_of(deed, counted, "counted noun", 0.8 if vague else 0.9)]
    if view.words[deed.last + 1 : deed.last + 2] == ("of",):
        return _of_people(view, deed, deed.last + 2)
    return _untold(view, deed)


def _refers_back(view: View, amount: Amount) -> bool:
    """ "These 12 fatalities" were counted in an earlier sentence."""
    return bool(
        cues.words("tolls", "refers_back")
        & set(view.words[max(0, amount.first - 1) : amount.number])
    )


def _lives(view: View, deed: Deed) -> list[Claim]:
    """ "claimed 12 lives", "claimed the lives of 12 people", "lost 12 fighters"."""
    killed = replace(deed, kind="killed")
    amount = view.starting.get(deed.last + 1)
    if amount is not None:
        lives = amount.noun is None or view.words[amount.noun] in cues.words("tolls", "lives.nouns")
        known = amount.noun is not None and is_person(view.words, amount.noun)
        return [claim_of(killed, amount, "object", 0.85)] if lives or known else []
    return []


def _of_people(view: View, deed: Deed, at: int) -> list[Claim]:
    """ "the death of 12 fighters"."""
    amount = view.starting.get(at)
    if amount is not None:
        whom = amount.noun is not None and is_person(view.words, amount.noun)
        number = amount.noun is None or deed.kind not in cues.words("tolls", "must_be_people")
        return [claim_of(deed, amount, "of")] if whom or number else []
    for child in view.sentence.tokens[deed.last].children:
        if child.dep == "prep" and child.i == at - 1:
            for noun in child.children:
                if noun.dep == "pobj":
                    return _people(view, deed, noun.i, (), "of")
    return []


def _untold(view: View, deed: Deed) -> list[Claim]:
    """ "caused casualties": somebody, how many is not told."""
    harm = view.words[deed.first] in cues.words("tolls", "untold_nouns")
    plural = view.sentence.tokens[deed.first].tag in ("NNS", "NNPS") or view.words[
        deed.first
    ].endswith("s")
    before = view.words[deed.first - 1] if deed.first else ""
    cause = before in cues.words("tolls", "of_wounds")
    unknown = any(
        cues.ends("tolls", "not_known", view.words, i)
        for i in range(max(1, deed.first - 2), deed.first + 1)
    )
    told = deed.first == 0 or before in cues.words("tolls", "untold_causes")
    subject = view.sentence.tokens[deed.first].dep in ("nsubjpass", "dobj")
    if not (harm and plural) or cause or unknown or not (told or subject):
        return []
    if deed.first == 0 and not subject:
        return []
    flags = ("number_untold",)
    return [Claim(deed, deed.first, deed.last, None, 1, None, None, flags, "untold noun", 0.6)]


def _people(view: View, deed: Deed, noun: int, parts: Sequence[Amount], rule: str) -> list[Claim]:
    """A noun found by the parse, with its number, or one or more by article and plural."""
    amount = view.holding.get(noun)
    if amount is not None:
        return [] if amount in parts else [claim_of(deed, amount, rule, 0.88)]
    token = view.sentence.tokens[noun]
    singular = cues.entry("tolls", "persons_pronouns").get(view.words[noun])
    named = is_person(view.words, noun) or _is_named(view, noun) or _titled(view, noun)
    if not named and not singular:
        return []
    first = token.left if token.left > noun - FAR else noun
    if token.tag in ("NNS", "NNPS") or view.words[noun] in ("people", "police"):
        flags = ("number_untold",)
        return [Claim(deed, first, noun, noun, 1, None, None, flags, rule, 0.7)]
    return [Claim(deed, first, noun, noun, 1, 1, 1, (), rule, 0.7)]


def _is_named(view: View, noun: int) -> bool:
    """Whether the noun is in a span marked as a person's name."""
    start = view.sentence.offsets[noun][0]
    return any(
        name.kind == "person" and name.quote.start <= start < name.quote.end
        for name in view.sentence.names
    )


def _titled(view: View, noun: int) -> bool:
    """ "Colonel X", "a commander 'X'"."""
    token = view.sentence.tokens[noun]
    near = [c.i for c in token.children if c.dep in ("compound", "appos", "amod")]
    return token.pos == "PROPN" and any(is_person(view.words, i) for i in near)
