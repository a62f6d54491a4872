"""Layer styles as QGIS writes them (QML), so that a GeoPackage opens with meaning.

State is shape as well as colour; a point that is only near, or stands for an area, is hollow. The
`temporal` element switches the time slider on: mode 2 is "start and end from fields".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

VERSION = "3.34.0-Prizren"


@dataclass(frozen=True, slots=True)
class Symbol:
    """How one value of the field is drawn; `fill` None is hollow."""

    value: str
    label: str
    shape: str  # a name of QGIS' simple markers
    fill: str | None
    size: float = 3.0


@dataclass(frozen=True, slots=True)
class Style:
    """The style of a layer: a field, a symbol for each of its values, the fields of its days."""

    field: str
    symbols: tuple[Symbol, ...]
    days: tuple[str, str]
    opacity: str | None = None  # a field between 0 and 1


STYLES: Mapping[str, Style] = {
    "incidents": Style(
        "geo_precision",
        (
            Symbol("1", "exact", "circle", "#3b4a5a"),
            Symbol("2", "near, or a district", "circle", None, 5.0),
            Symbol("3", "a region: not a point", "hexagon", None, 8.0),
            Symbol("", "precision not known", "circle", "#b8b8b8"),
        ),
        ("start_date", "end_date"),
    ),
    "holds": Style(
        "state",
        (
            Symbol("held", "held", "square", "#2a6f97", 4.0),
            Symbol("contested", "contested", "diamond", "#d1495b", 5.0),
            Symbol("mixed", "mixed", "pentagon", "#8f6bb3", 4.5),
            Symbol("none", "held by none", "square", None, 4.0),
            Symbol("unknown", "not known", "cross2", "#6b6b6b", 3.0),
        ),
        ("valid_from", "valid_to"),
        "probability",
    ),
}


def qml(style: Style) -> str:
    """The style as QGIS reads it from `layer_styles.styleQML`."""
    root = Element("qgis", version=VERSION, styleCategories="Symbology|Temporal")
    SubElement(
        root, "temporal", enabled="1", mode="2", startField=style.days[0], endField=style.days[1],
        accumulate="0", fixedDuration="0", durationUnit="days", limitMode="0", durationField="",
        startExpression="", endExpression="",
    )  # fmt: skip
    renderer = SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr=style.field, forceraster="0",
        symbollevels="0", enableorderby="0",
    )  # fmt: skip
    categories = SubElement(renderer, "categories")
    for n, symbol in enumerate(style.symbols):
        SubElement(
            categories, "category", symbol=str(n), value=symbol.value, label=symbol.label,
            render="true", type="string",
        )  # fmt: skip
    symbols = SubElement(renderer, "symbols")
    for n, symbol in enumerate(style.symbols):
        _marker(symbols, n, symbol, style.opacity)
    return tostring(root, encoding="unicode")


def _marker(parent: Element, number: int, symbol: Symbol, opacity: str | None) -> None:
    marker = SubElement(
        parent, "symbol", type="marker", name=str(number), alpha="1", clip_to_extent="1",
        force_rhr="0",
    )  # fmt: skip
    layer = SubElement(marker, "layer", attrib={"class": "SimpleMarker"}, enabled="1", locked="0")
    layer.set("pass", "0")
    fill = "255,255,255,0" if symbol.fill is None else f"{_rgb(symbol.fill)},230"
    _options(
        SubElement(layer, "Option", type="Map"),
        (
            ("name", symbol.shape), ("color", fill), ("outline_color", "35,35,35,255"),
            ("outline_style", "solid"), ("outline_width", "0.4"), ("outline_width_unit", "MM"),
            ("size", f"{symbol.size:g}"), ("size_unit", "MM"),
        ),
    )  # fmt: skip
    if opacity is not None:
        _by_field(layer, opacity)


def _options(parent: Element, pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        SubElement(parent, "Option", name=name, type="QString", value=value)


def _by_field(layer: Element, field: str) -> None:
    """Opacity from a field: the less probable, the fainter, never below 35 %."""
    defined = SubElement(layer, "data_defined_properties")
    top = SubElement(defined, "Option", type="Map")
    SubElement(top, "Option", name="name", type="QString", value="")
    properties = SubElement(top, "Option", name="properties", type="Map")
    alpha = SubElement(properties, "Option", name="alpha", type="Map")
    expression = f'coalesce(35 + 65 * "{field}", 100)'
    SubElement(alpha, "Option", name="active", type="bool", value="true")
    SubElement(alpha, "Option", name="expression", type="QString", value=expression)
    SubElement(alpha, "Option", name="type", type="int", value="3")
    SubElement(top, "Option", name="type", type="QString", value="collection")


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
