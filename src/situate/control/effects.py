"""Incidents and state claims -> Evidence: which row, which sides, how far to believe it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from situate.control.evidence import Evidence, side_key
from situate.control.settings import Effects, Row, Rule, load_clock, load_effects
from situate.knowledge.outlets import fold
from situate.model import Actor, Document, Incident, Mention, Place, Sourced, SourcedPlace
from situate.sources import Root, Sources

AREAS = {"country", "adm1", "adm2", "region", "area"}
BODY = {"paragraph", "subhead"}
STATE = {"state forces", "government"}
DAY = 86400.0
ONE_ACT = {"take": "taking", "part": "taking", "edge": "taking"}
LEAST = 0.05  # share below which a rival place is not worth a row
SURE = 0.9  # share of the node that carries the very name told
SAME_POINT = 0.7  # a place less sure than this, under another spelling, is a node of its own


@dataclass(frozen=True)
class Reading:
    """What evidence is drawn from: reports, who speaks in them, what their incidents are."""

    documents: Mapping[str, Document]
    sources: Sources
    incident: Mapping[str, str]
    voice: Mapping[str, str]  # mention -> root of its witness in its incident
    effects: Effects
    sure: Mapping[tuple[str, str], str]  # (document, place id) -> folded words of a sure quote
    unsure: Mapping[tuple[str, str], Mapping[str, SourcedPlace]]  # the same for doubtful ones


def reading_of(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    incidents: Iterable[Incident],
    sources: Sources,
) -> Reading:
    """Index once what every mention's evidence asks for."""
    sure: dict[tuple[str, str], str] = {}
    unsure: dict[tuple[str, str], dict[str, SourcedPlace]] = {}
    for mention in mentions:
        for place in mention.places:
            if place.value and place.quote:
                key, words = (mention.document, place.value.id), fold(place.quote.text)
                if place.confidence >= SAME_POINT:
                    sure.setdefault(key, words)
                elif is_name(place.quote.text):
                    unsure.setdefault(key, {}).setdefault(words, place)
    told = tuple(incidents)
    bound = {mention: i.id for i in told for mention in i.mentions}
    voice = {mention: w.root for i in told for w in i.witnesses for mention in w.mentions}
    return Reading(documents, sources, bound, voice, load_effects(), sure, unsure)


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
        if told.value is None or _passes_by(told, mention, rule, reading.effects):
            continue
        inner = _inner(told, mention, rule, reading)
        inside = inner is None or _is_inside_town(inner, reading.effects)
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


def _passes_by(told: SourcedPlace, mention: Mention, rule: Rule, effects: Effects) -> bool:
    """Is a place only on the way? What a side leaves or is driven from is the place itself.

    Of a taking only where no other place is named: "captured Hajin from the north".
    """
    if told.relation not in effects.passing:
        return False
    if not rule.leaves or told.relation != "from":
        return True
    others = (p for p in mention.places if p.relation not in effects.passing)
    return rule.side == "targets" and any(p.value is not None for p in others)


def _inner(
    told: SourcedPlace, mention: Mention, rule: Rule, reading: Reading
) -> SourcedPlace | None:
    """The narrower place that a mention puts in this one; None where it names this one itself.

    Of "captured the village in Hama" the parser often hangs "in Hama" on the verb.
    """
    if told.relation != "in" and not (rule.part and _follows_in(told, reading)):
        return None
    narrower = (
        p
        for p in mention.places
        if p is not told and p.relation in ("at", "part") and p.quote and told.quote
        and p.quote.start < told.quote.start
    )  # fmt: skip
    return next(narrower, None)


def _follows_in(told: SourcedPlace, reading: Reading) -> bool:
    """Does "in" stand right before the words of a place?"""
    if told.relation != "at" or told.quote is None:
        return False
    report = reading.documents.get(told.quote.document)
    before = report.text[max(0, told.quote.start - 8) : told.quote.start] if report else ""
    return before.split()[-1:] == ["in"]


