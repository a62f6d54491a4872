"""A second store that holds only what readers outside the desk may see, kept up with the first.

Pages, searches, counts and files of such readers are answered from it, so no page can forget to
hold something back: what is withheld is not there.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from situate.model import Hold
from situate.records import digest
from situate.serve.public import Public, public
from situate.serve.web.archive import Archive
from situate.settings import Profile
from situate.store import Store, open_store
from situate.store.concluded import Mark

AT_ONCE = 3_000  # mentions up to which a reader waits for a fresh copy


class PublicArchive(Archive):
    """The copy as pages see it; what was known by a day is folded from what may be shown."""

    def __init__(self, store: Store, view: Public) -> None:
        super().__init__(store)
        self.view, self.is_public = view, True

    def holds_as_known(self, as_of: datetime, known_by: datetime, place: str | None) -> list[Hold]:
        """Folded before anything is coarsened, then hidden like everything else."""
        from situate.serve.commands.holds import folded

        kept = self.view.kept
        found = folded(kept.documents, kept.mentions, kept.judgements, as_of, known_by, None)
        shown = self.view.hidden.record(tuple(found))
        return [h for h in shown if place in (None, h.place.id)]


@dataclass
class Published:
    """The newest copy of a store under a profile; made anew when the store or the day changes."""

    archive: Archive
    profile: Profile
    desk: Callable[[], Any]

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._made: tuple[str, PublicArchive] | None = None
        self._making = False
        self._folder = Path(tempfile.mkdtemp(prefix="situate-public-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def newest(self) -> PublicArchive:
        """The copy: fresh where that is quick, else the last one while the next is being made."""
        key = self._key()
        made = self._made
        if made is not None and made[0] == key:
            return made[1]
        if made is None or self.archive.store.counts()["mention"] <= AT_ONCE:
            with self._lock:
                if self._made is None or self._made[0] != key:
                    self._make(key)
            assert self._made is not None
            return self._made[1]
        if not self._making:
            self._making = True
            threading.Thread(target=self._make_aside, args=(key,), daemon=True).start()
        return made[1]

    def _key(self) -> str:
        day = datetime.now(UTC).date().isoformat() if self.profile.delay_days else ""
        return digest(self.archive.stamp(), repr(self.profile), day)

    def _make_aside(self, key: str) -> None:
        try:
            with self._lock:
                self._make(key)
        finally:
            self._making = False

    def _make(self, key: str) -> None:
        view = public(self.archive.store, self.profile, self.desk(), datetime.now(UTC))
        path = self._folder / f"{key}.db"
        store = open_store(path, create=True)
        fill(store, view, key)
        old, self._made = self._made, (key, PublicArchive(store, view))
        if old is not None:
            (self._folder / f"{old[0]}.db").unlink(missing_ok=True)


def fill(store: Store, view: Public, key: str) -> None:
    """Write a public view into an empty store."""
    of: dict[str, list[Any]] = {}
    for mention in view.mentions.values():
        of.setdefault(mention.document, []).append(mention)
    store.begin_run("public", "1970-01-01T00:00:00+00:00", key, {})
    batch = [(d, of.get(ident, [])) for ident, d in view.documents.items()]
    store.add_readings(batch, key, "public")
    store.replace_concluded(view.situation, Mark(len(batch), 0, key))
