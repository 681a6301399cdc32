"""The HTML around the pages: language, policy, and nothing of elsewhere."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re

import pytest

from dashboard.shell import EVERY, STYLE, Shell, chosen_language, policy, rewritten

PAGE = b"""<html lang="en"><head><title>Streamlit</title><script>
window.a = 1
</script></head><body></body></html>"""


@pytest.mark.parametrize(
    ("query", "cookie", "language"),
    [
        ("", "", "nl"),
        ("taal=en", "", "en"),
        ("taal=en", "taal=nl", "en"),
        ("taal=nl", "taal=en", "nl"),
        ("plek=A", "taal=en; andere=1", "en"),
        ("taal=fr", "", "nl"),
        ("taal=fr", "taal=en", "en"),
    ],
)
def test_the_address_comes_before_the_cookie(query: str, cookie: str, language: str) -> None:
    assert chosen_language(query, cookie) == language


def test_the_page_says_its_language_and_loads_only_our_own() -> None:
    dutch, english = (rewritten(PAGE, language).decode() for language in ("nl", "en"))
    assert '<html lang="nl">' in dutch
    assert '<html lang="en">' in english
    assert "ui-nl.js" in dutch
    assert "ui-nl.js" not in english
    assert all(path in english for path in (EVERY, STYLE))
    assert not re.search(r'(src|href)="(https?:)?//', dutch)


def test_inline_scripts_are_allowed_by_their_hash_only() -> None:
    text = re.search(rb"<script>(.*?)</script>", PAGE, re.DOTALL)
    assert text is not None
    digest = base64.b64encode(hashlib.sha256(text[1]).digest()).decode()
    allowed = policy(PAGE).decode()
    assert f"'sha256-{digest}'" in allowed
    script = next(part for part in allowed.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script
    assert "http" not in allowed


async def _inner(scope, receive, send) -> None:
    kind = b"text/html; charset=utf-8" if scope["path"] == "/" else b"application/octet-stream"
    headers = [(b"content-type", kind), (b"etag", b"x"), (b"content-length", b"9")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    half = len(PAGE) // 2
    await send({"type": "http.response.body", "body": PAGE[:half], "more_body": True})
    await send({"type": "http.response.body", "body": PAGE[half:]})


def _asked(path: str, query: bytes = b"") -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request"}

    async def send(message: dict) -> None:
        sent.append(message)

    headers = [(b"accept", b"text/html"), (b"accept-encoding", b"gzip"), (b"if-none-match", b"x")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query}
    asyncio.run(Shell(_inner)({**scope, "headers": headers}, receive, send))
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), body


def test_html_is_rewritten_whole_and_never_kept_by_the_browser() -> None:
    status, headers, body = _asked("/")
    assert status == 200
    assert body == rewritten(PAGE, "nl")
    assert headers[b"content-length"] == str(len(body)).encode()
    assert headers[b"cache-control"] == b"no-store"
    assert b"etag" not in headers
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]


def test_a_language_in_the_address_is_remembered() -> None:
    assert _asked("/", b"taal=en")[1][b"set-cookie"].startswith(b"taal=en;")
    assert b"set-cookie" not in _asked("/")[1]


def test_downloads_pass_as_they_are() -> None:
    _, headers, body = _asked("/media/x")
    assert body == PAGE
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"etag"] == b"x"


def test_metrics_of_the_server_are_not_public() -> None:
    assert _asked("/_stcore/metrics")[0] == 404
