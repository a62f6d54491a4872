"""Property 16: reports folded in one batch after another give the holds of a whole fold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from situate.control import Claim, Ground, Said, Spot, fold, refold
from situate.model import Hold, Incident, Mention, Place
from situate.records import to_json
from tests.build import PLACES
from tests.control.test_control_properties import OUTLETS, Told, claims, concluded
from tests.control.test_control_properties import told as a_claim

FAR = Place("t:9", "Wadi Far", "settlement", 48.0, 10.0, "XA", "North")
AREAS = ("East", "West", "Aland")


class Shelf:
    """Ground kept in memory, as a store keeps it; counts the mentions that were read again."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, bool], Spot] = {}
        self.told: dict[tuple[str, str], Claim] = {}
        self.named: dict[tuple[str, str, str], int] = {}
        self.holds: dict[str, Hold] = {}
        self.read: set[str] = set()

    def spots(self) -> Sequence[Spot]:
        return [*self.rows.values()]

    def claims(
        self, places: Collection[str] | None = None, mentions: Collection[str] | None = None
    ) -> Sequence[Claim]:
        return [
            c
            for c in self.told.values()
            if (places is not None and c.place in places)
            or (mentions is not None and c.mention in mentions)
            or (places is None and mentions is None and c.weighs)
        ]

    def namings(
        self, mentions: Collection[str] | None = None
    ) -> Mapping[tuple[str, str, str], int]:
        if mentions is not None:
            return {key: n for key, n in self.named.items() if key[0] in mentions}
        sums: Counter[tuple[str, str, str]] = Counter()
        for (_, side, name), weight in self.named.items():
            sums["", side, name] += weight
        return sums

    def file(self, holds: Sequence[Hold], ground: Ground) -> None:
        def falls(place: str) -> bool:
            return ground.places is None or place in ground.places

        self.rows = {k: s for k, s in self.rows.items() if not falls(k[0])}
        self.rows.update({(s.place.id, s.dated): s for s in ground.spots})
        whole = ground.places is None
        self.told = {} if whole else {k: c for k, c in self.told.items() if k[1] not in ground.gone}
        self.told.update({(c.place, c.mention): c for c in ground.claims})
        self.named = (
            {} if whole else {k: n for k, n in self.named.items() if k[0] not in ground.gone}
        )
        self.named.update(ground.namings)
        self.holds = {k: h for k, h in self.holds.items() if not falls(h.place.id)}
        self.holds.update({h.id: h for h in holds})


def voices(incidents: Sequence[Incident]) -> dict[str, tuple[str, str]]:
    return {m: (i.id, w.root) for i in incidents for w in i.witnesses for m in w.mentions}


def equal(shelf: Shelf, rows: Sequence[Told]) -> None:
    """Holds, spots, claims and namings are those of a whole fold."""
    ground = Ground()
    holds, _ = fold(*concluded(rows), ground=ground)
    kept = sorted(shelf.holds.values(), key=lambda h: h.id)
    assert [to_json(h) for h in kept] == [to_json(h) for h in sorted(holds, key=lambda h: h.id)]
    assert shelf.rows == {(s.place.id, s.dated): s for s in ground.spots}
    assert shelf.told == {(c.place, c.mention): c for c in ground.claims}
    assert shelf.named == ground.namings


def joined(shelf: Shelf, before: Sequence[Told], now: Sequence[Told]) -> None:
    """Fold what changed between two states of what was said."""
    documents, mentions, incidents = concluded(now)
    _, were, old = concluded(before)
    said = {m.id: m for m in mentions}
    past, present = voices(old), voices(incidents)
    changed = {m.id for m in were if said.get(m.id) != m} | (said.keys() - {m.id for m in were})
    changed |= {m for m in said if past.get(m) != present.get(m)}
    gone = {m.id for m in were} - said.keys()

    def reports(ids: Collection[str]) -> Sequence[Mention]:
        shelf.read |= {m.id for m in mentions if m.document in ids}
        return [m for m in mentions if m.document in ids]

    how = Said(
        mentions=reports,
        papers=lambda ids: {said[m].document for m in ids},
        documents=lambda ids: {d: documents[d] for d in ids},
        incidents=lambda ids: [i for i in incidents if not ids.isdisjoint(i.mentions)],  # type: ignore[attr-defined]
        outlets=OUTLETS,
    )
    done = refold(shelf, {said[m].document for m in changed if m in said}, gone, how)
    if done is None:
        ground = Ground()
        done = fold(documents, mentions, incidents, ground=ground)[0], ground
    shelf.file(*done)


@st.composite
def anywhere(draw: st.DrawFn) -> Told:
    """A claim at a town, far away, in an area, under a doubtful spelling, or without a day."""
    report, mention = draw(claims())
    where = draw(st.sampled_from(("town", "town", "far", "area", "spelling", "undated")))
    (at,) = mention.places
    if where == "far":
        mention = replace(mention, places=(replace(at, value=FAR),))
    elif where == "area":
        mention = replace(
            mention, places=(replace(at, value=PLACES[draw(st.sampled_from(AREAS))]),)
        )
    elif where == "spelling":
        mention = replace(mention, places=(at, replace(at, confidence=0.5)))
    elif where == "undated":
        report = replace(report, published=None)
        mention = replace(mention, period=replace(mention.period, value=None))
    return report, mention


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(anywhere(), min_size=1, max_size=5), min_size=2, max_size=4), st.data())
def test_batches_give_what_a_whole_fold_gives(
    batches: list[list[Told]], data: st.DataObject
) -> None:
    shelf, rows = Shelf(), list[Told]()
    for batch in batches:
        added = [*rows, *batch]
        joined(shelf, rows, added)
        equal(shelf, added)
        rows = added
    fewer = [row for row in rows if data.draw(st.booleans())]
    joined(shelf, rows, fewer)
    equal(shelf, fewer)


def test_what_is_far_off_and_quiet_is_not_read_again() -> None:
    shelf = Shelf()
    here = [
        a_claim("clash", "reds", "blues", "Tal Asfar", f"2020-01-{d:02}", "Alpha Post")
        for d in (1, 9)
    ]
    there = [
        a_claim("clash", "reds", "blues", "Kafr Ain", f"2020-01-{d:02}", "Beta Post")
        for d in (1, 2)
    ]
    joined(shelf, [], [*here, *there])
    shelf.read.clear()
    news = a_claim("holds", "blues", "reds", "Tal Asfar", "2020-01-09", "Gamma Post")
    joined(shelf, [*here, *there], [*here, *there, news])
    assert shelf.read == {m.id for _, m in (*here, news)}
    equal(shelf, [*here, *there, news])
