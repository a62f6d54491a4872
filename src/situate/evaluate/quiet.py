"""False events: what is said of texts that tell of none (epidemic news, diplomacy, weather)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from situate.evaluate.suite import (
    Errors,
    Figure,
    Reading,
    Tally,
    is_false_event,
    read_documents,
    share,
)
from situate.model import Document

if TYPE_CHECKING:
    from situate.pipeline import Desk

AROUND = 90  # code points of context in the error file


def false_events(
    documents: Sequence[Document], desk: Desk, log: Errors
) -> tuple[list[Counter[str]], Reading]:
    """Counts of each document, in order, and how it was read; every false event is logged."""
    reading = read_documents(documents, desk)
    units = []
    for document in documents:
        where = document.path or document.id
        false = [m for m in reading.mentions.get(where, ()) if is_false_event(m, desk)]
        for mention in false:
            at = mention.trigger
            words = document.text[max(0, at.start - AROUND) : at.end + AROUND]
            log.add(where, "false event", words, None, mention.type, mention.rule, trigger=at.text)
        words_read = len(document.text.split())
        units.append(
            Counter(quiet=1, loud=int(bool(false)), false_events=len(false), quiet_words=words_read)
        )
    return units, reading


def false_event_figures(sums: Tally) -> dict[str, Figure]:
    """`false_event_rate` and `false_events_per_1000_words`; None without a negative text."""
    return {
        "false_event_rate": share(sums.get("loud", 0), sums.get("quiet", 0)),
        "false_events_per_1000_words": share(
            1000 * sums.get("false_events", 0), sums.get("quiet_words", 0)
        ),
    }
