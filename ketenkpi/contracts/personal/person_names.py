"""Names of persons, as people write them in a remark or instead of a pseudonym.

No list of names: 'Bergen' is a place and a family. What tells a name is what
stands with it: initials, a title, 'van den', or a word such as 'klant'. So
'Jan Jansen belde' in a remark is not seen, and 'J. Jansen' is.
"""

from __future__ import annotations

import re

import polars as pl

_CAPITAL = r"\b[A-Z\u00c0-\u00de\u0130\u015e\u010c\u0160\u017d]"
_GIVEN = r"[A-Z\u00c0-\u00de\u0130\u015e\u010c\u0160\u017d][a-z\u00df-\u00ff\u0100-\u017f]{2,}"
_SURNAME = rf"(?:[OD]['\u2019])?{_GIVEN}(?:-{_GIVEN})?"
_BEFORE = (
    r"(?:(?:van|de|der|den|het|'t|ten|ter|te|[Ee]l|[Aa]l|[Bb]en|von|[Dd]u|[Ll]a|[Ll]e|in|op|bij)"
    r"[\s-]+){0,3}"
)
_INITIALS = rf"{_CAPITAL}\.(?:\s?[A-Z]\.){{0,4}}"
_SEVERAL = rf"{_CAPITAL}\.(?:\s?[A-Z]\.){{1,4}}"
_MIDDLE = r"(?:van|de|der|den|ten|ter|te|el|von)(?:\s+(?:de|der|den|het))?\s+"

TITLED = (
    r"\b(?:[Mm]evr(?:ouw|\.)?|[Mm]w\.?|[Dd]hr\.?|[Mm]eneer|[Dd]e heer|[Mm]ej(?:uffrouw|\.)"
    r")\s+"
    rf"(?:{_INITIALS}\s?)?(?:[Vv]an\s+)?(?:[Dd]e[rn]?\s+)?{_BEFORE}{_SURNAME}"
)
FAMILY = rf"\b[Ff]am(?:ilie|\.)\s+(?:[Vv]an\s+)?(?:[Dd]e[rn]?\s+)?{_SURNAME}"
# Two initials, or one with 'de': 'J.P. Jansen', 'J. de Vries'.
INITIALLED = rf"(?:{_SEVERAL}\s?{_BEFORE}{_SURNAME}|{_INITIALS}\s?{_MIDDLE}{_SURNAME})"
# One initial may end a sentence or number a list ('fase A. Intake'): it takes a
# word that persons stand behind.
_WHO = (
    r"(?:met|door|namens|aan|[Kk]lant|[Cc]li[eë]nt|[Ww]erkzoekende|[Cc]onsulent|[Cc]ollega"
    r"|[Cc]ontactpersoon|[Kk]lantmanager|[Nn]aam|[Gg]enaamd)"
)
ADDRESSED = rf"\b{_WHO}:?\s+{_INITIALS}\s?{_BEFORE}{_SURNAME}"
_PERSON = (
    r"(?:[Kk]lant|[Cc]li[eë]nt|[Ww]erkzoekende|[Cc]onsulent|[Cc]ollega|[Cc]ontactpersoon"
    r"|[Kk]lantmanager|[Nn]aam|[Gg]enaamd)"
)
CALLED = rf"\b{_PERSON}:?\s+{_GIVEN}\s+{_BEFORE}{_SURNAME}"
INFLECTED = rf"\b{_GIVEN}\s+(?:van\s+den|van\s+der|van\s+'t|von\s+der)\s+{_SURNAME}"
REVERSED = rf"\b{_SURNAME},\s+{_SEVERAL}"
IN_TEXT = "|".join((TITLED, FAMILY, INITIALLED, ADDRESSED, CALLED, INFLECTED, REVERSED))

