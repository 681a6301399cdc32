"""Where an answer becomes something to see: text, HTML, a workbook, data.

reader     in which language, said once where a surface begins
digits     one rounding and one sign of numbers
written    the only place where a number, day or name becomes text
drawn      a table as heads and cells of text, the same for every surface
text       plain text, for the terminal and a mail
html       a part of a page
data       what a program reads: plain values, unrounded
workbook   a sheet of an Excel file for each section
"""

from ketenkpi.surfaces.data import exact, table_as_frame, table_as_records
from ketenkpi.surfaces.digits import rounded, unsigned, with_sign
from ketenkpi.surfaces.html import table_as_html
from ketenkpi.surfaces.reader import language, reading
from ketenkpi.surfaces.text import sections_as_text, table_as_text
from ketenkpi.surfaces.workbook import sections_as_workbook
from ketenkpi.surfaces.written import in_words

__all__ = [
    "exact",
    "in_words",
    "language",
    "reading",
    "rounded",
    "sections_as_text",
    "sections_as_workbook",
    "table_as_frame",
    "table_as_html",
    "table_as_records",
    "table_as_text",
    "unsigned",
    "with_sign",
]
