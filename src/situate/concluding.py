"""What is concluded, and how it is kept in step with what was said.

A whole conclusion weighs everything; after it, a new report is joined to what stands by its blocks
alone (`corroborate.regroup`). Both leave the same rows. Holds are folded anew from all claims: how
long ago the last news of a place was counts for every place, so a day's news touches each of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from situate import control, corroborate
from situate.corroborate import Draft
from situate.judgements import apply, pairs_changed_only
from situate.model import Document, Incident, Judgement, Mention, Situation

if TYPE_CHECKING:
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
) -> Situation:
    """What happened once, and who holds what, from what all documents say.

    Any order of the input gives the same output. What was weighed is collected in `weighing`.
    """
    reports = {document.id: document for document in documents}
    decided = tuple(judgements)
    said = apply(reports, mentions, decided)
    incidents = corroborate.corroborate(reports, said, desk.outlets, desk.roster, decided, weighing)
    holds, areas = control.fold(reports, said, incidents, desk.roster, desk.gazetteer)
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
    weighing = Draft()
    situation = conclude(
        store.documents().values(), store.mentions(), desk, store.judgements(), weighing
    )
    store.replace_concluded(situation, mark, weighing)
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
    incidents = [*store.voices(falls), *joined.incidents]
    reports = store.documents()
    said = apply(reports, store.mentions(), decided)
    # Control asks of an incident who speaks in it, and of nothing else.
    holds, areas = control.fold(
        reports, said, cast(list[Incident], incidents), desk.roster, desk.gazetteer
    )
    part = Situation(joined.incidents, holds, areas)
    return store.amend_concluded(Part(part, joined.stale, joined.kept, weighing), last, mark)
