"""What `pip install situate` brings must be enough, whatever pip it is."""

from importlib.metadata import requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def _needed(name: str, extra: str = "") -> list[Requirement]:
    found = [Requirement(line) for line in requires(name) or ()]
    here = [r for r in found if r.marker is None or r.marker.evaluate({"extra": extra})]
    plain = [r for r in found if r.marker is None or r.marker.evaluate({"extra": ""})]
    return [r for r in here if r not in plain] if extra else plain


def _closure(name: str, seen: dict[str, list[Requirement]]) -> None:
    key = canonicalize_name(name)
    if key not in seen:
        seen[key] = _needed(name)
        for need in seen[key]:
            _closure(need.name, seen)


def test_no_package_is_reached_only_through_an_extra_of_another() -> None:
    # The pip that comes with Python 3.11 does not know `lxml[html_clean]` as `html-clean`: it
    # warned, went on, and no web page could be read.
    seen: dict[str, list[Requirement]] = {}
    _closure("situate", seen)
    through_extras = {
        f"{need.name}[{extra}] brings {more.name}"
        for needs in seen.values()
        for need in needs
        for extra in need.extras
        for more in _needed(need.name, canonicalize_name(extra))
        if canonicalize_name(more.name) not in seen
    }
    assert not through_extras
