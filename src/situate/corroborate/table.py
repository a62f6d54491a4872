"""Mentions as columns, so that millions of pairs are weighed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.placing import (
    adm1_of,
    coarse_of,
    is_obscure,
    is_placed,
    main_place,
    own_name,
    radius_of,
    unlisted_place,
)
from situate.corroborate.ranges import figures_of
from situate.corroborate.sketch import (
    PLACE_WORDS,
    WORDS,
    is_latin,
    name_words,
    place_words,
    sentence_hash,
    sketch,
)
from situate.corroborate.telling import (
    code_of,
    days_of,
    first_told,
    is_another,
    is_short,
    leans_on,
    own_word,
    says_day,
    side_of,
)
from situate.corroborate.weekdays import weekday_of
from situate.corroborate.weights import Weights
from situate.model import Document, Mention

Ints = NDArray[np.int32]
Codes = NDArray[np.int64]
Floats = NDArray[np.float32]
NAMES = 3  # actors kept a role
KINDS = 6  # toll kinds told apart


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
    word: NDArray[np.uint32]  # hash of the base form of the event word, 0 if none
    own_day: NDArray[np.bool_]  # its own sentence says when
    placed: NDArray[np.bool_]  # its own words say where, and not only a name in its sentence
    act: Codes  # of the mention by which the report first tells this act, its own if it is first
    leans: NDArray[np.bool_]  # it tells an act again and says no place of its own
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
        ("sentence", "<u4"), ("another", "?"), ("word", "<u4"), ("own_day", "?"),
        ("placed", "?"), ("act", "<i8"), ("leans", "?"), ("short", "?"), ("script", "i1"),
        ("weekday", "i1"),
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


def table_of(
    mentions: Sequence[Mention], documents: Mapping[str, Document], weights: Weights
) -> Table:
    """Columns of mentions, a row each in the order given."""
    n = len(mentions)
    days = np.array([days_of(m, documents.get(m.document)) for m in mentions], np.int32).reshape(
        n, 3
    )
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
        radius_km=np.array([radius_of(p) for p in places], np.float32),
        coarse=np.array([coarse_of(p) for p in places], np.int32),
        adm1=np.array([code_of("adm1", adm1_of(p.value if p else None)) for p in places], np.int64),
        country=np.array([code_of("country", p.country if p else None) for p in points], np.int64),
        doer=both[:, 0],
        loser=both[:, 1],
        low=low,
        high=high,
        words=sketch(texts, weights),
        place_words=place_words(places),
        name_words=name_words([own_name(p, u) for p, u in zip(places, unknown, strict=True)]),
        unlisted=np.array([u is not None for u in unknown], bool),
        obscure=np.array([is_obscure(p) for p in points], bool),
        sentence=np.array([sentence_hash(text) for text in texts], np.uint32),
        another=np.array([is_another(m, weights) for m in mentions], bool),
        word=np.array([own_word(m) for m in mentions], np.uint32),
        own_day=np.array([says_day(m) for m in mentions], bool),
        placed=np.array([is_placed(p) for p in places], bool),
        act=np.array([code_of("mention", first_told(m)) for m in mentions], np.int64),
        leans=np.array([leans_on(m, p) for m, p in zip(mentions, places, strict=True)], bool),
        short=np.array([is_short(documents.get(m.document)) for m in mentions], bool),
        script=np.array([not is_latin(text) for text in texts], np.int8),
        weekday=np.array(
            [
                -1 if said else weekday_of(m, documents.get(m.document))
                for m, said in zip(mentions, days[:, 2], strict=True)
            ],
            np.int8,
        ),
    )


def _tolls(mentions: Sequence[Mention], weights: Weights) -> tuple[Floats, Floats]:
    low = np.full((len(mentions), KINDS), np.nan, np.float32)
    high = np.full((len(mentions), KINDS), np.nan, np.float32)
    for i, mention in enumerate(mentions):
        for toll in figures_of(mention, weights):
            kind = weights.people.get(toll.kind)
            if kind is None or (toll.low is None and toll.high is None):
                continue
            least = (toll.low or 0) - ("exceeds" in toll.flags)  # "more than 50" may be 50
            bounds = (least, toll.high if toll.high is not None else 3 * (toll.low or 1))
            low[i, kind] = np.nanmin([low[i, kind], bounds[0]])
            high[i, kind] = np.nanmax([high[i, kind], bounds[1]])
    return low, high
