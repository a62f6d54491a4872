"""What one report tells twice, and what it tells of two acts: columns of the table of features."""

from __future__ import annotations

import numpy as np

from situate.corroborate.pairs import (
    Floats,
    Pairs,
    as_floats,
    in_one_article,
    in_one_document,
    in_one_sentence,
    of_one_act,
)

KIN = 0.6  # fit from which two types are words for one act within one report


def same_word(p: Pairs) -> Floats:
    """In one article, the same word for the act: "executed" and "the execution" are two."""
    one, other = p.both(p.table.word)
    return as_floats(in_one_article(p) & (one == other) & (one > 0))


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


def refers_back(p: Pairs) -> Floats:
    """In one document, "the attack", a bare count or a sentence again means the other's act."""
    return as_floats(of_one_act(p))
