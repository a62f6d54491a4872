"""Which place each name of a document means: all names at once, by the company they keep.

Candidates at four levels of spelling, a gate that the document's own names open, a cost with the
names nearby, a margin that says how sure; no admissible reading is an answer too (nil).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from situate.knowledge.gazetteer import keys
from situate.knowledge.gazetteer.scan import nationality_of
from situate.knowledge.gazetteer.sphere import distance_km
from situate.knowledge.gazetteer.words import table
from situate.model import Document, Mention, Name, Place, Quote, Rival, Sourced, SourcedPlace
from situate.resolve.place_candidates import Candidate, candidates, weighed
from situate.resolve.place_carry import with_sentence_place
from situate.resolve.place_context import Context, admitted, context_of
from situate.resolve.place_cues import Cue, cue_of
from situate.resolve.place_geometry import completed
from situate.resolve.place_reason import confidence_of, nil_reason, reason_of
from situate.resolve.place_score import CONTAINER, Table, closeness

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

RIVALS = 5
APART_KM = 5.0  # a rival nearer than this is the same answer
AMBIGUOUS = 0.4
_FIRST_PASS = 15  # readings of a surface that keep company in the first pass
_ROUNDS = 3  # of company with the winners so far
_WIDEST = 900  # readings of all surfaces together in one table

Values = dict[tuple[int, int], Sourced[Place]]


@dataclass(slots=True)
class Surface:
    """One spelling of a document with all its mentions, and what it came to mean."""

    text: str
    quotes: list[Quote]
    readings: tuple[Candidate, ...] = ()
    inside: frozenset[int] = frozenset()  # areas the text says it lies in
    admitted: list[Candidate] | None = None
    costs: list[float] | None = None

    def ranked(self) -> list[tuple[float, Candidate]]:
        """Readings with their costs, cheapest first."""
        pairs = zip(self.costs or [], self.admitted or [], strict=True)
        return sorted(pairs, key=lambda pair: (pair[0], pair[1].facts.pid))


def place_values(
    document: Document,
    quotes: Sequence[Quote],
    gazetteer: Gazetteer,
    countries: Sequence[str] = (),
) -> Values:
    """The place each quote means, by (start, end); value None with a reason where none is meant.

    All names are resolved jointly: pass every place name of the document, not those of one
    sentence. `countries` are ISO codes the report is known to be about.
    """
    surfaces = _surfaces(quotes, gazetteer)
    if not surfaces:
        return {}
    context = _settle(document, surfaces, gazetteer, tuple(countries))
    values: Values = {}
    meant = _provinces_meant(document, surfaces, gazetteer)
    for index, surface in enumerate(surfaces):
        cues = [cue_of(document.text, q.start, q.end) for q in surface.quotes]
        for quote, cue in zip(
            surface.quotes, _shared(document, surface, cues, meant.get(index)), strict=True
        ):
            values[(quote.start, quote.end)] = _answer(quote, surface, cue, context, gazetteer)
    return values


def _surfaces(quotes: Sequence[Quote], gazetteer: Gazetteer) -> list[Surface]:
    by_text: dict[str, Surface] = {}
    for quote in sorted(set(quotes), key=lambda q: (q.start, q.end)):
        name = re.sub(r"['’]s$", "", quote.text.strip())
        key = keys.casefold(name)
        surface = by_text.get(key)
        if surface is None:
            surface = by_text[key] = Surface(name, [], candidates(name, gazetteer))
        surface.quotes.append(quote)
    return list(by_text.values())


# --- joint resolution -------------------------------------------------------------------------


def _settle(
    document: Document, surfaces: list[Surface], gazetteer: Gazetteer, countries: tuple[str, ...]
) -> Context:
    """Admit and score readings, twice where the first answers tell more of the context."""
    weights = closeness([[(q.start, q.end) for q in s.quotes] for s in surfaces])
    pairs = _containers(document, surfaces)
    first = [[c for c in s.readings if c.level < 3] for s in surfaces]
    winners = _winners(first, weights)
    context = context_of((w for w in winners if w is not None and w.level <= 1), countries)
    for _ in range(2):
        _admit(document, surfaces, winners, pairs, context, gazetteer)
        _score(surfaces, weights)
        settled = [_settled(surface) for surface in surfaces]
        again = context_of((w for w in settled if w is not None), countries)
        if again == context or all(w is not None for w in settled):
            break
        winners = [w or old for w, old in zip(settled, winners, strict=True)]
        context = again
    return context


def _settled(surface: Surface) -> Candidate | None:
    """The winner of a surface, if its spelling is near enough and no rival comes close."""
    ranked = surface.ranked()
    if not ranked or ranked[0][1].level == 3:
        return None
    cost, winner = ranked[0]
    rival = min((c for c, r in ranked[1:] if _is_other(r, winner)), default=np.inf)
    return winner if rival - cost >= AMBIGUOUS or winner.level <= 1 else None


def _admit(
    document: Document,
    surfaces: list[Surface],
    winners: Sequence[Candidate | None],
    pairs: dict[int, set[int]],
    context: Context,
    gazetteer: Gazetteer,
) -> None:
    for index, surface in enumerate(surfaces):
        others = (w for i, w in enumerate(winners) if i != index)
        alone = not context.countries and all(w is None for w in others)
        outer = (winners[o] for o in sorted(pairs.get(index, ())))
        surface.inside = frozenset(
            area for w in outer if w is not None and (area := _area_of(w, gazetteer)) is not None
        )
        surface.admitted = admitted(
            surface.text,
            surface.readings,
            context,
            gazetteer,
            is_alone=alone,
            container=surface.inside,
        )
        surface.admitted = _worldly(_contained(surface, gazetteer), surface, document)
    _join_brackets(document, surfaces)


def _cut(readings: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    most = max(4, min(_FIRST_PASS, _WIDEST // max(1, len(readings))))
    return [list(group[:most]) for group in readings]


def _winners(
    readings: Sequence[Sequence[Candidate]], weights: np.ndarray
) -> list[Candidate | None]:
    table = Table(_cut(readings))
    if not table.flat:
        return [None] * len(readings)
    cost = table.prior + table.company(weights) - table.shares()
    chosen: list[Candidate | None] = [None] * len(readings)
    for index in table.best(cost):
        chosen[int(table.of[index])] = table.flat[int(index)]
    return chosen


def _score(surfaces: list[Surface], weights: np.ndarray) -> None:
    table = Table(_cut([s.admitted or [] for s in surfaces]))
    for surface, size in zip(surfaces, table.sizes, strict=True):
        surface.admitted = (surface.admitted or [])[:size]
        surface.costs = []
    if not table.flat:
        return
    bonus = [_bonus(c, surfaces[int(i)]) for c, i in zip(table.flat, table.of, strict=True)]
    base = table.prior - table.shares() - np.array(bonus)
    cost = base + table.company(weights)
    for _ in range(_ROUNDS):
        cost = base + table.company(weights, table.best(cost))
    for value, index in zip(cost, table.of, strict=True):
        surfaces[int(index)].costs.append(float(value))  # type: ignore[union-attr]


def _lies_in(one: Candidate, areas: frozenset[int]) -> bool:
    facts = one.facts
    return bool(areas & {facts.adm1, facts.adm2, facts.country}) and facts.pid not in areas


def _bonus(one: Candidate, surface: Surface) -> float:
    return CONTAINER if surface.inside and _lies_in(one, surface.inside) else 0.0


def _area_of(one: Candidate, gazetteer: Gazetteer) -> int | None:
    """The area a name stands for as a container: itself, or the province it is the seat of."""
    facts = one.facts
    if facts.kind in ("country", "adm1", "adm2"):
        return facts.pid
    is_seat = facts.adm1 is not None and gazetteer.facts(facts.adm1).seat == facts.pid
    return facts.adm1 if is_seat else None


def _contained(surface: Surface, gazetteer: Gazetteer) -> list[Candidate]:
    """Beside a unit it lies in ("X, Y"), a name means a place in that unit.

    Spellings of any level count there; where none does, only an equal spelling may lie elsewhere.
    """
    admitted = list(surface.admitted or [])
    if not surface.inside:
        return admitted
    inside = [c for c in admitted if _lies_in(c, surface.inside)]
    if inside:
        return inside
    units = frozenset(a for a in surface.inside if gazetteer.facts(a).kind != "country")
    if not units:
        return admitted
    loose = [c for c in surface.readings if c.level == 3 and _lies_in(c, units)]
    if loose:
        return [weighed(surface.text, c, gazetteer) for c in loose]
    countries = {gazetteer.facts(a).cc for a in units}
    return [c for c in admitted if c.level <= 1 and c.facts.cc in countries]


_WORLD = ("country", "region")
_SMALL = 100_000  # people


def _worldly(readings: list[Candidate], surface: Surface, document: Document) -> list[Candidate]:
    """The name of a country, sea or continent is not that of a small town, unless it says so."""
    if not any(c.facts.kind in _WORLD and c.level <= 1 for c in readings) or surface.inside:
        return readings
    if any(cue_of(document.text, q.start, q.end).level == "settled" for q in surface.quotes):
        return readings
    return [c for c in readings if c.facts.kind != "settlement" or c.facts.pop >= _SMALL]


_BESIDE = re.compile(
    r"^(?:,\s*|\s*\(|,?\s+in\s+)(?:the\s+)?(?:\w+(?:-\w+)?(?:ern)\s+)?(?:(?:province|governorate|state|district|region)\s+of\s+)?$",
    re.IGNORECASE,
)


def _containers(document: Document, surfaces: list[Surface]) -> dict[int, set[int]]:
    """Surface -> surfaces the text puts it in: "X, Y", "X (Y)", "X in northern Y"."""
    spans = sorted((q.start, q.end, i) for i, s in enumerate(surfaces) for q in s.quotes)
    found: dict[int, set[int]] = {}
    for (_, end, inner), (start, _, outer) in pairwise(spans):
        if inner != outer and 0 < start - end < 40 and _BESIDE.match(document.text[end:start]):
            found.setdefault(inner, set()).add(outer)
    return found


_BRACKET = re.compile(r"^\s*\(\s*$")


def _join_brackets(document: Document, surfaces: list[Surface]) -> None:
    """ "Abu Kamal (Al Bukamal)": two spellings of one place mean what both can mean."""
    spans = sorted((q.start, q.end, i) for i, s in enumerate(surfaces) for q in s.quotes)
    for (_, end, left), (start, stop, right) in pairwise(spans):
        closes = document.text[stop : stop + 1] == ")"
        if left == right or not closes or not _BRACKET.match(document.text[end:start]):
            continue
        one, other = surfaces[left], surfaces[right]
        both = {c.facts.pid for c in one.admitted or []} & {
            c.facts.pid for c in other.admitted or []
        }
        if both:
            one.admitted = [c for c in one.admitted or [] if c.facts.pid in both]
            other.admitted = [c for c in other.admitted or [] if c.facts.pid in both]


# --- answers ----------------------------------------------------------------------------------


def _shared(document: Document, surface: Surface, cues: list[Cue], later: Cue | None) -> list[Cue]:
    """Cues of one surface: what any mention says of an area holds for those that say nothing.

    `later` is what "the province" further on says of the name it points back to.
    """
    area = next((c for c in cues if c.level in ("adm1", "adm2", "adm3", "area")), later)
    return [
        c if c.level or area is None or _is_doubled(document, quote, surface.text) else area
        for c, quote in zip(cues, surface.quotes, strict=True)
    ]


def _is_doubled(document: Document, quote: Quote, text: str) -> bool:
    """ "Homs, Homs province": the first is the town."""
    after = document.text[quote.end : quote.end + len(text) + 2]
    return after.casefold() == f", {text}".casefold()


_PROVINCE = re.compile(r"\bth(?:e|is|at) (province|governorate)\b(?! of)", re.IGNORECASE)


def _provinces_meant(
    document: Document, surfaces: list[Surface], gazetteer: Gazetteer
) -> dict[int, Cue]:
    """Surfaces that a later "the province" points back to: the last name that can be one."""
    found: dict[int, Cue] = {}
    matches = list(_PROVINCE.finditer(document.text))
    if not matches:
        return found
    named = sorted(
        (quote.end, index)
        for index, surface in enumerate(surfaces)
        if (ranked := surface.ranked()) and _is_province_name(ranked[0][1], gazetteer)
        for quote in surface.quotes
    )
    for match in matches:
        before = [index for end, index in named if end <= match.start()]
        if before and document.text[match.end() : match.end() + 1] != "'":
            found.setdefault(before[-1], Cue("adm1", match[0]))
    return found


def _is_province_name(one: Candidate, gazetteer: Gazetteer) -> bool:
    area = _area_of(one, gazetteer)
    return area is not None and gazetteer.facts(area).kind == "adm1"


def _answer(
    quote: Quote, surface: Surface, cue: Cue, context: Context, gazetteer: Gazetteer
) -> Sourced[Place]:
    ranked = surface.ranked()
    if not ranked:
        return Sourced(quote, None, 0.0, nil_reason(surface.text, surface.readings, context))
    ranked = _by_cue(_twins(ranked), cue, gazetteer)
    cost, winner = ranked[0]
    others = [(c, r) for c, r in ranked[1:] if _is_other(r, winner)]
    margin = min((c for c, _ in others), default=np.inf) - cost
    rivals = tuple(
        Rival(gazetteer.place_of(r.facts.pid), round(-c, 3)) for c, r in ranked[1 : RIVALS + 1]
    )
    confidence = confidence_of(winner, float(margin))
    reason = reason_of(surface.text, winner, float(margin), cue, context, others, gazetteer)
    return Sourced(quote, gazetteer.place_of(winner.facts.pid), confidence, reason, rivals)


def _is_other(one: Candidate, winner: Candidate) -> bool:
    a, b = one.facts, winner.facts
    return distance_km(a.lat, a.lon, b.lat, b.lon) > APART_KM


def _twins(ranked: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Without a cue an area yields to its seat, and a small area to a town of its name."""
    area = ranked[0][1].facts
    if area.kind not in ("adm1", "adm2", "adm3", "adm4"):
        return ranked
    for cost, one in ranked[1:]:
        town = one.facts
        if town.kind != "settlement" or one.level > max(1, ranked[0][1].level):
            continue
        is_seat = area.seat == town.pid or (one.is_primary and area.pid in (town.adm1, town.adm2))
        km = distance_km(area.lat, area.lon, town.lat, town.lon)
        if is_seat or (area.kind != "adm1" and km <= _TWIN_KM):
            lead = (min(cost, ranked[0][0]), one)
            return [lead, *((c, r) for c, r in ranked if r is not one)]
    return ranked


