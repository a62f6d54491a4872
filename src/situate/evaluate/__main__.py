"""`python -m situate.evaluate SUITE PATH`: the thin entry; the command line wires the same."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from situate.errors import SituateError, UsageError
from situate.evaluate import SUITES, load_suite
from situate.records import to_json


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0 ok, 1 failed, 2 wrong call."""
    options = _parser().parse_args(arguments)
    try:
        suite = load_suite(options.suite)
        from situate.pipeline import open_desk
        from situate.settings import Settings

        chosen = {"data_dir": options.data_dir} if options.data_dir else {}
        settings = Settings(countries=tuple(options.countries), model=options.model, **chosen)
        found = suite.run(
            options.path,
            open_desk(settings),
            limit=options.limit,
            errors=options.errors,
            resamples=options.resamples,
        )
    except SituateError as wrong:
        print(f"{type(wrong).__name__}: {wrong}", file=sys.stderr)
        return 2 if isinstance(wrong, UsageError) else 1
    plain = json.loads(to_json(found))
    print(
        json.dumps(plain if options.json else plain["metrics"], indent=None if options.json else 2)
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="situate.evaluate", description="Score a gold suite.")
    parser.add_argument("suite", metavar="SUITE", help=" ".join(SUITES))
    parser.add_argument("path", metavar="PATH", type=Path)
    parser.add_argument("--json", action="store_true", help="the whole result on one line")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", type=Path, help="JSON lines of every miss and false alarm")
    parser.add_argument("--resamples", type=int, default=1000)
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--countries", nargs="*", default=[])
    parser.add_argument("--model", help="spaCy package; default the best one installed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
