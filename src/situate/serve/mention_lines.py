"""A mention as a person reads it in a terminal: a line a value, with its words and reason."""

from __future__ import annotations

from typing import Any

from situate.export.page_words import figure, kind, span
from situate.model import Document, Incident, Mention, Period, Sourced, Toll


def lines_of(mention: Mention, document: Document, incident: Incident | None) -> list[str]:
    """What was read, value by value, what a person decided, and the incident it belongs to."""
    out = [
        f"{mention.id}  {kind(mention.type)}  {mention.stance}  {mention.confidence:.2f}",
        f"report: {document.title or document.path or document.id}",
        f"    “{' '.join(mention.sentence.text.split())}”",
        f"event word: “{mention.trigger.text}”",
    ]
    for name in ("actors", "targets", "places", "tolls"):
        out += [_line(name, sourced) for sourced in getattr(mention, name)]
    out.append(_line("period", mention.period))
    out += [f"decided: {flag}" for flag in mention.flags if " by " in flag]
    if incident:
        others = len(incident.mentions) - 1
        out.append(f"incident: {incident.id}, with {others} other mention{'s' * (others != 1)}")
    return out


def _line(name: str, sourced: Sourced[Any]) -> str:
    words = f"“{sourced.quote.text}” " if sourced.quote else ""
    value = "unknown" if sourced.value is None else _value(sourced.value)
    return f"{name}: {words}{value} ({sourced.confidence:.2f}; {sourced.reason or 'as read'})"


def _value(value: Any) -> str:
    if isinstance(value, Toll):
        return f"{figure(value)} {value.kind}"
    if isinstance(value, Period):
        return span(value)
    return f"{value.name} [{value.id or 'not known to us'}]"
