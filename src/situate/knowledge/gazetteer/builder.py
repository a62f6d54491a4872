"""The child process that builds: an order as JSON on stdin, the digest as JSON on stdout."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

import orjson

from situate.errors import SituateError
from situate.knowledge.gazetteer.build import build
from situate.knowledge.gazetteer.sources import Source

# Share of the work that lies before the step whose line begins so, by CPU time of the default.
BEFORE = {"joining": 0.15, "spelling": 0.30, "writing": 0.80}


def teller(clock: Callable[[], float]) -> Callable[[str], None]:
    """Prints lines to stderr; those of `BEFORE` with the time left at the speed so far."""
    began = clock()

    def say(line: str) -> None:
        done = BEFORE.get(line.partition(" ")[0])
        left = (clock() - began) * (1 - done) / done if done else None
        told = f" (about {left:.0f} s left)" if left else ""
        print(f"gazetteer: {line}{told}", file=sys.stderr, flush=True)

    return say


def main() -> int:
    """Build what stdin orders; progress goes to stderr."""
    gc.disable()  # millions of small records, none in cycles: collecting would double the time
    order = orjson.loads(sys.stdin.buffer.read())
    sources = [Source(k, Path(p), sha, label, cc) for k, p, sha, label, cc in order["sources"]]

    say = teller(time.monotonic)
    say(f"built once, half a minute or more, and kept in {order['folder']}")
    try:
        digest = build(sources, Path(order["folder"]), say)
        say("ready")
    except KeyboardInterrupt:
        return 130  # nothing is left behind; the next start begins anew
    except SituateError as error:
        sys.stdout.buffer.write(orjson.dumps({"error": str(error)}))
        return 1
    sys.stdout.buffer.write(orjson.dumps({"digest": digest}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
