"""Who is one voice: root speakers, wire credits and copied text of documents.

Below the stages, because both corroborate and control count witnesses and neither may import the
other.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from situate.knowledge.outlets import Outlets, fold
from situate.model import Document, Mention, Speaker

PERMUTATIONS = 128
SHINGLE = 3  # words a shingle
NEAR_COPY = 0.5  # Jaccard of shingles (control.md 3.5)
QUOTED = 12  # words of a shared quotation, or of a shared event sentence
QUOTATION = re.compile(r"[\"“«]([^\"“”«»]{40,1500})[\"”»]")
HEAD = 700  # code points in which a dateline stands
# "BEIRUT (Levant Wire) -": the agency of a dateline, known to us or not.
CREDIT_LINE = re.compile(
    r"^[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? ?\(([A-Z][^()\n]{1,40})\) ?[-–—]",
    re.MULTILINE,
)
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Root:
    """Who ultimately speaks, and whether the words named the speaker."""

    id: str
    named: bool
    reason: str
    speaks_for: tuple[str, ...] = ()
    party: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Positions, in a sequence of mentions, that count as one voice."""

    members: tuple[int, ...]
    root: Root
    reason: str


class Sources:
    """Answers, about a set of documents, who speaks and who copies whom.

    What it says of two documents rests on those two alone, so a later report can never join two
    earlier witnesses.
    """

    def __init__(self, documents: Mapping[str, Document], outlets: Outlets) -> None:
        self.documents = documents
        self.outlets = outlets
        self._voices: dict[str, Root] = {}
        self._windows: dict[str, frozenset[int]] = {}

    def voice(self, document: str) -> Root:
        """Whose voice a document is: the agency it credits, else its outlet, else its own."""
        if document not in self._voices:
            self._voices[document] = self._voice(document)
        return self._voices[document]

    def _voice(self, document: str) -> Root:
        report = self.documents.get(document)
        if report is None:
            return Root(f"document:{document[:12]}", False, "report not at hand")
        if agency := self.outlets.agency_in(report.text):
            return Root(agency.id, True, f"credits {agency.name}", agency.speaks_for)
        if credit := CREDIT_LINE.search(report.text[:HEAD]):
            return Root(f"outlet:{fold(credit[1])}", True, f"credits {credit[1]}")
        if outlet := self.outlets.outlet_of(report):
            owner = self.outlets.voice(outlet.id)
            return Root(owner, True, f"published by {outlet.name}", outlet.speaks_for)
        if report.outlet and report.outlet.strip():
            return Root(f"outlet:{fold(report.outlet)}", True, f"published by {report.outlet}")
        return Root(f"document:{document[:12]}", False, "outlet not named")

    def root(self, mention: Mention) -> Root:
        """The last named speaker of the chain, else the document's own voice (control.md 3.5)."""
        for speaker in reversed(mention.said_by):
            words = speaker.value or (speaker.quote.text if speaker.quote else "")
            if not words or self.outlets.is_unnamed(words):
                continue
            if outlet := self.outlets.named(words):
                id_, speaks_for = self.outlets.voice(outlet.id), outlet.speaks_for
                return Root(id_, True, f"{outlet.name} is quoted", speaks_for, speaker.party)
            reason = f"{words} is quoted"
            if speaker.party:
                return Root(_side(speaker), True, reason, speaker.speaks_for, True)
            return Root(f"outlet:{fold(words)}", True, reason, speaker.speaks_for)
        return self.voice(mention.document)

    def windows(self, document: str, sentences: Iterable[str]) -> frozenset[int]:
        """Hashes of every run of 12 words in quotations and event sentences of a document."""
        report = self.documents.get(document)
        text = report.text if report else ""
        if document not in self._windows:
            self._windows[document] = _runs(QUOTATION.findall(text))
        return self._windows[document] | _runs(sentences)

    def copied(self, one: str, other: str) -> str | None:
        """Why two documents share text; None if they do not."""
        reports = self.documents.get(one), self.documents.get(other)
        if one == other or reports[0] is None or reports[1] is None:
            return None
        alike = float(np.mean(signature(reports[0].text) == signature(reports[1].text)))
        return f"near-copied text ({alike:.2f})" if alike >= NEAR_COPY else None


def _side(speaker: Speaker) -> str:
    """One voice for all who speak for a state; else the party itself."""
    states = (i for i in speaker.speaks_for if i.startswith("state:") and i.count(":") == 1)
    return f"party:{next(states, speaker.speaks_for[0])}"


