"""New reports folded into what stands: the outcome equals a fold of everything.

Touched are the places the reports speak of or spoke of; after them those whose context changed, and
those whose turn to be looked at has come. Only the claims on these are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from situate.control.evidence import Evidence
from situate.control.ground import (
    Ground,
    Kept,
    Naming,
    claims_of,
    context_of,
    spots_of,
)
from situate.control.naming import names_of, namings_of
from situate.control.partial import Partial, near_to
from situate.control.reading import reading_of
from situate.control.record import Record
from situate.control.rows import rows_of
from situate.control.theatre import (
    AREA_ROWS,
    Theatre,
    covers,
    evidence_in,
)
from situate.knowledge.outlets import Outlets
from situate.model import Document, Hold, Incident, Mention
from situate.sources import Sources


@dataclass(frozen=True, slots=True)
class Said:
    """How a fold reads what was said, as it is now.

    `mentions` gives all mentions that count of some documents, `papers` the documents of some
    mentions, `documents` the reports themselves, `incidents` those that hold some mentions.
    """

    mentions: Callable[[Collection[str]], Sequence[Mention]]
    papers: Callable[[Collection[str]], Collection[str]]
    documents: Callable[[Collection[str]], Mapping[str, Document]]
    incidents: Callable[[Collection[str]], Iterable[Incident]]
    outlets: Outlets

    def evidence(self, documents: Collection[str]) -> tuple[Sequence[Mention], list[Evidence]]:
        """All mentions of some documents, and all evidence in them."""
        told = sorted(self.mentions(documents), key=lambda m: m.id)
        reports = self.documents({m.document for m in told})
        incidents = self.incidents({m.id for m in told})
        sources = Sources(reports, self.outlets)
        return told, evidence_in(told, reading_of(reports, told, incidents, sources))


def refold(
    kept: Kept, touched: Collection[str], gone: Collection[str], said: Said
) -> tuple[tuple[Hold, ...], Ground] | None:
    """Holds of every place that `touched` documents or `gone` mentions change, and their ground.

    `touched` are whole reports: new, read anew, or with a mention whose incident changed. Holds are
    ordered by place and start. None where the actor shown for a side changes: then all places do.
    """
    told, evidence = said.evidence(touched)
    fallen = frozenset({*gone, *(m.id for m in told)})
    namings = namings_of(told, evidence)
    names = _names_after(kept, fallen, namings)
    if names is None:
        return None
    claims = claims_of(evidence)
    hit = {c.place for c in (*claims, *kept.claims(mentions=fallen))}
    partial = Partial({(s.place.id, s.dated): s for s in kept.spots()}, names)

    def theatres(places: Collection[str]) -> tuple[Theatre, Theatre]:
        standing = [*kept.claims(places=places), *kept.claims()]
        wanted = {c.mention for c in standing} - fallen
        wanted |= {c.mention for c in claims if c.place in places or c.weighs}
        _, found = said.evidence(said.papers(wanted))
        return partial.theatres([e for e in found if _is_wanted(e, places)], places)

    places = partial.with_spellings(hit)
    both = theatres(places)
    weighs = {c.place for c in (*claims, *kept.claims(mentions=fallen)) if c.weighs}
    more = partial.due(both[0].now) | {
        record.place.id
        for theatre in both
        for record in _around(partial, theatre, places, hit, weighs)
        if _is_changed(partial, record)
    }
    if not more <= places:
        places = partial.with_spellings(places | more)
        both = theatres(places)
    rows = rows_of(*both, only=places)
    holds = tuple(hold for place in sorted(rows) for hold in rows[place])
    spots = [spot for theatre in both for spot in spots_of(theatre, places)]
    return holds, Ground(spots, claims, namings, fallen, frozenset(places))


def _names_after(
    kept: Kept, fallen: Collection[str], namings: Mapping[Naming, int]
) -> dict[str, str] | None:
    """The actor shown for each side with the new reports; None if one that was shown is another."""
    weights = dict(kept.namings())
    before = names_of(weights)
    for sign, rows in ((-1, kept.namings(fallen)), (1, namings)):
        for (_, side, name), weight in rows.items():
            key = "", side, name
            weights[key] = weights.get(key, 0) + sign * weight
    after = names_of({key: weight for key, weight in weights.items() if weight})
    # A state may have been told of before any of its men were named.
    new = {side for side in after.keys() - before.keys() if side.startswith("state:")}
    same = all(after.get(side) == name for side, name in before.items())
    return after if same and not new else None


def _is_wanted(item: Evidence, places: Collection[str]) -> bool:
    return item.place.id in places or (item.area and item.row.name in AREA_ROWS)


def _around(
    partial: Partial,
    theatre: Theatre,
    places: Collection[str],
    hit: Collection[str],
    weighs: Collection[str],
) -> Iterable[Record]:
    """Places with holds, not touched themselves, that a touched place or area lends to."""
    near = near_to(theatre, [*partial.lost(theatre, places)], places)
    areas = partial.areas_in(theatre, hit)
    for at, place in enumerate(theatre.places):
        spot = partial.spots.get((place.id, theatre.dated))
        if spot is None or spot.first is None or place.id in places:
            continue
        if at in near or any(area.id in weighs or covers(area, place) for area in areas):
            yield Record(theatre, at)


def _is_changed(partial: Partial, record: Record) -> bool:
    spot = partial.spots[record.place.id, record.theatre.dated]
    assert spot.first is not None
    return context_of(record, spot.first, spot.looked) != spot.context
