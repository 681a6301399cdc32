"""Why a workbook is not read: the rule of a finding, to be raised from anywhere below."""

from __future__ import annotations


class Unreadable(Exception):
    """One reason to read nothing of this workbook; params are plain data for its sentence."""

    def __init__(self, rule: str, line: int | None = None, **params: str | int) -> None:
        self.rule = rule
        self.line = line
        self.params = params
        super().__init__(rule)