def witnesses(mentions: Sequence[Mention], sources: Sources) -> tuple[Group, ...]:
    """Mentions of one happening or fact, grouped into independent voices.

    Connected components over: same root, near-copied text, a shared run of 12 words in a quotation
    or event sentence, one outlet that routinely copies the other. Order: by first member.
    """
    roots = [sources.root(mention) for mention in mentions]
    parent = list(range(len(mentions)))
    reasons: dict[int, list[str]] = {}

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int, reason: str) -> None:
        a, b = sorted((find(i), find(j)))
        if a != b:
            parent[b] = a
            reasons.setdefault(a, []).extend([reason, *reasons.pop(b, [])])

    first: dict[str, int] = {}
    for i, root in enumerate(roots):
        if root.id in first:
            join(first[root.id], i, f"both rest on {root.id}")
        first.setdefault(root.id, i)
    for i, j, reason in _copies(mentions, roots, sources):
        join(i, j, reason)
    members: dict[int, list[int]] = {}
    for i in range(len(mentions)):
        members.setdefault(find(i), []).append(i)
    return tuple(
        Group(
            tuple(who),
            _speaker([(roots[i], _out(mentions[i], sources)) for i in who]),
            _reason(reasons.get(top), roots[top]),
        )
        for top, who in sorted(members.items())
    )


def _out(mention: Mention, sources: Sources) -> float:
    """When its report came out, in seconds; without a date, after all others."""
    report = sources.documents.get(mention.document)
    return report.published.timestamp() if report and report.published else float("inf")


def _copies(
    mentions: Sequence[Mention], roots: Sequence[Root], sources: Sources
) -> Iterable[tuple[int, int, str]]:
    """Pairs of voices joined by copied text or by the habit of copying, each with why."""
    own: dict[str, int] = {}
    for i, m in enumerate(mentions):
        if roots[i].id == sources.voice(m.document).id:
            own.setdefault(m.document, i)
    documents = sorted(own)
    sentences: dict[str, list[str]] = {}
    for m in mentions:
        sentences.setdefault(m.document, []).append(m.sentence.text)
    seen: dict[int, str] = {}
    for document in documents:
        for run in sorted(sources.windows(document, sentences[document])):
            if run in seen and seen[run] != document:
                yield own[seen[run]], own[document], "share 12 words running"
            seen.setdefault(run, document)
    yield from _same_sentences(mentions)
    yield from _near_copies(documents, own, sources)
    voices = sorted({roots[i].id: i for i in own.values()}.items())
    for at, (a, i) in enumerate(voices):
        for b, j in voices[at + 1 :]:
            if sources.outlets.is_copier(a, b):
                yield i, j, f"{a} and {b} copy each other"


def _same_sentences(mentions: Sequence[Mention]) -> Iterable[tuple[int, int, str]]:
    """One sentence in two reports is one voice, whomever each copy names as its speaker."""
    first: dict[int, int] = {}
    for i, mention in enumerate(mentions):
        for run in sorted(_runs([mention.sentence.text])):
            other = first.setdefault(run, i)
            if mentions[other].document != mention.document:
                yield other, i, "the same sentence"


def _near_copies(
    documents: Sequence[str], own: Mapping[str, int], sources: Sources
) -> Iterable[tuple[int, int, str]]:
    known = [d for d in documents if d in sources.documents]
    if len(known) < 2:
        return
    signatures = np.stack([signature(sources.documents[d].text) for d in known])
    for at in range(1, len(known)):
        alike = np.mean(signatures[:at] == signatures[at], axis=1)
        for k in np.flatnonzero(alike >= NEAR_COPY):
            yield own[known[k]], own[known[at]], f"near-copied text ({alike[k]:.2f})"


def _speaker(told: Sequence[tuple[Root, float]]) -> Root:
    """The root a group is called by: a named agency before an outlet, then who was out first.

    Never the most frequent: a reprint must not change whose voice the group is.
    """
    return min(
        told,
        key=lambda row: (
            not row[0].named, not row[0].reason.startswith("credits"), row[1], row[0].id,
        ),
    )[0]  # fmt: skip


def _reason(joined: list[str] | None, root: Root) -> str:
    return "; ".join(dict.fromkeys(joined)) if joined else root.reason


def _runs(texts: Iterable[str]) -> frozenset[int]:
    runs: set[int] = set()
    for text in texts:
        words = [w.casefold() for w in WORD.findall(text)]
        for at in range(len(words) - QUOTED + 1):
            runs.add(zlib.crc32(" ".join(words[at : at + QUOTED]).encode()))
    return frozenset(runs)


@lru_cache(maxsize=65536)
def signature(text: str) -> NDArray[np.uint32]:
    """MinHash of a text's word triples, 128 values; a text of under three words is its own."""
    words = [w.casefold() for w in WORD.findall(text)]
    shingles = [" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update(shingles if words else [text])
    return np.array(sketch.digest(), dtype=np.uint32)
