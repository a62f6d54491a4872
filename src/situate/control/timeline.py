"""The explanation: an event calculus that switches fluents on and off, one line of trace each.

holds(f, t) if some e starts f at t0 <= t and no e' ends f at t' with t0 < t' <= t
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from situate.control.evidence import Evidence
from situate.control.settings import load_clock
from situate.control.votes import Vote, time_of
from situate.model import Step

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """What the calculus says from `time` on: control ("held:a", "contested:a+b", "none" or None)
    and flags with the day each was last renewed."""

    time: float
    control: str | None
    besieged: Mapping[str, float]
    presence: Mapping[str, float]
    pressure: Mapping[str, float]
    detained: Mapping[str, float]
    claimed: Mapping[str, float]
    ended: Mapping[str, float]
    open_side: bool


@dataclass
class _State:
    control: str | None = None
    besieged: dict[str, float] = field(default_factory=dict)
    presence: dict[str, float] = field(default_factory=dict)
    pressure: dict[str, float] = field(default_factory=dict)
    detained: dict[str, float] = field(default_factory=dict)
    claimed: dict[str, float] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    open_side: bool = False

    def moment(self, time: float) -> Moment:
        def kept(flags: dict[str, float]) -> dict[str, float]:
            return dict(sorted(flags.items()))

        return Moment(
            time,
            self.control,
            kept(self.besieged),
            kept(self.presence),
            kept(self.pressure),
            kept(self.detained),
            kept(self.claimed),
            kept(self.ended),
            self.open_side,
        )


def timeline(
    evidence: Sequence[Evidence], votes: Sequence[Vote], names: Mapping[str, str], *, dated: bool
) -> tuple[tuple[Moment, ...], tuple[tuple[float, Step], ...]]:
    """Moments at which something changed, and every effect, applied or not and why.

    Effects go by (last day, first day, id). Of one witness telling a fact twice only the telling
    that speaks for it is applied. Opposites of one day without order: contested.
    """
    overruled = {
        (item.mention, item.row.name): vote.chosen
        for vote in votes
        for item in vote.others
        if item.row.name != vote.chosen.row.name
    }
    state = _State()
    moments: list[Moment] = []
    steps: list[tuple[float, Step]] = []
    ordered = sorted(evidence, key=lambda e: (time_of(e), e.start or 0.0, e.mention, e.row.name))
    day_start: dict[float, str | None] = {}
    for item in ordered:
        time = time_of(item)
        day_start.setdefault(time, state.control)
        reason, applied = _apply(item, overruled, state, time, day_start[time], names)
        when = EPOCH + timedelta(days=time) if dated else None
        steps.append((time, Step(when, _said(item, names), applied, (item.mention,), reason)))
        if moments and moments[-1].time == time:
            moments.pop()
        moments.append(state.moment(time))
    return tuple(moments), tuple(steps)


def moment_at(moments: Sequence[Moment], time: float) -> Moment | None:
    """The last moment at or before a time; None before the first."""
    at = bisect_right(moments, time, key=attrgetter("time"))
    return moments[at - 1] if at else None


def fresh(flags: Mapping[str, float], time: float) -> tuple[str, ...]:
    """Flags renewed within the last 30 days, in order of name."""
    span = load_clock()["flag_days"]
    return tuple(name for name, last in flags.items() if time - last <= span)


def _apply(
    item: Evidence,
    overruled: Mapping[tuple[str, str], Evidence],
    state: _State,
    time: float,
    before: str | None,
    names: Mapping[str, str],
) -> tuple[str, bool]:
    """Switch the fluents of one effect; why it was or was not applied."""
    if winner := overruled.get((item.mention, item.row.name)):
        return _overruled(item, winner), False
    doers = [names[side] for side in item.doers]
    losers = [names[side] for side in item.losers]
    if item.claimed_only and item.row.starts == "held":
        state.claimed.update(dict.fromkeys(doers, time))
    if item.held_back:
        return item.held_back, False
    if item.near and item.row.starts not in ("pressure", "presence"):
        return "near the place, not in it", False
    _switch_off(item, state, time, doers, losers)
    _switch_on(item, state, time, before, doers, losers)
    if item.row.starts is None and not item.row.ends:
        return "says nothing of who holds", False
    return "weak evidence only" if item.row.name == "absent_closed" else "asserted", True


def _switch_off(
    item: Evidence, state: _State, time: float, doers: Sequence[str], losers: Sequence[str]
) -> None:
    if "besieged" in item.row.ends:
        for name in doers or list(state.besieged):
            state.besieged.pop(name, None)
        if item.row.starts is None:
            state.besieged.clear()
    if "presence" in item.row.ends:
        for name in losers:
            state.presence.pop(name, None)
    gone = [
        *(losers if "loser" in item.row.ends else ()),
        *(doers if "doer" in item.row.ends else ()),
    ]
    for name in gone:
        if state.control == f"held:{name}" or (
            state.control and name in state.control.partition(":")[2].split("+")
        ):
            state.control = None
        if "loser" in item.row.ends and name in losers:
            state.ended[name] = time


def _switch_on(
    item: Evidence,
    state: _State,
    time: float,
    before: str | None,
    doers: Sequence[str],
    losers: Sequence[str],
) -> None:
    match item.row.starts:
        case "held" if doers:
            held = f"held:{doers[0]}"
            same_day = state.control != before and state.control is not None
            if same_day and state.control != held and (state.control or "").startswith("held:"):
                held = _contested([doers[0], (state.control or "").removeprefix("held:")])
            state.control = held
            state.ended.pop(doers[0], None)
        case "contested":
            sides = {*doers, *losers}
            if len(sides) == 1 and state.control and state.control.startswith("held:"):
                sides.add(state.control.removeprefix("held:"))
            if len(sides) > 1:
                state.control = _contested(sorted(sides)[:2])
        case "none":
            state.control = "none" if state.control is None else state.control
        case "besieged":
            state.besieged.update(dict.fromkeys(doers, time))
            if losers and state.control is None:
                state.control = f"held:{losers[0]}"
        case "presence":
            state.presence.update(dict.fromkeys(losers, time))
            state.open_side |= item.open_side
        case "pressure":
            state.pressure.update(dict.fromkeys(doers, time))
        case "detained":
            for loser in losers:
                state.detained.update({f"{loser}:{doer}": time for doer in doers or ["unknown"]})


def _contested(names: Sequence[str]) -> str:
    return "contested:" + "+".join(sorted(set(names)))


def _overruled(item: Evidence, winner: Evidence) -> str:
    if item.document == winner.document and winner.body and not item.body:
        said = f"“{item.trigger}” of the headline says {item.row.name}"
        return f"{said}, the body says {winner.row.name}: the body wins"
    if item.document == winner.document:
        return f"the same report also says {winner.row.name}: the narrower wins"
    return "the same voice said otherwise later"


def _said(item: Evidence, names: Mapping[str, str]) -> str:
    doers = " and ".join(names[s] for s in item.doers) or "someone"
    losers = " and ".join(names[s] for s in item.losers)
    return f"{item.row.name}: {doers}" + (f" against {losers}" if losers else "")
