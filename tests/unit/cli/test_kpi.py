"""`kpi`: the figures of the store, in words and as exact numbers."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scipy.stats import binom

from ketenkpi.cli import kpi, main
from ketenkpi.indicators import figures_section, load_indicators
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from ketenkpi.surfaces import in_words, reading
from tests.unit.cli.files import spells, write

pytestmark = pytest.mark.slow


@pytest.fixture
def loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two Werkpleinen: 1.500 spells at one and 60 at the other."""
    for name, count in (("Almere", 1500), ("Ede", 60)):
        rows = [row.replace("T", name[0]) for row in spells(count, werkplein=name)]
        file = write(tmp_path / f"trajecten_{name}.csv", rows)
        assert main(["upload", str(file), "--kwartaal", "2009K1"]) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("loaded")
def test_a_table_with_dutch_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--indicator", "instroom,aandeel_werk"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^Almere +2009K1 +1\.500 \(1\.425 tot 1\.578\) +1\.500 ", shown, re.MULTILINE)
    # 500 of the 1,000 that left had found work.
    assert re.search(r"^Almere +2009K1 +50,0% \(46,9% tot 53,1%\) +1\.000 ", shown, re.MULTILINE)


@pytest.mark.usefixtures("loaded")
def test_exact_numbers_equal_those_of_the_library_and_of_scipy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    key = "aandeel_werk"
    assert main(["kpi", "--indicator", key, "--json"]) == 0
    figures = _figures(capsys)
    found = {figure["werkplein"]: figure for figure in figures}
    assert found["Ede"]["kwartaal"] == "2009K1"
    assert (found["Ede"]["numerator"], found["Ede"]["denominator"]) == (20, 40)
    # The mid-p limits: half of P(X = 20) and what lies beyond it make 2.5 %.
    low, high = found["Ede"]["low"], found["Ede"]["high"]
    assert binom.sf(20, 40, low) + binom.pmf(20, 40, low) / 2 == pytest.approx(0.025)
    assert binom.cdf(19, 40, high) + binom.pmf(20, 40, high) / 2 == pytest.approx(0.025)
    library = open_store().figures([key], ["werkplein", "kwartaal"], Scope.everything())
    for row in library.to_dict("records"):
        assert found[row["werkplein"]]["value"] == row["value"]


