"""Gold suites -> figures; `SUITES` names them, a suite is a module with `run` (`suite.Suite`)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from situate.errors import ResourceMissing, UsageError

if TYPE_CHECKING:
    from situate.evaluate.suite import Suite

SUITES = {
    "seed": "situate.evaluate.seed",
    "case2021": "situate.evaluate.case2021",
    "plover": "situate.evaluate.plover",
    "re3d": "situate.evaluate.re3d",
    "muc4": "situate.evaluate.muc4",
    "ucdp_ged": "situate.evaluate.ucdp_ged",
    "acled": "situate.evaluate.acled",
    "fa_kes": "situate.evaluate.fa_kes",
    "airwars": "situate.evaluate.airwars",
    "toponyms": "situate.evaluate.toponyms",
    "villages": "situate.evaluate.villages",
    "merges": "situate.evaluate.merges",
    "control": "situate.evaluate.control",
    "cases": "situate.evaluate.cases",
}


def load_suite(name: str) -> Suite:
    """The suite called `name`, imported only now.

    Raises UsageError for an unknown name, ResourceMissing where this installation lacks it.
    """
    if name not in SUITES:
        raise UsageError(f"no suite called {name!r}", hint=f"one of: {' '.join(SUITES)}")
    try:
        return cast("Suite", import_module(SUITES[name]))
    except ModuleNotFoundError as missing:
        if missing.name != SUITES[name]:
            raise
        raise ResourceMissing(f"suite {name} is not part of this installation") from missing
