"""A progress bar on the error channel, only where somebody is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 24
WIPE = "\r\x1b[K"
Progress = Callable[[str, float], None]


@contextmanager
def progress(label: Callable[[str], str], stream: TextIO | None = None) -> Iterator[Progress]:
    """A function `(stage, share done)`; silent unless `stream` (stderr) is a terminal.

    `label` puts a stage into words. The bar is one line that is written over
    and wiped at the end, so that nothing of it is left above the result.
    """
    channel = stream or sys.stderr
    if not channel.isatty():
        yield lambda stage, share: None
        return
    try:
        yield lambda stage, share: _draw(channel, label(stage), share)
    finally:
        channel.write(WIPE)
        channel.flush()


def _draw(channel: TextIO, text: str, share: float) -> None:
    filled = round(WIDTH * min(max(share, 0.0), 1.0))
    bar = "#" * filled + "." * (WIDTH - filled)
    channel.write(f"{WIPE}[{bar}] {text}")
    channel.flush()
