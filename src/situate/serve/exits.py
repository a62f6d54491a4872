"""How a command ends: exit codes, and the line for each document set aside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from situate.serve.door import note

if TYPE_CHECKING:
    from situate.model import Reject

OK, FAILED, USAGE, SET_ASIDE, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 130


def tell(reject: Reject) -> None:
    """Say on stderr what was set aside, and where the fault is ours."""
    ours = " (a bug in situate: please report this line)" if reject.is_bug else ""
    note(f"set aside: {reject.where}: {reject.stage}: {reject.reason}{ours}")


def leave(rejects: Iterable[Reject]) -> None:
    """End a command that went through: 0, 3 where documents were set aside, 4 where by a bug."""
    codes = {BUG if reject.is_bug else SET_ASIDE for reject in rejects}
    if codes:
        raise typer.Exit(max(codes))
    return
