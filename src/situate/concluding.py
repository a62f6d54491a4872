"""What is concluded, and how it is kept in step with what was said.

A whole conclusion weighs everything; after it, a new report is joined to what stands by its blocks
alone (`corroborate.regroup`) and folded into its own places alone (`control.refold`). Both leave
the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from situate import control, corroborate
from situate.corroborate import Draft
from situate.judgements import apply, pairs_changed_only
from situate.model import Area, Document, Hold, Incident, Judgement, Mention, Situation
from situate.records import from_json

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from situate.knowledge.gazetteer import Gazetteer
    from situate.knowledge.outlets import Outlets
    from situate.knowledge.roster import Roster
    from situate.store import Mark, Store


class Desk(Protocol):
    """What concluding knows: a `pipeline.Desk`, whose parser it does not ask for."""

    @property
    def outlets(self) -> Outlets: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def gazetteer(self) -> Gazetteer: ...


def conclude(
    documents: Iterable[Document],
    mentions: Iterable[Mention],
    desk: Desk,
    judgements: Iterable[Judgement] = (),
    weighing: Draft | None = None,
    ground: control.Ground | None = None,
) -> Situation:
    """What happened once, and who holds what, from what all documents say.

    Any order of the input gives the same output. What was weighed is collected in `weighing`, what
    holds rest on in `ground`.
    """
    reports = {document.id: document for document in documents}
    decided = tuple(judgements)
    said = apply(reports, mentions, decided)
    incidents = corroborate.corroborate(reports, said, desk.outlets, desk.roster, decided, weighing)
    holds, areas = control.fold(
        reports, said, incidents, desk.roster, desk.gazetteer, ground=ground
    )
    return Situation(incidents, holds, areas, corroborate.disagreements(incidents))


def rebuild(store: Store, desk: Desk, pipeline: str, *, force: bool = False) -> bool:
    """Conclude from all that was said and decided; False if nothing has changed since.

    Only what new readings touch is weighed, unless `force`, another pipeline, or a person's word on
    a field ask for the whole.
    """
    mark, last = store.mark(pipeline), store.concluded_mark()
    if mark == last and not force:
        return False
    if last is not None and not force and _can_be_joined(store, last, mark):
        if _join(store, desk, last, mark):
            return True
        mark = store.mark(pipeline)  # another program concluded meanwhile
    weighing, ground = Draft(), control.Ground()
    situation = conclude(
        store.documents().values(), store.mentions(), desk, store.judgements(), weighing, ground
    )
    store.replace_concluded(situation, mark, weighing, ground)
    return True


def _can_be_joined(store: Store, last: Mark, mark: Mark) -> bool:
    return (
        last.pipeline == mark.pipeline
        and last.readings <= mark.readings
        and pairs_changed_only(store.judgements(), store.judgements(after=last.judgements))
        and store.is_weighed()
    )


def _join(store: Store, desk: Desk, last: Mark, mark: Mark) -> bool:
    """Join what was read since to what stands; False if that is not what stood at `last`."""
    # Here, because `brief` concludes without any database.
    from situate.store import Part, Weighed

    decided = store.judgements()
    changed = store.changed_since(last, mark)

    def load(ids: Collection[str]) -> Sequence[Mention]:
        found = store.mentions(ids)
        return apply(store.documents({m.document for m in found}), found, decided)

    with store.read() as connection:
        weighing = Draft(Weighed(connection))
        told = apply(store.documents({m.document for m in changed.told}), changed.told, decided)
        refused = {m.id for m in changed.told} - {m.id for m in told}
        joined = corroborate.regroup(
            weighing, told, changed.gone | refused, load, store.documents, desk.outlets, decided
        )
    weighing.seal(joined.prints)
    falls = store.incidents_with(joined.stale) - joined.kept
    changed_ids = {m.id for m in told} | store.members(falls)
    changed_ids |= {mention for incident in joined.incidents for mention in incident.mentions}
    gone = changed.gone | refused
    said = _Said(store, desk, decided, joined.incidents, falls)
    holds, areas, ground = said.folded(changed_ids - gone, gone)
    part = Situation(joined.incidents, holds, areas)
    return store.amend_concluded(
        Part(part, joined.stale, joined.kept, weighing, ground), last, mark
    )


@dataclass(frozen=True)
class _Said:
    """What was said, as control asks for it while the incidents of a batch are not yet written."""

    store: Store
    desk: Desk
    decided: Sequence[Judgement]
    incidents: Sequence[Incident]
    falls: frozenset[str]
    read: dict[str, list[Mention]] = field(default_factory=dict)  # by document, once each

    def folded(
        self, changed: Collection[str], gone: Collection[str]
    ) -> tuple[tuple[Hold, ...], tuple[Area, ...], control.Ground]:
        """Holds and areas of what the changed and gone mentions touch; of all, if need be."""
        papers = self.store.papers_of(changed)
        how = control.Said(
            self.mentions, self.store.papers_of, self.store.documents, self.voices,
            self.desk.outlets,
        )  # fmt: skip
        with self.store.read() as connection:
            done = control.refold(_Kept(connection), papers, gone, how)
        if done is None:
            return self.whole()
        holds, ground = done
        reports = self.store.documents(papers)
        return holds, control.areas_of(self.mentions(papers), reports), ground

    def whole(self) -> tuple[tuple[Hold, ...], tuple[Area, ...], control.Ground]:
        """The same from everything."""
        reports, ground = self.store.documents(), control.Ground()
        said = apply(reports, self.store.mentions(), self.decided)
        incidents = self.voices({m.id for m in said})
        desk = self.desk
        holds, areas = control.fold(
            reports, said, incidents, desk.roster, desk.gazetteer, ground=ground
        )
        return holds, areas, ground

    def mentions(self, documents: Collection[str]) -> Sequence[Mention]:
        """Mentions of some documents, as they were judged."""
        new = {*documents} - self.read.keys()
        self.read.update({document: [] for document in new})
        reports = self.store.documents(new)
        for mention in apply(reports, self.store.mentions_in(new), self.decided):
            self.read[mention.document].append(mention)
        return [mention for document in sorted(documents) for mention in self.read[document]]

    def voices(self, mentions: Collection[str]) -> list[Incident]:
        """Incidents of some mentions, those of the batch among them."""
        told = {*mentions}
        standing = self.store.voices(self.store.incidents_with(mentions) - self.falls)
        new = [i for i in self.incidents if not told.isdisjoint(i.mentions)]
        # Control asks of an incident who speaks in it, and of nothing else.
        return cast(list[Incident], [*standing, *new])


class _Kept:
    """What holds rest on, as records of control."""

    def __init__(self, connection: Connection) -> None:
        from situate.store import Ground

        self.ground = Ground(connection)

    def spots(self) -> Sequence[control.Spot]:
        return [from_json(record, control.Spot) for record in self.ground.records()]

    def claims(
        self, places: Collection[str] | None = None, mentions: Collection[str] | None = None
    ) -> Sequence[control.Claim]:
        return [control.Claim(*row) for row in self.ground.claims(places, mentions)]

    def namings(self, mentions: Collection[str] | None = None) -> dict[tuple[str, str, str], int]:
        return self.ground.namings(mentions)
