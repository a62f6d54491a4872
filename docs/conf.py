"""Sphinx: Furo and MyST."""

from importlib.metadata import version as _version

project = "situate"
author = "The situate authors"
release = version = _version("situate")
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build", "decisions/README.md"]
html_theme = "furo"
html_title = "situate"
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist"]
