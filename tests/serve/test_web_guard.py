"""One test a risk; each fails without its measure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.serve.web_store import HOST, client, filled, token

pytest.importorskip("fastapi")
from situate.serve.web.people import People, hash_of
from situate.settings import Profile


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("guard") / "s.db")


@pytest.fixture(scope="module")
def people() -> People:
    return People({"vera": (hash_of("right"), "viewer"), "rosa": (hash_of("right"), "reviewer")})


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]"])
def test_a_name_that_only_resolves_to_us_is_refused(store: Path, host: str) -> None:
    assert client(store).get("/situation", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:99", "[::1]:8000", "127.0.0.1"])
def test_loopback_is_answered(store: Path, host: str) -> None:
    assert client(store).get("/situation", headers={"host": host}).status_code == 200


def test_every_answer_carries_the_policy(store: Path) -> None:
    browser = client(store)
    for path in ("/situation", "/api/incidents", "/static/js/app.js", "/nothing"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_modules_are_scripts(store: Path) -> None:
    path = "/static/vendor/maplibre-gl/maplibre-gl-worker.mjs"
    assert client(store).get(path).headers["content-type"].startswith("text/javascript")


def test_files_outside_the_static_folder_are_not_served(store: Path) -> None:
    for path in ("/static/../web/app.py", "/static/%2e%2e/web/app.py", "/static/..%2fweb/app.py"):
        assert client(store).get(path).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused(store: Path, headers: dict[str, str]) -> None:
    browser = client(store)
    good = token(browser.get("/review").text)
    answer = browser.post("/conclude", data={"token": good}, headers=headers)
    assert answer.status_code == 403


def test_a_form_of_our_own_page_is_taken(store: Path) -> None:
    browser = client(store)
    # Our pages send no referrer, so browsers write "null" for the origin of their forms.
    headers = {"origin": "null", "sec-fetch-site": "same-origin"}
    form = {"token": token(browser.get("/review").text)}
    assert browser.post("/conclude", data=form, headers=headers).status_code == 303


def test_a_form_without_its_token_is_refused(store: Path) -> None:
    browser = client(store)
    mine = token(browser.get("/review").text)
    other = token(client(store).get("/review").text)
    assert mine != other
    for wrong in ("", "0" * 64, other):
        answer = browser.post("/conclude", data={"token": wrong}, headers={"origin": HOST})
        assert answer.status_code in (403, 422)


def test_a_redirect_never_leaves_the_server(store: Path) -> None:
    browser = client(store)
    good = token(browser.get("/review").text)
    for back in ("https://evil.example", "//evil.example", "/\\evil.example"):
        answer = browser.post("/conclude", data={"token": good, "back": back})
        assert answer.headers["location"] == "/situation"


def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(store: Path) -> None:
    cookie = client(store).get("/situation").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_forged_cookie_is_nobody(store: Path, people: People) -> None:
    browser = client(store, people=people)
    browser.cookies.set("situate_session", "eyJuYW1lIjogInJvc2EifQ.AAAA.BBBB")
    assert browser.get("/situation").headers["location"] == "/sign-in"


def test_those_who_do_not_sign_in_see_nothing(store: Path, people: People) -> None:
    browser = client(store, people=people)
    assert browser.get("/situation").status_code == 303
    assert browser.get("/api/incidents", headers={"accept": "*/*"}).status_code == 401
    assert browser.post("/conclude", data={"token": "x"}).status_code == 401


def signed_in(
    store: Path, people: People, name: str, password: str = "right", profile: Any = None
) -> Any:
    browser = client(store, people=people, profile=profile)
    form = {"name": name, "password": password, "token": token(browser.get("/sign-in").text)}
    return browser, browser.post("/sign-in", data=form)


def test_a_viewer_looks_and_does_not_decide(store: Path, people: People) -> None:
    browser, answer = signed_in(store, people, "vera")
    assert answer.status_code == 303
    page = browser.get("/review").text
    assert "your role is viewer" in page
    assert browser.post("/conclude", data={"token": token(page)}).status_code == 403


def test_sign_in_changes_the_session(store: Path, people: People) -> None:
    browser = client(store, people=people)
    before = token(browser.get("/sign-in").text)
    browser.post("/sign-in", data={"name": "rosa", "password": "right", "token": before})
    assert token(browser.get("/review").text) != before


def test_signing_out_ends_it(store: Path, people: People) -> None:
    browser, _ = signed_in(store, people, "rosa")
    browser.post("/sign-out", data={"token": token(browser.get("/review").text)})
    assert browser.get("/situation").headers["location"] == "/sign-in"


def test_guessing_stops(store: Path) -> None:
    people = People({"rosa": (hash_of("right"), "reviewer")})
    for _ in range(5):
        assert signed_in(store, people, "rosa", "wrong")[1].status_code == 401
    assert signed_in(store, people, "rosa")[1].status_code == 401


EVERY_VIEW = (
    "/situation", "/situation/map.json", "/situation.csv", "/situation/holds.csv", "/documents",
    "/search", "/review", "/api/incidents", "/api/holds", "/api/areas", "/api/documents",
    "/api/search",
)  # fmt: skip


@pytest.mark.parametrize("view", EVERY_VIEW)
def test_a_withheld_place_is_on_no_page_of_a_viewer(store: Path, people: People, view: str) -> None:
    held_back = Profile(withhold=("t:2",))
    for name, sees in (("vera", False), ("rosa", True)):
        browser, _ = signed_in(store, people, name, profile=held_back)
        text = browser.get(view).text
        named = "Ayn Hajar" in text or "Victory at Tal Asfar" in text or "pocket" in text
        assert named is sees


def test_recent_days_wait_for_viewers(store: Path, people: People) -> None:
    # Days are counted back from the clock; so many that the theatre is still to come.
    browser, _ = signed_in(store, people, "vera", profile=Profile(delay_days=40_000))
    for view in ("incidents", "documents", "holds", "areas"):
        assert browser.get(f"/api/{view}").json()["items"] == [], view


def test_viewers_get_coarse_points(store: Path, people: People) -> None:
    browser, _ = signed_in(store, people, "vera", profile=Profile(coarsen="adm1"))
    places = [h["place"] for h in browser.get("/api/holds").json()["items"]]
    assert places
    assert {p["kind"] for p in places} <= {"adm1", "country"}
    assert all(p["lat"] % 0.5 == 0.25 for p in places)
