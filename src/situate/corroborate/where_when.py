"""Do two mentions meet in day and place? Columns of the table of features."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from situate.corroborate.pairs import (
    Floats,
    Pairs,
    as_floats,
    days_between,
    in_one_document,
    km_between,
    share_an_unknown_day,
    shared_hashes,
    weekdays_between,
)
from situate.corroborate.telling import NEWS_LAG

LENT = 0.3  # of days apart, if the day of one is only that of an act beside it


def same_days(p: Pairs) -> Floats:
    """Days overlap: less where wide, and where only publication dates a report, by news' lag.

    Two reports of one day are mostly of one day's events, reports two days apart seldom; a report
    of the day its words name, and another's of that day, mostly meet (control.md 4: .68 of reports
    come out on the day, .22 on the next). Within one report an undated act is as old as the next.
    """
    gap, width, dated = days_between(p)
    one, other = p.both(p.table.said_day)
    sure, least = np.maximum(one, other), np.minimum(one, other)
    end, other_end = p.both(p.table.end)
    narrow = np.where(width <= 3, 1.0, np.where(width <= 8, 0.7, 0.35))
    lag = np.where(one == other, np.abs(end - other_end), (end - other_end) * (other - one))
    late = (least == 1) & (width <= NEWS_LAG + 1)
    by_lag = np.select(
        [lag == 0, lag == 1, lag == 2], [0.9, np.where(sure == 2, 0.8, 0.7), 0.45], 0.25
    )
    share = np.where(least == 2, narrow, np.where(late, by_lag, 0.8 * narrow))
    share = np.where(in_one_document(p) & (sure <= 1), 1.0, share)
    return as_floats(as_floats(((gap <= 0) & dated) | share_an_unknown_day(p)) * share)


def near_days(p: Pairs) -> Floats:
    """A day apart, where at least one of the days is only that of publication."""
    gap, _, dated = days_between(p)
    vague = np.minimum(*p.both(p.table.said_day)) == 1
    return as_floats((gap == 1) & dated & vague)


def days_apart(p: Pairs) -> Floats:
    """Days that do not meet: 1 where the words of both give them, else .4 for one day apart."""
    gap, _, dated = days_between(p)
    sure = np.minimum(*p.both(p.table.said_day)) == 2
    apart = np.where(sure, 1.0, np.clip(0.1 + 0.3 * gap, 0, 1)) * ((gap >= 1) & dated)
    one, other = p.both(p.table.own_day)
    is_lent = in_one_document(p) & ~(one & other)
    return as_floats(apart * np.where(is_lent, LENT, 1.0))


def undated(p: Pairs) -> Floats:
    """At least one of the two has no day, and the act is not a seldom one."""
    unknown = np.minimum(*p.both(p.table.said_day)) == 0
    return as_floats(unknown & ~share_an_unknown_day(p)) * (1 - seldom_told(p) * 0.5)


def same_weekday(p: Pairs) -> Floats:
    """One at least has no date, but names the day of the week, and it is the other's."""
    gap, telling = weekdays_between(p)
    return as_floats((gap == 0) * telling) * ~in_one_document(p)


def other_weekday(p: Pairs) -> Floats:
    """It is not the other's: .3 for the day before or after, which may be that of the report."""
    gap, telling = weekdays_between(p)
    return as_floats(np.where(gap == 1, 0.3, gap > 1) * telling) * ~in_one_document(p)


def undated_articles(p: Pairs) -> Floats:
    """The same, where not both are posts: of an article's many acts one has no day."""
    one, other = p.both(p.table.short)
    return undated(p) * ~((one & other) | in_one_document(p))


def same_place(p: Pairs) -> Floats:
    """The same settlement, or points within 2 km."""
    km, coarse = km_between(p)
    one, other = p.both(p.table.place)
    return as_floats(((one == other) & (one >= 0) | (km <= 2)) & (coarse <= 1))


def obscure_place(p: Pairs) -> Floats:
    """The same small village: two reports of it are seldom of two happenings."""
    one, other = p.both(p.table.obscure)
    return as_floats(one & other) * same_place(p)


def near_places(p: Pairs) -> Floats:
    """Points 2 to 15 km apart: falls from 1 to 0."""
    km, coarse = km_between(p)
    return as_floats(np.where((km > 2) & (coarse <= 1), np.clip((15 - km) / 13, 0, 1), 0)) * (
        1 - same_place(p)
    )


def place_within(p: Pairs) -> Floats:
    """One names an area in which the other lies, or both name the same area."""
    one, other = p.both(p.table.adm1)
    _, coarse = km_between(p)
    return as_floats((one == other) & (one >= 0) & (coarse >= 2) & (coarse <= 3))


def far_places(p: Pairs) -> Floats:
    """Too far apart for the doubt of the two points; or in two first-level areas."""
    km, coarse = km_between(p)
    doubt = np.nan_to_num(p.table.radius_km[p.left]) + np.nan_to_num(p.table.radius_km[p.right])
    far = (km > np.maximum(15, 1.5 * doubt)) & (coarse <= 1)
    one, other = p.both(p.table.adm1)
    elsewhere = (one != other) & (one >= 0) & (other >= 0) & (coarse >= 2) & (coarse <= 3)
    return as_floats((far + 0.6 * (elsewhere & ~far)) * ~_is_lent(p))


def _is_lent(p: Pairs) -> NDArray[np.bool_]:
    """In one document, the place of one is only that of a sentence or an act beside it."""
    one, other = p.both(p.table.placed)
    return in_one_document(p) & ~(one & other)


def same_place_words(p: Pairs) -> Floats:
    """The quoted place words agree, and no point contradicts them."""
    shared, least = shared_hashes(p, p.table.place_words)
    alike = np.where(least > 0, shared / np.maximum(least, 1), 0) >= 0.5
    return as_floats(alike & (same_place(p) == 0) & (far_places(p) == 0))


def same_unlisted(p: Pairs) -> Floats:
    """Both name one village that no gazetteer has, in whatever spelling."""
    one, other = p.both(p.table.unlisted)
    shared, _ = p.shared_names
    return as_floats(one & other & (shared > 0))


def other_village(p: Pairs) -> Floats:
    """Two settlements by their names, one in no gazetteer: only the names can tell.

    Not where one is written in Arabic, whose spellings of one name differ more.
    """
    one, other = p.both(p.table.unlisted)
    shared, least = p.shared_names
    latin = (p.table.script[p.left] == 0) & (p.table.script[p.right] == 0)
    return as_floats((one | other) & (least > 0) & (shared == 0) & latin & ~_is_lent(p))


def seldom_told(p: Pairs) -> Floats:
    """An act so seldom told of one area in one day that two are hardly two."""
    rare = p.weights.rare
    return as_floats(rare[p.table.type[p.left]] & rare[p.table.type[p.right]])
