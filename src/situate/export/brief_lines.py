"""Lines of a brief: a label and its text, and the words behind a value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill, shorten

from situate.export import page_words as words
from situate.model import Document, Mention, Quote

WIDTH = 110
MARKS = "*•‣–—·- \t"  # what stands before an item of a list is no word of it


@dataclass(frozen=True, slots=True)
class Pages:
    """What a brief is written from; `why` prints every sentence, numbered, instead of the best."""

    documents: Mapping[str, Document]
    mentions: Mapping[str, Mention]
    name: words.Namer
    why: bool = False

    def outlet(self, mention: str) -> str:
        """Who published a mention; of a single report, the report."""
        if len(self.documents) == 1:
            return "the report"
        return words.outlet(self.documents[self.mentions[mention].document])

    def known(self, mentions: Sequence[str]) -> list[Mention]:
        """Those of the mentions that are at hand, in their order."""
        return [self.mentions[m] for m in mentions if m in self.mentions]


def line(label: str, text: str) -> str:
    """A label and its text, wrapped under itself."""
    return fill(
        text,
        WIDTH,
        initial_indent=f"    {label:<12}",
        subsequent_indent=" " * 16,
        break_long_words=False,
        break_on_hyphens=False,
    )


def numbered(mentions: Sequence[str], pages: Pages) -> dict[str, int]:
    """By mention: the number of its sentence among all that are printed; {} without `why`."""
    if not pages.why:
        return {}
    sentences: dict[Quote, int] = {}
    return {
        m.id: sentences.setdefault(m.sentence, len(sentences) + 1) for m in pages.known(mentions)
    }


def words_behind(
    mentions: Sequence[str], pages: Pages, told: Collection[str] = ()
) -> Iterator[str]:
    """Each sentence once with its number; or the one of the surest mention in body text.

    Of mentions of the event types `told`, if there are any, the best is one of these.
    """
    known = pages.known(mentions)
    if pages.why:
        sentences = dict.fromkeys(m.sentence for m in known)
        for number, quote in enumerate(sentences, start=1):
            yield line(f"[{number}]", quoted(quote, pages, 1_000))
    elif known:
        surest = max(
            known, key=lambda m: (m.type in told, m.block == "paragraph", m.confidence, m.id)
        )
        yield line("words", quoted(surest.sentence, pages, 260))


def quoted(quote: Quote, pages: Pages, limit: int) -> str:
    """The words in marks, and where they stand: the outlet, or the place in a single report."""
    text = shorten(" ".join(quote.text.split()).lstrip(MARKS), limit, placeholder=" ...")
    # Words that quote somebody are told from ours by other marks, since they stay as they are.
    marked = f"\u201c{text}\u201d" if '"' in text else f'"{text}"'
    at = f"{quote.start}:{quote.end}"
    if len(pages.documents) == 1:
        return f"{marked} [{at}]"
    outlet = words.outlet(pages.documents[quote.document])
    return f"{marked} ({outlet}, {at})" if pages.why else f"{marked} ({outlet})"
