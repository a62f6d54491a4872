"""The one-file page in real Chromium, opened from disk: no request, no error, words on a click."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from situate.export import brief_page
from tests.browser import PATIENCE, READY, Watched, browser  # noqa: F401
from tests.export import page_samples as samples

pytestmark = pytest.mark.browser
Open = Callable[..., Watched]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:  # noqa: F811
    pages: list[Watched] = []

    def open_page(sample: samples.Sample, **options: Any) -> Watched:
        path = tmp_path / "page.html"
        brief_page.write(*sample, path, title="Brief")
        watched = Watched(browser, path.as_uri(), **options)
        pages.append(watched)
        watched.page.goto(path.as_uri())
        if options.get("java_script_enabled", True):
            watched.page.wait_for_function(READY, timeout=PATIENCE)
        return watched

    yield open_page
    for watched in pages:
        assert watched.outside == []
        assert watched.errors == []
        watched.close()


def test_a_newcomer_reads_the_words_for_a_siege(opened: Open) -> None:
    page = opened(samples.theatre()).page
    assert page.locator("canvas.maplibregl-canvas").is_visible()
    page.click("a.item >> text=Ayn Hajar")
    drawer = page.locator("#drawer")
    assert "besieged by Red Brigade" in drawer.inner_text()
    assert "Ayn Hajar is still besieged by the Red Brigade" in drawer.inner_text()
    assert "Victory at Tal Asfar" in drawer.inner_text()
    page.keyboard.press("Escape")
    assert drawer.is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Ayn Hajar"


def test_a_figure_shows_its_own_words_hot(opened: Open) -> None:
    page = opened(samples.theatre()).page
    page.click("#incidents a.claim >> text=300–400 men")
    assert page.locator("#drawer mark.asked").all_inner_texts() == ["captured"]
    assert "State Desk" in page.locator("#drawer .source").inner_text()


def test_a_click_on_the_map_opens_what_is_there(opened: Open) -> None:
    page = opened(samples.undated()).page
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert "contested: Blue Front and Red Brigade" in page.locator("#drawer").inner_text()


def test_the_timeline_moves_list_and_holds_by_keyboard(opened: Open) -> None:
    page = opened(samples.theatre()).page
    shown = "#incidents article:not([hidden])"
    assert page.locator(shown).count() == 4
    assert "1 spell of other days not shown" in page.locator("#as-of").inner_text()
    page.focus("#timeline input >> nth=1")
    page.keyboard.press("Home")
    assert page.locator(shown).count() == 0
    assert page.locator("#holds tbody tr:not([hidden])").all_inner_texts()[0].count("Blue Front")
    page.click("#timeline button")
    assert page.locator(shown).count() == 4


def test_the_filter_keeps_what_matches(opened: Open) -> None:
    page = opened(samples.theatre()).page
    page.fill("#filter input", "dayr")
    assert page.locator("#incidents article:not([hidden])").count() == 1


def test_without_script_it_is_tables(opened: Open) -> None:
    page = opened(samples.theatre(), java_script_enabled=False).page
    assert page.locator("#map").is_hidden()
    assert page.locator("noscript").inner_text().startswith("Map and timeline need JavaScript")
    page.click("#holds a.claim >> nth=0")
    assert page.locator(".evidence:target").is_visible()


def test_without_webgl_it_says_so(opened: Open, browser: Any) -> None:  # noqa: F811
    del browser
    sample = samples.theatre()
    page = opened(sample).page
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.reload()
    page.wait_for_function(READY, timeout=PATIENCE)
    assert "no WebGL" in page.locator("#map-note").inner_text()
    page.click("#holds tr:not([hidden]) a.claim >> nth=0")
    assert page.locator("#drawer mark").first.is_visible()


@pytest.mark.parametrize("name", ["hostile", "empty"])
def test_hostile_and_empty_pages_run(opened: Open, name: str) -> None:
    sample = samples.hostile() if name == "hostile" else samples.EMPTY
    page = opened(sample).page
    assert page.evaluate("window.owned") is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_thousand_incidents(opened: Open) -> None:
    page = opened(samples.crowd()).page
    page.fill("#filter input", "village 7 ")
    assert page.locator("#filter output").inner_text().endswith("of 2000 incidents")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_axe_finds_nothing(opened: Open, scheme: str, direction: str) -> None:
    options = {"color_scheme": scheme, "bypass_csp": True, "reduced_motion": "reduce"}
    watched = opened(samples.theatre(), **options)
    watched.page.evaluate(f"document.documentElement.dir = '{direction}'")
    assert watched.axe() == []
    watched.page.click("#incidents a.item >> nth=0")
    assert watched.axe() == []


def test_a_phone_scrolls_one_way(opened: Open) -> None:
    page = opened(samples.theatre(), viewport={"width": 360, "height": 740}).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
