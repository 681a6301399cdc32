"""What is wrong with a file, in the uploader's words.

A `Finding` is one fault at one place. `Findings` holds the true total of each
rule and lists at most a set number of each, so that a file with ten thousand
faults is reported truly and briefly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ketenkpi.contracts.personal.masking import mask
from ketenkpi.contracts.row_rules import LEVELS, Level
from ketenkpi.shown import shown
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    import pandas as pd

Stage = Literal["bestand", "kop", "cel", "rij", "rijen", "bestanden", "historie"]
STAGES: tuple[Stage, ...] = ("bestand", "kop", "cel", "rij", "rijen", "bestanden", "historie")
STOPS: tuple[Level, ...] = ("blokkade", "fout")
LONGEST_VALUE = 80
# Excel takes no longer text in a cell.
LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    `line` is the row as a spreadsheet numbers it (the header is 1, blank rows
    count, a cell with a line break stays one row); `text_line` is the line in
    a text editor where that differs. None where a fault is about the whole
    file. `rule` names three sentences in `wording/contracts.yaml`:
    `<rule>` (what came), `<rule>_expected` and `<rule>_remedy`. What may be of
    a person is covered in the value, the name of the column and the parameters.
    """

    stage: Stage
    level: Level
    rule: str
    line: int | None = None
    text_line: int | None = None
    column: str | None = None
    value: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Here and nowhere later, so that nothing made of a finding can hold more.
        covered = {k: mask(v) if isinstance(v, str) else v for k, v in self.params.items()}
        object.__setattr__(self, "params", covered)
        object.__setattr__(self, "value", None if self.value is None else mask(self.value))
        object.__setattr__(self, "column", None if self.column is None else mask(self.column))

    def message(self, language: Language) -> str:
        """What came."""
        return self._say("", language)

    def expected(self, language: Language) -> str:
        """What was expected."""
        return self._say("_expected", language)

    def remedy(self, language: Language) -> str:
        """What to do."""
        return self._say("_remedy", language)

    def _say(self, part: str, language: Language) -> str:
        shown = shorten(self.value)
        filled = {"column": self.column or "", "value": shown, "line": self.line or ""}
        return say(f"contracts.{self.rule}{part}", language, **(filled | dict(self.params)))


