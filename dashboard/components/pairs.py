"""What a definition holds: labels with their texts, one below the other."""

from __future__ import annotations

from collections.abc import Iterable

from ketenkpi.answer import Bullet
from ketenkpi.surfaces import in_html


def as_html(items: Iterable[Bullet]) -> str:
    """A description list."""
    pairs = "".join(
        f"<dt>{in_html(each.of)}</dt><dd>{'<br>'.join(map(in_html, each.lines))}</dd>"
        for each in items
    )
    return f'<dl class="kk-explain">{pairs}</dl>'