def _is_inside_town(inner: SourcedPlace, effects: Effects) -> bool:
    """Is a narrower place a part of a town (a hospital, a quarter) and not a place of its own?"""
    words = inner.quote.text.casefold().split() if inner.quote else []
    return inner.relation == "part" or not effects.inside_towns.isdisjoint(words)


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
        if not _loses(root, losers, mention, rule, reading):
            return
        row = reading.effects.rows["denial"]
    document = reading.documents.get(mention.document)
    start, end = _days(mention, document)
    claimed_only = _claimed_only(row, root, mention, rule, reading)
    near = told.relation in reading.effects.near and not _in_the_area(mention, told)
    make = partial(
        Evidence,
        start=start,
        end=end,
        known=_known(document),
        row=row,
        doers=doers,
        losers=losers,
        honest=_honest(mention, rule, root, reading),
        source=reading.voice.get(mention.id, root.id),
        fact=reading.incident.get(mention.id) or _fact(row, doers, losers),
        mention=mention.id,
        document=mention.document,
        type=mention.type,
        trigger=mention.trigger.text,
        body=mention.block in BODY,
        narrow={"part": 0, "edge": 0, "whole": 1}.get(
            mention.extent or "", 0 if row.starts == "contested" else 1
        ),
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
    for place, share in _candidates(mention, told, reading):
        back = _held_back(share, mention, claimed_only=claimed_only)
        yield make(place=place, share=share, rival=place.id in rivals, held_back=back)


def _loses_by_acting(mention: Mention, rule: Rule) -> bool:
    """Is the grammatical actor the one who loses: who withdraws, and who hands a place over?"""
    entry = (mention.rule or "").partition(":")[0]
    return rule.side == "actors" or entry in rule.gives


def _sides(
    mention: Mention, told: SourcedPlace, rule: Rule, row: Row, effects: Effects
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Side keys of a and b. An attack repelled, and a failed one, both have the defender as b.

    A group known by its words alone counts only where ground changes hands.
    """
    country = told.value.country if told.value else None
    actors = _keys(mention.actors, country, row, effects)
    targets = _keys(mention.targets, country, row, effects)
    if _loses_by_acting(mention, rule):
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


def _candidates(
    mention: Mention, told: SourcedPlace, reading: Reading
) -> Iterable[tuple[Place, float]]:
    """Each place the words may mean, with its share; the shares of rivals never sum to over 1.

    A doubtful spelling beside a sure one of the same point is a node of its own (`same_as`): the
    full share falls on the node the words name, and the other gets the chance that they are one.
    """
    assert told.value is not None
    share = min(max(told.confidence, 0.0), 1.0)
    point = (mention.document, told.value.id)
    words = fold(told.quote.text) if told.quote else ""
    if told.quote and share < SAME_POINT and _differ(reading.sure.get(point, words), words):
        # "the centre", "the town" stand for the name they go back to.
        named = (
            told
            if is_name(told.quote.text)
            else next(iter(reading.unsure.get(point, {}).values()), None)
        )
        if named is None:
            yield told.value, share
            return
        yield _node(named), SURE
        yield told.value, SURE * share
        return
    yield told.value, share
    for spelling, unsure in reading.unsure.get(point, {}).items():
        if words and share >= SAME_POINT and _differ(spelling, words):
            yield _node(unsure), share * unsure.confidence
    left = 1 - share
    scores = [max(r.score, 0.0) for r in told.rivals]
    for rival, score in zip(told.rivals, scores, strict=True):
        part = left * score / (sum(scores) + share)
        if part >= LEAST and rival.value.id != told.value.id:
            yield rival.value, part


def _differ(one: str, other: str) -> bool:
    """Are two spellings two names? "Gharanij" and "the town of Gharanij" are one."""
    words = {*one.split()}, {*other.split()}
    return not (words[0] <= words[1] or words[1] <= words[0])


def is_name(words: str) -> bool:
    """Does a place quote hold a proper name, rather than "the town" or "this last place"?"""
    plain = load_effects().determiners
    telling = [word for word in words.split() if word.casefold() not in plain]
    return any(any(c.isupper() for c in word) or not word.isascii() for word in telling)


def _node(told: SourcedPlace) -> Place:
    """A place of its own for a spelling that may or may not be the point it was resolved to."""
    assert told.value is not None
    assert told.quote is not None
    words = fold(told.quote.text)
    return replace(told.value, id=f"name:{words}@{told.value.id}", name=told.quote.text)


def _honest(mention: Mention, rule: Rule, root: Root, reading: Reading) -> float:
    """r · m · x of control.md 3.4."""
    r = reading.effects.reliability
    interest = _interest(root, mention, reading)
    actors = {*_ids(mention.actors)}
    targets = {*_ids(mention.targets)}
    winners, losers = (targets, actors) if _loses_by_acting(mention, rule) else (actors, targets)
    if interest & losers and not interest & winners:
        trust = r["against_interest"]
    elif interest & winners:
        trust = r["own_interest"]
    else:
        trust = r["party"] if interest or root.party else r["neutral"]
    roles = [s.confidence for s in (*mention.actors, *mention.targets) if s.value is not None]
    reading_right = mention.confidence * (max(roles) if roles else 0.8)
    return trust * _modality(mention, root, reading) * reading_right


def _modality(mention: Mention, root: Root, reading: Reading) -> float:
    m = reading.effects.modality
    if mention.stance == "possible":
        # A rumour nobody stands behind is no witness.
        rumour = not mention.said_by or _unnamed(mention, reading)
        hedged = any(speaker.hedge for speaker in mention.said_by)
        return 0.0 if rumour or hedged else m["possible"]
    if any(speaker.hedge for speaker in mention.said_by):
        return m["hedged"]
    voice = reading.sources.voice(mention.document)
    unnamed = _unnamed(mention, reading)
    if not mention.said_by or (root.id == voice.id and root.named and not unnamed):
        return m["own"]
    return m["hedged"] if unnamed else m["named"]


def _unnamed(mention: Mention, reading: Reading) -> bool:
    last = mention.said_by[-1] if mention.said_by else None
    words = (last.value or (last.quote.text if last.quote else "")) if last else ""
    return bool(last) and reading.sources.outlets.is_unnamed(words)


def _interest(root: Root, mention: Mention, reading: Reading) -> set[str]:
    """Ids a root speaks for; who says "we" or "they" of his own act speaks for himself."""
    own: list[str] = []
    if mention.said_by and not _unnamed(mention, reading):
        pronouns = reading.effects.pronouns
        roles = (*mention.actors, *mention.targets)
        himself = [r for r in roles if r.quote and r.quote.text.casefold() in pronouns]
        own.extend(_ids(himself))
    return {*own, *root.speaks_for, *([root.id.removeprefix("outlet:")] if root.party else [])}


def _ids(roles: Sequence[Sourced[Actor]]) -> Iterable[str]:
    for role in roles:
        if role.value is not None:
            yield from filter(None, (role.value.id, role.value.parent, *role.value.sides))


def _claimed_only(row: Row, root: Root, mention: Mention, rule: Rule, reading: Reading) -> bool:
    """A taking that only the taker's side tells of (Wikipedia's rule on partisan sources)."""
    taker = mention.targets if _loses_by_acting(mention, rule) else mention.actors
    interest = _interest(root, mention, reading)
    return row.starts == "held" and bool(interest & set(_ids(taker)))


def _loses(
    root: Root, losers: tuple[str, ...], mention: Mention, rule: Rule, reading: Reading
) -> bool:
    """Does the denial come from the side that would lose by it?"""
    loser = mention.actors if _loses_by_acting(mention, rule) else mention.targets
    return bool(_interest(root, mention, reading) & {*losers, *_ids(loser)})


def _held_back(share: float, mention: Mention, *, claimed_only: bool) -> str | None:
    """Why the explanation leaves this out, None if it applies it."""
    least = load_clock()["applies"]
    if mention.stance == "denied":
        return "denied by the side that would lose"
    if mention.stance == "possible":
        return "only said to be possible"
    if share < least["place"]:
        return f"place too doubtful ({share:.2f})"
    if mention.confidence < least["confidence"]:
        return f"reading too doubtful ({mention.confidence:.2f})"
    if claimed_only:
        return "claimed by the taker's own side only"
    return None


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
