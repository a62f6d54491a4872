"""Writes the figures that ship with the package, from what `situate evaluate --json` printed.

    python tools/figures.py RESULT.json ... [--date 2026-11-25] [--development]

Each RESULT is the output of one suite. Which figures ship, and what each says in plain words,
stands in tools/figures.yaml; a figure listed there that a result lacks is left out and named on
stderr. `--development` marks halves that the rules were written on.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "situate" / "serve" / "figures.json"


def rows_of(result: dict[str, Any], listed: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of one suite, each with its denominator and interval where it has them."""
    rows = []
    spans = result.get("intervals") or result.get("ci") or {}
    for name, says in listed["figures"].items():
        value = result["metrics"].get(name)
        if value is None:
            print(f"{result['suite']}: no figure {name}", file=sys.stderr)
            continue
        low, high = spans.get(name) or (None, None)
        rows.append(
            {
                "suite": result["suite"], "about": listed["about"], "figure": name, "says": says,
                "value": value, "of": share_of(value, result["counts"].get(name)),
                "low": low, "high": high,
                "rows": result["rows"], "data": result["sha256"],
            }
        )  # fmt: skip
    return rows


def share_of(value: float, counts: list[float] | None) -> list[float] | None:
    """[part, whole] where the figure is that share; an F1 or a mean is no share of anything."""
    if not counts or len(counts) != 2 or not counts[1]:
        return None
    return counts if abs(counts[0] / counts[1] - value) < 0.001 else None


def main() -> int:
    """0 when written, 1 when no result was of a listed suite."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("results", nargs="+", type=Path)
    asked.add_argument("--date", required=True)
    asked.add_argument("--development", action="store_true")
    given = asked.parse_args()
    listed = yaml.safe_load((HERE / "figures.yaml").read_text("utf-8"))
    results = [json.loads(path.read_text("utf-8")) for path in given.results]
    known = [r for r in results if r["suite"] in listed]
    if not known:
        print("no result of a listed suite", file=sys.stderr)
        return 1
    order = list(listed)
    known.sort(key=lambda r: order.index(r["suite"]))
    whole = {
        "version": known[0]["version"],
        "date": given.date,
        "parser": known[0].get("parser"),
        "halves": "development" if given.development else "held out",
        "figures": [row for r in known for row in rows_of(r, listed[r["suite"]])],
        "does_not_cover": [
            "this data set: the figures say how this version reads other texts",
            "Arabic and other languages than English",
            "stance and attribution, beyond a few cases of our own",
        ],
    }
    TARGET.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
