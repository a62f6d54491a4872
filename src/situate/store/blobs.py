"""Raw bytes as they were read, filed under their hash: <folder>/ab/abcdef….gz"""

from __future__ import annotations

import gzip
import hashlib
import os
import tempfile
from pathlib import Path


def keep(folder: Path, data: bytes) -> str:
    """File `data` once and return its sha256; a blob without a row is harmless, the reverse is not.

    Written under a temporary name, flushed to disk and renamed, so a reader never sees half of it.
    """
    name = hashlib.sha256(data).hexdigest()
    target = path_of(folder, name)
    if target.exists():
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False, prefix=".part-") as part:
        try:
            with gzip.GzipFile(fileobj=part, mode="wb", mtime=0, filename="") as packed:
                packed.write(data)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(target)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
    return name


def path_of(folder: Path, name: str) -> Path:
    """Where a blob of that hash lies."""
    return folder / name[:2] / f"{name}.gz"


def fetch(folder: Path, name: str) -> bytes | None:
    """The bytes of that hash; None if they are not kept here."""
    target = path_of(folder, name)
    return gzip.decompress(target.read_bytes()) if target.exists() else None
