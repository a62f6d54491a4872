"""YAML as our word lists mean it: "on", "off", "no" and "yes" are words.

YAML 1.1, which PyYAML reads, takes them for booleans, so that a list of prepositions silently
loses "on"; as in YAML 1.2 only `true` and `false` are booleans here.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

BOOL = "tag:yaml.org,2002:bool"
BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where built in


class Loader(BASE):  # type: ignore[misc]  # the C loader has no types
    """A safe loader with the booleans of YAML 1.2."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # PyYAML's own name and shape
        first: [(tag, pattern) for tag, pattern in rules if tag != BOOL]
        for first, rules in BASE.yaml_implicit_resolvers.items()
    }


Loader.add_implicit_resolver(BOOL, re.compile("^(?:true|false)$"), list("tf"))


def load(text: str) -> Any:
    """The data of one YAML document. Raises yaml.YAMLError where it is none."""
    return yaml.load(text, Loader)