# A cell that is nothing but a name. Two capitalised words are asked of
# pseudonym columns only: names of places look the same.
ALONE = (
    rf"^\s*(?:{_INITIALS}\s?{_BEFORE}{_SURNAME}|{_SURNAME},\s?(?:[A-Z]\.?\s?){{1,5}}"
    r"(?:(?:van|de|der|den|ten|ter|te|el|von)\s*){0,3})\s*$"
)
FULL = rf"^\s*{_GIVEN}\s{_BEFORE}{_SURNAME}\s*$"
WORTH = (
    r"[A-Z]\.|\b(?:[Mm]evr|[Mm]w\b|[Dd]hr|[Mm]eneer|[Dd]e heer|[Mm]ej|[Ff]am)"
    r"|v[ao]n de[nr] |van 't "
    rf"|\b{_PERSON}:?\s+[A-Z]|^\s*{_SURNAME},"
)
HALF = 0.5
FEW = 3

# Letters with points that are no initials: companies, laws, services.
_ABBREVIATIONS = frozenset(
    {
        *("bv", "nv", "vof", "cv", "bvba", "uwv", "wia", "wao", "wajong", "ww", "wwb", "wwik"),
        *("ioaw", "ioaz", "bbz", "anw", "aow", "wsw", "sw", "cwi", "svb", "ggd", "ggz", "roc"),
        *("mbo", "hbo", "wo", "vmbo", "havo", "vwo", "rk", "ns", "eu", "vs", "uk", "us", "mkb"),
        *("wmo", "pc", "dr", "kvk", "cao", "avg"),
    }
)
_ORGANISATIONS = frozenset(
    {
        *("werkplein", "gemeente", "regio", "sociale", "sociaal", "dienst", "team", "stichting"),
        *("afdeling", "provincie", "bureau", "werkbedrijf", "vereniging", "leerwerkloket", "uwv"),
        *("het", "sint", "oud", "oude", "nieuw", "nieuwe", "noord", "zuid", "oost", "west"),
        *("zaken", "centrum", "kantoor", "locatie", "vestiging", "manager", "hoofd", "project"),
        *("dienstverlening", "programma", "wethouder", "directeur", "directie", "raad", "rijk"),
        *("ministerie", "onbekend", "klant"),
    }
)
# 'klant Den Haag' is a client and a place; 'mevrouw Den Hartog' a person.
_PLACES_BEGIN = frozenset({"den", "de", "het", "sint"})
_IN_TEXT = re.compile(IN_TEXT)
_ALONE = re.compile(ALONE)
_LETTERS = re.compile(r"(?:\b[A-Z]\.\s?)+")
_WORDS = re.compile(r"[^\W\d_]+")


def names(text: str) -> list[str]:
    """The names of persons in a text, as far as they can be told from other words."""
    return [hit.group() for hit in _IN_TEXT.finditer(text) if _is_name(hit.group())]


def is_name(text: str) -> bool:
    """Whether a text is nothing but a name with an initial."""
    return bool(_ALONE.search(text)) and _is_name(text)


def _is_name(hit: str) -> bool:
    initials = _LETTERS.search(hit)
    if initials and "".join(c for c in initials.group() if c.isalpha()).lower() in _ABBREVIATIONS:
        return False
    capitals = [word.lower() for word in _WORDS.findall(hit) if word[0].isupper() and len(word) > 1]
    told = re.match(_PERSON, hit)
    if told:
        capitals = capitals[1:] if hit[0].isupper() else capitals
        if capitals and capitals[0] in _PLACES_BEGIN:
            return False
    return not _ORGANISATIONS & set(capitals)


def has_names(values: pl.Series, *, pseudonyms: bool) -> bool:
    """Whether a column of texts holds names of persons; `pseudonyms`: it ought to hold those."""
    worth = values.filter(values.str.contains(IN_TEXT)).unique()
    if any(names(text) for text in worth):
        return True
    alone = [t for t in values.filter(values.str.contains(ALONE)).unique() if is_name(t)]
    if alone and (pseudonyms or not _is_list(alone)):
        return True
    if not pseudonyms:
        return False
    distinct = values.unique()
    full = [t for t in distinct.filter(distinct.str.contains(FULL)) if _is_name(t)]
    return bool(full) and (len(full) >= FEW or len(full) >= HALF * len(distinct))


def _is_list(texts: list[str]) -> bool:
    """Whether initials number a list: 'A. Intake', 'B. Diagnose', each letter once."""
    letters = sorted(text.strip()[0] for text in texts)
    return letters == [chr(ord("A") + place) for place in range(len(letters))]
