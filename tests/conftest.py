"""Small real records for the tests; only the network and the clock are ever faked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the repository, or a skip that says why."""
    path = Path(os.environ.get("SITUATE_SHARED", ROOT.parent / "shared"))
    if not (path / "seed" / "report.txt").exists():
        pytest.skip(f"no shared material at {path}: gold suites are measured only where it lies")
    return path
