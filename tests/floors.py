"""Floors of the gold suites: what is measured, on which rows, and how a floor is set.

`python -m tests.floors [SUITE ...]` measures anew and rewrites floors.json: the figure less half
its interval (plus half for figures that must stay low). A lowered floor shows in the diff.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

from situate.evaluate import load_suite
from situate.evaluate.suite import Result
from situate.pipeline import Desk, open_desk
from situate.settings import Settings

FLOORS = Path(__file__).with_name("floors.json")
SEED = 0
COUNTED = ("traps_passed", "attachments", "quotes_exact")  # no sample: not one may be lost
LOW_IS_GOOD = ("rate", "deaths_false", "per_1000_words", "log_loss")


def floors() -> dict[str, dict[str, Any]]:
    """By suite: path below the shared folder, sample, at_least, at_most."""
    found: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return found


def measured(name: str, row: dict[str, Any], shared: Path, desk: Desk, folder: Path) -> Result:
    """One suite over its file, or over a fixed sample of its rows."""
    path = shared / row["path"]
    if row.get("sample"):
        path = sampled(path, row["sample"], folder)
    if row.get("blocks"):
        path = some_blocks(path, row["blocks"], folder)
    return load_suite(name).run(path, desk, resamples=row.get("resamples", 0))


def sampled(path: Path, size: int, folder: Path) -> Path:
    """A file of `size` rows of a CSV, the same ones every time."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    chosen = sorted(random.Random(SEED).sample(range(len(rows)), min(size, len(rows))))
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *(rows[i] for i in chosen)])
    sample = folder / f"{path.name.split('.')[0]}_{size}.csv"
    sample.write_text(text.getvalue(), encoding="utf-8", newline="")
    return sample


def some_blocks(path: Path, every: int, folder: Path) -> Path:
    """A file of all rows of one in `every` blocks of half a degree, chosen by a hash of the block.

    A place's days hang together, so its rows are taken whole and its neighbours' with them.
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        rows = [row for row in table if _block_hash(row) % every == 0]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(table.fieldnames or ()))
    writer.writeheader()
    writer.writerows(rows)
    sample = folder / f"{path.name.split('.')[0]}_1_in_{every}.csv"
    sample.write_text(text.getvalue(), encoding="utf-8", newline="")
    return sample


def _block_hash(row: dict[str, str]) -> int:
    block = [int(float(row[name]) * 2 // 1) for name in ("latitude", "longitude")]
    return int(hashlib.md5(str(block).encode(), usedforsecurity=False).hexdigest(), 16)


def gold_desk(shared: Path) -> Desk:
    """A desk with Syria's villages, its gazetteer kept between sessions in the temporary folder."""
    data_dir = Path(
        os.environ.get("SITUATE_GOLD_DATA", Path(tempfile.gettempdir()) / "situate-gold-data")
    )
    install_villages(data_dir, shared)
    return open_desk(Settings(data_dir=data_dir))


def install_villages(data_dir: Path, shared: Path) -> None:
    """Build a gazetteer with the Syrian packs, once for these files and this version."""
    from situate.knowledge.gazetteer import data_folder
    from situate.knowledge.gazetteer.sources import Source, embedded, sha256_of

    files = [
        ("wof", "wof_sy.tsv.gz"),
        ("polygons", "wof_sy_region.geojson"),
        ("polygons", "wof_sy_county.geojson"),
        ("ocha", "ocha_sy_governorates.json"),
        ("ocha", "ocha_sy_districts.json"),
        ("ocha", "ocha_sy_subdistricts.json"),
    ]
    packs = [
        Source(kind, path, sha256_of(path), name, "SY")
        for kind, name in files
        if (path := shared / "gazetteer" / name).exists()
    ]
    data_folder.folder_of(data_dir).mkdir(parents=True, exist_ok=True)
    data_folder.point_at_build(
        data_dir, data_folder.build_in_child(data_dir, (*embedded(), *packs))
    )


def proposed(found: Result, metrics: list[str]) -> dict[str, dict[str, float]]:
    """Floors for the metrics: the figure less (or plus) half its interval."""
    at_least, at_most = {}, {}
    for metric in metrics:
        value, span = found.metrics.get(metric), found.intervals.get(metric)
        if value is None:
            continue
        half = (span[1] - span[0]) / 2 if span and metric not in COUNTED else 0.0
        if metric.endswith(LOW_IS_GOOD):
            at_most[metric] = round(value + half, 3)
        else:
            at_least[metric] = round(value - half, 3)
    return {"at_least": at_least, "at_most": at_most}


def main(names: list[str]) -> None:
    """Measure and rewrite."""
    shared = Path(os.environ.get("SITUATE_SHARED", Path(__file__).parents[2] / "shared"))
    desk, table = gold_desk(shared), floors()
    with tempfile.TemporaryDirectory() as folder:
        for name in names or list(table):
            row = table[name]
            found = measured(name, {**row, "resamples": 1000}, shared, desk, Path(folder))
            metrics = [*row["at_least"], *row["at_most"]]
            row |= proposed(found, metrics)
            row["figures"] = {m: found.metrics.get(m) for m in metrics}
            print(name, f"{found.seconds} s", row["figures"], file=sys.stderr)
    FLOORS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
