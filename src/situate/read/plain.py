"""Plain and scraped text: one file is one report, kept letter for letter."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from situate.read.decode import decode
from situate.read.draft import Draft
from situate.read.source import Source
from situate.settings import Settings

READER = "text 2"


def read_text(source: Source, settings: Settings) -> Iterator[Draft]:
    """One draft whose text is exactly the decoded file; blocks follow from its lines."""
    data = source.content(settings.max_bytes)
    yield Draft(
        where=source.where,
        text=decode(data, source.charset),
        reader=READER,
        blob=hashlib.sha256(data).hexdigest(),
        url=source.url,
        retrieved=source.retrieved,
    )
