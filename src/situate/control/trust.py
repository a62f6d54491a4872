"""How far a claim is believed: who tells it, how, and in whose interest (control.md 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from situate.control.reading import Reading
from situate.control.settings import Row, Rule, load_clock
from situate.model import Actor, Mention, Sourced
from situate.sources import Root


def honest_of(mention: Mention, rule: Rule, root: Root, reading: Reading) -> float:
    """r · m · x of control.md 3.4."""
    r = reading.effects.reliability
    interest = _interest(root, mention, reading)
    actors = {*_ids(mention.actors)}
    targets = {*_ids(mention.targets)}
    winners, losers = (targets, actors) if loses_by_acting(mention, rule) else (actors, targets)
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


def is_claimed_only(row: Row, root: Root, mention: Mention, rule: Rule, reading: Reading) -> bool:
    """A taking that only the taker's side tells of (Wikipedia's rule on partisan sources)."""
    taker = mention.targets if loses_by_acting(mention, rule) else mention.actors
    interest = _interest(root, mention, reading)
    return row.starts == "held" and bool(interest & set(_ids(taker)))


def is_losers_denial(
    root: Root, losers: tuple[str, ...], mention: Mention, rule: Rule, reading: Reading
) -> bool:
    """Does the denial come from the side that would lose by it?"""
    loser = mention.actors if loses_by_acting(mention, rule) else mention.targets
    return bool(_interest(root, mention, reading) & {*losers, *_ids(loser)})


def loses_by_acting(mention: Mention, rule: Rule) -> bool:
    """Is the grammatical actor the one who loses: who withdraws, and who hands a place over?"""
    entry = (mention.rule or "").partition(":")[0]
    return rule.side == "actors" or entry in rule.gives


def held_back_by(share: float, mention: Mention, *, claimed_only: bool) -> str | None:
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
