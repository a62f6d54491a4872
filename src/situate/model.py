"""The nouns of situate: what was said, what a person decided, what we conclude.

Said (append only, ids are hashes of content): `Document`, `Mention`, `Judgement`, `Reject`.
Concluded (can be dropped and rebuilt, byte for byte): `Incident`, `Hold`.

Offsets are code points into `Document.text`, half open. Times are aware UTC datetimes and periods
are half open. Unknown is None with a reason, never an empty string, 0 or -1. Every sequence in a
record is a tuple in a fixed order, so equal records have equal bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

BlockKind = Literal[
    "title", "standfirst", "subhead", "paragraph", "caption", "byline", "dateline", "chrome"
]
NameKind = Literal["actor", "place", "operation", "outlet", "person", "other"]
ActorKind = Literal[
    "state forces",
    "police",
    "government",
    "rebel",
    "militia",
    "external forces",
    "coalition",
    "civilians",
    "protesters",
    "rioters",
    "criminal",
    "unidentified",
    "organisation",
    "operation",
]
PlaceKind = Literal[
    "country", "adm1", "adm2", "adm3", "adm4", "settlement", "part", "area", "site", "region"
]
Relation = Literal[
    "at", "in", "part", "near", "around", "direction", "between", "towards", "from", "through"
]
Precision = Literal["hour", "day", "week", "month", "year"]
Stance = Literal["asserted", "denied", "planned", "possible", "hypothetical", "background"]
Phase = Literal["starting", "ongoing", "completed", "failed"]
Extent = Literal["whole", "part", "edge"]
Mode = Literal["new", "cumulative"]
HoldState = Literal["held", "contested", "mixed", "none", "unknown"]
Verdict = Literal["accept", "correct", "reject", "merge", "split", "undo"]


# --- said -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text with one function; blocks are in order and never overlap."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read. `text` never changes; every offset in situate counts its code points."""

    id: str  # sha256 of text, hex
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: datetime | None = None  # aware, UTC; None if the page does not say: never guessed
    published_precision: Precision | None = None
    published_from: str | None = None  # "json-ld", "meta", "dateline", "given", ...
    language: str | None = None  # ISO 639-1
    retrieved: datetime | None = None
    path: str | None = None  # file, and record within it: "feed.xml#3"
    reader: str | None = None  # reader and its version: "html 1"
    blob: str | None = None  # sha256 of the raw bytes
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words: `document.text[start:end] == text`, always."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Rival(Generic[T]):
    """A candidate that was not chosen, with the score that lost (higher is better)."""

    value: T
    score: float


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value and the words for it.

    `quote` is None when the value is implied; `value` is None when the words are there but what
    they mean is not known. `reason` says in short English which rule decided and why.
    """

    quote: Quote | None
    value: T | None
    confidence: float
    reason: str
    rivals: tuple[Rival[T], ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A span found to name something, before anything is looked up in full.

    `refs` are ids the finder already knows (roster ids, operation ids); `found_by` is "roster",
    "gazetteer", "pattern", "generic", "slot" or "ner". `actor_kind` is the kind of the likeliest
    ref of an actor, None where only the words tell.
    """

    quote: Quote
    kind: NameKind
    found_by: str
    refs: tuple[str, ...] = ()
    actor_kind: ActorKind | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """An armed or civil actor as of a date. `id` is None for one known only by its words."""

    id: str | None
    name: str
    kind: ActorKind
    country: str | None = None  # ISO 3166-1 alpha-2 of the state or the theatre, if one
    parent: str | None = None
    sides: tuple[str, ...] = ()  # as of the report's date


@dataclass(frozen=True, slots=True)
class Place:
    """A point or area of a gazetteer."""

    id: str  # "gn:174506", "pcode:SY090201", "wof:…", "user:…"
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    country: str | None = None  # ISO 3166-1 alpha-2
    adm1: str | None = None  # name
    adm2: str | None = None  # name
    pcode: str | None = None
    population: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SourcedPlace(Sourced[Place]):
    """A place in an event, with how the words relate the event to it.

    `radius_km` is the doubt of the point; `shape` the points, (lon, lat), of a line or hull for
    "between"; `direction` a compass word ("south-east") with `distance_km` where the text gives
    one. `level` is ACLED's geo precision: 1 exact, 2 near or district, 3 region.
    """

    relation: Relation = "at"
    level: int | None = None
    radius_km: float | None = None
    shape: tuple[tuple[float, float], ...] = ()
    direction: str | None = None
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Days meant: UTC, half open, as wide as the words are vague. A None end is open."""

    start: datetime | None
    end: datetime | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Count:
    """A part of a toll: how many of whom. A None bound is open."""

    who: str | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Toll:
    """People counted. `parts` lie inside the whole; people *in addition* are a toll of their own.

    `kind` is killed, injured, casualties, captured, surrendered, abducted, arrested, displaced,
    missing or present. `side` is the words for the side they belong to, if told.
    """

    kind: str
    who: str | None
    low: int | None
    high: int | None
    best: int | None = None
    parts: tuple[Count, ...] = ()
    side: str | None = None
    side_id: str | None = None  # roster id of that side, filled by resolve
    civilian: bool | None = None
    mode: Mode = "new"
    # "number_untold", "named", "none_reported", "shared", "approximate", "exceeds" ("more than 40")
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framing:
    """A word used for the act ("surrender", "capture") and who uses it (None: the narrator)."""

    word: str
    quote: Quote
    by: Quote | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted as saying so; `hedge` is the hedging word, `party` if it fights here."""

    quote: Quote | None
    value: str | None  # outlet or agency where known, else the words
    hedge: str | None = None
    party: bool = False
    speaks_for: tuple[str, ...] = ()  # ids in whose interest, own first; empty if none is known


