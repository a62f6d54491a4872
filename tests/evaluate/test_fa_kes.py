"""The FA-KES scorer on articles of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from situate.evaluate.fa_kes import Article, governorate_of, governorates, is_good, measure, tally
from situate.evaluate.suite import mapping
from situate.model import Document, Mention, Place, Quote, SourcedPlace

TABLE = mapping("fa_kes")
QUOTE = Quote("d", 0, 3, "hit")


def a_mention(*adm1: str) -> Mention:
    places = tuple(
        SourcedPlace(
            None, Place(f"p{i}", "Marj", "settlement", 35.0, 38.0, "SY", name), 0.9, "named"
        )
        for i, name in enumerate(adm1)
    )
    return Mention("m", "d", "shelling", QUOTE, QUOTE, places=places)


def an_article(published: datetime | None, title: str = "Shells hit Marj in Hama") -> Article:
    document = Document("d", "hit", published=published)
    return Article("a#1", title, "hit", date(2016, 5, 4), "hama", document)


@pytest.mark.parametrize(
    ("adm1", "name", "expect"),
    [
        ("Hama", "Marj", "hama"), ("Ar-Raqqah", "Marj", "raqqa"),
        ("Rif Dimashq", "Marj", "damascus"),
        ("Dayr az Zawr", "Marj", "deir ezzor"), ("Anbar", "Marj", None), (None, "Aleppo", "aleppo"),
        ("Idlib", "Aleppo", "idlib"), (None, "Marj", None),
    ],
)  # fmt: skip
def test_governorate_names(adm1: str | None, name: str, expect: str | None) -> None:
    """Spellings of gazetteers meet the words of the rows; the unit beats the place's own name."""
    assert governorate_of(adm1, name, TABLE) == expect


def test_most_mentions_win() -> None:
    """A governorate counts once a mention; a tie goes to the first told."""
    said = [a_mention("Hama", "Hama"), a_mention("Idlib"), a_mention("Idlib")]
    assert governorates(said, TABLE) == ["idlib", "hama"]
    assert governorates([a_mention("Hama"), a_mention("Idlib")], TABLE)[0] == "hama"
    assert governorates([], TABLE) == []


@pytest.mark.parametrize(
    ("day", "expect"),
    [(4, {"day_accuracy": 1.0, "day_accuracy_consistent": 1.0, "within_3_days": 1.0}),
     (6, {"day_accuracy": 0.0, "day_accuracy_consistent": 0.0, "within_3_days": 1.0}),
     (20, {"day_accuracy": 0.0, "day_accuracy_consistent": None, "within_3_days": 0.0})],
)  # fmt: skip
def test_days(day: int, expect: dict[str, float | None]) -> None:
    """Days are scored over the articles we date; far-off rows are no evidence of consistency."""
    unit = tally(an_article(datetime(2016, 5, day, tzinfo=UTC)), ["hama"], TABLE)
    figures = {name: figure.value for name, figure in measure(unit).items()}
    assert {name: figures[name] for name in expect} == expect
    assert figures["governorate_accuracy"] == 1.0
    assert figures["governorate_in_title"] == 1.0


def test_undated_article_is_unanswered() -> None:
    """No date is no wrong date."""
    figures = measure(tally(an_article(None), [], TABLE))
    assert figures["answered"].value == 0
    assert figures["day_accuracy"].value is None
    assert figures["governorate_accuracy"].value == 0


def test_rows_need_a_day_and_a_known_governorate() -> None:
    """Anything else is skipped and counted."""
    row = {"article_title": "x", "article_content": "y", "date": "5/4/2016", "location": "hama"}
    assert is_good(row, TABLE)
    assert not is_good({**row, "location": "atlantis"}, TABLE)
    with pytest.raises(ValueError, match="time data"):
        is_good({**row, "date": "4 May"}, TABLE)