_TWIN_KM = 60.0
_AREA_LEVELS = {"adm1": ("adm1",), "adm2": ("adm2",), "adm3": ("adm3",), "area": ("adm1",)}


def _by_cue(
    ranked: list[tuple[float, Candidate]], cue: Cue, gazetteer: Gazetteer
) -> list[tuple[float, Candidate]]:
    """Put first the reading the words around the name call for: the area or its seat."""
    winner = ranked[0][1].facts
    if cue.level in _AREA_LEVELS:
        wanted = _AREA_LEVELS[cue.level]
        if winner.kind in wanted or winner.kind in ("country", "region"):
            return ranked
        home = winner.adm1 if "adm1" in wanted else winner.adm2
        for _, one in ranked:
            is_home = one.facts.pid == home or (
                one.facts.kind in wanted and _near(one, ranked[0][1])
            )
            if one.facts.kind in wanted and is_home:
                return [(ranked[0][0] - 2.0, one), *((c, r) for c, r in ranked if r is not one)]
        return ranked
    if cue.level == "settled" and winner.kind in ("adm1", "adm2", "adm3"):
        for _, one in ranked:
            if one.facts.kind in ("settlement", "part") and _near(one, ranked[0][1]):
                return [(ranked[0][0] - 1.0, one), *((c, r) for c, r in ranked if r is not one)]
    return ranked


