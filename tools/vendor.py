"""Fill `src/situate/serve/static/vendor/` from the npm registry, or check what is there.

    python tools/vendor.py            fetch what `PACKAGES` names, verify, write files and lock
    python tools/vendor.py --check    compare the files in the tree with `vendor.lock.json`

Only the standard library, so that it runs before anything is installed. The archive's SHA-512 is
compared with the registry's own; the lock then holds the SHA-256 of each file we ship.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import sys
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src" / "situate" / "serve" / "static" / "vendor"
TESTS = ROOT / "tests" / "serve" / "vendor"
LOCK = ROOT / "vendor.lock.json"
REGISTRY = "https://registry.npmjs.org"


@dataclass(frozen=True)
class Package:
    """One npm package: the files we take from it and where they go."""

    name: str
    version: str
    licence: str
    files: tuple[str, ...]
    into: Path = SHIPPED


PACKAGES = (
    Package(
        "maplibre-gl",
        "6.17.0",
        "BSD-3-Clause",
        (
            "dist/maplibre-gl.mjs",
            "dist/maplibre-gl-worker.mjs",
            "dist/maplibre-gl.css",
            "LICENSE.txt",
        ),
    ),
    Package("world-atlas", "2.0.2", "ISC", ("countries-50m.json", "LICENSE")),
    Package("topojson-client", "3.1.0", "ISC", ("dist/topojson-client.min.js", "LICENSE")),
    Package(
        "@fontsource/noto-sans",
        "5.3.0",
        "OFL-1.1",
        (
            "files/noto-sans-latin-400-normal.woff2",
            "files/noto-sans-latin-600-normal.woff2",
            "LICENSE",
        ),
    ),
    Package(
        "@fontsource/noto-sans-arabic",
        "5.3.0",
        "OFL-1.1",
        ("files/noto-sans-arabic-arabic-400-normal.woff2", "LICENSE"),
    ),
    Package("axe-core", "4.14.1", "MPL-2.0", ("axe.min.js", "LICENSE"), TESTS),
)


def folder(package: Package) -> Path:
    """Where a package's files lie, named without its scope."""
    return package.into / package.name.rpartition("/")[2]


def fetch(package: Package) -> dict[str, bytes]:
    """The wanted files of a package by their path in it; raises ValueError on a wrong digest."""
    with urllib.request.urlopen(f"{REGISTRY}/{package.name}/{package.version}") as reply:
        dist = json.load(reply)["dist"]
    with urllib.request.urlopen(dist["tarball"]) as reply:
        archive = reply.read()
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if digest != dist["integrity"]:
        raise ValueError(f"{package.name} {package.version}: archive is not what npm promised")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {name: tar.extractfile(f"package/{name}").read() for name in package.files}  # type: ignore[union-attr]


def vendor() -> None:
    """Fetch every package and write files and lock."""
    entries = []
    for package in PACKAGES:
        for name, data in fetch(package).items():
            path = folder(package) / Path(name).name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            entries.append(
                {
                    "path": path.relative_to(ROOT).as_posix(),
                    "package": package.name,
                    "version": package.version,
                    "licence": package.licence,
                    "bytes": len(data),
                    "sha256": hashlib.sha256(data).hexdigest(),
                }
            )
    LOCK.write_text(json.dumps({"files": entries}, indent=1) + "\n", encoding="utf-8")


def differences() -> list[str]:
    """A line for each file that is missing, changed, or lies there without being in the lock."""
    locked = {e["path"]: e["sha256"] for e in json.loads(LOCK.read_text("utf-8"))["files"]}
    present = {
        p.relative_to(ROOT).as_posix(): p for top in (SHIPPED, TESTS) for p in top.rglob("*.*")
    }
    present |= {
        p.relative_to(ROOT).as_posix(): p for top in (SHIPPED, TESTS) for p in top.rglob("LICENSE")
    }
    lines = [f"{path}: in the lock, not in the tree" for path in locked if path not in present]
    for path, file in sorted(present.items()):
        if path not in locked:
            lines.append(f"{path}: in the tree, not in the lock")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != locked[path]:
            lines.append(f"{path}: not the bytes of the lock")
    return lines


def main(arguments: list[str]) -> int:
    """Exit code: 0 fine, 1 the tree differs from the lock."""
    if arguments != ["--check"]:
        vendor()
    for line in (lines := differences()):
        print(line, file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
