"""The tag of a small picture, with its text for who cannot see it."""

from __future__ import annotations

from html import escape

from ketenkpi.charts.minis import MiniSize


def image(source: str, alt: str, size: MiniSize) -> str:
    """An image of `ketenkpi.charts.minis` in its own pixels; '' where nothing was drawn."""
    if not source:
        return ""
    box = f'width="{size.width}" height="{size.height}"'
    return f'<img class="kk-mini" src="{source}" alt="{escape(alt, quote=True)}" {box}>'
