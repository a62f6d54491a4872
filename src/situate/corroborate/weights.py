"""The table of features.yaml, read once: families, framings and weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from situate import knowledge
from situate.corroborate.words import plain_word
from situate.errors import KnowledgeError
from situate.knowledge import plain

TABLE = Path(knowledge.__file__).parent / "data" / "features.yaml"


@dataclass(frozen=True)
class Weights:
    """What corroborate knows before it sees two reports.

    `fit[a, b]` says how well types a and b go together as words for one act, 0 to 1; `family` is
    a bit set of families for each type.
    """

    types: Mapping[str, int]
    families: tuple[str, ...]
    family: NDArray[np.int32]
    fit: NDArray[np.float32]
    rare: NDArray[np.bool_]
    mutual: NDArray[np.bool_]
    states: frozenset[str]
    context: frozenset[str]
    yielding_actor: frozenset[str]
    results: frozenset[str]
    stances: frozenset[str]
    people: Mapping[str, int]
    another: frozenset[str]
    one_more: frozenset[str]
    adding: frozenset[str]
    common: frozenset[str]
    bias: float
    threshold: float
    weight: Mapping[str, float]


@cache
def load_weights(path: Path = TABLE) -> Weights:
    """Read the table. Raises KnowledgeError naming the file and the field that is missing."""
    data: dict[str, Any] = plain.load(path.read_text("utf-8"))
    try:
        return _weights(data)
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"{path}: {error} is missing or malformed") from error


def _weights(data: dict[str, Any]) -> Weights:
    families = tuple(data["families"])
    types = {
        t: i for i, t in enumerate(sorted({t for row in data["families"].values() for t in row}))
    }
    family = np.zeros(len(types), np.int32)
    for bit, name in enumerate(families):
        for t in data["families"][name]:
            family[types[t]] |= 1 << bit
    fit = np.where((family[:, None] & family[None, :]) != 0, np.float32(data["kin"]), np.float32(0))
    for row in data["framings"]:
        at = [types[t] for t in row["types"]]
        fit[np.ix_(at, at)] = np.maximum(fit[np.ix_(at, at)], row["fit"])
    np.fill_diagonal(fit, 1)
    return Weights(
        types,
        families,
        family,
        fit.astype(np.float32),
        np.array([t in data["rare"] for t in types]),
        np.array([t in data["mutual"] for t in types]),
        frozenset(data["states"]),
        frozenset(data["context"]),
        frozenset(data["yielding_actor"]),
        frozenset(data["results"]),
        frozenset(data["stances"]),
        {kind: i for i, kinds in enumerate(data["same_people"].values()) for kind in kinds},
        frozenset(data["another"]),
        frozenset(data["one_more"]),
        frozenset(data["adding"]),
        frozenset(map(plain_word, data["common"])),
        float(data["bias"]),
        float(data["threshold"]),
        {name: float(w) for name, w in data["weights"].items()},
    )
