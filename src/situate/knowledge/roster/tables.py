"""Tables of knowledge/data as plain data, kept compiled in the user's cache: YAML is slow."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import orjson
import yaml
from platformdirs import user_cache_path

from situate.errors import KnowledgeError
from situate.knowledge import plain

DATA = Path(__file__).parent.parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """A table of knowledge/data, read once a process."""
    path = DATA / name
    data: dict[str, Any] = compiled(path.read_text(encoding="utf-8"), path)
    return data


def compiled(text: str, path: Path) -> Any:
    """YAML as plain data, from the user's cache if these very bytes were parsed before.

    Reading 400 rows takes YAML some 200 ms and JSON 2. A cache that cannot be written is no error.
    """
    name = hashlib.sha256(text.encode()).hexdigest()[:32]
    kept = user_cache_path("situate") / "yaml" / f"{name}.json"
    try:
        return orjson.loads(kept.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        data = _parsed(text, path)
    with suppress(OSError, TypeError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=kept.parent, delete=False) as stream:
            stream.write(orjson.dumps(data))
        Path(stream.name).replace(kept)
    return data


def _parsed(text: str, path: Path) -> Any:
    try:
        return plain.load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(f"{path}:{line}: {error.problem}") from None
