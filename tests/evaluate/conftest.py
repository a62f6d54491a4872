"""A desk that reads nothing: tests of scorers say themselves what was read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pytest

import situate
from situate.knowledge.roster.states import state_id
from situate.knowledge.vocabulary import EventType, load_vocabulary
from situate.model import (
    Actor,
    Document,
    Incident,
    Mention,
    Name,
    Place,
    Quote,
    Situation,
    Sourced,
    SourcedPlace,
    Toll,
)
from situate.records import mention_id
from situate.settings import Settings

FAMILIES = {
    "clash": "ground",
    "attack": "ground",
    "advance": "ground",
    "place_taken": "territory",
    "surrender": "territory",
    "siege": "territory",
    "holds": "state",
    "air_strike": "remote",
    "bombing": "remote",
    "abduction": "civilian",
    "casualties": "civilian",
    "attack_on_civilians": "civilian",
    "protest": "order",
    "natural_disaster": "context",
    "diplomacy": "politics",
}
PLOVER = {"clash": "ASSAULT", "protest": "PROTEST", "diplomacy": "ACCUSE", "air_strike": "ASSAULT"}
POINTS = {"Tal Asfar": (35.0, 38.0), "Ayn Hajar": (35.0, 38.3), "Deep South": (32.0, 36.0)}
ARMY = Actor(state_id("SY", "military"), "Syrian armed forces", "state forces", "SY")
REDS = Actor("reds", "Red Brigade", "rebel", "SY")
BLUES = Actor("blues", "Blue Front", "rebel", "SY", parent="reds")
PEOPLE = Actor(None, "villagers", "civilians")


class FakeRoster:
    """Three actors; the Blue Front belongs to the Red Brigade."""

    def named(self, name: str, on: date | None = None) -> Actor | None:
        known = {
            "Army": ARMY,
            "Government of Syria": ARMY,
            "Red Brigade": REDS,
            "Blue Front": BLUES,
        }
        return known.get(name)

    def are_family(self, a: str, b: str, on: date | None = None) -> bool:
        return a == b or {a, b} == {"reds", "blues"}

    def state_forces(self, country: str, on: date | None = None) -> Actor:
        return ARMY


class FakeGazetteer:
    """The invented places by id."""

    digest = "d1"

    def place(self, ident: str) -> Place | None:
        name = ident.removeprefix("x:")
        return a_place(name) if name in POINTS else None

    def countries_installed(self) -> tuple[str, ...]:
        return ("SY",)


def a_place(name: str) -> Place:
    lat, lon = POINTS[name]
    return Place(f"x:{name}", name, "settlement", lat, lon, "SY")


@dataclass
class Said:
    """A mention as a test writes it: words are found in the text."""

    type: str
    trigger: str
    actors: list[tuple[str, Actor | None]] = field(default_factory=list)
    targets: list[tuple[str, Actor | None]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    killed: list[tuple[str, int | None, int | None]] = field(default_factory=list)
    stance: str = "asserted"

    def mention(self, document: Document) -> Mention:
        def quote(words: str) -> Quote:
            at = document.text.index(words)
            return Quote(document.id, at, at + len(words), words)

        def parties(told: list[tuple[str, Actor | None]]) -> tuple[Sourced[Actor], ...]:
            return tuple(Sourced(quote(words), actor, 0.9, "test") for words, actor in told)

        trigger = quote(self.trigger)
        return Mention(
            mention_id(document.id, trigger, self.type),
            document.id,
            self.type,
            trigger,
            Quote(document.id, 0, len(document.text), document.text),
            actors=parties(self.actors),
            targets=parties(self.targets),
            places=tuple(
                SourcedPlace(quote(w), a_place(w) if w in POINTS else None, 0.9, "test")
                for w in self.places
            ),
            tolls=tuple(
                Sourced(quote(words), Toll("killed", None, low, high), 0.9, "test")
                for words, low, high in self.killed
            ),
            stance=self.stance,  # type: ignore[arg-type]
            rule=f"test {self.type}",
        )


def an_incident(mention: Mention) -> Incident:
    """What one mention alone is concluded to be."""
    return Incident(
        f"i:{mention.id}",
        mention.type,
        mention.period,
        None,
        actors=(),
        targets=(),
        tolls=(),
        framings=(),
        mentions=(mention.id,),
        witnesses=(),
        confidence=0.5,
    )


@dataclass
class FakeDesk:
    """Enough of a Desk for the scorers."""

    roster: FakeRoster = field(default_factory=FakeRoster)
    gazetteer: FakeGazetteer = field(default_factory=FakeGazetteer)
    vocabulary: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(
            types={
                name: EventType(name, family, "", plover=PLOVER.get(name))
                for name, family in FAMILIES.items()
            },
            lexicon=load_vocabulary().lexicon,
        )
    )
    parser: object = None
    settings: Settings = field(default_factory=Settings)


@pytest.fixture
def desk() -> FakeDesk:
    """A desk whose parser only splits sentences."""
    import spacy

    parser = spacy.blank("en")
    parser.add_pipe("sentencizer")
    return FakeDesk(parser=parser)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`reads({text: [Said, ...]}, names={text: [(words, kind, refs)]})`: what the pipeline says."""

    def install(
        answers: Mapping[str, list[Said]],
        names: Mapping[str, list[tuple[str, str, tuple[str, ...]]]] | None = None,
        situation: Situation | None = None,
    ) -> None:
        def read_all(documents: Iterable[Document], desk: object) -> Iterable[object]:
            for document in documents:
                said = answers.get(document.text, [])
                yield document, tuple(one.mention(document) for one in said)

        def names_in(document: Document, desk: object) -> tuple[Name, ...]:
            found = []
            for words, kind, refs in (names or {}).get(document.text, []):
                at = document.text.index(words)
                quote = Quote(document.id, at, at + len(words), words)
                found.append(Name(quote, kind, "test", refs))  # type: ignore[arg-type]
            return tuple(found)

        def conclude(
            documents: Iterable[Document], mentions: Iterable[Mention], desk: object
        ) -> Situation:
            return situation or Situation(tuple(an_incident(one) for one in mentions), ())

        fake = SimpleNamespace(read_all=read_all, names=names_in, conclude=conclude)
        monkeypatch.setitem(sys.modules, "situate.pipeline", fake)
        monkeypatch.setattr(situate, "pipeline", fake, raising=False)

    return install
