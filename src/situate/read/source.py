"""Where bytes come from: files, folders, standard input; gzip is taken off under caps."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from situate.errors import NotText, ReadError, TooLarge, UsageError

GZIP = b"\x1f\x8b"
STDIN = "-"
MAX_RATIO = 200  # text gains 3-20 by gzip, pages of one repeated line perhaps 100
RATIO_FROM = 1_000_000  # bytes out before the ratio is looked at
MAX_STREAM = 50_000_000_000  # bytes; archives are read record by record, so only a bomb gets here


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file, or bytes already at hand (standard input, a member, a record)."""

    where: str
    name: str  # file name, for its suffix
    path: Path | None = None
    data: bytes | None = None
    charset: str | None = None
    url: str | None = None
    retrieved: datetime | None = None

    def open(self) -> BinaryIO:
        """The bytes as a stream, gzip taken off; reading past a cap raises TooLarge."""
        return unpacked(self.path.open("rb") if self.path else io.BytesIO(self.data or b""))

    def content(self, cap: int) -> bytes:
        """All bytes, gzip taken off. Raises TooLarge above `cap`, before reading where it can."""
        if self.path and self.path.stat().st_size > cap:
            raise TooLarge(
                f"{self.path.stat().st_size:,} bytes, over the cap of {cap:,}; "
                "split it into its reports, or raise max_bytes in situate.toml"
            )
        with self.open() as stream:
            data = stream.read(cap + 1)
        if len(data) > cap:
            raise TooLarge(f"more than {cap:,} bytes")
        if not data:
            raise NotText("empty file")
        return data

    def start(self, size: int = 4096) -> bytes:
        """The first bytes, gzip taken off; fewer where there are no more or gzip is broken."""
        with self.open() as stream:
            try:
                return stream.read(size)
            except (ReadError, OSError):
                return b""


class ReadOnly:
    """A stream read once, from front to back, that still says where it is: seeking is skipping."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.at = 0

    def read(self, size: int = 65_536) -> bytes:
        """Up to `size` bytes."""
        data = self.stream.read(size)
        self.at += len(data)
        return data

    def tell(self) -> int:
        """Bytes read so far."""
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Forward only. Raises OSError for a step back."""
        target = self.at + offset if whence == io.SEEK_CUR else offset
        if whence == io.SEEK_END or target < self.at:
            raise OSError("no way back in this stream")
        while self.at < target and self.read(min(65_536, target - self.at)):
            pass
        return self.at


def unpacked(raw: BinaryIO) -> BinaryIO:
    """The stream itself, or, where it begins as gzip does, what it unpacks to, under caps."""
    start = raw.read(len(GZIP))
    raw.seek(0)
    return cast(BinaryIO, io.BufferedReader(Unpacked(raw))) if start == GZIP else raw


class Unpacked(io.RawIOBase):
    """A gzip stream that raises TooLarge where it expands as a bomb does, ReadError if broken."""

    def __init__(self, raw: BinaryIO) -> None:
        self.raw = raw
        self.packed = gzip.GzipFile(fileobj=raw)
        self.out = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase has it."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        try:
            piece = self.packed.read1(min(len(view), 65_536))
        except (OSError, EOFError, zlib.error) as wrong:
            raise ReadError(f"broken gzip: {wrong}") from wrong
        self.out += len(piece)
        if self.out > MAX_STREAM or (
            self.out > RATIO_FROM and self.out > MAX_RATIO * max(1, self.raw.tell())
        ):
            raise TooLarge(f"gzip expands more than {MAX_RATIO} times")
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Also closes the stream beneath."""
        self.packed.close()
        self.raw.close()
        super().close()


def typed(paths: Iterable[Path | str]) -> list[str]:
    """What the user typed, as strings. Raises UsageError where nothing is there to read."""
    names = [str(path) for path in paths]
    for name in names:
        if name == STDIN or is_url(name):
            continue
        path = Path(name)
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"no such file or folder: {name}")
        if path.is_dir() and next(files_under(path), None) is None:
            raise UsageError(f"no files in the folder {name}", hint="hidden files are not read")
    return names


def is_url(name: str) -> bool:
    """Did the user name a web address?"""
    return name.startswith(("http://", "https://"))


def files_under(folder: Path) -> Iterator[Path]:
    """Files of a folder and those below it, in sorted order; hidden ones left out.

    Links to folders are not followed, so a loop cannot trap the walk. A folder that may not be
    listed is skipped.
    """
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from files_under(entry)
        else:
            yield entry


def sources(name: str, cap: int) -> Iterator[Source]:
    """The file `name`, the files of the folder `name`, or standard input for "-"."""
    if name == STDIN:
        data = sys.stdin.buffer.read(cap + 1)
        yield Source(STDIN, STDIN, data=data)
        return
    path = Path(name)
    for file in files_under(path) if path.is_dir() else (path,):
        yield Source(str(file), file.name, path=file)
