"""Names that stand beside each other: containers, brackets, and the world's great names."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from situate.knowledge.gazetteer.keys import is_arabic
from situate.knowledge.gazetteer.nationality import country_of, nationality_of
from situate.knowledge.gazetteer.words import table
from situate.model import Document
from situate.resolve.place_candidates import Candidate
from situate.resolve.place_cues import cue_of
from situate.resolve.place_town import (
    OWNER,
    Towns,
    district_word,
    is_quarter,
    lies_in_town,
    town_of,
)

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Facts, Gazetteer
    from situate.resolve.place_context import Context
    from situate.resolve.place_joint import Surface

_WORLD = ("country", "region")
_SMALL = 100_000  # people
COMPANY_KM = 60.0  # of another name of the report: a bare word is a village
TOWN_KM = 30.0  # of a town: its quarters and suburbs


def worldly(
    readings: list[Candidate], surface: Surface, document: Document, context: Context
) -> list[Candidate]:
    """The name of a country, sea or continent is not that of a small town, unless it says so.

    What is called a village or camp is no country, nor a city of another country.
    """
    if any(_is_one_settlement(document.text, q.start) for q in surface.quotes):
        return [c for c in readings if _may_be_village(c, context)]
    if not any(c.facts.kind in _WORLD and c.level <= 1 for c in readings) or surface.inside:
        return readings
    if any(cue.is_settled for cue in surface.cues_in(document)):
        return readings
    return [c for c in readings if c.facts.kind != "settlement" or c.facts.pop >= _SMALL]


def _may_be_village(one: Candidate, context: Context) -> bool:
    facts = one.facts
    if facts.kind in (*_WORLD, "adm1"):
        return False
    if facts.pop < _SMALL and not facts.is_capital:
        return True
    others = {a.cc for a in context.points if a.pid != facts.pid} | context.countries
    return not others or facts.cc in others


@cache
def _beside() -> re.Pattern[str]:
    """What stands between a name and the area it lies in: ", ", " (", " in northern "."""
    cues = table("place_cues.yaml")
    nouns = "|".join(w for g in ("settled", "part", "piece") for w in cues[g] if w.isascii())
    return re.compile(
        rf"^(?:,\s*|\s*\(|(?:\s+(?:{nouns}))?,?\s+in\s+|\s+(?:{nouns})\s+of\s+"
        rf"|,?\s+an?\s+(?:[\w-]+\s+)?(?:{nouns})\s+in\s+)(?:the\s+)?"
        r"(?:(?:\w+(?:-\w+)?ern|central)\s+)?"
        r"(?:(?:province|governorate|state|district|region|city|countryside)\s+of\s+)?$",
        re.IGNORECASE,
    )


@cache
def _one_settlement() -> re.Pattern[str]:
    either = "|".join(map(re.escape, table("place_cues.yaml")["one_settlement"]))
    return re.compile(rf"(?:^|[^\w])[وبلف]?(?:{either})\s+[\"'“”«#]*$", re.IGNORECASE)


def _is_one_settlement(text: str, start: int) -> bool:
    """ "the village of Georgia", "Kuwait camp" in Arabic: never the country."""
    return bool(_one_settlement().search(text, max(0, start - 24), start))


@cache
def _within() -> re.Pattern[str]:
    """Arabic words that put one name in the next: "X in the countryside of Y", "X, west of Y"."""
    either = "|".join(map(re.escape, table("place_cues.yaml")["within"]))
    signs = r"\s\"'“”«»()،,#_-"
    return re.compile(rf"[{signs}]+(?:(?:[وبلف]|ال)?(?:{either})[{signs}]+){{1,5}}")


@cache
def _leads() -> re.Pattern[str]:
    cues = table("place_cues.yaml")
    areas = "|".join(w for group in cues["admin"].values() for w in group if w.isascii())
    nouns = "|".join(w for g in ("settled", "piece") for w in cues[g] if w.isascii())
    return re.compile(rf"^(?:['’]s)?\s+(?:{areas})(?:['’]?s)?\s+(?:\w+\s+)?(?:{nouns})\s+of\s+$")


def puts_in(between: str) -> bool:
    """Whether words between an area and a name put the name in it: " province village of "."""
    return len(between) < 50 and bool(_leads().match(between))


def stands_in(between: str) -> bool:
    """Whether the words between a name and an area's name put the one in the other."""
    return len(between) < 40 and bool(_beside().match(between))


