"""Everything a page says, as one text."""

from __future__ import annotations

import html
import re

from streamlit.testing.v1 import AppTest

TAG = re.compile(r"<pre.*?</pre>|<[^>]*>", re.DOTALL)


def said(app: AppTest) -> str:
    """The words of the page: headings, text, HTML without its tags or code, messages."""
    kinds = ("title", "header", "subheader", "markdown", "error", "warning", "success", "info")
    text = [item.value.replace("\\", "") for kind in kinds for item in app.get(kind)]
    text += [html.unescape(TAG.sub(" ", item.value)) for item in app.html]
    return " ".join(text)


def columns_told(app: AppTest) -> list[str]:
    """The columns of a file that a page explains, in order."""
    texts = (html.unescape(item.value) for item in app.html)
    return [
        name for text in texts for name in re.findall(r"<strong>(\w+) \([a-z ]+\)</strong>", text)
    ]
