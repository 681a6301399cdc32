"""Numbers that may be a BSN, and when a column holds them.

A BSN has nine digits and passes the eleven-test; so does one in eleven of any
other numbers of nine digits. One number proves little, a column much: the
share that passes is compared with one in eleven. Numbers are compared within
one shape (how many digits, in groups or not, alone or inside a text), so that
three BSNs among ten thousand numbers of another shape stand by themselves.

Source of the test: Logisch Ontwerp BSN, Rijksdienst voor Identiteitsgegevens
(9a + 8b + ... + 2h - i is a multiple of eleven).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import takewhile
from string import ascii_letters

import polars as pl

# The first BSNs have eight digits with a leading zero; what is smaller than
# this is a small number padded with zeros, such as 000000123.
SMALLEST = 10_000_000
BSN_DIGITS, LONGEST_SUFFIX = 9, 4
LARGEST = 999_999_999
LONGEST = 12
CHANCE = 1 / 11
# One-sided: how improbable so many passes must be among other numbers. A
# column is one shape (a million columns of random numbers give one alarm); in
# remarks numbers are few and each counts, one column in a thousand alarms.
WHOLE_COLUMN = 1e-6
IN_REMARKS = 1e-3
# At least half pass, and there are enough of them: nobody can explain that away.
# Of twenty random numbers ten pass once in 330,000 times, of forty twenty never.
ENOUGH = 20
HALF = 0.5

NEARBY = r"\d(?:[\W_]{0,3}\d){7}"
MARK = r"(?i)bsn|burger\W?service|sofi"
_RUN = r"[0-9]+(?:[\W_]{1,3}[0-9]+)*"
_ALONE = rf"^[\W_]*[^\W\d_]{{0,20}}[\W_]?{_RUN}[\W_]?[^\W\d_]{{0,4}}[\W_]*$"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
# A day is a day, also with a serial number of one digit behind it.
DAY_IN_DIGITS = rf"^(?:{_YEAR}{_MONTH}{_DAY}\d?|{_DAY}{_MONTH}{_YEAR})$"
_GAP = r"[\W_]{1,3}"
DAY_IN_GROUPS = (
    rf"^(?:\d{{1,2}}{_GAP}\d{{1,2}}{_GAP}{_YEAR}|{_YEAR}{_GAP}\d{{1,2}}{_GAP}\d{{1,2}}(?:\D|$))"
)
# '2009-00123' is a case number; '2009.12.345' may be a BSN in its usual groups.
YEAR_FIRST = rf"^{_YEAR}{_GAP}\d+$"
DECIMALS = r"^\d{1,3}(?:\.\d{3})*,\d{1,2}$|^\d+[.,](?:\d{1,2}|\d{4,})$|^\d{1,3}(?:\.\d{3})+,\d+$"


HEXADECIMAL = r"^(?:[A-Za-z]{1,4}[-_.:])?(?:[0-9a-f]{8,}|[0-9A-F]{8,})$"
LETTERED = r"[a-fA-F][0-9]|[0-9][a-fA-F]"
# A number that a program kept as one with decimals, such as 123456782.0.
WHOLE = r"^([0-9]{8,9})[.,]0{1,2}$"


def _grouped(*groups: tuple[int, ...]) -> str:
    sized = ("[^0-9]+".join(rf"[0-9]{{{size}}}" for size in sizes) for sizes in groups)
    return f"^(?:{'|'.join(sized)})$"


# How people group nine digits in a sentence, and in a cell of their own; there
# also what lost its zero.
USUAL = _grouped((3, 3, 3), (4, 2, 3), (2, 2, 2, 3), (2, 2, 2, 2, 1), (3, 2, 4))
_BY_ITSELF = _grouped(
    *((3, 3, 3), (4, 2, 3), (2, 2, 2, 3), (2, 2, 2, 2, 1), (3, 2, 4), (1, 2, 2, 2, 2)),
    *((4, 5), (5, 4), (3, 6), (6, 3), (8, 1), (3, 4, 2), (2, 3, 4), (4, 3, 2)),
    *((2, 3, 3), (3, 2, 3), (3, 3, 2)),
)
BARE = "9falsetrue"
MONEY = r"(?i)€|\beuro?\b"
THOUSANDS = r"^\d{1,3}(?:\.\d{3})+$"
TELEPHONE = r"^0[1-9]\d{8}$"
# Digits of these are no number by themselves: a UUID, a digest, a bank account.
NO_NUMBERS = (
    r"(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b[0-9]*[a-f][0-9a-f]*[0-9][a-f][0-9a-f]*\b"
    r"|\b[a-z]{2}\d{2} ?[a-z]{4} ?\d{4} ?\d{4} ?\d{2}\b"
)
_ALONE_RE = re.compile(_ALONE)
_MARK = re.compile(MARK)


def passes_eleven_test(text: str) -> bool:
    """The BSN check: 9a + 8b + ... + 2h - i is a multiple of eleven (eight digits get a 0)."""
    digits = [int(digit) for digit in text.zfill(9)]
    weighted = sum(w * d for w, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    return any(digits) and weighted % 11 == 0


def plain_digits(text: str) -> str:
    """A text with every digit as 0-9, signs in their usual width and nothing invisible."""
    wide = unicodedata.normalize("NFKC", text)
    shown = (c for c in wide if unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in shown)


def is_small(text: pl.Expr) -> pl.Expr:
    """Whether a text is letters and one number too small to be a BSN, such as 't000000123'.

    Ids are often written so, and a million of them are told in 0.05 s this way,
    where the patterns below take a second.
    """
    digits = text.str.strip_chars_start(ascii_letters)
    starts = (digits >= "0") & (digits < ":")
    return (starts & (digits.str.to_integer(strict=False) < SMALLEST)).fill_null(value=False)


_WORTH = pl.col("text").str.contains(NEARBY) & ~is_small(pl.col("text"))


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many different numbers of one shape a column has, and how many pass the test.

    few: they are a small part of the column, such as numbers in remarks. loose:
    they may well be something else. A number of eight digits, as when a
    spreadsheet took the zero, is a pseudonym of eight hexadecimal digits once in
    forty times; of twelve such digits nine in a row are one in twenty times.
    marked: beside one that passes stands that it is a BSN.
    """

    numbers: int
    passing: int
    few: bool
    marked: bool
    loose: bool = False

    @property
    def found(self) -> bool:
        """Whether these are BSNs, or a part of them is.

        Of random numbers all pass with a chance of 9.1 % (one number), 0.8 %
        (two), 0.08 % (three): that is the price of missing none.
        """
        if self.marked:
            return True
        if self.loose and self.few:
            return self.chance < WHOLE_COLUMN
        if self.passing and self.passing == self.numbers:
            return True
        mostly = self.passing >= HALF * self.numbers
        return self.chance < (IN_REMARKS if self.few or mostly else WHOLE_COLUMN)

    @property
    def certain(self) -> bool:
        """Whether no explanation is worth asking for."""
        enough = self.numbers >= ENOUGH and self.passing >= HALF * self.numbers
        return self.found and (enough or self.marked)

    @property
    def chance(self) -> float:
        """The chance that at least so many of so many random numbers pass."""
        from scipy.special import bdtrc

        return float(bdtrc(self.passing - 1, self.numbers, CHANCE)) if self.passing else 1.0


