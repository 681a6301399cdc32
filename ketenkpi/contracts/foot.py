"""The last rows that are no data: sources, counts, days of printing, signatures.

A row that could be data is never taken for a note, since it would be lost with
an advice only. So a row of the foot lacks a required cell, has at most two
filled ones, and either says what it is or stands apart and looks like nothing
in its column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from ketenkpi.contracts.dialect import Separator
from ketenkpi.contracts.ends import Last, WrittenRow, last_rows
from ketenkpi.contracts.normal import normal

LONGEST = 20
# Rows before a foot that are looked at to see what data look like.
COMPARED = 40

# How notes begin, in small letters, Dutch and English.
WORDS = (
    *("bron", "bronnen", "source", "sources", "copyright", "colofon", "disclaimer"),
    *("totaal", "totalen", "eindtotaal", "subtotaal", "total", "grand total", "som", "aantal"),
    *("number of", "count", "records", "rijen", "regels", "rows", "peildatum", "peilmoment"),
    *("datum", "date", "printdatum", "afdrukdatum", "rapportdatum", "exportdatum", "gemaakt"),
    *("opgemaakt", "opgesteld", "aangemaakt", "gegenereerd", "generated", "created", "printed"),
    *("afgedrukt", "uitgedraaid", "geprint", "export", "geexporteerd", "geëxporteerd", "query"),
    *("selectie", "filter", "periode", "versie", "version", "rapport", "report", "bestand"),
    *("toelichting", "opmerking", "opmerkingen", "noot", "noten", "voetnoot", "nota bene", "note"),
    *("notes", "remark", "let op", "n.b.", "nb", "legenda", "legend", "uitleg", "definitie"),
    *("pagina", "page", "blad", "einde", "end of", "eof", "slot", "vertrouwelijk", "confidential"),
    *("concept", "intern", "alleen voor", "contact", "contactpersoon", "handtekening", "paraaf"),
    *("voor akkoord", "akkoord", "ondertekend", "ondertekening", "getekend", "namens", "plaats"),
    *("naam", "functie", "w.g.", "dit bestand", "deze gegevens", "deze tabel", "dit overzicht"),
    *("process finished", "execution", "elapsed", "completion", "affected"),
)
_BEGINS = re.compile(rf"({'|'.join(map(re.escape, WORDS))})(?!\w)")
# "(20 rows affected)", "20 rijen geselecteerd.", "1) voorlopig", "* geschat", "-----"
_SAYS = re.compile(
    r"\(?\d+\s*(rows?|rijen|rij|records?|regels?|resultaten|results?)\b.*"
    r"|[*†‡§©\[(#].*|\d+\)\s.*|[-=_*.~\s]{3,}|.*:(\s.*|)|.*https?://.*",
    re.DOTALL,
)
# These say so much that no other cell can make the row data.
_SURELY = re.compile(r"(bron|bronnen|source|sources|copyright)\s*:.*|©.*", re.DOTALL)
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


@dataclass(frozen=True)
class _Seen:
    """What data look like: the texts and shapes of each column."""

    texts: frozenset[tuple[int, str]]
    shapes: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, rows: Collection[Sequence[str]]) -> _Seen:
        cells = [
            (place, normal(cell)) for row in rows for place, cell in enumerate(row) if normal(cell)
        ]
        return cls(
            frozenset((place, text.casefold()) for place, text in cells),
            frozenset((place, _shape(text)) for place, text in cells),
        )


@dataclass(frozen=True, slots=True)
class Foot:
    """The rows behind the data: their texts ('' for a blank one) and the byte they begin at."""

    texts: tuple[str, ...] = ()
    begin: int | None = None


NO_FOOT = Foot()


def foot_of(
    path: Path,
    separator: Separator,
    begin: int,
    first: Sequence[WrittenRow],
    width: int,
    required: Collection[int],
) -> Foot:
    """The last rows from the first note on; mostly none.

    begin: the byte at which data begin; first: the first rows of data; width: the
    cells of the header; required: the places of the cells that data fill.
    """
    if width < 3:
        return NO_FOOT
    last = last_rows(path, separator, begin, LONGEST + COMPARED)
    poor = [*takewhile(lambda row: _poor(row, required), reversed(last))]
    while sum(bool(row.filled) for row in poor) > LONGEST:
        poor.pop()
    poor.reverse()
    before = last[: len(last) - len(poor)]
    # Of a short file the first rows are among the last.
    known = {row.cells for row in poor}
    seen = _Seen.of(
        [*(row.cells for row in before), *(row.cells for row in first if row.cells not in known)]
    )
    for number, row in enumerate(poor):
        apart = number > 0 and not poor[number - 1].filled
        if row.filled and _note(row, seen, width, apart):
            notes = poor[number:]
            return Foot(tuple(_text(note) for note in notes), row.begin)
    return NO_FOOT


def _text(row: Last) -> str:
    return "; ".join(normal(row.cells[place]) for place in row.filled)


def _poor(row: Last, required: Collection[int]) -> bool:
    """Whether a row cannot be data: blank, or at most two cells and not those it needs."""
    filled = row.filled
    if filled and _SURELY.match(normal(row.cells[filled[0]]).casefold()):
        return True
    whole = bool(required) and set(required) <= set(filled)
    return len(filled) <= 2 and not whole


def _note(row: Last, seen: _Seen, width: int, apart: bool) -> bool:
    """Whether a poor row with text says that it is a note, or stands apart from the data."""
    texts = [normal(row.cells[place]).casefold() for place in row.filled]
    place, text = row.filled[0], texts[0]
    if (place, text) in seen.texts:
        return False
    if _BEGINS.match(text) or any(_SAYS.fullmatch(one) for one in texts):
        return True
    unlike = (place, _shape(text)) not in seen.shapes
    # A code is one word: on the rows of all contracts, emptied but for one or two
    # cells, nothing is taken for a note (0 of 5,282), without this 23.
    several = " " in text and _LETTERS.search(text) is not None
    alone = len(texts) == 1 and (apart or len(row.cells) != width or len(text.split()) > 3)
    return alone and several and unlike


def _shape(text: str) -> str:
    return _DIGITS.sub("9", _LETTERS.sub("a", text))
