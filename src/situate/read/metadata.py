"""What a page says of itself: JSON-LD, OpenGraph and other meta elements, canonical link."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from lxml.html import HtmlElement

from situate.read.dates import moment_of
from situate.read.draft import Dated

ARTICLES = ("NewsArticle", "ReportageNewsArticle", "Article", "BlogPosting", "WebPage")
MAX_JSON_LD = 1_000_000  # characters of one script
MAX_DEPTH = 6
DATES = (  # names of meta elements, the surest first
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "pubdate", "publishdate",
    "publish_date", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    """None where the page does not say."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    published: Dated | None = None


def metadata_of(tree: HtmlElement) -> Metadata:
    """JSON-LD first, then meta elements; an outlet not named falls back to the site's host."""
    article = _article(tree)
    meta = _meta(tree)
    url = _first(meta.get("og:url"), _link(tree), _text(article.get("url")))
    return Metadata(
        title=_first(
            _text(article.get("headline")), meta.get("og:title"), meta.get("twitter:title")
        ),
        outlet=_first(
            _name(article.get("publisher")), meta.get("og:site_name"), meta.get("application-name")
        ),
        author=_first(_name(article.get("author")), meta.get("author"), meta.get("article:author")),
        url=url if url and urlsplit(url).scheme in ("http", "https") else None,
        language=_first(_text(article.get("inLanguage")), tree.get("lang"), meta.get("og:locale")),
        published=_published(article, meta),
    )


def host_of(url: str | None) -> str | None:
    """The site of an address, without "www."; None for anything but http and https."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.hostname if parts.scheme in ("http", "https") else None
    return host.removeprefix("www.") if host else None


def _published(article: Mapping[str, Any], meta: Mapping[str, str]) -> Dated | None:
    value = _text(article.get("datePublished"))
    if value and (found := moment_of(value, "json-ld")):
        return found
    return next(
        (dated for name in DATES if name in meta and (dated := moment_of(meta[name], "meta"))), None
    )


def _article(tree: HtmlElement) -> Mapping[str, Any]:
    """The JSON-LD object that describes the report; the one nearest to an article wins."""
    best: Mapping[str, Any] = {}
    rank = len(ARTICLES)
    for script in tree.iter("script"):
        if script.get("type") != "application/ld+json" or len(script.text or "") > MAX_JSON_LD:
            continue
        try:
            found = orjson.loads((script.text or "").strip())
        except orjson.JSONDecodeError:
            continue
        for node in _nodes(found, 0):
            types = node.get("@type")
            for kind in types if isinstance(types, list) else [types]:
                if kind in ARTICLES and ARTICLES.index(kind) < rank:
                    best, rank = node, ARTICLES.index(kind)
    return best


def _nodes(found: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(found, list):
        for item in found:
            yield from _nodes(item, depth + 1)
    elif isinstance(found, dict):
        yield found
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in found:
                yield from _nodes(found[key], depth + 1)


def _meta(tree: HtmlElement) -> dict[str, str]:
    """First content by lower-case name, property or itemprop."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _link(tree: HtmlElement) -> str | None:
    for element in tree.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            return str(element.get("href") or "") or None
    return None


def _name(value: Any) -> str | None:
    """Name of a person or organisation, or the names of several, joined by commas."""
    if isinstance(value, list):
        names = [name for item in value[:10] if (name := _name(item))]
        return ", ".join(names) or None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str | None:
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)