@dataclass(frozen=True, slots=True)
class Link:
    """An order or cause between two mentions of one document: this one is `kind` the other."""

    kind: Literal["after", "before", "cause", "result", "same"]
    mention: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One report's claim that something happened or holds."""

    id: str
    document: str
    type: str  # a type of knowledge/data/events.yaml
    trigger: Quote
    sentence: Quote
    block: BlockKind = "paragraph"
    actors: tuple[Sourced[Actor], ...] = ()
    targets: tuple[Sourced[Actor], ...] = ()
    backers: tuple[Sourced[Actor], ...] = ()
    objects: tuple[Sourced[str], ...] = ()  # buildings, vehicles, arms that were hit or taken
    places: tuple[SourcedPlace, ...] = ()
    period: Sourced[Period] = field(
        default_factory=lambda: Sourced(None, None, 0.0, "no phrase of time")
    )
    tolls: tuple[Sourced[Toll], ...] = ()
    stance: Stance = "asserted"
    stance_cue: Quote | None = None
    phase: Phase | None = None
    extent: Extent | None = None
    weapons: tuple[Sourced[str], ...] = ()
    said_by: tuple[Speaker, ...] = ()
    framing: tuple[Framing, ...] = ()
    links: tuple[Link, ...] = ()
    confidence: float = 0.5
    rule: str | None = None  # which rule or pattern fired, for error tables
    flags: tuple[str, ...] = ()  # "reported_again", "headline", "second look", ...


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision. It binds to evidence, not to row ids, so it survives re-extraction.

    `on` is (blob or document id, exact words of the trigger with context, field) hashed by
    `records.evidence_id`, or two such hashes for merge and split.
    """

    id: str
    on: tuple[str, ...]
    field: str | None
    verdict: Verdict
    value: str | None  # JSON of the corrected value
    by: str
    when: datetime
    why: str | None = None
    undoes: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """Input we could not use: where, at which stage, why; the run goes on."""

    where: str
    stage: str
    reason: str
    is_bug: bool = False


# --- concluded ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Witness:
    """Mentions that count as one voice: same root speaker, agency or near-copied text."""

    id: str
    root: str  # who ultimately speaks: an agency, outlet, actor or "unnamed"
    mentions: tuple[str, ...]
    documents: tuple[str, ...]
    reason: str  # why these are one witness
    party: bool = False


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One source's version of a field of an incident."""

    value: T
    mention: str
    witness: str
    quote: Quote | None
    said_by: str | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Range:
    """Tolls of one kind (and side) as an incident has them: extremes over independent witnesses.

    `doubts` say why its figures may count more people than this happening hit, one reason each;
    none where a figure is told of its very place.
    """

    kind: str
    who: str | None
    low: int | None
    high: int | None
    best: int | None
    figures: tuple[Version[Toll], ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """What we conclude happened once, with every source's version side by side."""

    id: str
    type: str
    period: Sourced[Period]
    place: SourcedPlace | None
    actors: tuple[Version[Actor], ...]
    targets: tuple[Version[Actor], ...]
    tolls: tuple[Range, ...]
    framings: tuple[Version[str], ...]
    mentions: tuple[str, ...]
    witnesses: tuple[Witness, ...]
    confidence: float
    contested: tuple[str, ...] = ()  # names of fields on which independent witnesses differ
    types: tuple[Version[str], ...] = ()
    places: tuple[Version[Place], ...] = ()
    why: tuple[str, ...] = ()  # why these reports were joined, a line each
    stance: Stance = "asserted"


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a hold's explanation: an effect applied, or not applied and why."""

    when: datetime | None
    effect: str
    applied: bool
    mentions: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A spell of a place's state.

    `probabilities` holds all states of .01 and more ("held:sdf", "contested:isis+sdf", "none");
    `rule_says` is set where the event calculus disagrees with the number. A period with no dates
    is "as of the report" (an undated document).
    """

    id: str
    place: Place
    state: HoldState
    holders: tuple[str, ...]  # roster ids: the holder, or the contestants
    period: Period | None
    probability: float | None
    because: tuple[str, ...]  # mention ids
    known_from: datetime | None
    besieged_by: tuple[str, ...] = ()
    encircled: bool | None = None
    probabilities: tuple[tuple[str, float], ...] = ()
    leaning: str | None = None
    inferred: bool = False
    by_presence: bool = False
    claimed_by: tuple[str, ...] = ()
    presence: tuple[str, ...] = ()
    pressure: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    last_direct_evidence: datetime | None = None
    stale: bool = False
    witnesses: int = 0
    rule_says: str | None = None
    same_as: tuple[tuple[str, float], ...] = ()  # other place ids this may be, with probability
    trace: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field on which independent witnesses differ, ready to be read aloud."""

    incident: str
    field: str
    versions: tuple[Version[str], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """What is said of a region rather than a point: a pocket, its cuts, its two fires."""

    id: str
    name: str
    actor: str
    flags: tuple[str, ...]  # "pocket", "pocket_lost", "two_fires", "cut:north:ground", ...
    places: tuple[str, ...]  # place ids
    because: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Situation:
    """What `conclude` gives: everything rests on mentions, nothing is read back as evidence."""

    incidents: tuple[Incident, ...]
    holds: tuple[Hold, ...]
    areas: tuple[Area, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
