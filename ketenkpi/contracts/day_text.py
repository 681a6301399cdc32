"""The grammar of a day as people and programs write it.

Year first, or the name of a month, leaves one reading. In `03/04/2009` the
month may come first, as American programs write it; only a number above twelve
tells, in this cell or in another of its column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketenkpi.contracts.cell import DayOrder, Doubt, Fault, Manner
from ketenkpi.contracts.normal import plain_signs

_NAMES: tuple[tuple[str, ...], ...] = (
    ("januari", "january", "jan"),
    ("februari", "february", "feb", "febr"),
    ("maart", "march", "mrt", "mar", "maa"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("augustus", "august", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nov"),
    ("december", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = re.compile(
    r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)\.?,? "
)
_ORDINAL = "(?:e|de|ste|st|nd|rd|th)?"
_BETWEEN = "[-/. ]{0,2}"
_YEAR = "([0-9]{4}|[0-9]{2})"
_DAY_NAME = re.compile(f"([0-9]{{1,2}}){_ORDINAL}{_BETWEEN}{_MONTH}[-/., ]{{0,2}}{_YEAR}")
_NAME_DAY = re.compile(f"{_MONTH}{_BETWEEN}([0-9]{{1,2}}){_ORDINAL}[-/., ]{{1,2}}{_YEAR}")
_YEAR_NAME = re.compile(f"([0-9]{{4}}){_BETWEEN}{_MONTH}{_BETWEEN}([0-9]{{1,2}})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
# A plus before the year is taken since polars takes it: the quick reading of
# a column may give nothing that this grammar does not.
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2\+?([0-9]{4})")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}")
# A spreadsheet keeps a day as its number: 20000 is in 1954, 69999 in 2091. Some
# count from 1900 and some from 1904, so that such a number is not one day.
_DAY_NUMBER = re.compile(r"[2-6][0-9]{4}(?:[.,][0-9]+)?")
# Programs that fill up with spaces write '01- 2-2008'.
_FILLED_UP = re.compile(r"(?<=[-/.]) (?=[+0-9])")
_TIMED = re.compile(r"(.*[0-9])(?:t| ) ?([0-9]{1,2}[:.][0-9]{2}.*)")
_TIMED_DIGITS = re.compile(r"([0-9]{8})t?([0-9]{4}|[0-9]{6})")
_ZONE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:z|[+-][0-9]{2}:[0-9]{2})")
MIDNIGHT = re.compile(
    r"(?:00?[:.]00(?:[:.]00(?:[.,]0+)?)?(?: ?(?:am|uur|u))?|12[:.]00(?:[:.]00)? ?am)"
    r" ?(?:z|utc|[+-][0-9]{2}:?(?:[0-9]{2})?)?|0{4}|0{6}"
)
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """Year, month and day as written, any of them 0, and the order that the text shows."""

    year: int
    month: int
    day: int
    shown: DayOrder | None = None

    @property
    def means_no_end(self) -> bool:
        """Whether programs write this day where there is no end.

        Any day in 9999 (SAP, SQL Server), the first or last day of a year from
        2099 on, or nothing but zeros (MySQL, BUS).
        """
        edge = (self.month, self.day) in ((1, 1), (12, 31))
        nothing = (self.year, self.month, self.day) == (0, 0, 0)
        return self.year == 9999 or (self.year >= 2099 and edge) or nothing


@dataclass(frozen=True, slots=True)
class _TwoNumbers:
    """Two numbers before a year."""

    first: int
    second: int
    year: int
    separator: str

    @property
    def shown(self) -> DayOrder | None:
        """The order that a number above twelve shows; None when both may be a month."""
        if self.second <= LAST_MONTH < self.first:
            return "dmj"
        return "mdj" if self.first <= LAST_MONTH < self.second else None

    @property
    def _has_two_readings(self) -> bool:
        low, high = sorted((self.first, self.second))
        return 1 <= low < high <= LAST_MONTH

    def day(self, manner: Manner) -> WrittenDay | Fault | Doubt:
        """The day when its column is written by `manner`.

        Dashes are the spelling of our own templates, day first, as long as
        nothing shows otherwise.
        """
        order, shown = manner.day_order, self.shown
        if order is not None and shown not in (None, order):
            return Fault("datum_andere_volgorde")
        if order is None:
            if self.separator == "-":
                if shown == "mdj":
                    return Doubt("dagvolgorde")
                order = "dmj"
            else:
                order = shown
        if order is None and self._has_two_readings:
            return Doubt("dagvolgorde")
        if order == "mdj":
            return WrittenDay(self.year, self.first, self.second, shown)
        return WrittenDay(self.year, self.second, self.first, shown)


def day_in(text: str, manner: Manner) -> WrittenDay | Fault | Doubt:
    """A normal text as a day; a time behind it must be midnight."""
    text = _bare(text)
    timed = _TIMED_DIGITS.fullmatch(text) or _TIMED.fullmatch(text)
    if timed:
        found = _day(timed[1].rstrip(), manner)
        if not isinstance(found, Fault) and not MIDNIGHT.fullmatch(timed[2]):
            return Fault("datum_met_tijd")
        return found
    return _day(text, manner)


def order_in(text: str) -> DayOrder | None:
    """Which of day and month a text shows to come first; None when it does not tell."""
    text = _bare(text)
    timed = _TIMED.fullmatch(text)
    found = _two_numbers(timed[1].rstrip() if timed else text)
    return found.shown if found else None


def _bare(text: str) -> str:
    text = plain_signs(text).casefold()
    weekday = _WEEKDAY.match(text)
    return _FILLED_UP.sub("", text[weekday.end() :] if weekday else text)


def _two_numbers(text: str) -> _TwoNumbers | None:
    found = _YEAR_LAST.fullmatch(text)
    if not found:
        return None
    return _TwoNumbers(int(found[1]), int(found[3]), int(found[4]), found[2])


def _day(text: str, manner: Manner) -> WrittenDay | Fault | Doubt:
    two = _two_numbers(text)
    if two:
        return two.day(manner)
    if zoned := _ZONE.fullmatch(text):
        text = zoned[1]
    if found := _YEAR_FIRST.fullmatch(text):
        return WrittenDay(int(found[1]), int(found[3]), int(found[4]))
    if found := _DIGITS.fullmatch(text):
        return WrittenDay(int(found[1]), int(found[2]), int(found[3]))
    return _named(text)


def _named(text: str) -> WrittenDay | Fault:
    if found := _YEAR_NAME.fullmatch(text):
        return WrittenDay(int(found[1]), MONTHS[found[2]], int(found[3]))
    if found := _DAY_NAME.fullmatch(text):
        day, month, year = found.groups()
    elif found := _NAME_DAY.fullmatch(text):
        month, day, year = found.groups()
    else:
        if _DAY_NUMBER.fullmatch(text):
            return Fault("datum_dagnummer")
        short = _SHORT_YEAR.fullmatch(text)
        return Fault("jaar_twee_cijfers" if short else "datum_ongeldig")
    if len(year) == 2:
        return Fault("jaar_twee_cijfers")
    return WrittenDay(int(year), MONTHS[month], int(day))