NOTHING = Evidence(0, 0, few=True, marked=False)


def evidence(values: pl.Series) -> Evidence:
    """The strongest evidence for BSNs among these texts; NOTHING when no number is one.

    `values` are the texts of one column, without missing ones.
    """
    within = _hexadecimal(values)
    numbers = _candidates(values.filter(~within))
    if within.any():
        ids = _candidates(values.filter(within))
        numbers = pl.concat([numbers, ids.with_columns(shape=pl.concat_str(pl.lit("h"), "shape"))])
    behind = _behind_prefix(values)
    if behind.chance < WHOLE_COLUMN:
        return behind
    if numbers.is_empty():
        return NOTHING
    distinct = values.n_unique()
    shapes = numbers.group_by("shape").agg(
        pl.col("number").n_unique().alias("numbers"),
        pl.col("number").filter("passes").n_unique().alias("passing"),
        (pl.col("passes") & pl.col("marked")).any().alias("marked"),
    )
    seen = [
        Evidence(numbers, passing, numbers < HALF * distinct, marked, shape.startswith(("8", "h")))
        for shape, numbers, passing, marked in shapes.sort("shape").iter_rows()
    ]
    return min(seen, key=lambda e: (not e.found, not e.certain, e.chance))


def _hexadecimal(values: pl.Series) -> pl.Series:
    """Which values are ids of hexadecimal digits, in a column of which half are: no numbers."""
    lettered = values.str.contains(HEXADECIMAL) & values.str.contains(LETTERED)
    if lettered.sum() < max(1, HALF * len(values)):
        return pl.repeat(False, len(values), dtype=pl.Boolean, eager=True)
    lengths = values.filter(lettered).str.len_bytes().unique()
    as_long = values.str.len_bytes().is_in(lengths.implode())
    return values.str.contains(HEXADECIMAL) & as_long


