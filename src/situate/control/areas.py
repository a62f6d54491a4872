"""What is said of a group's ground as a whole: its pocket, what cuts it off, its two fires.

From words only: a flag is raised where a report asserts it, with the sides and means its own
sentences give. Geometry (drawn fronts, min cuts) is another matter and never evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from situate.control.evidence import side_key
from situate.control.reading import AREAS
from situate.model import Area, Document, Mention, Place
from situate.records import digest

HERE = {"force_concentration", "siege", "presence", "holds", "air_strike", "shelling"}
PRESSED = {"two_front_pressure", "supply_cut"}
MEANS = {
    "clash": "ground", "siege": "ground", "attack": "ground", "advance": "ground",
    "place_taken": "ground", "place_partly_taken": "ground",
    "air_strike": "fire", "shelling": "fire",
}  # fmt: skip
SIDES = ("north", "south", "east", "west")
NEAR_KM = 60.0


def areas_of(mentions: Sequence[Mention], documents: Mapping[str, Document]) -> tuple[Area, ...]:
    """One Area for each group a report says is pocketed, cut off or between two fires, or has lost
    its pocket; in order of id."""
    out: dict[str, Area] = {}
    by_document: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: (m.document, m.trigger.start, m.id)):
        if mention.stance == "asserted":
            by_document.setdefault(mention.document, []).append(mention)
    for told in by_document.values():
        for area in (*_lost(told), *_pressed(told)):
            out[area.id] = area
    return tuple(out[key] for key in sorted(out))


def _group(mention: Mention, *, losing: bool) -> str | None:
    """Side key of the group an area is told of: who is pressed, cut off or gone."""
    roles = mention.actors if losing or not mention.targets else mention.targets
    for role in roles:
        if role.value is not None and (key := side_key(role.value)):
            return role.value.id or key
    return None


def _lost(told: Sequence[Mention]) -> Iterable[Area]:
    """Pockets said to be lost, and presence said to have ended, in a named area."""
    rows: dict[tuple[str, str], list[Mention]] = {}
    places: dict[str, Place] = {}
    for mention in told:
        if mention.type not in ("pocket_lost", "presence_ended"):
            continue
        group = _group(mention, losing=True)
        for place in mention.places:
            if group and place.value is not None and place.value.kind in AREAS:
                rows.setdefault((group, place.value.id), []).append(mention)
                places[place.value.id] = place.value
    for (group, place_id), mentions in rows.items():
        yield Area(
            digest("area", told[0].document, group, place_id),
            places[place_id].name,
            group,
            ("pocket_lost",),
            (place_id,),
            tuple(sorted(m.id for m in mentions)),
            "said to have lost its last pocket here; who holds the ground now is not said by this",
        )


def _pressed(told: Sequence[Mention]) -> Iterable[Area]:
    """A group between two fires or cut off, with the sides its causes name."""
    groups: dict[str, list[Mention]] = {}
    for mention in told:
        if mention.type in PRESSED and (group := _pressed_group(mention)):
            groups.setdefault(group, []).append(mention)
    for group, claims in groups.items():
        causes = _causes(claims, told)
        held = _ground_of(group, told)
        flags = ["pocket"] if held else []
        if any(m.type == "two_front_pressure" for m in claims):
            flags.append("two_fires")
        if any(m.type == "supply_cut" for m in claims):
            flags.extend(_cuts(causes) or ["cut"])
        if not any("encircl" in m.trigger.text.casefold() for m in claims):
            flags.append("encircled:not asserted")
        because = {m.id for m in (*claims, *causes)}
        yield Area(
            digest("area", told[0].document, group, "pressed"),
            ", ".join(p.name for p in held) or "ground not named",
            group,
            tuple(dict.fromkeys(flags)),
            tuple(p.id for p in held),
            tuple(sorted(because)),
            "asserted; sides and means from the sentences that give the cause",
        )


def _pressed_group(mention: Mention) -> str | None:
    """Pressed or cut off: the target where there is one, else the subject ("cannot receive")."""
    return _group(mention, losing=mention.type == "two_front_pressure" or not mention.targets)


def _causes(claims: Sequence[Mention], told: Sequence[Mention]) -> list[Mention]:
    """Mentions linked to a cut, and those that follow it and name a compass side."""
    ids = {m.id for m in claims}
    linked = {link.mention for m in claims for link in m.links if link.kind in ("cause", "result")}
    cuts = [m for m in claims if m.type == "supply_cut"]
    out = []
    for mention in told:
        points_here = any(
            link.mention in ids for link in mention.links if link.kind in ("cause", "result")
        )
        follows = any(
            mention.sentence.start >= cut.sentence.start
            and mention.sentence.start - cut.sentence.end < 200
            for cut in cuts
        )
        tied = mention.id in linked or points_here or (follows and _compass(mention))
        if mention.type in {*MEANS, "supply_cut"} and mention.id not in ids and tied:
            out.append(mention)
    return out + [cut for cut in cuts if _compass(cut)]


def _cuts(causes: Sequence[Mention]) -> list[str]:
    """ "cut:north:ground", one a side; the means of a cut told with air strikes is fire."""
    flags: list[str] = []
    for mention in causes:
        words = {w.value or "" for w in mention.weapons} | {mention.trigger.text.casefold()}
        fire = any("air" in w or "strike" in w or "artillery" in w for w in words)
        means = MEANS.get(mention.type, "fire" if fire else "ground")
        flags.extend(f"cut:{side}:{means}" for side in _compass(mention))
    return sorted(set(flags))


def _compass(mention: Mention) -> list[str]:
    """Compass sides a mention's places name, north before south before east before west."""
    words = " ".join(
        (place.direction or "")
        + " "
        + (place.quote.text if place.quote and place.value is None else "")
        for place in mention.places
    ).casefold()
    return [side for side in SIDES if side in words]


def _ground_of(group: str, told: Sequence[Mention]) -> list[Place]:
    """Settlements where the same report says the group is: massed, besieged, or struck."""
    found: dict[str, Place] = {}
    for mention in told:
        if mention.type not in HERE:
            continue
        own = (
            mention.actors
            if mention.type in ("force_concentration", "presence", "holds")
            else mention.targets
        )
        if any(r.value is not None and group in (r.value.id, side_key(r.value)) for r in own):
            for place in mention.places:
                if place.value is not None and place.value.kind not in AREAS:
                    found[place.value.id] = place.value
    return [found[key] for key in sorted(found)]
