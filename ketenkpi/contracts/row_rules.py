"""What must hold between the cells of one row: closed list, each a small frozen class.

Like a kind, a row rule describes (`describe`), checks a whole file in polars
(`broken`) and checks one row plainly (`breaks`), which is both the way a
finding is explained and the second computation that tests compare with.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from ketenkpi.config_file import Node
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.wording import Language, say

# A question is asked by whoever stores; no rule of a contract asks one.
Level = Literal["blokkade", "fout", "vraag", "uitleg", "advies"]
RULES = (
    "at_least_one",
    "order",
    "requires",
    "balance",
    "not_more_than",
    "empty_exactly_when",
    "leaves_empty",
    "scale_of_item",
    "situation_of_item",
)
LEVELS: tuple[Level, ...] = ("blokkade", "fout", "vraag", "uitleg", "advies")
OF_RULES: tuple[Level, ...] = ("fout", "uitleg", "advies")


class RowRule(ABC):
    """A rule over one row; `column` is the one a finding points at."""

    rule: str
    level: Level

    @property
    @abstractmethod
    def column(self) -> str:
        """The column a finding points at."""

    @property
    @abstractmethod
    def columns_asked(self) -> tuple[str, ...]:
        """Every column the rule looks at."""

    @property
    @abstractmethod
    def params(self) -> Mapping[str, object]:
        """What the sentence needs."""

    def params_of(self, row: Mapping[str, Any]) -> Mapping[str, object]:
        """What the sentence needs about a row that breaks the rule."""
        return self.params

    @abstractmethod
    def broken(self) -> pl.Expr:
        """True for rows of typed columns that break the rule; never null."""

    @abstractmethod
    def breaks(self, row: Mapping[str, Any]) -> bool:
        """The same for one row of values (missing = None)."""

    def describe(self, language: Language) -> str:
        """The rule as a sentence for the data dictionary."""
        return say(f"contracts.{self.rule}_rule", language, **self.params)


@dataclass(frozen=True)
class AtLeastOne(RowRule):
    """At least one of these columns is filled."""

    columns: tuple[str, ...]
    level: Level
    rule = "minstens_een"

    @property
    def column(self) -> str:
        return self.columns[0]

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return self.columns

    @property
    def params(self) -> Mapping[str, object]:
        return {"columns": ", ".join(self.columns)}

    def broken(self) -> pl.Expr:
        return pl.all_horizontal(pl.col(name).is_null() for name in self.columns)

    def breaks(self, row: Mapping[str, Any]) -> bool:
        return all(row[name] is None for name in self.columns)


@dataclass(frozen=True)
class NotBefore(RowRule):
    """`then` does not lie before `first` (only when both are filled)."""

    first: str
    then: str
    level: Level
    rule = "volgorde"

    @property
    def column(self) -> str:
        return self.then

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.first, self.then)

    @property
    def params(self) -> Mapping[str, object]:
        return {"first": self.first, "then": self.then}

    def broken(self) -> pl.Expr:
        return (pl.col(self.then) < pl.col(self.first)).fill_null(False)

    def breaks(self, row: Mapping[str, Any]) -> bool:
        first, then = row[self.first], row[self.then]
        return first is not None and then is not None and then < first


@dataclass(frozen=True)
class Requires(RowRule):
    """When `given` is filled, `needs` is filled too."""

    given: str
    needs: str
    level: Level
    rule = "vereist"

    @property
    def column(self) -> str:
        return self.needs

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.given, self.needs)

    @property
    def params(self) -> Mapping[str, object]:
        return {"given": self.given, "needs": self.needs}

    def broken(self) -> pl.Expr:
        return pl.col(self.given).is_not_null() & pl.col(self.needs).is_null()

    def breaks(self, row: Mapping[str, Any]) -> bool:
        return row[self.given] is not None and row[self.needs] is None


@dataclass(frozen=True)
class BalanceRule(RowRule):
    """`start` + `plus` - `minus` = `end`, within `tolerance` (CBS rounds to tens)."""

    start: str
    plus: str
    minus: str
    end: str
    tolerance: int
    level: Level
    rule = "balans"

    @property
    def column(self) -> str:
        return self.end

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.start, self.plus, self.minus, self.end)

    @property
    def params(self) -> Mapping[str, object]:
        return {
            "start": self.start,
            "plus": self.plus,
            "minus": self.minus,
            "end": self.end,
            "tolerance": self.tolerance,
        }

    def broken(self) -> pl.Expr:
        computed = pl.col(self.start) + pl.col(self.plus) - pl.col(self.minus)
        return ((computed - pl.col(self.end)).abs() > self.tolerance).fill_null(False)

    def breaks(self, row: Mapping[str, Any]) -> bool:
        parts = [row[name] for name in (self.start, self.plus, self.minus, self.end)]
        if any(part is None for part in parts):
            return False
        return bool(abs(parts[0] + parts[1] - parts[2] - parts[3]) > self.tolerance)


@dataclass(frozen=True)
class NotMoreThan(RowRule):
    """`part` is at most `whole` (only when both are filled)."""

    part: str
    whole: str
    level: Level
    rule = "deel_groter"

    @property
    def column(self) -> str:
        return self.part

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.part, self.whole)

    @property
    def params(self) -> Mapping[str, object]:
        return {"part": self.part, "whole": self.whole}

    def broken(self) -> pl.Expr:
        return (pl.col(self.part) > pl.col(self.whole)).fill_null(False)

    def breaks(self, row: Mapping[str, Any]) -> bool:
        part, whole = row[self.part], row[self.whole]
        return bool(part is not None and whole is not None and part > whole)


@dataclass(frozen=True)
class EmptyExactlyWhen(RowRule):
    """`empty` is empty in rows where `status` is one of `values`, and in no other row.

    So a figure that is missing says so, and one that is there is not called
    missing. when: only asked of rows in which this column is filled.
    """

    empty: str
    status: str
    values: tuple[str, ...]
    when: str
    level: Level
    rule = "leeg_precies_bij"

    @property
    def column(self) -> str:
        return self.empty

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.empty, self.status, self.when)

    @property
    def params(self) -> Mapping[str, object]:
        code = "/".join(self.values)
        return {"empty": self.empty, "status": self.status, "code": code, "when": self.when}

    def broken(self) -> pl.Expr:
        missing = pl.col(self.status).is_in(self.values).fill_null(False)
        return pl.col(self.when).is_not_null() & (pl.col(self.empty).is_null() != missing)

    def breaks(self, row: Mapping[str, Any]) -> bool:
        asked = row[self.when] is not None
        return asked and bool((row[self.empty] is None) != (row[self.status] in self.values))


@dataclass(frozen=True)
class LeavesEmpty(RowRule):
    """When `given` is filled, all of `columns` are empty."""

    given: str
    columns: tuple[str, ...]
    level: Level
    rule = "blijft_leeg"

    @property
    def column(self) -> str:
        return self.given

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.given, *self.columns)

    @property
    def params(self) -> Mapping[str, object]:
        return {"given": self.given, "columns": ", ".join(self.columns)}

    def broken(self) -> pl.Expr:
        filled = pl.any_horizontal(pl.col(name).is_not_null() for name in self.columns)
        return pl.col(self.given).is_not_null() & filled

    def breaks(self, row: Mapping[str, Any]) -> bool:
        return row[self.given] is not None and any(row[name] is not None for name in self.columns)


@dataclass(frozen=True)
class ScaleOfItem(RowRule):
    """An answer fills only the marks of the scale of its item.

    items: per mark the items that have it; they come from the research model.
    """

    item: str
    items: Mapping[str, frozenset[str]]
    level: Level
    rule = "schaal_van_onderdeel"

    @property
    def column(self) -> str:
        return self.item

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.item, *self.items)

    @property
    def params(self) -> Mapping[str, object]:
        return {"item": self.item, "columns": ", ".join(self.items)}

    def broken(self) -> pl.Expr:
        return pl.any_horizontal(
            (pl.col(mark).is_not_null() & ~pl.col(self.item).is_in(sorted(having))).fill_null(False)
            for mark, having in self.items.items()
        )

    def breaks(self, row: Mapping[str, Any]) -> bool:
        item = row[self.item]
        return item is not None and any(
            row[mark] is not None and item not in having for mark, having in self.items.items()
        )


@dataclass(frozen=True)
class SituationOfItem(RowRule):
    """A pair of tasks names a situation it occurs in; every other item names none.

    pairs: per situation its pairs; they come from the research model.
    """

    item: str
    situation: str
    pairs: Mapping[str, frozenset[str]]
    level: Level
    rule = "situatie_van_onderdeel"

    @property
    def column(self) -> str:
        return self.item

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.item, self.situation)

    @property
    def params(self) -> Mapping[str, object]:
        return {"item": self.item, "situation": self.situation}

    def broken(self) -> pl.Expr:
        item, situation = pl.col(self.item), pl.col(self.situation)
        every = sorted(frozenset().union(*self.pairs.values()))
        wrong = [situation.is_null() & item.is_in(every)]
        wrong += [(situation == key) & ~item.is_in(sorted(has)) for key, has in self.pairs.items()]
        return pl.any_horizontal(each.fill_null(False) for each in wrong)

    def breaks(self, row: Mapping[str, Any]) -> bool:
        item, situation = row[self.item], row[self.situation]
        if item is None:
            return False
        if situation is None:
            return any(item in has for has in self.pairs.values())
        return item not in self.pairs[situation]


def _scale_of_item(node: Node, level: Level) -> ScaleOfItem:
    scan = load_scan()
    having: dict[str, set[str]] = {mark: set() for mark in node["marks"]}
    for item in scan.items.values():
        for mark in item.scale.columns:
            having[mark].add(item.key)
    # An agreement about a pair of tasks is answered like the items of table 4.
    for mark in scan.groups["tabel_4"].scale.columns:
        having[mark] |= {pair.key for pair in load_dependence().pairs}
    return ScaleOfItem(node["item"], {k: frozenset(v) for k, v in having.items()}, level)


def _situation_of_item(node: Node, level: Level) -> SituationOfItem:
    model = load_dependence()
    pairs = {key: frozenset(pair.key for pair in model.of(key)) for key in model.situations}
    return SituationOfItem(node["item"], node["situation"], pairs, level)


def row_rule(node: Node) -> RowRule:
    """The rule one item of a contract's `rules:` names."""
    level: Any = node.one_of("level", OF_RULES)
    match node.one_of("rule", RULES):
        case "at_least_one":
            node.only(("rule", "level", "columns"))
            return AtLeastOne(tuple(node["columns"]), level)
        case "order":
            node.only(("rule", "level", "first", "then"))
            return NotBefore(node["first"], node["then"], level)
        case "requires":
            node.only(("rule", "level", "given", "needs"))
            return Requires(node["given"], node["needs"], level)
        case "balance":
            node.only(("rule", "level", "start", "plus", "minus", "end", "tolerance"))
            return BalanceRule(
                node["start"], node["plus"], node["minus"], node["end"], node["tolerance"], level
            )
        case "empty_exactly_when":
            node.only(("rule", "level", "empty", "status", "value", "when"))
            codes = node["value"] if isinstance(node["value"], list) else [node["value"]]
            return EmptyExactlyWhen(
                node["empty"], node["status"], tuple(codes), node["when"], level
            )
        case "leaves_empty":
            node.only(("rule", "level", "given", "columns"))
            return LeavesEmpty(node["given"], tuple(node["columns"]), level)
        case "scale_of_item":
            node.only(("rule", "level", "item", "marks"))
            return _scale_of_item(node, level)
        case "situation_of_item":
            node.only(("rule", "level", "item", "situation"))
            return _situation_of_item(node, level)
        case _:
            node.only(("rule", "level", "part", "whole"))
            return NotMoreThan(node["part"], node["whole"], level)
