"""Workers may die at any moment: every shard is answered, and only what kills is given up."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from situate.scale import files_of, mine
from situate.scale.pool import Died, spread


def add(items: tuple[int, ...]) -> int:
    return sum(items)


def add_or_die(items: tuple[int, ...]) -> int:
    if 13 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return sum(items)


def die_once(items: tuple[str, ...]) -> int:
    """Each item is a file that is there after the first try."""
    for item in items:
        if not Path(item).exists():
            Path(item).touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return len(items)


def fail(items: tuple[int, ...]) -> int:
    raise ValueError(f"no work on {items}")


def test_every_shard_is_answered() -> None:
    shards = [tuple(range(n, n + 3)) for n in range(0, 60, 3)]
    assert sorted(a for a in spread(shards, add, 2) if isinstance(a, int)) == sorted(
        map(sum, shards)
    )


def test_a_shard_that_kills_is_halved_until_the_killer_is_alone() -> None:
    shards = [(1, 2), (11, 12, 13, 14), (3, 4)]
    answers = list(spread(shards, add_or_die, 2))
    assert [a.item for a in answers if isinstance(a, Died)] == [13]
    assert sum(a for a in answers if isinstance(a, int)) == sum(map(sum, shards)) - 13


def test_a_worker_killed_from_outside_costs_nothing_but_time(tmp_path: Path) -> None:
    shards = [(str(tmp_path / "a"), str(tmp_path / "b")), (str(tmp_path / "c"),)]
    answers = list(spread(shards, die_once, 2))
    assert not [a for a in answers if isinstance(a, Died)]
    assert sum(a for a in answers if isinstance(a, int)) == 3


def test_an_error_of_the_work_is_not_swallowed() -> None:
    with pytest.raises(ValueError, match="no work"):
        list(spread([(1,)], fail, 1))


def test_the_shares_of_a_job_array_cover_every_file_once(tmp_path: Path) -> None:
    for n in range(7):
        (tmp_path / f"{n}.txt").write_text("x")
    files = files_of([str(tmp_path)])
    shares = [mine(files, part, 3) for part in (1, 2, 3)]
    assert sorted(f for share in shares for f in share) == files
    assert {len(share) for share in shares} == {2, 3}
