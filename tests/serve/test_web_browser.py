"""The acceptance story in real Chromium, on the example theatre, in both directions of writing."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser import PATIENCE, READY, Watched, browser  # noqa: F401

pytest.importorskip("fastapi")
uvicorn = pytest.importorskip("uvicorn")
pytestmark = [pytest.mark.browser, pytest.mark.slow]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "euphrates"


def read_examples(db: Path) -> None:
    """`situate run` over the example theatre."""
    from typer.testing import CliRunner

    from situate.serve.cli import app

    reports = sorted(str(p) for p in EXAMPLES.iterdir() if p.name[:2].isdigit())
    result = CliRunner().invoke(app, ["run", *reports, "--db", str(db), "--quiet"])
    assert result.exit_code in (0, 3), result.output


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "euphrates.db"
    read_examples(path)
    return path


@pytest.fixture(scope="module")
def address(db: Path) -> Iterator[str]:
    from situate.serve.web import create_app
    from situate.settings import Settings

    config = uvicorn.Config(
        create_app(db, Settings(), me="Ada"), port=0, log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def watched(browser: Any, address: str) -> Iterator[Watched]:  # noqa: F811
    page = Watched(browser, address, reduced_motion="reduce")
    yield page
    assert page.outside == []
    assert page.errors == []
    page.close()


def open_situation(page: Any, address: str, asked: str = "") -> None:
    page.goto(f"{address}/situation{asked}")
    page.wait_for_function(READY, timeout=PATIENCE)


def open_surrender(page: Any, address: str) -> None:
    """The page of the incident that most reports tell of."""
    page.goto(f"{address}/situation?type=surrender")
    rows = "x.querySelectorAll('tr').length"
    order = f"({rows.replace('x', 'b')}) - ({rows.replace('x', 'a')})"
    best = f"(es) => es.sort((a, b) => {order})[0].id"
    page.goto(f"{address}/incident/{page.locator('article.incident').evaluate_all(best)[2:]}")


def test_a_newcomer_scrubs_clicks_and_reads(watched: Watched, address: str) -> None:
    page = watched.page
    open_situation(page, address)
    assert page.locator("canvas.maplibregl-canvas").is_visible()
    page.locator("#knobs input").first.evaluate(
        "(e, day) => { e.value = day; e.dispatchEvent(new Event('input')) }",
        str(17576),  # 14 February 2018, in days since 1970
    )
    page.wait_for_function("() => location.search.includes('as_of=2018-02-14')")
    page.wait_for_function("() => document.documentElement.dataset.turn", timeout=PATIENCE)
    page.click("#holds a.item >> text=Bahrah >> nth=0")
    drawer = page.locator("#drawer")
    drawer.wait_for(state="visible")
    page.wait_for_function("() => document.querySelector('#drawer mark')")
    assert "besieged by Syrian Democratic Forces" in drawer.inner_text()
    assert "besieg" in " ".join(drawer.locator("mark").all_inner_texts())
    page.keyboard.press("Escape")
    assert drawer.is_hidden()


def test_the_surrender_has_every_figure_with_who_gave_it(watched: Watched, address: str) -> None:
    # That all of them are one incident is for the tests of corroboration to say.
    page = watched.page
    page.goto(f"{address}/situation?type=surrender")
    rows = page.locator("table.sources tbody tr").evaluate_all(
        "(es) => es.map((e) => e.textContent)"
    )
    for outlet, figure in (
        ("Levant Wire", "about 250"),
        ("Syria Conflict Monitor", "300–400"),
        ("operations room", "340"),
        ("Idlib Local Record", "about 400"),
    ):
        assert any(outlet in row and figure in row for row in rows), (outlet, figure)
    open_surrender(page, address)
    assert "reprints of one wire are one witness" in page.locator("#main").inner_text()


def test_a_correction_survives_another_run(watched: Watched, address: str, db: Path) -> None:
    page = watched.page
    open_surrender(page, address)
    incident = page.url
    link = page.locator("table.sources a.claim", has_text=re.compile("^340 ")).first
    page.goto(f"{address}{link.get_attribute('href')}".replace("/mention/", "/review/"))
    page.keyboard.press("c")
    page.keyboard.press("Control+A")
    page.keyboard.type("333")
    page.fill("input[name=high-0]", "333")
    page.click("fieldset:has(input[name=low-0]) >> text=Correct >> nth=-1")
    page.wait_for_load_state()
    assert "by Ada" in page.locator(".history").inner_text()
    read_examples(db)
    page.goto(incident)
    assert "333 " in page.locator("table.sources").inner_text()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize(
    "view",
    ["/situation", "/documents", "/search?q=hajin", "/review", "/quality", "/api/docs", "incident",
     "hold", "document"],
)  # fmt: skip
def test_axe_finds_nothing(browser: Any, address: str, view: str, direction: str) -> None:  # noqa: F811
    options = {"bypass_csp": True, "reduced_motion": "reduce"}
    watched = Watched(browser, address, **options)
    page = watched.page
    if not view.startswith("/"):
        start = "/documents" if view == "document" else "/situation"
        page.goto(address + start)
        view = page.locator(f"#main a[href^='/{view}/']").first.get_attribute("href")
    page.goto(f"{address}{view}{'&' if '?' in view else '?'}dir={direction}")
    if view == "/situation":
        page.wait_for_function(READY, timeout=PATIENCE)
    assert watched.axe() == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    watched.close()


def test_without_script_every_page_reads(browser: Any, address: str) -> None:  # noqa: F811
    watched = Watched(browser, address, java_script_enabled=False)
    page = watched.page
    page.goto(f"{address}/situation?as_of=2018-02-14")
    page.click("#holds a.claim >> nth=0")
    assert page.locator("mark").first.is_visible()
    page.click("text=in the report")
    assert page.locator("article.paper").is_visible()
    page.goto(f"{address}/review")
    page.click("button[value=accept]")
    assert "/review" in page.url
    watched.close()
