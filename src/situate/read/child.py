"""Hostile formats are parsed in a child process, under limits on memory, processor and time.

The parent writes what it knows of the bytes as one JSON line, then the bytes; the child answers
with the draft, or with the error, as JSON. Nothing of the child's output is ever run.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict, replace
from typing import Any

import orjson

from situate.errors import NotText, ReadError, TooLarge, WrongEncoding
from situate.read.draft import Draft, Raw
from situate.records import from_json, to_json

SECONDS = 45
CPU_SECONDS = 20
MEMORY = 2_000_000_000  # bytes of address space
ERRORS: dict[str, type[ReadError]] = {
    kind.__name__: kind for kind in (ReadError, NotText, TooLarge, WrongEncoding)
}


def in_child(kind: str, raw: Raw) -> Draft:
    """The draft of `raw` ("pdf" or "page"), made in a child process.

    Raises the ReadError the child met, and TooLarge where it ran into a limit.
    """
    known = {**asdict(replace(raw, data=b"")), "data": None}
    command = [sys.executable, "-P", "-m", "situate.read.child", kind]
    try:
        done = subprocess.run(
            command,
            input=orjson.dumps(known) + b"\n" + raw.data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as wrong:
        raise TooLarge(f"takes over {SECONDS} seconds to parse") from wrong
    if done.returncode != 0:
        raise TooLarge("takes too much memory or processor time to parse")
    return _answer(done.stdout)


def _answer(output: bytes) -> Draft:
    try:
        answer: dict[str, Any] = orjson.loads(output)
    except orjson.JSONDecodeError as wrong:
        raise ReadError("parser gave no answer") from wrong
    if "error" in answer:
        raise ERRORS.get(answer["error"], ReadError)(answer["message"])
    return from_json(output, Draft)


def main() -> None:
    """The child: limits first, then everything else."""
    _limit()
    from situate.read.page import page_draft
    from situate.read.pdf import pdf_draft

    known = orjson.loads(sys.stdin.buffer.readline())
    raw = Raw(**{**known, "data": sys.stdin.buffer.read(), "retrieved": None})
    make = {"pdf": pdf_draft, "page": page_draft}[sys.argv[1]]
    try:
        answer = to_json(make(raw))
    except ReadError as wrong:
        answer = orjson.dumps({"error": type(wrong).__name__, "message": str(wrong)})
    except (RecursionError, MemoryError) as wrong:
        message = f"too deep or too large to parse: {type(wrong).__name__}"
        answer = orjson.dumps({"error": "TooLarge", "message": message})
    sys.stdout.buffer.write(answer)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the parent remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
