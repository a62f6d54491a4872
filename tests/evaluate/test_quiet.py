from __future__ import annotations

from collections.abc import Callable

import pytest

from situate.evaluate.quiet import false_event_figures, false_events
from situate.evaluate.suite import Errors, a_document, total
from tests.evaluate.conftest import FakeDesk, Said

FLU = "The virus killed twelve birds in Tal Asfar."
CALM = "The clinic opened on Monday."


def test_only_asserted_fighting_or_harm_is_a_false_event(
    desk: FakeDesk, reads: Callable[..., None]
) -> None:
    reads(
        {
            FLU: [
                Said("casualties", "killed"),
                Said("attack", "virus"),
                Said("clash", "birds", stance="background"),
                Said("natural_disaster", "virus"),
            ]
        }
    )
    log = Errors()
    documents = [a_document(FLU, "a"), a_document(CALM, "b")]
    units, _ = false_events(documents, desk, log)  # type: ignore[arg-type]
    figures = false_event_figures(total(units))
    assert figures["false_event_rate"].counts == (1, 2)
    assert figures["false_events_per_1000_words"].value == pytest.approx(2000 / 13)
    assert [row["rule"] for row in log.rows] == ["test casualties", "test attack"]


def test_without_negative_texts_the_rate_is_unknown() -> None:
    assert false_event_figures({})["false_event_rate"].value is None
