"""What every gold suite shares: how texts go through the pipeline and how a result looks.

A suite is a module with `run`; all that is special to it is its reader, a mapping table in
`mappings/` and its scorer. Everything here is re-exported so that a suite imports one module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from situate import __version__
from situate.evaluate.figures import (
    Figure,
    LabelScore,
    Measure,
    Tally,
    f1,
    intervals,
    macro_f1,
    median,
    prf,
    ratio,
    rounded,
    share,
    total,
    weighted_f1,
)
from situate.evaluate.inputs import (
    Input,
    Row,
    Rows,
    combined_sha256,
    csv_rows,
    json_rows,
    read_inputs,
    require_good,
)
from situate.evaluate.reading import (
    Counted,
    Errors,
    Reading,
    a_document,
    count_rows,
    noon,
    read_documents,
)
from situate.knowledge import plain
from situate.model import Mention

if TYPE_CHECKING:
    from situate.pipeline import Desk

__all__ = [
    "Counted", "Errors", "Figure", "Input", "LabelScore", "Measure", "Reading", "Result", "Row",
    "Rows", "Suite", "Tally", "a_document", "asserted", "categories_of", "combined_sha256",
    "count_rows", "csv_rows", "f1", "family_of", "fights", "intervals", "is_false_event",
    "json_rows", "macro_f1", "mapping", "median", "noon", "prf", "ratio", "read_documents",
    "read_inputs", "require_good", "result", "rounded", "share", "total", "weighted_f1",
]  # fmt: skip

FALSE_EVENT_FAMILIES = frozenset({"ground", "territory", "remote", "civilian"})


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one suite over one file; holds no gold text."""

    suite: str
    rows: int
    skipped: int
    sha256: str
    version: str
    metrics: dict[str, float | None]
    counts: dict[str, tuple[float, ...]]
    intervals: dict[str, tuple[float, float] | None]
    ceilings: dict[str, float | None]
    by: dict[str, dict[str, float | None]]
    abstained: int | None
    seconds: float
    words_per_second: float | None
    gazetteers: tuple[str, ...]
    gazetteer_digest: str | None
    parser: str
    notes: dict[str, str] = field(default_factory=dict)  # why a metric is null, and the like
    extras: dict[str, Any] = field(default_factory=dict)


class Suite(Protocol):
    """A module that scores one gold format."""

    def run(
        self,
        path: Path,
        desk: Desk,
        *,
        limit: int | None = None,
        errors: Path | None = None,
        resamples: int = 1000,
    ) -> Result:
        """Figures over a file or folder; `limit` units at most, misses written to `errors`.

        Raises UsageError where the path holds no usable row.
        """
        ...


def asserted(mentions: Iterable[Mention]) -> list[Mention]:
    """Those that count as predictions unless a suite says otherwise."""
    return [mention for mention in mentions if mention.stance == "asserted"]


def family_of(kind: str, desk: Desk) -> str | None:
    """Family of an event type: "ground", "territory", "remote" ...; None for an unknown type."""
    known = desk.vocabulary.types.get(kind)
    return known.family if known else None


def categories_of(mention: Mention, desk: Desk) -> tuple[str, ...]:
    """PLOVER categories of a mention; none for a type without one."""
    known = desk.vocabulary.types.get(mention.type)
    category = known.plover_of(mention.trigger.text) if known else None
    return (category,) if category else ()


def fights(mention: Mention, desk: Desk) -> bool:
    """Is it of the families ground, territory, remote or civilian?"""
    return family_of(mention.type, desk) in FALSE_EVENT_FAMILIES


def is_false_event(mention: Mention, desk: Desk) -> bool:
    """On a negative text: an asserted mention of fighting or harm."""
    return mention.stance == "asserted" and fights(mention, desk)


@cache
def mapping(name: str) -> Any:
    """A mapping table of this package, as YAML reads it."""
    source = files("situate.evaluate").joinpath("mappings", f"{name}.yaml")
    return plain.load(source.read_text(encoding="utf-8"))


def result(
    suite: str,
    rows: int,
    inputs: Rows,
    desk: Desk,
    units: Sequence[Tally],
    measure: Measure,
    *,
    reading: Reading | None = None,
    resamples: int = 1000,
    ceilings: Mapping[str, float | None] | None = None,
    by: Mapping[str, LabelScore] | None = None,
    abstained: int | None = None,
    notes: Mapping[str, str] | None = None,
    extras: Mapping[str, Any] | None = None,
) -> Result:
    """Put a result together: `measure` over the sum of units, intervals over resampled units."""
    figures = measure(total(units))
    rejected = {"rejects": len(reading.rejects)} if reading and reading.rejects else {}
    return Result(
        suite=suite,
        rows=rows,
        skipped=inputs.skipped,
        sha256=inputs.sha256,
        version=__version__,
        metrics={name: rounded(figure.value) for name, figure in figures.items()},
        counts={name: figure.counts for name, figure in figures.items() if figure.counts},
        intervals=intervals(units, measure, resamples),
        ceilings={name: rounded(value) for name, value in (ceilings or {}).items()},
        by={name: score.plain() for name, score in (by or {}).items()},
        abstained=abstained,
        seconds=round(reading.seconds, 2) if reading else 0.0,
        words_per_second=_speed(reading),
        gazetteers=desk.gazetteer.countries_installed(),
        gazetteer_digest=desk.gazetteer.digest,
        parser=_parser(desk),
        notes=dict(notes or {}),
        extras={**rejected, **(extras or {})},
    )


def _speed(reading: Reading | None) -> float | None:
    return round(reading.words / reading.seconds, 1) if reading and reading.seconds > 0 else None


def _parser(desk: Desk) -> str:
    meta: Mapping[str, Any] = getattr(desk.parser, "meta", {})
    return f"{meta.get('lang', '')}_{meta.get('name', 'unknown')} {meta.get('version', '')}".strip()
