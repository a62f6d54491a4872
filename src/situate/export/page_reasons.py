"""Reasons as a reader wants them: no names of our code, no codes of countries, no ids."""

from __future__ import annotations

import re

from situate.knowledge.codes import country_codes

FEATURE = re.compile(r"\b[a-z]+(?:_[a-z]+)+(?= [+-]\d)")  # "same_days +2.0"
REPORT = re.compile(r"\bdocument:[0-9a-f]+")
ROOT = re.compile(r"\b(?:outlet|party|words):(?=\w)")  # what a witness's root opens with
REST = re.compile(r"both rest on \S.*")
LEVEL = re.compile(r" \(level \d\)")
COUNTRY = re.compile(r"(?:(?<=\bin )|(?<=, ))[A-Z]{2}(?=,| and\b|;|\)|$| rather\b)")


def told(reason: str, voice: str | None = None) -> str:
    """A reason in plain words; what it quotes of reports stays as it is.

    "same_days +2.0" is "same days +2.0", "in SY, a country of the report" names the country. Who
    two reports rest on, kept as an id, is `voice` where that is known.
    """
    if voice and REST.fullmatch(reason):
        return f"both rest on {voice}"
    parts = re.split("(\u201c[^\u201d]*\u201d|'[^']*')", reason)  # odd ones are quotes
    return "".join(part if at % 2 else _plain(part) for at, part in enumerate(parts))


def _plain(text: str) -> str:
    text = FEATURE.sub(lambda found: found[0].replace("_", " "), text)
    text = ROOT.sub("", LEVEL.sub("", REPORT.sub("one report", text)))
    return COUNTRY.sub(lambda found: country_name(found[0]), text)


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 alpha-2 code; the code where it is none."""
    known = country_codes().get(code)
    return known.name if known else code
