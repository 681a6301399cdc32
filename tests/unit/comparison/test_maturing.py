"""Bijstand is held back as CBS does it, only where no later delivery tells anything yet."""

from __future__ import annotations

import pandas as pd
import pytest

from ketenkpi.comparison import load_rules
from ketenkpi.comparison.late import LATE
from ketenkpi.comparison.rules import Maturing
from ketenkpi.comparison.testable import still_filled_in
from ketenkpi.indicators import load_indicators

NEWEST = 8050
# What later deliveries changed: nothing is known of it.
NOTHING = pd.DataFrame(columns=list(LATE)).astype({"kwartaal": "int64", "vintage": "int64"})
AGES = pd.DataFrame(
    {"werkplein": "A", "kwartaal": [NEWEST - age for age in range(5)], "age": list(range(5))}
)


def held(indicator: str, known: pd.DataFrame = NOTHING, schemes: tuple[str, ...] = ()) -> list[int]:
    """Of a figure in five quarters the ages that are held back."""
    frame = AGES.assign(indicator=indicator, split=None)
    asked = {indicator: load_indicators()[indicator]}
    found = still_filled_in(frame, asked, known, AGES, schemes)
    return AGES.loc[found, "age"].tolist()


def vintages(*changes: int, age: int = 0) -> pd.DataFrame:
    """Four earlier quarters of another Werkplein, each 100 at this age and later so much more."""
    rows = []
    for at, change in enumerate(changes):
        quarter = 8000 + at
        rows += [("B", quarter, quarter + age, 100), ("B", quarter, quarter + 9, 100 + change)]
    return pd.DataFrame(rows, columns=list(LATE))


def test_the_steps_are_those_of_cbs() -> None:
    rule = load_rules().maturing
    assert dict(rule.months) == {"voorlopig": 2, "nader_voorlopig": 5, "definitief": 12}
    # Five months are passed with the second delivery after that of the quarter.
    assert rule.deliveries == 2


@pytest.mark.parametrize(
    ("step", "deliveries"), [("voorlopig", 1), ("nader_voorlopig", 2), ("definitief", 4)]
)
def test_a_step_is_passed_with_the_delivery_after_it(step: str, deliveries: int) -> None:
    months = {"voorlopig": 2, "nader_voorlopig": 5, "definitief": 12}
    assert Maturing(("WWB",), months, step).deliveries == deliveries


@pytest.mark.parametrize("months", [{"a": 5, "b": 2}, {"a": 2, "b": 2}, {"b": 2}])
def test_steps_that_do_not_follow_each_other_are_refused(months: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="steps"):
        Maturing(("WWB",), months, "a")


def test_figures_of_bijstand_are_held_back_for_two_deliveries() -> None:
    # By definition, and as asked.
    assert held("besluit_op_tijd") == [0, 1]
    assert held("stand", schemes=("WWB",)) == [0, 1]
    assert held("stand", schemes=("WWB", "IOAW")) == [0, 1]


def test_all_others_are_not() -> None:
    assert held("stand") == []
    assert held("stand", schemes=("WW",)) == []
    assert held("stand", schemes=("WW", "WWB")) == []
    # It is not made of the files in which late registration is seen.
    assert held("klanttevredenheid", schemes=("WWB",)) == []


def test_what_was_measured_goes_before_the_default() -> None:
    steady, late = vintages(0, 1, 0, 1), vintages(40, 50, 60, 40)
    assert held("besluit_op_tijd", steady) == [1]
    assert held("stand", steady) == []
    # What is measured to be late is late for every figure made of these files.
    assert held("besluit_op_tijd", late) == [0, 1]
    assert held("stand", late) == [0]
    both = pd.concat([steady, vintages(0, 1, 0, 1, age=1).assign(werkplein="C")])
    assert held("besluit_op_tijd", both) == []
    # Two changes are too few to tell.
    assert held("besluit_op_tijd", vintages(0, 1)) == [0, 1]
