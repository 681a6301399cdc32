"""One spelling for comparing names: without capitals, accents, apostrophes and punctuation."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
# The decrees write "Werkplein Noord Twente" in 2011 and "Noord Twente" in
# 2013. Other prefixes ("Regio Zwolle") tell locations apart and stay.
_PREFIX = re.compile(r"^werkplein (?=.)")


def key(name: str) -> str:
    """What two spellings of one name have in common: "'s-Gravenhage" and "S Gravenhage" agree."""
    parts = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES))
    letters = "".join(part for part in parts if not unicodedata.combining(part)).casefold()
    return _PREFIX.sub("", _NO_LETTER.sub(" ", letters).strip())
