"""How two mentions are weighed: a table of features that can be read down.

Each feature looks at many pairs at once and gives 0 to 1 for each; the score of a pair is the bias
plus every feature times its weight, in log odds. Here stands the table, with what the two say of
the act; `where_when` has days and places, `one_report` what a report tells twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from situate.corroborate.one_report import (
    another_one,
    headline_repeats,
    refers_back,
    same_word,
    told_twice_in_body,
)
from situate.corroborate.pairs import (
    Floats,
    Pairs,
    as_floats,
    both_told,
    doers_meet,
    in_one_document,
    in_one_sentence,
    km_between,
    losers_meet,
)
from situate.corroborate.where_when import (
    days_apart,
    far_places,
    near_days,
    near_places,
    obscure_place,
    other_village,
    other_weekday,
    place_within,
    same_days,
    same_place,
    same_place_words,
    same_unlisted,
    same_weekday,
    seldom_told,
    undated,
    undated_articles,
)

TELLING = 0.3  # share of telling words from which two sentences speak of one thing


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the table: what it looks at, under the name its weight has in features.yaml."""

    look: Callable[[Pairs], Floats]

    @property
    def name(self) -> str:
        return self.look.__name__


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
    shared, least = p.shared_words
    share = np.where(shared >= 2, shared / np.maximum(least, 4), 0)
    return as_floats(np.where(in_one_sentence(p), 0, share))


def no_shared_words(p: Pairs) -> Floats:
    """Two reports in one script, both with much to say, share not one telling word."""
    shared, least = p.shared_words
    one, other = p.both(p.table.script)
    return as_floats((shared == 0) & (least >= 5) & (one == other) & ~in_one_document(p))


def same_sentence(p: Pairs) -> Floats:
    """Word for word the same sentence, in two reports."""
    one, other = p.both(p.table.sentence)
    return as_floats((one == other) & (one > 0) & ~in_one_document(p))


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
    Feature(same_word),
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
    Feature(refers_back),
)
