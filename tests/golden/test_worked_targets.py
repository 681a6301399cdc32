"""The cases of `config/worked/doelen`, done by hand, against what the library makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import nan
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ketenkpi.comparison.target_period import TargetPeriod
from ketenkpi.comparison.target_progress import AskedTarget, Past, progress
from ketenkpi.indicators import load_indicators
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter

FILE = CONFIG / "worked" / "doelen" / "aantallen.md"
TARGET = re.compile(r"Doel: (\d+), van (\S+) tot en met (\S+)")
PROVISIONAL = re.compile(r"voorlopig (\d+) tot (\d+)")
# How sure a quarter is -> what the frame of figures says of it.
SURE: dict[str, dict[str, Any]] = {
    "": {},
    "ontbreekt": {"reason": "indicators.reason_not_delivered"},
    "loopt nog": {"incomplete": 1},
}


@dataclass(frozen=True)
class Case:
    """One section of the file: the target, its quarters and what must come out."""

    name: str
    indicator: str
    target: float
    period: TargetPeriod
    quarters: list[list[str]]
    outcomes: list[list[str]]


def cases(file: Path = FILE) -> Iterator[Case]:
    """Every section, in the order of the file."""
    for section in file.read_text(encoding="utf-8").split("\n## ")[1:]:
        name = section.splitlines()[0]
        indicator = re.search(r"Cijfer: (\w+)", section)
        target = TARGET.search(section)
        assert indicator is not None, f"{name} names a figure"
        assert target is not None, f"{name} names a target"
        first, last = (date.fromisoformat(target[place]) for place in (2, 3))
        tables = [table(part) for part in re.findall(r"(?:^\|.*\n?)+", section, re.MULTILINE)]
        assert len(tables) == 2, f"{name} has quarters and outcomes"
        yield Case(name, indicator[1], float(target[1]), TargetPeriod(first, last), *tables)


def table(text: str) -> list[list[str]]:
    """The rows of a table, without its head."""
    lines = [line.strip().strip("|").split("|") for line in text.strip().splitlines()]
    return [[cell.strip() for cell in line] for line in lines[2:]]


def number(text: str) -> float:
    return float(text.replace(",", ".")) if text else nan


def figure(case: Case, quarter: str, value: str, sure: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "indicator": case.indicator, "werkplein": "A", "kwartaal": Quarter.parse(quarter).index,
        "split": None, "value": number(value), "low": nan, "high": nan, "n": 1, "reason": None,
        "incomplete": 0,
    }  # fmt: skip
    moved = PROVISIONAL.fullmatch(sure)
    if moved is None:
        return row | SURE[sure]
    settled = {"settled_low": float(moved[1]), "settled_high": float(moved[2])}
    return row | settled | {"provisional": True}


CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_outcomes_are_those_done_by_hand(case: Case) -> None:
    past = Past(pd.DataFrame([figure(case, *row) for row in case.quarters]))
    indicator = load_indicators()[case.indicator]
    for after, realised, due, verdict, unsettled in case.outcomes:
        asked = AskedTarget(indicator, "A", case.period, case.target, Quarter.parse(after))
        found = progress(asked, past)
        assert (found.value, found.due) == (number(realised), pytest.approx(number(due)))
        assert found.verdict == verdict
        assert ", ".join(str(quarter) for quarter, _ in found.open) == unsettled


def test_every_rule_on_a_number_has_a_case() -> None:
    verdicts = {row[3] for case in CASES for row in case.outcomes}
    assert verdicts == {"gehaald", "niet_gehaald", "voor", "achter", "op_schema", "niet_te_zeggen"}
