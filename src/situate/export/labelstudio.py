"""`labelstudio`: tasks with our readings as predictions; and people's annotations back.

Offsets are code points. Label Studio has counted UTF-16 units and code points at different times:
on import a span is accepted only where its own text stands there under one of the two counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from situate import __version__
from situate.errors import UsageError
from situate.export.dataset import Dataset, Wish, Written
from situate.model import Document, Mention, Quote, Reject
from situate.records import quote_at, quotes_of

LABELS = ("actors", "targets", "places", "tolls", "period", "said_by", "weapons", "objects")
CONFIG_HEAD = '<View><Labels name="label" toName="text">'
CONFIG_TAIL = '</Labels><Text name="text" value="$text"/></View>\n'


def write(data: Dataset, folder: Path, wish: Wish) -> list[Written]:
    """tasks.json and the labelling config, labels.xml."""
    tasks = [_task(document, data) for _, document in sorted(data.documents.items())]
    path = folder / "tasks.json"
    path.write_bytes(orjson.dumps(tasks))
    labels = "".join(f'<Label value="{v}"/>' for v in (*sorted(data.vocabulary.types), *LABELS))
    config = folder / "labels.xml"
    config.write_text(CONFIG_HEAD + labels + CONFIG_TAIL, encoding="utf-8")
    return [Written(path, "labelstudio", len(tasks)), Written(config, "labelstudio", len(labels))]


def _task(document: Document, data: Dataset) -> dict[str, Any]:
    said = [m for m in data.mentions.values() if m.document == document.id]
    result = [r for m in sorted(said, key=lambda m: (m.trigger.start, m.id)) for r in _results(m)]
    prediction: dict[str, Any] = {"model_version": f"situate {__version__}", "result": result}
    if said:
        prediction["score"] = round(sum(m.confidence for m in said) / len(said), 4)
    return {
        "data": {"text": document.text, "document": document.id, "title": document.title},
        "predictions": [prediction],
        "annotations": [],
    }


def _results(mention: Mention) -> list[dict[str, Any]]:
    spans = []
    for n, (name, quote) in enumerate(quotes_of(mention)):
        if name == "trigger" or name in LABELS:
            label = mention.type if name == "trigger" else name
            spans.append(_span(f"{mention.id}-{n}", label, quote))
    relations = [
        {"type": "relation", "from_id": spans[0]["id"], "to_id": span["id"], "direction": "right"}
        for span in spans[1:]
    ]
    return spans + relations


def _span(ident: str, label: str, quote: Quote) -> dict[str, Any]:
    value = {"start": quote.start, "end": quote.end, "text": quote.text, "labels": [label]}
    return {"id": ident, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def tasks_of(file: Path) -> list[dict[str, Any]]:
    """Tasks of a file as Label Studio exports them. Raises UsageError for anything else."""
    try:
        plain = orjson.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: not JSON ({error})") from error
    is_tasks = isinstance(plain, list) and all(
        isinstance(t, dict) and isinstance(t.get("data"), dict) for t in plain
    )
    if not is_tasks:
        raise UsageError(
            f"{file}: no tasks of Label Studio", hint="export them as JSON, not as JSON-MIN"
        )
    return list(plain)


def submitted(task: Mapping[str, Any]) -> list[Mapping[str, Any]] | None:
    """Labelled spans of the newest annotation that was submitted; None where none was."""
    given = task.get("annotations")
    done = [
        a
        for a in (given if isinstance(given, list) else ())
        if isinstance(a, dict) and not a.get("was_cancelled") and isinstance(a.get("result"), list)
    ]
    if not done:
        return None
    newest = max(done, key=lambda a: str(a.get("updated_at") or a.get("created_at") or ""))
    return [r for r in newest["result"] if isinstance(r, dict) and r.get("type") == "labels"]


def find(result: Mapping[str, Any], document: Document) -> Quote | Reject:
    """The words of one labelled span, or why they cannot be trusted."""
    where = f"{document.path or document.id[:12]}:{result.get('id')}"
    try:
        value = result["value"]
        start, end, words = int(value["start"]), int(value["end"]), str(value["text"])
    except (KeyError, TypeError, ValueError) as error:
        return Reject(where, "import", f"not a labelled span: {error}")
    for first, last in (
        (start, end),
        (_code_point(document.text, start), _code_point(document.text, end)),
    ):
        if 0 <= first <= last <= len(document.text) and document.text[first:last] == words:
            return quote_at(document, first, last)
    return Reject(where, "import", f"{words[:40]!r} does not stand at {start}:{end}")


def _code_point(text: str, units: int) -> int:
    """Code points before a count of UTF-16 units; -1 inside a surrogate pair or past the end."""
    seen = 0
    for index, letter in enumerate(text):
        if seen == units:
            return index
        seen += 2 if ord(letter) > 0xFFFF else 1
    return len(text) if seen == units else -1
