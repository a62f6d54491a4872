"""Words for an actor -> the actor as of the day: names first, then nationality and office."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from situate.knowledge.roster import phrases
from situate.knowledge.roster.phrases import Reading
from situate.model import Actor, Mention, Name, Quote, Rival, Sourced
from situate.resolve.aliases import key_of
from situate.resolve.scene import Scene, cues

Role = Sourced[Actor]
RoleName = Literal["actors", "targets", "backers"]

SURE, KNOWN, LIKELY, DESCRIBED = 0.95, 0.9, 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Slot:
    """A role of a mention to be filled: its words, the mention, and the other role's words."""

    quote: Quote
    mention: Mention
    role: RoleName


def by_name(scene: Scene, slot: Slot) -> Role | None:
    """The actor a name in the words means, an alias of this report, a state by pattern; or None."""
    return _bound(scene, slot.quote) or _named(scene, slot) or _nation(scene, slot)


def _bound(scene: Scene, quote: Quote) -> Role | None:
    """The whole quote is a name this report gave an actor."""
    ident = scene.aliases.get(key_of(quote.text))
    if ident is None:
        return None
    return actor_of(scene, quote, ident, SURE, "a name this report gives it")


def _named(scene: Scene, slot: Slot) -> Role | None:
    quote = slot.quote
    name = head_name(scene, quote)
    if name is None:
        return None
    bound = scene.aliases.get(key_of(name.quote.text))
    if bound:
        return actor_of(
            scene, quote, bound, SURE, f'"{name.quote.text}": a name this report gives it'
        )
    if not name.refs or _is_country(name):
        return None
    return _captives(scene, slot, name) or _chosen(scene, quote, name)


def _is_country(name: Name) -> bool:
    """Is it a country as such: "Israel" that bombs, not its army by name?"""
    return name.refs[0].startswith("state:") and name.refs[0].count(":") == 1


def _chosen(scene: Scene, quote: Quote, name: Name) -> Role:
    """The likeliest of a name's meanings as of the day of publication."""
    ident, *others = _as_of(scene, name.refs)
    entry = scene.roster.entry(ident)
    reason = f'"{name.quote.text}" is {entry.name if entry else ident}'
    confidence = KNOWN if name.found_by == "pattern" else SURE
    if entry and entry.kind == "operation":
        runner = scene.roster.runner(ident, scene.on)
        others = [i for i in entry.run_by if scene.roster.canonical(i) != runner]
        reason = f'"{name.quote.text}" is an operation run by {scene.roster.actor(runner).name}'
        ident, confidence = runner, KNOWN
    if scene.on is None:
        reason += "; undated report: any date"
    elif entry and not entry.exists(scene.on):
        reason += f"; anachronism: not under this name on {scene.on}"
        confidence *= 0.7
    rivals = tuple(Rival(scene.roster.actor(i, scene.on), 0.3) for i in others[:3])
    return actor_of(scene, quote, ident, confidence - 0.1 * bool(rivals), reason, rivals)


def _as_of(scene: Scene, refs: tuple[str, ...]) -> list[str]:
    """Ids in their dates first, then those whose country the report speaks of."""

    def rank(ident: str) -> tuple[bool, bool]:
        entry = scene.roster.entry(ident)
        if entry is None:
            return True, True
        here = not entry.countries or bool(set(entry.countries) & set(scene.countries))
        return not here, not entry.exists(scene.on)

    return sorted(refs, key=rank)


def _captives(scene: Scene, slot: Slot, name: Name) -> Role | None:
    """ "prisoners of X": X's men after their surrender, people X holds after abductions."""
    words = slot.quote.text.casefold().split()
    if not set(cues()["captive_words"]) & set(words):
        return None
    types = {slot.mention.type}
    if types & set(cues()["held_captive_types"]):
        reason = f"captives held by {name.quote.text}, as abductions are told"
        return Sourced(slot.quote, Actor(None, slot.quote.text, "civilians"), LIKELY, reason)
    chosen = _chosen(scene, slot.quote, name)
    return replace(chosen, confidence=LIKELY, reason=f"members held; {chosen.reason}")


def head_name(scene: Scene, quote: Quote) -> Name | None:
    """The name that is the actor of the words: not the X of "X-backed" or "backed by X"."""
    kept = [
        n
        for n in scene.names_at(quote)
        if n.kind in ("actor", "operation") and not is_qualifier(scene, n, quote)
    ]
    if not kept:
        return None
    best = kept[0]
    for following in kept[1:]:
        between = scene.document.text[best.quote.end : following.quote.start]
        if re.search(r"[,(/;]|\b(?:of|and|or|in|from|at|with|including)\b", between):
            break
        best = following  # "the army's Tiger Forces": the last of a compound is its head
    return best if best.refs else _first_with_refs(kept)


def _first_with_refs(names: list[Name]) -> Name | None:
    return next((n for n in names if n.refs), None)


def is_qualifier(scene: Scene, name: Name, quote: Quote) -> bool:
    """Does the name only describe another: "X-backed rebels", "backed by X", "anti-X fighters"?"""
    text = scene.document.text
    after = text[name.quote.end : name.quote.end + 14]
    if name.quote.end < quote.end and _hyphened().match(after):
        return True
    before = text[max(quote.start, name.quote.start - 24) : name.quote.start].casefold()
    return bool(_before().search(before))


def is_after_backing(before: str) -> bool:
    """Do the folded words before a name make it only the backer or foe of another?"""
    return bool(_before().search(before))


_SIDED = re.compile(r"\b(?:anti|pro)[-\u2010-\u2013 ]\w+")


def takes_sides(quote: Quote) -> bool:
    """ "anti-government", "pro-regime fighters": for or against the state, not it."""
    return bool(_SIDED.search(quote.text.casefold()))


