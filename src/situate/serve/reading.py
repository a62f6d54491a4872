"""Reading reports for a command: documents, their mentions, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from situate.model import Document, Mention, Reject
from situate.pipeline import Desk, read_all
from situate.read import read_paths
from situate.serve.door import with_progress
from situate.serve.exits import tell


@dataclass(slots=True)
class Pile:
    """What a reading gave; filled while `through` runs."""

    documents: dict[str, Document] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def through(
    paths: list[str], desk: Desk, published: datetime | None, *, quiet: bool, pile: Pile
) -> Iterator[tuple[Document, tuple[Mention, ...]]]:
    """Each readable document with its mentions; the rest is noted on stderr and piled up."""

    def readable() -> Iterator[Document]:
        for item in read_paths(paths, desk.settings, published):
            if isinstance(item, Reject):
                _set_aside(item, pile)
            elif item.id not in pile.documents:
                pile.documents[item.id] = item
                yield item

    for document, result in with_progress(read_all(readable(), desk), "reading", quiet=quiet):
        if isinstance(result, Reject):
            del pile.documents[document.id]
            _set_aside(result, pile)
        else:
            pile.mentions.extend(result)
            yield document, result


def _set_aside(reject: Reject, pile: Pile) -> None:
    pile.rejects.append(reject)
    tell(reject)
