"""Pictures of every page for the documentation, from the example theatre.

python tools/screenshots.py DB [FOLDER]

DB is what `situate run examples/euphrates/* --db DB` made; FOLDER is docs/images.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import threading
import time
import urllib.request
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from situate.serve.web.app import create_app
from situate.settings import Settings

FLAGS = [
    "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
]  # fmt: skip
READY = "() => window.ready > 0"


def serve(db: str) -> tuple[uvicorn.Server, str]:
    """The app of a store on a free port of loopback."""
    config = uvicorn.Config(
        create_app(db, Settings(), me="Ada"), port=0, log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


def first(address: str, page: str, kind: str) -> str:
    """The first link to a thing of that kind on a page."""
    with urllib.request.urlopen(address + page) as answer:
        found = re.search(rf'href="(/{kind}/[^"?#]+)"', answer.read().decode())
    return found[1] if found else page


def most_told(address: str) -> str:
    """The surrender that most reports tell of."""
    with urllib.request.urlopen(f"{address}/api/incidents?type=surrender") as answer:
        found = json.load(answer)["items"]
    return f"/incident/{max(found, key=lambda i: len(i['mentions']))['id']}"


RTL = ("situation", "incident", "review")


def with_direction(path: str) -> str:
    """The page as a reader from right to left has it; the choice stays, so it comes last."""
    return f"{path}{'&' if '?' in path else '?'}dir=rtl"


def main(db: str, folder: Path) -> None:
    """Write every page as PNG, the situation, an incident and review from right to left too."""
    folder.mkdir(parents=True, exist_ok=True)
    server, address = serve(db)
    pages = {
        "situation": "/situation?as_of=2018-02-14",
        "incident": most_told(address),
        "document": first(address, "/documents", "document"),
        "review": "/review",
        "search": "/search?q=hajin",
        "quality": "/quality",
        "api": "/api/docs",
    }
    mirrored = {f"{name}-rtl": with_direction(pages[name]) for name in RTL}
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        for name, path in {**pages, **mirrored}.items():
            page.goto(address + path)
            if name.startswith("situation"):
                page.wait_for_function(READY, timeout=120_000)
            page.screenshot(path=folder / f"{name}.png")
            if name == "situation":
                page.click("#holds a.item >> nth=0")
                page.wait_for_function("() => document.querySelector('#drawer mark')")
                page.wait_for_timeout(500)
                page.screenshot(path=folder / "words.png")
        browser.close()
    server.should_exit = True


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2] if len(sys.argv) > 2 else "docs/images"))
