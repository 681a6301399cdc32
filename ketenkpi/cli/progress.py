"""A progress bar on the error channel, only where somebody is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

WIDTH = 24
Progress = Callable[[str, float], None]


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Progress]:
    """A function `(what, share done)`; silent unless `stream` (stderr) is a terminal.

    The bar is one line that is written over and wiped at the end, so that
    nothing of it is left above the result.
    """
    channel = stream or sys.stderr
    if not channel.isatty():
        yield lambda what, share: None
        return
    try:
        yield lambda what, share: _draw(channel, what, share)
    finally:
        channel.write("\r\x1b[K")
        channel.flush()


def _draw(channel: TextIO, what: str, share: float) -> None:
    filled = round(WIDTH * min(max(share, 0.0), 1.0))
    bar = "#" * filled + "." * (WIDTH - filled)
    channel.write(f"\r\x1b[K[{bar}] {what}")
    channel.flush()
