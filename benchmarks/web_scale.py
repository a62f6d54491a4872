"""What a browser waits for at 100,000 incidents: first paint of every page, and a moving map.

    python benchmarks/web_scale.py [--incidents 100000] [--db FILE] [--out FILE]

A synthetic store (5,000 places in three countries over four years, a report an incident and a
second one for every fifth, 20,000 spells) is served by `situate serve` in a process of its own and
opened in Debian's Chromium without a GPU. First contentful paint is the browser's own
`PerformancePaintTiming`; the answer of the server is timed apart; "moves" is the median and the
worst of 60 frames while the map is dragged. `--db` keeps and reuses the store.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from report import load, publish

from situate.model import (
    Actor,
    Document,
    Hold,
    Incident,
    Mention,
    Period,
    Place,
    Quote,
    Range,
    Situation,
    Sourced,
    SourcedPlace,
    Toll,
    Version,
    Witness,
)  # fmt: skip
from situate.records import digest, document_id, mention_id, quote_at
from situate.store import open_store

TYPES = ("clash", "shelling", "air_strike", "place_taken", "ied", "attack_repelled", "siege")
NAMES = ("reds", "blues", "greens", "greys")
SIDES = [Actor(s, s.upper(), "rebel", "XA", sides=(s,)) for s in NAMES]
FIRST = datetime(2018, 1, 1, tzinfo=UTC)
PAGES = {
    "situation": "/situation",
    "situation of a day": "/situation?as_of=2019-06-01",
    "situation of a month": "/situation?since=2019-06-01&until=2019-06-30",
    "incident": "incident",
    "document": "document",
    "documents": "/documents",
    "search": "/search?q=village",
    "review": "/review",
    "quality": "/quality",
}
FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
]  # fmt: skip
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
FRAMES = """async () => {
  const times = [];
  let last = performance.now();
  for (let i = 0; i < 60; i++) {
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - last);
    last = performance.now();
  }
  return times;
}"""


def spots(n: int, chance: random.Random) -> list[Place]:
    """Places in clusters, as towns lie."""
    made = []
    for i in range(n):
        country, lat, lon = (("SY", 35.0, 38.5), ("IQ", 33.5, 43.5), ("LY", 30.0, 17.0))[i % 3]
        made.append(
            Place(
                f"b:{i}", f"Village {i}", "settlement", round(lat + chance.gauss(0, 1.1), 4),
                round(lon + chance.gauss(0, 1.6), 4), country, f"Area {i % 14}",
                f"District {i % 90}",
            )
        )  # fmt: skip
    return made


def report(i: int, place: Place, day: datetime, copy: int) -> Document:
    """A short report with one sentence that matters."""
    text = (
        f"Outlet {i % 60} reports ({copy}, {i}). Reds and Blues clash at {place.name} on "
        f"{day.date()}; 12 killed. The situation elsewhere in {place.adm2} is calm, officials said."
    )
    return Document(
        document_id(text), text, title=f"Clash at {place.name}", outlet=f"Outlet {(i + copy) % 60}",
        published=day, published_precision="day", language="en", reader="text 1",
    )  # fmt: skip


def said(document: Document, i: int, place: Place, day: datetime, dead: int) -> Mention:
    """The mention of a report."""

    def words(text: str) -> Quote:
        at = document.text.index(text)
        return quote_at(document, at, at + len(text))

    trigger, kind = words("clash"), TYPES[i % len(TYPES)]
    end = document.text.index(";") + 12
    one, two = SIDES[i % 4], SIDES[(i // 4 + 1 + i % 4) % 4]
    return Mention(
        mention_id(document.id, trigger, kind), document.id, kind, trigger,
        quote_at(document, document.text.index("Reds"), end),
        actors=(Sourced(words("Reds"), one, 0.9, "subject"),),
        targets=(Sourced(words("Blues"), two, 0.8, "object"),),
        places=(SourcedPlace(words(place.name), place, 0.9, "named", level=1),),
        period=Sourced(None, Period(day, day + timedelta(days=1), "day"), 0.9, "given"),
        tolls=(Sourced(words("12 killed"), Toll("killed", "people", dead, dead), 0.8, "number"),),
        confidence=round(0.4 + (i % 60) / 100, 2),
    )  # fmt: skip


def concluded(group: list[Mention], documents: list[Document]) -> Incident:
    """One incident of one or two mentions, each a witness of its own."""
    first = group[0]
    witnesses = tuple(
        Witness(f"w{k}", d.outlet or "", (m.id,), (d.id,), "alone")
        for k, (m, d) in enumerate(zip(group, documents, strict=True))
    )
    tolls = [m.tolls[0].value for m in group]
    lows = [t.low for t in tolls if t and t.low is not None]
    figures = tuple(
        Version(t, m.id, f"w{k}", m.tolls[0].quote)
        for k, (m, t) in enumerate(zip(group, tolls, strict=True))
        if t
    )
    return Incident(
        digest("incident", first.id), first.type, first.period, first.places[0],
        _versions(group, "actors"), _versions(group, "targets"),
        (Range("killed", "people", min(lows), max(lows), min(lows), figures),), (),
        tuple(m.id for m in group), witnesses, first.confidence,
        contested=("tolls",) if len(set(lows)) > 1 else (),
    )  # fmt: skip


def _versions(group: list[Mention], field: str) -> tuple[Version[Actor], ...]:
    return tuple(
        Version(s.value, m.id, f"w{k}", s.quote)
        for k, m in enumerate(group)
        for s in getattr(m, field)
        if s.value
    )


def build(path: Path, number: int) -> None:
    """A store of that many incidents."""
    chance = random.Random(7)
    places = spots(min(5000, number), chance)
    incidents, holds, batch = [], [], []
    with open_store(path, create=True) as store:
        store.begin_run("r", FIRST.isoformat(), "p", {})
        for i in range(number):
            place = places[int(len(places) * chance.random() ** 2)]
            day = FIRST + timedelta(days=chance.randrange(1460))
            papers = [report(i, place, day + timedelta(days=c), c) for c in range(1 + (i % 5 == 0))]
            group = [said(d, i, place, day, 1 + (i + 3 * c) % 40) for c, d in enumerate(papers)]
            incidents.append(concluded(group, papers))
            batch += [(d, [m]) for d, m in zip(papers, group, strict=True)]
            if i % 5 == 0:
                holds.append(_hold(i, places[(i // 5) % len(places)], day, group[0].id))
            if len(batch) > 5000:
                store.add_readings(batch, "p", "r")
                batch = []
        store.add_readings(batch, "p", "r")
        store.replace_concluded(Situation(tuple(incidents), tuple(holds)), store.mark("p"))


def _hold(i: int, place: Place, day: datetime, mention: str) -> Hold:
    state = ("held", "contested", "held", "mixed")[i % 4]
    holders = ("reds",) if state == "held" else ("blues", "reds")
    until = None if i % 7 == 0 else day + timedelta(days=90)
    period = Period(day, until, "day")
    return Hold(f"h{i}", place, state, holders, period, 0.8, (mention,), day, witnesses=1)  # type: ignore[arg-type]


@contextmanager
def served(db: Path) -> Iterator[str]:
    """`situate serve` on a free port, in its own process."""
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "situate", "serve", "--db", str(db), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/sign-in")
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()


def seconds(address: str) -> float:
    """How long the server takes to answer."""
    started = time.perf_counter()
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"accept": "text/html"})
    ) as answer:
        answer.read()
    return round(time.perf_counter() - started, 3)


def indexed(address: str) -> float:
    """Seconds until the index that a fresh server builds beside its pages is whole."""
    started = time.perf_counter()
    asked = urllib.request.Request(f"{address}/search", headers={"accept": "text/html"})
    while b"still being indexed" in urllib.request.urlopen(asked).read():
        time.sleep(2)
    return round(time.perf_counter() - started, 1)


def first(address: str, kind: str) -> str:
    """The page of the first thing of a kind."""
    with urllib.request.urlopen(f"{address}/api/{kind}s?limit=1") as answer:
        return f"/{kind}/{json.load(answer)['items'][0]['id']}"


def measure(address: str) -> dict[str, Any]:
    """First answers and first paints of every page, and frames of a moving map."""
    from playwright.sync_api import sync_playwright

    listed = json.loads(urllib.request.urlopen(f"{address}/api/incidents?limit=1").read())["items"][
        0
    ]
    document = json.loads(urllib.request.urlopen(f"{address}/api/documents?limit=1").read())[
        "items"
    ][0]
    of = {"incident": f"/incident/{listed['id']}", "document": f"/document/{document['id']}"}
    found: dict[str, Any] = {}
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, path in PAGES.items():
            path = of.get(path, path)
            cold, warm = seconds(address + path), seconds(address + path)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(address + path, wait_until="commit", timeout=120_000)
            page.wait_for_function(PAINT, timeout=120_000)
            row = {
                "first answer": cold,
                "again": warm,
                "first paint": round(page.evaluate(PAINT) / 1000, 3),
            }
            if name == "situation":
                page.wait_for_function("() => window.ready > 0", timeout=120_000)
                row["map drawn"] = round(page.evaluate("() => performance.now()") / 1000, 2)
                row |= moved(page)
            found[name] = row
            page.close()
        browser.close()
    return found


def moved(page: Any) -> dict[str, float]:
    """Milliseconds a frame takes while the map is dragged."""
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    times = []
    page.mouse.move(x, y)
    page.mouse.down()
    for k in range(6):
        page.mouse.move(x - 20 * k, y - 10 * k)
        times += page.evaluate(FRAMES)[:10]
    page.mouse.up()
    return {"frame ms, median": round(statistics.median(times), 1), "worst": round(max(times), 1)}


def main() -> None:
    """Build where needed, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--incidents", type=int, default=100_000)
    asked.add_argument("--db", type=Path)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    before = load()
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or Path(folder) / "scale.db"
        if not db.exists():
            build(db, given.incidents)
        with served(db) as address:
            wait = indexed(address)
            pages = measure(address)
    figures = {
        "incidents": given.incidents,
        "seconds until everything is indexed": wait,
        "pages": pages,
    }
    publish(figures, before, given.out)


if __name__ == "__main__":
    main()
