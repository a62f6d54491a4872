"""Who is looking: names, roles and sign-in.

Without a people file the server is for the person at this machine only: it binds to loopback and
everyone who reaches it is that person. With one, people sign in and have the role it gives them,
and programs send a token that the file holds only as a hash. A changed file counts at once, so a
token that was revoked opens nothing any more.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from situate.errors import UsageError

Role = Literal["viewer", "reviewer", "admin"]
RANK: dict[str, int] = {"viewer": 0, "reviewer": 1, "admin": 2}
TRIES, PAUSE = 5, 900  # failed sign-ins a name may have in so many seconds


@dataclass(frozen=True, slots=True)
class Person:
    """Someone at the desk; `name` signs judgements."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Does this person have at least that role?"""
        return RANK[self.role] >= RANK[role]


@dataclass(slots=True)
class People:
    """Names with their password hashes (argon2) and roles."""

    hashes: dict[str, tuple[str, Role]] = field(default_factory=dict)
    tokens: dict[str, Person] = field(default_factory=dict)  # by hash
    failed: dict[str, list[float]] = field(default_factory=dict)
    path: Path | None = None
    changed: int = 0  # when the file last changed, as read

    def bearer(self, header: str) -> Person | None:
        """Who an Authorization header speaks for; None for a token nobody holds."""
        self.reread()
        kind, _, token = header.partition(" ")
        return self.tokens.get(hashed(token.strip())) if kind.lower() == "bearer" else None

    def reread(self) -> None:
        """Take the file as it is now; one that cannot be read leaves things as they are."""
        try:
            if self.path is None or self.path.stat().st_mtime_ns == self.changed:
                return
            fresh = load_people(self.path)
        except (OSError, UsageError):
            return
        self.hashes, self.tokens, self.changed = fresh.hashes, fresh.tokens, fresh.changed

    def person(self, name: str | None) -> Person | None:
        """The person of that name."""
        self.reread()
        found = self.hashes.get(name or "")
        return Person(name or "", found[1]) if found else None

    def sign_in(self, name: str, password: str) -> Person | None:
        """The person, if the password is right and there were not too many wrong ones lately."""
        from argon2 import PasswordHasher
        from argon2.exceptions import VerificationError

        recent = [t for t in self.failed.get(name, []) if time.monotonic() - t < PAUSE]
        if len(recent) >= TRIES:
            return None
        known = self.hashes.get(name)
        # An unknown name costs as much time as a known one, so names cannot be probed.
        stored = known[0] if known else _nobody()
        try:
            PasswordHasher().verify(stored, password)
        except VerificationError:
            self.failed = dict(
                list({**self.failed, name: [*recent, time.monotonic()]}.items())[-1000:]
            )
            return None
        self.failed.pop(name, None)
        return self.person(name)


_NOBODY: list[str] = []


def _nobody() -> str:
    if not _NOBODY:
        _NOBODY.append(hash_of(secrets.token_hex(16)))
    return _NOBODY[0]


def hash_of(password: str) -> str:
    """What a people file keeps of a password."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def hashed(token: str) -> str:
    """What a people file keeps of a token; tokens are random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_people(path: Path) -> People:
    """Read a people file: {"name": {"hash": "$argon2...", "role": "reviewer"}}.

    A program's row has "token", a SHA-256, where a person's has "hash". Raises UsageError naming
    the file and what is wrong in it.
    """
    try:
        changed = path.stat().st_mtime_ns
        plain = json.loads(path.read_text("utf-8"))
        rows = {
            str(name): (row["role"], row.get("hash"), row.get("token"))
            for name, row in plain.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            f"{path}: not a people file ({error})",
            hint="`situate person NAME` prints a line for one",
        ) from error
    found = People(path=path, changed=changed)
    for name, (role, stored, token) in rows.items():
        is_person = isinstance(stored, str) and stored.startswith("$argon2")
        is_program = isinstance(token, str) and len(token) == 64
        if role not in RANK or not (is_person or is_program):
            raise UsageError(
                f"{path}: {name}: a hash of argon2 or of a token, and a role, are wanted"
            )
        if is_person:
            found.hashes[name] = (str(stored), role)
        if is_program:
            found.tokens[str(token)] = Person(name, role)
    return found
