"""What was said is kept for good, once; what is concluded is replaced as one."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from situate.errors import (
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreReadOnly,
    StoreVersion,
    UsageError,
)
from situate.judgements import decide
from situate.store import Ask, Store, open_store, said, schema
from situate.store.copying import copy
from situate.store.papers import newer_than
from situate.store.purging import purge
from situate.store.triggers import protected
from tests.store.build import a_document, a_mention, a_situation

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_a_report_is_filed_once_for_each_pipeline(store: Store) -> None:
    paper = a_document()
    said = a_mention(paper)
    assert store.add_readings([(paper, [said])], "p1", "r1") == 1
    assert store.add_readings([(paper, [said])], "p1", "r2") == 0
    assert store.add_readings([(paper, [said])], "p2", "r3") == 1
    assert store.counts()["document"] == 1
    assert store.mentions() == (said,)
    assert store.documents() == {paper.id: paper}


def test_the_newest_reading_of_a_report_is_the_one_that_counts(store: Store) -> None:
    paper = a_document(blob="b" * 64, path="x.html")
    old, new = a_mention(paper), a_mention(paper, "died", "casualties")
    store.add_readings([(paper, [old])], "p1", "r1")
    store.add_readings([(paper, [new])], "p2", "r2")
    assert store.mentions() == (new,)


def test_two_readings_of_one_blob_are_one_report(store: Store) -> None:
    one = a_document("The army besieges Homs. Cookies?", blob="b" * 64, path="x.html")
    two = a_document("The army besieges Homs.", blob="b" * 64, path="x.html")
    store.add_readings([(one, [a_mention(one)])], "reader 1", "r1")
    store.add_readings([(two, [a_mention(two)])], "reader 2", "r2")
    assert store.mentions() == (a_mention(two),)


@pytest.mark.parametrize("table", ["document", "mention", "quote", "reading", "run", "reject"])
@pytest.mark.parametrize("verb", ["delete from {}", "update {} set record = 'x'"])
def test_what_was_said_is_never_changed(store: Store, table: str, verb: str) -> None:
    paper = a_document()
    store.begin_run("r1", NOW.isoformat(), "p1", {})
    store.add_readings([(paper, [a_mention(paper)])], "p1", "r1")
    store.add_rejects(_a_reject(), "r1")
    column = "exact" if table == "quote" else "pipeline" if table == "reading" else "record"
    sql = verb.format(f'"{table}"').replace("record", column)
    with pytest.raises(StoreError, match="never changed"), store.write() as connection:
        connection.execute(text(sql))


def _a_reject() -> list[object]:
    from situate.model import Reject

    return [Reject("x.html", "read", "empty file")]


def test_triggers_stand_after_every_migration(store: Store) -> None:
    with store.read() as connection:
        names = protected(connection)
    for table in ("run", "document", "reading", "mention", "quote", "judgement", "reject"):
        assert any(name.startswith(table) for name in names), table


def test_concluding_replaces_all_or_nothing(store: Store) -> None:
    paper = a_document()
    said = a_mention(paper)
    store.add_readings([(paper, [said])], "p1", "r1")
    store.replace_concluded(a_situation(said), store.mark("p1"))
    before = store.incidents()
    broken = a_situation(said, said)  # the same id twice
    with pytest.raises(StoreError):
        store.replace_concluded(broken, store.mark("p1"))
    assert store.incidents() == before
    assert store.concluded_mark() == store.mark("p1")


def test_an_incident_is_found_by_any_of_its_mentions(store: Store) -> None:
    paper = a_document()
    said = a_mention(paper)
    store.replace_concluded(a_situation(said), store.mark("p1"))
    assert store.incident(said.id) == store.incidents()[0]
    assert store.incident("nothing") is None


DAY = datetime(2018, 2, 14, tzinfo=UTC)
FIRST = "The army besieges Homs. 12 people died."
SECOND = "The army besieges Homs. 14 people died."


@pytest.mark.parametrize(
    ("first", "second", "counting", "why"),
    [
        ({}, {}, 1, "a page scraped anew, its text changed"),
        ({}, {"published": None}, 2, "no day to know it by"),
        ({}, {"published": DAY + timedelta(days=1)}, 2, "the report of the next day"),
        ({}, {"title": "Another"}, 2, "another report under the same name"),
        ({}, {"path": "b.txt"}, 2, "another file"),
        ({"path": "a.jsonl#1"}, {"path": "a.jsonl#1"}, 2, "rows move about in their file"),
        ({"path": "-"}, {"path": "-"}, 2, "standard input is nobody's name"),
        ({"blob": "1", "title": "Old"}, {"blob": "1"}, 1, "read by a newer reader"),
    ],
)
def test_of_one_report_the_newest_text_counts(
    store: Store, first: dict[str, Any], second: dict[str, Any], counting: int, why: str
) -> None:
    same: dict[str, Any] = {"path": "a.txt", "title": "Siege", "published": DAY, "outlet": "Post"}
    old, new = a_document(FIRST, **(same | first)), a_document(SECOND, **(same | second))
    said_then, said_now = a_mention(old), a_mention(new)
    store.add_readings([(old, [said_then])], "p1", "r1")
    mark = store.mark("p1")
    store.add_readings([(new, [said_now])], "p1", "r2")
    known = [said_now] if counting == 1 else sorted((said_then, said_now), key=lambda m: m.id)
    assert list(store.mentions()) == known, why
    assert list(store.mentions([said_then.id, said_now.id])) == known
    assert store.current_documents() == {m.document for m in known}
    changed = store.changed_since(mark, store.mark("p1"))
    assert changed.gone == (frozenset({said_then.id}) if counting == 1 else frozenset())
    with store.read() as connection:
        assert newer_than(connection, old.id) == (new.id if counting == 1 else None)
        assert newer_than(connection, new.id) is None
    assert set(store.documents()) == {old.id, new.id}  # what was said is never lost


def test_undated_incidents_come_last(store: Store) -> None:
    papers = [a_document(f"The army besieges Homs. {n} people died.") for n in range(3)]
    situation = a_situation(*(a_mention(p) for p in papers))
    lost = replace(
        situation.incidents[0], period=replace(situation.incidents[0].period, value=None)
    )
    changed = replace(situation, incidents=(lost, *situation.incidents[1:]))
    store.replace_concluded(changed, store.mark("p1"))
    window = Ask(since=DAY - timedelta(days=9), until=DAY)
    assert [i.id for i in store.incidents(window)][-1] == lost.id


def test_lists_page_by_cursor_without_gap_or_repeat(store: Store) -> None:
    papers = [a_document(f"The army besieges Homs. {n} people died.") for n in range(25)]
    situation = a_situation(*(a_mention(p) for p in papers))
    undated = tuple(
        replace(i, period=replace(i.period, value=None)) if n % 3 == 0 else i
        for n, i in enumerate(situation.incidents)
    )
    store.replace_concluded(replace(situation, incidents=undated), store.mark("p1"))
    seen: list[str] = []
    after = None
    while page := store.incidents(Ask(limit=4, after=after)):
        seen += [i.id for i in page]
        last = page[-1].period.value
        after = (last.start.isoformat() if last and last.start else "", page[-1].id)
    assert len(seen) == len(set(seen)) == 25


def test_a_judgement_is_kept_and_read_back(store: Store) -> None:
    made = decide("accept", ["e1"], "Rana", NOW, field="type", why="checked the film")
    store.add_judgement(made)
    store.add_judgement(made)
    assert store.judgements() == (made,)


def test_copying_to_the_other_database_gives_equal_answers(
    tmp_path: Path, request: pytest.FixtureRequest, store: Store, where: str
) -> None:
    paper = a_document("الجيش besieges Homs. \U0001f4a5 12 people died.")
    said = a_mention(paper)
    store.add_readings([(paper, [said])], "p1", "r1")
    store.replace_concluded(a_situation(said), store.mark("p1"))
    target = str(tmp_path / "copy.db")
    copy(where, target)
    with open_store(target) as other:
        assert other.counts() == store.counts()
        assert other.mentions() == store.mentions()
        assert other.documents() == store.documents()
        assert other.incidents() == store.incidents()
    with pytest.raises(StoreError, match="not empty"):
        copy(where, target)


def test_purging_leaves_a_tombstone_and_the_triggers(store: Store) -> None:
    paper = a_document()
    store.add_readings([(paper, [a_mention(paper)])], "p1", "r1")
    assert purge(store, paper.id, "court order") == 1
    assert store.documents() == {}
    assert store.rejects("purge")[0].where == paper.id
    test_triggers_stand_after_every_migration(store)
    with pytest.raises(UsageError):
        purge(store, paper.id, "again")


# --- faults ---------------------------------------------------------------------------------


def test_a_missing_database_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="situate run REPORTS --db"):
        open_store(tmp_path / "none.db")


@pytest.mark.parametrize("data", [b"not a database at all, just words\n" * 100, os.urandom(4096)])
def test_a_file_that_is_no_database_is_told(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(data)
    with pytest.raises(StoreCorrupt):
        open_store(file)
    assert file.read_bytes() == data


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    with open_store(file, create=True) as store:
        papers = [a_document(f"The army besieges Homs. {n} people died.") for n in range(200)]
        store.add_readings([(p, [a_mention(p)]) for p in papers], "p1", "r1")
        with store.engine.connect() as connection:
            connection.exec_driver_sql("commit")
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    size = file.stat().st_size
    with file.open("r+b") as handle:
        handle.seek(8192)
        handle.write(b"\xff" * (size - 16384))
    with pytest.raises(StoreCorrupt, match="restore a backup"), open_store(file) as store:
        store.mentions()


def test_an_older_and_a_newer_schema_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    open_store(file, create=True).close()
    with sqlite3.connect(file) as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    raw.close()
    with pytest.raises(StoreVersion, match="newer"):
        open_store(file)


def an_older_database(file: Path) -> None:
    """A database as schema 0001 made it, with one report in it."""
    from alembic import command
    from alembic.config import Config

    from situate.store.engine import make_engine, writing

    with writing(make_engine(file), file) as connection:
        config = Config()
        config.set_main_option("script_location", str(schema.FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("insert into conclusion values (1, 1, 0, 'p1')"))
        paper = a_document()
        said.add_reading(connection, paper, [a_mention(paper)], "p1", "r1")


def test_an_older_database_is_told_and_upgraded_with_nothing_lost(tmp_path: Path) -> None:
    from situate.store.engine import make_engine

    file = tmp_path / "x.db"
    an_older_database(file)
    with pytest.raises(StoreVersion, match=r"older.*situate db upgrade"):
        open_store(file)
    backup = schema.upgrade(make_engine(file), file)
    assert backup
    with open_store(file) as store:
        assert list(store.documents()) == [a_document().id]
        assert store.concluded_mark() is None  # so that the next run concludes whole
        test_triggers_stand_after_every_migration(store)
    with pytest.raises(StoreVersion, match="older"):
        open_store(backup)


def test_a_read_only_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    open_store(file, create=True).close()
    with open_store(file, read_only=True) as store, pytest.raises(StoreReadOnly):
        store.add_readings([(a_document(), [])], "p1", "r1")


def test_a_second_writer_waits_and_is_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("situate.store.engine.BUSY_SECONDS", 0.05)
    file = tmp_path / "x.db"
    with open_store(file, create=True) as one, open_store(file) as two:
        with one.write(), pytest.raises(StoreBusy):
            two.add_readings([(a_document(), [])], "p1", "r1")
        assert two.add_readings([(a_document(), [])], "p1", "r1") == 1


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    with open_store(file, create=True) as store:
        first = a_document()
        store.add_readings([(first, [a_mention(first)])], "p1", "r1")
        big = a_document("The army besieges Homs. " + "x" * 3_000_000)
        with store.engine.connect() as connection:
            connection.exec_driver_sql("pragma max_page_count = 60")
        with pytest.raises(StoreReadOnly, match="disk is full"):
            store.add_readings([(big, [a_mention(big)])], "p1", "r1")
        assert list(store.documents()) == [first.id]


def test_upgrading_backs_up_first(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    open_store(file, create=True).close()
    from situate.store.engine import make_engine

    assert schema.upgrade(make_engine(file), file) is None


def test_a_new_database_gets_its_folder(tmp_path: Path) -> None:
    with open_store(tmp_path / "deep" / "er" / "theatre.db", create=True) as made:
        assert made.counts()["document"] == 0
