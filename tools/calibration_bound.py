"""How far a monotone map on the shares of sides could mend the calibration of suite control.

    python tools/calibration_bound.py ../shared/gold/acled

Reads the suite's path once, fits an isotonic map on the days of one half of the places (blocks of
half a degree by a hash) and scores the other half, both ways; then on all, in sample. A bound only:
what is fitted on ACLED may be told and may not ship, so no knots are written. Prints JSON: the
worst gap of the bins over 200 days, with the number of places behind that bin.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from situate.evaluate import control
from situate.evaluate.control_truth import Coded, transfers_of

Floats = NDArray[np.float64]
Days = tuple[str, Floats, Floats]  # half, best share by day, whether it was right


def days_of(notes: Sequence[Coded], tracks: Sequence[control.Track]) -> list[Days]:
    """The days of each transferred point that the suite puts into bins."""
    near = control._nearby(tracks, 0.05)
    last = max(note.day for note in notes)
    out = []
    for point, mine in control._by_point(transfers_of(notes)).items():
        days = np.arange(mine[0].day, last + 1)
        truth = np.zeros(len(days), int)
        for transfer in mine:
            truth[transfer.day - days[0] :] = control.SIDES.index(transfer.taker)
        belief, _, _ = control._on(next(iter(near(point)), None), days)
        told = belief.max(axis=1) > 1 / len(control.SIDES) + control.EVEN
        block = hashlib.md5(str(control._block(point)).encode(), usedforsecurity=False).hexdigest()
        right = (belief.argmax(axis=1) == truth).astype(float)
        out.append(("AB"[int(block, 16) % 2], belief.max(axis=1)[told], right[told]))
    return out


def worst(rows: Iterable[Days]) -> dict[str, float]:
    """The worst gap of the bins over 200 days, and how many places its bin rests on."""
    told = [row for row in rows if len(row[1])]
    said, right = (np.concatenate([row[k] for row in told]) for k in (1, 2))
    owner = np.concatenate([np.full(len(row[1]), i) for i, row in enumerate(told)])
    bins = np.minimum((said * control.BINS).astype(int), control.BINS - 1)
    found = []
    for at in range(control.BINS):
        inside = bins == at
        if inside.sum() > control.FULL_BIN:
            gap = abs(float(said[inside].mean() - right[inside].mean()))
            found.append((gap, at / control.BINS, len(np.unique(owner[inside]))))
    gap, low, places = max(found)
    return {"gap": round(gap, 3), "bin": low, "places": places, "full_bins": len(found)}


def mapped(fit: Sequence[Days], rows: Sequence[Days]) -> list[Days]:
    """Rows with their shares mapped as fitted on other rows."""
    said, right = (np.concatenate([row[k] for row in fit]) for k in (1, 2))
    order = np.argsort(said, kind="stable")
    knots = np.clip(isotonic_regression(right[order]).x, 1 / len(control.SIDES), 0.995)
    return [(half, np.interp(said_, said[order], knots), right_) for half, said_, right_ in rows]


def bound(notes: Sequence[Coded], tracks: Sequence[control.Track]) -> dict[str, dict[str, float]]:
    """Gaps as they are, mapped in sample, and mapped by the other half of the places."""
    rows = days_of(notes, tracks)
    a, b = ([row for row in rows if row[0] == half] for half in "AB")
    return {
        "as shown": worst(rows), "A as shown": worst(a), "B as shown": worst(b),
        "all, fitted on all": worst(mapped(rows, rows)),
        "A, fitted on B": worst(mapped(b, a)), "B, fitted on A": worst(mapped(a, b)),
        "all, each half fitted on the other": worst([*mapped(b, a), *mapped(a, b)]),
    }  # fmt: skip


def main() -> None:
    from situate import pipeline
    from situate.serve.door import read_settings

    desk = pipeline.open_desk(read_settings())
    print(json.dumps(bound(*control.given_places(Path(sys.argv[1]), desk)), indent=2))


if __name__ == "__main__":
    main()
