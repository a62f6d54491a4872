"""A pool of processes that survives the death of any of them.

Work may be done twice (a worker was killed after it had read, before it had answered); what is
done with the answers must not mind: documents are filed once, by the hash of their content.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
AHEAD = 2  # shards waiting for each worker


@dataclass(frozen=True, slots=True)
class Died(Generic[Item]):
    """An item on which, taken alone, a worker died."""

    item: Item


@dataclass(frozen=True, slots=True)
class _Shard(Generic[Item]):
    """Items given out together; a suspect was in the hands of a pool that died."""

    items: tuple[Item, ...]
    suspect: bool = False
    deaths: int = 0  # while it was alone


def spread(
    shards: Iterable[tuple[Item, ...]],
    work: Callable[[tuple[Item, ...]], Answer],
    workers: int,
    start: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
) -> Iterator[Answer | Died[Item]]:
    """The answer to each shard, in the order they come; each worker begins with `start(*given)`.

    Where workers die, the shards in their hands are given out again one at a time, halved until a
    single item is left: if a worker dies on that alone and once more, it comes as Died. Workers
    are spawned, not forked, for threads and forks do not mix. Raises what `work` raises.
    """
    rest = (_Shard(items) for items in shards)
    suspects: deque[_Shard[Item]] = deque()
    while True:
        executor = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), start, given)
        try:
            broken = yield from _until_broken(executor, rest, suspects, work, workers * AHEAD)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
        if not broken:
            return
        if len(broken) == 1:
            yield from _blamed(broken[0], suspects)
        else:
            suspects.extend(replace(shard, suspect=True) for shard in broken)


def _blamed(shard: _Shard[Item], suspects: deque[_Shard[Item]]) -> Iterator[Died[Item]]:
    """What was alone when the pool died: halved, or tried once more, or given up."""
    items, middle = shard.items, len(shard.items) // 2
    if middle:
        suspects.extendleft((_Shard(items[middle:], True), _Shard(items[:middle], True)))
    elif not shard.deaths:
        suspects.appendleft(_Shard(items, True, 1))
    else:
        yield Died(items[0])


def _until_broken(
    executor: ProcessPoolExecutor,
    rest: Iterator[_Shard[Item]],
    suspects: deque[_Shard[Item]],
    work: Callable[[tuple[Item, ...]], Answer],
    most: int,
) -> Generator[Answer, None, list[_Shard[Item]]]:
    """Answers until all is done or the pool breaks; returns the shards that were in its hands.

    Suspects go first and alone, so that a death names its shard.
    """
    running: dict[Future[Answer], _Shard[Item]] = {}
    while True:
        while len(running) < (1 if suspects else most):
            shard = suspects.popleft() if suspects else next(rest, None)
            if shard is None:
                break
            try:
                running[executor.submit(work, shard.items)] = shard
            except BrokenProcessPool:
                return [*running.values(), shard]
            if shard.suspect:
                break
        if not running:
            return []
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            return list(running.values())
        for future in done:
            del running[future]
            yield future.result()