def containers(document: Document, surfaces: list[Surface]) -> dict[int, set[int]]:
    """Surface -> surfaces the text puts it in.

    "X, Y", "X (Y)", "X in northern Y", "the X quarter of Y", "Y's X neighbourhood".
    """
    spans = sorted((q.start, q.end, i) for i, s in enumerate(surfaces) for q in s.quotes)
    found: dict[int, set[int]] = {}
    last = (len(document.text), len(document.text), -1)
    for (_, end, left), (start, stop, right), beyond in zip(
        spans, spans[1:], [*spans[2:], last], strict=False
    ):
        between = document.text[end:start]
        if left == right or not 0 < start - end < 40:
            continue
        if _beside().match(between) or _within().fullmatch(between):
            found.setdefault(left, set()).add(right)
            rest = document.text[stop : beyond[0]]
            if beyond is not last and OWNER.match(rest):  # "in Sudan's Gezira state"
                found[left].add(beyond[2])
        elif puts_in(between) or (
            OWNER.match(between) and cue_of(document.text, start, stop).level == "part"
        ):
            found.setdefault(right, set()).add(left)
    return found


@cache
def _kind_before() -> re.Pattern[str]:
    """ "Syrian border town of ", "Syria's northern province of ": whose, then what a name is."""
    cues = table("place_cues.yaml")
    words = (*cues["settled"], *(w for group in cues["admin"].values() for w in group))
    nouns = "|".join(re.escape(w) for w in words if w.isascii())
    return re.compile(rf"([A-Z]\w+)(?:['’]s?)?\s+(?:[\w-]+\s+){{0,3}}(?:{nouns})\s+(?:of\s+)?$")


def nation_before(text: str, start: int) -> str | None:
    """Id of the country that words before a name put it in, by nationality or name; else None."""
    match = _kind_before().search(text, max(0, start - 60), start)
    if match is None:
        return None
    return (
        nationality_of(match[1]) or country_of(match[1].removesuffix("s")) or country_of(match[1])
    )


def towns_of(
    document: Document, surface: Surface, towns: Towns[Facts], gazetteer: Gazetteer
) -> tuple[Facts, ...]:
    """Towns a name called a quarter may lie in: the one named with it alone, else all named.

    Of those the one named last before it comes first. Empty for a name nobody calls a quarter, and
    where no town is named near it.
    """
    for quote in surface.quotes:
        is_called = is_quarter(document.text, quote.start, quote.end)
        word = "" if is_called else district_word(document.text, quote.end)
        if not is_called and not word:
            continue
        others = [t for t in towns if t[:2] != (quote.start, quote.end)]
        found = town_of(document.text, quote.start, quote.end, others)
        if found is None or (not is_called and not found[1]):
            continue
        # "The Foo camp in Idlib" is likely somewhere in the province.
        if word.endswith("in") and _is_seat(found[0], gazetteer):
            continue
        if word and not _is_no_unit(surface, found[0]):
            continue
        town, is_sure = found
        if not is_sure and any(_is_great(c) and c.level <= 1 for c in surface.readings):
            continue  # "Aleppo neighbourhoods" are those of a great city
        return (town,) if is_sure else (town, *(t[2] for t in others if t[2] is not town))
    return ()


def _is_seat(town: Facts, gazetteer: Gazetteer) -> bool:
    return town.adm1 is not None and gazetteer.facts(town.adm1).seat == town.pid


