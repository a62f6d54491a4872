"""What every benchmark says beside its figures: the machine and its load; and where it goes."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Load = tuple[float, float, float]


def load() -> Load:
    """Load of the machine over 1, 5 and 15 minutes; take it before the first measurement."""
    return os.getloadavg()


def publish(figures: Mapping[str, Any], before: Load, out: Path | None) -> None:
    """Print the figures and what they were measured on as JSON; write it to `out` where given."""
    machine = {
        "machine": platform.platform(), "python": platform.python_version(),
        "cores": os.cpu_count(), "load_before": before, "load_after": load(),
    }  # fmt: skip
    text = json.dumps({**figures, **machine}, indent=2)
    print(text)
    if out:
        out.write_text(text + "\n", encoding="utf-8")
