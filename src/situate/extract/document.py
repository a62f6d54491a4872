"""One annotated document to its mentions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from situate.annotate import Annotated
from situate.extract.chain import SHARPER, chained, retyped
from situate.extract.framing import may_refer_back, refers_back
from situate.extract.links import with_links
from situate.extract.mention import mentions_in
from situate.extract.toll_after import with_tolls_after
from situate.extract.trigger import Trigger
from situate.extract.wording import wording_of
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Link, Mention

RECENT = 6  # earlier mentions a definite noun may mean
GENERAL = "attack noun:"  # the rule of nouns that name no kind of attack
BARE_ATTACKS = ("attack", "attack_on_civilians")


def extract(annotated: Annotated, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """What one document says happened or holds, in the order of its text.

    Roles are quotes with value None; nothing is looked up. No mention without a trigger word.
    """
    found: list[tuple[Mention, Trigger]] = []
    renamed: dict[str, str] = {}
    wording = wording_of(annotated.document.text)
    for sentence in annotated.sentences:
        for mention, trigger in mentions_in(annotated, sentence, vocabulary, wording):
            told = told_before(annotated, mention, trigger, found)
            renamed[mention.id] = told.id
            found.append((told, trigger))
    found = with_tolls_after(annotated, found, vocabulary)
    mentions = chained([linked(mention, renamed) for mention, _ in found], vocabulary)
    return tuple(sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end)))


def linked(mention: Mention, renamed: Mapping[str, str]) -> Mention:
    """The mention, its links pointing to the ids that mentions have now."""
    links = (replace(k, mention=renamed.get(k.mention, k.mention)) for k in mention.links)
    return with_links(mention, tuple(links))


def told_before(
    annotated: Annotated,
    mention: Mention,
    trigger: Trigger,
    earlier: list[tuple[Mention, Trigger]],
) -> Mention:
    """The mention, linked as the same to an earlier one that its definite noun means.

    "The attack" after a sentence on shelling is that shelling, and has its type.
    """
    if not may_refer_back(trigger):
        return mention
    is_general = mention.type in BARE_ATTACKS and (mention.rule or "").startswith(GENERAL)
    meant: Mention | None = None
    for other, other_trigger in reversed(earlier[-RECENT:]):
        if meant is not None and other.sentence.start != meant.sentence.start:
            break  # of the nearest sentence the first act: what it is about
        may_mean = other.type == mention.type or (is_general and other.type in SHARPER)
        if may_mean and refers_back(annotated, trigger.sentence, trigger, other_trigger):
            meant = other
    if meant is None:
        return mention
    same = retyped(mention, meant.type, "means the act told before")
    return replace(same, links=(*mention.links, Link("same", meant.id)))
