"""The acceptance story in real Chromium, on the example theatre, in both directions of writing."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser import PATIENCE, READY, Watched, browser  # noqa: F401

pytest.importorskip("fastapi")
pytest.importorskip("uvicorn")
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
    """`situate serve` in a process of its own: two event loops in one are one too many."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "situate", "serve", "--db", str(db), "--port", str(port)]
    process = subprocess.Popen([*command, "--me", "Ada"], stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise AssertionError(process.stderr.read() if process.stderr else "no server")
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(params=["ltr", "rtl"])
def watched(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Watched]:  # noqa: F811
    """A page of a reader of either direction; the choice stays from page to page."""
    page = Watched(browser, address, reduced_motion="reduce")
    page.page.goto(f"{address}/quality?dir={request.param}")
    page.direction = request.param
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


def test_the_page_is_mirrored_as_a_whole(watched: Watched, address: str) -> None:
    page = watched.page
    open_situation(page, address)
    boxes = {
        name: page.locator(name).first.bounding_box()
        for name in (".brand", ".who", "#map", "#lists")
    }
    is_first = boxes[".brand"]["x"] < boxes[".who"]["x"], boxes["#map"]["x"] < boxes["#lists"]["x"]
    assert is_first == ((True, True) if watched.direction == "ltr" else (False, False))
    open_surrender(page, address)
    head = page.locator("table.sources thead th")
    first, last = head.first.bounding_box(), head.last.bounding_box()
    assert (first["x"] < last["x"]) == (watched.direction == "ltr")


def test_a_correction_survives_another_run(watched: Watched, address: str, db: Path) -> None:
    page = watched.page
    right = {"ltr": "333", "rtl": "337"}[watched.direction]
    open_surrender(page, address)
    incident = page.url
    link = page.locator("table.sources a.claim", has_text=re.compile("^3(40|33) ")).first
    page.goto(f"{address}{link.get_attribute('href')}".replace("/mention/", "/review/"))
    page.keyboard.press("c")
    page.keyboard.press("Control+A")
    page.keyboard.type(right)
    page.fill("input[name=high-0]", right)
    page.click("#fix-tolls >> button[value=correct]")
    page.wait_for_load_state()
    assert "by Ada" in page.locator(".history").inner_text()
    read_examples(db)
    page.goto(incident)
    assert f"{right} " in page.locator("table.sources").inner_text()


def test_a_place_is_found_while_one_types(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/review")
    page.keyboard.press("p")
    field = page.locator("input[name=place-0]")
    field.fill("Abu Kam")
    page.keyboard.type("al")
    found = page.locator("#fix-places .found li")
    found.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = found.first.inner_text()
    page.keyboard.press("Enter")
    assert "[" in field.input_value()
    assert field.input_value().split(" [")[0] in chosen
    page.click("#fix-places >> button[value=correct]")
    page.wait_for_load_state()
    assert "places to" in page.locator(".history").inner_text()
    page.keyboard.press("u")
    page.wait_for_load_state()


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
