"""How two mentions are weighed: a table of features that can be read down.

Each feature looks at many pairs at once and gives 0 to 1 for each; the score of a pair is the bias
plus every feature times its weight, in log odds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from situate.corroborate.pairs import (
    Floats,
    Pairs,
    as_floats,
    both_told,
    days_between,
    doers_meet,
    in_one_document,
    in_one_sentence,
    km_between,
    losers_meet,
    share_an_unknown_day,
    shared_hashes,
    weekdays_between,
)
from situate.corroborate.table import NEWS_LAG

KIN = 0.6  # fit from which two types are words for one act within one report
TELLING = 0.3  # share of telling words from which two sentences speak of one thing


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the table: what it looks at, under the name its weight has in features.yaml."""

    look: Callable[[Pairs], Floats]

    @property
    def name(self) -> str:
        return self.look.__name__


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
    return as_floats(np.where(sure, 1.0, np.clip(0.1 + 0.3 * gap, 0, 1)) * ((gap >= 1) & dated))


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
    return as_floats(far + 0.6 * (elsewhere & ~far))


def same_place_words(p: Pairs) -> Floats:
    """The quoted place words agree, and no point contradicts them."""
    shared, least = shared_hashes(p, p.table.place_words)
    alike = np.where(least > 0, shared / np.maximum(least, 1), 0) >= 0.5
    return as_floats(alike & (same_place(p) == 0) & (far_places(p) == 0))


def same_unlisted(p: Pairs) -> Floats:
    """Both name one village that no gazetteer has, in whatever spelling."""
    one, other = p.both(p.table.unlisted)
    shared, _ = shared_hashes(p, p.table.name_words)
    return as_floats(one & other & (shared > 0))


def other_village(p: Pairs) -> Floats:
    """Two settlements by their names, one in no gazetteer: only the names can tell.

    Not where one is written in Arabic, whose spellings of one name differ more.
    """
    one, other = p.both(p.table.unlisted)
    shared, least = shared_hashes(p, p.table.name_words)
    latin = (p.table.script[p.left] == 0) & (p.table.script[p.right] == 0)
    return as_floats((one | other) & (least > 0) & (shared == 0) & latin)


def busy_place(p: Pairs) -> Floats:
    """No more in common than a province or a great city, of which many such acts are told a day.

    Neither figures, nor a share of telling words, nor a seldom act say that they are one. Two posts
    of a few lines, which tell one thing each, are spared.
    """
    _, coarse = km_between(p)
    wide = (coarse >= 2) & (coarse <= 4) & (place_within(p) + same_place_words(p) > 0)
    tied = (tolls_meet(p) > 0) | (shared_words(p) >= TELLING) | (seldom_told(p) > 0)
    one, other = p.both(p.table.short)
    return as_floats(wide & ~tied & ~(one & other) & ~in_one_document(p))


def same_type(p: Pairs) -> Floats:
    """Both reports use a word of the same event type."""
    one, other = p.both(p.table.type)
    return as_floats(one == other)


def framing_fits(p: Pairs) -> Floats:
    """Two types that are words for one act: surrender and capture."""
    fit = p.weights.fit[p.table.type[p.left], p.table.type[p.right]]
    return as_floats(np.where(fit < 1, np.clip((fit - 0.3) / 0.7, 0, 1), 0))


def type_strains(p: Pairs) -> Floats:
    """Same family, but hardly the same act."""
    fit = p.weights.fit[p.table.type[p.left], p.table.type[p.right]]
    return as_floats(fit <= 0.3)


def seldom_told(p: Pairs) -> Floats:
    """An act so seldom told of one area in one day that two are hardly two."""
    rare = p.weights.rare
    return as_floats(rare[p.table.type[p.left]] & rare[p.table.type[p.right]])


def shared_doer(p: Pairs) -> Floats:
    """The same side acts, or either of two that fight each other."""
    return as_floats(doers_meet(p))


def doers_differ(p: Pairs) -> Floats:
    """Both name who acts, and it is not the same side; .4 for an act that hardly comes twice."""
    differ = both_told(p, p.table.doer) & ~doers_meet(p)
    return as_floats(np.where(seldom_told(p) > 0, 0.4, 1.0) * differ)


def shared_loser(p: Pairs) -> Floats:
    """The same side is acted upon, or either of two that fight each other."""
    return as_floats(losers_meet(p))


