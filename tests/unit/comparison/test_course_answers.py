"""What is said of a figure against its own limits of chance: two answers, and what is apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from ketenkpi.catalogue import RebaseRecord
from ketenkpi.comparison import answers
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from tests.unit.comparison.control_rows import NAN, chart


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with reading("nl"):
        yield


def answered(rows: pd.DataFrame) -> tuple[str, str]:
    """Whether it changes, and whether the target will be reached."""
    finding = answers.control(rows, "days", indicator="Duur").finding
    assert isinstance(finding, tuple)
    change, target = map(in_words, finding)
    return change, target


def test_change_and_target_are_two_answers() -> None:
    rows = chart([10.0] * 14, variation="improvement", assurance="fail", target=12.0)
    change, target = answered(rows)
    assert change.startswith("Verandert het? Het cijfer is beter")
    assert "doel" not in change
    assert target.startswith("Wordt het doel zo gehaald? Doel: 12 dagen.")
    assert "vrijwel nooit gehaald" in target
    assert "proeflimieten" not in change


def test_few_points_are_called_trial_limits() -> None:
    change, _ = answered(chart([10.0] * 12))
    assert "proeflimieten: de grenzen zijn berekend uit 12 kwartalen" in change


def test_gaps_pending_quarters_and_new_limits_are_told() -> None:
    rows = chart([10.0, NAN, 11.0, 12.0], pending=True, variation="none")
    rows.loc[1, "reason"] = "indicators.reason_too_few"
    rows["pending"] = rows["pending"].astype(bool)
    rebase = RebaseRecord(
        "Noord", "uitstroom", 8042, "Nieuw team", "A. Voorbeeld", date(2011, 1, 5)
    )
    found = answers.control(rows, "days", (rebase,), indicator="Duur")
    notes = in_words(found.notes)
    assert (
        "Nieuwe grenzen vanaf 2010K3: Nieuw team (besloten door A. Voorbeeld, 5 januari 2011)"
        in (notes)
    )
    assert "niet het hele kwartaal bestond: 2010K4" in notes
    assert "Geen cijfer in 2010K2." in notes


def test_a_quarter_stands_with_its_limits_and_what_is_remarkable_of_it() -> None:
    rows = chart([10.0] * 14, rule="comparison.control_rule_outside", variation="concern")
    table = answers.control(rows, "days", indicator="Duur").table
    assert table is not None
    shown = drawn(table)
    last = dict(zip(shown.heads, shown.rows[-1], strict=True))
    assert last == {
        "Kwartaal": "2010K4",
        "Cijfer": "10",
        "Midden": "10",
        "Grenzen van toeval": "5 tot 15",
        "Doel": "–",
        "Beeld": "ongunstig",
        "Opmerking": "Dit kwartaal ligt buiten de grenzen.",
    }
