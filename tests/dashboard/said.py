"""Everything a page says, as one text."""

from __future__ import annotations

import html
import re

from streamlit.testing.v1 import AppTest

TAG = re.compile(r"<[^>]*>")


def said(app: AppTest) -> str:
    """The words of the page: headings, text, HTML without its tags, messages."""
    kinds = ("title", "header", "subheader", "markdown", "error", "warning", "success", "info")
    text = [item.value.replace("\\", "") for kind in kinds for item in app.get(kind)]
    text += [html.unescape(TAG.sub(" ", item.value)) for item in app.html]
    return " ".join(text)
