"""One file over HTTP: resumed where it stopped, checked, capped, and only then in place."""

from __future__ import annotations

import hashlib
import http.client
import sys
import urllib.error
import urllib.request
from pathlib import Path

from situate.errors import KnowledgeError, ResourceMissing, TooLarge

MAX_BYTES = 1 << 30  # the dump of all countries has 400 MB
_CHUNK = 1 << 16
_TIMEOUT = 30.0  # seconds without a byte
_AGENT = "situate (places install)"


def fetch(url: str, home: Path, *, max_bytes: int = MAX_BYTES) -> Path:
    """Download `url` to `home`; a part left by an earlier try is carried on with.

    If the server has `url` + ".sha256", the file must match it. Raises ResourceMissing where the
    server cannot be reached or lacks the file, TooLarge over the cap, KnowledgeError where the
    file stops short or does not match; `home` is then as it was.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    part = home.with_name(f"{home.name}.part")
    total = _fill(url, part, max_bytes)
    size = part.stat().st_size
    if total is not None and size < total:
        raise KnowledgeError(
            f"{url} stopped at {size:,} of {total:,} bytes", hint="run the same command to resume"
        )
    _check(url, part)
    part.replace(home)
    return home


def _fill(url: str, part: Path, max_bytes: int) -> int | None:
    """Append what is missing to `part`; the whole file's size if the server tells."""
    have = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
            resumed = answer.status == 206
            have = have if resumed else 0
            length = answer.headers.get("Content-Length")
            total = have + int(length) if length else None
            if total is not None and total > max_bytes:
                raise TooLarge(f"{url} has {total:,} bytes, over the cap of {max_bytes:,}")
            _copy(answer, part, have, max_bytes, url)
            return total
    except urllib.error.HTTPError as error:
        if error.code == 416 and have:  # the part was whole already
            return have
        raise ResourceMissing(
            f"{url}: the server says {error.code} {error.reason}", hint=OFFLINE
        ) from error
    except http.client.IncompleteRead as error:
        raise KnowledgeError(
            f"{url} stopped short", hint="run the same command to resume"
        ) from error
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise ResourceMissing(f"cannot reach {url} ({reason})", hint=OFFLINE) from error


OFFLINE = (
    "give a file with `situate places install CC --from FILE`, a mirror with `--from URL`,"
    " or add what you have with `situate places add FILE`"
)


def _copy(
    answer: http.client.HTTPResponse, part: Path, have: int, max_bytes: int, url: str
) -> None:
    with part.open("ab" if have else "wb") as out:
        while chunk := answer.read(_CHUNK):
            have += len(chunk)
            if have > max_bytes:
                out.close()
                part.unlink()
                raise TooLarge(f"{url} sends more than the cap of {max_bytes:,} bytes")
            out.write(chunk)
    print(f"{url}: {have:,} bytes", file=sys.stderr)


def _check(url: str, part: Path) -> None:
    request = urllib.request.Request(f"{url}.sha256", headers={"User-Agent": _AGENT})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
            told = answer.read(4096).decode("ascii", "replace").split()
    except (urllib.error.URLError, OSError):
        return  # GeoNames itself publishes none
    found = hashlib.sha256(part.read_bytes()).hexdigest()
    if told and told[0].lower() != found:
        part.unlink()
        raise KnowledgeError(f"{url}: sha256 is {found[:16]}…, the server promises {told[0][:16]}…")
