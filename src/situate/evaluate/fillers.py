"""Words of mentions that fill the roles of a MUC-4 template: one string an entity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from situate.evaluate.agree import folded, nationalities
from situate.evaluate.labels import ARMED, STATE, label_of
from situate.evaluate.spans import GROUP_ENDS
from situate.evaluate.templates import Template, template
from situate.knowledge.lexicon import Lexicon
from situate.model import Actor, Mention, Name, Quote, Sourced

ARTICLE = re.compile(r"^(?:the|a|an)\s+")
COUNT = re.compile(
    r"^(?:(?:about|approximately|some|nearly|over|at least|more than)\s+)?"
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|several|some|many)\s+"
)
NAME_WORD = re.compile(r"^[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*$")
MOST_WORDS = 5  # of a person's name
PERSON_CRIMES = frozenset({"kidnapping", "attack"})


@dataclass(frozen=True)
class Words:
    """What nouns name, and the mapping table that says which of them fill a role."""

    lexicon: Lexicon
    table: Mapping[str, Any]

    def classes(self, word: str) -> frozenset[str]:
        """Classes of a noun form."""
        return self.lexicon.classes.get(word.lower(), frozenset())

    def is_of(self, word: str, group: str) -> bool:
        """Is the noun in one of the classes the table lists under `group`?"""
        return bool(self.classes(word) & set(self.table[group]))

    def is_civil_thing(self, words: str) -> bool:
        """A building, facility or vehicle that is no military one."""
        head = head_word(words)
        if not self.is_of(head, "civil_things") or self.is_of(head, "military_things"):
            return False
        group = GROUP_ENDS.split(words.strip(), maxsplit=1)[0].lower().split()
        return not any(w in self.table["military_words"] for w in group[:-1])

    def harmed(self, mention: Mention) -> str:
        """ "military" where soldiers or guerrillas are all who were hit, else "other"."""
        texts = [target.quote.text for target in mention.targets if target.quote]
        texts += [toll.value.who for toll in mention.tolls if toll.value and toll.value.who]
        heads = [head_word(text) for text in texts]
        hit = [head for head in heads if self.is_of(head, "fighters")]
        spared = [head for head in heads if self.is_of(head, "spared")]
        return "military" if hit and not spared else "other"

    def without_pointers(self, text: str) -> str:
        """ "this second bomb" -> "bomb"."""
        tokens = text.split()
        while len(tokens) > 1 and tokens[0].lower() in self.table["pointers"]:
            tokens = tokens[1:]
        return " ".join(tokens)

    def is_common(self, word: str) -> bool:
        """Does the lexicon know the word, so that it is no name?"""
        low = word.lower()
        return low in self.lexicon.classes or low in self.lexicon.lemmas

    def person_name(self, words: str) -> str | None:
        """The name in "peasants victor vasquez": what follows the last noun for people.

        None where no name is left ("several businessmen").
        """
        group = GROUP_ENDS.split(bare(words), maxsplit=1)[0]
        tokens = [t for t in re.findall(r'[^\s"]+', group) if t.lower() not in self.table["joints"]]
        last = max((i for i, token in enumerate(tokens) if self._introduces(token)), default=-1)
        rest = tokens[last + 1 :]
        fewest = 1 if last >= 0 else 2
        if not fewest <= len(rest) <= MOST_WORDS:
            return None
        if any(self.is_common(w) or not NAME_WORD.match(w) for w in rest):
            return None
        return " ".join(rest)

    def _introduces(self, token: str) -> bool:
        word = token.strip(".").lower()
        return (
            self.is_of(word, "people")
            or self.is_of(word, "pronouns")
            or word in self.table["titles"]
            or folded(word) in nationalities()
            or word[:1].isdigit()
        )


def label_for(mention: Mention, words: Words) -> str | None:
    """Incident type of a mention; None where the task wants no template.

    A running total ("700 murders this year") is no incident.
    """
    if any(toll.value and toll.value.mode == "cumulative" for toll in mention.tolls):
        return None
    trigger = mention.trigger.text.lower()
    means = next(
        (name for name, stems in words.table["means"].items() if any(s in trigger for s in stems)),
        None,
    )
    things = [value.quote.text for value in mention.objects if value.quote]
    hit = "civil" if any(words.is_civil_thing(thing) for thing in things) else None
    return label_of(
        mention,
        words.table["rows"],
        more={"means": means, "hit": hit, "harmed": words.harmed(mention)},
    )


def is_told(mention: Mention) -> bool:
    """Does it say more than that such things happen: who, whom, what, where or how many?"""
    return bool(
        mention.actors
        or mention.targets
        or mention.objects
        or mention.places
        or mention.tolls
        or mention.weapons
    )


def filled(
    label: str,
    members: Sequence[Mention],
    names: Sequence[Name],
    words: Words,
    claims: Sequence[Mention] = (),
) -> Template:
    """The template of mentions that are one incident; `claims` say who did it."""
    actors = [actor for member in members for actor in member.actors]
    actors += [actor for claim in claims for actor in blamed(claim, words)]
    proper = proper_names(names)
    return template(
        label,
        {
            "PerpInd": _entities(_people(actors, proper, words)),
            "PerpOrg": _entities(_organisations(actors, proper, words)),
            "Target": _entities(_things(members, words)),
            "Victim": _entities(_victims(label, members, words)),
            "Weapon": _entities(_weapons(members, words)),
        },
    )


def blamed(claim: Mention, words: Words) -> tuple[Sourced[Actor], ...]:
    """Whom a claim of responsibility or blame names: who claims it, else the target."""
    trigger = claim.trigger.text.lower()
    is_own = any(stem in trigger for stem in words.table["own_claims"])
    return claim.actors if is_own else claim.targets


def proper_names(names: Sequence[Name]) -> dict[str, tuple[str, ...]]:
    """Roster id -> the names the document gives it, the commonest first, then the fullest."""
    found: dict[str, list[str]] = {}
    for name in names:
        if name.kind == "actor" and name.found_by == "roster" and name.refs:
            found.setdefault(name.refs[0], []).append(name.quote.text)
    return {
        key: tuple(sorted(set(texts), key=lambda text: (-texts.count(text), -len(text), text)))
        for key, texts in found.items()
    }


def _people(
    actors: Iterable[Sourced[Actor]], proper: Mapping[str, tuple[str, ...]], words: Words
) -> Iterable[str]:
    """Words for people ("two gunmen"), not the bare name of an organisation, not a pronoun."""
    for actor in actors:
        if actor.quote is None or (actor.value and actor.value.kind == "government"):
            continue
        text = bare(actor.quote.text)
        names = _names_of(actor.value, proper)
        is_name = folded(text) in names or is_state_body(actor, words)
        # "the guerrilla organization Shining Path" is the organisation again.
        is_name |= words.is_of(head_word(text), "bodies") and any(n in folded(text) for n in names)
        if not is_name and not words.is_of(text, "pronouns"):
            yield text


def is_state_body(actor: Sourced[Actor], words: Words) -> bool:
    """An army, a police force or the like, not its men."""
    if actor.quote is None or actor.value is None or actor.value.kind not in STATE:
        return False
    return head_word(bare(actor.quote.text)).lower() in words.table["state_bodies"]


def _names_of(actor: Actor | None, proper: Mapping[str, tuple[str, ...]]) -> set[str]:
    if actor is None or actor.id is None or actor.id not in proper:
        return set()
    return {folded(bare(name)) for name in (*proper[actor.id], actor.name)}


def _organisations(
    actors: Iterable[Sourced[Actor]], proper: Mapping[str, tuple[str, ...]], words: Words
) -> Iterable[str]:
    """Names of organisations, and bodies of a state as the text calls them ("salvadoran army")."""
    for actor in actors:
        value = actor.value
        if actor.quote and is_state_body(actor, words):
            yield bare(actor.quote.text)
        elif value and value.id and value.id in proper and value.kind != "government":
            yield proper[value.id][0]


def _victims(label: str, members: Sequence[Mention], words: Words) -> Iterable[str]:
    """Names of the people it was done to: the gold lists names only."""
    quotes: list[Quote | None] = []
    for member in members:
        quotes += [target.quote for target in member.targets]
        quotes += [toll.quote for toll in member.tolls]
        if label in PERSON_CRIMES:
            # A name nobody knows may have been taken for a place.
            quotes += [place.quote for place in member.places if place.value is None]
    for quote in quotes:
        name = words.person_name(quote.text) if quote else None
        if name:
            yield name


def _things(members: Sequence[Mention], words: Words) -> Iterable[str]:
    """Buildings, facilities and vehicles that were hit, in whatever role they stand."""
    for member in members:
        weapons = {weapon.quote for weapon in member.weapons}
        hit: list[Quote | None] = [thing.quote for thing in member.objects]
        hit += [place.quote for place in member.places]
        hit += [t.quote for t in member.targets if t.value is None or t.value.kind not in ARMED]
        for quote in hit:
            if quote and quote not in weapons and words.is_civil_thing(quote.text):
                yield COUNT.sub("", bare(quote.text))


def _weapons(members: Sequence[Mention], words: Words) -> Iterable[str]:
    """Instruments of the clause, and the weapon that is itself the word for the act ("bomb")."""
    for member in members:
        for weapon in member.weapons:
            if weapon.quote and not words.is_of(head_word(weapon.quote.text), "carriers"):
                yield words.without_pointers(bare(weapon.quote.text))
        tokens = bare(member.trigger.text).split()
        last = max((i for i, t in enumerate(tokens) if words.is_of(t, "weapons")), default=-1)
        if last >= 0:
            yield " ".join(tokens[: last + 1])


def bare(text: str) -> str:
    """Without quotation marks and a leading article."""
    return ARTICLE.sub("", text.strip().strip('"'))


def head_word(text: str) -> str:
    """Last word of the first noun group."""
    group = GROUP_ENDS.split(text.strip(), maxsplit=1)[0].split()
    return group[-1] if group else ""


def _entities(texts: Iterable[str]) -> list[list[str]]:
    """One string an entity: repeated and contained ones go, the longest stays."""
    kept: list[str] = []
    for text in sorted(dict.fromkeys(texts), key=len, reverse=True):
        if not any(folded(text) in folded(other) for other in kept):
            kept.append(text)
    return [[text] for text in kept]
