"""Random files made from a contract: valid ones, and ones with planted faults.

They only know the contract, so a generated file that is refused, or a planted
fault that is not found, shows a contract, a kind or a rule that contradicts
itself. All values are invented.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ketenkpi.contracts.across import AddsUp
from ketenkpi.contracts.contract import Contract, ContractColumn
from ketenkpi.contracts.dated import EndedBefore
from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, TextKind, YesNoKind
from ketenkpi.contracts.row_rules import (
    AtLeastOne,
    BalanceRule,
    EmptyExactlyWhen,
    LeavesEmpty,
    NotBefore,
    NotMoreThan,
    Requires,
    RowRule,
    ScaleOfItem,
    SituationOfItem,
)

Values = dict[str, Any]
EMPTY_SHARE = 0.3
TRIES = 50
LINE_OF_FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault that was put in on purpose: spreadsheet line, column and rule."""

    line: int
    column: str
    rule: str


@dataclass(frozen=True)
class Generated:
    """Rows of text by column name, and the faults planted in them."""

    contract: Contract
    rows: tuple[dict[str, str], ...]
    planted: tuple[Planted, ...]

    def csv(self, separator: str = ";", encoding: str = "utf-8", line_end: str = "\n") -> bytes:
        """The rows as a file with a header."""
        return to_csv(self.contract, self.rows, separator, line_end).encode(encoding)