def _is_no_unit(surface: Surface, town: Facts) -> bool:
    """ "The Foo district of Bar" is a quarter of Bar where its province has no unit called Foo."""
    kinds = ("adm2", "adm3", "adm4")
    return not any(c.facts.kind in kinds and c.facts.adm1 == town.adm1 for c in surface.readings)


def in_a_town(
    readings: list[Candidate], surface: Surface, document: Document, context: Context
) -> list[Candidate]:
    """Of a name called a quarter, those readings that are one or lie beside a town of the report.

    A province or a village of that name far from all of them is not meant: better none.
    """
    if surface.towns:
        kept = [c for c in readings if c.level < 3 or c.facts.kind == "part"]
        return [c for c in kept if any(lies_in_town(c.facts, town) for town in surface.towns)]
    if not any(cue.level == "part" for cue in surface.cues_in(document)):
        return readings
    return [c for c in readings if _is_in_a_town(c, surface, context)]


def _is_great(one: Candidate) -> bool:
    return one.facts.pop >= _SMALL


def _is_in_a_town(one: Candidate, surface: Surface, context: Context) -> bool:
    facts = one.facts
    if facts.kind == "part" or facts.pop >= _SMALL:
        return True
    if facts.kind not in ("settlement", "site", "area"):
        return False
    if any(a.pid != facts.pid for a in context.points):
        return context.anchors_near(facts, TOWN_KM) > 0
    return one.level <= 1 and not surface.is_alone


@cache
def _site_after() -> re.Pattern[str]:
    either = "|".join(map(re.escape, table("place_cues.yaml")["site_after"]))
    return re.compile(rf"[ -](?:{either})(?!\w)")


def not_abroad(
    readings: list[Candidate], surface: Surface, document: Document, context: Context
) -> list[Candidate]:
    """Readings without cities of other countries after which only a site here is named.

    "The Naivasha market" of a Sudanese town is not in Kenya; nor is "Mambasa", one of the other
    names of a great city abroad, that city where the report gives no reason to be there.
    """
    if not context.countries or surface.inside:
        return readings
    text = document.text
    is_site = all(_site_after().match(text, q.end, q.end + 16) for q in surface.quotes)
    return [c for c in readings if not _is_abroad(c, context, is_site=is_site)]


def _is_abroad(one: Candidate, context: Context, *, is_site: bool) -> bool:
    facts = one.facts
    if facts.kind not in ("settlement", "part", "site") or facts.cc in context.countries:
        return False
    return (is_site or not one.is_primary) and not context.holds(facts, but=facts.pid)


_WORD = re.compile(r"\w+")
_ABROAD = 500_000  # people from which a city is meant by its name alone


def in_company(
    readings: list[Candidate], surface: Surface, document: Document, context: Context
) -> list[Candidate]:
    """Of one bare Arabic word, those readings that keep company with another name of the report.

    Arabic has no capitals: "in the eyes" or "on roses" is a village somewhere. A noun before it
    ("the village of"), a second word or a great city needs no company.
    """
    if not is_arabic(surface.text) or len(_WORD.findall(surface.text)) > 1:
        return readings
    if any(cue.level for cue in surface.cues_in(document)):
        return readings
    return [c for c in readings if _keeps_company(c, context)]


def _keeps_company(one: Candidate, context: Context) -> bool:
    facts = one.facts
    if facts.kind in (*_WORLD, "adm1") or facts.pop >= _ABROAD or facts.is_capital:
        return True
    if not any(a.pid != facts.pid for a in context.points):
        return facts.pop >= _SMALL
    if facts.adm1 in context.units:
        return True
    return context.anchors_near(facts, COMPANY_KM) > 0


_BRACKET = re.compile(r"^\s*\(\s*$")


def join_brackets(document: Document, surfaces: list[Surface]) -> None:
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
