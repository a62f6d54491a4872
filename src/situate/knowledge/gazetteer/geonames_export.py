"""`places install`: country dumps of GeoNames from its export, a mirror or a local file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from situate.errors import UsageError
from situate.knowledge.gazetteer import data_folder
from situate.knowledge.gazetteer.add import AddReport, add_files, use
from situate.knowledge.gazetteer.download import fetch

EXPORT = "https://download.geonames.org/export/dump"
_CODE = re.compile(r"^[A-Za-z]{2}$")


def install(
    countries: Sequence[str], data_dir: Path, source: str | None = None, names: str | None = None
) -> AddReport | str:
    """Install the dumps of `countries` (ISO codes); without one, build the embedded default.

    `source` is a file, a folder of files, or the URL of a mirror of GeoNames' export (or of one
    file); `names` an alternateNamesV2 file or URL. The gazetteer in use stays in place until the
    new one is whole. Raises UsageError for what is no country code, ResourceMissing where nothing
    can be reached.
    """
    for cc in countries:
        if not _CODE.match(cc):
            raise UsageError(
                f"{cc!r} is no ISO country code", hint="for example `situate places install SY`"
            )
    if not countries and source is None:
        digest = use(data_folder.added(data_dir), data_dir)
        return f"embedded default; gazetteer {digest}"
    codes = [cc.upper() for cc in countries]
    files = [_dump(cc, source, data_dir) for cc in codes] if codes else [Path(str(source))]
    if names is not None:
        files.append(_one(names, data_dir, "alternateNamesV2.zip"))
    elif source is None:
        files += [
            _one(f"{EXPORT}/alternatenames/{cc}.zip", data_dir, f"names-{cc}.zip") for cc in codes
        ]
        files.append(_one(f"{EXPORT}/admin1CodesASCII.txt", data_dir, "admin1CodesASCII.txt"))
    return add_files(list(dict.fromkeys(files)), data_dir)


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _dump(cc: str, source: str | None, data_dir: Path) -> Path:
    if source is None:
        return _one(f"{EXPORT}/{cc}.zip", data_dir, f"{cc}.zip")
    if _is_url(source):
        whole = (
            source
            if source.lower().endswith((".zip", ".txt"))
            else f"{source.rstrip('/')}/{cc}.zip"
        )
        return _one(whole, data_dir, whole.rsplit("/", 1)[1])
    path = Path(source)
    if path.is_dir():
        for name in (f"{cc}.zip", f"{cc}.txt"):
            if (path / name).exists():
                return path / name
        raise UsageError(f"no {cc}.zip or {cc}.txt in {path}")
    return path


def _one(source: str, data_dir: Path, name: str) -> Path:
    if not _is_url(source):
        return Path(source)
    return fetch(source, data_folder.folder_of(data_dir) / "downloads" / name)