def _near(one: Candidate, other: Candidate) -> bool:
    a, b = one.facts, other.facts
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= 200.0


# --- mentions ---------------------------------------------------------------------------------


def fill_places(
    document: Document,
    mentions: Sequence[Mention],
    names: Sequence[Name],
    gazetteer: Gazetteer,
    countries: Sequence[str] = (),
) -> tuple[Mention, ...]:
    """Mentions with the value, relation, precision and shape of each of their places filled.

    A place's quote may be wider than its name ("the suburbs of Hajin"): the names inside it are
    looked for. Places without a quote, or already valued, are left as they are.
    """
    spans = [n.quote for n in names if n.kind == "place"]
    extra = [
        name
        for m in mentions
        for p in m.places
        if p.quote is not None and p.value is None and not _inside(p.quote, spans)
        if (name := _name_within(document, p.quote)) is not None
    ]
    spans = [*spans, *dict.fromkeys(extra)]
    values = place_values(document, spans, gazetteer, countries)
    filled = (
        replace(m, places=tuple(_filled(document, p, spans, values, gazetteer) for p in m.places))
        if m.places
        else m
        for m in mentions
    )
    ordered = sorted(names, key=lambda name: name.quote.start)
    return tuple(with_sentence_place(m, ordered, values) for m in filled)


