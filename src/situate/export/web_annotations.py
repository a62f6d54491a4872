"""`annotations`: a W3C Web Annotation for every quote; and reading them back.

Characters are code points of the stored text whose SHA-256 is the source. On import the position
is tried first, then the quote with its context; zero or two hits are a Reject, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from situate.export.dataset import CONTEXT, Dataset, Wish, Written
from situate.model import Document, Mention, Quote, Reject
from situate.records import quote_at, quotes_of


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """annotations.jsonl, one annotation a line, by (document, mention, field)."""
    path = folder / "annotations.jsonl"
    count = 0
    with path.open("wb") as handle:
        for mention in sorted(
            data.mentions.values(), key=lambda m: (m.document, m.trigger.start, m.id)
        ):
            for annotation in of_mention(mention, data.documents[mention.document]):
                handle.write(orjson.dumps(annotation) + b"\n")
                count += 1
    return [Written(path, "annotations", count)]


def of_mention(mention: Mention, document: Document) -> Iterator[dict[str, Any]]:
    """Annotations of one mention; ids are urn:situate:mention:<id>:<field>[:<n>]."""
    seen: dict[str, int] = {}
    for name, quote in quotes_of(mention):
        seen[name] = seen.get(name, -1) + 1
        ident = f"urn:situate:mention:{mention.id}:{name}" + (
            f":{seen[name]}" if seen[name] else ""
        )
        value = mention.type if name == "trigger" else name
        yield {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "id": ident,
            "motivation": "classifying",
            "body": {"type": "TextualBody", "value": value, "purpose": "classifying"},
            "target": {
                "source": f"urn:sha256:{document.id}",
                "selector": selectors(quote, document),
            },
        }


def selectors(quote: Quote, document: Document) -> list[dict[str, Any]]:
    """Both selectors, always with prefix and suffix: two equal quotes would collapse otherwise."""
    return [
        {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
        {
            "type": "TextQuoteSelector",
            "exact": quote.text,
            "prefix": document.text[max(0, quote.start - CONTEXT) : quote.start],
            "suffix": document.text[quote.end : quote.end + CONTEXT],
        },
    ]


def find(annotation: Mapping[str, Any], documents: Mapping[str, Document]) -> Quote | Reject:
    """The words an annotation points to, or why they were not found."""
    ident = str(annotation.get("id"))
    try:
        target = annotation["target"]
        document = documents[str(target["source"]).removeprefix("urn:sha256:")]
        by_type = {selector["type"]: selector for selector in target["selector"]}
        words = by_type["TextQuoteSelector"]
        exact = str(words["exact"])
    except (KeyError, TypeError) as error:
        return Reject(
            ident, "import", f"not one of our annotations, or its text is not here: {error}"
        )
    position = by_type.get("TextPositionSelector")
    if position and document.text[position["start"] : position["end"]] == exact:
        return quote_at(document, position["start"], position["end"])
    context = f"{words.get('prefix', '')}{exact}{words.get('suffix', '')}"
    hits = document.text.count(context)
    if hits != 1:
        return Reject(ident, "import", f"the words stand in the text {hits} times")
    start = document.text.index(context) + len(words.get("prefix", ""))
    return quote_at(document, start, start + len(exact))
