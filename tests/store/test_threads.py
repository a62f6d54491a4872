"""Many readers at once, as a web server has them: none loses its connection to another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import text

from situate.store import Store
from tests.store.build import a_document, a_mention

READERS = 24  # the web server has up to 40 threads


def test_readers_at_once_keep_their_connections(store: Store) -> None:
    paper = a_document()
    store.add_readings([(paper, [a_mention(paper)])], "p1", "r1")
    all_open = Barrier(READERS, timeout=60)

    def read(_: int) -> tuple[int, int]:
        with store.read() as connection:
            before = connection.execute(text("select count(*) from document")).scalar_one()
            all_open.wait()
            after = connection.execute(text("select count(*) from document")).scalar_one()
            all_open.wait()
        return before, after

    with ThreadPoolExecutor(READERS) as threads:
        assert set(threads.map(read, range(READERS))) == {(1, 1)}
