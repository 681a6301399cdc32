"""What came of reading a file, on the screen: rows, and per rule its total and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.screen import Screen
from ketenkpi.wording import say

if TYPE_CHECKING:
    from ketenkpi.contracts import Finding, Findings, Reading, Total

# Enough to recognise a pattern; the Excel report lists up to a thousand a rule.
SHOWN = 5


def name_shown(file: Path) -> str:
    """The name of a file, with what may be of a person covered."""
    from ketenkpi.contracts.personal.masking import mask

    return mask(file.name)


def name_findings(file: Path) -> Findings:
    """What is wrong with the name of a file."""
    from ketenkpi.contracts.findings import collected
    from ketenkpi.contracts.privacy import check_filename

    return collected(check_filename(file.name))


def show_reading(file: str, reading: Reading, screen: Screen) -> None:
    """Print how the file was read."""
    from ketenkpi.contracts.so_read import so_read

    facts = [_counted("rows_read", reading.rows_read, screen)] if reading.counted else []
    if facts and not reading.questions:
        # Until what is asked is answered nothing is wrong with a row.
        facts.append(_counted("rows_rejected", reading.rows_rejected, screen))
    screen.show(f"{file}: {', '.join([reading.contract, *facts])}")
    if reading.dialect:
        screen.show(so_read(reading, screen.language))
    show_states(reading, screen)


def show_states(reading: Reading, screen: Screen) -> None:
    """Print what does not apply, beside what is missing; nothing where no cell says it."""
    if not any(states.not_applicable for states in reading.states):
        return
    for key in ("not_applicable", "missing"):
        counts = {states.column: getattr(states, key) for states in reading.states}
        listed = [f"{name} {screen.number(n)}" for name, n in counts.items() if n]
        if listed:
            screen.tell(f"cells_{key}", columns=", ".join(listed))


def _counted(key: str, count: int, screen: Screen) -> str:
    one = "_one" if key == "rows_read" and count == 1 else ""
    return screen.say(f"{key}{one}", count=screen.number(count))


def show_verdict(findings: Findings, screen: Screen) -> None:
    """Print whether a file can be stored."""
    if findings.blocked:
        screen.tell("verdict_blocked")
    elif findings.count("vraag"):
        screen.tell("verdict_asks")
    elif findings.totals:
        screen.tell("verdict_remarks")
    else:
        screen.tell("verdict_clean")


def reading_data(reading: Reading) -> dict[str, Any]:
    """How a file was read, as plain data for `--json`; rows read = stored + rejected."""
    from ketenkpi.contracts.so_read import so_read_data

    return {
        "contract": reading.contract,
        "profile": reading.profile,
        "sha256": reading.sha256,
        "rows_read": reading.rows_read,
        "rows_stored": reading.rows_stored,
        "rows_rejected": reading.rows_rejected,
        "read": so_read_data(reading),
        "columns": [asdict(states) for states in reading.states],
    }


def together(readings: Sequence[Reading]) -> Findings:
    """The findings of all contracts a file fills."""
    findings = readings[0].findings
    for reading in readings[1:]:
        findings = findings + reading.findings
    return findings


def write_report(file: Path | None, findings: Findings, screen: Screen) -> None:
    """All listed findings as a workbook, when one was asked for."""
    if file is not None:
        findings.to_xlsx(file, screen.language)
        screen.tell("report_written", file=file)


def show_findings(findings: Findings, screen: Screen) -> None:
    """Print all findings, those that stop the file first."""
    for total in findings.totals:
        listed = [
            finding
            for finding in findings.listed
            if (finding.rule, finding.level, finding.column)
            == (total.rule, total.level, total.column)
        ]
        screen.show(f"\n{_title(total, screen)}")
        for line in _lines(total, listed, screen):
            screen.show(f"  {line}")


def _title(total: Total, screen: Screen) -> str:
    level = say(f"contracts.level_{total.level}", screen.language).upper()
    name = say(f"contracts.{total.rule}_title", screen.language)
    return f"{level}: {name} ({screen.number(total.count)})"


def _lines(total: Total, listed: Sequence[Finding], screen: Screen) -> list[str]:
    shown = listed[:SHOWN]
    lines = [_line(finding, screen) for finding in shown]
    if total.count > len(shown):
        more = screen.number(total.count - len(shown))
        lines.append(screen.say("and_more", count=more))
    if shown:
        lines.append(screen.say("expected", text=shown[0].expected(screen.language)))
        lines.append(screen.say("remedy", text=shown[0].remedy(screen.language)))
    return lines


def _line(finding: Finding, screen: Screen) -> str:
    message = finding.message(screen.language)
    if finding.line is None:
        return message
    key = "at_line" if finding.column is None else "at_cell"
    return screen.say(key, line=finding.line, column=finding.column or "", message=message)
