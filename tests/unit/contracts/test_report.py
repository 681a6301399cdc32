"""The report of findings that a user keeps and opens in a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from ketenkpi.contracts.findings import Finding, Findings, Total


def _written(findings: Findings, path: Path) -> list[tuple[str, str]]:
    """Every filled cell of the report: its type and its text."""
    findings.to_xlsx(path, "nl")
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [(cell.data_type, str(cell.value)) for cell in cells if cell.value is not None]


def test_a_report_holds_findings_with_and_without_a_line(tmp_path: Path) -> None:
    findings = Findings(
        (Total("cel", "fout", "verplicht", "werkplein", 1),),
        (
            Finding("cel", "fout", "verplicht", 3, None, "werkplein", "x"),
            Finding("bestand", "blokkade", "leeg_bestand"),
        ),
    )
    cells = _written(findings, tmp_path / "report.xlsx")
    assert ("n", "3") in cells
    assert all(text != "nan" for _, text in cells)


def test_no_text_of_a_file_becomes_a_formula(tmp_path: Path) -> None:
    hostile = ("=1+1", " =1+1", "\t=1+1", "+1+1", "@SUM(A1)", "{=1+1}", "\x01=1+1", "https://x.nl")
    listed = tuple(
        Finding("cel", "fout", "verplicht", line, None, text, text, {"key": text})
        for line, text in enumerate(hostile)
    )
    totals = tuple(Total("cel", "fout", "verplicht", text, 1) for text in hostile)
    cells = _written(Findings(totals, listed), tmp_path / "report.xlsx")
    assert {kind for kind, text in cells if any(sign in text for sign in "=+@")} == {"s"}
    assert "f" not in {kind for kind, _ in cells}
