"""The example set: fifteen invented Werkpleinen, 2008K1-2010K4, with truths planted in them.

    truths       what was planted, and how large
    places       the Werkpleinen, their regions, size, case mix and phases
    spells       benefit spells from a known hazard; the heart of the set
    clients      which spells belong to one client (returns, WW to WWB)
    applications melding, aanvraag, besluit, first payment, refused applications
    delivery     the spells as a Werkplein would deliver them on a given day
    steps        the step log behind the spells
    aggregates   stand_stroom for Werkpleinen without case files
    surveys      satisfaction answers and complaints
    employers    vacancies
    resources    money and people
    cooperation  scan, phases, targets
    context      outside series (CBS)
    practice     one file full of faults, and its mended twin
    csv_files    Dutch Excel style
    write        all of it into a folder
    present      another example: a region of today, 2024K1-2025K4

Nothing here is measured anywhere, except the national series in `context`.
"""

from ketenkpi.example.truths import FIRST, LAST, TRUTHS, Truths
from ketenkpi.example.write import ExampleFile, ExampleSet, write_example

__all__ = ["FIRST", "LAST", "TRUTHS", "ExampleFile", "ExampleSet", "Truths", "write_example"]
