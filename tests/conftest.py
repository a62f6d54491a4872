"""Small real records for the tests; only the network and the clock are ever faked."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from situate.pipeline import Desk

ROOT = Path(__file__).resolve().parent.parent
# Gazetteers are built once a machine and found again by their digest, whoever runs the tests.
CACHE = Path(tempfile.gettempdir()) / f"situate-tests-{os.getuid()}"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the repository, or a skip that says why."""
    path = Path(os.environ.get("SITUATE_SHARED", ROOT.parent / "shared"))
    if not (path / "seed" / "report.txt").exists():
        pytest.skip(f"no shared material at {path}: gold suites are measured only where it lies")
    return path


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """A data folder with the embedded gazetteer and nothing else."""
    return CACHE / "default"


@pytest.fixture(scope="session")
def real_desk(data_dir: Path) -> Desk:
    """The desk as a newcomer has it: parser, codebook, roster, embedded gazetteer."""
    from situate.pipeline import open_desk
    from situate.settings import Settings

    return open_desk(Settings(data_dir=data_dir))


@pytest.fixture(scope="session")
def packed_dir(shared: Path) -> Path:
    """A data folder with the villages of Syria and Iraq, as a user would install them."""
    from situate.knowledge import gazetteer

    folder = CACHE / "packed"
    packs = [shared / "gazetteer" / f"wof_{country}.tsv.gz" for country in ("sy", "iq")]
    if len(gazetteer.installed(folder)) < len(packs):
        gazetteer.add_files(packs, folder)
    return folder