def is_side_alone(quote: Quote) -> bool:
    """ "anti-government" with nobody who is so: no actor."""
    return bool(_SIDED.fullmatch(quote.text.casefold()))


@cache
def _hyphened() -> re.Pattern[str]:
    return re.compile(rf"[-\u2010-\u2013 ](?:{'|'.join(cues()['hyphened'])})\b", re.IGNORECASE)


@cache
def _before() -> re.Pattern[str]:
    words = "|".join(re.escape(w) for w in cues()["after_words"])
    prefixes = "|".join(cues()["prefixes"])
    return re.compile(rf"(?:\b(?:{words})\s+(?:the\s+)?|\b(?:{prefixes})[-\u2010-\u2013])$")


# --- nationality, office, and words alone -----------------------------------------------------


def _nation(scene: Scene, slot: Slot) -> Role | None:
    """ "Turkish troops", "Turkey", "Turkish" (shelling): the state, or the part of it."""
    quote = slot.quote
    reading = phrases.read_phrase(quote.text)
    if reading is not None:
        return _state(scene, slot, reading) if reading.is_state and reading.country else None
    code = phrases.country_of(quote.text)
    if code is None or not _is_bare_nation(quote.text) or _is_label(scene, quote):
        return None
    if _is_people(quote.text, code):
        return None
    acts = slot.mention.type not in cues()["government_types"]
    entry = scene.roster.entry(f"state:{code}:{'military' if acts else 'government'}")
    if entry is None:
        return None
    reason = f'"{quote.text}" acts through its {"state forces" if acts else "government"}'
    return actor_of(scene, quote, entry.id, LIKELY, reason)


def _is_people(words: str, code: str) -> bool:
    """ "Iraqis", "two Turks": some people of a country, who are not its forces; "the Turks" are."""
    last = words.split()[-1]
    plural = last.endswith("s") and phrases.country_of(last[:-1]) == code
    return plural and not words.casefold().startswith("the ")


def by_nations(scene: Scene, slot: Slot) -> tuple[Role, ...]:
    """ "US and UK aircraft", "Turkish and Iranian troops": each nation's; empty for one nation."""
    reading = phrases.read_phrase(slot.quote.text)
    if reading is None or not reading.is_state or takes_sides(slot.quote):
        return ()
    hits = phrases.nations().scan(slot.quote.text)
    codes = list(dict.fromkeys(hit.keys[0].lstrip("=") for hit in hits))
    if len(codes) < 2 or not _joined(slot.quote.text, [(h.start, h.end) for h in hits]):
        return ()
    return tuple(_state(scene, slot, replace(reading, country=code)) for code in codes)


def _joined(words: str, spans: list[tuple[int, int]]) -> bool:
    """Is there nothing between the spans but commas, "and" and "or"?"""
    gaps = (words[a[1] : b[0]].strip(" ,").casefold() for a, b in pairwise(spans))
    return all(gap in ("", "and", "or", "&") for gap in gaps)


def _is_label(scene: Scene, quote: Quote) -> bool:
    """ "Syria: mines kill hundreds": the country labels the report, it does nothing."""
    return scene.document.text[quote.end : quote.end + 1] == ":"


def _is_bare_nation(words: str) -> bool:
    hits = phrases.nations().scan(words)
    if not hits:
        return words.isupper()  # "US"
    rest = words[: hits[0].start] + words[hits[0].end :]
    return rest.strip(" '’s").casefold() in ("", "the")


def _state(scene: Scene, slot: Slot, reading: Reading) -> Role:
    ident = scene.roster.canonical(f"state:{reading.country}:{reading.role}")
    reason = f"{reading.role} of {reading.country} by nationality and office"
    return actor_of(scene, slot.quote, ident, KNOWN, reason)


def by_words(scene: Scene, slot: Slot) -> Role | None:
    """An actor known only by its words: civilians, unknown gunmen, a unit nobody lists; or None."""
    reading = phrases.read_phrase(slot.quote.text)
    if reading is not None:
        return _described(scene, slot, reading)
    return unlisted(scene, slot)


def _described(scene: Scene, slot: Slot, reading: Reading) -> Role:
    country = reading.country or (scene.countries[0] if scene.countries else None)
    actor = Actor(None, bare_words(slot.quote.text), reading.kind, country)
    return Sourced(slot.quote, actor, DESCRIBED, f"{reading.kind} by the noun {reading.head!r}")


def unlisted(scene: Scene, slot: Slot) -> Role | None:
    """ "Red Valley Brigade": a name, and its kind by its last word."""
    words = bare_words(slot.quote.text)
    proper = [w for w in words.split() if w[:1].isupper()]
    if not proper:
        return None
    last = words.casefold().split()
    for kind, listed in cues()["unit_words"].items():
        if any(
            last[-1] == unit or " ".join(last[-2:]) == unit or unit == last[0] for unit in listed
        ):
            actor = Actor(None, words, kind, scene.countries[0] if scene.countries else None)
            return Sourced(slot.quote, actor, DESCRIBED, "a name the roster does not have")
    return None


def bare_words(words: str) -> str:
    """The words without leading article and numbers, spaces single."""
    return re.sub(
        r"^(?:(?:the|a|an|some|at least|\d[\d,.]*)\s+)+", "", " ".join(words.split()), flags=re.I
    )


def actor_of(
    scene: Scene,
    quote: Quote | None,
    ident: str,
    confidence: float,
    reason: str,
    rivals: tuple[Rival[Actor], ...] = (),
) -> Role:
    actor = scene.roster.actor(ident, scene.on)
    return Sourced(quote, actor, round(confidence, 3), reason, rivals)
