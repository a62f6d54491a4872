"""situate: reports of armed conflict in, sourced events and a picture of who holds what out.

import situate
with situate.open("theatre.db") as theatre:
    frame = theatre.incidents(country="SY", contested=True).to_pandas()
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from situate.serve.client import Theatre

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(where: str | Path) -> Theatre:  # noqa: A001
    """Open a database for questions; see `situate.serve.client.Theatre`."""
    from situate.serve.client import open_theatre

    return open_theatre(where)
