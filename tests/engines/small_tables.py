"""Rows by hand, and counts as small dictionaries, for `tests/spec/test_counts*.py`."""

from __future__ import annotations

from datetime import date
from typing import Any

from ketenkpi.counts import Counts, count
from ketenkpi.vocabulary import Quarter
from tests.engines.uploads import arrow

K1, K2, K3, K4 = (Quarter(2009, number).index for number in (1, 2, 3, 4))
UNTIL = date(2009, 12, 31)


def spell(number: int, **given: Any) -> dict[str, Any]:
    fixed = {
        "traject_id": f"T{number}",
        "werkplein": "Aland",
        "regeling": "WW",
        "doelgroep": "jongere",
        "kanaal": "balie",
    }
    return {**fixed, **given}


def of_spells(engine: str, *rows: dict[str, Any], **request: Any) -> Counts:
    request = {"observed_until": UNTIL, **request}
    return count({"trajecten": arrow("trajecten", list(rows))}, engine=engine, **request)


def column(counts: Counts, tally: str, by: list[str], measure: str = "n", **where: Any) -> Any:
    """The sums of one measure as {key: number}; a single key is not a tuple."""
    held = {dim: [value] for dim, value in where.items()}
    frame = counts.roll_up(tally, by, [measure], held)
    keys = frame[by[0]] if len(by) == 1 else zip(*(frame[dim] for dim in by), strict=True)
    return dict(zip(keys, frame[measure], strict=True))


def days(counts: Counts, soort: str, measure: str) -> dict[int, int]:
    """Days with a number other than zero."""
    found = column(counts, "duur", ["days"], measure, soort=soort)
    return {day: number for day, number in found.items() if number}
