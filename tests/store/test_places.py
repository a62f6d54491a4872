"""A place is found by what people call it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from situate.errors import UsageError
from situate.model import Mention, Reject, Situation
from situate.records import quote_at
from situate.store import Store
from tests.store.build import HOMS, a_document, a_mention, an_incident


def _of(store: Store, *mentions: Mention) -> None:
    situation = Situation(tuple(an_incident(m) for m in mentions), ())
    store.replace_concluded(situation, store.mark("p"))


def test_a_place_answers_to_every_spelling_and_to_the_reports_own_word(store: Store) -> None:
    document = a_document("The army besieges Homs, Emesa of old.")
    mention = a_mention(document)
    place = replace(HOMS, id="gn:1", name="\u1e24im\u015f al-Jad\u012bdah")
    own = replace(mention.places[0], value=place, quote=quote_at(document, 24, 29))
    mention = replace(mention, places=(own,))
    store.add_readings([(document, [mention])], "p", "r")
    _of(store, mention)
    for name in ("gn:1", "\u1e24im\u015f al-Jad\u012bdah", "HIMS AL JADIDAH", "emesa"):
        assert store.place_id(name) == "gn:1", name


def test_names_of_two_places_and_of_none_say_what_to_type(store: Store) -> None:
    one, other = a_document("The army besieges Homs."), a_document("Rebels besieges Homs.")
    mentions = [a_mention(one), a_mention(other)]
    twin = replace(HOMS, id="gn:2", name="HOMS")
    mentions[1] = replace(mentions[1], places=(replace(mentions[1].places[0], value=twin),))
    _of(store, *mentions)
    with pytest.raises(UsageError, match=r"gn:169577 \(Homs\), gn:2 \(HOMS\)"):
        store.place_id("homs")
    with pytest.raises(UsageError, match="did you mean 'Homs'"):
        store.place_id("Hons")
    with pytest.raises(UsageError, match="situate incidents --db"):
        store.place_id("Zzz")


def test_what_was_read_since_is_no_longer_set_aside(store: Store) -> None:
    document = a_document(path="crawl.warc#1")
    wrong = [Reject("crawl.warc", "read", "broken"), Reject("note.txt", "read", "no words")]
    store.begin_run("r1", "2018-02-14T00:00:00+00:00", "p", {})
    store.add_rejects(wrong, "r1")
    assert store.set_aside() == tuple(wrong)
    store.begin_run("r2", "2018-02-15T00:00:00+00:00", "p", {})
    store.add_rejects([Reject("note.txt", "read", "empty file")], "r2")
    store.add_readings([(document, [])], "p", "r2")
    assert [(r.where, r.reason) for r in store.set_aside()] == [("note.txt", "empty file")]
    assert len(store.rejects()) == 3
