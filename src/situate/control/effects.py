"""Incidents and state claims -> Evidence: which row, which sides, which days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial

from situate.control.evidence import Evidence, side_key
from situate.control.meant import candidates, inner_place, is_inside_town, passes_by
from situate.control.reading import AREAS, Reading
from situate.control.settings import Effects, Row, Rule
from situate.control.trust import (
    held_back_by,
    honest_of,
    is_claimed_only,
    is_losers_denial,
    loses_by_acting,
)
from situate.model import Actor, Document, Mention, Sourced, SourcedPlace

BODY = {"paragraph", "subhead"}
STATE = {"state forces", "government"}
DAY = 86400.0
ONE_ACT = {"take": "taking", "part": "taking", "edge": "taking"}


def evidence_of(mention: Mention, reading: Reading) -> tuple[Evidence, ...]:
    """What one mention says of the places it names; empty where it says nothing of control.

    Planned, hypothetical and background mentions give nothing, nor does a report of an area, whose
    effect on known places is drawn later (`over_areas`).
    """
    rule = reading.effects.rules.get(mention.type)
    if rule is None or mention.stance in ("planned", "hypothetical"):
        return ()
    if mention.stance == "background" and not _lasts(mention, rule):
        return ()
    out: list[Evidence] = []
    for told in mention.places:
        if told.value is None or passes_by(told, mention, rule, reading.effects):
            continue
        inner = inner_place(told, mention, rule, reading)
        inside = inner is None or is_inside_town(inner, reading.effects)
        if not inside and told.value.kind not in AREAS:
            continue
        row = _row(rule, mention, told, reading.effects, is_part=inner is not None)
        if row is not None:
            out.extend(_at(mention, told, row, rule, reading))
    return tuple(out)


def _lasts(mention: Mention, rule: Rule) -> bool:
    """A state told since a day and without an end holds when it is told: "in their hands since"."""
    period = mention.period.value
    return rule.row == "affirm" and period is not None and bool(period.start) and not period.end


def _row(
    rule: Rule, mention: Mention, told: SourcedPlace, effects: Effects, *, is_part: bool = False
) -> Row | None:
    """The row of effects.yaml for one place of a mention; None if it says nothing of that place."""
    near = told.relation in effects.near and not _in_the_area(mention, told)
    name: str | None = rule.row
    if mention.phase == "failed" and rule.failed:
        name = rule.failed
    elif near and rule.near:
        name = rule.near
    elif mention.extent == "edge" and rule.edge:
        name = rule.edge
    elif (mention.extent == "part" or told.relation == "part" or is_part) and rule.part:
        name = rule.part  # also a quarter taken whole, seen from its town
    elif rule.taker and mention.targets:
        name = rule.taker
    if mention.type == "presence_ended" and told.value and told.value.kind not in AREAS:
        name = "absent_named"
    return None if name in (None, "none") else effects.rows[name]


def _in_the_area(mention: Mention, told: SourcedPlace) -> bool:
    """A surrender "in the area of" a village is the village's; a battle near it is not."""
    return (
        mention.type in ("surrender", "siege", "force_concentration")
        and told.relation != "direction"
    )


def _at(
    mention: Mention, told: SourcedPlace, row: Row, rule: Rule, reading: Reading
) -> Iterable[Evidence]:
    root = reading.sources.root(mention)
    doers, losers = _sides(mention, told, rule, row, reading.effects)
    if rule.needs_both and not (doers and losers) and row.starts == "contested":
        row = reading.effects.rows["clash_near"]
    if mention.stance == "denied":
        if not is_losers_denial(root, losers, mention, rule, reading):
            return
        row = reading.effects.rows["denial"]
    document = reading.documents.get(mention.document)
    start, end = _days(mention, document)
    claimed_only = is_claimed_only(row, root, mention, rule, reading)
    near = told.relation in reading.effects.near and not _in_the_area(mention, told)
    make = partial(
        Evidence,
        start=start,
        end=end,
        known=_known(document),
        row=row,
        doers=doers,
        losers=losers,
        honest=honest_of(mention, rule, root, reading),
        source=reading.voice.get(mention.id, root.id),
        fact=reading.incident.get(mention.id) or _fact(row, doers, losers),
        mention=mention.id,
        document=mention.document,
        type=mention.type,
        trigger=mention.trigger.text,
        body=mention.block in BODY,
        narrow={"part": 0, "edge": 0, "whole": 1}.get(mention.extent or "", int(not row.narrow)),
        pattern=mention.rule or mention.type,
        armed=rule.armed and mention.stance == "asserted",
        claimed_only=claimed_only,
        denied=mention.stance == "denied",
        near=near,
        side=told.direction,
        open_side=mention.type == "flight",
        area=told.value is not None and told.value.kind in AREAS,
    )
    own = told.value.id if told.value else None
    rivals = {rival.value.id for rival in told.rivals} - {own}
    for place, share in candidates(mention, told, reading):
        back = held_back_by(share, mention, claimed_only=claimed_only)
        yield make(place=place, share=share, rival=place.id in rivals, held_back=back)


def _sides(
    mention: Mention, told: SourcedPlace, rule: Rule, row: Row, effects: Effects
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Side keys of a and b. An attack repelled, and a failed one, both have the defender as b.

    A group known by its words alone counts only where ground changes hands.
    """
    country = told.value.country if told.value else None
    actors = _keys(mention.actors, country, row, effects)
    targets = _keys(mention.targets, country, row, effects)
    if loses_by_acting(mention, rule):
        return tuple(k for k in targets if k not in actors), actors
    return actors, tuple(k for k in targets if k not in actors)


def _keys(
    roles: Sequence[Sourced[Actor]], country: str | None, row: Row, effects: Effects
) -> tuple[str, ...]:
    keys = {key for role in roles if (key := _key(role, country, effects))}
    known = {key for key in keys if not key.startswith("words:")}
    kept = known or (keys if row.name in effects.ground else known)
    few = effects.few_words
    return tuple(sorted(key for key in kept if key in known or len(key.split()) <= few))


def _key(role: Sourced[Actor], country: str | None, effects: Effects) -> str | None:
    """The side of a role; "regime forces" of no country named are those of the place's own state.

    Who they are is known only with the place: a report may name another country as well.
    """
    actor = role.value
    if actor is None:
        return None
    words = frozenset(role.quote.text.casefold().split()) if role.quote else frozenset()
    home = not words.isdisjoint(effects.home_state) and words <= effects.home_words
    nobody = actor.id is None and actor.kind in STATE and not actor.sides
    return f"state:{country}" if country and (home or nobody) else side_key(actor)


def _fact(row: Row, doers: Sequence[str], losers: Sequence[str]) -> str:
    return f"{ONE_ACT.get(row.name, row.name)}:{'+'.join(doers)}>{'+'.join(losers)}"


def _days(mention: Mention, document: Document | None) -> tuple[float | None, float | None]:
    """The event's days; else the day of publication with the lag of news before it; else none."""
    period = mention.period.value
    if period and period.start and period.end:
        return _day(period.start), _day(period.end)
    if period and period.end:
        return _day(period.end) - 1, _day(period.end)
    if document and document.published:
        end = float(int(_day(document.published))) + 1
        start = max(_day(period.start), end - 8) if period and period.start else end - 4
        return min(start, end - 1), end
    if period and period.start:
        return _day(period.start), _day(period.start) + 1
    return None, None


def _day(when: datetime) -> float:
    return when.astimezone(UTC).timestamp() / DAY


def _known(document: Document | None) -> float | None:
    when = (document.published or document.retrieved) if document else None
    return _day(when) if when else None
