"""Pages of the reports: the list, and one text with all evidence marked."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter, Request
from starlette.responses import Response

from situate.export import page_words as words
from situate.export.page_evidence import excerpt, quotes
from situate.export.tables import (
    MENTIONS,
    mention_cells,
)
from situate.model import Document
from situate.serve.web.answer import page
from situate.serve.web.finding import (
    asdict_top,
    cursor_of_report,
    dataset,
    found_document,
    report_of,
)
from situate.serve.web.sheets import as_csv, as_json
from situate.serve.web.window import ROWS_TAKEN, cursor

router = APIRouter(include_in_schema=False)


DOCUMENTS = ("id", "title", "outlet", "published", "language", "url", "path")


def _document_rows(documents: Iterable[Document]) -> Iterable[list[object]]:
    for d in documents:
        published = d.published.isoformat() if d.published else None
        yield [d.id, d.title, d.outlet, published, d.language, d.url, d.path]


@router.get("/documents")
def documents_page(request: Request) -> Response:
    """The reports there are."""
    found = request.state.desk.archive.list_documents(_after(request), 101)
    return page(
        request,
        "documents.html",
        documents=found[:100],
        next=cursor_of_report(found[99]) if len(found) > 100 else None,
    )


def _after(request: Request) -> tuple[str, str] | None:
    return cursor(request.query_params.get("after"))


@router.get("/documents.json")
def documents_json(request: Request) -> Response:
    """The reports there are, without their texts."""
    found = request.state.desk.archive.list_documents(_after(request), 1000)
    rows = [dict(zip(DOCUMENTS, row, strict=True)) for row in _document_rows(found)]
    more = cursor_of_report(found[-1]) if len(found) == 1000 else None
    return as_json({"items": rows, "next": more})


@router.get("/documents.csv")
def documents_csv(request: Request) -> Response:
    """The reports there are, a row each."""
    found = request.state.desk.archive.list_documents(None, ROWS_TAKEN)
    return as_csv(DOCUMENTS, _document_rows(found), "reports")


@router.get("/document/{ident}.json")
def document_json(request: Request, ident: str) -> Response:
    """A document with its mentions."""
    document = found_document(request, ident)
    mentions = request.state.desk.archive.mentions_in(ident)
    return as_json({**asdict_top(document), "mentions": list(mentions.values())})


@router.get("/document/{ident}.csv")
def document_csv(request: Request, ident: str) -> Response:
    """The statements of a document, a row each."""
    desk = request.state.desk
    found_document(request, ident)
    data = dataset(desk, [], desk.archive.mentions_in(ident))
    rows = (mention_cells(m, None, data) for m in data.mentions.values())
    return as_csv(MENTIONS, ([row[c] for c in MENTIONS] for row in rows), f"report-{ident[:12]}")


@router.get("/document/{ident}")
def document_page(request: Request, ident: str) -> Response:
    """The text of a report with every word that carries a value marked."""
    document = found_document(request, ident)
    mentions = request.state.desk.archive.mentions_in(ident)
    ordered = sorted(mentions.values(), key=lambda m: (m.trigger.start, m.id))
    marks = [(m.id, q) for m in ordered for _, q in quotes(m)]
    starts: dict[int, list[str]] = {}
    for mention in ordered:
        starts.setdefault(mention.trigger.start, []).append(mention.id)
    return page(
        request,
        "document.html",
        document=document,
        report=report_of(document),
        newer=request.state.desk.archive.newer_reading(document.id),
        mentions=ordered,
        text=excerpt(document, 0, len(document.text), marks),
        starts=starts,
        types={m.id: words.kind(m.type) for m in ordered},
    )
