"""One process builds in a folder at a time; the others wait and find what it built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(folder: Path, say: Callable[[str], None]) -> Iterator[bool]:
    """Waits until nobody else builds in `folder`; yields whether that is certain.

    It is not where the system or the file system knows no locks. A process that is killed loses
    its lock with its life.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield False
        return
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is building it; waiting for that one")
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            yield False
            return
        yield True