_CAPITAL_RUN = re.compile(
    r"(?<!\w)(?:(?:[ae]l|a[shnrdtz]|ash|e[zsd]|esh)[- ‐])?[‘’'ʿʻ]?[^\W\d_a-z][\w‘’'ʿʻ`]*"
    r"(?:[ -](?:(?:[ae]l|a[shnrdtz]|ash|e[zsd]|esh)[- ‐])?[^\W\d_a-z][\w‘’'ʿʻ`]*)*"
)


def _name_within(document: Document, quote: Quote) -> Quote | None:
    """The capitalised words of a phrase no finder knew a name in; None if it only describes.

    "the city", "two hills" and "the area" name nothing, whatever the gazetteer has under such
    keys. A text without capitals and a script without them keep the whole phrase.
    """
    if not keys.is_latin(quote.text) or not any(c.isupper() for c in document.text):
        return quote
    for run in _CAPITAL_RUN.finditer(quote.text):
        start, end = run.span()
        while (first := re.match(r"(\w+) ?", quote.text[start:end])) and _describes(first[1]):
            start += first.end()
        if start < end and quote.text[start].isalpha():
            at = quote.start + start
            return Quote(quote.document, at, quote.start + end, quote.text[start:end])
    return None


def _describes(word: str) -> bool:
    """Is it a determiner, a direction, a noun of places or a nationality: no name alone?"""
    return nationality_of(word) is not None or word.casefold() in _describing()


