"""How the rules read the sentences we wrote for the codebook, which no gold suite has shaped.

    python tools/rules_on_sentences.py [--errors FILE]

`tools/training/sentences.tsv` has a type and a sentence a row; slots such as {town} are filled with
made-up names (`names.yaml`, fixed seed). Prints, by type: sentences, found, silent; then the share
of context sentences with an asserted mention of violence. One author: a mirror, not a gold set.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from situate import pipeline
from situate.evaluate.suite import a_document, is_false_event
from situate.model import Mention, Reject
from situate.settings import Settings

TRAINING = Path(__file__).parent / "training"
CONTEXT = frozenset(("none", "natural_disaster", "accident", "crime", "diplomacy"))
# Types that one sentence may bear as well, by the codebook.
NEAR: Mapping[str, frozenset[str]] = {
    "attack": frozenset(("clash", "casualties", "attack_on_civilians")),
    "clash": frozenset(("attack",)),
    "casualties": frozenset(("attack_on_civilians", "attack", "clash")),
    "attack_on_civilians": frozenset(("attack", "casualties")),
    "place_partly_taken": frozenset(("place_taken",)),
    "place_transferred": frozenset(("withdrawal",)),
}


def main() -> None:
    """Read all sentences and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", type=Path, help="every miss and false alarm, as JSON lines")
    given = parser.parse_args()
    desk = pipeline.open_desk(Settings())
    rows = list(sentences(random.Random(0)))
    documents = [a_document(text, str(i)) for i, (_, text) in enumerate(rows)]
    by: dict[str, Counter[str]] = {}
    context: Counter[str] = Counter()
    errors: list[str] = []
    for (label, text), (_, read) in zip(rows, pipeline.read_all(documents, desk), strict=True):
        found: Sequence[Mention] = () if isinstance(read, Reject) else read
        wanted = {label} | NEAR.get(label, frozenset())
        is_found = any(mention.type in wanted for mention in found)
        is_false = label in CONTEXT and any(is_false_event(m, desk) for m in found)
        if label != "none":
            by.setdefault(label, Counter()).update(rows=1, found=is_found, silent=not found)
        context.update({"rows": label in CONTEXT, "false": is_false})
        if is_false or (label != "none" and not is_found):
            said = [(m.type, m.trigger.text, m.rule) for m in found]
            errors.append(
                json.dumps({"type": label, "false": is_false, "text": text, "said": said})
            )
    if given.errors:
        given.errors.write_text("\n".join(errors) + "\n", encoding="utf-8")
    print(json.dumps({"by": by, "context": context}, indent=1))


def sentences(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Type and text of every row, slots filled."""
    names = yaml.safe_load((TRAINING / "names.yaml").read_text("utf-8"))
    with (TRAINING / "sentences.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = re.sub(r"\{(\w+?)2?\}", lambda m: a_name(names, m[1], chance), row["sentence"])
            yield row["type"], text[0].upper() + text[1:]


def a_name(names: Mapping[str, Any], slot: str, chance: random.Random) -> str:
    """A made-up name for a slot."""

    def word(_: object) -> str:
        parts = ("onset", "vowel", "coda") * chance.choice((1, 2, 2, 3))
        return "".join(chance.choice(names[part]) for part in parts).capitalize()

    pattern = chance.choice(names["slots"]["town" if slot == "prov" else slot])
    text = re.sub(r"\{w\}", word, pattern)
    return text.replace("{a}", "".join(chance.choices(names["initials"], k=3)))


if __name__ == "__main__":
    main()
