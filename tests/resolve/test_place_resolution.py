"""Which place a name means, over a small gazetteer of our own."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.gazetteer.gazetteers import a_gazetteer

from situate.knowledge.gazetteer.scan import names_in, toponyms_in
from situate.knowledge.gazetteer.store import Gazetteer
from situate.knowledge.roster import load_roster
from situate.model import Document, Mention, Place, Quote, Sourced, SourcedPlace
from situate.records import document_id, mention_id, quote_at
from situate.resolve import place_cues
from situate.resolve.place_cues import cue_of, stand_of
from situate.resolve.place_hints import countries_of_groups
from situate.resolve.places import fill_places, place_values

CASES = yaml.safe_load(
    (Path(__file__).parent / "test_place_cases.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The packaged towns, namesakes far away, and villages that do not exist."""
    return a_gazetteer(tmp_path_factory.mktemp("theatre"), "".join(f"{r}\n" for r in CASES["rows"]))


def a_document(text: str) -> Document:
    return Document(document_id(text), text)


def quotes_of(document: Document, words: Sequence[str]) -> list[Quote]:
    found, at = [], 0
    for word in words:
        start = document.text.index(word, at)
        found.append(quote_at(document, start, start + len(word)))
        at = start + len(word)
    return found


def answers(text: str, words: Sequence[str], gazetteer: Gazetteer) -> list[Sourced[Place]]:
    document = a_document(text)
    quotes = quotes_of(document, words)
    values = place_values(document, quotes, gazetteer)
    return [values[(q.start, q.end)] for q in quotes]


@pytest.mark.parametrize("case", CASES["resolve"], ids=lambda c: c["why"])
def test_a_name_means_what_an_analyst_would_code(case: dict[str, Any], theatre: Gazetteer) -> None:
    found = answers(case["text"], list(case["expect"]), theatre)
    got = [f.value.id if f.value else None for f in found]
    assert got == list(case["expect"].values()), [f.reason for f in found]


def test_a_group_of_the_report_says_in_which_country_it_is_set(theatre: Gazetteer) -> None:
    document = a_document("Warplanes bombed Elms.")
    quotes = quotes_of(document, ["Elms"])
    (found,) = place_values(document, quotes, theatre, hints=("GB",)).values()
    assert found.value is not None
    assert found.value.id == "user:elms"


def test_rebels_hint_at_their_country_and_armies_do_not() -> None:
    roster = load_roster()
    document = a_document("Boko Haram fled. Islamic State in Libya claimed it.")
    names = [n for n in roster.names_in(document) if n.kind == "actor"]
    assert {"NG", "LY"} <= set(countries_of_groups(names, roster))
    abroad = a_document("The Turkish army and NATO denied it.")
    assert countries_of_groups(roster.names_in(abroad), roster) == ()


@pytest.mark.parametrize("case", CASES["cues"], ids=lambda c: c["text"])
def test_words_around_a_name_say_its_level(case: dict[str, Any]) -> None:
    start = case["text"].index(case["name"])
    assert cue_of(case["text"], start, start + len(case["name"])).level == case["level"]


WORDS = st.sampled_from(
    ["village", "Province", "streets of", "northern", "most of", "the", "of", "rural", "captured",
     "city centre of", "county", "’s", "'s", "-", ",", "(", "(south)", "countryside", "towns", "in"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=5), st.lists(WORDS, max_size=3), st.sampled_from(["", " ", "\n"]))
def test_no_cue_is_lost_by_looking_at_its_end_first(
    ahead: list[str], behind: list[str], gap: str
) -> None:
    before = " ".join(ahead) + gap
    text = f"{before}Zurq{gap}{' '.join(behind)}"
    found = cue_of(text, len(before), len(before) + 4)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(place_cues, "_may_lead", lambda _: True)
        assert cue_of(text, len(before), len(before) + 4) == found


@pytest.mark.parametrize("case", CASES["relations"], ids=lambda c: c["text"])
def test_words_around_a_name_say_the_relation(case: dict[str, Any]) -> None:
    start = case["text"].index(case["name"])
    stand = stand_of(case["text"], start, start + len(case["name"]))
    assert stand.relation == case["relation"]
    assert stand.direction == case.get("direction")
    assert stand.distance_km == pytest.approx(case.get("km"))


@pytest.mark.parametrize("case", CASES["found"], ids=lambda c: c["why"])
def test_the_scan_finds_places_and_leaves_the_rest(
    case: dict[str, Any], theatre: Gazetteer
) -> None:
    document = a_document(case["text"])
    found = names_in(document, theatre)
    assert [n.quote.text for n in found] == case["expect"]
    assert all(document.text[n.quote.start : n.quote.end] == n.quote.text for n in found)


def test_a_loose_spelling_states_its_doubt(theatre: Gazetteer) -> None:
    loose, _, _ = answers(
        "Clashes in al-Bakaan, Hajin and Bahrah.", ["al-Bakaan", "Hajin", "Bahrah"], theatre
    )
    assert loose.value is not None
    assert loose.confidence <= 0.7
    assert "same consonants" in loose.reason


def test_an_unknown_village_is_nil_with_a_reason(theatre: Gazetteer) -> None:
    (unknown, _) = answers("Clashes in Zurqabad and Hajin.", ["Zurqabad", "Hajin"], theatre)
    assert unknown.value is None
    assert unknown.confidence == 0.0
    assert "Zurqabad" in unknown.reason


