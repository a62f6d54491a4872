"""The web app: pages that work as plain HTML, the same views as JSON and CSV, and an API."""

from __future__ import annotations

from situate.serve.web.app import create_app

__all__ = ["create_app"]
