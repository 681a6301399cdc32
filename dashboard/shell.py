"""The HTML around the pages: its language, what it may load, and Streamlit's own words.

Streamlit writes `<html lang="en">` and has English words of its own ("Browse
files"). A screen reader then reads Dutch with an English voice. This
middleware mends both on the way out.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ketenkpi.wording import LANGUAGES, Language

STATIC = Path(__file__).resolve().parent / "static"
DUTCH, EVERY, STYLE = "/eigen/ui-nl.js", "/eigen/page.js", "/eigen/page.css"
COOKIE = "taal"
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
# Request headers that would bring back a page in the other language (304), or
# one that is compressed and cannot be rewritten.
UNWANTED = (b"accept-encoding", b"if-none-match", b"if-modified-since")
REPLACED = (b"etag", b"last-modified", b"content-length", b"cache-control", b"x-frame-options")


async def _own(request: Request) -> Response:
    return FileResponse(STATIC / request.url.path.split("/")[-1])


async def _refused(request: Request) -> Response:
    return PlainTextResponse("", status_code=404)


ROUTES = [Route(path, _own) for path in (DUTCH, EVERY, STYLE)]


def chosen_language(query: str, cookie: str) -> Language:
    """The language in the address, else the one chosen before, else Dutch."""
    kept = SimpleCookie(cookie).get(COOKIE)
    for asked in (*parse_qs(query).get(COOKIE, ()), kept.value if kept else ""):
        for language in LANGUAGES:
            if asked == language:
                return language
    return "nl"


def policy(body: bytes = b"") -> bytes:
    """The content security policy: this server and nobody else.

    Inline scripts are allowed only by the hash of those in `body`. Charts need
    'unsafe-eval': Vega compiles its expressions.
    """
    hashes = (hashlib.sha256(text).digest() for text in INLINE_SCRIPT.findall(body))
    allowed = " ".join(f"'sha256-{base64.b64encode(h).decode()}'" for h in hashes)
    return (
        "default-src 'self'; "
        f"script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob: {allowed}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ).encode()


HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]


@dataclass
class _Answer:
    """What the server answers, held back while it is HTML."""

    send: Send
    language: Language
    keep: bool
    start: Message | None = None
    body: bytearray = field(default_factory=bytearray)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self.start is None:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()

    async def _begin(self, message: Message) -> None:
        headers = dict(message["headers"])
        if headers.get(b"content-type", b"").startswith(b"text/html"):
            self.start = message
            return
        kept = [pair for pair in message["headers"] if pair[0] != b"x-frame-options"]
        await self.send({**message, "headers": [*kept, *HEADERS]})

    async def _finish(self) -> None:
        assert self.start is not None
        body = rewritten(bytes(self.body), self.language)
        kept = [pair for pair in self.start["headers"] if pair[0] not in REPLACED]
        own = [
            (b"content-length", str(len(body)).encode()),
            (b"content-security-policy", policy(body)),
            (b"cache-control", b"no-store"),
            (b"vary", b"Cookie"),
        ]
        if self.keep:
            own.append((b"set-cookie", f"{COOKIE}={self.language}; Path=/; SameSite=Lax".encode()))
        await self.send({**self.start, "headers": [*kept, *own, *HEADERS]})
        await self.send({"type": "http.response.body", "body": body})


def rewritten(page: bytes, language: Language) -> bytes:
    """The page in its language, with our style and scripts; those for Streamlit's own words too."""
    page = page.replace(b'<html lang="en">', f'<html lang="{language}">'.encode(), 1)
    page = page.replace(b"<title>Streamlit</title>", b"<title>ketenkpi</title>", 1)
    scripts = (EVERY, DUTCH) if language == "nl" else (EVERY,)
    tags = f'<link rel="stylesheet" href="{STYLE}">'
    tags += "".join(f'<script defer src="{path}"></script>' for path in scripts)
    return page.replace(b"</head>", f"{tags}</head>".encode(), 1)


class Shell:
    """ASGI middleware; not Starlette's BaseHTTPMiddleware, which would buffer downloads."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if scope["path"].startswith("/_stcore/metrics"):
            return await (await _refused(Request(scope)))(scope, receive, send)
        headers = dict(scope["headers"])
        query = scope.get("query_string", b"").decode()
        language = chosen_language(query, headers.get(b"cookie", b"").decode("latin-1"))
        if b"text/html" in headers.get(b"accept", b""):
            kept = [pair for pair in scope["headers"] if pair[0] not in UNWANTED]
            scope = {**scope, "headers": kept}
        answer = _Answer(send, language, keep=COOKIE in parse_qs(query))
        return await self.app(scope, receive, answer)
