"""What readers outside the desk may see: held back first, concluded after, masked last.

A report that speaks of a withheld place, or is too young, is taken out before anything is
concluded. So incidents and holds rest only on what may be shown, and nothing that is withheld can
be read off a range, a probability or an explanation. Then places are coarsened and names masked
in every record at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from situate.export.coarse import Coarse, coarse, places_in
from situate.export.masking import Hidden, Mask, plain
from situate.judgements import apply
from situate.model import Document, Judgement, Mention, Place, Situation, SourcedPlace
from situate.settings import Profile

if TYPE_CHECKING:
    from situate.knowledge.gazetteer import Gazetteer
    from situate.pipeline import Desk
    from situate.store import Store

ALIKE = 60.0  # of 100: words this like a place's name are taken for a spelling of it


@dataclass(frozen=True)
class Kept:
    """What is left of a store: reports, readings as read, decisions without who made them."""

    documents: Mapping[str, Document]
    mentions: tuple[Mention, ...]
    judgements: tuple[Judgement, ...]

    @cached_property
    def judged(self) -> tuple[Mention, ...]:
        """Readings with decisions applied."""
        return apply(self.documents, self.mentions, self.judgements)


@dataclass(frozen=True)
class Public:
    """A store as its readers see it; `left_out` counts reports by reason."""

    documents: Mapping[str, Document]
    mentions: Mapping[str, Mention]
    situation: Situation
    left_out: Mapping[str, int]
    kept: Kept
    hidden: Hidden


def public(store: Store, profile: Profile, desk: Desk, now: datetime) -> Public:
    """The public view of a store at a moment. Raises what concluding and a name finder raise."""
    from situate import pipeline

    kept, left_out, secret = kept_of(store, profile, desk.gazetteer, now)
    situation = pipeline.conclude(kept.documents.values(), kept.mentions, desk, kept.judgements)
    hidden = hidden_in(kept, situation, profile, desk, secret)
    shown = Situation(
        hidden.record(situation.incidents),
        hidden.record(situation.holds),
        tuple(replace(hidden.record(a), places=()) for a in situation.areas)
        if hidden.coarse
        else hidden.record(situation.areas),
        hidden.record(situation.disagreements),
    )
    return Public(
        {ident: hidden.document(d) for ident, d in kept.documents.items()},
        {m.id: hidden.record(m) for m in kept.judged},
        shown,
        left_out,
        kept,
        hidden,
    )


# --- holding back ---------------------------------------------------------------------------


def kept_of(
    store: Store, profile: Profile, gazetteer: Gazetteer, now: datetime
) -> tuple[Kept, dict[str, int], Mask]:
    """What may be shown, how many reports may not and why, and the names of withheld places."""
    documents, mentions = store.documents(store.current_documents()), store.mentions()
    # Who decided, and why in their own words, is the desk's business.
    decided = tuple(replace(j, by="a reviewer", why=None) for j in store.judgements())
    judged = (*mentions, *apply(documents, mentions, decided))
    ids = withheld_ids(profile.withhold, judged)
    secret = Mask(withheld_names(profile.withhold, ids, judged, gazetteer))
    speaks = {m.document for m in judged if ids & {p.id for p in places_in(m)}}
    before = now - timedelta(days=profile.delay_days) if profile.delay_days else None
    kept, left_out = {}, {"too young or without a day": 0, "speaks of a withheld place": 0}
    for ident, document in documents.items():
        if before and (document.published is None or document.published > before):
            left_out["too young or without a day"] += 1
        elif ident in speaks or _names(document, secret):
            left_out["speaks of a withheld place"] += 1
        else:
            kept[ident] = document
    ours = tuple(m for m in mentions if m.document in kept)
    return Kept(kept, ours, decided), {r: n for r, n in left_out.items() if n}, secret


def withheld_ids(withhold: Collection[str], mentions: Iterable[Mention]) -> set[str]:
    """The ids asked for, and those of places of the names asked for."""
    asked = {plain(item) for item in withhold}
    named = {p.id for m in mentions for p in places_in(m) if plain(p.name) in asked}
    return {*withhold, *named}


def unheard_of(withhold: Collection[str], store: Store, gazetteer: Gazetteer) -> list[str]:
    """What is asked to be withheld, but no report speaks of.

    A name misspelt withholds nothing; who asked must hear of it before anything is shown.
    """
    documents, mentions = store.documents(), store.mentions()
    judged = (*mentions, *apply(documents, mentions, store.judgements()))

    def is_spoken_of(item: str) -> bool:
        ids = withheld_ids((item,), judged)
        if any(ids & {p.id for p in places_in(m)} for m in judged):
            return True
        secret = Mask(withheld_names((item,), ids, judged, gazetteer))
        return any(_names(document, secret) for document in documents.values())

    return [item for item in withhold if not is_spoken_of(item)]


def withheld_names(
    withhold: Collection[str], ids: set[str], mentions: Iterable[Mention], gazetteer: Gazetteer
) -> set[str]:
    """Every name and spelling of the withheld places: asked, in the gazetteer, in the reports."""
    if not withhold:
        return set()
    names = {item for item in withhold if ":" not in item}
    for ident in ids:
        place, pid = gazetteer.place(ident), gazetteer.pid_of(ident)
        names |= {place.name} if place else set()
        names |= set(gazetteer.names_of(pid)) if pid is not None else set()
    for mention in mentions:
        for sourced in mention.places:
            if sourced.value and sourced.value.id in ids:
                names |= {sourced.value.name, *_spelling(sourced)}
    return {name for name in names if len(name) > 2}


def _spelling(sourced: SourcedPlace) -> Iterator[str]:
    """The words for a place, where they are a name and not "this last place"."""
    from anyascii import anyascii
    from rapidfuzz import fuzz

    if sourced.quote and sourced.value:
        words = sourced.quote.text
        pair = anyascii(words).casefold(), anyascii(sourced.value.name).casefold()
        if fuzz.partial_ratio(*pair) >= ALIKE:
            yield words


def _names(document: Document, secret: Mask) -> bool:
    texts = (document.text, document.title or "", document.url or "", document.path or "")
    return any(True for text in texts for _ in secret.spans(text))


# --- hiding ---------------------------------------------------------------------------------


def hidden_in(
    kept: Kept, situation: Situation, profile: Profile, desk: Desk, secret: Mask
) -> Hidden:
    """What is masked and coarsened in what was kept."""
    everything = (kept.mentions, situation.incidents, situation.holds)
    units, names = None, set(secret.names)
    if profile.coarsen:
        units = coarse(profile.coarsen, places_in(everything))
        names |= finer_names(kept, everything, units, desk.gazetteer)
    if profile.redact:
        names |= person_names(kept, everything, desk)
    mask = Mask(names)
    texts = {ident: mask.text(d.text) for ident, d in kept.documents.items()}
    return Hidden(mask, units, texts)


def finer_names(kept: Kept, records: Any, units: Coarse, gazetteer: Gazetteer) -> set[str]:
    """Names in the texts that tell more than a unit: those read, and those only mentioned."""
    from situate.knowledge.gazetteer import names_in

    names = {p.name for p in places_in(records) if units.is_finer(p)}
    for mention in kept.mentions:
        for sourced in mention.places:
            if sourced.value and units.is_finer(sourced.value):
                names |= set(_spelling(sourced))
    for document in kept.documents.values():
        names |= {name.quote.text for name in names_in(document, gazetteer)}
    spoken = {plain(n) for p in places_in(records) for n in units.unit(p) if n}
    spoken |= {plain(p.name) for p in places_in(records) if not units.is_finer(p)}
    spoken |= _country_names()
    return {name for name in names if plain(name) not in spoken}


def _country_names() -> set[str]:
    from importlib.resources import files

    table = (files("situate.knowledge") / "data" / "countries.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {plain(name) for row in rows for cell in row for name in cell.split("|")}


def person_names(kept: Kept, records: Any, desk: Desk) -> set[str]:
    """Names of persons in the texts and of those who speak in them."""
    from situate.serve.persons import persons

    sides = {s.value.name for m in kept.mentions for s in (*m.actors, *m.targets) if s.value}
    sides |= {d.outlet for d in kept.documents.values() if d.outlet}
    places: set[Place] = set(places_in(records))
    known = {p.name for p in places} | {n for p in places for n in (p.adm1, p.adm2) if n}
    quoted = {p.quote.text for m in kept.mentions for p in m.places if p.quote}
    texts = [d.text for d in kept.documents.values()]
    texts += [d.title for d in kept.documents.values() if d.title]
    authors = {d.author for d in kept.documents.values() if d.author}
    found = persons(texts, {*sides, *known, *quoted})
    return authors | {name for name in found if not desk.roster.lookup(name)}
