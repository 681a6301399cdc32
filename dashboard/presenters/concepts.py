"""Ways to the definition of a concept, as HTML."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from ketenkpi.concepts import names
from ketenkpi.wording import Language


def code(kind: str, key: str) -> str:
    """How an address names the concept."""
    return f"{kind}.{key}"


def link(code: str, text: str) -> str:
    """`text` as a link to the definition of a concept; KeyError for one there is not."""
    assert names()[code]
    query = escape(urlencode({"begrip": code}))
    return f'<a href="./definities?{query}" target="_self">{escape(text)}</a>'


def named(code: str, language: Language) -> str:
    """The name of a concept as a link to its definition."""
    return link(code, names()[code].in_(language))