def test_two_homonyms_near_each_other_stay_rivals(theatre: Gazetteer) -> None:
    (one, _) = answers("Shells hit Tall Zurqa and Hajin.", ["Tall Zurqa", "Hajin"], theatre)
    assert one.value is not None
    assert {one.value.id, *(r.value.id for r in one.rivals)} >= {"user:z1", "user:z2"}
    assert one.confidence < 0.7


def test_nationality_words_are_modifiers_and_no_places(theatre: Gazetteer) -> None:
    document = a_document("Turkish jets struck Hajin.")
    assert [n.quote.text for n in names_in(document, theatre)] == ["Hajin"]
    assert [(n.quote.text, n.kind) for n in toponyms_in(document, theatre)] == [
        ("Turkish", "other"),
        ("Hajin", "place"),
    ]


# --- places of mentions -----------------------------------------------------------------------


def a_mention(document: Document, words: str, **place: Any) -> Mention:
    (quote,) = quotes_of(document, [words])
    trigger = quote_at(document, 0, 5)
    where = SourcedPlace(quote, None, 0.0, "", (), **place)
    sentence = quote_at(document, 0, len(document.text))
    return Mention(
        mention_id(document.id, trigger, "clash"),
        document.id,
        "clash",
        trigger,
        sentence,
        places=(where,),
    )


def filled(text: str, words: str, gazetteer: Gazetteer, **place: Any) -> SourcedPlace:
    document = a_document(text)
    mention = a_mention(document, words, **place)
    (done,) = fill_places(document, [mention], names_in(document, gazetteer), gazetteer)
    assert done.places[0].quote == mention.places[0].quote, "a quote never changes"
    return done.places[0]


def test_a_wider_quote_holds_the_name_it_is_about(theatre: Gazetteer) -> None:
    place = filled("Clash in the suburbs of Hajin today.", "the suburbs of Hajin", theatre)
    assert place.value is not None
    assert (place.value.id, place.relation, place.level) == ("gn:174506", "part", 1)


def test_a_direction_moves_the_point_and_widens_it(theatre: Gazetteer) -> None:
    place = filled("Clash 10 km south of Hajin today.", "Hajin", theatre)
    assert place.value is not None
    assert (place.relation, place.direction, place.distance_km, place.level) == (
        "direction",
        "south",
        10.0,
        2,
    )
    ((_, lat),) = place.shape
    assert lat == pytest.approx(place.value.lat - 0.09, abs=0.005)


def test_between_places_is_an_area_and_no_false_point(theatre: Gazetteer) -> None:
    text = "Clash between Abu Hasan, Al Buq'an and Al Kashmah today."
    place = filled(text, "between Abu Hasan, Al Buq'an and Al Kashmah", theatre)
    assert place.value is not None
    assert (place.relation, place.value.kind, place.level, len(place.shape)) == (
        "between",
        "area",
        2,
        3,
    )
    assert place.radius_km is not None
    assert 1 < place.radius_km < 10


def test_between_with_an_unknown_member_is_null(theatre: Gazetteer) -> None:
    place = filled("Clash between Zurqabad and Hajin today.", "between Zurqabad and Hajin", theatre)
    assert place.value is None or place.relation != "between" or "not known" in place.reason


def test_an_area_says_how_wide_it_is(theatre: Gazetteer) -> None:
    place = filled("Clash in Deir ez-Zor province today.", "Deir ez-Zor province", theatre)
    assert place.value is not None
    assert (place.value.kind, place.level) == ("adm1", 3)


def test_a_place_without_a_quote_is_left_alone(theatre: Gazetteer) -> None:
    document = a_document("Clash near the river.")
    trigger = quote_at(document, 0, 5)
    implied = SourcedPlace(None, None, 0.0, "no place named")
    mention = Mention("m", document.id, "clash", trigger, trigger, places=(implied,))
    assert fill_places(document, [mention], (), theatre) == (mention,)


def test_no_names_give_no_values(theatre: Gazetteer) -> None:
    assert place_values(a_document("Nothing."), [], theatre) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Shells hit the area near Hajin today.", "the area"),
        ("Shells hit two houses of Hajin today.", "two houses"),
        ("Shells hit a Syrian village, not Hajin.", "a Syrian village"),
        ("The city is far. Shells hit Hajin.", "The city"),
    ],
)
def test_words_that_only_describe_name_no_place(text: str, words: str, theatre: Gazetteer) -> None:
    place = filled(text, words, theatre)
    assert place.value is None


def test_the_smaller_of_two_names_side_by_side_is_where_it_was(theatre: Gazetteer) -> None:
    place = filled("Shells hit Syrias Hajin today.", "Syrias Hajin", theatre)
    assert place.value is not None
    assert place.value.id == "gn:174506"


def test_rows_near_a_point_are_those_in_its_box(theatre: Gazetteer) -> None:
    """Found by latitude first; the same as when every row is looked at, in the same order."""
    for lat, lon, km in ((34.7, 40.9, 40.0), (34.7, 40.9, 400.0), (0.0, 0.0, 40.0), (89.9, 0, 40)):
        high = km / 111.2
        wide = high / max(0.1, cos(radians(lat)))
        rows = [theatre.facts(pid) for pid in range(len(theatre))]
        inside = [
            row.pid
            for row in rows
            if row.kind in ("settlement", "part", "site")
            and abs(row.lat - lat) <= high
            and abs(row.lon - lon) <= wide
        ]
        assert theatre.points_near(lat, lon, km) == inside


def test_names_near_a_point_come_with_their_rows(theatre: Gazetteer) -> None:
    spelt, pids = theatre.spelt_near(34.7, 40.9, 100.0)
    assert len(spelt) == len(pids) > 0
    assert all(key in theatre.latin_k2s(pid) for key, pid in zip(spelt, pids, strict=True))
