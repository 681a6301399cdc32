"""One spelling for comparing names: without capitals, accents, apostrophes and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_NO_LETTER = re.compile(r"[^a-z0-9]+")
# The decrees write "Werkplein Noord Twente" in 2011 and "Noord Twente" in
# 2013. Other prefixes ("Regio Zwolle") tell locations apart and stay.
_PREFIX = re.compile(r"^werkplein (?=.)")


def key(name: str) -> str:
    """What two spellings of one name have in common: "'s-Gravenhage" and "S Gravenhage" agree."""
    parts = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES))
    # Category Cf is what nobody sees: zero-width space and joiner, a BOM inside
    # a cell, the soft hyphen. As a separator it would cut "Breda" in two.
    kept = (p for p in parts if not unicodedata.combining(p) and unicodedata.category(p) != "Cf")
    letters = "".join(kept).casefold()
    return _PREFIX.sub("", _NO_LETTER.sub(" ", letters).strip())


def index(
    pairs: Iterable[tuple[str, str]], spellings: Iterable[tuple[str, str]]
) -> dict[str, frozenset[str]]:
    """What each name may lead to, by its `key`; a spelling leads where its name does.

    `pairs` are (name, code), `spellings` (as found, name). A name without a
    letter or digit of ours ("Ω") has an empty key and is left out: it would
    lead from any other such name.
    """
    found: dict[str, set[str]] = {}
    for name, code in pairs:
        found.setdefault(key(name), set()).add(code)
    named = {key(name): frozenset(codes) for name, codes in found.items()}
    for spelling, name in spellings:
        if key(name) in named:
            found.setdefault(key(spelling), set()).update(named[key(name)])
    return {name: frozenset(codes) for name, codes in found.items() if name}
