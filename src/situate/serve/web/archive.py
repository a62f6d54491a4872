"""The questions that pages ask of a store, each read in one consistent view.

Mentions come with the judgements of persons applied, also those that the last conclusion has not
seen yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from situate.judgements import FIELDS, active, apply, key
from situate.model import Area, Document, Hold, Incident, Judgement, Mention
from situate.records import digest, from_json
from situate.serve.summary import Summary
from situate.serve.web import spells
from situate.store import Ask, Store, papers, tables

ALL = 2**31 - 1
CHUNK = 500  # SQLite's bound on variables is far above; plans stay small


@dataclass(frozen=True, slots=True)
class Spot:
    """Incidents of a window at one place, counted."""

    place: str
    name: str
    lat: float
    lon: float
    number: int


class Archive:
    """A store as the pages see it."""

    is_public = False  # is this a copy for readers outside the desk?

    def __init__(self, store: Store) -> None:
        self.store = store
        self.summary = Summary(store)

    def stamp(self) -> str:
        """Changes whenever anything said, decided or concluded does."""
        with self.store.read() as connection:
            said = connection.execute(select(func.max(tables.reading.c.seq))).scalar()
            decided = connection.execute(select(func.max(tables.judgement.c.seq))).scalar()
            mark = connection.execute(select(tables.conclusion)).first()
            aside = connection.execute(select(func.max(tables.reject.c.seq))).scalar()
        return digest(str((said, decided, aside, tuple(mark) if mark else None)))

    def is_behind(self) -> int:
        """How many judgements the last conclusion has not seen."""
        mark = self.store.concluded_mark()
        with self.store.read() as connection:
            newest = connection.execute(select(func.max(tables.judgement.c.seq))).scalar() or 0
        return max(0, int(newest) - (mark.judgements if mark else 0))

    # --- documents and mentions

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id; ids that are not there are left out."""
        wanted = sorted(set(ids))
        found: dict[str, Document] = {}
        for start in range(0, len(wanted), CHUNK):
            found |= self.store.documents(wanted[start : start + CHUNK])
        return found

    def list_documents(self, after: tuple[str, str] | None, limit: int) -> list[Document]:
        """Reports that count, the newest first, those without a day last; `after` is the
        (published or "", id) of the last one seen."""
        table, mark = tables.document.c, tables.reading.c
        query = (
            select(table.record)
            .where(table.id.in_(select(mark.document).where(papers.counts())))
            .order_by(table.published.desc().nulls_last(), table.id)
            .limit(limit)
        )
        if after:
            day, ident = after
            same_day = table.published == day if day else table.published.is_(None)
            later = and_(same_day, table.id > ident)
            if day:
                later = or_(later, table.published < day, table.published.is_(None))
            query = query.where(later)
        with self.store.read() as connection:
            return [from_json(row.record, Document) for row in connection.execute(query)]

    def newer_reading(self, document: str) -> str | None:
        """The id of the document read in place of this one; None if this one counts."""
        with self.store.read() as connection:
            return papers.newer_than(connection, document)

    def mentions(self, ids: Iterable[str]) -> dict[str, Mention]:
        """Mentions by id, each of its newest reading, with judgements applied."""
        wanted = sorted(set(ids))
        rows: dict[str, str] = {}
        for start in range(0, len(wanted), CHUNK):
            rows |= self._mention_rows(tables.mention.c.id.in_(wanted[start : start + CHUNK]))
        return self._judged(rows)

    def mentions_in(self, document: str) -> dict[str, Mention]:
        """Mentions of one document's newest reading, with judgements applied."""
        return self._judged(self._mention_rows(tables.mention.c.document == document))

    def _mention_rows(self, where: ColumnElement[bool]) -> dict[str, str]:
        said, mark = tables.mention.c, tables.reading.c
        newer = tables.reading.alias()
        newest = (
            select(func.max(newer.c.seq)).where(newer.c.document == said.document).scalar_subquery()
        )
        query = (
            select(said.id, said.record)
            .join_from(
                tables.mention,
                tables.reading,
                and_(said.document == mark.document, said.pipeline == mark.pipeline),
            )
            .where(where, mark.seq == newest)
        )
        with self.store.read() as connection:
            return {row.id: row.record for row in connection.execute(query)}

    def _judged(self, rows: Mapping[str, str]) -> dict[str, Mention]:
        read = [from_json(rows[ident], Mention) for ident in sorted(rows)]
        decided = self.store.judgements()
        if not decided:
            return {m.id: m for m in read}
        documents = self.documents(m.document for m in read)
        return {m.id: m for m in apply(documents, read, decided)}

    # --- judgements

    def judgements_on(
        self, mentions: Iterable[Mention], documents: Mapping[str, Document]
    ) -> list[tuple[Judgement, str, bool]]:
        """(judgement, mention id, stands) on any of the mentions, in the order they were made."""
        made = self.store.judgements()
        if not made:
            return []
        about: dict[str, str] = {}
        for mention in mentions:
            for field in FIELDS:
                about[key(documents[mention.document], mention.trigger, field)] = mention.id
        standing = {j.id for j in active(made)}
        ours = {
            j.id: about[next(on for on in j.on if on in about)]
            for j in made
            if set(j.on) & set(about)
        }
        for judgement in made:
            if judgement.undoes in ours:
                ours[judgement.id] = ours[judgement.undoes]
        return [(j, ours[j.id], j.id in standing) for j in made if j.id in ours]

    # --- incidents

    def incidents(self, ask: Ask) -> tuple[list[Incident], bool]:
        """A page of incidents by (start, id), and whether more follow."""
        ids = self.summary.page(replace(ask, limit=ask.limit + 1))
        wanted = ids[: ask.limit]
        rows: dict[str, str] = {}
        t = tables.incident.c
        with self.store.read() as connection:
            for start in range(0, len(wanted), CHUNK):
                query = select(t.id, t.record).where(t.id.in_(wanted[start : start + CHUNK]))
                rows |= {row.id: row.record for row in connection.execute(query)}
        # One that was concluded away since the page was counted is left out.
        found = [from_json(rows[ident], Incident) for ident in wanted if ident in rows]
        return found, len(ids) > ask.limit

    def incident(self, ident: str) -> Incident | None:
        """The incident of that id, or the one that now holds the mention it was named after.

        An incident is named after its earliest mention, so an id that a merge or a split has
        retired still names a mention, and that mention lies in some incident now.
        """
        found = self.store.incident(ident)
        if found is not None:
            return found
        pair = tables.incident_mention.c
        with self.store.read() as connection:
            pairs = connection.execute(select(pair.incident, pair.mention)).all()
        now_in = (p.incident for p in pairs if digest("incident", p.mention) == ident)
        home = next(now_in, None)
        return self.store.incident(home) if home else None

    def count(self, ask: Ask) -> int:
        """Incidents that meet the filters; the cursor does not count."""
        return self.summary.count(ask)

    def days(self, ask: Ask) -> list[tuple[str, int]]:
        """(ISO date, incidents that start on it), in order; undated ones are left out."""
        return self.summary.days(ask)

    def spots(self, ask: Ask, limit: int) -> list[Spot]:
        """Places with the number of their incidents, the busiest first."""
        return [Spot(*row) for row in self.summary.places(ask, limit)]

    def place_name(self, ident: str) -> str | None:
        """What a place of an incident or hold is called; None for one nothing is concluded of."""
        with self.store.read() as connection:
            for t in (tables.hold.c, tables.incident.c):
                row = connection.execute(
                    select(t.place_name).where(t.place == ident).limit(1)
                ).first()
                if row is not None:
                    return str(row.place_name)
        return None

    def types(self) -> list[tuple[str, int]]:
        """Types of the incidents there are, with their numbers."""
        return self.summary.types()

    # --- holds and areas

    def holds(self, ask: Ask, as_of: datetime | None) -> list[Hold]:
        """Spells that stood on `as_of`, or all that meet the filters, as last concluded."""
        return [from_json(record, Hold) for record in spells.records(self.store, ask, as_of)]

    def drawn_holds(self, ask: Ask, as_of: datetime | None) -> list[Hold]:
        """The same without what a map does not draw: reasons and traces."""
        return [spells.drawn(record) for record in spells.records(self.store, ask, as_of)]

    def sides(self) -> list[str]:
        """Sides that hold or contest places, the most frequent first, ties by id."""
        return spells.sides(self.store)

    def hold(self, ident: str) -> Hold | None:
        """One spell by id."""
        query = select(tables.hold.c.record).where(tables.hold.c.id == ident)
        with self.store.read() as connection:
            row = connection.execute(query).first()
        return from_json(row.record, Hold) if row else None

    def holds_as_known(self, as_of: datetime, known_by: datetime, place: str | None) -> list[Hold]:
        """Who held what on a day as known by another, folded anew from what was out by then."""
        from situate.serve.commands.holds import on_day

        return on_day(self.store, as_of, known_by, place)

    def areas(self) -> list[Area]:
        """Pockets and fronts."""
        return self.store.areas()

    def span(self) -> tuple[str | None, str | None]:
        """First and last day with an incident or a spell."""
        lows, highs = zip(self.summary.span(), spells.span(self.store), strict=True)
        low, high = min(filter(None, lows), default=None), max(filter(None, highs), default=None)
        return (low[:10] if low else None), (high[:10] if high else None)


def now() -> datetime:
    """The clock, in one place."""
    return datetime.now(UTC)
