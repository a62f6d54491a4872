"""What the gate before the parser keeps: snippets of events, and words of news in general.

    python benchmarks/gate.py CASE_FILE GEOVIRUS_FILE FA_KES_FILE

Recall: share of case2021 snippets with an ACLED label of which at least one sentence is parsed.
Cost: share of the words parsed in epidemic news (Wikinews) and in war news (fa_kes). No parser is
loaded: the gate reads words and names only. Prints JSON; no gold text in it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from report import load, publish

from situate.annotate import names_in
from situate.annotate.batch import is_worth_reading, names_inside
from situate.annotate.split import stretches
from situate.evaluate import toponyms
from situate.evaluate.inputs import json_rows
from situate.evaluate.suite import a_document, mapping
from situate.knowledge.lexicon import Lexicon
from situate.knowledge.roster import load_roster
from situate.knowledge.vocabulary import load_vocabulary
from situate.model import Document

ARTICLES = 150  # of war news: enough for two digits


def kept_words(document: Document, lexicon: Lexicon) -> tuple[int, int]:
    """Words of the sentences that pass the gate, and of all."""
    names = names_in(document, load_roster(), None)
    kept = total = 0
    for stretch in stretches(document, lexicon.cues["abbreviations"]):
        text = document.text[stretch.start : stretch.end]
        inside = names_inside(names, stretch.start, stretch.end)
        acts = any(name.kind in ("actor", "operation") for name in inside)
        total += len(text.split())
        if is_worth_reading(text, lexicon, names_an_actor=acts):
            kept += len(text.split())
    return kept, total


def share(documents: Iterable[Document], lexicon: Lexicon) -> dict[str, float]:
    """Share of words kept."""
    counted = [kept_words(document, lexicon) for document in documents]
    kept, total = sum(k for k, _ in counted), sum(t for _, t in counted)
    return {"words_kept": kept, "words": total, "share": round(kept / total, 4)}


def recall(rows: Sequence[tuple[str, Mapping[str, str]]], lexicon: Lexicon) -> dict[str, float]:
    """Share of snippets with a sentence kept."""
    found = [kept_words(a_document(row["text"], where), lexicon)[0] > 0 for where, row in rows]
    return {"kept": sum(found), "rows": len(found), "recall": round(sum(found) / len(found), 4)}


def main(case: str, geovirus: str, fa_kes: str) -> None:
    """Print the figures."""
    before, lexicon = load(), load_vocabulary().lexicon
    acled = set(mapping("case2021")["acled_labels"])
    rows = json_rows(Path(case), lambda row: row["label"] in acled).limited(None)
    _, epidemic = toponyms.read_texts(Path(geovirus))
    war = json_rows(Path(fa_kes), lambda row: bool(row["article_content"])).limited(ARTICLES)
    figures = {
        "case2021": recall(rows, lexicon),
        "general": share((a_document(t.text, t.where) for t in epidemic), lexicon),
        "war": share((a_document(r["article_content"], w) for w, r in war), lexicon),
    }
    publish(figures, before, None)


if __name__ == "__main__":
    main(*sys.argv[1:4])
