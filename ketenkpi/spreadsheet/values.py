"""What a cell says, as the text a CSV would have: one function a type of cell."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from ketenkpi.spreadsheet.styles import Format

NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?Z?)?")
# A number that Excel showed shortly and that was saved as text: 1,23E+14.
SHORTENED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
# Excel holds 15 digits of a number; what stands behind them is not what was typed.
DIGITS_KEPT = 15
# Up to here a float holds every whole number.
EXACT = 2.0**53
LARGEST_WRITTEN_OUT = 1e25
SMALLEST_WRITTEN_OUT = 1e-12
DAY = 86_400
# Excel counts 29 February 1900, which did not exist, as day 60. From 1 March
# on every program counts the same.
FIRST_DAY = 61
ZERO_1900 = date(1899, 12, 30)
ZERO_1904 = date(1904, 1, 1)


@dataclass
class Values:
    """Numbers and dates of one workbook as text; days are remembered, a column repeats them."""

    from_1904: bool = False
    _days: dict[int, str] = field(default_factory=dict)

    def number(self, raw: str, shown: Format) -> str | None:
        """A stored number as text: a date where it is shown as one; None when it is no number.

        Decimals have a comma, whole numbers no point. Three decimals get a
        nought behind them: 12,125 could be twelve thousand, 12,1250 cannot.
        """
        digits = raw.isdigit() and raw.isascii() and len(raw) <= DIGITS_KEPT
        if digits and shown.kind == "date":
            return self._day(int(raw)) or _plain(raw, float(raw))
        if not digits and NUMBER.fullmatch(raw) is None:
            return None
        value = float(raw)
        if not math.isfinite(value):
            return None
        if shown.kind == "number":
            text = _plain(raw, value)
            return text.zfill(shown.zeros) if shown.zeros and text.isdigit() else text
        return self._moment(value, shown) or _plain(raw, value)

    def _moment(self, value: float, shown: Format) -> str | None:
        """A date, with the time when it is not midnight; None for what is no day of a calendar."""
        if value < 0:
            return None
        days, seconds = divmod(round(value * DAY), DAY)
        time = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        if days == 0 and shown.kind == "time":
            return time
        day = self._day(days)
        if day is None:
            return None
        return f"{day} {time}" if seconds else day

    def _day(self, days: int) -> str | None:
        zero = ZERO_1904 if self.from_1904 else ZERO_1900
        if days > (date.max - zero).days or (days < FIRST_DAY and not self.from_1904):
            return None
        if days not in self._days:
            self._days[days] = (zero + timedelta(days)).strftime("%d-%m-%Y")
        return self._days[days]


def iso_date(raw: str) -> str | None:
    """A date in ISO form as the others are written, None when it is none."""
    found = ISO.fullmatch(raw)
    if found is None:
        return None
    year, month, day, time = found.groups()
    return f"{day}-{month}-{year}" + (f" {time}" if time and time != "00:00:00" else "")


def is_long(text: str) -> bool:
    """Whether a number has more digits than a workbook holds."""
    return len(text) > DIGITS_KEPT and text.isdigit() and len(text.lstrip("0")) > DIGITS_KEPT


def _plain(raw: str, value: float) -> str:
    """A number without exponent, its decimals behind a comma, with no digit it does not have."""
    if raw.isdigit() and (raw[0] != "0" or raw == "0"):
        return raw
    size = abs(value)
    if size and not SMALLEST_WRITTEN_OUT <= size < LARGEST_WRITTEN_OUT:
        return raw.replace(".", ",")
    shortest = repr(value)
    if "e" in shortest or size >= EXACT:
        return _written_out(raw, shortest)
    return _joined(shortest) if value else "0"


def _written_out(raw: str, shortest: str) -> str:
    """A very small number, or a large one: a whole number keeps the digits it is written with."""
    exact = Decimal(raw)
    if exact == exact.to_integral_value():
        return f"{exact:.0f}"
    return _joined(f"{Decimal(shortest):f}")


def _joined(text: str) -> str:
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if not decimals:
        return whole
    return f"{whole},{decimals}0" if len(decimals) == 3 else f"{whole},{decimals}"
