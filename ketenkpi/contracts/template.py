"""An empty file to fill in, as CSV or as a workbook that explains itself.

Everything in it comes from the contract: the examples pass its check, the
pick lists are its codes, the explanation is its data dictionary.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from ketenkpi.contracts.contract import Contract, ContractColumn
from ketenkpi.contracts.days import FIRST_DAY, LAST_DAY, DateKind
from ketenkpi.contracts.dictionary import DictionaryEntry, entries, rule_entries
from ketenkpi.contracts.generate import example_rows, to_csv
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, YesNoKind
from ketenkpi.vocabulary import in_both
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# Excel shows pick lists and dates in this many rows; further rows can be
# filled in too and are checked at upload.
PREPARED_ROWS = 5_000
# Excel's own limits.
LONGEST_MESSAGE, LONGEST_LIST = 255, 255
WIDTHS = {"column": 22, "required": 10, "allowed": 34, "meaning": 60, "values": 52, "empty": 34}


def template(
    contract: Contract, format: Literal["csv", "xlsx"] = "csv", language: Language = "nl"
) -> bytes:
    """A header and two invented rows, to be replaced by one's own.

    In the first row everything is filled in, in the second only what must be.

    CSV is UTF-8 with a byte order mark, `;` and CRLF, which Dutch Excel opens
    by itself. XLSX has pick lists and real dates, and a second sheet that
    explains every column in `language`; column names are Dutch in both.
    """
    if format == "csv":
        return to_csv(contract, example_rows(contract), ";", "\r\n").encode("utf-8-sig")
    return _workbook(contract, language)


def _workbook(contract: Contract, language: Language) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    # Formulas stay text, so that an example can never run in somebody's Excel.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        # A fixed moment makes two templates of one contract equal byte by byte.
        made = datetime.combine(contract.reviewed_on, time(), UTC)
        book.set_properties({"title": contract.name.in_(language), "created": made})
        _data_sheet(book, contract, language)
        _explanation(book, contract, language)
    return content.getvalue()


def _data_sheet(book: Workbook, contract: Contract, language: Language) -> None:
    sheet = book.add_worksheet(contract.key)
    required = book.add_format({"bold": True, "bottom": 1, "bg_color": "#DCE6F2"})
    optional = book.add_format({"bottom": 1, "bg_color": "#F2F2F2"})
    for place, column in enumerate(contract.columns):
        shape = _shape(book, column)
        sheet.set_column(place, place, max(14, len(column.name) + 4), shape)
        sheet.write_string(0, place, column.name, required if column.required else optional)
        limits = _validation(column, language)
        if limits:
            sheet.data_validation(1, place, PREPARED_ROWS, place, limits)
    for number, row in enumerate(example_rows(contract), start=1):
        for place, column in enumerate(contract.columns):
            _write(sheet, number, place, column.read(row[column.name]), column, row)
    sheet.freeze_panes(1, 0)


def _shape(book: Workbook, column: ContractColumn) -> Format:
    # Text cells keep leading zeros, and Excel does not turn a code into a date.
    match column.kind:
        case DateKind():
            return book.add_format({"num_format": "dd-mm-yyyy"})
        case NumberKind(whole=whole):
            return book.add_format({"num_format": "0" if whole else "0.##"})
        case _:
            return book.add_format({"num_format": "@"})


def _write(
    sheet: Worksheet, line: int, place: int, value: Any, column: ContractColumn, row: dict[str, str]
) -> None:
    if value is None:
        return
    match column.kind:
        case DateKind():
            sheet.write_datetime(line, place, value)
        case NumberKind():
            sheet.write_number(line, place, value)
        case _:
            sheet.write_string(line, place, row[column.name])


def _validation(column: ContractColumn, language: Language) -> dict[str, Any]:
    limits = _limits(column)
    if not limits:
        return {}
    message = column.kind.describe(language)[:LONGEST_MESSAGE]
    return limits | {
        "ignore_blank": True,
        "error_title": column.name[:32],
        "error_message": message,
    }


def _limits(column: ContractColumn) -> dict[str, Any]:
    match column.kind:
        case ChoiceKind(values=values) if len(",".join(values)) <= LONGEST_LIST:
            return {"validate": "list", "source": list(values)}
        case YesNoKind() as kind:
            return {"validate": "list", "source": [kind.write(True), kind.write(False)]}
        case DateKind():
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": FIRST_DAY,
                "maximum": LAST_DAY,
            }
        case NumberKind(whole=whole, low=low, high=high):
            return {
                "validate": "integer" if whole else "decimal",
                "criteria": "between",
                "minimum": -1e12 if low is None else low,
                "maximum": 1e12 if high is None else high,
            }
        case _:
            return {}


def _explanation(book: Workbook, contract: Contract, language: Language) -> None:
    sheet = book.add_worksheet(say("templates.sheet", language))
    title = book.add_format({"bold": True, "font_size": 14})
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, contract.name.in_(language), title)
    sheet.write_string(1, 0, contract.row.in_(language))
    sheet.write_string(2, 0, say("templates.remove_examples", language))
    for place, (key, width) in enumerate(WIDTHS.items()):
        sheet.set_column(place, place, width)
        sheet.write_string(4, place, say(f"templates.{key}", language), heading)
    line = 5
    for entry in entries(contract):
        for place, text in enumerate(_explained(entry, language)):
            sheet.write_string(line, place, text, wrap)
        line += 1
    _rules(sheet, line + 1, contract, language, heading)
    sheet.freeze_panes(5, 1)


def _explained(entry: DictionaryEntry, language: Language) -> tuple[str, ...]:
    values = "\n".join(f"{code} = {text.in_(language)}" for code, text in entry.values)
    needed = say(f"templates.{'yes' if entry.required else 'no'}", language)
    allowed = in_both("templates.choose") if entry.values else entry.allowed
    texts = (allowed, entry.meaning, entry.empty)
    filled, meaning, empty = (text.in_(language) for text in texts)
    return (entry.column, needed, filled, meaning, values, empty)


def _rules(
    sheet: Worksheet, line: int, contract: Contract, language: Language, heading: Format
) -> None:
    rules = rule_entries(contract)
    if not rules:
        return
    sheet.write_string(line, 0, say("templates.rules", language), heading)
    for number, rule in enumerate(rules, start=line + 1):
        sheet.write_string(number, 0, f"{rule.rule.in_(language)} ({rule.level.in_(language)})")
