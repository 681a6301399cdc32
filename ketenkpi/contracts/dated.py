"""Words with a date in a column: read under every name, stored under one key for the whole series.

A scheme that got a new name is one series, so its rows must carry one key
whatever the file called it; and a scheme in which nobody could begin any more
is a mistake in a row that begins later. Both need another column of the row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_
from types import MappingProxyType
from typing import Any

import polars as pl

from ketenkpi.config_file import Node
from ketenkpi.contracts.row_rules import Level, RowRule
from ketenkpi.vocabularies import Scheme, Vocabulary, vocabularies
from ketenkpi.vocabulary import Quarter


@dataclass(frozen=True)
class Regime:
    """One regime of a scheme, and the days on which a case in it could begin."""

    key: str
    first: date
    last: date


@dataclass(frozen=True)
class Stored:
    """How the words of one column are stored.

    series: words that are stored under another key. parts: of a word that names
    a whole, its regimes; day: the column with the day that decides between them.
    Without that day the whole stays what the row is stored as.
    """

    series: Mapping[str, str]
    parts: Mapping[str, tuple[Regime, ...]]
    day: str | None

    def typed(self, value: pl.Expr) -> pl.Expr:
        """A column of words as they are stored; beside it stands the column of the day."""
        found = value
        for word, key in self.series.items():
            found = pl.when(value == word).then(pl.lit(key)).otherwise(found)
        if self.day is not None:
            day = pl.col(self.day)
            for word, parts in self.parts.items():
                for part in parts:
                    begun = (value == word) & day.is_between(part.first, part.last)
                    found = pl.when(begun).then(pl.lit(part.key)).otherwise(found)
        return found

    def plain(self, word: str | None, row: Mapping[str, Any]) -> str | None:
        """The same for one row of values."""
        if word is None:
            return None
        day = row[self.day] if self.day is not None else None
        if day is not None:
            for part in self.parts.get(word, ()):
                if part.first <= day <= part.last:
                    return part.key
        return self.series.get(word, word)


def stored(vocabulary: Vocabulary[Any], day: str | None) -> Stored:
    """How the words of a vocabulary are stored; day: the column that decides between parts."""
    entries = vocabulary.entries.values()
    series = {each.key: each.stored_as for each in entries if each.stored_as != each.key}
    parts: dict[str, tuple[Regime, ...]] = {}
    for each in entries if day is not None else ():
        # WIA is made of IVA and WGA side by side: no day tells those apart.
        within = [e for e in entries if isinstance(e, Scheme) and e.part_of == each.key]
        if within and len({e.first for e in within}) == len(within):
            parts[each.key] = tuple(
                Regime(e.key, e.first or date.min, e.inflow_until or date.max) for e in within
            )
    return Stored(MappingProxyType(series), MappingProxyType(parts), day)


@dataclass(frozen=True)
class EndedBefore(RowRule):
    """A word does not stand in a row that begins after the day on which it ended.

    days: date columns, of which the first that is filled says when the row
    begins; or one column of quarters, with `by_quarter`. ends: per word its last
    day. told: per word what the sentence needs.
    """

    word: str
    days: tuple[str, ...]
    by_quarter: bool
    ends: Mapping[str, date]
    told: Mapping[str, Mapping[str, object]]
    rule: str
    level: Level

    @property
    def column(self) -> str:
        return self.word

    @property
    def columns_asked(self) -> tuple[str, ...]:
        return (self.word, *self.days)

    @property
    def params(self) -> Mapping[str, object]:
        return {"word": self.word, "days": ", ".join(self.days)}

    def params_of(self, row: Mapping[str, Any]) -> Mapping[str, object]:
        return {**self.params, **self.told[row[self.word]]}

    @cached_property
    def _by_end(self) -> Mapping[date, list[str]]:
        found: dict[date, list[str]] = {}
        for word, end in self.ends.items():
            found.setdefault(end, []).append(word)
        return found

    def after(self, end: date, days: int) -> date | int:
        """A begin that many days (or quarters) after an end, as the column holds it."""
        last = self._as_in_column(end)
        return last + days if isinstance(last, int) else last + timedelta(days=days)

    def _as_in_column(self, end: date) -> date | int:
        return Quarter.of(end).index if self.by_quarter else end

    def broken(self) -> pl.Expr:
        # Comparing with a few words costs 3 ms a million rows, a join by word 40.
        begin = pl.coalesce(*self.days)
        late = [
            self._is_one_of(words) & (begin > pl.lit(self._as_in_column(end)))
            for end, words in self._by_end.items()
        ]
        return reduce(or_, late, pl.lit(False)).fill_null(value=False)

    def _is_one_of(self, words: Collection[str]) -> pl.Expr:
        # A word is compared with in half the time of a list of one.
        return reduce(or_, (pl.col(self.word) == word for word in words))

    def breaks(self, row: Mapping[str, Any]) -> bool:
        end = self.ends.get(row[self.word])
        begin = next((row[name] for name in self.days if row[name] is not None), None)
        return end is not None and begin is not None and bool(begin > self._as_in_column(end))


def scheme_ended(node: Node, level: Level) -> EndedBefore:
    """The rule that nobody begins in a scheme that was closed.

    With days it is closed since the last inflow; with a quarter, in which there
    may be people left, since the scheme ended. certain: only of schemes whose
    end was read in a source, or only of the others.
    """
    node.only(("rule", "level", "certain", "word"), ("days", "quarter"))
    by_quarter = "quarter" in node
    ends: dict[str, date] = {}
    for each in vocabularies().schemes.entries.values():
        last = each.last if by_quarter else (each.inflow_until or each.last)
        if last is not None and each.certain == node["certain"] and not _goes_on(each):
            ends[each.key] = last
    told = {word: {"last": f"{end:%d-%m-%Y}"} for word, end in ends.items()}
    rule = "regeling_gestopt" if node["certain"] else "regeling_wellicht_gestopt"
    return _rule(node, ends, told, rule, level)


def name_of_day(node: Node, level: Level) -> EndedBefore:
    """The rule that a series is called by its name of the day; it is read under every name."""
    node.only(("rule", "level", "word"), ("days", "quarter"))
    ends: dict[str, date] = {}
    told: dict[str, Mapping[str, object]] = {}
    for each in vocabularies().schemes.entries.values():
        later = _goes_on(each)
        if each.last is not None and later is not None:
            ends[each.key] = each.last
            since = each.last + timedelta(days=1)
            told[each.key] = {"since": f"{since:%d-%m-%Y}", "now": later.name.nl}
    return _rule(node, ends, told, "oude_naam", level)


def _goes_on(scheme: Scheme) -> Scheme | None:
    """The next name of its series; None where it has none."""
    known = vocabularies().schemes.entries.values()
    return next((each for each in known if each.continues == scheme.key), None)


def _rule(
    node: Node,
    ends: Mapping[str, date],
    told: Mapping[str, Mapping[str, object]],
    rule: str,
    level: Level,
) -> EndedBefore:
    if ("quarter" in node) == ("days" in node):
        raise node.fail("this rule needs 'days' or 'quarter', and not both")
    days = (node["quarter"],) if "quarter" in node else tuple(node["days"])
    return EndedBefore(node["word"], days, "quarter" in node, ends, told, rule, level)
