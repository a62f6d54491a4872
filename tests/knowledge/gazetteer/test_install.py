"""Adding and installing: all or nothing, the old gazetteer stays until the new one is whole."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from situate.errors import KnowledgeError, ResourceMissing, SituateError, TooLarge, UsageError
from situate.knowledge.gazetteer import add, data_folder, geonames_export, open_gazetteer
from situate.knowledge.gazetteer.add import add_files, installed
from situate.knowledge.gazetteer.download import fetch
from situate.knowledge.gazetteer.finding import find
from situate.knowledge.gazetteer.geonames_export import install
from tests.knowledge.gazetteer.gazetteers import our_tables
from tests.knowledge.gazetteer.test_loaders import dump_line

DUMP = (
    "\n".join(dump_line(900 + i, name=f"Zurq {'abcdefghij'[i]}", alt="") for i in range(10)) + "\n"
)


@pytest.fixture(autouse=True)
def without_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds take a second, not half a minute: the world's cities are left out."""
    monkeypatch.setattr(add, "embedded", lambda: tuple(our_tables()))
    monkeypatch.setattr("situate.knowledge.gazetteer.sources.embedded", lambda: tuple(our_tables()))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    path = tmp_path / "SY.txt"
    path.write_text(DUMP, encoding="utf-8")
    add_files([path], tmp_path / "data")
    return tmp_path / "data"


def test_an_added_file_is_copied_told_and_found(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "SY.txt").unlink()
    gazetteer = open_gazetteer(data_dir)
    assert gazetteer.place("gn:903") is not None
    assert "SY.txt" in {source.name for source in installed(data_dir)}
    assert len(installed(data_dir)) > 1
    assert [f.place.id for f in find("zourq d", gazetteer)][:1] == ["gn:903"]


