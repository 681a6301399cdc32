"""Texts of users in a file that a spreadsheet opens: none of them may run as a formula.

A spreadsheet takes a cell of a CSV for a formula by its first sign, also after
blanks, after signs nobody sees, and in the wide forms of East Asian text. A
mark before it makes it text, as its reader would type it. Numbers stay, so
that '-5' can still be added. In a workbook texts are written as strings and
need no mark.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

MARK = "'"
# '|' and '%' begin a call of another program (DDE).
SIGNS = frozenset("=+-@|%\u2212")
CONTROLS = frozenset("\t\r\n")
_NUMBER = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?\s*%?\s*", re.ASCII)
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cn", "Co", "Mn"})


def harmless(text: str) -> str:
    """The text with a mark before it when a spreadsheet might take it for a formula."""
    if not text or (text[0].isalnum() and text[0].isascii()):
        return text
    return f"{MARK}{text}" if _begins_formula(text) else text


def _begins_formula(text: str) -> bool:
    if text[0] in CONTROLS:
        return True
    seen = next((place for place, sign in enumerate(text) if not _is_unseen(sign)), None)
    if seen is None or _NUMBER.fullmatch(text):
        return False
    # A sign by itself, as stands for nothing known, runs nothing.
    alone = not text[seen + 1 :].strip()
    return not alone and unicodedata.normalize("NFKC", text[seen])[0] in SIGNS


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in _UNSEEN


def harmless_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame in which every text is `harmless`, the headings too; other cells stay as they are."""
    texts = [name for name in frame.columns if frame[name].dtype in ("str", "object")]
    marked = frame.assign(**{name: frame[name].map(_cell) for name in texts})
    return marked.rename(columns=_cell)


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value
