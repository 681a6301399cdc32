"""One spelling for a name, and texts that are no name of a place at all.

A place is the name or code of a Werkplein. The same name comes out of Excel,
a case system and a web page with a hard space, a zero-width space or an accent
written apart; whoever sees the file sees one name. So a name is tidied before
anything compares it. What cannot be a place (a total, an error of Excel, text
in a wrong encoding, a word for unknown) is refused, since stored as a place it
would be counted beside the real ones.
"""

from __future__ import annotations

import re
import unicodedata

# White space as `str.strip` takes it, written out because polars strips less
# (not 0x1c-0x1f); both readings of a cell must agree.
WHITE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# Characters nobody sees: soft hyphen, zero-width space and joiners, marks of
# direction, word joiner, byte order mark.
INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_UNSEEN = str.maketrans("", "", INVISIBLE)
_WHITE_RUN = re.compile(f"[{re.escape(WHITE)}]+")

# Words people and programs write where they know nothing, in small letters.
UNKNOWN = frozenset(
    {
        *("onbekend", "onbek", "onbek.", "(onbekend)", "niet bekend", "onbekende"),
        *("unknown", "unk", "unkn", "not known", "(unknown)"),
        *("nb", "n.b.", "n.b", "n b", "nnb", "n.n.b.", "nog niet bekend"),
        *("nvt", "n.v.t.", "n.v.t", "n v t", "niet van toepassing", "not applicable"),
        *("na", "n/a", "n.a.", "n.a", "<na>", "#na", "n/b", "n.t.b.", "ntb", "tbd"),
        *("geen", "none", "nil", "niets", "nothing", "geen opgave", "geen gegevens"),
        *("leeg", "(leeg)", "blank", "(blank)", "empty", "(empty)", "niet ingevuld"),
        *("null", "<null>", "(null)", "\\n", "nan", "nat", "undefined"),
        *("ontbreekt", "missing", "(missing)", "anoniem", "anonymous", "geanonimiseerd", "dummy"),
    }
)
# Signs that stand in a cell by themselves, once or repeated.
SIGNS = "-\u2013\u2014?.*_/\\#~=+:,"
_ONLY_SIGNS = re.compile(r"[^\w]+|_+")

# Errors as Excel and LibreOffice write them, in Dutch and English.
SHEET_ERRORS = frozenset(
    {
        *("#n/a", "#n/b", "#nb", "#ref!", "#verw!", "#value!", "#waarde!", "#name?", "#naam?"),
        *("#div/0!", "#deel/0!", "#null!", "#leeg!", "#num!", "#getal!", "#spill!", "#overloop!"),
        *("#calc!", "#bereken!", "#field!", "#veld!", "#getting_data", "#blocked!", "#connect!"),
        *("#data!", "#unknown!", "#error!", "#fout!"),
    }
)
_LIBREOFFICE_ERROR = re.compile(r"(err|fout):\d+", re.ASCII)
_TOTAL = re.compile(
    r"\b(totaal|totalen|subtotaal|subtotalen|eindtotaal|total|totals|subtotal|grand total)\b"
)
_ALL = re.compile(
    r"(som|sum|alle|allen|all|gemiddelde?|average|overall|samen|together)|(alle|all) .+"
)

# Text in UTF-8 that a program read as one of these, and saved again.
_MISREAD_AS = ("windows-1252", "mac_roman", "cp850", "cp437", "latin-1")
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]+")
# What is left when a character was lost: the replacement character, a control
# character, a question mark inside a word, half a character of HTML.
_DAMAGED = re.compile(r"[\ufffd\u00c3\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]|\w\?\w|&#?\w+;")


def tidy(text: str) -> str:
    """A name as a person sees it: one form (NFC), nothing invisible, single spaces inside only."""
    seen = unicodedata.normalize("NFC", text.translate(_UNSEEN))
    return _WHITE_RUN.sub(" ", seen).strip(" ")


def no_place(text: str) -> str | None:
    """Why a filled text is no name of a place, as a rule key; None when it may be one.

    A bare number may be one: branches and gemeenten have codes.
    """
    if is_garbled(text):
        return "plaats_verminkt"
    name = tidy(text).casefold()
    if name.startswith("#") and any(letter != "#" for letter in name):
        return "plaats_fout_in_blad"
    if name in SHEET_ERRORS or name.startswith("=") or _LIBREOFFICE_ERROR.fullmatch(name):
        return "plaats_fout_in_blad"
    if _TOTAL.search(name) or _ALL.fullmatch(name):
        return "plaats_totaal"
    if is_unknown(name):
        return "plaats_onbekend"
    return None


def is_unknown(text: str) -> bool:
    """Whether a filled text only says that nothing is known."""
    name = tidy(text).casefold()
    if name in UNKNOWN or name in SHEET_ERRORS or _ONLY_SIGNS.fullmatch(name):
        return True
    return len(name) > 1 and set(name) == {"x"}


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
