"""Sources into one gazetteer: joining, parents, ids, determinism, sharing."""

from __future__ import annotations

import hashlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from situate.knowledge.gazetteer.keys import is_latin, latin_k2s
from situate.knowledge.gazetteer.labels import bare_name
from situate.knowledge.gazetteer.store import Gazetteer
from tests.knowledge.gazetteer.gazetteers import a_gazetteer
from tests.knowledge.gazetteer.test_loaders import WOF, dump_line

ROWS = (
    "user:1\tZurq\t35.100\t40.200\tSY\tNahr\t\tsettlement\t900\tزرق\n"
    "user:2\tNahr Governorate\t35.000\t40.000\tSY\t\t\tadm1\t\t\n"
    "user:3\tNahr\t35.000\t40.100\tSY\tNahr\t\tsettlement\t50000\t\n"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return a_gazetteer(tmp_path_factory.mktemp("small"), ROWS)


def test_a_place_is_found_by_id_and_lies_in_its_areas(small: Gazetteer) -> None:
    zurq = small.place("user:1")
    assert zurq is not None
    home = small.adm1_of(zurq)
    assert home is not None
    assert (home.id, zurq.adm1, zurq.country) == ("user:2", "Nahr", "SY")
    syria = small.country_of("SY")
    assert syria is not None
    assert small.within(zurq, syria)
    assert small.within(zurq, home)
    assert not small.within(home, zurq)


def test_an_unknown_id_is_none(small: Gazetteer) -> None:
    assert small.place("gn:999999999") is None


def test_an_area_answers_to_its_bare_name_and_knows_its_seat(small: Gazetteer) -> None:
    pid = small.pid_of("user:2")
    assert pid is not None
    assert pid in [row for row, _ in small.lookup(1, "nahr")]
    assert small.facts(pid).seat == small.pid_of("user:3")


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    one, other = (a_gazetteer(tmp_path / name, ROWS) for name in ("a", "b"))
    assert one.digest == other.digest
    for path in sorted(one.folder.iterdir()):
        twin = other.folder / path.name
        assert (
            hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(twin.read_bytes()).digest()
        )


def _ask(gazetteer: Gazetteer) -> str | None:
    place = gazetteer.place("user:1")
    return place.name if place else None


def test_two_processes_share_one_gazetteer(small: Gazetteer) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(_ask, [small, small])) == ["Zurq", "Zurq"]


def test_rows_of_two_sources_join_by_geonames_id(tmp_path: Path) -> None:
    joined = a_gazetteer(
        tmp_path,
        "",
        ("geonames", "SY.txt", dump_line(901, name="Zurq", lat=35.1, lon=40.2) + "\n"),
        (
            "wof",
            "sy.tsv",
            WOF + "\n11\tlocality\tZourk\t35.13\t40.22\t\t\t\t901\t\t{}\t1\t\t\tزرق\t\n",
        ),
    )
    place = joined.place("wof:11")
    assert place is not None
    assert (place.id, place.lat) == ("gn:901", 35.1), "GeoNames' point stands"
    pid = joined.pid_of("gn:901")
    assert pid is not None
    assert {"Zurq", "Zourk", "زرق"} <= set(joined.names_of(pid)), "names unite"


@pytest.mark.parametrize(
    ("name", "lat", "joins", "why"),
    [
        ("Zourq", 35.105, True, "500 m away and equal k2"),
        ("Zourq", 35.2, False, "11 km away: never by name alone"),
        ("Nakhla", 35.105, False, "near, but no key is shared"),
        ("Zurq al-Saghir", 35.105, False, "a qualifier makes it another place"),
    ],
)
def test_rows_without_an_id_join_by_nearness_and_spelling(
    name: str, lat: float, joins: bool, why: str, tmp_path: Path
) -> None:
    wof = f"{WOF}\n11\tlocality\t{name}\t{lat}\t40.2\t\t\t\t\t\t{{}}\t1\t\t{name}\t\t\n"
    dump = dump_line(901, name="Zurq", ascii="Zurq", alt="", lat=35.1, lon=40.2) + "\n"
    joined = a_gazetteer(tmp_path, "", ("geonames", "SY.txt", dump), ("wof", "sy.tsv", wof))
    place = joined.place("wof:11")
    assert place is not None
    assert (place.id == "gn:901") is joins, why


def test_a_village_and_an_area_of_one_id_stay_two_places(tmp_path: Path) -> None:
    wof = f"{WOF}\n11\tregion\tZurq\t35.1\t40.2\t\t\t\t901\t\t{{}}\t1\t\tZurq\t\t\n"
    dump = dump_line(901, name="Zurq", alt="") + "\n"
    joined = a_gazetteer(tmp_path, "", ("geonames", "SY.txt", dump), ("wof", "sy.tsv", wof))
    village, area = joined.place("gn:901"), joined.place("wof:11")
    assert village is not None
    assert area is not None
    assert {village.kind, area.kind} == {"settlement", "adm1"}


def test_every_source_is_told_with_its_licence(small: Gazetteer) -> None:
    assert {"countries.tsv", "regions.tsv"} <= {s["name"] for s in small.sources()}
    assert all(s["licence"] and s["attribution"] for s in small.sources())


def _cities_of(cc: str, adm1: str, *names: str) -> str:
    lines = [
        dump_line(700 + n, name=name, ascii=name, alt="", cc=cc, a1=adm1, pop=50_000)
        for n, name in enumerate(names)
    ]
    return "\n".join(lines) + "\n"


def test_a_unit_of_our_table_and_one_of_another_source_are_one(tmp_path: Path) -> None:
    """The theatre's table has Idlib Governorate under its id; the cities only name code 12."""
    built = a_gazetteer(tmp_path, "", ("geonames", "SY.txt", _cities_of("SY", "12", "Idlib")))
    units = {
        pid
        for name in ("idlib", "idlib governorate")
        for pid, _ in built.lookup(1, name)
        if built.facts(pid).kind == "adm1"
    }
    assert units == {built.pid_of("gn:169387")}
    city = built.place("gn:700")
    assert city is not None
    home = built.adm1_of(city)
    assert home is not None
    assert home.id == "gn:169387", "cities of the code lie in it"


def test_a_unit_is_shown_by_our_name_and_told_from_its_seat(tmp_path: Path) -> None:
    region = "\n12\tregion\tHalab (Alp)\t36.2\t37.6\t\t\t\t\t\t{}\t1\t\tAleppo|Halab (Alp)\t\t\n"
    built = a_gazetteer(
        tmp_path,
        "",
        ("geonames", "SY.txt", _cities_of("SY", "09", "Aleppo")),
        ("wof", "sy.tsv", WOF + region),
    )
    unit = built.place("wof:12")
    assert unit is not None
    assert unit.name == "Aleppo Governorate", "neither the poor label nor the city's bare name"
    assert built.pid_of("wof:12") in [pid for pid, _ in built.lookup(1, "halab alp")]


def test_kept_second_keys_are_those_of_the_names(small: Gazetteer) -> None:
    kept = dict(small._kept_keys(range(len(small))))
    assert kept
    for pid, seconds in kept.items():
        names = [bare_name(name)[0] for name in small.names_of(pid) if is_latin(name)]
        assert seconds == tuple(sorted(set(latin_k2s(names))))
        assert small.latin_k2s(pid) == seconds
