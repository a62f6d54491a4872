"""One bad document costs itself, never the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from situate import annotate, extract, pipeline
from situate.model import Document, Reject
from situate.records import document_id

if TYPE_CHECKING:
    from situate.annotate import Annotated
    from situate.knowledge.vocabulary import Vocabulary
    from situate.model import Mention, Name
    from situate.pipeline import Desk


def a_document(text: str, path: str) -> Document:
    return Document(id=document_id(text), text=text, language="en", path=path)


def test_a_bug_in_one_document_is_a_reject_and_the_run_goes_on(
    real_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = extract.extract

    def breaks_on_hajin(annotated: Annotated, vocabulary: Vocabulary) -> tuple[Mention, ...]:
        if "Hajin" in annotated.document.text:
            raise ZeroDivisionError("no such clause")
        return read(annotated, vocabulary)

    monkeypatch.setattr(extract, "extract", breaks_on_hajin)
    bad = a_document("Rebels shelled Hajin.", "bad.txt")
    good = a_document("Rebels shelled Sousa.", "good.txt")
    (_, reject), (_, mentions) = pipeline.read_all([bad, good], real_desk)
    assert reject == Reject("bad.txt", "extract", "ZeroDivisionError: no such clause", is_bug=True)
    assert not isinstance(mentions, Reject)
    assert [m.type for m in mentions] == ["shelling"]


def test_a_finder_that_breaks_costs_one_document(
    real_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = annotate.names_in

    def breaks_on_hajin(document: Document, roster: Any, gazetteer: Any) -> tuple[Name, ...]:
        if "Hajin" in document.text:
            raise KeyError("Hajin")
        return find(document, roster, gazetteer)

    monkeypatch.setattr(annotate, "names_in", breaks_on_hajin)
    bad = a_document("Rebels shelled Hajin.", "bad.txt")
    good = a_document("Rebels shelled Sousa.", "good.txt")
    (_, reject), (_, mentions) = pipeline.read_all([bad, good], real_desk)
    assert isinstance(reject, Reject)
    assert (reject.where, reject.stage, reject.is_bug) == ("bad.txt", "annotate", True)
    assert not isinstance(mentions, Reject)
    assert mentions
