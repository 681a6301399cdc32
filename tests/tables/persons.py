"""How often what is of nobody is taken for what is of a person, and how often a BSN is found.

One in eleven numbers of nine digits passes the eleven-test, so a file that
numbers its clients so is now and then taken for one with BSNs. How often is
counted here by the length of a column; where a person can explain it away the
file asks for that ('may be declared').
"""

from __future__ import annotations

import csv
import hashlib
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from ketenkpi.contracts import check, find_contract, privacy
from ketenkpi.contracts.personal import hashes
from ketenkpi.contracts.personal.bsn import passes_eleven_test
from ketenkpi.example import write_example
from ketenkpi.example.present import write_present
from ketenkpi.settings import REFERENCE
from ketenkpi.wording import LIBRARY
from tests.tables.table import Row, Rows, total

Dice = random.Random
Maker = Callable[[Dice], str]
# In a pseudonym other things are looked for than in a remark or the name of a place.
IDS_IN = ("client", "opmerking")
PLACES = ("werkplein", "opmerking")
REMARKS = ("opmerking",)
FIFTH = "one in five a BSN"
# Values in a column, and by how much fewer columns of that length are tried.
LENGTHS = {1: 1, 2: 1, 3: 1, 5: 1, 10: 1, 20: 1, 100: 5, 1_000: 20, 10_000: 100}
OTHERS = {100: 20, 10_000: 200}


def _digits(length: int) -> Maker:
    return lambda dice: f"{dice.randrange(10 ** (length - 1), 10**length)}"


def _hex(length: int) -> Maker:
    return lambda dice: f"{dice.getrandbits(4 * length):0{length}x}"


def _uuid(dice: Dice) -> str:
    text = _hex(32)(dice)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _bsn(dice: Dice) -> str:
    while True:
        text = _digits(9)(dice)
        if passes_eleven_test(text) and not text.startswith(("19", "20")):
            return text


def _mixed(dice: Dice) -> str:
    return _bsn(dice) if dice.random() < 0.2 else _digits(9)(dice)


IDS: dict[str, Maker] = {
    "six digits": _digits(6),
    "seven digits": _digits(7),
    "eight digits": _digits(8),
    "ten digits": _digits(10),
    "twelve digits": _digits(12),
    "year and number, 2009-00417": lambda dice: f"20{dice.randrange(8, 26):02}-{_digits(5)(dice)}",
    "letter and nine digits, T004170417": lambda dice: f"T00{_digits(7)(dice)}",
    "hexadecimal, k-7f3a91": lambda dice: f"k-{_hex(6)(dice)}",
    "eight hexadecimal digits": _hex(8),
    "UUID": _uuid,
    "digests of 32 digits": _hex(32),
    "digests of 64 digits": _hex(64),
    "amounts, 1.234.567": lambda dice: f"{dice.randrange(10**6, 10**9):,}".replace(",", "."),
    "moments, 2009-01-05 08:31": lambda dice: (
        f"20{dice.randrange(8, 26):02}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02} "
        f"{dice.randrange(24):02}:{dice.randrange(60):02}"
    ),
}


