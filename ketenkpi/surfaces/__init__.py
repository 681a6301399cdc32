"""Where an answer becomes something to see: text, HTML, a workbook, data.

reader     in which language, said once where a surface begins
digits     one rounding and one sign of numbers
written    the only place where a number, day or name becomes text
drawn      a table as heads and cells of text, the same for every surface
text       plain text, for the terminal and a mail; lines: columns lined up
html       a part of a page
data       what a program reads of a table: plain values, unrounded (plain_values)
json_text  data as JSON, csv_text a frame as CSV: in pieces, a column at a time (columns)
workbook   a sheet of an Excel file for each section

The names below are looked up at first use: commands that draw no answer load none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ketenkpi.surfaces.csv_text import as_csv
    from ketenkpi.surfaces.data import table_as_frame, table_as_records
    from ketenkpi.surfaces.digits import unsigned, with_sign
    from ketenkpi.surfaces.html import colour, in_html, items_as_html, table_as_html
    from ketenkpi.surfaces.json_text import DataRows, as_json
    from ketenkpi.surfaces.plain_values import exact
    from ketenkpi.surfaces.reader import language, reading
    from ketenkpi.surfaces.text import sections_as_text, table_as_text
    from ketenkpi.surfaces.workbook import sections_as_workbook
    from ketenkpi.surfaces.written import MARKS, in_words

_HOME = {
    "DataRows": "json_text",
    "as_csv": "csv_text",
    "as_json": "json_text",
    "table_as_frame": "data",
    "table_as_records": "data",
    "unsigned": "digits",
    "with_sign": "digits",
    "colour": "html",
    "in_html": "html",
    "items_as_html": "html",
    "table_as_html": "html",
    "exact": "plain_values",
    "language": "reader",
    "reading": "reader",
    "sections_as_text": "text",
    "table_as_text": "text",
    "sections_as_workbook": "workbook",
    "MARKS": "written",
    "in_words": "written",
}

__all__ = [
    "MARKS",
    "DataRows",
    "as_csv",
    "as_json",
    "colour",
    "exact",
    "in_html",
    "in_words",
    "items_as_html",
    "language",
    "reading",
    "sections_as_text",
    "sections_as_workbook",
    "table_as_frame",
    "table_as_html",
    "table_as_records",
    "table_as_text",
    "unsigned",
    "with_sign",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
