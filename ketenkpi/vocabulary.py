"""The nouns every stage shares: a quarter, a text in two languages.

All are frozen and checked when built, so later stages need no checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from ketenkpi.asked import Several, several
from ketenkpi.errors import UserError
from ketenkpi.wording import LANGUAGES, Language, say

# 2009K1 (users), 2009-Q1 (exports), 2009KW01 (CBS), "1e kwartaal 2009", "eerste
# kwartaal 2009" and "2009 1e kwartaal*" (reports; StatLine marks what is
# provisional with stars). A tertaal (four months) or a bare "1-2009", which may
# be a month, matches none of these and is refused, never guessed.
_ORDINAL_WORDS = (
    ("eerste", "first", "1ste", "1st", "i"),
    ("tweede", "second", "2nd", "ii"),
    ("derde", "third", "3rd", "iii"),
    ("vierde", "fourth", "4th", "iv"),
)
_ORDINALS = {
    word: number
    for number, words in enumerate(_ORDINAL_WORDS, start=1)
    for word in (*words, f"{number}", f"{number}e", f"{number}de")
}
_ORDINAL = "(?P<ordinal>" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + ")"
_WORD = r"(?:kwartaal|kwrt\.?|kw\.?|quarter|k|q)"
_YEAR, _NUMBER = "(?P<year>[0-9]{4})", "0?(?P<number>[1-4])"
QUARTER_FORMS = tuple(
    re.compile(form + r" ?\*{0,2}", re.IGNORECASE)
    for form in (
        f"{_YEAR}[ ._/-]?{_WORD}[ -]?{_NUMBER}",
        f"{_WORD}[ -]?{_NUMBER}[ ,._/-]{{1,2}}{_YEAR}",
        f"(?P<number>[1-4])[kq][ /-]?{_YEAR}",
        f"{_ORDINAL} ?{_WORD}(?: van| of|,)? {_YEAR}",
        f"{_YEAR},? (?:- )?{_ORDINAL} ?{_WORD}",
    )
)
FIRST_YEAR, LAST_YEAR = 1990, 2099


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A calendar quarter; `index` is year * 4 + number - 1, so quarters subtract and sort."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 4):
            raise UserError("vocabulary.quarter_invalid", value=f"{self.year}K{self.number}")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read any accepted spelling of a quarter; raises UserError on every other text."""
        stripped = text.strip()
        for form in QUARTER_FORMS:
            found = form.fullmatch(stripped)
            if found:
                given = found.groupdict()
                number = given.get("number") or _ORDINALS[given["ordinal"].lower()]
                return cls(int(given["year"]), int(number))
        raise UserError("vocabulary.quarter_invalid", value=text)

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter a day falls in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def from_index(cls, index: int) -> Quarter:
        """The quarter with this index (2009K1 is 8036)."""
        return cls(index // 4, index % 4 + 1)

    @property
    def index(self) -> int:
        return self.year * 4 + self.number - 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last_day(self) -> date:
        return (self + 1).first_day - timedelta(days=1)

    def __add__(self, quarters: int) -> Quarter:
        return Quarter.from_index(self.index + quarters)

    def __sub__(self, other: Quarter) -> int:
        return self.index - other.index

    def __str__(self) -> str:
        return f"{self.year}K{self.number}"


# 2025-07 (users), 2025M07 (exports), 202507 (BUS). "07-2025" could be a day of
# a month in a longer text and "7-2025" is no form anybody's system writes.
MONTH_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])"),
    re.compile(r"(?P<year>\d{4}) ?M(?P<month>0[1-9]|1[0-2])", re.IGNORECASE),
    re.compile(r"(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])"),
)
# No month: the slot of a whole quarter, in the catalogue and in `Slot`.
WHOLE_QUARTER = 0


def quarter_index(quarter: object) -> int:
    """The index of a quarter, which may be given as that, or as a text: 2010K4.

    Raises UserError for a text that is no quarter, and a number that is no index of one.
    """
    if isinstance(quarter, Quarter):
        return quarter.index
    text = str(quarter)
    if not text.isdecimal():
        return Quarter.parse(text).index
    if not FIRST_YEAR * 4 <= int(text) < (LAST_YEAR + 1) * 4:
        raise UserError("vocabulary.quarter_invalid", value=text)
    return int(text)


AnyQuarter: TypeAlias = Quarter | str


def as_quarter(given: AnyQuarter) -> Quarter:
    """A quarter, which may be given as a text: 2010K4. Raises UserError for another text."""
    return Quarter.from_index(quarter_index(given))


def as_quarters(given: Several[AnyQuarter], what: str = "quarters") -> tuple[Quarter, ...]:
    """Several quarters, each of which may be a text; raises UsageError for one text."""
    return tuple(map(as_quarter, several(given, what)))


@dataclass(frozen=True, slots=True)
class Period:
    """What a delivery is for: a quarter, or one month of it (`month` 1-12)."""

    quarter: Quarter
    month: int | None = None

    def __post_init__(self) -> None:
        if self.month is not None and (self.month - 1) // 3 + 1 != self.quarter.number:
            value = f"{self.quarter.year}-{self.month:02d}"
            raise UserError("vocabulary.period_invalid", value=value)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a month or a quarter; raises UserError on every other text."""
        stripped = text.strip()
        for form in MONTH_FORMS:
            found = form.fullmatch(stripped)
            if found:
                return cls.of_month(int(found["year"]), int(found["month"]))
        try:
            return cls(Quarter.parse(stripped))
        except UserError:
            raise UserError("vocabulary.period_invalid", value=text) from None

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """One month of a year."""
        return cls(Quarter(year, (month - 1) // 3 + 1), month)

    @classmethod
    def of_slot(cls, quarter: int, month: int) -> Period:
        """From the two whole numbers of a slot: an index, and WHOLE_QUARTER or a month."""
        return cls(Quarter.from_index(quarter), month or None)

    @property
    def first_day(self) -> date:
        if self.month is None:
            return self.quarter.first_day
        return date(self.quarter.year, self.month, 1)

    @property
    def last_day(self) -> date:
        if self.month is None:
            return self.quarter.last_day
        following = date(self.quarter.year + self.month // 12, self.month % 12 + 1, 1)
        return following - timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        """Whether they have a day in common."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def __str__(self) -> str:
        if self.month is None:
            return str(self.quarter)
        return f"{self.quarter.year}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Dutch and English; neither may be empty."""

    nl: str
    en: str

    def __post_init__(self) -> None:
        if not self.nl.strip() or not self.en.strip():
            raise ValueError(f"a text needs Dutch and English, got: {self!r}")

    def in_(self, language: Language) -> str:
        """The text in `language`."""
        return self.nl if language == "nl" else self.en

    def each(self, change: Callable[[str], str]) -> Text:
        """The same change made in both languages."""
        return Text(change(self.nl), change(self.en))


def joined(texts: Iterable[Text], by: str = ", ") -> Text:
    """Several texts one after the other, in both languages."""
    every = tuple(texts)
    return Text(by.join(each.nl for each in every), by.join(each.en for each in every))


def in_both(key: str, **fill: object) -> Text:
    """A sentence of the library in both languages; what is a text fills its places in each."""
    dutch, english = (
        {name: each.in_(lang) if isinstance(each, Text) else each for name, each in fill.items()}
        for lang in LANGUAGES
    )
    return Text(say(key, "nl", **dutch), say(key, "en", **english))
