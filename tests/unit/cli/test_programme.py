"""`ketenkpi programme`: the same as the library, in words and as exact numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ketenkpi.cli import main
from ketenkpi.indicators import load_norms
from ketenkpi.programme import coherence_of, load_theory
from ketenkpi.scope import Scope
from ketenkpi.store import open_store
from tests.unit.store.test_programming import FIRST, KEY, filled, goals, phases

pytestmark = pytest.mark.slow

ALL = Scope.everything()


@pytest.fixture(autouse=True)
def loaded(home: object) -> None:
    store = open_store()
    filled(store)
    goals(
        store,
        f";Middenland;{KEY};Meer werk;{FIRST};70;streefwaarde;;15-12-2008",
        f"A;;{KEY};;{FIRST};60;streefwaarde;Meer werk;",
    )
    phases(store, "A;jongere;1;01-01-2008;;mt", "B;jongere;2;01-01-2008;;mt")
    store.close()


def asked(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    assert main(["programme", *options, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_same_as_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "--doelgroep", "jongere")
    store = open_store()
    library = store.programme(ALL)
    assert found["quarter"] == str(library.quarter)
    tally = library.goals.tally("on_track")
    assert found["goals"]["tallies"]["on_track"] == {
        "yes": tally.yes,
        "no": tally.no,
        "unknown": tally.unknown,
        "not_applicable": tally.not_applicable,
    }
    assert [each["place"] for each in found["agenda"]] == [e.place for e in library.agenda]
    assert [each["kind"] for each in found["agenda"]] == [e.kind.key for e in library.agenda]
    assert [rule["key"] for rule in found["norms"]] == list(load_norms())
    fits = coherence_of(store.norm_register(Scope.everything()))
    assert found["coherence"]["unmeasured"] == [rule.norm.key for rule in fits.unmeasured]
    assert found["coherence"]["without_duty"] == ["employer", "physician"]
    assert found["coherence"]["two_terms"] == []
    theory = store.theory(ALL, doelgroep="jongere")
    assert found["theory"]["phases"] == {"1": ["A"], "2": ["B"]}
    assert set(found["theory"]["boxes"]) == set(load_theory().boxes)
    values = {
        figure["phase"]: figure["value"]
        for line in found["theory"]["boxes"]["uitstroom"]
        for figure in line["figures"]
        if line["indicator"] == KEY
    }
    (line,) = (each for each in theory.lines["uitstroom"] if each.indicator.key == KEY)
    assert values == {figure.phase: figure.value for figure in line.figures}


def test_one_werkplein_with_the_goals_of_its_region(capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, "--werkplein", "A")
    places = [judged["goal"]["place"] for judged in found["goals"]["goals"]]
    assert places == ["Middenland", "A"]
    assert {each["place"] for each in found["agenda"]} == {"A"}


def test_in_words_and_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "--werkplein", "A"]) == 0
    told = capsys.readouterr().out
    assert "Voorstellen voor de agenda\n====" in told
    assert "- Dit zijn voorstellen, geen besluiten." in told
    assert "Meetbaar: 2 van 2 doelen (0 onbekend)." in told
    assert "Dit is een vergelijking, geen bewezen effect." in told
    assert main(["programme", "--taal", "en"]) == 0
    assert "Measured by nobody: " in capsys.readouterr().out


@pytest.mark.parametrize("option", [("--werkplein", "X"), ("--doelgroep", "x")])
def test_what_is_not_there_is_wrong_use(capsys, option) -> None:
    assert main(["programme", *option]) == 2
    assert "Kies uit:" in capsys.readouterr().err
