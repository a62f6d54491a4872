"""What the API takes and gives: pages of records, problems, decisions, and its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query
from pydantic import Field, JsonValue

from situate.model import Area, Document, Hold, Incident, Judgement
from situate.serve.web.search import Row


@dataclass
class Problem:
    """What went wrong, and what to do about it."""

    detail: str


ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "Not a host of this server"},
    401: {"model": Problem, "description": "Sign in first"},
    404: {"model": Problem, "description": "There is no such thing"},
    422: {"model": Problem, "description": "It cannot be asked like this"},
}


@dataclass
class IncidentPage:
    """Incidents by (start, id); `next` is the cursor of the page after, null on the last."""

    items: list[Incident]
    next: str | None


@dataclass
class HoldPage:
    """Holds by place and start."""

    items: list[Hold]


@dataclass
class AreaPage:
    """Pockets and fronts."""

    items: list[Area]


@dataclass
class DocumentPage:
    """Documents by id; `next` is the id to ask after."""

    items: list[Document]
    next: str | None


@dataclass
class JudgementPage:
    """Decisions in the order they were made."""

    items: list[Judgement]


@dataclass
class SearchPage:
    """Statements found; facets count all of them, not only this page."""

    items: list[Row]
    total: int
    facets: dict[str, list[tuple[str, int]]]
    next: str | None


Ident = Annotated[str, Path(max_length=200, description="An id, as the lists give it")]
Day = Annotated[str | None, Query(description="A day, 2018-02-14", examples=["2018-02-14"])]
Word = Annotated[str | None, Query(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=1000)]


@dataclass
class Decision:
    """What is decided: `value` is the field's right value, as records have it."""

    mention: Annotated[str, Field(max_length=200)]
    verdict: Literal["accept", "correct", "reject", "merge", "split"]
    field: Annotated[str | None, Field(max_length=20)] = None  # None: the whole statement
    value: JsonValue = None
    other: Annotated[str | None, Field(max_length=200)] = None  # the other statement
    why: Annotated[str | None, Field(max_length=500)] = None


@dataclass
class Undone:
    """Why a decision is taken back."""

    why: Annotated[str | None, Field(max_length=500)] = None


CSRF = Annotated[
    str | None,
    Header(description="With a session: the token of its pages. Not wanted with a bearer token"),
]
WRITES: dict[int | str, dict[str, Any]] = {
    **ERRORS,
    201: {"model": Judgement},
    403: {"model": Problem, "description": "It takes the role reviewer"},
    503: {"model": Problem, "description": "Another program is writing; try again"},
}
