"""One annotated document to its mentions."""

from __future__ import annotations

from dataclasses import replace

from situate.annotate import Annotated
from situate.extract.chain import chained
from situate.extract.framing import refers_back
from situate.extract.mention import mentions_in
from situate.extract.trigger import Trigger
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Link, Mention

RECENT = 6  # earlier mentions a definite noun may mean


def extract(annotated: Annotated, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """What one document says happened or holds, in the order of its text.

    Roles are quotes with value None; nothing is looked up. No mention without a trigger word.
    """
    found: list[tuple[Mention, Trigger]] = []
    for sentence in annotated.sentences:
        for mention, trigger in mentions_in(annotated, sentence, vocabulary):
            found.append((told_before(annotated, mention, trigger, found), trigger))
    mentions = chained([mention for mention, _ in found], vocabulary)
    return tuple(sorted(mentions, key=lambda m: (m.trigger.start, m.trigger.end)))


def told_before(
    annotated: Annotated,
    mention: Mention,
    trigger: Trigger,
    earlier: list[tuple[Mention, Trigger]],
) -> Mention:
    """The mention, linked as the same to an earlier one that its definite noun means."""
    for other, other_trigger in reversed(earlier[-RECENT:]):
        if other.type == mention.type and refers_back(
            annotated, trigger.sentence, trigger, other_trigger
        ):
            return replace(mention, links=(*mention.links, Link("same", other.id)))
    return mention
