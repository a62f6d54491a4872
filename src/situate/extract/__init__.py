"""Sentences -> mentions: triggers, roles, tolls, stance, attribution. Words only, as quotes."""

from situate.extract import arabic
from situate.extract.document import extract

__all__ = ["arabic", "extract"]
