"""The progress bar: there for a person, absent for a program."""

from __future__ import annotations

import io

from ketenkpi.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_where_nobody_watches() -> None:
    channel = io.StringIO()
    with progress(str.upper, channel) as report:
        report("lezen", 0.5)
    assert channel.getvalue() == ""


def test_one_line_that_is_wiped_at_the_end() -> None:
    channel = Terminal()
    with progress(str.upper, channel) as report:
        report("lezen", 0.0)
        report("lezen", 0.5)
        report("klaar", 7.0)
    assert "\n" not in channel.getvalue()
    assert "[############............] LEZEN" in channel.getvalue()
    assert "[########################] KLAAR" in channel.getvalue()
    assert channel.getvalue().endswith("\r\x1b[K")