@pytest.mark.usefixtures("loaded")
def test_filters_and_breakdown(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["kpi", "--indicator", "instroom", "--json"]
    assert main([*asked, "--per", "kwartaal"]) == 0
    assert [figure["value"] for figure in _figures(capsys)] == [1560]
    assert main([*asked, "--werkplein", "Ede", "--kwartaal", "2009K1", "--regeling", "WW"]) == 0
    assert [figure["value"] for figure in _figures(capsys)] == [60]


@pytest.mark.usefixtures("loaded")
def test_no_value_without_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--json"]) == 0
    figures = _figures(capsys)
    assert any(figure["value"] is None for figure in figures)
    assert all((figure["value"] is None) == bool(figure["reason"]) for figure in figures)
    # And in words: a dash, and the sentence.
    assert main(["kpi", "--indicator", "begroot"]) == 0
    assert "niet" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.usefixtures("loaded")
def test_what_may_not_be_added(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--indicator", "stand", "--per", "werkplein"]) == 1
    assert "niet worden opgeteld" in capsys.readouterr().err
    assert main(["kpi", "--per", "werkplein"]) == 0
    assert "Niet getoond" in capsys.readouterr().out


def test_nothing_delivered_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi"]) == 1
    assert "ketenkpi demo" in capsys.readouterr().err


def test_wrong_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kpi", "--indicator", "instromen"]) == 2
    assert "Kies uit: " in capsys.readouterr().err
    assert main(["kpi", "--per", "wijk"]) == 2


def _figures(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    def refuse(constant: str) -> float:
        raise AssertionError(f"{constant} is no JSON")

    data = json.loads(capsys.readouterr().out, parse_constant=refuse)
    figures: list[dict[str, Any]] = data["figures"]
    assert not any(isinstance(v, float) and math.isnan(v) for f in figures for v in f.values())
    return figures


CLIENTS = (
    "traject_id;werkplein;regeling;client;instroom;uitstroom;reden_uitstroom",
    # One person with two benefits, and one of whom nobody knows who it is.
    "1;Almere;WW;k1;05-01-2009;;",
    "2;Almere;WWB;k1;06-01-2009;;",
    "3;Almere;WW;k2;07-01-2009;01-02-2009;werk",
    "4;Ede;WW;;08-01-2009;;",
    "5;Ede;WW;k9;09-01-2009;;",
    "6;Ede;WW;k8;09-01-2009;31-03-2009;werk",
)


@pytest.fixture
def known_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header, *rows = CLIENTS
    for name in ("Almere", "Ede"):
        file = write(tmp_path / f"{name}.csv", [row for row in rows if name in row], header)
        assert main(["upload", str(file), "--kwartaal", "2009K1"]) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("known_people")
def test_people_are_a_number_or_two_limits_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["kpi", "--indicator", "personen"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^Almere +2009K1 +1 +1 ", shown, re.MULTILINE)
    # Without an interval of 95 %: nothing was estimated.
    limits = r"^Ede +2009K1 +tussen 1 en 2 +2 +Niet precies bekend"
    assert re.search(limits, shown, re.MULTILINE)
    assert main(["kpi", "--indicator", "personen", "--json"]) == 0
    ede = _figures(capsys)[1]
    assert (ede["value"], ede["low"], ede["high"]) == (None, 1, 2)


@pytest.mark.usefixtures("known_people")
def test_people_are_left_out_where_they_cannot_be_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for per in ("kwartaal", "kwartaal,regeling", "regio,kwartaal"):
        assert main(["kpi", "--per", per]) == 0
        shown = capsys.readouterr().out
        assert "Mensen met een uitkering (" not in shown
        assert "personen" in shown.rpartition("Niet getoond")[2]
    assert main(["kpi", "--indicator", "personen", "--per", "kwartaal"]) == 1
    assert "telt mensen en mag niet worden opgeteld over werkplein" in capsys.readouterr().err


WITHIN = "indicators.note_within_"
NOTED = {"reason": None, "method": "indicators.method_mid_p", "split": None, "beside": math.nan}
NOTED |= {"low": 0.1, "high": 0.4, "n": 90, "undelivered": 0, "incomplete": 0, "kwartaal": 8036}


def _noted(*notes: tuple[str, float, str | None]) -> pd.DataFrame:
    rows = [{**NOTED, "werkplein": at, "value": value, "note": key} for at, value, key in notes]
    few = [{"reason": "indicators.reason_too_few"} if math.isnan(r["value"]) else {} for r in rows]
    return pd.DataFrame([row | reason for row, reason in zip(rows, few, strict=True)])


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("A", 0.2, "werkplein"), ("B", 0.3, "werkplein")], ["Terugkeer is alleen gezien bi"]),
        ([("A", 0.2, None), ("B", 0.3, "partner")], ["B: Terugkeer is alleen gezien bij de"]),
        (
            [("A", 0.2, "werkplein"), ("B", 0.3, "partner")],
            ["B: Terugkeer is alleen gezien bij d", "A: Terugkeer is alleen gezien bin"],
        ),
        # Beside what has no figure there is nothing to note.
        ([("A", math.nan, "werkplein"), ("B", 0.3, None)], []),
    ],
)
def test_what_to_know_stands_once_below_the_table(
    rows: list[tuple[str, float, str | None]], lines: list[str]
) -> None:
    found = _noted(*((at, value, key and WITHIN + key) for at, value, key in rows))
    section = figures_section(load_indicators()["herinstroom"], found, ["werkplein"])
    with reading("nl"):
        below = [*map(in_words, section.notes)]
    assert [line[: len(start)] for line, start in zip(below, lines, strict=True)] == lines


def test_notes_as_data_are_key_and_text() -> None:
    found = _noted(("A", 0.2, f"{WITHIN}werkplein"), ("B", 0.2, f"{WITHIN}werkplein"))
    (note,) = kpi.notes_data(found)
    assert note["key"] == f"{WITHIN}werkplein"
    assert note["text"]["nl"].startswith("Terugkeer")
    assert note["text"]["en"].startswith("Returns")
    assert kpi.notes_data(_noted(("A", 0.2, None))) == []
