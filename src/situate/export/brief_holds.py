"""Who holds what, and pockets and fronts, as lines of a brief."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from textwrap import wrap

from situate.export import page_words as words
from situate.export.brief_lines import Pages, words_behind
from situate.export.page_names import told_name, words_for
from situate.model import Area, Hold

LATE = datetime.max.replace(tzinfo=UTC)
# Event types whose words say best what is shown of a place.
SHOWN_BY: Mapping[str, Collection[str]] = defaultdict(tuple, {
    "besieged": {"siege"},
    "held": {"place_taken", "place_transferred", "holds"},
    "contested": {"contested", "place_partly_taken", "place_entered", "advance"},
})  # fmt: skip


def hold_lines(holds: Sequence[Hold], pages: Pages) -> Iterator[str]:
    """A line a spell by place and day, with its words; then places of which nothing is told."""
    names = _names(holds, pages)
    in_order = sorted(holds, key=lambda hold: _by_place(hold, names))
    points = {hold.place.id for hold in holds}
    silent = [h for h in in_order if _says_nothing(h) or _is_shadow(h, points)]
    spoken = [h for h in in_order if h not in silent]
    for hold in spoken:
        yield f"  {names[hold.place.id]:<20} {_hold(hold, pages)}"
        told = SHOWN_BY["besieged" if hold.besieged_by else hold.state]
        yield from words_behind(hold.because, pages, told)
    told_of = {names[h.place.id] for h in spoken}
    untold = ", ".join(
        dict.fromkeys(name for h in silent if (name := names[h.place.id]) not in told_of)
    )
    if untold:
        yield from wrap(
            f"No report says who holds: {untold}",
            100,
            initial_indent="  ",
            subsequent_indent="    ",
        )


def _says_nothing(hold: Hold) -> bool:
    """A place where something happened, and no word of who holds, besieges or claims it."""
    told = hold.besieged_by or hold.claimed_by or hold.same_as
    return hold.state == "unknown" and not told and not words.leans(hold)


def _is_shadow(hold: Hold, points: Collection[str]) -> bool:
    """A doubtful spelling nothing is known of, beside the place it most likely is."""
    return (
        hold.state == "unknown"
        and any(ident in points for ident, _ in hold.same_as)
        and (hold.place.id.startswith("name:"))
    )


def _names(holds: Sequence[Hold], pages: Pages) -> dict[str, str]:
    """What each place is called, by its id."""
    because: dict[str, list[str]] = {}
    for hold in holds:
        because.setdefault(hold.place.id, []).extend(hold.because)
    return {
        hold.place.id: told_name(
            hold.place.name, words_for(hold.place, pages.known(because[hold.place.id]))
        )
        for hold in holds
    }


def _by_place(hold: Hold, names: Mapping[str, str]) -> tuple[str, datetime, str]:
    start = hold.period.start if hold.period and hold.period.start else LATE
    plain = unicodedata.normalize("NFKD", names[hold.place.id]).casefold()
    return "".join(c for c in plain if c.isalnum() or c.isspace()), start, hold.id


def _hold(hold: Hold, pages: Pages) -> str:
    bits = [words.state(hold, pages.name)]
    if hold.probability is not None and hold.state != "unknown":
        bits[0] += f" ({hold.probability:.2f})"
    if hold.by_presence:
        bits.append("by presence")
    if hold.inferred:
        bits.append("inferred")
    if hold.besieged_by:
        besiegers = ", ".join(map(pages.name, hold.besieged_by))
        open_side = ", not encircled" if hold.encircled is False else ""
        bits.append(f"besieged by {besiegers}{open_side}")
    if hold.same_as:
        bits.append("doubtful which place is meant")
    claimed = [side for side in hold.claimed_by if side not in hold.holders]
    if claimed:
        bits.append(f"claimed by {', '.join(map(pages.name, claimed))}")
    bits.append(words.span(hold.period) if hold.period else "as of the report")
    if hold.stale:
        bits.append("stale")
    return " · ".join(bits)


def area_lines(areas: Sequence[Area], pages: Pages) -> Iterator[str]:
    """A line an area, with its words."""
    for area in areas:
        flags = ", ".join(flag.replace("_", " ").replace(":", " ") for flag in area.flags)
        yield f"  {area.name} ({pages.name(area.actor)}): {flags}"
        yield from words_behind(area.because, pages)
