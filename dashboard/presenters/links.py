"""Links to other pages, as HTML."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode


def to_definition(indicator: str, text: str) -> str:
    """A link to the definition of an indicator, by its key."""
    query = escape(urlencode({"indicator": indicator}))
    return f'<a href="./definities?{query}" target="_self">{escape(text)}</a>'
