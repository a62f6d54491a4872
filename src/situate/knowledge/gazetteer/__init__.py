"""Every village in any spelling: the gazetteer, and the names of it that a text holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.add import add_files, installed
    from situate.knowledge.gazetteer.finding import find
    from situate.knowledge.gazetteer.geonames_export import install
    from situate.knowledge.gazetteer.nationality import nationality_of
    from situate.knowledge.gazetteer.scan import names_in, toponyms_in
    from situate.knowledge.gazetteer.store import Gazetteer


def open_gazetteer(data_dir: Path) -> Gazetteer:
    """The gazetteer installed under `data_dir`; the embedded default is built on first use.

    Opening one that is built takes about a millisecond. Raises ResourceMissing where none is
    there and none can be built.
    """
    from situate.knowledge.gazetteer.data_folder import ensure_built
    from situate.knowledge.gazetteer.store import Gazetteer

    return Gazetteer(ensure_built(data_dir))


def __getattr__(name: str) -> object:
    """`Gazetteer` and `names_in` on first use, so that `situate --help` loads no tries."""
    if name == "Gazetteer":
        from situate.knowledge.gazetteer.store import Gazetteer

        return Gazetteer
    if name in ("add_files", "installed"):
        from situate.knowledge.gazetteer import add

        return getattr(add, name)
    if name == "find":
        from situate.knowledge.gazetteer.finding import find

        return find
    if name == "install":
        from situate.knowledge.gazetteer.geonames_export import install

        return install
    if name in ("names_in", "nationality_of", "toponyms_in"):
        from situate.knowledge.gazetteer import scan

        return getattr(scan, name)
    raise AttributeError(name)


__all__ = [
    "Gazetteer",
    "add_files",
    "find",
    "install",
    "installed",
    "names_in",
    "nationality_of",
    "open_gazetteer",
    "toponyms_in",
]