def losers_differ(p: Pairs) -> Floats:
    """Both name who is acted upon, and it is not the same side."""
    return as_floats(both_told(p, p.table.loser) & ~losers_meet(p))


def tolls_meet(p: Pairs) -> Floats:
    """Figures of one kind overlap: .6 for small figures, 1 for a telling one."""
    one, other = p.table.low[p.left], p.table.low[p.right]
    top, over = p.table.high[p.left], p.table.high[p.right]
    meet = (one <= over) & (other <= top)
    big = np.maximum(np.nan_to_num(one), np.nan_to_num(other)) >= 8
    return as_floats((meet * np.where(big, 1.0, 0.6)).max(axis=1, initial=0))


def tolls_disagree(p: Pairs) -> Floats:
    """Figures of one kind are told and none overlaps: 1 from a factor of four on."""
    one, other = p.table.low[p.left], p.table.low[p.right]
    top, over = p.table.high[p.left], p.table.high[p.right]
    told = ~np.isnan(one) & ~np.isnan(other)
    apart = told & ((one > over) | (other > top))
    ratio = np.maximum(one, other) / np.maximum(np.minimum(top, over), 1)
    size = np.where(apart, np.clip(np.nan_to_num(ratio) / 4, 0.3, 1), 0).max(axis=1, initial=0)
    return as_floats(size * (tolls_meet(p) == 0))


def shared_words(p: Pairs) -> Floats:
    """Share of telling words the two sentences have in common; two clauses of one share nothing."""
    shared, least = shared_hashes(p, p.table.words)
    share = np.where(shared >= 2, shared / np.maximum(least, 4), 0)
    return as_floats(np.where(in_one_sentence(p), 0, share))


def no_shared_words(p: Pairs) -> Floats:
    """Two reports in one script, both with much to say, share not one telling word."""
    shared, least = shared_hashes(p, p.table.words)
    one, other = p.both(p.table.script)
    return as_floats((shared == 0) & (least >= 5) & (one == other) & ~in_one_document(p))


def same_sentence(p: Pairs) -> Floats:
    """Word for word the same sentence, in two reports."""
    one, other = p.both(p.table.sentence)
    return as_floats((one == other) & (one > 0) & ~in_one_document(p))


def headline_repeats(p: Pairs) -> Floats:
    """In one document, headline, standfirst or caption beside the body."""
    one, other = p.both(p.table.body)
    return as_floats(in_one_document(p) & ~(one & other) & ~in_one_sentence(p))


def told_twice_in_body(p: Pairs) -> Floats:
    """In one document, two body sentences or two clauses of one: more often two acts than one.

    Hardly so where both use words for one act: a report comes back to what it tells.
    """
    one, other = p.both(p.table.body)
    fit = p.weights.fit[p.table.type[p.left], p.table.type[p.right]]
    weight = np.where((fit >= KIN) & ~in_one_sentence(p), 0.15, 1.0)
    return as_floats(weight * (in_one_document(p) & ((one & other) | in_one_sentence(p))))


def another_one(p: Pairs) -> Floats:
    """In one document, a sentence says "another", "second", "later"."""
    one, other = p.both(p.table.another)
    return as_floats(in_one_document(p) & (one ^ other))


def linked(p: Pairs) -> Floats:
    """The text itself says that it is the same."""
    return as_floats(p.linked)


FEATURES = (
    Feature(same_days),
    Feature(near_days),
    Feature(days_apart),
    Feature(undated),
    Feature(same_weekday),
    Feature(other_weekday),
    Feature(undated_articles),
    Feature(same_place),
    Feature(obscure_place),
    Feature(near_places),
    Feature(place_within),
    Feature(far_places),
    Feature(same_place_words),
    Feature(same_unlisted),
    Feature(other_village),
    Feature(busy_place),
    Feature(same_type),
    Feature(framing_fits),
    Feature(type_strains),
    Feature(seldom_told),
    Feature(shared_doer),
    Feature(doers_differ),
    Feature(shared_loser),
    Feature(losers_differ),
    Feature(tolls_meet),
    Feature(tolls_disagree),
    Feature(shared_words),
    Feature(no_shared_words),
    Feature(same_sentence),
    Feature(headline_repeats),
    Feature(told_twice_in_body),
    Feature(another_one),
    Feature(linked),
)
