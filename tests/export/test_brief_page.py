"""The one-file page: what it says without script, that nothing escapes, that bytes are stable."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from situate.export import brief_page
from situate.export import page_words as words
from situate.export.page_evidence import evidence, quotes
from situate.export.page_map import map_data
from situate.export.page_view import view
from tests.build import a_mention, a_report, a_toll
from tests.export import page_samples as samples


def written(sample: samples.Sample, folder: Path, title: str = "Brief", **more: object) -> str:
    path = folder / "page.html"
    brief_page.write(*sample, path, title=title, **more)  # type: ignore[arg-type]
    return path.read_text("utf-8")


class Tags(HTMLParser):
    """What a browser would see: tags, ids, links, and the text outside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside not in ("script", "style"):
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.tags if a.get("id")]  # type: ignore[misc]

    def links(self) -> list[str]:
        return [a["href"] for t, a in self.tags if t == "a" and a.get("href")]  # type: ignore[misc]


def test_without_script_every_source_and_state_is_there(tmp_path: Path) -> None:
    page = Tags(written(samples.theatre(), tmp_path, rejects=samples.REJECTS))
    for told in (
        "250 fighters surrendered",
        "300–400 men, of them 80 women and children surrendered",
        "reprint: one witness with Levant Wire",
        "held by Blue Front besieged by Red Brigade not encircled",
        "contested: Blue Front and Red Brigade",
        "unknown, leaning Red Brigade",
        "not applied",
        "Asfar pocket",
        "leaflet.bin",
    ):
        assert told in page.text, told


def test_every_link_leads_somewhere_and_ids_are_unique(tmp_path: Path) -> None:
    page = Tags(written(samples.theatre(), tmp_path))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.links() if link.startswith("#")} <= set(ids)


def test_outside_links_tell_nobody_who_looks(tmp_path: Path) -> None:
    page = Tags(written(samples.theatre(), tmp_path))
    outside = [a for t, a in page.tags if t == "a" and not (a["href"] or "").startswith("#")]
    assert outside
    assert all(a["rel"] == "noopener noreferrer nofollow" for a in outside)


def test_undated_reports_say_so(tmp_path: Path) -> None:
    text = Tags(written(samples.undated(), tmp_path)).text
    assert "No report carries a date, so times are as of the report." in text
    assert "as of the report" in text.split("Who holds what", 2)[2]


def test_an_empty_situation_is_a_page(tmp_path: Path) -> None:
    text = Tags(written(samples.EMPTY, tmp_path)).text
    assert "No incident was found in these reports." in text


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    html = written(samples.hostile(), tmp_path, title=samples.HOSTILE)
    page = Tags(html)
    assert "img" not in {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert not any(link.startswith("javascript") for link in page.links())
    assert "{{7*7}}" in page.text
    assert "49" not in page.text


def test_lone_surrogates_and_nul_do_not_stop_the_page(tmp_path: Path) -> None:
    report = a_report("clash \ud800 \x00 at night")
    mention = a_mention("clash", report=report)
    situation, _, _ = samples.EMPTY
    html = written((situation, {report.id: report}, {mention.id: mention}), tmp_path)
    assert "at night" in Tags(html).text


def test_the_policy_names_the_only_script_that_may_run(tmp_path: Path) -> None:
    html = written(samples.theatre(), tmp_path)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r'\sstyle="', html)


def test_same_input_same_bytes(tmp_path: Path) -> None:
    assert written(samples.theatre(), tmp_path) == written(samples.theatre(), tmp_path)


def test_evidence_pieces_join_to_the_exact_words() -> None:
    _, documents, mentions = samples.theatre()
    for mention in mentions.values():
        document = documents[mention.document]
        first, *rest = evidence(mention, document).excerpts
        assert "".join(p.text for p in first.pieces) == mention.sentence.text
        assert all(document.text[p.start : p.end] == p.text for p in first.pieces)
        marked = {f for x in (first, *rest) for p in x.pieces for f in p.fields}
        assert {f for f, _ in quotes(mention)} <= marked


def test_words_outside_the_sentence_are_shown_where_they_stand() -> None:
    text = "Red Brigade men came at dawn. " + "Nothing moved. " * 30 + "They began a clash there."
    report = a_report(text)
    mention = a_mention(
        "clash", report=report, sentence="They began a clash there.", actors=["reds"]
    )
    first, second = evidence(mention, report).excerpts
    assert first.clipped_before
    assert not first.clipped_after
    assert [p.text for p in second.pieces if p.fields] == ["Red Brigade"]
    assert len("".join(p.text for p in second.pieces)) < 150


def test_areas_are_outlines_and_unplaced_incidents_are_not_drawn() -> None:
    situation, documents, mentions = samples.theatre()
    data = view(situation, documents, mentions).data
    (doubt,) = data["doubt"]["features"]
    assert doubt["geometry"]["type"] == "Polygon"
    lats = [lat for _, lat in doubt["geometry"]["coordinates"][0]]
    assert max(lats) - min(lats) == pytest.approx(2 * 12 / 111.2, rel=0.01)
    kept = [f["properties"]["area"] for f in data["incidents"]["features"]]
    assert kept == [False, False, False, True]


def test_whole_areas_have_no_sign() -> None:
    situation, _, _ = samples.undated()
    region = replace(situation.holds[0].place, kind="adm1")
    country = replace(situation.incidents[0].place.value, kind="country")
    placed = replace(situation.incidents[0].place, value=country)
    vague = replace(
        situation,
        holds=(replace(situation.holds[0], place=region),),
        incidents=(
            replace(situation.incidents[0], place=placed),
            replace(situation.incidents[0], place=None),
        ),
    )
    data = map_data(vague, str, {})
    assert data["holds"]["features"] == []
    assert data["incidents"]["features"] == []
    assert data["doubt"]["features"] == []


def test_a_number_nobody_told_is_not_told_as_one() -> None:
    untold = a_toll("killed", 1, None, flags=("number_untold",), who="fighters")
    about = a_toll("killed", 225, 275, flags=("approximate",), who="fighters")
    dozens = a_toll("killed", 24, 99, flags=("approximate",))
    assert words.figure(replace(untold, high=None)) == "fighters, number not told,"
    assert words.figure(about) == "about 250 fighters"
    assert words.figure(dozens) == "roughly 24–99"
