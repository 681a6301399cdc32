"""Why a workbook is not read: the rule of a finding, to be raised from anywhere below."""

from __future__ import annotations

LONGEST = 200


class Unreadable(Exception):
    """One reason to read nothing of this workbook; params are plain data for its sentence."""

    def __init__(self, rule: str, line: int | None = None, **params: str | int) -> None:
        self.rule = rule
        self.line = line
        # Names in a hostile file may be a megabyte long, or several lines.
        self.params = {
            name: " ".join(value.split())[:LONGEST] if isinstance(value, str) else value
            for name, value in params.items()
        }
        super().__init__(rule)
