from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from situate.errors import UsageError
from situate.evaluate.inputs import csv_rows, json_rows, read_inputs


def has_text(row: dict[str, object]) -> bool:
    return bool(row["text"])


def test_a_bad_row_is_skipped_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "held_out.jsonl"
    file.write_text('{"text": "a"}\nnot json\n[1]\n{"words": "b"}\n{"text": ""}\n\n')
    rows = json_rows(file, has_text)
    assert [row["text"] for _, row in rows.good] == ["a"]
    assert rows.skipped == 4
    assert rows.good[0][0] == "held_out.jsonl#0"


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\xff\xfe garbage", b"\x1f\x8b broken gzip", b"[" * 100_000, b"id,notes\n1,x\n"],
    ids=["empty", "binary", "gzip", "deep", "other format"],
)
def test_a_file_without_good_row_is_a_usage_error(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_bytes(data)
    with pytest.raises(UsageError, match=r"wrong\.jsonl"):
        json_rows(file, has_text)


def test_a_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_inputs(tmp_path / "nowhere.jsonl")
    with pytest.raises(UsageError, match=r"no \*\.txt in"):
        read_inputs(tmp_path, "*.txt")


def test_gzip_is_known_by_its_bytes_and_a_folder_by_pattern(tmp_path: Path) -> None:
    line = json.dumps({"text": "a"}).encode()
    (tmp_path / "b.jsonl").write_bytes(gzip.compress(line, mtime=0))
    (tmp_path / "a.jsonl").write_bytes(line)
    (tmp_path / "notes.md").write_text("not read")
    rows = json_rows(tmp_path, has_text)
    assert [where for where, _ in rows.good] == ["a.jsonl#0", "b.jsonl#0"]


def test_csv_keeps_quoted_newlines_and_skips_short_rows(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text('id,text\n1,"two\nlines"\n2\n', newline="")
    rows = csv_rows(file, has_text)
    assert [row["text"] for _, row in rows.good] == ["two\nlines"]
    assert rows.skipped == 1


def test_the_digest_is_that_of_the_bytes_on_disk(tmp_path: Path) -> None:
    import hashlib

    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "a"}')
    assert json_rows(file, has_text).sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
