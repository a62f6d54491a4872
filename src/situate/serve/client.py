"""situate from Python: `situate.open("theatre.db").incidents(country="SY").to_pandas()`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from situate.errors import ResourceMissing
from situate.export.dataset import Dataset
from situate.export.tables import hold_cells, incident_cells
from situate.model import Document, Hold, Incident, Mention
from situate.records import to_plain
from situate.store import Ask, Store, open_store

if TYPE_CHECKING:
    import pandas

T = TypeVar("T")
ALL = 2**31 - 1


class Rows(Sequence[T], Generic[T]):
    """Records in order; a sequence, and a table when asked."""

    def __init__(self, records: Sequence[T], theatre: Theatre) -> None:
        self._records, self._theatre = tuple(records), theatre

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self._records[index]

    def __len__(self) -> int:
        return len(self._records)

    def to_pandas(self) -> pandas.DataFrame:
        """A flat table, the columns of `export csv`; unknown is NA.

        Raises ResourceMissing where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise ResourceMissing("no pandas", hint="pip install 'situate[pandas]'") from error
        return pandas.DataFrame([self._theatre.cells(record) for record in self._records])


class Theatre:
    """An open database to ask; use it in a `with`, or call `close`."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._data: Dataset | None = None

    def __enter__(self) -> Theatre:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back."""
        self.store.close()

    def incidents(
        self,
        *,
        type: str | None = None,  # noqa: A002
        country: str | None = None,
        place: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        contested: bool | None = None,
    ) -> Rows[Incident]:
        """Incidents by day; `since` and `until` are half open, `place` is an id."""
        ask = Ask(type, place, None, None, country, since, until, contested, None, ALL)
        return Rows(self.store.incidents(ask), self)

    def holds(self, *, place: str | None = None, country: str | None = None) -> Rows[Hold]:
        """Spells of places, by start."""
        return Rows(self.store.holds(Ask(place=place, country=country, limit=ALL)), self)

    def mentions(self) -> Rows[Mention]:
        """Every claim that counts."""
        return Rows(self.store.mentions(), self)

    def document(self, ident: str) -> Document | None:
        """A report by its id."""
        return self.store.documents([ident]).get(ident)

    def cells(self, record: object) -> dict[str, Any]:
        """A record as one flat row."""
        if isinstance(record, Incident):
            return incident_cells(record, self._dataset())
        if isinstance(record, Hold):
            return hold_cells(record)
        plain: dict[str, Any] = to_plain(record)
        return plain

    def _dataset(self) -> Dataset:
        if self._data is None:
            from situate.knowledge.roster import load_roster
            from situate.knowledge.vocabulary import load_vocabulary

            mentions = {m.id: m for m in self.store.mentions()}
            self._data = Dataset(
                self.store.documents(), mentions, (), (), (), load_vocabulary(), load_roster()
            )
        return self._data


def open_theatre(where: str | Path) -> Theatre:
    """Open a SQLite file or PostgreSQL URL for reading.

    Raises UsageError where there is none, and the store's errors as their names say.
    """
    is_file = "://" not in str(where)
    return Theatre(open_store(where, read_only=is_file))
