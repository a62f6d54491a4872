"""One annotated document to its mentions."""

from __future__ import annotations

from situate.annotate import Annotated
from situate.extract.chain import chained
from situate.extract.mention import mentions_in
from situate.knowledge.vocabulary import Vocabulary
from situate.model import Mention


def extract(annotated: Annotated, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """What one document says happened or holds, in the order of its text.

    Roles are quotes with value None; nothing is looked up. No mention without a trigger word.
    """
    found = [
        mention
        for sentence in annotated.sentences
        for mention in mentions_in(annotated, sentence, vocabulary)
    ]
    found = chained(found, vocabulary)
    return tuple(sorted(found, key=lambda m: (m.trigger.start, m.trigger.end)))
