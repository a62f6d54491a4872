"""Codes of countries, as other people's tables want them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """One country; `gw` is None where Gleditsch and Ward list no state."""

    iso2: str
    iso3: str
    numeric: int
    name: str
    gw: int | None
    acled_region: str
    ucdp_region: str


@cache
def country_codes() -> Mapping[str, CountryCodes]:
    """Every country by its ISO 3166-1 alpha-2 code."""
    text = (files("situate.knowledge") / "data" / "country_codes.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {
        row["iso2"]: CountryCodes(
            row["iso2"],
            row["iso3"],
            int(row["numeric"] or 0),
            row["name"],
            int(row["gw"]) if row["gw"] else None,
            row["acled_region"],
            row["ucdp_region"],
        )
        for row in csv.DictReader(lines, delimiter="\t")
    }
