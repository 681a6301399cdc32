"""Text of others on a page, as text and nothing else."""

from __future__ import annotations

import re

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:])")


def plain(text: str) -> str:
    """Text from a file, such as the name of a Werkplein, so that Markdown leaves it alone."""
    return MARKDOWN.sub(r"\\\1", text)