def to_csv(
    contract: Contract, rows: tuple[dict[str, str], ...], separator: str, line_end: str
) -> str:
    """Rows of text with the contract's header."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, lineterminator=line_end)
    writer.writerow(contract.names)
    writer.writerows([row[name] for name in contract.names] for row in rows)
    return file.getvalue()


def generate(contract: Contract, rows: int, seed: int, faults: int = 0) -> Generated:
    """`rows` rows that keep to the contract, `faults` of which are then spoilt in one place.

    The same arguments give the same rows. A spoilt row has one unreadable
    cell, or breaks a row rule (and whatever other rule breaks with it).
    Raises ValueError when there are more faults than rows.
    """
    if faults > rows:
        raise ValueError(f"{faults} faults do not fit in {rows} rows")
    maker = _Maker(contract, random.Random(seed))
    values = [maker.row(number) for number in range(rows)]
    texts = [maker.texts(row) for row in values]
    planted: list[Planted] = []
    for place in sorted(maker.chance.sample(range(rows), faults)):
        line = place + LINE_OF_FIRST_ROW
        for column, rule in maker.spoil(values[place], texts[place], place):
            planted.append(Planted(line, column, rule))
    return Generated(contract, tuple(texts), tuple(planted))


class _Maker:
    """Makes rows of one contract and remembers which keys exist."""

    def __init__(self, contract: Contract, chance: random.Random) -> None:
        self.contract = contract
        self.chance = chance
        self._keys: set[tuple[Any, ...]] = set()

    def row(self, number: int) -> Values:
        """One valid row whose key was not seen before."""
        for _ in range(TRIES):
            row = {column.name: self._cell(column, number) for column in self.contract.columns}
            for rule in self.contract.across:
                if isinstance(rule, AddsUp):
                    row[rule.part] = rule.whole
            self.settle(row, number)
            keys = [self.contract.unique, *(rule.within for rule in self.contract.across)]
            if self._free(row, keys):
                return row
        raise ValueError(f"no free key for row {number} of {self.contract.key}")

    def _free(self, row: Values, keys: Sequence[tuple[str, ...]]) -> bool:
        """Whether none of these keys stands in an earlier row; they are then taken.

        A group of a rule between rows gets one row: a period alone cannot
        overlap, and a share alone is the whole.
        """
        stored = self.contract.settled(self._filled(row))
        found = {(key, *(stored[name] for name in key)) for key in keys if key}
        if found & self._keys:
            return False
        self._keys |= found
        return True

    def texts(self, row: Values) -> dict[str, str]:
        """A row as text, the way the template writes it."""
        return {
            column.name: "" if row[column.name] is None else column.kind.write(row[column.name])
            for column in self.contract.columns
        }

    def _filled(self, row: Values) -> Values:
        """A row as it is stored: empty choices that stand for a code hold it."""
        stored = dict(row)
        for column in self.contract.columns:
            asked = column.if_empty_when is None or row[column.if_empty_when] is not None
            if row[column.name] is None and column.if_empty and asked:
                stored[column.name] = column.if_empty
        return stored

    def _cell(self, column: ContractColumn, number: int) -> Any:
        if not column.required and self.chance.random() < EMPTY_SHARE:
            return None
        return self._value(column, number)

    def _value(self, column: ContractColumn, number: int) -> Any:
        match column.kind:
            case TextKind() as kind:
                return self._text(column, kind, number)
            case ChoiceKind(values=values):
                return self.chance.choice(list(values))
            case DateKind(example=example):
                day = DateKind(example).read(example)
                if not isinstance(day, date):
                    raise ValueError(f"example of {column.name} is no date: {example}")
                return day + timedelta(days=self.chance.randint(-180, 180))
            case QuarterKind():
                return 2009 * 4 + self.chance.randint(0, 11)
            case NumberKind() as kind:
                return self._number(kind)
            case YesNoKind():
                return self.chance.random() < 0.5
            case _:
                raise TypeError(f"no way to make a {type(column.kind).__name__}")

    def _text(self, column: ContractColumn, kind: TextKind, number: int) -> str:
        if self.contract.unique == (column.name,):
            return kind.another(number + 1)
        if kind.described == "text":
            return kind.example
        # Where a rule is about a group of rows, each row is a group of its own.
        a_name = 1 if self.contract.across else 10
        variant = self.chance.randint(1, max(9, number // a_name))
        return kind.example if variant == 1 else kind.another(variant)

    def _number(self, kind: NumberKind) -> float:
        example = kind.read(kind.example)
        if not isinstance(example, int | float):
            raise ValueError(f"example is no number: {kind.example}")
        low, high = example - abs(example) * 0.2, example + abs(example) * 0.2
        low = low if kind.low is None else max(low, kind.low)
        high = high if kind.high is None else min(high, kind.high)
        drawn = self.chance.uniform(low, high)
        return round(drawn) if kind.whole else round(drawn, 2)

    def settle(self, row: Values, number: int) -> None:
        """Change a row until no rule is broken; rules are written from cause to effect."""
        for _ in range(len(self.contract.rules) + 1):
            broken = [r for r in self.contract.rules if r.breaks(self._filled(row))]
            if not broken:
                return
            for rule in broken:
                self._mend(rule, row, number)
        raise ValueError(f"the rules of {self.contract.key} cannot be kept together")

    def _mend(self, rule: RowRule, row: Values, number: int) -> None:
        match rule:
            case AtLeastOne(columns=columns):
                self._fill(row, columns[0], number)
            case NotBefore(first=first, then=then):
                row[then] = row[first] + timedelta(days=self.chance.randint(0, 90))
            case Requires(given=given):
                row[given] = None
            case BalanceRule(start=start, plus=plus, minus=minus, end=end):
                row[minus] = min(row[minus], row[start] + row[plus])
                row[end] = row[start] + row[plus] - row[minus]
            case NotMoreThan(part=part, whole=whole):
                row[part] = self.chance.randint(0, row[whole])
            case EmptyExactlyWhen(empty=empty, status=status, values=values):
                row[empty] = None
                if row[status] not in values:
                    self._fill(row, empty, number)
            case LeavesEmpty(given=given):
                row[given] = None
            case ScaleOfItem(item=item, items=items):
                for mark, having in items.items():
                    row[mark] = None if row[item] not in having else row[mark]
                marks = [mark for mark, having in items.items() if row[item] in having]
                if all(row[mark] is None for mark in marks):
                    self._fill(row, marks[0], number)
            case SituationOfItem(item=item, situation=situation, pairs=pairs):
                fitting = [key for key, having in pairs.items() if row[item] in having]
                row[situation] = self.chance.choice(fitting) if fitting else None
            case EndedBefore(word=word):
                rules = [r for r in self.contract.rules if isinstance(r, EndedBefore)]
                ended = {each for r in rules if r.word == word for each in r.ends}
                lasting = [v for v in self.contract.column(word).values if v not in ended]
                row[word] = self.chance.choice(lasting)
            case _:
                raise TypeError(f"no way to keep a {type(rule).__name__}")

    def _fill(self, row: Values, name: str, number: int) -> None:
        row[name] = self._value(self.contract.column(name), number)

    def spoil(self, row: Values, texts: dict[str, str], number: int) -> Iterator[tuple[str, str]]:
        """Spoil one row in place; gives the column and rule of every fault it then has."""
        rules = self.contract.rules
        if rules and self.chance.random() < 0.3:
            self._break(self.chance.choice(rules), row, number)
            texts.update(self.texts(row))
            stored = self._filled(row)
            yield from ((rule.column, rule.rule) for rule in rules if rule.breaks(stored))
            return
        column = self.chance.choice(self.contract.columns)
        refused = dict(column.kind.faults()) | ({"": "verplicht"} if column.required else {})
        texts[column.name], rule = self.chance.choice(list(refused.items()))
        yield column.name, rule

    def _break(self, rule: RowRule, row: Values, number: int) -> None:
        match rule:
            case AtLeastOne(columns=columns):
                row.update(dict.fromkeys(columns))
            case NotBefore(first=first, then=then):
                if row[first] is None:
                    self._fill(row, first, number)
                row[then] = row[first] - timedelta(days=self.chance.randint(1, 90))
            case Requires(given=given, needs=needs):
                self._fill(row, given, number)
                row[needs] = None
            case BalanceRule(end=end, tolerance=tolerance):
                row[end] += tolerance + 1
            case NotMoreThan(part=part, whole=whole):
                if row[whole] is None:
                    self._fill(row, whole, number)
                row[part] = row[whole] + 1
            case EmptyExactlyWhen(empty=empty, status=status, values=values, when=when):
                row[status] = values[0]
                for name in (empty, when):
                    self._fill(row, name, number)
            case LeavesEmpty(given=given, columns=columns):
                for name in (given, columns[0]):
                    self._fill(row, name, number)
            case ScaleOfItem(items=items):
                marks = [mark for mark, having in items.items() if row[rule.item] not in having]
                self._fill(row, marks[0], number)
            case SituationOfItem(item=item, situation=situation, pairs=pairs):
                row[item] = min(pairs[min(pairs)])
                row[situation] = None
            case EndedBefore(word=word, days=days, ends=ends):
                row[word] = self.chance.choice(list(ends))
                row[days[0]] = rule.after(ends[row[word]], self.chance.randint(1, 8))
            case _:
                raise TypeError(f"no way to break a {type(rule).__name__}")


def example_rows(contract: Contract) -> tuple[dict[str, str], dict[str, str]]:
    """Two rows as a person would write them: everything filled in, and only what must be."""
    maker = _Maker(contract, random.Random(0))
    full = _full(contract, maker)
    least = {column.name: _least(column) for column in contract.columns}
    settled = dict(least)
    maker.settle(settled, 0)
    texts = maker.texts(settled)
    both = [name for name in full if least[name] is None and texts[name] and full[name]]
    texts |= {name: full[name] for name in both}
    if all(texts[name] == full[name] for name in contract.unique):
        for name in contract.unique[:1]:
            kind = contract.column(name).kind
            assert isinstance(kind, TextKind), "the first column of a key is a name or code"
            texts[name] = kind.another(2)
    return full, texts


def _full(contract: Contract, maker: _Maker) -> dict[str, str]:
    """The first example of every column, as far as the rules let them stand in one row."""
    first = {column.name: column.kind.examples()[0] for column in contract.columns}
    read = {column.name: column.read(first[column.name]) for column in contract.columns}
    settled = dict(read)
    maker.settle(settled, 0)
    written = maker.texts(settled)
    return {name: first[name] if settled[name] == read[name] else written[name] for name in first}


def _least(column: ContractColumn) -> Any:
    """A required column's last example, so that the two rows differ; None when it may be empty."""
    if not column.required:
        return None
    # The last word of a vocabulary is a rare one, and makes a strange example; the
    # other ways to write a number are no other numbers of that column.
    place = -1 if column.stored is None else 1
    place = 0 if isinstance(column.kind, NumberKind) else place
    return column.read(column.kind.examples()[place])