def alarms(size: int) -> Rows:
    """A row for each sort of column: how many were tried, refused, and may be declared.

    size: how many columns of one value; of long ones fewer.
    """
    sentences = _sentences()[: 2 * size]
    rows = [_row("files of the examples", "nobody's", "many", _examples(max(2, size // 10)))]
    rows.append(_tried("names in the register", "nobody's", "many", _register(), PLACES))
    rows.append(_tried("a sentence of ours", "nobody's", 1, ([s] for s in sentences), REMARKS))
    rows.append(_tried("sentences of ours", "nobody's", len(sentences), [sentences], REMARKS))
    for length, fewer in LENGTHS.items():
        rows.append(_random("nine digits", "nobody's", length, max(1, size // fewer), _digits(9)))
    for what, maker in IDS.items():
        for length, fewer in OTHERS.items():
            rows.append(_random(what, "nobody's", length, max(1, size // fewer), maker))
    for length, fewer in LENGTHS.items():
        rows.append(_random("BSNs", "persons'", length, max(1, size // fewer), _bsn))
    for length in (100, 1_000, 10_000):
        number = max(1, size // LENGTHS[length])
        rows.append(_random(FIFTH, "persons'", length, number, _mixed))
    return rows


def _random(what: str, whose: str, length: int, number: int, make: Maker) -> Row:
    dice = Dice(f"{what} {length}")
    columns = ([make(dice) for _ in range(length)] for _ in range(number))
    return _tried(what, whose, length, columns, IDS_IN)


def _tried(
    what: str,
    whose: str,
    length: int | str,
    columns: Iterable[Sequence[str]],
    names: Sequence[str],
) -> Row:
    contract = find_contract("trajecten")
    tried = refused = declared = 0
    for values in columns:
        frame = pl.DataFrame(dict.fromkeys(names, pl.Series(values, dtype=pl.String)))
        found = privacy.check_sample(frame, contract)
        # May be declared: all that is found, in whichever of the columns.
        asked = {question.subject for question in privacy.questions(found)}
        others = [f for f in found if f.rule != "bsn" or f.column not in asked]
        tried += 1
        refused += bool(found)
        declared += bool(found) and not others
    return _row(what, whose, length, (tried, refused, declared))


def _row(what: str, whose: str, length: int | str, counts: tuple[int, int, int]) -> Row:
    tried, refused, declared = counts
    return {
        "what": what,
        "whose": whose,
        "values in each": f"{length:,}" if isinstance(length, int) else length,
        "tried": tried,
        "refused": refused,
        "of these may be declared": declared,
        "refused (%)": round(100 * refused / tried, 2),
    }


def _examples(most: int) -> tuple[int, int, int]:
    """How many files of both examples there are, and how many are refused as of a person."""
    tried = refused = 0
    with tempfile.TemporaryDirectory(prefix="alarms-") as name:
        for contract, path in islice(_example_files(Path(name)), most):
            found = check(path, contract).findings
            tried += 1
            alarmed = any(total.rule in PERSONAL for total in found.totals)
            refused += alarmed or bool(privacy.check_filename(path.name))
    return tried, refused, 0


def _example_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for write in (write_present, write_example):
        for file in write(folder / write.__name__).files:
            yield file.contract, file.path


PERSONAL = frozenset(
    {
        *("bsn", "bsn_gehasht", "geen_bsn_verklaard", "emailadres", "telefoonnummer"),
        *("rekeningnummer", "persoonsnaam", "persoonsgegeven_kolom"),
    }
)


def _register() -> Iterator[list[str]]:
    """Every column of the lists of places, regions and municipalities."""
    for path in sorted(REFERENCE.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file, delimiter=";")
        for place in range(len(head)):
            yield [row[place] for row in rows if len(row) > place and row[place]]


def _sentences() -> list[str]:
    """The Dutch sentences of the product: some thousands, about nobody."""
    return [LIBRARY.raw(key, "nl") for key in sorted(LIBRARY.keys())]


def alarms_hold(rows: Rows) -> bool:
    """No alarm without numbers, few with, always a way on; no column of BSNs is missed."""
    nobodys = [row for row in rows if row["whose"] == "nobody's"]
    numbers = [row for row in nobodys if row["what"] in (*IDS, "nine digits")]
    others = [row for row in nobodys if row not in numbers]
    long = [row for row in numbers if len(str(row["values in each"])) >= 3]
    # Of a hundred values of which a fifth are BSNs it cannot always be told.
    persons = [
        row
        for row in rows
        if row["whose"] == "persons'" and (row["what"], row["values in each"]) != (FIFTH, "100")
    ]
    return (
        total(others, "refused") == 0
        and total(numbers, "refused") == total(numbers, "of these may be declared")
        and total(long, "refused") <= 0.002 * total(long, "tried")
        and total(persons, "refused") == total(persons, "tried")
    )


def digests(size: int) -> Rows:
    """Columns of digests of BSNs, which must be undone, and of others, which must not.

    size: how many columns of BSNs by each function; half as many of others, as
    these take as long as there are BSNs to try.
    """
    rows: Rows = []
    for name in ("md5", "sha1", "sha256"):
        dice = Dice(name)
        persons = [_hashed(name, _low_bsn(dice, number)) for number in range(size)]
        nobodys = [_hashed(name, f"k-{_hex(6)(dice)}") for _ in range(size // 2)]
        rows += [_undone(name, "persons'", persons), _undone(name, "nobody's", nobodys)]
    return rows


def _low_bsn(dice: Dice, first: int) -> str:
    """A BSN that begins with this digit, with a zero for the first of a sample."""
    while True:
        text = f"{first % 10}{_digits(8)(dice)}"
        if passes_eleven_test(text):
            return text


def _hashed(function: str, text: str) -> str:
    return hashlib.new(function, text.encode(), usedforsecurity=False).hexdigest()


def _undone(function: str, whose: str, columns: Sequence[str]) -> Row:
    with tempfile.TemporaryDirectory(prefix="digests-") as home:
        undone = sum(hashes.undone((digest,), Path(home)) for digest in columns)
    return {"function": function, "whose": whose, "columns": len(columns), "undone": undone}


def digests_hold(rows: Rows) -> bool:
    """Every digest of a BSN is undone, and no other."""
    return all(
        row["undone"] == (row["columns"] if row["whose"] == "persons'" else 0) for row in rows
    )
