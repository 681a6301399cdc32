"""Words that say there is no value, and texts that are no name of a place.

People and programs write a word or sign where they know nothing, or where
nothing applies; a spreadsheet writes an error where it could not reckon. All of
them would be counted as values if they were stored. What can be no place (a
total, text in a wrong encoding) would be counted beside the real ones.
"""

from __future__ import annotations

import re

from ketenkpi.contracts.cell import Absent, Fault
from ketenkpi.contracts.normal import WHITE, normal

# Words where nothing applies, in small letters.
NOT_APPLICABLE = frozenset(
    {
        *("nvt", "nvt.", "n.v.t.", "n.v.t", "n v t", "n.v t.", "n. v. t.", "n/v/t"),
        *("(n.v.t.)", "(nvt)", "niet van toepassing", "not applicable"),
    }
)
# Words that only a program writes where it has no value: no text of a person.
TECHNICAL = frozenset(
    {
        *("null", "<null>", "(null)", "[null]", "\\n", "nan", "nat", "n/a", "<na>", "undefined"),
        *("#n/a", "#n/b", "#nb", "#na", "(leeg)", "(blank)", "(empty)", "(missing)"),
    }
)
# Words people and programs write where they know nothing, in small letters.
UNKNOWN = TECHNICAL | frozenset(
    {
        *("onbekend", "onbek", "onbek.", "(onbekend)", "niet bekend", "onbekende"),
        *("unknown", "unk", "unkn", "not known", "(unknown)"),
        *("nb", "n.b.", "n.b", "n b", "nnb", "n.n.b.", "nog niet bekend"),
        *("na", "n.a.", "n.a", "n/b", "n.t.b.", "ntb", "tbd"),
        *("geen", "none", "nil", "niets", "nothing", "geen opgave", "geen gegevens"),
        *("leeg", "blank", "empty", "niet ingevuld"),
        *("ontbreekt", "missing", "anoniem", "anonymous", "geanonimiseerd", "dummy"),
    }
)
# Signs only; a currency, a per cent or infinity is no word for unknown.
_ONLY_SIGNS = re.compile(r"(?:[^\w€$£%∞]|_)+")


# Errors as Excel and LibreOffice write them, in Dutch and English. Those that say
# "not available" are words for unknown.
SHEET_ERRORS = frozenset(
    {
        *("#ref!", "#verw!", "#value!", "#waarde!", "#name?", "#naam?"),
        *("#div/0!", "#deel/0!", "#null!", "#leeg!", "#num!", "#getal!", "#spill!", "#overloop!"),
        *("#calc!", "#bereken!", "#field!", "#veld!", "#getting_data", "#blocked!", "#connect!"),
        *("#data!", "#unknown!", "#error!", "#fout!"),
    }
)
# A formula of which the outcome was not kept; a person writes '= zie boven' or '==='.
FORMULA = "formule_zonder_waarde"
_FORMULA = re.compile(r"=[^\s=]")
# In free text it must look like one: a cell, a function or a sign; '=besluit van het MT'
# does not. '=?' stands for a formula of which a workbook keeps no text.
_FORMULA_IN_TEXT = re.compile(
    r"=(?:[-+(@{\"'\[#\d]|\$?[a-z]{1,3}\$?\d|[a-z_][a-z0-9_.]*\(|[\w .]+!|\?$)"
)
# A row of ### stands for a value that did not fit in the width of its column.
_HIDDEN_VALUE = re.compile(r"#{2,}")
_LIBREOFFICE_ERROR = re.compile(r"(err|fout):\d+", re.ASCII)
_TOTAL = re.compile(
    r"\b(totaal|totalen|subtotaal|subtotalen|eindtotaal|total|totals|subtotal|grand total)\b"
)
_ALL = re.compile(
    r"(som|sum|alle|allen|all|gemiddelde?|average|overall|samen|together)|(alle|all) .+"
)

# Text in UTF-8 that a program read as one of these, and saved again.
_MISREAD_AS = ("windows-1252", "mac_roman", "cp850", "cp437", "latin-1")
# One character alone is one byte in each of them, and never good UTF-8.
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]{2,}")
# What is left when a character was lost: the replacement character, a control
# character, a question mark inside a word, half a character of HTML.
_DAMAGED = re.compile(r"[\ufffd\u00c3\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]|\w\?\w|&#?\w+;")


def no_value(text: str, *, free: bool = False) -> Absent | Fault | None:
    """What a normal, filled text says when it is a word, sign or error instead of a value.

    None when it may be one. In `free` text only what a program writes counts: a
    person may write `geen` or `onbekend` and mean it.
    """
    word = text.casefold()
    if is_sheet_error(word):
        return Fault("fout_in_blad")
    if (_FORMULA_IN_TEXT if free else _FORMULA).match(word):
        return Fault(FORMULA)
    if word in NOT_APPLICABLE:
        return Absent("nvt", "woord_nvt")
    if word in TECHNICAL or _ONLY_SIGNS.fullmatch(word):
        return Absent("onbekend", "woord_onbekend")
    if not free and (word in UNKNOWN or _only_x(word)):
        return Absent("onbekend", "woord_onbekend")
    return None


def is_sheet_error(word: str) -> bool:
    """Whether a normal text in small letters is an error of a spreadsheet and no value."""
    if word in SHEET_ERRORS or _LIBREOFFICE_ERROR.fullmatch(word):
        return True
    return _HIDDEN_VALUE.fullmatch(word) is not None


def _only_x(word: str) -> bool:
    return len(word) > 1 and set(word) == {"x"}


def not_a_place(text: str) -> Absent | Fault | None:
    """Why a normal, filled text is no name of a place; None when it may be one.

    A bare number may be one: branches and gemeenten have codes.
    """
    if is_garbled(text):
        return Fault("plaats_verminkt")
    said = no_value(text)
    if isinstance(said, Absent):
        return said
    name = text.casefold()
    if said is not None and said.rule == FORMULA:
        return said
    if said is not None or name.startswith(("#", "=")):
        return Fault("plaats_fout_in_blad")
    if _TOTAL.search(name) or _ALL.fullmatch(name):
        return Fault("plaats_totaal")
    return None


def is_unknown(text: str) -> bool:
    """Whether a filled text only says that nothing is known."""
    return isinstance(no_value(normal(text)), Absent)


def is_garbled(text: str) -> bool:
    """Whether characters of a text were lost, or read in a wrong encoding and saved again.

    A run of characters outside ASCII that, written back in the encoding it was
    read in, is good UTF-8, came from UTF-8: one accented letter alone never is.
    """
    if text.isascii():
        return _DAMAGED.search(text) is not None
    return _DAMAGED.search(text) is not None or any(
        _was_utf8(run) for run in _FOREIGN_RUN.findall(text.translate(_SPACES_OUTSIDE_ASCII))
    )


# A run of hard or thin spaces between two letters is white space, no letter.
_SPACES_OUTSIDE_ASCII = {ord(space): " " for space in WHITE if ord(space) > 0xFF}


def _was_utf8(run: str) -> bool:
    for encoding in _MISREAD_AS:
        try:
            written = run.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if written != run:
            return True
    return False
