"""Mutated CSV files: a seed -> a file that somebody might deliver, or that was damaged.

Made from a contract and changed one to four times: in its cells (values that
fit nowhere, signs nobody sees), in its shape (rows too short or long, blank
lines, titles, notes, quotation marks), or in its bytes (cut, flipped, another
encoding, line ends, zeros). A twelfth is left whole, so that reading itself is
tried too.

`tests/tables` tries 5,000 of them: every one must be read, or end in findings.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ketenkpi.contracts import load_contracts
from ketenkpi.contracts.generate import generate

# What people, spreadsheets and damage leave in cells. None is a name of a person.
VALUES = (
    *("", " ", "-", "--", "?", "??", ".", "x", "0", "-1", "1,000", "125,000", "0.500", "1.234.567"),
    *("1e5", "1E+400", "-1E-400", "inf", "-Infinity", "NaN", "nan", "9" * 20, "9" * 400, "1_000"),
    *(
        "１２",
        "𝟗",
        "٣",
        "²",
        "½",
        "Ⅳ",
        "９９",
        "+3",
        "- 3",
        "3-",
        "(3)",
        "€ 1.250,00",
        "1 000",
        "1\u202f000",
    ),
    *("NULL", "null", "None", "#N/B", "#N/A", "#REF!", "n.v.t.", "onbekend", "Totaal", "TRUE"),
    *(
        "=1+1",
        "+1+1",
        "@SUM(A1)",
        "\t5",
        "5\xa0",
        "\u200b5",
        "\ufeffBreda",
        "5\u200e",
        "e\u0301\u0301",
    ),
    *("31-02-2009", "00-00-0000", "9999-12-31", "31-12-9999", "0001-01-01", "03/04/2009", "45000"),
    *(
        "2009-01-05T00:00:00Z",
        "5-jan-2009",
        "5-mrt-09",
        "29-02-1900",
        "2009KW1",
        "2009K5",
        "1e kw 9",
    ),
    *(
        "eerste kwartaal 2009",
        "2009MM13",
        "20090101",
        "32-13-2009",
        "1-1-1",
        "\U0001f600",
        "\u202eabc",
    ),
    *("a\nb", "a\r\nb", 'zeg "ja"', '"', '""', "'", ";", ",", "|", "\t", "a;b,c|d", "\x07", "\x0b"),
    *("\x0c", "\x1c", "\x7f", "\x85", "\u2028", "\u2029", "Ã©", "â‚¬", "\ufffd", "x" * 40_000),
    *(
        "111222333",
        "123456782",
        "06-12345678",
        "a@b.example",
        "ja",
        "nee",
        "JA ",
        "Ja/Nee",
        "WW;WWB",
    ),
)
NOTES = ("Bron: invoer", "Totaal aantal: 20", "Peildatum 31-03-2009", "Let op;voorlopig", "-----")
SEPARATORS = (";", ",", "\t", "|", ":", " ")
LINE_ENDS = ("\n", "\r\n", "\r", "\r\r\n", "\n\r", "\u2028", "\x85")
Dice = random.Random


@dataclass
class _Sheet:
    """Header and rows before they become text, and how they are to be written."""

    header: list[str]
    rows: list[list[str]]
    separator: str = ";"
    line_end: str = "\n"
    encoding: str = "utf-8"
    quoting: bool = False
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def place(self, dice: Dice) -> list[str]:
        """One of the rows; a new one where there is none."""
        if not self.rows:
            self.rows.append(["" for _ in self.header])
        return dice.choice(self.rows)

    def content(self) -> bytes:
        out = io.StringIO(newline="")
        quoting: Literal[0, 1] = csv.QUOTE_ALL if self.quoting else csv.QUOTE_MINIMAL
        writer = csv.writer(
            out, delimiter=self.separator, lineterminator=self.line_end, quoting=quoting
        )
        for line in self.before:
            out.write(line + self.line_end)
        writer.writerows([self.header, *self.rows])
        for line in self.after:
            out.write(line + self.line_end)
        return out.getvalue().encode(self.encoding, errors="replace")


@dataclass(frozen=True)
class TextFile:
    """The file of one seed: by which contract it is read, what was done to it, its bytes."""

    contract: str
    changes: tuple[str, ...]
    content: bytes


def text_file(seed: int) -> TextFile:
    """The file of this seed; the same seed gives the same bytes."""
    dice = Dice(seed)
    contracts = load_contracts()
    contract = contracts[dice.choice(sorted(contracts))]
    made = generate(contract, dice.choice((0, 1, 2, 5, 20, 40)), seed=seed, faults=0)
    header = list(contract.names)
    sheet = _Sheet(header, [[row[name] for name in header] for row in made.rows])
    changes: list[str] = []
    if dice.random() < 1 / 12:
        return TextFile(contract.key, (), sheet.content())
    for _ in range(dice.choice((1, 1, 2, 3, 4))):
        name = dice.choice(list(OF_SHEET))
        OF_SHEET[name](sheet, dice)
        changes.append(name)
    content = sheet.content()
    if dice.random() < 0.35:
        name = dice.choice(list(OF_BYTES))
        content = OF_BYTES[name](content, dice)
        changes.append(name)
    return TextFile(contract.key, tuple(changes), content)


def _cell(sheet: _Sheet, dice: Dice) -> None:
    row = sheet.place(dice)
    if row:
        row[dice.randrange(len(row))] = dice.choice(VALUES)


def _cells(sheet: _Sheet, dice: Dice) -> None:
    for _ in range(12):
        _cell(sheet, dice)


def _column(sheet: _Sheet, dice: Dice) -> None:
    place, value = dice.randrange(len(sheet.header)), dice.choice(VALUES)
    share = dice.choice((1.0, 0.5))
    for row in sheet.rows:
        if place < len(row) and dice.random() < share:
            row[place] = value


def _wrapped(sheet: _Sheet, dice: Dice) -> None:
    """Signs round what is there already."""
    before, after = dice.choice(
        ((" ", " "), ("\xa0", ""), ("'", ""), ('"', '"'), ("", "\n"), ("", "€"))
    )
    place = dice.randrange(len(sheet.header))
    for row in sheet.rows:
        if place < len(row):
            row[place] = before + row[place] + after


def _capitals(sheet: _Sheet, dice: Dice) -> None:
    turn = dice.choice((str.upper, str.title, str.swapcase))
    for row in sheet.rows:
        row[:] = [turn(cell) if dice.random() < 0.3 else cell for cell in row]


def _ragged(sheet: _Sheet, dice: Dice) -> None:
    for _ in range(dice.choice((1, 3, 16))):
        row = sheet.place(dice)
        for _ in range(dice.choice((1, 1, 3))):
            if dice.random() < 0.5:
                row.append(dice.choice(("", "", "x")))
            elif row:
                row.pop(dice.choice((-1, -1, 0)))


def _trailing(sheet: _Sheet, dice: Dice) -> None:
    """Separators behind every row, or empty cells dropped at the end of it."""
    if dice.random() < 0.5:
        for row in sheet.rows:
            row.extend([""] * dice.choice((1, 1, 2)))
        return
    for row in sheet.rows:
        while row and not row[-1]:
            row.pop()


def _blank_rows(sheet: _Sheet, dice: Dice) -> None:
    for _ in range(dice.choice((1, 2, 5))):
        blank = dice.choice(([], [], [""] * len(sheet.header), ["  "]))
        sheet.rows.insert(
            dice.choice((0, 0, len(sheet.rows), dice.randint(0, len(sheet.rows)))), blank
        )


def _rows(sheet: _Sheet, dice: Dice) -> None:
    match dice.randrange(5):
        case 0:
            sheet.rows.clear()
        case 1:
            sheet.rows += [list(row) for row in sheet.rows]
        case 2:
            dice.shuffle(sheet.rows)
        case 3:
            sheet.rows.insert(dice.randint(0, len(sheet.rows)), list(sheet.header))
        case _:
            del sheet.rows[1:]


def _header(sheet: _Sheet, dice: Dice) -> None:
    place = dice.randrange(len(sheet.header))
    name = sheet.header[place]
    other = dice.choice(
        (name.upper(), f" {name} ", f"\ufeff{name}", name[:-1], f"{name} (aantal)", "")
    )
    sheet.header[place] = dice.choice((other, other, "", dice.choice(VALUES), sheet.header[0]))


def _columns(sheet: _Sheet, dice: Dice) -> None:
    order = list(range(len(sheet.header)))
    match dice.randrange(3):
        case 0:
            dice.shuffle(order)
        case 1:
            order.pop(dice.randrange(len(order)))
        case _:
            sheet.header.append(dice.choice(("opmerking", "", "bsn", "naam", "Postcode")))
            for row in sheet.rows:
                row.append(dice.choice(VALUES))
            return
    for row in [sheet.header, *sheet.rows]:
        row[:] = [row[place] for place in order if place < len(row)]


def _titles(sheet: _Sheet, dice: Dice) -> None:
    sheet.before += dice.sample(NOTES, dice.choice((1, 2))) + [""] * dice.choice((0, 1))


def _foot(sheet: _Sheet, dice: Dice) -> None:
    sheet.after += [""] * dice.choice((0, 1)) + dice.sample(NOTES, dice.choice((1, 2)))


def _told(sheet: _Sheet, dice: Dice) -> None:
    sheet.before.insert(0, f"sep={dice.choice((sheet.separator, *SEPARATORS))}")


def _dialect(sheet: _Sheet, dice: Dice) -> None:
    sheet.separator = dice.choice(SEPARATORS)
    sheet.quoting = dice.random() < 0.5


def _line_ends(sheet: _Sheet, dice: Dice) -> None:
    sheet.line_end = dice.choice(LINE_ENDS)


def _encoding(sheet: _Sheet, dice: Dice) -> None:
    sheet.encoding = dice.choice(
        ("utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp850", "utf-7")
    )


OF_SHEET: dict[str, Callable[[_Sheet, Dice], None]] = {
    "cell": _cell,
    "cells": _cells,
    "column": _column,
    "wrapped": _wrapped,
    "capitals": _capitals,
    "ragged": _ragged,
    "trailing": _trailing,
    "blank rows": _blank_rows,
    "rows": _rows,
    "header": _header,
    "columns": _columns,
    "titles": _titles,
    "foot": _foot,
    "told": _told,
    "dialect": _dialect,
    "line ends": _line_ends,
    "encoding": _encoding,
}


def _cut(content: bytes, dice: Dice) -> bytes:
    return content[: dice.randint(0, len(content))]


def _flipped(content: bytes, dice: Dice) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 4, 30))):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _put_in(content: bytes, dice: Dice) -> bytes:
    piece = dice.choice(
        (
            b"\x00",
            b"\x1a",
            b'"',
            b'""',
            b"\n",
            b"\r",
            b";",
            b"\xef\xbb\xbf",
            b"\xff",
            b"\xc3",
            b"\x07",
            b"\\",
        )
    )
    for _ in range(dice.choice((1, 1, 5))):
        place = dice.randint(0, len(content))
        content = content[:place] + piece + content[place:]
    return content


def _ended(content: bytes, dice: Dice) -> bytes:
    ends = (b"\x1a", bytes(500), b"\n\n\n", b"\r\n\x1a\x1a", b"", b"\xc3", b"\x00\n")
    return content.rstrip(b"\r\n") + dice.choice(ends)


def _pasted(content: bytes, dice: Dice) -> bytes:
    """The file behind itself, or some of it in the middle of it."""
    if dice.random() < 0.4:
        return content + dice.choice((b"", b"\xef\xbb\xbf")) + content
    first, last = sorted(dice.randint(0, len(content)) for _ in range(2))
    place = dice.randint(0, len(content))
    return content[:place] + content[first:last] + content[place:]


def _torn(content: bytes, dice: Dice) -> bytes:
    first, last = sorted(dice.randint(0, len(content)) for _ in range(2))
    return content[:first] + content[last:]


OF_BYTES: dict[str, Callable[[bytes, Dice], bytes]] = {
    "cut": _cut,
    "flipped": _flipped,
    "put in": _put_in,
    "ended": _ended,
    "pasted": _pasted,
    "torn": _torn,
}
