"""Words that tell what befell people: killed, wounded, dead, the death of, casualties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from situate.annotate import Sentence
from situate.extract.toll_amounts import Amount
from situate.knowledge import cues

Voice = Literal["active", "passive", "happens", "state", "noun"]
SUBJECTS = ("nsubjpass", "nsubj")


@dataclass(frozen=True, slots=True)
class Deed:
    """One such word or phrase: tokens first to last, its kind of toll and how it takes people.

    active: the people follow ("killing 12"); passive, happens, state: they come first ("12 were
    killed", "12 died", "12 dead"); noun: "12 deaths", "the death of 12".
    """

    first: int
    last: int
    kind: str
    voice: Voice

    @property
    def token(self) -> int:
        """The word that ties the deed to the sentence's grammar."""
        return self.first


@cache
def lexicon() -> dict[str, tuple[str, str]]:
    """Word form -> (kind, part): "killed" -> ("killed", "verbs")."""
    table: dict[str, tuple[str, str]] = {}
    irregular: dict[str, str] = cues.entry("tolls", "forms")
    for kind, parts in cues.entry("tolls", "kinds").items():
        for part, listed in parts.items():
            for word in listed:
                forms = (word,) if part in ("nouns", "states") else _forms(word)
                for form in forms:
                    if part not in ("nouns", "states") or form not in table:
                        table[form] = (kind, part)
    for form, base in irregular.items():
        if base in table:
            table[form] = table[base]
    return table


def _forms(verb: str) -> tuple[str, ...]:
    """A regular verb's forms; irregular ones are in the table."""
    stem = verb[:-1] if verb.endswith("e") else verb
    third = f"{verb}es" if verb.endswith(("sh", "ch", "s")) else f"{verb}s"
    return verb, third, f"{stem}ed", f"{stem}ing"


def deeds(sentence: Sentence, words: Sequence[str], found: Sequence[Amount]) -> tuple[Deed, ...]:
    """Every deed of the sentence in order; "killed and wounded" is one deed of kind casualties."""
    singles: list[Deed] = []
    at = 0
    while at < len(words):
        deed = None
        if words[at] in _openers():
            deed = (
                _phrase(sentence, words, at)
                or _lives(words, at)
                or _parted(sentence, words, at)
                or _word(sentence, words, at, found)
            )
        if deed is not None:
            singles.append(deed)
        at = deed.last + 1 if deed else at + 1
    return tuple(_paired(singles, words))


@cache
def _openers() -> frozenset[str]:
    """The words that a deed can begin with."""
    parted = (row["verbs"] for row in cues.entry("tolls", "parted").values())
    lives = cues.words("tolls", "lives.verbs")
    return cues.openers("tolls", "phrases").union(lexicon(), lives, *parted)


def _lives(words: Sequence[str], at: int) -> Deed | None:
    """ "claimed the lives of", "claimed" before "12 lives", "lost" before fighters."""
    if words[at] not in cues.words("tolls", "lives.verbs"):
        return None
    lives = cues.words("tolls", "lives.nouns")
    for i in range(at + 1, min(len(words), at + 6)):
        if words[i] in lives:
            of = words[i + 1 : i + 2] == ("of",)
            return Deed(at, i + 1 if of else at, "lives", "active")
    return Deed(at, at, "lives", "active") if words[at] in cues.words("tolls", "loses") else None


def _parted(sentence: Sentence, words: Sequence[str], at: int) -> Deed | None:
    """ "hacked 14 farmers to death", "took 20 soldiers prisoner": the people stand inside."""
    for kind, row in cues.entry("tolls", "parted").items():
        if words[at] not in row["verbs"]:
            continue
        rest = " ".join(words[at + 1 : at + 1 + PARTED])
        if any(f" {end} " in f" {rest} " for end in row["ends"]):
            return Deed(at, at, kind, _voice(sentence, words, at, at))
    return None


PARTED = 8  # words between a verb and what it makes of people


def _phrase(sentence: Sentence, words: Sequence[str], at: int) -> Deed | None:
    length = cues.starts("tolls", "phrases", words, at)
    if not length:
        return None
    kind = cues.entry("tolls", "phrases")[" ".join(words[at : at + length])]
    happens = " ".join(words[at : at + length]) in cues.words("tolls", "happens_phrases")
    last = at + length - 1
    voice: Voice = "happens" if happens else _voice(sentence, words, at, last)
    return Deed(at, last, kind, voice)


def _word(
    sentence: Sentence, words: Sequence[str], at: int, found: Sequence[Amount]
) -> Deed | None:
    kind, part = lexicon().get(words[at], ("", ""))
    if not kind:
        return None
    noun_like = sentence.tokens[at].pos in ("NOUN", "PROPN") or _is_counted(at, found)
    nouns = cues.entry("tolls", f"kinds.{kind}").get("nouns", ())
    if part == "nouns" or (words[at] in nouns and noun_like and not _opens_object(words, at)):
        return Deed(at, at, kind, "noun")
    if part == "states":
        return Deed(at, at, kind, "state")
    if words[at].endswith("ing") and words[at + 1 : at + 2] == ("of",):
        return Deed(at, at, kind, "noun")
    if part == "happens":
        return Deed(at, at, kind, "happens")
    return Deed(at, at, kind, _voice(sentence, words, at, at))


def _is_counted(at: int, found: Sequence[Amount]) -> bool:
    return any(amount.noun == at for amount in found)


def _opens_object(words: Sequence[str], at: int) -> bool:
    return at + 1 < len(words) and (words[at + 1].isdigit() or words[at + 1] in ("dozens", "the"))


def _voice(sentence: Sentence, words: Sequence[str], first: int, last: int) -> Voice:
    """Whether the people of a verb come after it or before it."""
    form = words[first]
    if form.endswith("ing"):
        return "passive" if words[first - 1 : first] == ("being",) else "active"
    auxiliary = _auxiliary(words, first)
    if auxiliary in cues.words("tolls", "be"):
        return "passive"
    if auxiliary in cues.words("tolls", "have") or _is_finite_present(sentence, form, first):
        return "active"
    return "active" if _has_object(sentence, words, first, last) else "passive"


def _is_finite_present(sentence: Sentence, form: str, at: int) -> bool:
    plain = form in cues.words("tolls", "plain")
    return not plain and not form.endswith(("ed", "n")) and sentence.tokens[at].tag != "VBN"


def _auxiliary(words: Sequence[str], at: int) -> str:
    """The be or have before a verb, adverbs between them skipped, or ""."""
    i = at - 1
    while i >= 0 and at - i < 6:
        if words[i] in cues.words("tolls", "be") or words[i] in cues.words("tolls", "have"):
            return words[i]
        coordinated = words[i] in ("and", "or", "not") or words[i] in lexicon()
        if not (
            words[i] in cues.words("tolls", "adverbs") or coordinated or words[i].endswith("ly")
        ):
            return ""
        i -= 1
    return ""


def _has_object(sentence: Sentence, words: Sequence[str], first: int, last: int) -> bool:
    """Whether people follow the verb at once, as parse or word order has it."""
    tokens = sentence.tokens
    if any(child.dep in ("dobj", "obj") and child.i > last for child in tokens[first].children):
        return True
    i = _skip_pair(words, last + 1)
    while i < len(words) and words[i].endswith("ly"):
        i += 1
    if i >= len(words) or words[i] in cues.words("tolls", "calendar"):
        return False
    token = tokens[i]
    opens = token.pos in ("NUM", "DET", "NOUN", "PROPN", "ADJ", "PRON") or token.tag == "CD"
    return opens or any(
        cues.starts("tolls", f"amounts.{rule}", words, i) > 0
        for rule in ("at_least", "more_than", "up_to", "nearly", "about", "vague", "exact")
    )


def _skip_pair(words: Sequence[str], at: int) -> int:
    """Past "and wounded" after "killed"."""
    if at + 1 < len(words) and words[at] in ("and", "or", "/") and words[at + 1] in lexicon():
        return at + 2
    return at


def _paired(singles: Sequence[Deed], words: Sequence[str]) -> list[Deed]:
    """Deeds joined by a bare and / or become one of kind casualties: nobody knows the shares."""
    joined: list[Deed] = []
    for deed in singles:
        previous = joined[-1] if joined else None
        between = words[previous.last + 1 : deed.first] if previous else ()
        if previous and _makes_pair(previous, deed, tuple(between)):
            voice: Voice = previous.voice if "noun" in (previous.voice, deed.voice) else deed.voice
            kind = previous.kind if previous.kind == deed.kind else "casualties"
            joined[-1] = Deed(previous.first, deed.last, kind, voice)
        else:
            joined.append(deed)
    return joined


def _makes_pair(left: Deed, right: Deed, between: tuple[str, ...]) -> bool:
    harm = {"killed", "injured", "casualties"}
    return (
        between in (("and",), ("or",), ("/",), ("and", "/", "or"))
        and {
            left.kind,
            right.kind,
        }
        <= harm
    )


def subject_of(sentence: Sentence, at: int) -> int | None:
    """Who a verb is said of by the parse: its own or shared subject, or the noun it describes."""
    token = sentence.tokens[at]
    for _ in range(4):
        for child in token.children:
            if child.dep in SUBJECTS and child.i < at:
                if child.tag in ("WDT", "WP") and token.dep == "relcl":
                    return token.head.i
                return child.i
        if token.dep in ("acl", "relcl"):
            return token.head.i
        if token.dep not in ("conj", "xcomp", "acomp", "aux", "auxpass", "oprd"):
            return None
        token = token.head
    return None


def objects_of(sentence: Sentence, at: int) -> tuple[int, ...]:
    """Object head nouns of a verb by the parse, those coordinated with them too, in order."""
    found = [c for c in sentence.tokens[at].children if c.dep in ("dobj", "obj") and c.i > at]
    for noun in found:  # grows while it is read
        found.extend(c for c in noun.children if c.dep == "conj" and c.pos != "VERB")
    return tuple(sorted(noun.i for noun in found))
