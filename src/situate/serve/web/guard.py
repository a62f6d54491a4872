"""What stands between a browser and the store: hosts, origins, tokens, headers.

A page on another site can make a browser send us requests, and a name that resolves to loopback
can make it read answers. So every request names a host of ours, and every change comes from a page
of ours with the token that only such a page knows.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
COOKIE = "situate_session"
DAY = 86_400
POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses foreign hosts and origins, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] = LOOPBACK) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 for a host that is not ours, 403 for a change from another origin."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                message["headers"] = headers.raw
            await send(message)

        refused = self._refusal(scope["method"], Headers(scope=scope))
        target = refused or self.app
        await target(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if host_name(host) not in self.hosts:
            return PlainTextResponse("not a host of this server", 400)
        if method in SAFE:
            return None
        if not _is_from_us(headers, host):
            return PlainTextResponse("a change must come from a page of this server", 403)
        return None


def _is_from_us(headers: Headers, host: str) -> bool:
    """Does a change come from a page of this server, as far as the browser says?

    Our pages send no referrer, and then browsers write "null" for the origin of a form; only the
    browser's own word that the site is the same makes that good.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none"):
        return False
    if origin in (None, "null"):
        return origin is None or site == "same-origin"
    return urlsplit(origin).netloc == host


def host_name(host: str) -> str:
    """ "[::1]:8000" -> "[::1]", "localhost:80" -> "localhost"."""
    if host.startswith("["):
        return host[: host.find("]") + 1]
    return host.partition(":")[0].lower()


class Sessions:
    """Signed cookies; what they hold is readable but cannot be forged."""

    def __init__(self, secret: str | None = None) -> None:
        self.secret = secret or secrets.token_hex(32)
        self._signer = URLSafeTimedSerializer(self.secret, salt="session")

    def read(self, cookie: str | None) -> dict[str, str]:
        """The session of a cookie; a fresh, empty one if it is missing, old or not ours."""
        if cookie:
            try:
                found = self._signer.loads(cookie, max_age=DAY)
                return {str(k): str(v) for k, v in found.items()}
            except (BadSignature, AttributeError):
                pass
        return {"id": secrets.token_hex(16)}

    def write(self, session: dict[str, str]) -> str:
        """The cookie of a session."""
        return str(self._signer.dumps(session))

    def token(self, session: dict[str, str]) -> str:
        """The token a form of this session carries."""
        made = hmac.new(self.secret.encode(), session["id"].encode(), hashlib.sha256)
        return made.hexdigest()

    def is_token(self, session: dict[str, str], given: str) -> bool:
        """Does a form carry the token of its session?"""
        return hmac.compare_digest(self.token(session), given)