def _behind_prefix(values: pl.Series) -> Evidence:
    """Evidence for nine digits behind or before digits that all values have, such as a year.

    Only a whole column shows where those end, so this takes six numbers at least.
    """
    first, last = values.min(), values.max()
    if not isinstance(first, str) or not isinstance(last, str) or len(first) <= BSN_DIGITS:
        return NOTHING
    # What the first and the last in order have in common, all have.
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    prefix = len(tuple(same))
    seen = [NOTHING]
    for suffix in range(LONGEST_SUFFIX + 1):
        if suffix and values.str.tail(suffix).n_unique() > 1:
            break
        begin = len(first) - BSN_DIGITS - suffix
        if begin + suffix > 0 and 0 <= begin <= prefix:
            core = values.filter(values.str.len_chars() == len(first)).str.slice(begin, BSN_DIGITS)
            found = _bare(core.alias("text").unique().to_frame())
            passing = len(found.filter("passes"))
            seen.append(Evidence(len(found), passing, few=False, marked=False))
    return min(seen, key=lambda e: e.chance)


def _candidates(values: pl.Series) -> pl.DataFrame:
    """Every number in these texts that may be a BSN, passing or not."""
    worth = values.alias("text").to_frame().filter(_WORTH).unique()
    bare, others = _bare(worth), worth.filter(~_IS_BARE)
    return bare if others.is_empty() else pl.concat([bare, _numbers(others)])


def has_candidates(values: pl.Series) -> bool:
    """Whether any of these texts holds a number that may be a BSN."""
    return not _candidates(values).is_empty()


def has_bsn(values: pl.Series) -> bool:
    """Whether a column of texts holds BSNs."""
    return evidence(values).found


# Nine digits and nothing else: a million of them take 0.2 s instead of 2 s.
_IS_BARE = (
    (pl.col("text").str.len_bytes() == 9)
    & (pl.col("text") < ":")
    & pl.col("text").str.to_integer(strict=False).is_not_null()
    & (pl.col("text") >= "0")
)


