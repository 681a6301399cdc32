"""A comparison as its answer looks at it: its rows by name, and the one it is made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any

from ketenkpi.answer import Column, Form, Phrase, Said, count_of, from_to, phrase
from ketenkpi.figure import Figure, lacking
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison.compare import Comparison
    from ketenkpi.comparison.peers import PeerGroup

Row = Mapping[str, Any]
# Observed over expected: two decimals and no word for its unit.
TIMES = "times"
AS_FIGURE, OF_RATIO, OF_FUNNEL = (
    f"comparison.method_{name}" for name in ("figure", "ratio", "funnel")
)


@dataclass(frozen=True, eq=False)
class SeenComparison:
    """A comparison and the group it was made with; None where all stand side by side."""

    made: Comparison
    group: PeerGroup | None = None

    @property
    def subject(self) -> str | None:
        return self.group.subject if self.group else None

    @property
    def unit(self) -> str:
        """Of the figure itself."""
        return self.made.indicator.unit

    @property
    def drawn_unit(self) -> str:
        """Of what the funnel draws."""
        return TIMES if self.adjusted else self.unit

    @property
    def adjusted(self) -> bool:
        return self.made.scale == "ratio"

    @property
    def compared(self) -> bool:
        """Whether anything stands beside anything: numbers that depend on size do not."""
        return self.made.funnel is not None

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows, by name; never by value, which would be a league table."""
        found = plain_rows(self.made.frame)
        return tuple(sorted(found, key=lambda row: self.name(row).casefold()))

    @property
    def own(self) -> Row | None:
        """The row of the subject; None when no file speaks of it."""
        return next((row for row in self.rows if self.name(row) == self.subject), None)

    def name(self, row: Row) -> str:
        """The Werkplein or region a row is of."""
        return str(row[self.made.by])

    def adjusted_of(self, row: Row) -> Figure | None:
        """The figure a place would have with the clients of all together; None without one.

        Formula: ratio and its limits × the figure of all together; a share is no more than 1.
        """
        reference = self.made.reference
        if reference is None or row["ratio"] is None:
            return None
        most = 1.0 if self.made.indicator.of_kind.compared == "share" else inf
        ends = (min(row[name] * reference, most) for name in ("ratio", "ratio_low", "ratio_high"))
        return Figure(*ends, n=int(row["n"]), method=OF_RATIO)


def about(said: Phrase) -> str:
    """What a finding is about: its key without the area."""
    return str(said.key).partition(".")[2]


def plain_rows(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame; what is missing is None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def figure_in(row: Row, prefix: str = "", method: str = AS_FIGURE) -> Figure:
    """A number of a row with its limits, or why it has none."""
    n = int(row["n"] or 0)
    value = row[prefix or "value"]
    if value is None:
        return lacking(row["reason"], n)
    ends = (row[f"{prefix}_{end}" if prefix else end] for end in ("low", "high"))
    return Figure(value, *ends, n=n, method=method)


def column(key: str, unit: str | None = None, form: Form = "value") -> Column:
    """A column by its key, with the head that goes with it."""
    return Column(key, in_both(f"comparison.head_{key}"), unit, form)


def value_column(unit: str) -> Column:
    """The column of the figure itself, with the word for its unit in the head."""
    head = phrase("comparison.head_value", unit=in_both(f"units.{unit}"))
    return Column("value", head, unit)


def span(quarters: Sequence[Quarter]) -> Said:
    """Quarters within a sentence: '2010K1 tot en met 2010K4'; nothing for all there are."""
    if not quarters:
        return None
    return from_to(quarters[0], quarters[-1])


def lies(row: Row) -> Said:
    """Where a place lies against its limits."""
    return row["position"] and phrase(f"comparison.lies_{row['position']}")


def ends_said(key: str, row: Row, **fill: Said) -> Said:
    """Between which places in the order a place may stand, never one without the other end."""
    if row["rank_low"] is None:
        return None
    ends = {end: count_of(row[f"rank_{end}"]) for end in ("low", "high")}
    return phrase(f"comparison.{key}", **ends, **fill)