@cache
def _describing() -> frozenset[str]:
    lists = table("place_words.yaml")
    words = {str(w) for group in ("generic", "modifiers", "common") for w in lists[group]}
    return frozenset(words - set(_KUNYA))


_KUNYA = ("al", "el", "abu", "umm", "bin", "ibn", "tel", "tal", "tall", "jabal")


def _inside(quote: Quote, spans: Iterable[Quote]) -> list[Quote]:
    return [s for s in spans if quote.start < s.end and s.start < quote.end]


def _is_wide(sourced: Sourced[Place]) -> bool:
    return sourced.value is None or sourced.value.kind in ("country", "region")


def _filled(
    document: Document,
    place: SourcedPlace,
    spans: Sequence[Quote],
    values: Values,
    gazetteer: Gazetteer,
) -> SourcedPlace:
    if place.quote is None or place.value is not None:
        return place
    inside = [q for q in _inside(place.quote, spans) if (q.start, q.end) in values]
    if not inside:
        if place.relation == "direction":
            return place
        return replace(place, confidence=0.0, reason=f"{place.reason}; describes, names no place")
    # "Syria Hama city": of two names side by side the smaller place is where it was.
    if place.relation != "between":
        inside.sort(key=lambda q: _is_wide(values[(q.start, q.end)]))
    members = [values[(q.start, q.end)] for q in inside]
    return completed(document, place, inside, members, gazetteer)
