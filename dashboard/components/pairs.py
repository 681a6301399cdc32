"""Labels with their texts, one below the other."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape as safe


def as_html(rows: Iterable[tuple[str, str]]) -> str:
    """A description list."""
    pairs = "".join(f"<dt>{safe(label)}</dt><dd>{safe(text)}</dd>" for label, text in rows)
    return f'<dl class="kk-explain">{pairs}</dl>'
