"""Commands as a person types them: data on stdout, notes on stderr, the design's exit codes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import ROOT

from situate.serve.cli import main

THEATRE = ROOT / "examples" / "euphrates"
OK, FAILED, USAGE, SET_ASIDE = 0, 1, 2, 3


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


def situate(*arguments: str | Path, data_dir: Path | None = None, text: str | None = None) -> Ran:
    """Run the program as its entry point does, here, so that the parser is loaded once.

    A traceback would end the test: `main` lets nothing else through than an exit.
    """
    given = {k: v for k, v in os.environ.items() if not k.startswith("SITUATE_")}
    if data_dir:
        given["SITUATE_DATA_DIR"] = str(data_dir)
    out, err, code = io.StringIO(), io.StringIO(), OK
    with (
        pytest.MonkeyPatch.context() as here,
        contextlib.chdir(ROOT),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        here.setattr(sys, "argv", ["situate", *map(str, arguments)])
        here.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((text or "").encode())))
        here.setattr(os, "environ", given)
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else OK
    return Ran(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("reports") / "report.txt"
    file.write_text(
        "Rebels take village\n\nPublished: 14 February 2018\n\n"
        "Rebels captured the village of Hajin from the army on Tuesday, killing 12 soldiers.\n",
        encoding="utf-8",
    )
    return file


def test_help_names_every_command_and_loads_no_parser() -> None:
    code = (
        "import sys; from situate.serve.cli import app; from typer.testing import CliRunner;"
        "r = CliRunner().invoke(app, ['--help']); print(r.stdout);"
        "heavy = {'spacy', 'numpy', 'situate.model', 'sqlalchemy'} & set(sys.modules);"
        "assert not heavy, f'loaded too much: {heavy}'"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert found.returncode == OK, found.stderr
    for command in ("brief", "mentions", "run", "holds", "export", "review", "places", "doctor"):
        assert command in found.stdout


def test_mentions_print_the_contract(report: Path, data_dir: Path) -> None:
    found = situate("mentions", report, "--json", data_dir=data_dir)
    assert found.returncode == OK, found.stderr
    lines = [json.loads(line) for line in found.stdout.splitlines()]
    text = report.read_text(encoding="utf-8")
    taken = next(m for m in lines if m["type"] == "place_taken" and m["block"] == "paragraph")
    assert taken["document"]["published"].startswith("2018-02-14")
    assert taken["acled"] == "Non-state actor overtakes territory"
    assert {"text", "start", "end"} == set(taken["trigger"])
    assert taken["period"]["value"]["start"].startswith("2018-02-13")
    for mention in lines:
        quotes = [mention["trigger"], mention["sentence"]]
        for name in ("actors", "targets", "places", "tolls"):
            quotes += [v["quote"] for v in mention[name] if v["quote"]]
        for quote in quotes:
            assert text[quote["start"] : quote["end"]] == quote["text"]


def test_brief_prints_one_object_whose_ids_lead_back(report: Path, data_dir: Path) -> None:
    found = situate("brief", report, "--json", data_dir=data_dir)
    assert found.returncode == OK, found.stderr
    brief = json.loads(found.stdout)
    assert set(brief) >= {"documents", "incidents", "holds", "disagreements", "rejects"}
    known = {m["id"] for m in brief["mentions"]}
    assert brief["incidents"]
    for incident in brief["incidents"]:
        assert set(incident["mentions"]) <= known
    for hold in brief["holds"]:
        assert hold["because"]
        assert set(hold["because"]) <= known


def test_an_undated_report_has_no_absolute_day_and_published_anchors_it(data_dir: Path) -> None:
    words = "Rebels captured the village of Hajin yesterday."
    undated = json.loads(situate("mentions", "-", "--json", data_dir=data_dir, text=words).stdout)
    assert undated["period"]["value"] is None
    assert undated["period"]["reason"]
    anchored = situate(
        "mentions", "-", "--json", "--published", "2018-02-14", data_dir=data_dir, text=words
    )
    period = json.loads(anchored.stdout)["period"]["value"]
    assert period["start"].startswith("2018-02-13")


def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    report: Path, data_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 64)
    french = "Les forces armées ont repris le village après trois jours de combats. " * 8
    (tmp_path / "french.txt").write_text(french, encoding="utf-8")
    found = situate("brief", tmp_path, report, "--json", data_dir=data_dir)
    assert found.returncode == SET_ASIDE
    brief = json.loads(found.stdout)
    reasons = {Path(r["where"]).name.split("#")[0]: r["reason"] for r in brief["rejects"]}
    assert set(reasons) == {"empty.txt", "binary.txt", "french.txt"}
    assert "French" in reasons["french.txt"]
    assert brief["incidents"]
    assert "set aside" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["brief"], "Missing argument"),
        (["brief", "no/such/file.txt"], "no/such/file.txt"),
        (["brief", "README.md", "--published", "yesterday"], "2018-02-14"),
        (["evaluate", "nonsense", "README.md"], "seed"),
        (["holds", "--db", "no.db"], "situate run"),
        (["export", "shapefile", "--db", "no.db"], "geojson"),
        (["places", "find", " "], "a name is needed"),
    ],
)
def test_a_wrong_call_is_exit_2_and_says_what_to_type(
    arguments: list[str], says: str, data_dir: Path
) -> None:
    found = situate(*arguments, data_dir=data_dir)
    assert found.returncode == USAGE, found.stderr
    assert says in found.stderr
    assert "Traceback" not in found.stderr


def test_actors_are_found_as_of_a_day() -> None:
    found = situate("actors", "find", "HTS", "--on", "2018-02-14")
    assert found.returncode == OK
    assert "Hayat Tahrir al-Sham" in found.stdout
    assert situate("actors", "find", "Zzyzx Brigade").returncode == FAILED


def test_places_are_found(data_dir: Path) -> None:
    found = situate("places", "find", "Hajin", "--json", data_dir=data_dir)
    assert found.returncode == OK, found.stderr
    assert "gn:174506" in found.stdout
    assert situate("places", "find", "12345", data_dir=data_dir).returncode == FAILED


def test_doctor_finds_all_it_needs(data_dir: Path) -> None:
    found = situate("doctor", data_dir=data_dir)
    assert found.returncode == OK, found.stdout
    assert "gazetteer" in found.stdout


@pytest.fixture(scope="module")
def theatre_db(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("db") / "theatre.db"
    found = situate("run", THEATRE, "--db", file, "--json", data_dir=data_dir)
    assert found.returncode == OK, found.stderr
    assert json.loads(found.stdout)["read"] >= 14
    return file


def test_a_second_run_reads_nothing_and_changes_nothing(theatre_db: Path, data_dir: Path) -> None:
    before = situate("incidents", "--db", theatre_db, "--json").stdout
    found = situate("run", THEATRE, "--db", theatre_db, "--json", data_dir=data_dir)
    assert json.loads(found.stdout)["read"] == 0
    assert situate("incidents", "--db", theatre_db, "--json").stdout == before


def test_rebuild_gives_the_same_bytes(theatre_db: Path, data_dir: Path) -> None:
    before = [
        situate(command, "--db", theatre_db, "--json").stdout for command in ("incidents", "holds")
    ]
    assert situate("rebuild", "--db", theatre_db, data_dir=data_dir).returncode == OK
    after = [
        situate(command, "--db", theatre_db, "--json").stdout for command in ("incidents", "holds")
    ]
    assert after == before


def test_a_correction_survives_the_next_run_and_can_be_undone(
    theatre_db: Path, data_dir: Path
) -> None:
    said = [json.loads(x) for x in situate("review", "list", "--db", theatre_db, "--limit", "500",
                                           "--json").stdout.splitlines()]  # fmt: skip
    mention = next(look["mention"] for look in said if look["type"] == "surrender")
    toll = '[{"kind": "surrendered", "who": "fighters", "low": 7777, "high": 7777}]'
    made = situate(
        "review", "correct", mention, toll, "--db", theatre_db, "--field", "tolls", "--by", "Rana"
    )
    assert made.returncode == OK, made.stderr

    def is_there() -> bool:
        situate("run", THEATRE, "--db", theatre_db, data_dir=data_dir)
        return '"low":7777' in situate("incidents", "--db", theatre_db, "--json").stdout

    assert is_there()
    assert is_there()
    undone = situate("review", "undo", made.stdout.strip(), "--db", theatre_db, "--by", "Rana")
    assert undone.returncode == OK, undone.stderr
    assert not is_there()
    log = situate("review", "log", "--db", theatre_db).stdout
    assert "taken back" in log


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["incidents", "--type", "plac_taken"], "place_taken"),
        (["incidents", "--country", "Atlantis"], "ISO code"),
        (["incidents", "--since", "2018-03-01", "--until", "2018-03-01"], "day after the last"),
        (["holds", "--place", "Al Bahrra"], "did you mean 'Al Bahrah'"),
    ],
)
def test_a_question_nothing_can_answer_says_what_to_ask(
    arguments: list[str], says: str, theatre_db: Path
) -> None:
    found = situate(*arguments, "--db", theatre_db)
    assert found.returncode == USAGE, found.stderr
    assert says in found.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["export", "csv", "--withhold", "Al Bahrah", "--db", "DB", "--out", "OUT"], OK, ""),
        (["serve", "--db", "DB"], FAILED, "pip install 'situate[serve]'"),
    ],
)
def test_without_the_web_server_the_rest_works_and_it_says_what_to_install(
    arguments: list[str], code: int, says: str, theatre_db: Path, tmp_path: Path, data_dir: Path
) -> None:
    words = [w.replace("DB", str(theatre_db)).replace("OUT", str(tmp_path)) for w in arguments]
    blocked = ("fastapi", "starlette", "uvicorn", "itsdangerous", "argon2")
    start = f"import sys; sys.modules.update(dict.fromkeys({blocked!r}))"
    found = subprocess.run(
        [sys.executable, "-c", f"{start}; from situate.serve.cli import main; main()", *words],
        capture_output=True, text=True, timeout=300, check=False, cwd=ROOT,
        env={**os.environ, "SITUATE_DATA_DIR": str(data_dir)},
    )  # fmt: skip
    assert found.returncode == code, found.stderr
    assert says in found.stderr


def test_questions_take_words_as_people_write_them(theatre_db: Path) -> None:
    sieges = situate("incidents", "--db", theatre_db, "--type", "Siege", "--country", "Syria")
    assert "\tsiege\tAl Bahrah\t" in sieges.stdout
    inside = situate("incidents", "--db", theatre_db, "--type", "siege", "--adm1", "deir ez-zor")
    assert inside.stdout == sieges.stdout
    nothing = situate("incidents", "--db", theatre_db, "--country", "Iceland")
    assert (nothing.returncode, nothing.stdout) == (OK, "")
    assert "no incident" in nothing.stderr
    held = situate("holds", "--db", theatre_db, "--place", "al-bahrah", "--adm1", "deir ez-zor")
    assert "\tSyrian Democratic Forces\t" in held.stdout
    elsewhere = situate("holds", "--db", theatre_db, "--place", "al-bahrah", "--adm1", "Idlib")
    assert elsewhere.stdout == ""


def test_holds_as_of_a_day_as_known_by_a_day(theatre_db: Path) -> None:
    rows = situate(
        "holds", "--db", theatre_db, "--as-of", "2018-02-14", "--known-by", "2018-02-14",
        "--place", "Al Bahrah", "--why",
    )  # fmt: skip
    assert rows.returncode == OK, rows.stderr
    assert "held\tIslamic State\t" in rows.stdout
    assert "besieged by Syrian Democratic Forces" in rows.stdout
    assert "besiege" in rows.stdout.split("\n", 1)[1]


@pytest.mark.parametrize("form", ["csv", "acled", "geojson", "gpkg", "jsonl"])
def test_exports_write_files_and_a_package(theatre_db: Path, tmp_path: Path, form: str) -> None:
    found = situate("export", form, "--db", theatre_db, "--out", tmp_path)
    assert found.returncode == OK, found.stderr
    package = json.loads((tmp_path / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        assert (tmp_path / resource["path"]).stat().st_size == resource["bytes"]
    assert package["situate"]["accuracy"]["published"]["halves"] == "development"
