"""Debian's Chromium under Playwright, and axe; a test that needs it skips aloud without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
AXE = Path(__file__).parent / "serve" / "vendor" / "axe-core" / "axe.min.js"
READY = "() => window.ready > 0"
PATIENCE = 120_000  # ms; two busy cores draw without a GPU


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A running Chromium, or a skip that says what to install."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium: apt-get install -y chromium (browser tests were not run)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as engine:
        running = engine.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


class Watched:
    """A page that notes errors, and every request that leaves the page's own origin."""

    direction = "ltr"

    def __init__(self, browser: Any, origin: str, **options: Any) -> None:
        options = {"viewport": {"width": 1280, "height": 860}, **options}
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE // 4)
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("console", self._console)
        self.page.on("request", lambda r: self._request(r.url, origin))

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, url: str, origin: str) -> None:
        if not url.startswith((origin, "blob:", "data:")):
            self.outside.append(url)

    def axe(self, *levels: str) -> list[str]:
        """Faults axe finds at the given impact levels; needs a context that bypasses the policy."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("async () => (await axe.run()).violations")
        return [
            f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]}"
            for v in found
            if v["impact"] in (levels or ("serious", "critical", "moderate"))
        ]

    def close(self) -> None:
        self.context.close()
