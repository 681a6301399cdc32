"""What was observed outside: the national series that ship, and all that was delivered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from ketenkpi.context.series import FOLDER, THOUSANDS, OutsideSeries, load_series, scaled
from ketenkpi.register.tables import Row, rows
from ketenkpi.vocabulary import Quarter

NATIONAL = "NL01"
ABSENT = "ontbreekt"
# What CBS itself says may still change.
OPEN = frozenset({"voorlopig", "nader_voorlopig"})

# Series (with its scale), area and period, as CBS writes them.
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Observation:
    """One number in ones; brought: by the installation, and not with the program."""

    value: float
    provisional: bool
    brought: bool


@dataclass(frozen=True)
class Observations:
    """All of them; a number that is missing, secret or impossible is not among them."""

    by_place: Mapping[Place, Observation]

    def quarterly(self, series: OutsideSeries, area: str, quarter: Quarter) -> Observation | None:
        """The number of a quarter; None where it cannot be told of what there is.

        Of a stock that of the last month; of a mean that of the quarter itself, else the
        mean of its three months.
        """
        months = [self._of(series, area, month) for month in months_of(quarter)]
        if series.taken == "end":
            return months[-1] or self._of(series, area, quarter_code(quarter))
        return self._of(series, area, quarter_code(quarter)) or mean_of(months)

    def _of(self, series: OutsideSeries, area: str, period: str) -> Observation | None:
        # As the series that ship are told: what an installation has in ones stands in for none.
        names = (f"{series.key}{THOUSANDS}", series.key)
        places = ((name, area, period) for name in names)
        return next((self.by_place[each] for each in places if each in self.by_place), None)


def months_of(quarter: Quarter) -> tuple[str, ...]:
    """Its three months as CBS writes them: 2009MM01 and on."""
    first = quarter.number * 3 - 2
    return tuple(f"{quarter.year}MM{month:02}" for month in range(first, first + 3))


def quarter_code(quarter: Quarter) -> str:
    """A quarter as CBS writes it: 2009KW01."""
    return f"{quarter.year}KW{quarter.number:02}"


def mean_of(months: Iterable[Observation | None]) -> Observation | None:
    """The mean of months; None where one is missing."""
    known = list(months)
    found = [each for each in known if each is not None]
    if not found or len(found) < len(known):
        return None
    return Observation(
        sum(each.value for each in found) / len(found),
        any(each.provisional for each in found),
        any(each.brought for each in found),
    )


def observed(delivered: Iterable[Mapping[str, Any]]) -> Observations:
    """The national numbers that ship, replaced by those of `delivered`: rows of the contract.

    A number that was delivered as missing is missing, also where one ships.
    """
    found = dict(shipped())
    for row in delivered:
        place = (str(row["reeks"]), str(row["gebied"]), str(row["periode"]))
        found.pop(place, None)
        if row["waarde"] is not None:
            found[place] = _observation(place[0], float(row["waarde"]), row["status"], "brought")
    return Observations(MappingProxyType(found))


@cache
def shipped(folder: Path = FOLDER) -> Mapping[Place, Observation]:
    """The numbers of `waarnemingen.csv`, whose series are all known."""
    known = load_series(folder)
    table = rows(folder / "waarnemingen.csv")
    strange = {row["reeks"] for row in table if scaled(row["reeks"])[0] not in known}
    if strange:
        raise ValueError(f"numbers of series that nobody knows: {sorted(strange)}")
    return MappingProxyType({_place(row): _shipped(row) for row in table if row["waarde"]})


def _place(row: Row) -> Place:
    return row["reeks"], row["gebied"], row["periode"]


def _shipped(row: Row) -> Observation:
    value = float(row["waarde"].replace(",", "."))
    return _observation(row["reeks"], value, row["status"], "shipped")


def _observation(
    series: str, value: float, status: str | None, how: Literal["brought", "shipped"]
) -> Observation:
    return Observation(value * scaled(series)[1], status in OPEN, how == "brought")
