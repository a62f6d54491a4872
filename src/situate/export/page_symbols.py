"""Colours of sides and the signs of states: drawn once, as SVG, for map, tables and legend.

The colours are Paul Tol's "bright" and "muted" qualitative schemes, made to be told apart by
colour-blind readers (SRON technical note EPS/TN/09-002). State is always a shape as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from situate.model import Hold

PALETTE = (
    "#4477AA",
    "#EE6677",
    "#228833",
    "#CCBB44",
    "#AA3377",
    "#66CCEE",
    "#882255",
    "#44AA99",
    "#999933",
    "#332288",
)
OTHER = "#8A8A8A"
INK = "#20262E"


def side_colours(holds: Sequence[Hold]) -> dict[str, str]:
    """Colour of each side; the most frequent first, ties by id, those past the palette grey.

    Incidents have no colour: a strike never paints a place.
    """
    seen: Counter[str] = Counter()
    for hold in holds:
        seen.update((*hold.holders, *hold.besieged_by))
    order = sorted(seen, key=lambda side: (-seen[side], side))
    return {side: PALETTE[i] if i < len(PALETTE) else OTHER for i, side in enumerate(order)}


def sign_key(hold: Hold) -> str:
    """Names a sign; holds with equal keys look equal."""
    soft = "soft" if hold.by_presence or hold.inferred or hold.stale else "sure"
    siege = "+".join(hold.besieged_by[:1])
    return f"{hold.state}|{'+'.join(hold.holders[:2])}|{siege}|{soft}"


def sign(hold: Hold, colours: Mapping[str, str]) -> str:
    """The sign of a hold, 28 by 28: shape tells the state, colour the side, a ring a siege."""
    sides = [colours.get(side, OTHER) for side in hold.holders[:2]] or [OTHER]
    soft = hold.by_presence or hold.inferred or hold.stale
    shape = _SHAPES[hold.state](sides, soft)
    ring = _ring(colours.get(hold.besieged_by[0], OTHER)) if hold.besieged_by else ""
    return _svg(ring + shape)


def _held(sides: list[str], soft: bool) -> str:
    dash = ' stroke-dasharray="2.5 2"' if soft else ""
    opacity = ' fill-opacity=".55"' if soft else ""
    return (
        f'<circle cx="14" cy="14" r="7.5" fill="{sides[0]}"{opacity} stroke="{INK}"'
        f' stroke-width="1.5"{dash}/>'
    )


def _contested(sides: list[str], soft: bool) -> str:
    """A diamond in stripes of both sides; stripes are clipped by hand, ids would collide."""
    del soft
    first, second = sides[0], sides[1] if len(sides) > 1 else "#FFFFFF"
    return (
        f'<path d="M14 4.5 23.5 14 14 23.5 4.5 14Z" fill="{first}"/>'
        f'<path d="M16.4 6.9 18.8 9.3 9.3 18.8 6.9 16.4Z M21.1 11.6 23.5 14 14 23.5 11.6 21.1Z"'
        f' fill="{second}"/>'
        f'<path d="M14 4.5 23.5 14 14 23.5 4.5 14Z" fill="none" stroke="{INK}" stroke-width="1.5"/>'
    )


def _mixed(sides: list[str], soft: bool) -> str:
    del soft
    second = sides[1] if len(sides) > 1 else OTHER
    return (
        f'<path d="M7 7H14V21H7Z" fill="{sides[0]}"/><path d="M14 7H21V21H14Z" fill="{second}"/>'
        f'<path d="M7 7H21V21H7Z" fill="none" stroke="{INK}" stroke-width="1.5"/>'
    )


def _none(sides: list[str], soft: bool) -> str:
    del sides, soft
    return f'<path d="M9 9 19 19M19 9 9 19" stroke="{OTHER}" stroke-width="3" fill="none"/>'


def _unknown(sides: list[str], soft: bool) -> str:
    del sides, soft
    return (
        f'<circle cx="14" cy="14" r="7" fill="#FFFFFF" stroke="{OTHER}" stroke-width="2"'
        ' stroke-dasharray="3 2.5"/>'
    )


_SHAPES = {
    "held": _held,
    "contested": _contested,
    "mixed": _mixed,
    "none": _none,
    "unknown": _unknown,
}


def legend_signs() -> tuple[tuple[str, str], ...]:
    """(words, sign) of each state, in the colours of nobody."""
    a, b = "#8F99A6", "#FFFFFF"
    siege = _ring(INK)
    rows = (
        ("held", _held([a], False)),
        ("held, by presence or inferred", _held([a], True)),
        ("contested", _contested([a, b], False)),
        ("shared", _mixed([a, b], False)),
        ("besieged", siege + _held([a], False)),
        ("unknown", _unknown([], False)),
    )
    return tuple((text, _svg(body)) for text, body in rows)


def _ring(colour: str) -> str:
    return (
        f'<circle cx="14" cy="14" r="12" fill="none" stroke="{colour}" stroke-width="3"'
        ' stroke-dasharray="5 2.54"/>'
    )


def _svg(body: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28" width="28" height="28"'
        ' aria-hidden="true" focusable="false">'
        # A pale disc keeps dark colours readable on a dark map.
        f'<circle cx="14" cy="14" r="13.5" fill="#F7F5EF" fill-opacity=".9"/>{body}</svg>'
    )
