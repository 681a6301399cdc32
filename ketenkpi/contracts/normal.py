"""One spelling of a text, before anything reads it.

The same cell comes out of Excel, a case system and a web page with a hard
space, a zero-width space, an accent written apart or digits of another script.
Whoever sees the file sees one text. So every cell, and every name of a column
or place, is made `normal` first, and what nobody sees divides nothing.
"""

from __future__ import annotations

import re
import unicodedata

# White space as `str.strip` takes it, written out because polars strips less
# (not 0x1c-0x1f).
WHITE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# Letters that print nothing and are no format characters: marks that choose a
# form of the letter before them, joiners and fillers of Hangul and Mongolian.
_FILLERS = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0}
    | set(range(0xFE00, 0xFE10))
    | set(range(0xE0100, 0xE01F0))
)
_RUN = re.compile("  +")
# A formula that is only a text: programs write ="0712" so that a spreadsheet keeps the nought.
_FORCED_TEXT = re.compile('="([^"]*)"')


class _Seen(dict[int, str | None]):
    """What a person sees of each character; looked up once and then remembered.

    A digit of any script is that digit; a superscript or circled one is not, as
    5\u00b2 is no 52. Control characters from 0x80 stay: they come of text in a wrong
    encoding and are the only sign of it (`names.is_garbled`).
    """

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        category = unicodedata.category(letter)
        seen: str | None = letter
        if letter in WHITE:
            seen = " "
        elif category == "Nd":
            seen = str(unicodedata.decimal(letter))
        elif category == "Cf" or code in _FILLERS or (category == "Cc" and code < 0x80):
            seen = None
        self[code] = seen
        return seen


_SEEN = _Seen()
# Signs in numbers and days that look alike: hyphens and dashes, the minus of
# mathematics, full-width signs, slashes, apostrophes.
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u207b\ufe58\ufe63\uff0d"
_ALIKE = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | dict.fromkeys("\u2019\u2018\u02bc\u2032\u00b4`", "'")
    | dict.fromkeys("\u2044\u2215\uff0f", "/")
    | dict.fromkeys("\uff0c\u066b", ",")
    | {"\uff0e": ".", "\uff0b": "+", "\uff1a": ":", "\uff08": "(", "\uff09": ")", "\uff05": "%"}
)


def normal(text: str) -> str:
    """A text as a person sees it.

    One form (NFC), nothing invisible, no control characters below 0x80, digits
    of ASCII, and white space only inside, one space each time. Making it so
    twice changes nothing.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.translate(_SEEN))
    seen = (_RUN.sub(" ", text) if "  " in text else text).strip(" ")
    forced = _FORCED_TEXT.fullmatch(seen) if seen.startswith("=") else None
    return forced[1].strip(" ") if forced else seen


def plain_signs(text: str) -> str:
    """A normal text in which signs of numbers and days that look alike are the one of ASCII."""
    return text if text.isascii() else text.translate(_ALIKE)