BAD = {
    "truncated zip": ("SY2.zip", None, KnowledgeError),
    "wrong columns": ("IQ.txt", "1\tZurq\t35\t40\tSY\n" * 20, KnowledgeError),
    "latitude 4239.0": ("IQ.txt", dump_line(1, lat=4239.0) + "\n", KnowledgeError),
    "duplicated ids": ("IQ.txt", (dump_line(1) + "\n") * 9, KnowledgeError),
    "empty": ("IQ.txt", "", KnowledgeError),
    "no table": ("letter.txt", "Dear all,\nnothing here.\n", KnowledgeError),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_by_name_and_the_old_gazetteer_stays(
    name: str, data_dir: Path, tmp_path: Path
) -> None:
    file, text, error = BAD[name]
    path = tmp_path / file
    if text is None:
        path.write_bytes(zipped(DUMP * 50)[:-300])
    else:
        path.write_text(text, encoding="utf-8")
    before = open_gazetteer(data_dir).digest
    with pytest.raises(error, match=file):
        add_files([path], data_dir)
    assert open_gazetteer(data_dir).digest == before
    assert open_gazetteer(data_dir).place("gn:903") is not None


def test_bad_lines_among_good_ones_are_told_and_left_out(data_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "IQ.txt"
    path.write_text(DUMP.replace("90", "80") + dump_line(1, lat=4239.0) + "\n", encoding="utf-8")
    report = add_files([path], data_dir)
    assert report.files[0].rejected == 1
    assert report.files[0].bad[0].line == 11
    assert "line 11: latitude 4239.0" in str(report)


def test_one_bad_file_keeps_the_good_ones_out_too(data_dir: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "LB.txt", tmp_path / "YE.txt"
    good.write_text(dump_line(700) + "\n", encoding="utf-8")
    bad.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(SituateError):
        add_files([good, bad], data_dir)
    assert open_gazetteer(data_dir).place("gn:700") is None


def test_a_build_by_another_version_is_not_used(data_dir: Path) -> None:
    pointer = data_folder.folder_of(data_dir) / "current"
    pointer.write_text(pointer.read_text().split()[0] + " 0")
    assert data_folder.current(data_dir) is None


def test_find_near_a_place_and_in_a_country(data_dir: Path) -> None:
    gazetteer = open_gazetteer(data_dir)
    best = find("Zurq a", gazetteer, near="35.1,40.2", country="SY", explain=True)[0]
    assert best.km == pytest.approx(0, abs=0.1)
    assert "cost" in str(best)
    assert find("Zurq a", gazetteer, country="IQ") == []
    with pytest.raises(UsageError, match="no place named"):
        find("Zurq a", gazetteer, near="Nowhereville")


# --- over HTTP --------------------------------------------------------------------------------


def zipped(text: str, name: str = "SY.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


class Mirror(BaseHTTPRequestHandler):
    """Serves `files`; breaks off after `stop_at` bytes once; says 200 or 206."""

    files: dict[str, bytes] = {}  # noqa: RUF012
    stop_at: int | None = None
    asked: list[str | None] = []  # noqa: RUF012

    def do_GET(self) -> None:
        data = self.files.get(self.path)
        if data is None:
            self.send_error(404)
            return
        wanted = self.headers.get("Range")
        type(self).asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if self.stop_at is not None and not wanted:
            self.wfile.write(data[: self.stop_at])
            self.close_connection = True
            return
        self.wfile.write(data[start:])

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def mirror() -> Iterator[str]:
    Mirror.files, Mirror.stop_at, Mirror.asked = {}, None, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_dump_is_installed_from_a_mirror(mirror: str, tmp_path: Path) -> None:
    Mirror.files["/SY.zip"] = zipped(DUMP)
    install(["sy"], tmp_path, source=mirror)
    assert open_gazetteer(tmp_path).place("gn:905") is not None


def test_a_download_that_stopped_is_carried_on_with(mirror: str, tmp_path: Path) -> None:
    Mirror.files["/SY.zip"] = zipped(DUMP)
    Mirror.stop_at = 100
    with pytest.raises(KnowledgeError, match="resume"):
        fetch(f"{mirror}/SY.zip", tmp_path / "SY.zip")
    assert not (tmp_path / "SY.zip").exists()
    fetch(f"{mirror}/SY.zip", tmp_path / "SY.zip")
    assert (tmp_path / "SY.zip").read_bytes() == Mirror.files["/SY.zip"]
    assert "bytes=100-" in Mirror.asked


def test_a_wrong_checksum_is_refused(mirror: str, tmp_path: Path) -> None:
    Mirror.files["/SY.zip"] = zipped(DUMP)
    Mirror.files["/SY.zip.sha256"] = hashlib.sha256(b"else").hexdigest().encode() + b"  SY.zip\n"
    with pytest.raises(KnowledgeError, match="sha256"):
        fetch(f"{mirror}/SY.zip", tmp_path / "SY.zip")
    Mirror.files["/SY.zip.sha256"] = hashlib.sha256(Mirror.files["/SY.zip"]).hexdigest().encode()
    assert fetch(f"{mirror}/SY.zip", tmp_path / "SY.zip").exists()


def test_a_file_over_the_cap_is_refused(mirror: str, tmp_path: Path) -> None:
    Mirror.files["/SY.zip"] = b"x" * 5000
    with pytest.raises(TooLarge, match="cap of 1,000"):
        fetch(f"{mirror}/SY.zip", tmp_path / "SY.zip", max_bytes=1000)


def test_a_bad_archive_from_a_mirror_leaves_the_old_gazetteer(mirror: str, data_dir: Path) -> None:
    Mirror.files["/IQ.zip"] = b"PK\x03\x04 no archive at all"
    before = open_gazetteer(data_dir).digest
    with pytest.raises(KnowledgeError, match="damaged archive"):
        install(["IQ"], data_dir, source=mirror)
    assert open_gazetteer(data_dir).digest == before


def test_a_missing_file_names_both_ways_out(mirror: str, tmp_path: Path) -> None:
    with pytest.raises(ResourceMissing, match="404") as wrong:
        install(["IQ"], tmp_path, source=mirror)
    assert "--from FILE" in str(wrong.value)
    assert "places add" in str(wrong.value)


def test_no_network_names_both_ways_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(geonames_export, "EXPORT", "http://127.0.0.1:9")
    with pytest.raises(ResourceMissing, match="cannot reach"):
        install(["SY"], tmp_path)


def test_what_is_no_country_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no ISO country code"):
        install(["Syria"], tmp_path)


def test_the_report_counts_what_is_new_and_what_joined(data_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "LB.txt"
    lines = [dump_line(901, name="Zurq b", alt=""), dump_line(700, name="Nahla", alt="")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = add_files([path], data_dir)
    assert (report.new, report.merged) == (1, 1)
