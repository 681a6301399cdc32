"""What is counted of the way clients go through the chain: a few steps in, numbers out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.counts import Counts, count
from ketenkpi.counts.engines import engine_names
from ketenkpi.errors import NotAdditive
from tests.engines.small_tables import K1, K2, K4, UNTIL, column, spell
from tests.engines.uploads import arrow

pytestmark = pytest.mark.parametrize("engine", engine_names())


def step(number: int, task: str, begin: date, end: date | None, **given: Any) -> dict[str, Any]:
    fixed = {"traject_id": f"T{number}", "werkplein": "Aland", "organisatie": "uwv"}
    return {**fixed, "taak": task, "begin": begin, "einde": end, **given}


def counted(
    engine: str, steps: list[dict[str, Any]], *spells: dict[str, Any], **request: Any
) -> Counts:
    tables = {"stappen": arrow("stappen", steps)}
    if spells:
        tables["trajecten"] = arrow("trajecten", list(spells))
    return count(tables, engine=engine, **{"observed_until": UNTIL, **request})


def moves(counts: Counts) -> dict[str, int]:
    found = counts.roll_up("stroom").iloc[0]
    return {name: int(found[name]) for name in found.index}


def test_moves_add_the_days_between_two_steps(engine: str) -> None:
    # 4 days at the border and 10 days inside, 3 in all moves together: the
    # third begins while the step before it still runs, on the last day but one.
    steps = [
        step(1, "intake", date(2009, 1, 5), date(2009, 1, 6), overdracht="warm"),
        step(1, "diagnose", date(2009, 1, 10), date(2009, 1, 20), organisatie="gemeente"),
        step(1, "aanbodversterking", date(2009, 1, 30), None, organisatie="gemeente"),
        step(2, "intake", date(2009, 2, 2), date(2009, 2, 9), overdracht="dossier"),
        step(2, "diagnose", date(2009, 2, 8), None, organisatie="gemeente"),
    ]
    counts = counted(engine, steps)
    assert moves(counts) == {"n": 3, "waited": 2, "days_sum": 14, "days_sq": 116, "overlap": 1}
    by = ["taak", "organisatie", "naar_taak", "naar_organisatie", "overdracht"]
    assert column(counts, "stroom", by) == {
        ("intake", "uwv", "diagnose", "gemeente", "warm"): 1,
        ("intake", "uwv", "diagnose", "gemeente", "dossier"): 1,
        ("diagnose", "gemeente", "aanbodversterking", "gemeente", "onbekend"): 1,
    }


def test_a_move_from_a_step_that_did_not_end_overlaps_and_counts_where_the_next_began(
    engine: str,
) -> None:
    steps = [
        step(1, "intake", date(2009, 1, 5), None),
        step(1, "diagnose", date(2009, 4, 7), date(2009, 4, 9)),
    ]
    counts = counted(engine, steps)
    assert moves(counts) == {"n": 1, "waited": 0, "days_sum": 0, "days_sq": 0, "overlap": 1}
    assert column(counts, "stroom", ["kwartaal"]) == {K2: 1}


def test_a_next_step_on_the_same_day_is_a_wait_of_zero_days(engine: str) -> None:
    day = date(2009, 3, 31)
    counts = counted(engine, [step(1, "intake", day, day), step(1, "plaatsing", day, None)])
    assert moves(counts) == {"n": 1, "waited": 1, "days_sum": 0, "days_sq": 0, "overlap": 0}


def test_steps_of_one_day_follow_the_order_of_the_chain(engine: str) -> None:
    # By the alphabet it would be bemiddeling, diagnosis, intake.
    day = date(2009, 3, 2)
    steps = [step(1, task, day, day) for task in ("arbeidsbemiddeling", "intake", "diagnose")]
    counts = counted(engine, steps)
    assert column(counts, "stroom", ["taak", "naar_taak"]) == {
        ("intake", "diagnose"): 1,
        ("diagnose", "arbeidsbemiddeling"): 1,
    }
    assert column(counts, "keten_begin", ["taak"]) == {"intake": 1}


def test_a_wait_that_began_before_observation_is_a_move_without_days(engine: str) -> None:
    # Only the long ones of such waits last into the observation.
    steps = [
        step(1, "intake", date(2008, 11, 3), date(2008, 11, 4)),
        step(1, "diagnose", date(2009, 1, 20), date(2009, 1, 22)),
        step(1, "plaatsing", date(2009, 1, 25), None),
    ]
    counts = counted(engine, steps, observed_from=date(2009, 1, 1))
    assert moves(counts) == {"n": 2, "waited": 1, "days_sum": 3, "days_sq": 9, "overlap": 0}


def test_where_spells_enter_and_how_they_leave(engine: str) -> None:
    day, end = date(2009, 1, 5), date(2009, 5, 5)
    spells = [
        spell(1, instroom=day, uitstroom=end, reden_uitstroom="werk"),
        spell(2, instroom=day, uitstroom=end, reden_uitstroom="verhuizing"),
        spell(3, instroom=day, uitstroom=end),
        spell(4, melding=day, besluit=date(2009, 2, 1)),
        spell(5, instroom=day, besluit=date(2009, 2, 1)),
        # After the last day on which anything was seen: not observed.
        spell(6, instroom=day, uitstroom=date(2010, 1, 1), reden_uitstroom="werk"),
        # Without any step it is not in the chain.
        spell(7, instroom=day, uitstroom=end, reden_uitstroom="werk"),
    ]
    steps = [step(number, "intake", day, day) for number in range(1, 7)]
    steps += [step(1, "plaatsing", date(2009, 4, 1), None, organisatie="duo")]
    counts = counted(engine, steps, *spells)
    assert column(counts, "keten_begin", ["taak", "organisatie"]) == {("intake", "uwv"): 6}
    assert column(counts, "keten_einde", ["taak", "organisatie", "reden", "kwartaal"]) == {
        ("plaatsing", "duo", "werk", K2): 1,
        ("intake", "uwv", "anders", K2): 1,
        ("intake", "uwv", "onbekend", K2): 1,
        ("intake", "uwv", "geen_uitkering", K1): 1,
    }
    assert column(counts, "open_zaken", ["taak", "kwartaal"]) == {("intake", K4): 2}


def test_without_spells_nobody_knows_which_have_ended(engine: str) -> None:
    counts = counted(engine, [step(1, "intake", date(2009, 1, 5), None)])
    assert column(counts, "keten_begin", ["taak"]) == {"intake": 1}
    assert counts.table("keten_einde").num_rows == counts.table("open_zaken").num_rows == 0


def test_open_cases_by_their_last_step_and_the_days_so_far(engine: str) -> None:
    day = date(2009, 12, 1)
    spells = [spell(number, instroom=day) for number in (1, 2, 3)]
    steps = [
        # Waits 11 days for what comes after the diagnosis.
        step(1, "intake", day, date(2009, 12, 3)),
        step(1, "diagnose", date(2009, 12, 10), date(2009, 12, 20), organisatie="gemeente"),
        # Its diagnosis runs for 21 days.
        step(2, "diagnose", date(2009, 12, 10), None, organisatie="gemeente"),
        # Nobody knows yet what happens in the new year.
        step(3, "intake", date(2009, 12, 31), date(2010, 1, 4)),
        step(3, "diagnose", date(2010, 1, 6), None),
    ]
    counts = counted(engine, steps, *spells)
    by = ["taak", "organisatie", "toestand", "days", "kwartaal"]
    assert column(counts, "open_zaken", by) == {
        ("diagnose", "gemeente", "wacht", 11, K4): 1,
        ("diagnose", "gemeente", "loopt", 21, K4): 1,
        ("intake", "uwv", "loopt", 0, K4): 1,
    }
    with pytest.raises(NotAdditive):
        counts.roll_up("open_zaken", ["taak"])


def test_intakes_and_diagnoses_that_were_done_again(engine: str) -> None:
    day = date(2009, 1, 5)
    steps = [
        step(1, "intake", day, day),
        # Again, by another organisation, in a later quarter.
        step(1, "intake", date(2009, 4, 5), None, organisatie="gemeente"),
        # Again by the same one.
        step(2, "intake", day, day),
        step(2, "intake", date(2009, 1, 8), None),
        step(3, "intake", day, day),
        step(3, "diagnose", date(2009, 1, 9), None),
        # Of skills being strengthened twice nobody asks.
        step(3, "aanbodversterking", date(2009, 2, 9), date(2009, 2, 10)),
        step(3, "aanbodversterking", date(2009, 2, 19), None),
    ]
    counts = counted(engine, steps)
    for measure, intakes, diagnoses in (("n", 3, 1), ("herhaald", 2, 0), ("elders", 1, 0)):
        found = column(counts, "herhaalde_stap", ["taak"], measure)
        assert found == {"intake": intakes, "diagnose": diagnoses}
    assert column(counts, "herhaalde_stap", ["kwartaal"], taak="intake") == {K1: 3}
    with pytest.raises(NotAdditive):
        counts.roll_up("herhaalde_stap", ["kwartaal"])


def test_how_many_organisations_and_workers_a_client_met(engine: str) -> None:
    day = date(2009, 1, 5)
    many = ("uwv", "gemeente", "duo", "integraal_team", "extern")
    steps = [
        step(1, "intake", day, day, medewerker="m1"),
        step(1, "diagnose", date(2009, 1, 9), None, medewerker="m1"),
        step(2, "intake", day, day, medewerker="m1"),
        step(2, "diagnose", date(2009, 1, 9), None, organisatie="gemeente", medewerker="m2"),
        *(step(3, "diagnose", day, day, organisatie=who, medewerker=who) for who in many),
        # One step names nobody, so how many people this client met is not known.
        step(4, "intake", day, day, medewerker="m1"),
        step(4, "diagnose", date(2009, 1, 9), None),
    ]
    counts = counted(engine, steps)
    assert column(counts, "betrokken", ["aantal"], eenheid="organisaties") == {1: 2, 2: 1, 4: 1}
    assert column(counts, "betrokken", ["aantal"], eenheid="medewerkers") == {1: 1, 2: 1, 4: 1}
    with pytest.raises(NotAdditive):
        counts.roll_up("betrokken", ["aantal"])


def test_a_client_helped_at_two_places_counts_once_where_it_began(engine: str) -> None:
    day = date(2009, 1, 5)
    steps = [
        step(1, "intake", day, day, werkplein="Beveld"),
        step(1, "diagnose", date(2009, 1, 9), None, organisatie="gemeente"),
    ]
    counts = counted(engine, steps, spell(1, instroom=day))
    where = {"eenheid": "organisaties"}
    assert column(counts, "betrokken", ["werkplein", "aantal"], **where) == {("Beveld", 2): 1}
    assert column(counts, "open_zaken", ["werkplein", "kwartaal"]) == {("Aland", K4): 1}
