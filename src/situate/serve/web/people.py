"""Who is looking: names, roles and sign-in.

Without a people file the server is for the person at this machine only: it binds to loopback and
everyone who reaches it is that person. With one, people sign in and have the role it gives them.
"""

from __future__ import annotations

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
    failed: dict[str, list[float]] = field(default_factory=dict)

    def person(self, name: str | None) -> Person | None:
        """The person of that name."""
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


def load_people(path: Path) -> People:
    """Read a people file: {"name": {"hash": "$argon2...", "role": "reviewer"}}.

    Raises UsageError naming the file and what is wrong in it.
    """
    try:
        plain = json.loads(path.read_text("utf-8"))
        rows = {str(name): (str(row["hash"]), row["role"]) for name, row in plain.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"{path}: not a people file ({error})") from error
    for name, (stored, role) in rows.items():
        if role not in RANK or not stored.startswith("$argon2"):
            raise UsageError(f"{path}: {name}: a hash of argon2 and a role are wanted")
    return People(rows)