def shorten(value: str | None) -> str:
    """A value as it may be shown: on one line and at most 80 characters."""
    text = " ".join((value or "").split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


@dataclass(frozen=True, slots=True)
class Total:
    """How often one rule was broken in one column: a true count, never cut off."""

    stage: Stage
    level: Level
    rule: str
    column: str | None
    count: int


@shown
@dataclass(frozen=True)
class Findings:
    """All findings of one file: `listed` at most `limit` per rule and column, `totals` true."""

    totals: tuple[Total, ...] = ()
    listed: tuple[Finding, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether anything of level blokkade or fout was found: then nothing is stored."""
        return any(total.level in STOPS for total in self.totals)

    def count(self, level: Level | None = None) -> int:
        """How many findings there are, of one level or in all."""
        return sum(t.count for t in self.totals if level is None or t.level == level)

    def __add__(self, other: Findings) -> Findings:
        collector = Collector(limit=None)
        for part in (self, other):
            collector.take(part)
        return collector.findings()

    def as_frame(self, language: Language) -> pd.DataFrame:
        """One row per listed finding, in file order, with headings in `language`."""
        import pandas as pd

        names = [say(f"contracts.report_{name}", language) for name in REPORT]
        rows = [_report_row(finding, language) for finding in self.listed]
        return pd.DataFrame(rows, columns=names)

    def totals_frame(self, language: Language) -> pd.DataFrame:
        """One row per rule and column with its true total and how many are listed."""
        import pandas as pd

        shown: dict[tuple[str, str | None], int] = {}
        for finding in self.listed:
            place = (finding.rule, finding.column)
            shown[place] = shown.get(place, 0) + 1
        names = ("level", "stage", "column", "rule", "total", "listed")
        rows = [
            (
                say(f"contracts.level_{t.level}", language),
                say(f"contracts.stage_{t.stage}", language),
                t.column or "",
                say(f"contracts.{t.rule}_title", language),
                t.count,
                shown.get((t.rule, t.column), 0),
            )
            for t in self.totals
        ]
        return pd.DataFrame(rows, columns=[say(f"contracts.report_{n}", language) for n in names])

    def as_json(self, language: Language) -> dict[str, Any]:
        """Totals and listed findings as plain data for `--json`."""
        return {
            "blocked": self.blocked,
            "totals": [
                {"level": t.level, "stage": t.stage, "rule": t.rule, "column": t.column,
                 "count": t.count}
                for t in self.totals
            ],
            "listed": [
                {"level": f.level, "stage": f.stage, "rule": f.rule, "line": f.line,
                 "text_line": f.text_line, "column": f.column, "value": f.value,
                 "message": f.message(language), "expected": f.expected(language),
                 "remedy": f.remedy(language)}
                for f in self.listed
            ],
        }  # fmt: skip

    def to_xlsx(self, path: Path, language: Language) -> None:
        """Write the error report: a sheet of totals and a sheet of findings."""
        import xlsxwriter

        # Values come from somebody's file: written as strings, never as
        # formulas, or a cell that starts with '=' would run in Excel.
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(path, options) as book:
            heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
            wrap = book.add_format({"text_wrap": True, "valign": "top"})
            for key, frame, widths in (
                ("sheet_totals", self.totals_frame(language), (14, 14, 18, 44, 10, 10)),
                ("sheet_findings", self.as_frame(language), (8, 10, 18, 24, 14, 50, 50, 50)),
            ):
                sheet = book.add_worksheet(say(f"contracts.{key}", language))
                sheet.write_row(0, 0, list(frame.columns), heading)
                for number, row in enumerate(frame.itertuples(index=False), start=1):
                    for place, cell in enumerate(row):
                        _write_cell(sheet, number, place, cell, wrap)
                for place, width in enumerate(widths):
                    sheet.set_column(place, place, width)
                sheet.freeze_panes(1, 0)
                sheet.autofilter(0, 0, max(len(frame), 1), len(widths) - 1)


def _write_cell(sheet: Any, row: int, place: int, cell: object, wrap: Any) -> None:
    """One cell: a text as a string, never as a formula; a number; or nothing."""
    if isinstance(cell, str):
        sheet.write_string(row, place, cell[:LONGEST_CELL], wrap)
    elif isinstance(cell, int | float) and cell == cell:
        sheet.write_number(row, place, cell, wrap)
    else:
        # A finding about the whole file has no line, which pandas makes NaN.
        sheet.write_blank(row, place, None, wrap)


REPORT = ("line", "text_line", "column", "value", "level", "message", "expected", "remedy")


def _report_row(finding: Finding, language: Language) -> tuple[object, ...]:
    return (
        finding.line,
        finding.text_line,
        finding.column or "",
        shorten(finding.value),
        say(f"contracts.level_{finding.level}", language),
        finding.message(language),
        finding.expected(language),
        finding.remedy(language),
    )


def collected(findings: Iterable[Finding]) -> Findings:
    """These findings, all of them listed."""
    collector = Collector(limit=None)
    collector.add_all(findings)
    return collector.findings()


class Collector:
    """Gathers findings while a file is read: counts all, keeps at most `limit` per rule."""

    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._counts: dict[tuple[Stage, Level, str, str | None], int] = {}
        self._kept: list[Finding] = []
        self._kept_per_rule: dict[str, int] = {}

    def add(self, finding: Finding, times: int = 1) -> None:
        """Count one finding that stands for `times` cells or rows; list it while there is room."""
        place = (finding.stage, finding.level, finding.rule, finding.column)
        self._counts[place] = self._counts.get(place, 0) + times
        self._keep(finding)

    def add_all(self, findings: Iterable[Finding]) -> None:
        """Count several."""
        for finding in findings:
            self.add(finding)

    def take(self, findings: Findings) -> None:
        """Add already collected findings: totals as they are, the list as far as it fits."""
        for t in findings.totals:
            place = (t.stage, t.level, t.rule, t.column)
            self._counts[place] = self._counts.get(place, 0) + t.count
        for finding in findings.listed:
            self._keep(finding)

    def _keep(self, finding: Finding) -> None:
        kept = self._kept_per_rule.get(finding.rule, 0)
        if self._limit is None or kept < self._limit:
            self._kept.append(finding)
            self._kept_per_rule[finding.rule] = kept + 1

    @property
    def blocked(self) -> bool:
        """Whether anything was found that keeps the file from being stored as it is."""
        return any(level in STOPS for _, level, _, _ in self._counts)

    @property
    def stopped(self) -> bool:
        """Whether a later stage may not run: the file cannot be read on."""
        return any(level == "blokkade" for _, level, _, _ in self._counts)

    def findings(self) -> Findings:
        """All so far: totals by level and stage, the list in file order."""
        totals = [Total(*place, count) for place, count in self._counts.items()]
        totals.sort(key=lambda t: (LEVELS.index(t.level), STAGES.index(t.stage), -t.count))
        listed = sorted(self._kept, key=lambda f: (STAGES.index(f.stage) > 1, f.line or 0))
        return Findings(tuple(totals), tuple(listed))
