"""Actors known by country and office: the army, the regime, all rebels, the coalition."""

from __future__ import annotations

from situate.knowledge.roster import phrases
from situate.knowledge.roster.phrases import Reading
from situate.model import Mention, Rival, Sourced
from situate.resolve.actors import LIKELY, Role, Slot, actor_of, takes_sides
from situate.resolve.scene import Scene, cues, shows_country


def names_the_state(slot: Slot) -> bool:
    """ "government forces", "the regime": the state of the country at hand, whoever was named."""
    reading = phrases.read_phrase(slot.quote.text)
    if reading is None or reading.country or not reading.is_state or takes_sides(slot.quote):
        return False
    if reading.role == "police":
        return True  # "police" are the country's own, whatever forces were named before
    return bool({reading.head, *reading.modifiers} & phrases.words("state_words"))


def state_alone(scene: Scene, slot: Slot) -> Role | None:
    """ "the army", "government forces", "the regime": of the country the event is in, or None.

    With two countries in the report, null with both as rivals.
    """
    reading = phrases.read_phrase(slot.quote.text)
    if reading is None or reading.country or not reading.is_state or takes_sides(slot.quote):
        return None
    if set(reading.modifiers) & set(cues()["not_ours"]):
        return None
    own = _countries_of_event(scene, slot.mention)
    if slot.role == "actors" and is_bare(slot.quote.text):
        # "Soldiers shot dead a Palestinian in Jenin": the victim's nation is not the soldiers'.
        hit = {phrases.country_of(r.quote.text) for r in slot.mention.targets if r.quote}
        own = [code for code in own if code not in hit]
    ids = [scene.roster.canonical(f"state:{code}:{reading.role}") for code in own]
    if len(ids) == 1:
        reason = f"{reading.role} of the country the report is about ({own[0]})"
        return actor_of(scene, slot.quote, ids[0], LIKELY, reason)
    if not ids:
        return None
    rivals = tuple(Rival(scene.roster.actor(i, scene.on), 0.5) for i in ids[:4])
    return Sourced(slot.quote, None, 0.3, "state forces of one of several countries", rivals)


def is_bare(words: str) -> bool:
    """ "Soldiers", "troops": one word that says nothing of whose they are."""
    return len(words.split()) == 1


def umbrella(scene: Scene, mention: Mention, reading: Reading) -> str | None:
    """Id of the row for all rebels, or all loyalists, of the event's country; None without one."""
    own = _countries_of_event(scene, mention)
    country = reading.country or (own[0] if len(own) == 1 else None)
    if country is None:
        return None
    told = {reading.head, *reading.modifiers}
    for people in told & set(cues()["peoples"]):
        named = scene.roster.umbrella(country, people, scene.on)
        return named.id if named else None
    loyal = reading.role == "militia" and told & phrases.words("loyalist_words")
    row = scene.roster.umbrella(country, "loyalists" if loyal else "rebels", scene.on)
    return row.id if row and (loyal or told & _both_numbers(row.nouns)) else None


def _both_numbers(nouns: tuple[str, ...]) -> set[str]:
    return {*nouns, *(noun.removesuffix("s") for noun in nouns)}


def coalition_alone(scene: Scene, slot: Slot) -> Role | None:
    """ "the coalition": the one that fought in the event's country on the day, or None."""
    reading = phrases.read_phrase(slot.quote.text)
    if reading is None or reading.role != "coalition":
        return None
    ids = {
        i
        for c in _countries_of_event(scene, slot.mention)
        for i in scene.roster.coalitions(c, scene.on)
    }
    if len(ids) != 1:
        return None
    return actor_of(scene, slot.quote, ids.pop(), LIKELY, "the coalition of that country and day")


def _countries_of_event(scene: Scene, mention: Mention) -> list[str]:
    shown = (shows_country(p, scene.theatre, scene.settled) for p in mention.places)
    own = dict.fromkeys(country for country in shown if country)
    if own:
        return list(own)
    named = list(scene.countries[:1] if scene.one_country else scene.countries[:2])
    return named or _only_war_near(scene, mention)


def _only_war_near(scene: Scene, mention: Mention) -> list[str]:
    """The one country with rebels of its own among those the unknown places may lie in, or none."""
    possible: set[str] | None = None
    for place in mention.places:
        if place.value is None and place.rivals:
            may = {r.value.country for r in place.rivals if r.value.country}
            possible = may if possible is None else possible & may
    at_war = [c for c in sorted(possible or ()) if scene.roster.umbrella(c, "rebels", scene.on)]
    return at_war if len(at_war) == 1 else []
