"""`ketenkpi resources`: the same figures as the library, in words and as exact numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ketenkpi.cli import main
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from tests.unit.store.resources_files import filled

pytestmark = pytest.mark.slow

ALL = Scope.everything()
MOVE = "fte 0,5 A/uwv/diagnose > B/uwv/diagnose"


@pytest.fixture(autouse=True)
def loaded(home: object) -> None:
    store = open_store()
    filled(store)
    store.close()


def asked(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["resources", *options, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_same_figures_as_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "--sleutel", "caseload", "--verdeel", "10", "--scenario", MOVE)
    store = open_store()
    library = store.resources(ALL)
    assert found["resources"]["quarters"] == ["2009K2"]
    assert [each["ratio"]["value"] for each in found["resources"]["ratios"]] == [
        each.ratio.value for each in library.ratios
    ]
    parts = store.allocation(ALL, key="caseload", unit="fte", amount=Decimal(10)).parts
    shown = {part["werkplein"]: part["amount"] for part in found["allocation"]["parts"]}
    assert shown == {part.werkplein: float(part.amount) for part in parts}
    assert found["what_if"]["scenario"] == MOVE
    assert found["what_if"]["checks"][0] == {"unit": "fte", "before": 5.0, "after": 5.0}
    assert asked(capsys)["allocation"] is None


def test_a_table_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--werkplein", "B", "--scenario", "fte 0,5 B/uwv/diagnose > B/gemeente/diagnose"]
    assert main(["resources", *options]) == 0
    shown = capsys.readouterr().out
    assert "gemeente (voor bijstand) tegenover UWV (voor de WW)" in shown
    assert "Som van alle plekken in fte: eerst 1,50 fte, daarna 1,50 fte." in shown
    assert "1.400 uur werk per jaar" in shown
    assert "Niet ingevuld. Leeg is geen nul." in shown
    assert main(["resources", *options, "--taal", "en"]) == 0
    assert "Empty is not zero." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--werkplein", "Q"], 2, "Kies uit: A, B"),
        (["--werkplein", "A", "--regio", "Middenland"], 2, "niet allebei"),
        (["--sleutel", "caseload"], 2, "--sleutel en --verdeel"),
        (["--sleutel", "caseload", "--verdeel", "veel"], 2, "Er staat 'veel'"),
        (["--scenario", "fte 99 A/uwv/diagnose > B/uwv/diagnose"], 1, "er 2,5 fte"),
        (["--kwartaal", "2008K1"], 1, "nergens middelen geleverd"),
    ],
)
def test_what_is_refused(
    capsys: pytest.CaptureFixture[str], options: list[str], code: int, said: str
) -> None:
    assert main(["resources", *options]) == code
    assert said in capsys.readouterr().err
