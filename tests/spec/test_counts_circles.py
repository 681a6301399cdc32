"""Who is one person and what is one case: within their circle, and no further."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.counts.engines import engine_names
from ketenkpi.errors import UsageError
from ketenkpi.indicators import indicators
from tests.engines.small_tables import K1, K2, UNTIL, column, of_spells, spell
from tests.engines.uploads import arrow

engines = pytest.mark.parametrize("engine", engine_names())
LEFT = {"instroom": date(2009, 1, 5), "uitstroom": date(2009, 2, 2), "reden_uitstroom": "werk"}
BACK = {"instroom": date(2009, 4, 6)}


def returns(counts: Counts) -> tuple[int, int]:
    """How many came back, as the two tallies that look for it say."""
    back = column(counts, "herinstroom", ["venster"]).get(182, 0)
    return back, sum(column(counts, "terugkeer", ["kwartaal"], "events").values())


@pytest.mark.slow
@engines
@pytest.mark.parametrize(
    ("circles", "circle", "expected"),
    [
        ((None, None), "werkplein", 0),
        ((None, None), "overal", 1),
        (("", ""), "werkplein", 1),
        (("Aland", "Beveld"), "overal", 0),
        (("Aland", "Aland"), "werkplein", 1),
        (("Aland/uwv", "Aland"), "overal", 0),
        # Who does not say it is held to be of the place.
        (("Beveld", None), "werkplein", 1),
    ],
)
def test_a_return_is_seen_within_the_circle_only(
    engine: str, circles: tuple[str | None, str | None], circle: str, expected: int
) -> None:
    counts = of_spells(
        engine,
        spell(1, client="1", _kring=circles[0], **LEFT),
        spell(2, client="1", _kring=circles[1], werkplein="Beveld", **BACK),
        circle=circle,
        observed_from=date(2008, 1, 1),
    )
    assert returns(counts) == (expected, expected)


def test_a_circle_is_of_a_place_or_everywhere() -> None:
    with pytest.raises(UsageError) as refused:
        of_spells("duckdb", spell(1, **LEFT), circle="regio")
    assert refused.value.key == "counts.unknown_circle"


def test_counts_say_how_far_clients_could_be_linked_and_figures_note_it() -> None:
    def widths(*circles: str | None) -> tuple[str | None, set[Any]]:
        rows = [spell(n, client="1", _kring=each, **LEFT) for n, each in enumerate(circles)]
        counts = of_spells("polars", *rows)
        found = indicators(counts, keys=["herinstroom", "duurzame_uitstroom_182", "stand"])
        by_client = found[found["indicator"] != "stand"]
        assert found.loc[found["indicator"] == "stand", "note"].isna().all()
        return counts.observed["kring"].to_pylist()[0], set(by_client["note"].dropna())

    note = "indicators.note_within_"
    assert widths("") == ("overal", set())
    assert widths(None) == ("werkplein", {f"{note}werkplein"})
    assert widths("", "Aland") == ("werkplein", {f"{note}werkplein"})
    assert widths("", "Aland", "Aland/uwv") == ("partner", {f"{note}partner"})


def step(number: str, task: str, begin: date, partner: str, case: str) -> dict[str, Any]:
    return {
        "traject_id": number,
        "werkplein": "Aland",
        "taak": task,
        "organisatie": partner,
        "begin": begin,
        "einde": begin,
        "_partner": partner,
        "_zaak": case,
    }


def of_two(engine: str, circles: dict[str, str]) -> Counts:
    """One case number of two partners, each with a spell and two steps."""
    spells = [
        spell(1, regeling=law, _partner=partner, _zaak=circles[partner], **LEFT)
        for partner, law in (("uwv", "WW"), ("gemeente", "WWB"))
    ]
    steps = [
        step("T1", task, date(2009, 1, day), partner, circles[partner])
        for task, day, partner in (
            ("intake", 6, "uwv"),
            ("diagnose", 12, "gemeente"),
            ("diagnose", 20, "uwv"),
            ("plaatsing", 29, "gemeente"),
        )
    ]
    tables = {"trajecten": arrow("trajecten", spells), "stappen": arrow("stappen", steps)}
    return count(tables, engine=engine, observed_until=UNTIL)


@pytest.mark.slow
@engines
def test_steps_follow_each_other_and_join_a_spell_within_their_circle(engine: str) -> None:
    shared = of_two(engine, {"uwv": "Aland", "gemeente": "Aland"})
    apart = of_two(engine, {"uwv": "Aland/uwv", "gemeente": "Aland/gemeente"})
    moves = ["organisatie", "naar_organisatie"]
    assert column(shared, "stroom", moves) == {("uwv", "gemeente"): 2, ("gemeente", "uwv"): 1}
    assert column(apart, "stroom", moves) == {("uwv", "uwv"): 1, ("gemeente", "gemeente"): 1}
    # Each step takes the scheme of the spell its own partner delivered.
    for counts in (shared, apart):
        by_law = column(counts, "stap", ["organisatie", "regeling"])
        assert by_law == {("uwv", "WW"): 2, ("gemeente", "WWB"): 2}
    # Diagnosis by both: done again and elsewhere, which is seen where they share the number.
    assert column(shared, "herhaalde_stap", ["taak"], "elders", taak="diagnose") == {"diagnose": 1}
    assert column(apart, "herhaalde_stap", ["taak"], "elders", taak="diagnose") == {"diagnose": 0}
    # What remains unknown is said.
    assert column(shared, "zaakkringen", ["werkplein", "kwartaal"]) == {}
    assert column(apart, "zaakkringen", ["werkplein", "kwartaal"]) == {("Aland", K1): 2}


def test_figures_of_handovers_note_where_partners_number_their_cases_each_for_itself() -> None:
    circles = {"uwv": "Aland/uwv", "gemeente": "Aland/gemeente"}
    asked = ["warme_overdracht", "wachttijd_tussen", "wachttijd_binnen", "overdracht_mediaan"]
    asked += ["doorlooptijd", "stand"]
    noted = indicators(of_two("polars", circles), keys=asked)
    noted = noted[noted["note"].notna()]
    assert set(noted["note"]) == {"indicators.note_cases_apart"}
    assert set(noted["kwartaal"]) == {K1}
    assert set(noted["indicator"]) == {"warme_overdracht", "wachttijd_tussen", "overdracht_mediaan"}
    of_days = noted.loc[noted["indicator"] == "overdracht_mediaan", "split"]
    assert set(of_days) == {"overdracht:intake>diagnose", "overdracht:diagnose>plaatsing"}
    shared = indicators(of_two("polars", dict.fromkeys(circles, "Aland")), keys=asked)
    assert shared["note"].isna().all()


@pytest.mark.slow
@engines
def test_a_step_without_a_place_is_found_within_its_circle(engine: str) -> None:
    spells = [
        spell(1, _zaak="Aland", regeling="WW", **LEFT),
        spell(1, _zaak="Beveld", regeling="WWB", werkplein="Beveld", **LEFT),
    ]
    lost = {**step("T1", "intake", date(2009, 1, 6), "uwv", "Beveld"), "werkplein": None}
    tables = {"trajecten": arrow("trajecten", spells), "stappen": arrow("stappen", [lost])}
    counts = count(tables, engine=engine, observed_until=UNTIL)
    assert column(counts, "stap", ["werkplein", "regeling"]) == {("Beveld", "WWB"): 1}


def people(counts: Counts) -> dict[int, tuple[int, int]]:
    rows = counts.table("personen").to_pylist()
    return {row["kwartaal"]: (row["low"], row["high"]) for row in rows}


@pytest.mark.slow
@engines
@pytest.mark.parametrize(
    ("uwv", "gemeente", "bounds"),
    [
        # One circle: a and b, of whom a has two benefits.
        ("Aland", "Aland", (2, 2)),
        # Two: UWV has a and b, the gemeente has somebody it calls a.
        ("Aland/uwv", "Aland/gemeente", (2, 3)),
    ],
)
def test_who_has_two_benefits_counts_once_where_it_can_be_seen(
    engine: str, uwv: str, gemeente: str, bounds: tuple[int, int]
) -> None:
    day = date(2009, 1, 5)
    rows = [
        spell(1, client="a", instroom=day, _kring=uwv),
        # Ended before another of the same person began, and within the quarter.
        spell(2, client="b", instroom=day, uitstroom=date(2009, 2, 1), _kring=uwv),
        spell(3, client="b", instroom=date(2009, 3, 1), _kring=uwv),
        spell(4, client="a", instroom=day, regeling="WWB", _kring=gemeente),
    ]
    until = {"observed_until": date(2009, 6, 30)}
    assert people(of_spells(engine, *rows, **until)) == {K1: bounds, K2: bounds}
    nobody = spell(5, client=None, instroom=date(2009, 4, 1), regeling="WWB", _kring=gemeente)
    found = people(of_spells(engine, *rows, nobody, **until))
    assert found == {K1: bounds, K2: (bounds[0], bounds[1] + 1)}


def test_people_are_a_number_or_two_limits_with_the_reason() -> None:
    day = {"instroom": date(2009, 1, 5)}
    counts = of_spells(
        "polars",
        *(spell(n, client="a", regeling=law, **day) for n, law in enumerate(("WW", "WWB"))),
        spell(3, client=None, werkplein="Beveld", **day),
        observed_until=date(2009, 3, 31),
    )
    found = indicators(counts, keys=["personen"]).set_index("werkplein")
    assert found.loc["Aland", "value"] == 1
    assert found.loc["Aland", ["low", "high", "reason"]].isna().all()
    unknown = found.loc["Beveld"]
    assert unknown[["low", "high"]].tolist() == [0, 1]
    assert unknown["reason"] == "indicators.reason_persons_unknown"
