"""The native JSON: one mention, document or brief as the design's contract fixes it.

Field names are fixed and new ones may be added. Unknown is null, never "", 0 or -1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from situate.knowledge.vocabulary import Vocabulary
from situate.model import Document, Mention, Quote, Reject, Situation, Sourced
from situate.records import to_plain


def quote_view(quote: Quote | None) -> dict[str, Any] | None:
    """Words and where they stand; the document is that of the record around them."""
    return None if quote is None else {"text": quote.text, "start": quote.start, "end": quote.end}


def document_view(document: Document) -> dict[str, Any]:
    """A document without its text."""
    return {
        "id": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "published": document.published.isoformat() if document.published else None,
        "published_from": document.published_from,
        "language": document.language,
        "url": document.url,
        "path": document.path,
        "characters": len(document.text),
    }


def mention_view(mention: Mention, document: Document, vocabulary: Vocabulary) -> dict[str, Any]:
    """A mention with its document's head and the crosswalk of its type."""
    kind = vocabulary.types[mention.type]
    return {
        "id": mention.id,
        "document": document_view(document),
        "type": mention.type,
        "acled": kind.acled,
        "plover": kind.plover_of(mention.trigger.text),
        "trigger": quote_view(mention.trigger),
        "sentence": quote_view(mention.sentence),
        "block": mention.block,
        "actors": [_sourced(s) for s in mention.actors],
        "targets": [_sourced(s) for s in mention.targets],
        "backers": [_sourced(s) for s in mention.backers],
        "objects": [_sourced(s) for s in mention.objects],
        "places": [_sourced(s) for s in mention.places],
        "period": _period(mention),
        "tolls": [_sourced(s) for s in mention.tolls],
        "stance": mention.stance,
        "stance_cue": quote_view(mention.stance_cue),
        "phase": mention.phase,
        "extent": mention.extent,
        "weapons": [_sourced(s) for s in mention.weapons],
        "said_by": [_slim(speaker) for speaker in mention.said_by],
        "framing": [f.word for f in mention.framing] or [mention.type],
        "framings": [_slim(f) for f in mention.framing],
        "links": [to_plain(link) for link in mention.links],
        "confidence": mention.confidence,
        "rule": mention.rule,
        "flags": list(mention.flags),
    }


def brief_view(
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    situation: Situation,
    rejects: Iterable[Reject],
    vocabulary: Vocabulary,
) -> dict[str, Any]:
    """The object `situate brief --json` prints; incidents and holds name their mentions by id."""
    return {
        "documents": [document_view(document) for document in documents.values()],
        "incidents": [to_plain(incident) for incident in situation.incidents],
        "holds": [to_plain(hold) for hold in situation.holds],
        "areas": [to_plain(area) for area in situation.areas],
        "disagreements": [to_plain(d) for d in situation.disagreements],
        "rejects": [to_plain(reject) for reject in rejects],
        "mentions": [mention_view(m, documents[m.document], vocabulary) for m in mentions],
    }


def _slim(record: Any) -> Any:
    """A record as plain data, its quotes without the document they repeat."""
    plain = to_plain(record)
    return _without_document(plain)


def _without_document(plain: Any) -> Any:
    if isinstance(plain, dict):
        return {k: _without_document(v) for k, v in plain.items() if k != "document"}
    if isinstance(plain, list | tuple):
        return [_without_document(v) for v in plain]
    return plain


def _sourced(sourced: Sourced[Any]) -> Any:
    return _slim(sourced)


def _period(mention: Mention) -> dict[str, Any]:
    period = mention.period
    return {
        "quote": quote_view(period.quote),
        "value": _slim(period.value) if period.value else None,
        "precision": period.value.precision if period.value else None,
        "confidence": period.confidence,
        "reason": period.reason,
    }
