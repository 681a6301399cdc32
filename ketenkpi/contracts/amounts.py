"""The grammar of a number as people and programs write it.

`1.250,00`, `1,250.00`, `1 250` and `1'250` can each mean one number only. One
sign with one group of three digits behind it (`1.234`, `125,000`) can mean two,
a thousand apart, so that is left to the whole column or to whoever wrote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketenkpi.contracts.cell import Decimal, Doubt, Fault, Manner
from ketenkpi.contracts.normal import plain_signs

SIGN_OF: dict[str, Decimal] = {",": "komma", ".": "punt"}
# Above this a whole number is no longer exact as a floating one, and no number
# of people or euros is so large: digits ran together, or an id stands here.
LARGEST = 2**53
_MOST_DIGITS = len(str(LARGEST))

_ONE_SIGN = re.compile(r"([0-9]+)([.,])([0-9]+)")
_THOUSAND = re.compile(r"[1-9][0-9]{0,2}")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+")
_GROUPS_AND_DECIMALS = re.compile(
    r"([1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)([.,])([0-9]+)"
)
_SPACED = re.compile(r"([1-9][0-9]{0,2}(?:([ '])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_EXPONENT = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]+", re.IGNORECASE)
# "5,-" and "5,--": no cents.
_NO_CENTS = re.compile(r"([.,])--?$")
_DASHES = re.compile(r"-(?: ?-)*")
_EURO = re.compile(r"(?:€|euro|eur)(?![a-z])", re.IGNORECASE)
_EURO_LAST = re.compile(r"(?:€|(?<![a-z])(?:euro|eur))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenAmount:
    """A number as written: digits before and after the decimal sign.

    shown: which sign stands before the decimals, where the text tells. between:
    the one sign in a text with two readings, as `1.234` has, else ''. unit: 'euro',
    '%' or ''.
    """

    whole: str
    decimals: str
    negative: bool
    shown: Decimal | None = None
    between: str = ""
    unit: str = ""

    def value(self, manner: Manner) -> int | float | Fault | Doubt:
        """The number; whole when it has no decimals but noughts.

        Fault: too large to be exact, or written with another decimal sign than
        its column. Doubt: both readings are left.
        """
        whole, decimals = self.whole, self.decimals
        if self.between:
            if manner.decimal is None:
                return Doubt("decimaalteken")
            if SIGN_OF[self.between] != manner.decimal:
                whole, decimals = whole + decimals, ""
        elif self.shown is not None and manner.decimal not in (None, self.shown):
            return Fault("getal_ander_teken")
        whole = whole.lstrip("0") or "0"
        if len(whole) > _MOST_DIGITS or int(whole) > LARGEST:
            return Fault("getal_te_groot")
        number = float(f"{whole}.{decimals}") if decimals.strip("0") else int(whole)
        return -number if self.negative else number


def amount(text: str) -> WrittenAmount | Fault:
    """A normal text as a number; Fault when it is none."""
    text = plain_signs(text)
    if _EXPONENT.fullmatch(text):
        return Fault("getal_exponent")
    peeled = _peel(text)
    if peeled is None:
        return Fault("getal_ongeldig")
    body, negative, unit = peeled
    found = _digits(body)
    if found is None:
        return Fault("getal_ongeldig")
    whole, decimals, shown, between = found
    return WrittenAmount(whole, decimals, negative, shown, between, unit)


def is_dash(text: str) -> bool:
    """Whether a normal text is a dash only, or one with a sign of euros, as Excel draws nought."""
    bare = _EURO_LAST.sub("", _EURO.sub("", plain_signs(text), count=1)).strip()
    return _DASHES.fullmatch(bare) is not None


def _peel(text: str) -> tuple[str, bool, str] | None:
    """The digits in a text with their signs, whether it is negative, and its unit.

    A minus may stand before or behind the number, or be a pair of brackets; None
    when there are two of them, or two units.
    """
    signs: list[str] = []
    units: list[str] = []
    while text and len(signs) < 2 and len(units) < 2:
        euro = _EURO.match(text)
        if text[0] in "+-":
            signs.append(text[0])
            text = text[1:].lstrip()
        elif text[0] == "(" and text[-1] == ")":
            signs.append("-")
            text = text[1:-1].strip()
        elif euro:
            units.append("euro")
            text = text[euro.end() :].lstrip()
        else:
            break
    text = _NO_CENTS.sub(r"\g<1>00", text)
    while text and len(signs) < 2 and len(units) < 2:
        euro = _EURO_LAST.search(text)
        if text[-1] == "-":
            signs.append("-")
            text = text[:-1].rstrip()
        elif euro:
            units.append("euro")
            text = _NO_CENTS.sub(r"\g<1>00", text[: euro.start()].rstrip())
        elif text[-1] == "%":
            units.append("%")
            text = text[:-1].rstrip()
        else:
            break
    if len(signs) > 1 or len(units) > 1:
        return None
    return text, "-" in signs, "".join(units)


def _digits(body: str) -> tuple[str, str, Decimal | None, str] | None:
    """Digits before and after the decimal sign, which sign that is, and the sign in doubt."""
    if body.isascii() and body.isdigit():
        return body, "", None, ""
    if found := _ONE_SIGN.fullmatch(body):
        whole, sign, behind = found.groups()
        if len(behind) == 3 and _THOUSAND.fullmatch(whole):
            return whole, behind, None, sign
        return whole, behind, SIGN_OF[sign], ""
    if found := _GROUPS.fullmatch(body):
        sign = found[1]
        return body.replace(sign, ""), "", "punt" if sign == "," else "komma", ""
    found = _GROUPS_AND_DECIMALS.fullmatch(body)
    if found and found[2] != found[3]:
        return found[1].replace(found[2], ""), found[4], SIGN_OF[found[3]], ""
    if found := _SPACED.fullmatch(body):
        shown = SIGN_OF[found[3]] if found[3] else None
        return found[1].replace(found[2], ""), found[4] or "", shown, ""
    return None
