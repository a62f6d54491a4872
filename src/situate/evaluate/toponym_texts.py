"""Gold place names: the XML of LGL, TR-News and GeoVirus, the brat files of GeoWebNews."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from situate.errors import UsageError
from situate.evaluate.inputs import Input, Rows, combined_sha256, read_inputs, require_good

if TYPE_CHECKING:
    from situate.knowledge.gazetteer.store import Gazetteer

LATE = 12  # characters a gold offset may be off; the nearest equal string is taken


class Gold(NamedTuple):
    """A gold name; `point` None where the annotators located none, `id` a GeoNames id or None."""

    start: int
    end: int
    phrase: str
    point: tuple[float, float] | None
    id: str | None
    cc: str | None


class Text(NamedTuple):
    """One text with its gold names, sorted."""

    where: str
    text: str
    names: tuple[Gold, ...]
    is_quiet: bool = False  # GeoVirus: epidemic news, in which no violence is told


Point = tuple[float, float]
Locate = Callable[[str], Point | None]
NOWHERE: Point = (nan, nan)  # of a name with an id we have no point for: any answer is wrong


def point_of(ident: str, gazetteer: Gazetteer) -> Point | None:
    """Point of a GeoNames id; None where the gazetteer lacks it."""
    place = gazetteer.place(f"gn:{ident}")
    return None if place is None else (place.lat, place.lon)


def read_texts(path: Path, locate: Locate = lambda _: None) -> tuple[Rows, list[Text]]:
    """Texts of a file or folder of the two XML shapes, or of a folder of brat files.

    Texts without a located name are skipped. `locate` gives the point of a GeoNames id, which is
    all that brat files have.
    """
    inputs = read_inputs(path, "*.xml", "*.xml.gz", "*.ann")
    rows = Rows(sha256=combined_sha256(inputs))
    texts: list[Text] = []
    for source in inputs:
        for text in _texts(source, locate):
            if text is None:
                rows.skipped += 1
                continue
            rows.good.append((text.where, {}))
            texts.append(text)
    require_good(rows, path)
    return rows, texts


def _texts(source: Input, locate: Locate) -> Iterator[Text | None]:
    if source.path.suffix == ".ann":
        yield _standoff(source, locate)
        return
    for where, element in _articles(source):
        yield _read(where, element)


def _articles(source: Input) -> Iterator[tuple[str, etree._Element]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(source.data, parser)
    except etree.XMLSyntaxError as error:
        raise UsageError(f"{source.path} is no XML ({error})") from error
    if root is None:
        raise UsageError(f"{source.path} is no XML")
    for number, element in enumerate(root.iter("article")):
        yield f"{source.path.name}#{element.get('docid') or number}", element


def _read(where: str, element: etree._Element) -> Text | None:
    body = element.findtext("text")
    if not body:
        return None
    try:
        if element.find("locations") is not None:
            names = [_virus(e, body) for e in element.iter("location")]
        else:
            names = [_news(e, body) for e in element.iter("toponym")]
    except (TypeError, ValueError):
        return None
    kept = sorted({n for n in names if n is not None}, key=lambda n: (n.start, n.end))
    is_quiet = element.find("locations") is not None
    return Text(where, body, tuple(kept), is_quiet) if any(n.point for n in kept) else None


def _mended(body: str, phrase: str, start: int) -> int | None:
    """Where a phrase stands whose gold offset may be some characters off; None if nowhere near."""
    places = [m.start() for m in re.finditer(re.escape(phrase), body)]
    nearest = min(places, key=lambda at: abs(at - start), default=None)
    return nearest if nearest is not None and abs(nearest - start) <= LATE else None


def _virus(element: etree._Element, body: str) -> Gold | None:
    phrase = (element.findtext("name") or "").strip()
    start = _mended(body, phrase, int(element.findtext("start") or "") - 1)
    if not phrase or start is None:
        return None
    point = (float(element.findtext("lat") or ""), float(element.findtext("lon") or ""))
    return Gold(start, start + len(phrase), phrase, point, None, None)


def _news(element: etree._Element, body: str) -> Gold | None:
    phrase = (element.findtext("phrase") or "").strip()
    start = _mended(body, phrase, int(element.findtext("start") or ""))
    if not phrase or start is None:
        return None
    tag = element.find("gaztag")
    lat = (tag.findtext("lat") if tag is not None else None) or element.findtext("lat")
    lon = (tag.findtext("lon") if tag is not None else None) or element.findtext("lon")
    point = (float(lat), float(lon)) if lat and lon else None
    ident = tag.get("geonameid") if tag is not None else element.findtext("geonameID")
    cc = tag.findtext("country") if tag is not None else None
    return Gold(start, start + len(phrase), phrase, point, ident if point else None, cc)


# --- brat ---------------------------------------------------------------------------------------

_SPAN = re.compile(r"^(T\d+)\t(\w+) (\d+)(?: \d+;\d+)* (\d+)\t")
_NOTE = re.compile(r"^#\d+\tAnnotatorNotes (T\d+)\t(.*)$")
_PAIR = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*$")
_NO_TOPONYMS = ("Literal_Expression", "Non_Lit_Expression", "Non_Toponym")


def _standoff(source: Input, locate: Locate) -> Text | None:
    """A text of GeoWebNews: N.txt beside N.ann, points as GeoNames ids or "lat, lon" in notes.

    None where the text is missing, or where no toponym is located. Names whose id the gazetteer
    lacks stay located, and nowhere: they cannot be answered rightly.
    """
    body = source.path.with_suffix(".txt")
    if not body.is_file():
        return None
    text = body.read_bytes().decode("utf-8-sig", "replace")
    lines = source.text.splitlines()
    notes = {m[1]: m[2].strip() for line in lines if (m := _NOTE.match(line))}
    names = set()
    for line in lines:
        match = _SPAN.match(line)
        if match is None or match[2] in _NO_TOPONYMS:
            continue
        start, end = int(match[3]), int(match[4])
        if start < end <= len(text):
            names.add(_noted(start, end, text[start:end], notes.get(match[1], ""), locate))
    kept = sorted(names, key=lambda n: (n.start, n.end, n.id or ""))
    where = f"{source.path.name}"
    return Text(where, text, tuple(kept)) if any(n.point for n in kept) else None


def _noted(start: int, end: int, phrase: str, note: str, locate: Locate) -> Gold:
    pair = _PAIR.match(note)
    if pair and "." in note:
        return Gold(start, end, phrase, (float(pair[1]), float(pair[2])), None, None)
    if note.isdigit():
        return Gold(start, end, phrase, locate(note) or NOWHERE, note, None)
    return Gold(start, end, phrase, None, None, None)
