"""One self-contained page: map, timeline, incidents, holds, and the words for every value.

The file opens from disk, offline, and asks for nothing: modules, worker, borders and data are
packed into it (gzip, base64, so no text of a report can end a script) and become Blob URLs.
Without JavaScript or WebGL it is plain tables with links to the words.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from situate.export import page_words as words
from situate.export.page_reasons import told
from situate.export.page_symbols import legend_signs
from situate.export.page_values import values
from situate.export.page_view import COLUMNS, View, view
from situate.model import Document, Mention, Reject, Situation

SERVE = files("situate") / "serve"
BLOBS = {
    "maplibre": "vendor/maplibre-gl/maplibre-gl.mjs",
    "worker": "vendor/maplibre-gl/maplibre-gl-worker.mjs",
    "topojson": "vendor/topojson-client/topojson-client.min.js",
    "world": "vendor/world-atlas/countries-50m.json",
    "map": "js/map.js",
    "timeline": "js/timeline.js",
    "drawer": "js/drawer.js",
    "brief": "js/brief.js",
}
FONTS = (
    ("Noto Sans", 400, "vendor/noto-sans/noto-sans-latin-400-normal.woff2"),
    ("Noto Sans", 600, "vendor/noto-sans/noto-sans-latin-600-normal.woff2"),
    ("Noto Sans Arabic", 400, "vendor/noto-sans-arabic/noto-sans-arabic-arabic-400-normal.woff2"),
)
ARABIC = "U+0600-06FF, U+0750-077F, U+08A0-08FF, U+FB50-FDFF, U+FE70-FEFF"


def write(
    situation: Situation,
    documents: Mapping[str, Document],
    mentions: Mapping[str, Mention],
    path: Path,
    *,
    title: str,
    vocabulary: object = None,
    rejects: Sequence[Reject] = (),
    roster: words.Names | None = None,
) -> None:
    """Write the page; the same input gives the same bytes.

    Mentions and documents missing from the mappings are left out of the links. Names of sides
    come from the roster, else from the mentions. Raises OSError where `path` cannot be written.
    """
    del vocabulary  # reserved: type names are read off their ids
    html = render(view(situation, documents, mentions, rejects, roster), title=title)
    path.write_text(html, encoding="utf-8", errors="replace", newline="\n")


def render(page: View, *, title: str) -> str:
    """The whole page as text."""
    css, boot = _css(), _static("js/boot.js").decode()
    return (
        environment()
        .get_template("brief.html")
        .render(
            view=page,
            title=title,
            columns=COLUMNS,
            css=css,
            boot=boot,
            policy=_policy(css, boot),
            blobs=[
                ("data", _pack(json.dumps(page.data, separators=(",", ":")).encode())),
                *((name, _packed(file)) for name, file in BLOBS.items()),
            ],
        )
    )


def _anchor(kind: str, ident: str) -> str:
    """Links of the one-file page stay inside it: "#i-", "#h-", "#m-", "#a-"."""
    return f"#{kind[0]}-{ident}"


@cache
def environment(href: Callable[[str, str], str] = _anchor) -> jinja2.Environment:
    """Templates of one-file page and web app, escaping everything not marked safe.

    `href` gives the link to a thing by its kind (incident, hold, mention, area) and id.
    """
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda n: (SERVE / "templates" / n).read_text("utf-8")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    helpers: dict[str, Any] = {
        "href": href,
        "kind": words.kind,
        "told": told,
        "day": words.day,
        "values": values,
        "signs": legend_signs,
    }
    made.globals.update(helpers)
    made.filters["extract"] = lambda key, table: table[key]
    return made


def _policy(css: str, boot: str) -> str:
    return (
        f"default-src 'none'; script-src {_hash(boot)} blob:; worker-src blob: data:;"
        f" connect-src blob:; style-src {_hash(css)}; font-src data:; img-src data: blob:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _css() -> str:
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f"src:url(data:font/woff2;base64,{base64.b64encode(_static(file)).decode()})"
        f' format("woff2"){f";unicode-range:{ARABIC}" if "Arabic" in family else ""}}}\n'
        for family, weight, file in FONTS
    )
    own = _static("css/situate.css").decode()
    return faces + _static("vendor/maplibre-gl/maplibre-gl.css").decode() + own


def _static(name: str) -> bytes:
    return (SERVE / "static" / name).read_bytes()


@cache
def _packed(name: str) -> str:
    return _pack(_static(name))


def _pack(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
