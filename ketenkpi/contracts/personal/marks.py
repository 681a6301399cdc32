"""E-mail addresses, telephone numbers and bank accounts inside a text."""

from __future__ import annotations

import re

import polars as pl

# Also with letters that are not ASCII (IDN), and '(at)' for the sign.
EMAIL = (
    r"[^\s@;,<>()\[\]\"']+(?:@|\s?[\[(]at[\])]\s?)[^\s@;,<>()\[\]\"']+"
    r"(?:\.|\s?[\[(](?:dot|punt)[\])]\s?)"
    r"(?:xn--[A-Za-z0-9-]{2,}|[^\W\d_]{2,})"
)
AT = r"@|＠|[\[(]at[\])]"
_EMAIL = re.compile(EMAIL)

# Area codes as the numbering plan has them (Nummerplan telefoon- en
# ISDN-diensten, Autoriteit Consument & Markt); 06 is mobile. 0800, 0900, 085
# and 088 are of organisations.
_SIGNS = r"[ .\-/()\u00a0\u202f\u2010-\u2015]{0,3}"
_AREA = (
    rf"6{_SIGNS}[1-58]|10|13|15|20|23|24|26|30|33|35|36|38|40|43|45|46|50|53|55|58|7[0-9]"
    r"|11[1-8]|16[1-8]|17[24]|18[0-7]|22[2-9]|25[125]|29[49]|31[3-8]|32[01]|34[1-8]"
    r"|41[1-8]|47[58]|48[15-8]|49[23579]|51[1-9]|52[1-9]|54[1-8]|56[126]|57[0-8]|59[1-9]"
)
_ABROAD = rf"(?:\+ ?31|\b0031){_SIGNS}(?:\(0\){_SIGNS}|0)?"
_REST = rf"(?:{_SIGNS}[0-9])"
# Area code and number are nine digits together.
_NATIONAL = rf"(?:(?:{_AREA}){_REST}{{6,7}})"
TELEPHONE = rf"(?:{_ABROAD}|\(?\b0{_SIGNS}){_NATIONAL}\b"
_DAYS = r"\b\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d\d\b|\b(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}\b"
_TELEPHONE = re.compile(TELEPHONE, re.ASCII)
_NUMBER_DIGITS = 9
# As it stands in an export: ten digits and nothing else.
BARE = r"^0[1-9]\d{8}$"
HALF = 0.5

# IBAN Registry (SWIFT): the length by country, of those one meets here.
LENGTHS = {
    "NL": 18, "BE": 16, "DE": 22, "FR": 27, "GB": 22, "ES": 24, "IT": 27, "PL": 28, "PT": 25,
    "AT": 20, "CH": 21, "LU": 20, "IE": 22, "DK": 18, "SE": 24, "NO": 15, "FI": 18, "CZ": 24,
    "SK": 24, "HU": 28, "RO": 24, "BG": 22, "GR": 27, "HR": 21, "LT": 20, "LV": 21, "EE": 20,
    "TR": 26, "MT": 31, "CY": 28, "SI": 19,
}  # fmt: skip
IBAN = rf"(?i)\b(?:{'|'.join(LENGTHS)})[0-9]{{2}}(?:[ .\-\u00a0\u202f]?[A-Z0-9]){{11,27}}"
_IBAN = re.compile(IBAN, re.ASCII)
# Of these all behind the check digits is digits. 'be', 'de' and 'ee' with two digits begin one in
# 220 pseudonyms of hexadecimal digits, and one in 97 of those checks by chance.
_ONLY_DIGITS = frozenset(
    {
        *("BE", "DE", "ES", "PL", "PT", "AT", "DK", "SE", "NO", "FI", "CZ", "SK"),
        *("HU", "HR", "LT", "EE", "SI"),
    }
)
_UUID = re.compile(r"(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
# Against an account stands at most its currency, as in a bank's own export.
_CURRENCY = 3
_WORD = re.compile(r"[A-Za-z0-9]+")


def emails(text: str) -> list[str]:
    """The e-mail addresses in a text."""
    return [hit.group() for hit in _EMAIL.finditer(text)]


def telephones(text: str) -> list[str]:
    """The Dutch telephone numbers in a text."""
    without_days = re.sub(_DAYS, lambda day: " " * len(day.group()), text)
    return [hit.group() for hit in _TELEPHONE.finditer(without_days) if _is_whole(hit.group())]


def _is_whole(telephone: str) -> bool:
    digits = re.sub(r"[^0-9]", "", telephone.replace("(0)", ""))
    national = re.sub(r"^(?:0031|31)?0?", "", digits)
    return len(national) == _NUMBER_DIGITS


def ibans(text: str) -> list[str]:
    """The bank accounts in a text whose check digits are right."""
    found = []
    for hit in _IBAN.finditer(_UUID.sub(lambda uuid: "-" * len(uuid.group()), text)):
        taken = _account(hit.group())
        if taken:
            found.append(taken)
    return found


def _account(text: str) -> str | None:
    """As much of a text as is one account: the next word may have been taken for its end."""
    wanted = LENGTHS[text[:2].upper()]
    taken = ""
    for place, sign in enumerate(text, start=1):
        taken += sign if sign.isalnum() else ""
        if len(taken) == wanted:
            behind = _WORD.match(text, place)
            alone = behind is None or len(behind.group()) <= _CURRENCY
            return text[:place] if alone and _checks(taken.upper()) else None
    return None


def _checks(account: str) -> bool:
    if account[:2] in _ONLY_DIGITS and not account[4:].isdigit():
        return False
    turned = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def has_email(values: pl.Series) -> bool:
    """Whether any of these texts holds an e-mail address."""
    return bool(values.str.replace_all("＠", "@", literal=True).str.contains(EMAIL).any())


def has_telephone(values: pl.Series) -> bool:
    """Whether any of these texts holds a telephone number.

    Of numbers of ten digits and nothing else, own numbers may begin with a
    zero too: then half of them must be telephone numbers.
    """
    hits = values.filter(values.str.contains(TELEPHONE)).unique()
    bare = hits.str.contains(BARE)
    if any(telephones(text) for text in hits.filter(~bare)):
        return True
    numbers = values.filter(values.str.contains(r"^[0-9]{10}$")).n_unique()
    return bool(bare.any()) and bool(bare.sum() >= HALF * numbers)


def has_iban(values: pl.Series) -> bool:
    """Whether any of these texts holds a bank account."""
    return any(ibans(text) for text in values.filter(values.str.contains(IBAN)).unique())
