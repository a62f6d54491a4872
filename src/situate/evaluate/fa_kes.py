"""FA-KES articles on Syria: governorate and day of publication (evaluation.md 9).

The fake/true label of the set rests on a noisy match and is never read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from situate.evaluate.suite import (
    Errors,
    Figure,
    Result,
    Row,
    Tally,
    asserted,
    json_rows,
    mapping,
    read_documents,
    result,
    share,
)
from situate.model import Document, Mention, Reject
from situate.read import as_document

if TYPE_CHECKING:
    from situate.pipeline import Desk


class Article(NamedTuple):
    """A row as read; `document` is None where the reader set it aside."""

    where: str
    title: str
    text: str
    day: date
    governorate: str
    document: Document | None


def run(
    path: Path,
    desk: Desk,
    *,
    limit: int | None = None,
    errors: Path | None = None,
    resamples: int = 1000,
) -> Result:
    """Governorate of most asserted mentions, and our day of publication, by article."""
    table = mapping("fa_kes")
    rows = json_rows(path, lambda row: is_good(row, table))
    articles = [article_of(where, row, desk) for where, row in rows.limited(limit)]
    reading = read_documents([a.document for a in articles if a.document], desk)
    log = Errors()
    units = []
    for article in articles:
        said = asserted(reading.mentions.get(article.where, ()))
        guesses = governorates(said, table)
        unit = tally(article, guesses, table)
        units.append(unit)
        log_article(log, article, guesses, unit)
    log.write(errors)
    return result(
        "fa_kes",
        len(articles),
        rows,
        desk,
        units,
        measure,
        reading=reading,
        resamples=resamples,
        by=None,
        abstained=sum(not unit["governorate_answered"] for unit in units),
        notes={
            "false_event_rate": "no negatives in this set; see toponyms",
            "day_accuracy": "the rows' dates and the articles' own differ by over 5 days in a "
            "quarter; quote day_accuracy_consistent",
        },
        extras={"set_aside": sum(a.document is None for a in articles)},
    )


def is_good(row: Row, table: Mapping[str, Any]) -> bool:
    """An article with words, a day and a governorate we know. Raises where a field is missing."""
    datetime.strptime(row["date"], "%m/%d/%Y")
    return bool(row["article_content"].strip()) and row["location"] in table["governorates"]


def article_of(where: str, row: Row, desk: Desk) -> Article:
    """A row through the ordinary reader, title and content, no date given."""
    title = row["article_title"].strip()
    text = f"{title}\n\n{row['article_content']}" if title else row["article_content"]
    found = as_document(text, where, desk.settings, title=title or None)
    day = datetime.strptime(row["date"], "%m/%d/%Y").date()
    document = None if isinstance(found, Reject) else found
    return Article(where, title, text, day, row["location"], document)


def governorates(said: Iterable[Mention], table: Mapping[str, Any]) -> list[str]:
    """Governorates of the mentions, the one that holds most first; ties in order of the text."""
    held: Counter[str] = Counter()
    for mention in said:
        names = {
            name
            for place in mention.places
            if place.value and (name := governorate_of(place.value.adm1, place.value.name, table))
        }
        held.update(sorted(names))
    return [name for name, _ in held.most_common()]


def governorate_of(adm1: str | None, name: str, table: Mapping[str, Any]) -> str | None:
    """The row's word for an admin-1 name; a place that is one counts by its own name."""
    for written in (adm1, name):
        folded = "".join(c for c in (written or "").casefold() if c.isalpha())
        for unit in table["units"]:  # "Idlib Governorate", as some gazetteers have it
            folded = folded.removesuffix(unit)
        for word, spellings in table["governorates"].items():
            if folded in spellings:
                return str(word)
        if written is adm1 and adm1:
            return None
    return None


def tally(article: Article, guesses: Sequence[str], table: Mapping[str, Any]) -> Tally:
    """Counts of one article."""
    in_title = any(
        spelling in "".join(c for c in article.title.casefold() if c.isalpha())
        for spelling in table["governorates"][article.governorate]
    )
    counts: Counter[str] = Counter(
        rows=1,
        governorate_answered=bool(guesses),
        governorate=guesses[:1] == [article.governorate],
        governorate_any=article.governorate in guesses,
        in_title=in_title,
        in_title_right=in_title and guesses[:1] == [article.governorate],
    )
    published = article.document.published if article.document else None
    if published is not None:
        apart = abs((published.date() - article.day).days)
        is_consistent = apart <= table["consistent_within_days"]
        counts.update(
            answered=1,
            day=apart == 0,
            within=apart <= table["within_days"],
            consistent=is_consistent,
            day_consistent=is_consistent and apart == 0,
        )
    return counts


def measure(sums: Tally) -> dict[str, Figure]:
    """Figures from summed counts; `day_accuracy` is over the articles we date."""
    return {
        "governorate_accuracy": share(sums.get("governorate", 0), sums.get("rows", 0)),
        "governorate_answered": share(sums.get("governorate_answered", 0), sums.get("rows", 0)),
        "governorate_any": share(sums.get("governorate_any", 0), sums.get("rows", 0)),
        "governorate_in_title": share(sums.get("in_title_right", 0), sums.get("in_title", 0)),
        "day_accuracy": share(sums.get("day", 0), sums.get("answered", 0)),
        "day_accuracy_consistent": share(sums.get("day_consistent", 0), sums.get("consistent", 0)),
        "within_3_days": share(sums.get("within", 0), sums.get("answered", 0)),
        "answered": share(sums.get("answered", 0), sums.get("rows", 0)),
        "false_event_rate": Figure(None),
    }


def log_article(log: Errors, article: Article, guesses: Sequence[str], counts: Tally) -> None:
    """A wrong governorate, or a wrong or missing day."""
    if not counts["governorate"]:
        kind = "wrong" if guesses else "miss"
        log.add(article.where, kind, article.text[:600], article.governorate, list(guesses))
    if not counts["day"]:
        published = article.document.published if article.document else None
        log.add(
            article.where,
            "wrong" if published else "miss",
            article.text[:300],
            article.day.isoformat(),
            published.date().isoformat() if published else None,
            article.document.published_from if article.document else None,
        )
