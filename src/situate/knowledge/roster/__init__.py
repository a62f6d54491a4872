"""Who fights and who suffers: armed and civil actors by name, as of a day."""

from __future__ import annotations

from pathlib import Path

from situate.knowledge.roster import coders, patterns, phrases
from situate.knowledge.roster.book import Match, Roster
from situate.knowledge.roster.entries import Entry, Spell
from situate.knowledge.roster.load import entries_in, import_csv, shipped
from situate.knowledge.roster.tables import table

__all__ = [
    "Entry",
    "Match",
    "Roster",
    "Spell",
    "coders",
    "import_csv",
    "load_roster",
    "patterns",
    "phrases",
    "table",
]


def load_roster(extra: tuple[Path, ...] = ()) -> Roster:
    """The shipped roster and the user's own files (YAML or CSV), which win over ours by id.

    Raises KnowledgeError naming file and line.
    """
    files = (*shipped(), *extra)
    return Roster(entry for file in files for entry in entries_in(file))