def _bare(worth: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("number")
    year, month, day = number // 100_000, number // 1000 % 100, number // 10 % 100
    is_day = year.is_between(1900, 2099) & month.is_between(1, 12) & day.is_between(1, 31)
    rows = worth.filter(_IS_BARE).select(pl.col("text").str.to_integer().alias("number"))
    return rows.filter(number.is_between(SMALLEST, LARGEST) & ~is_day).select(
        "number", pl.lit(False).alias("marked"), pl.lit(BARE).alias("shape"), _passes()
    )


def _numbers(worth: pl.DataFrame) -> pl.DataFrame:
    """Every number in these texts that may be a BSN: its shape, whether it passes, its mark."""
    written = pl.col("text")
    foreign = written.str.len_bytes() != written.str.len_chars()
    ascii = pl.when(foreign).then(
        written.map_batches(_plain, return_dtype=pl.String(), is_elementwise=True)
    )
    plain = ascii.otherwise(written).str.strip_chars().str.replace(WHOLE, "${1}")
    rows = worth.with_columns(plain.alias("text")).select(
        pl.col("text").str.contains(MARK).alias("marked"),
        pl.col("text").str.contains(_ALONE).alias("alone"),
        pl.col("text").str.contains(MONEY).alias("money"),
        pl.col("text").str.replace_all(NO_NUMBERS, " ").str.extract_all(_RUN).alias("run"),
    )
    rows = rows.explode("run").drop_nulls("run")
    rows = rows.filter(~pl.col("run").str.contains(DECIMALS))
    parts = rows.with_columns(pl.col("run").str.extract_all("[0-9]+"))
    several = parts.filter(pl.col("run").list.len() > 1).explode("run")
    return _judged(pl.concat([rows, several]))


def _plain(texts: pl.Series) -> pl.Series:
    return pl.Series([None if t is None or t.isascii() else plain_digits(t) for t in texts])


def _judged(rows: pl.DataFrame) -> pl.DataFrame:
    run, alone = pl.col("run"), pl.col("alone")
    digits = run.str.replace_all("[^0-9]", "")
    length = digits.str.len_bytes()
    rows = rows.with_columns(digits.alias("digits"), (run != digits).alias("grouped")).filter(
        length.is_between(8, LONGEST)
    )
    rows = rows.with_columns(pl.col("digits").cast(pl.Int64).alias("number"))
    grouped, length = pl.col("grouped"), pl.col("digits").str.len_bytes()
    telephone = run.str.contains(TELEPHONE)
    no_number = (
        ~pl.col("number").is_between(SMALLEST, LARGEST)
        | pl.col("digits").str.contains(DAY_IN_DIGITS)
        | run.str.contains(DAY_IN_GROUPS)
        | run.str.contains(YEAR_FIRST)
        | (pl.col("money") & run.str.contains(THOUSANDS))
    )
    # Inside a sentence a number of eight digits, or in odd groups, is anything.
    loose = (length == 8) | telephone | (grouped & ~run.str.contains(USUAL))
    no_number |= grouped & ~run.str.contains(_BY_ITSELF)
    kept = ~no_number & (alone | ~loose | pl.col("marked"))
    # Such as '9falsetrue': nine digits, not in groups, alone.
    shape = pl.concat_str(
        pl.when(telephone).then(pl.lit("t")).otherwise(pl.min_horizontal(length, 10)),
        grouped.cast(pl.String),
        alone.cast(pl.String),
    )
    return rows.filter(kept).select("number", "marked", shape.alias("shape"), _passes())


def _passes() -> pl.Expr:
    number = pl.col("number")
    places = (number // 10 ** (8 - place) % 10 * (9 - place) for place in range(8))
    return ((pl.sum_horizontal(*places) - number % 10) % 11 == 0).alias("passes")


def is_bsn_shaped(run: str, *, alone: bool, marked: bool) -> bool:
    """Whether one run of digits and signs between them may be a BSN, passing or not.

    Eight digits only when they pass. The plain reading of what `evidence` does
    in bulk; it is asked of one text, to cover it.
    """
    run = re.sub(WHOLE, r"\1", run)
    digits = re.sub(r"[^0-9]", "", run)
    if not 8 <= len(digits) <= LONGEST or not SMALLEST <= int(digits) <= LARGEST:
        return False
    patterns = (DAY_IN_GROUPS, YEAR_FIRST)
    if re.search(DAY_IN_DIGITS, digits) or any(re.search(one, run) for one in patterns):
        return False
    passing = passes_eleven_test(f"{int(digits):09d}")
    if len(digits) == 8 or re.search(TELEPHONE, run):
        return passing and (alone or marked)
    if run == digits:
        return True
    grouped = re.search(_BY_ITSELF if alone or marked else USUAL, run)
    return bool(grouped) and (passing or not re.search(THOUSANDS, run))


def is_decimal(run: str) -> bool:
    """Whether a run of digits and signs is one number with decimals."""
    return bool(re.search(DECIMALS, run)) and not re.search(WHOLE, run)


def is_alone(text: str) -> bool:
    """Whether a text is one number, with at most letters against it."""
    return bool(_ALONE_RE.search(plain_digits(text)))


def is_marked(text: str) -> bool:
    """Whether a text says that it is about a BSN."""
    return bool(_MARK.search(text))
