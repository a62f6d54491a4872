"""The first start builds once: others wait, a killed build leaves nothing, and the wait is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from situate.knowledge.gazetteer import build as building
from situate.knowledge.gazetteer.build import build
from situate.knowledge.gazetteer.builder import teller
from situate.knowledge.gazetteer.lock import alone
from situate.knowledge.gazetteer.sources import Source, sha256_of

ROW = "id,name,lat,lon,country\nu:1,Tal Asfar,35.0,40.0,SY\n"


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    file = tmp_path / "own.csv"
    file.write_text(ROW)
    return [Source("places", file, sha256_of(file), "own.csv", None)]


def test_who_comes_second_waits_and_takes_what_the_first_built(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two commands started at once cost one build."""
    folder = tmp_path / "built"
    folder.mkdir()
    written: list[str] = []
    write = building._write
    monkeypatch.setattr(
        building, "_write", lambda *given: (written.append(given[1]), write(*given))
    )
    told, waits = [], threading.Event()

    def say(line: str) -> None:
        told.append(line)
        if "waiting" in line:
            waits.set()

    with alone(folder, say) as is_certain:
        if not is_certain:
            pytest.skip("no locks here")
        second = threading.Thread(target=build, args=(sources, folder, say))
        second.start()
        assert waits.wait(60)
        assert written == []
    second.join(60)
    build(sources, folder, say)
    assert len(written) == 1


def test_an_interrupted_build_leaves_nothing_in_the_way(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C cleans up; what a kill left is swept by the next build, which succeeds."""
    folder = tmp_path / "built"
    (folder / ".building-killed").mkdir(parents=True)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "_write", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build(sources, folder)
    assert [f.name for f in folder.iterdir()] == [".lock"]
    digest = build(sources, folder)
    assert sorted(f.name for f in folder.iterdir()) == [".lock", digest]


def test_the_time_left_is_told_at_the_speed_so_far(capsys: pytest.CaptureFixture[str]) -> None:
    """After 15 s of reading, which is 15 % of the work, 85 s are left."""
    times = iter((0.0, 15.0))
    say = teller(lambda: next(times))
    say("reading towns")
    say("joining sources")
    assert capsys.readouterr().err.splitlines() == [
        "gazetteer: reading towns",
        "gazetteer: joining sources (about 85 s left)",
    ]
