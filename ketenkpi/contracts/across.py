"""What must hold between the rows of one file: closed list, each a small frozen class.

Files with such rules are short (phases, shares of a key), so these are plain
loops. A rule that is broken names the rows that cannot be stored: where a group
must be whole those are all of its rows, since leaving out one of three periods
would make a gap.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from ketenkpi.config_file import Node
from ketenkpi.contracts.findings import Finding
from ketenkpi.wording import Language, say

RULES = ("periods", "adds_up", "once")
LINE = "_line"
DAY = timedelta(days=1)
Row = Mapping[str, Any]


class AcrossRule(ABC):
    """A rule over the rows of a file that are equal in `within`."""

    rule: str
    within: tuple[str, ...]

    @property
    @abstractmethod
    def columns_asked(self) -> tuple[str, ...]:
        """Every column the rule looks at."""

    @property
    @abstractmethod
    def params(self) -> Mapping[str, object]:
        """What the sentence needs."""

    @abstractmethod
    def look_at(self, rows: Sequence[Row]) -> Iterator[tuple[Finding, tuple[int, ...]]]:
        """Findings about the rows of one group (in order of line), each with the lines it rejects.

        rows: the columns asked, as typed values (missing = None), and `_line`.
        """

    def describe(self, language: Language) -> str:
        """The rule as a sentence for the data dictionary."""
        return say(f"contracts.{self.rule}_rule", language, **self.params)

    def findings(self, rows: Iterable[Row]) -> Iterator[tuple[Finding, tuple[int, ...]]]:
        """The findings of all groups."""

        def key(row: Row) -> list[str]:
            return ["" if row[name] is None else str(row[name]) for name in self.within]

        ordered = sorted(rows, key=lambda row: (key(row), row[LINE]))
        for _, group in groupby(ordered, key):
            yield from self.look_at(list(group))


@dataclass(frozen=True)
class Periods(AcrossRule):
    """Periods follow each other without overlap or gap; without an end a period runs on."""

    begin: str
    end: str
    within: tuple[str, ...]
    rule = "periodes"

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (*self.within, self.begin, self.end)

    @property
    def params(self) -> Mapping[str, object]:
        return {"begin": self.begin, "end": self.end, "within": ", ".join(self.within)}

    def look_at(self, rows: Sequence[Row]) -> Iterator[tuple[Finding, tuple[int, ...]]]:
        lines = tuple(row[LINE] for row in rows)
        ordered = sorted(rows, key=lambda row: (row[self.begin], row[LINE]))
        furthest = ordered[0]
        for row in ordered[1:]:
            rule = self._broken(furthest[self.end], row[self.begin])
            if rule is not None:
                yield self._finding(rule, furthest, row), lines
            if furthest[self.end] is None:
                continue
            if row[self.end] is None or row[self.end] > furthest[self.end]:
                furthest = row

    def _broken(self, end: date | None, begin: date) -> str | None:
        if end is None:
            return "periodes_loopt"
        if begin <= end:
            return "periodes_overlap"
        return "periodes_gat" if begin > end + DAY else None

    def _finding(self, rule: str, before: Row, row: Row) -> Finding:
        end = before[self.end]
        group = " / ".join(str(row[name]) for name in self.within)
        params = {"other": before[LINE], "group": group}
        if end is not None:
            params |= {"until": _day(end), "next": _day(end + DAY)}
        value = _day(row[self.begin])
        return Finding("rijen", "fout", rule, row[LINE], None, self.begin, value, params)


@dataclass(frozen=True)
class AddsUp(AcrossRule):
    """The numbers of a group add up to a whole, within `tolerance`."""

    part: str
    whole: float
    tolerance: float
    within: tuple[str, ...]
    rule = "telt_op"

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (*self.within, self.part)

    @property
    def params(self) -> Mapping[str, object]:
        return {"part": self.part, "whole": f"{self.whole:g}", "within": ", ".join(self.within)}

    def look_at(self, rows: Sequence[Row]) -> Iterator[tuple[Finding, tuple[int, ...]]]:
        # 33.3 + 33.3 + 33.35 is not quite 99.95 in binary.
        total = round(sum(row[self.part] for row in rows), 6)
        if round(abs(total - self.whole), 6) <= self.tolerance:
            return
        group = " / ".join(_written(name, rows[0][name]) for name in self.within)
        shown = f"{round(total, 2):g}".replace(".", ",")
        params = {**self.params, "group": group, "rows": len(rows)}
        lines = tuple(row[LINE] for row in rows)
        yield Finding("rijen", "fout", "telt_op", lines[0], None, self.part, shown, params), lines


@dataclass(frozen=True)
class OncePerGroup(AcrossRule):
    """Of rows in which `when` is filled each group has one."""

    when: str
    within: tuple[str, ...]
    rule = "een_keer"

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.within, self.when)))

    @property
    def params(self) -> Mapping[str, object]:
        return {"when": self.when, "within": ", ".join(self.within)}

    def look_at(self, rows: Sequence[Row]) -> Iterator[tuple[Finding, tuple[int, ...]]]:
        asked = [row for row in rows if row[self.when] is not None]
        for row in asked[1:]:
            params = {"first": asked[0][LINE], "key": ", ".join(self.within)}
            value = str(row[self.when])
            finding = Finding("rijen", "fout", "dubbel", row[LINE], None, self.when, value, params)
            yield finding, (row[LINE],)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _written(name: str, value: Any) -> str:
    if name != "kwartaal":
        return str(value)
    from ketenkpi.vocabulary import Quarter

    return str(Quarter.from_index(value))


def across_rule(node: Node) -> AcrossRule:
    """The rule one item of a contract's `across:` names."""
    match node.one_of("rule", RULES):
        case "periods":
            node.only(("rule", "begin", "end", "within"))
            return Periods(node["begin"], node["end"], tuple(node["within"]))
        case "once":
            node.only(("rule", "when", "within"))
            return OncePerGroup(node["when"], tuple(node["within"]))
        case _:
            node.only(("rule", "part", "whole", "tolerance", "within"))
            whole, tolerance = float(node["whole"]), float(node["tolerance"])
            return AddsUp(node["part"], whole, tolerance, tuple(node["within"]))
