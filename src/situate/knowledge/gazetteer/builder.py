"""The child process that builds: an order as JSON on stdin, the digest as JSON on stdout."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import orjson

from situate.errors import SituateError
from situate.knowledge.gazetteer.build import build
from situate.knowledge.gazetteer.sources import Source


def main() -> int:
    """Build what stdin orders; progress goes to stderr."""
    gc.disable()  # millions of small records, none in cycles: collecting would double the time
    order = orjson.loads(sys.stdin.buffer.read())
    sources = [Source(k, Path(p), sha, label, cc) for k, p, sha, label, cc in order["sources"]]

    def say(line: str) -> None:
        print(f"gazetteer: {line}", file=sys.stderr, flush=True)

    try:
        digest = build(sources, Path(order["folder"]), say)
    except SituateError as error:
        sys.stdout.buffer.write(orjson.dumps({"error": str(error)}))
        return 1
    sys.stdout.buffer.write(orjson.dumps({"digest": digest}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
