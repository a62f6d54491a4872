"""Stores for the web tests: the told theatre of the page samples, empty ones, crowded ones."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from tests.export.page_samples import REJECTS, Sample, theatre

from situate.serve.web.app import create_app
from situate.settings import Settings
from situate.store import open_store

HOST = "http://127.0.0.1:8000"


def filled(path: Path, sample: Sample | None = None) -> Path:
    """A store that holds a sample as said and concluded."""
    situation, documents, mentions = sample or theatre()
    with open_store(path, create=True) as store:
        store.begin_run("r", "2018-02-15T00:00:00+00:00", "p", {})
        batch = [
            (d, [m for m in mentions.values() if m.document == d.id]) for d in documents.values()
        ]
        store.add_readings(batch, "p", "r")
        store.add_rejects(REJECTS, "r")
        store.replace_concluded(situation, store.mark("p"))
    return path


def client(path: Path, settings: Settings | None = None, **options: Any) -> TestClient:
    """A browser without script at the app of a store."""
    app = create_app(path, settings or Settings(), me="Ada", secret="test", **options)
    return TestClient(app, base_url=HOST, headers={"accept": "text/html"}, follow_redirects=False)


def token(page: str) -> str:
    """The token of a page's first form."""
    found = re.search(r'name="token" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def links(page: str) -> set[str]:
    """Where a page leads within the app."""
    return {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', page)}
