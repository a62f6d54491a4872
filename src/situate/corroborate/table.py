"""Mentions as columns, so that millions of pairs are weighed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio

from situate.corroborate.ranges import figures_of
from situate.corroborate.sketch import (
    PLACE_WORDS,
    WORD,
    WORDS,
    is_latin,
    name_words,
    place_words,
    sentence_hash,
    sketch,
)
from situate.corroborate.weekdays import weekday_of
from situate.corroborate.weights import Weights
from situate.knowledge.gazetteer.labels import shown_area
from situate.knowledge.gazetteer.words import is_proper
from situate.knowledge.outlets import fold
from situate.model import Actor, Document, Mention, Place, Sourced, SourcedPlace

Ints = NDArray[np.int32]
Codes = NDArray[np.int64]
Floats = NDArray[np.float32]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_DAY = np.int32(-(2**30))
NAMES = 3  # actors kept a role
EITHER = 0.6  # confidence up to which "Idlib" may be the city or the governorate
AROUND = ("in", "near", "around", "direction")  # of a city: somewhere in what is called after it
SAME_NAME = 65.0  # of 100: a city and its governorate in two spellings
TOWN = 20_000  # people from which a place is in the news for many things at once
KINDS = 6  # toll kinds told apart
NEWS_LAG = 3  # days before publication that news without a day may be of
NOWHERE = 5  # coarseness of an event without a place
POST = 900  # code points of the longest post
COARSE = {"country": 4, "adm1": 3, "region": 3, "adm2": 2, "area": 2, "adm3": 1, "adm4": 1}


@dataclass(frozen=True)
class Table:
    """One row a mention, in the order of ids.

    `start`, `end` are days since 1970, half open, NO_DAY if undated; `said_day` says whether the
    words gave them (2), publication did (1) or nothing (0). Codes are hashes of ids and names, -1
    where unknown: a row is the same whatever rows stand beside it. `coarse` is 0 for a settlement,
    up to 4 for a country, 5 if there is no place.
    """

    id: Codes
    type: Ints
    document: Codes
    body: NDArray[np.bool_]
    start: Ints
    end: Ints
    said_day: Ints
    lat: Floats
    lon: Floats
    place: Codes
    radius_km: Floats
    coarse: Ints
    adm1: Codes
    country: Codes
    doer: Codes  # (n, NAMES) side codes
    loser: Codes
    low: Floats  # (n, KINDS), nan if not told
    high: Floats
    words: NDArray[np.uint32]  # (n, WORDS) bottom-k sketch of telling words, 0 if fewer
    place_words: NDArray[np.uint32]
    name_words: NDArray[np.uint32]  # of the settlement it is at, in its own words; 0 if fewer
    unlisted: NDArray[np.bool_]  # that settlement is in no gazetteer, or which one is not known
    obscure: NDArray[np.bool_]  # a settlement with no or few people known: seldom in the news
    sentence: NDArray[np.uint32]  # hash of the words of the sentence, 0 if short
    another: NDArray[np.bool_]
    short: NDArray[np.bool_]  # of a post, which tells one thing, and not of an article
    script: NDArray[np.int8]  # 0 Latin, 1 any other: sentences in two scripts share no words
    weekday: NDArray[np.int8]  # 0 Monday to 6, told without a date; -1 untold or dated

    def __len__(self) -> int:
        return len(self.type)


ROW = np.dtype(
    [
        ("id", "<i8"), ("type", "<i4"), ("document", "<i8"), ("body", "?"), ("start", "<i4"),
        ("end", "<i4"), ("said_day", "<i4"), ("lat", "<f4"), ("lon", "<f4"), ("place", "<i8"),
        ("radius_km", "<f4"), ("coarse", "<i4"), ("adm1", "<i8"), ("country", "<i8"),
        ("doer", "<i8", (NAMES,)), ("loser", "<i8", (NAMES,)), ("low", "<f4", (KINDS,)),
        ("high", "<f4", (KINDS,)), ("words", "<u4", (WORDS,)),
        ("place_words", "<u4", (PLACE_WORDS,)),
        ("name_words", "<u4", (PLACE_WORDS,)), ("unlisted", "?"), ("obscure", "?"),
        ("sentence", "<u4"), ("another", "?"), ("short", "?"), ("script", "i1"), ("weekday", "i1"),
    ]
)  # fmt: skip


def packed(table: Table) -> list[bytes]:
    """Each row as bytes, to be kept and put together again with `unpacked`."""
    out = np.zeros(len(table), ROW)
    for field in fields(table):
        out[field.name] = getattr(table, field.name)
    data, size = out.tobytes(), ROW.itemsize
    return [data[at : at + size] for at in range(0, len(data), size)]


def unpacked(rows: Sequence[bytes]) -> Table:
    """The table of rows once packed, in the order given."""
    data = np.frombuffer(b"".join(rows), ROW)
    return Table(**{name: np.ascontiguousarray(data[name]) for name in ROW.names or ()})


@lru_cache(maxsize=1 << 20)
def code_of(kind: str, name: str | None) -> int:
    """A 63-bit hash of a name, the same on every machine; -1 for no name."""
    if not name:
        return -1
    words = f"{kind}\x1f{name}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "big") >> 1


def day_of(when: datetime) -> int:
    """Days since 1970 of an aware datetime."""
    return (when - EPOCH) // timedelta(days=1)


def table_of(
    mentions: Sequence[Mention], documents: Mapping[str, Document], weights: Weights
) -> Table:
    """Columns of mentions, a row each in the order given."""
    n = len(mentions)
    days = np.array([_days(m, documents.get(m.document)) for m in mentions], np.int32).reshape(n, 3)
    places = [main_place(m) for m in mentions]
    unknown = [unlisted_place(m) for m in mentions]
    points = [p.value if p else None for p in places]
    low, high = _tolls(mentions, weights)
    turned = [m.type in weights.yielding_actor for m in mentions]
    sides = [
        [code_of("side", s) for s in (*map(side_of, roles[:NAMES]), *[""] * NAMES)][:NAMES]
        for m, turn in zip(mentions, turned, strict=True)
        for roles in ((m.targets, m.actors) if turn else (m.actors, m.targets))
    ]
    both = np.array(sides, np.int64).reshape(n, 2, NAMES)
    texts = [m.sentence.text.casefold() for m in mentions]
    return Table(
        id=np.array([code_of("mention", m.id) for m in mentions], np.int64),
        type=np.array([weights.types[m.type] for m in mentions], np.int32),
        document=np.array([code_of("document", m.document) for m in mentions], np.int64),
        body=np.array([m.block == "paragraph" for m in mentions], bool),
        start=days[:, 0],
        end=days[:, 1],
        said_day=days[:, 2],
        lat=np.array([p.lat if p else np.nan for p in points], np.float32),
        lon=np.array([p.lon if p else np.nan for p in points], np.float32),
        place=np.array([code_of("place", p.id if p else None) for p in points], np.int64),
        radius_km=np.array([_radius(p) for p in places], np.float32),
        coarse=np.array([coarse_of(p) for p in places], np.int32),
        adm1=np.array([code_of("adm1", _adm1(p.value if p else None)) for p in places], np.int64),
        country=np.array([code_of("country", p.country if p else None) for p in points], np.int64),
        doer=both[:, 0],
        loser=both[:, 1],
        low=low,
        high=high,
        words=sketch(texts, weights),
        place_words=place_words(places),
        name_words=name_words([_own_name(p, u) for p, u in zip(places, unknown, strict=True)]),
        unlisted=np.array([u is not None for u in unknown], bool),
        obscure=np.array([_is_obscure(p) for p in points], bool),
        sentence=np.array([sentence_hash(text) for text in texts], np.uint32),
        another=np.array([bool(weights.another & set(WORD.findall(t))) for t in texts], bool),
        short=np.array([_is_short(documents.get(m.document)) for m in mentions], bool),
        script=np.array([not is_latin(text) for text in texts], np.int8),
        weekday=np.array(
            [
                -1 if said else weekday_of(m, documents.get(m.document))
                for m, said in zip(mentions, days[:, 2], strict=True)
            ],
            np.int8,
        ),
    )


def main_place(mention: Mention) -> SourcedPlace | None:
    """The place an event is at: a point before an area, "at" before "towards"; None if untold.

    "Near" a village tells more than "in" the area it lies in.
    """
    order = {"at": 0, "in": 0, "part": 1, "near": 2, "around": 2, "between": 2, "through": 3}
    told = [p for p in mention.places if p.value is not None]
    if not told:
        return None
    return min(
        told,
        key=lambda p: (
            max(order.get(p.relation, 4), 3 if coarse_of(p) >= COARSE["adm2"] else 0),
            coarse_of(p),
            -p.confidence,
            p.value.id if p.value else "",
        ),
    )


def unlisted_place(mention: Mention) -> SourcedPlace | None:
    """The named place an event is at that no gazetteer has or tells apart; None if it has one."""
    told = [p for p in mention.places if p.relation in ("at", "in", "part") and p.quote]
    if any(_is_listed(p) and coarse_of(p) <= COARSE["adm3"] for p in told):
        return None
    return next(
        (p for p in told if not _is_listed(p) and p.quote and is_proper(p.quote.text)), None
    )


def _is_listed(place: SourcedPlace) -> bool:
    return place.value is not None and not place.value.id.startswith("unlisted:")


def _own_name(place: SourcedPlace | None, unlisted: SourcedPlace | None) -> str:
    """The words for the settlement an event is at; "" for an area, or if there are none."""
    told = unlisted or (place if coarse_of(place) <= COARSE["adm3"] else None)
    return told.quote.text if told is not None and told.quote is not None else ""


def _is_short(document: Document | None) -> bool:
    return document is not None and len(document.text) <= POST


def side_of(actor: Sourced[Actor]) -> str:
    """The side an actor stands on as of the report, else its parent, id or words; "" if unknown."""
    known = actor.value
    if known is None or known.kind == "unidentified":
        return ""
    if known.sides:
        return known.sides[0]
    return known.parent or known.id or f"words:{known.name.casefold()}"


def _days(mention: Mention, document: Document | None) -> tuple[int, int, int]:
    period = mention.period.value
    if period and (period.start or period.end):
        start = day_of(period.start) if period.start else None
        end = -day_of(EPOCH + (EPOCH - period.end)) if period.end else None
        start = start if start is not None else (end or 0) - 30
        return (start, max(start + 1, end if end is not None else start + 30), 2)
    if document is not None and document.published is not None:
        day = day_of(document.published)
        return (day - NEWS_LAG, day + 1, 1)
    return (int(NO_DAY), int(NO_DAY), 0)


def _is_obscure(place: Place | None) -> bool:
    return place is not None and place.kind == "settlement" and (place.population or 0) < TOWN


def _radius(place: SourcedPlace | None) -> float:
    if place is None or place.value is None:
        return np.nan
    default = {0: 2.0, 1: 15.0, 2: 30.0, 3: 60.0, 4: 300.0}[coarse_of(place)]
    return max(default, place.radius_km or 0.0) if coarse_of(place) else place.radius_km or default


def coarse_of(place: SourcedPlace | None) -> int:
    """How wide a place is, 0 to 5.

    A city's name that may as well mean its governorate is wide: one read with doubt, or of whose
    countryside or surroundings the report speaks.
    """
    if place is None or place.value is None:
        return NOWHERE
    vague = place.confidence <= EITHER or place.relation in AROUND
    if vague and place.value.kind == "settlement":
        alike = ratio(fold(place.value.name), fold(place.value.adm1 or ""))
        return COARSE["adm1"] if alike >= SAME_NAME else 0
    return COARSE.get(place.value.kind, 0)


def _adm1(place: object) -> str | None:
    name = getattr(place, "adm1", None)
    if name is None and getattr(place, "kind", None) == "adm1":
        name = shown_area(getattr(place, "name", None))  # as the places in it write it
    return f"{getattr(place, 'country', None)}/{name}" if name else None


def _tolls(mentions: Sequence[Mention], weights: Weights) -> tuple[Floats, Floats]:
    low = np.full((len(mentions), KINDS), np.nan, np.float32)
    high = np.full((len(mentions), KINDS), np.nan, np.float32)
    for i, mention in enumerate(mentions):
        for toll in figures_of(mention, weights):
            kind = weights.people.get(toll.kind)
            if kind is None or (toll.low is None and toll.high is None):
                continue
            bounds = (toll.low or 0, toll.high if toll.high is not None else 3 * (toll.low or 1))
            low[i, kind] = np.nanmin([low[i, kind], bounds[0]])
            high[i, kind] = np.nanmax([high[i, kind], bounds[1]])
    return low, high
