"""What is counted of steps and the other contracts: a small table in, numbers out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.counts import count
from ketenkpi.counts.engines import engine_names
from tests.engines.small_tables import K1, K2, K3, K4, UNTIL, column, days, spell
from tests.engines.uploads import arrow

pytestmark = pytest.mark.parametrize("engine", engine_names())


def step(number: int, task: str, begin: date, end: date | None, **given: Any) -> dict[str, Any]:
    fixed = {"traject_id": f"T{number}", "werkplein": "Aland", "organisatie": "uwv"}
    return {**fixed, "taak": task, "begin": begin, "einde": end, **given}


def test_steps_and_the_waits_between_them(engine: str) -> None:
    steps = [
        step(1, "intake", date(2009, 1, 1), date(2009, 1, 11)),
        step(1, "diagnose", date(2009, 1, 15), None, organisatie="gemeente"),
        step(2, "intake", date(2009, 1, 1), date(2009, 1, 6)),
        step(2, "diagnose", date(2009, 1, 8), date(2009, 1, 20)),
        step(2, "plaatsing", date(2009, 1, 18), date(2009, 1, 31)),
    ]
    counts = count({"stappen": arrow("stappen", steps)}, engine=engine)
    assert days(counts, "stap:intake", "events") == {5: 1, 10: 1}
    assert days(counts, "stap:diagnose", "events") == {12: 1}
    assert days(counts, "stap:diagnose", "censored") == {16: 1}
    by = ["taak", "volgt", "grens", "days"]
    assert _some(column(counts, "vervolg", by, "events")) == {
        ("intake", "diagnose", "tussen", 4): 1,
        ("intake", "diagnose", "binnen", 2): 1,
    }
    # Placement had begun before the diagnosis ended; after it nothing is seen any more.
    assert _some(column(counts, "vervolg", by, "beside")) == {
        ("diagnose", "al_begonnen", "geen", 0): 1
    }
    assert _some(column(counts, "vervolg", by, "censored")) == {("plaatsing", "open", "geen", 0): 1}
    assert column(counts, "duur_ongeldig", ["soort"]) == {}
    assert column(counts, "duur", ["doelgroep"], "events", soort="stap:intake") == {"onbekend": 2}


def test_of_steps_from_one_day_the_one_that_ended_comes_first(engine: str) -> None:
    day = date(2009, 1, 5)
    steps = [
        step(1, "diagnose", day, None),
        step(1, "intake", day, day),
        step(1, "plaatsing", date(2009, 1, 9), None),
    ]
    counts = count({"stappen": arrow("stappen", steps)}, engine=engine)
    events = column(counts, "vervolg", ["taak", "volgt", "days"], "events")
    assert events == {("intake", "diagnose", 0): 1}


def test_what_follows_a_step_that_ended(engine: str) -> None:
    """Another task, leaving and a refusal are ends; who has none is followed to the last day."""
    day, end = date(2009, 1, 5), date(2009, 1, 9)
    later = date(2009, 1, 20)
    spells = [
        spell(1, instroom=day, uitstroom=later),
        spell(2, instroom=day, uitstroom=end),
        spell(3, melding=day, besluit=date(2009, 1, 12)),
        spell(4, instroom=day),
        spell(5, instroom=day, uitstroom=later),
        spell(6, instroom=day),
    ]
    steps = [step(number, "intake", day, end) for number in range(1, 7)]
    # A next step goes before leaving; one that had begun leaves nothing to wait for.
    steps.append(step(5, "diagnose", date(2009, 1, 10), None))
    steps.append(step(6, "diagnose", date(2009, 1, 7), None))
    tables = {"trajecten": arrow("trajecten", spells), "stappen": arrow("stappen", steps)}
    counts = count(tables, engine=engine, observed_until=date(2009, 3, 31))
    found = {
        measure: _some(column(counts, "vervolg", ["volgt", "days"], measure))
        for measure in ("events", "censored", "beside")
    }
    assert found == {
        "events": {("vertrek", 11): 1, ("afgewezen", 3): 1, ("diagnose", 1): 1},
        "censored": {("open", 81): 1},
        "beside": {("zelfde_dag", 0): 1, ("al_begonnen", 0): 1},
    }


def test_a_step_that_ended_before_observation_is_not_followed(engine: str) -> None:
    steps = [
        step(1, "intake", date(2009, 1, 5), date(2009, 1, 9)),
        step(1, "diagnose", date(2009, 2, 1), date(2009, 2, 2)),
    ]
    counts = count(
        {"stappen": arrow("stappen", steps)}, engine=engine, observed_from=date(2009, 1, 10)
    )
    assert column(counts, "vervolg", ["taak"], "censored") == {"diagnose": 1}


def _some(found: dict[Any, int]) -> dict[Any, int]:
    return {key: number for key, number in found.items() if number}


def test_a_step_takes_scheme_and_target_group_from_its_spell(engine: str) -> None:
    day = date(2009, 1, 1)
    tables = {
        "trajecten": [
            spell(1, melding=day, regeling="WWB"),
            spell(1, melding=day, regeling="WW", werkplein="Beveld"),
            spell(2, melding=day, regeling="IOAW"),
        ],
        "stappen": [
            step(1, "intake", day, day, werkplein="Beveld"),
            step(2, "intake", day, day, werkplein=None),
            step(3, "intake", day, day),
        ],
    }
    typed = {name: arrow(name, rows) for name, rows in tables.items()}
    # A number at two places, and a step of a spell that is in no file.
    counts = count(typed, engine=engine, check=False)
    found = column(counts, "duur", ["werkplein", "regeling"], "events", soort="stap:intake")
    assert found == {("Beveld", "WW"): 1, ("Aland", "IOAW"): 1, ("Aland", "onbekend"): 1}


def answer(principle: str, score: float, **given: Any) -> dict[str, Any]:
    fixed = {"werkplein": "Aland", "kwartaal": K1, "klantgroep": "werkzoekende"}
    return {**fixed, "klantprincipe": principle, "score": score, **given}


def test_marks_are_kept_as_number_sum_and_sum_of_squares(engine: str) -> None:
    rows = [answer("houvast", 8, prioriteit=9), answer("houvast", 6.5), answer("tijdigheid", 10)]
    counts = count({"tevredenheid": arrow("tevredenheid", rows)}, engine=engine, check=False)
    found = counts.roll_up("klant", ["klantprincipe"]).set_index("klantprincipe").loc["houvast"]
    assert found.to_dict() == {
        "n": 2,
        "sum": 14.5,
        "sum_sq": 106.25,
        "top": 1,
        "prio_n": 1,
        "prio_sum": 9,
        "gap_sum": 1,
        "gap_sq": 1,
    }
    assert column(counts, "score_hist", ["score"]) == {6.5: 1, 8: 1, 10: 1}


def test_response_counts_clients_not_answers_and_only_where_the_invited_are_known(
    engine: str,
) -> None:
    rows = [
        answer("algemeen", 7, aangeschreven=50),
        answer("houvast", 7, aangeschreven=50),
        answer("houvast", 8, aangeschreven=50),
        answer("houvast", 7, aangeschreven=20, kwartaal=K2),
        answer("houvast", 7, kwartaal=K2),
        answer("tijdigheid", 7, kwartaal=K2),
        answer("algemeen", 7, kwartaal=K3),
    ]
    counts = count({"tevredenheid": arrow("tevredenheid", rows)}, engine=engine)
    assert column(counts, "respons", ["kwartaal"]) == {K1: 1, K2: 2}
    assert column(counts, "respons", ["kwartaal"], "invited") == {K1: 50, K2: 20}


def test_money_that_nobody_gave_is_missing_not_zero(engine: str) -> None:
    fixed = {"werkplein": "Aland", "organisatie": "uwv", "doelgroep": "onbekend"}
    rows = [
        {**fixed, "kwartaal": K1, "soort": "ict", "begroot": 0.0},
        {**fixed, "kwartaal": K1, "soort": "ict", "begroot": 10.0, "gezamenlijk": True},
        {**fixed, "kwartaal": K1, "soort": "personeel", "fte": 2.5, "besteed": 5.0},
    ]
    counts = count({"middelen": arrow("middelen", rows)}, engine=engine)
    by_kind = counts.roll_up("middelen", ["soort"], ["begroot", "besteed"])
    assert by_kind["begroot"].tolist()[0] == 10
    assert by_kind["begroot"].isna().tolist() == [False, True]
    assert by_kind["besteed"].isna().tolist() == [True, False]
    assert column(counts, "middelen", ["gezamenlijk"], "begroot", soort="ict") == {
        "ja": 10,
        "onbekend": 0,
    }


def test_vacancies_open_and_closed(engine: str) -> None:
    fixed = {"werkplein": "Aland", "geworven_door": "uwv", "geschikt_wwb": True}
    begun = date(2009, 1, 1)
    rows = [
        {**fixed, "geregistreerd": begun, "gesloten": date(2009, 1, 31), "uitkomst": "ingetrokken"},
        {**fixed, "geregistreerd": begun, "vervuld_uit": "WW"},
        {**fixed, "geregistreerd": begun, "gesloten": date(2008, 12, 31)},
    ]
    counts = count(
        {"vacatures": arrow("vacatures", rows)}, engine=engine, observed_until=UNTIL, check=False
    )
    assert column(counts, "vacatures", ["uitkomst"]) == {"ingetrokken": 1, "open": 1, "onbekend": 1}
    assert column(counts, "vacatures", ["vervuld_uit"]) == {"WW": 1, "onbekend": 2}
    assert column(counts, "vacature_duur", ["days"], "events") == {30: 1, 364: 0}
    assert column(counts, "vacature_duur", ["days"], "censored") == {30: 0, 364: 1}


def test_vacancies_that_are_open_at_the_end_of_a_quarter(engine: str) -> None:
    fixed = {"werkplein": "Aland", "geworven_door": "uwv"}
    rows = [
        {**fixed, "geregistreerd": date(2009, 3, 31), "gesloten": date(2009, 6, 30)},
        {**fixed, "geregistreerd": date(2009, 1, 1), "gesloten": date(2009, 7, 1)},
        {**fixed, "geregistreerd": date(2009, 1, 2), "gesloten": date(2009, 1, 1)},
        {"werkplein": "Aland", "geregistreerd": date(2009, 5, 1)},
    ]
    until = date(2009, 12, 30)
    counts = count(
        {"vacatures": arrow("vacatures", rows)}, engine=engine, observed_until=until, check=False
    )
    assert column(counts, "vacature_stand", ["geworven_door", "kwartaal"]) == {
        ("uwv", K1): 2, ("uwv", K2): 1, ("uwv", K3): 0, ("onbekend", K2): 1, ("onbekend", K3): 1,
    }  # fmt: skip


def test_complaints_by_theme(engine: str) -> None:
    rows = [{"werkplein": "Aland", "datum": date(2009, 5, 1), "thema": "bejegening"}] * 2
    counts = count({"klachten": arrow("klachten", rows)}, engine=engine)
    assert column(counts, "klachten", ["kwartaal", "thema"]) == {(K2, "bejegening"): 2}


def test_steps_that_began_by_task_organisation_and_handover(engine: str) -> None:
    steps = [
        step(1, "intake", date(2009, 1, 1), date(2009, 1, 11), overdracht="warm"),
        step(1, "intake", date(2009, 3, 31), None, overdracht="dossier"),
        step(1, "diagnose", date(2009, 4, 1), None, organisatie="duo"),
    ]
    counts = count({"stappen": arrow("stappen", steps)}, engine=engine)
    assert column(counts, "stap", ["kwartaal", "organisatie"]) == {(K1, "uwv"): 2, (K2, "duo"): 1}
    assert column(counts, "stap", ["overdracht"]) == {"warm": 1, "dossier": 1, "onbekend": 1}


def test_steps_that_run_at_the_end_of_a_quarter(engine: str) -> None:
    steps = [
        step(1, "intake", date(2009, 3, 31), date(2009, 4, 1)),
        step(1, "intake", date(2009, 1, 5), date(2009, 3, 31)),
        step(2, "intake", date(2009, 2, 1), None, organisatie="duo"),
        step(3, "intake", date(2009, 2, 1), date(2009, 1, 1)),
    ]
    until = date(2009, 9, 29)
    counts = count({"stappen": arrow("stappen", steps)}, engine=engine, observed_until=until)
    assert column(counts, "stap_stand", ["organisatie", "kwartaal"]) == {
        ("uwv", K1): 1, ("uwv", K2): 0, ("duo", K1): 1, ("duo", K2): 1,
    }  # fmt: skip


def test_a_mixed_caseload(engine: str) -> None:
    # Ans has two clients on WW and one on WWB: 2 of her 3 cases count as mixed.
    # Bob has one on IOAW. The step of another organisation and the step
    # without a worker count for nobody.
    day = date(2009, 1, 5)
    laws = {1: "WW", 2: "WW", 3: "WWB", 4: "IOAW", 5: "geen"}
    steps = [
        step(1, "intake", day, day, medewerker="ans"),
        step(1, "diagnose", date(2009, 2, 2), None, medewerker="ans"),
        step(2, "intake", day, day, medewerker="ans"),
        step(3, "intake", day, day, medewerker="ans", organisatie="integraal_team"),
        step(4, "intake", day, day, medewerker="bob"),
        step(4, "diagnose", day, day, medewerker="cas", organisatie="extern"),
        step(5, "intake", day, day, medewerker="bob"),
        step(3, "diagnose", day, day),
    ]
    tables = {
        "trajecten": arrow(
            "trajecten", [spell(number, melding=day, regeling=law) for number, law in laws.items()]
        ),
        "stappen": arrow("stappen", steps),
    }
    counts = count(tables, engine=engine, observed_until=UNTIL)
    assert counts.table("mix").to_pylist() == [
        {
            "werkplein": "Aland",
            "kwartaal": K1,
            "regeling": "alle",
            "doelgroep": "alle",
            "staff": 2,
            "cases": 4,
            "mix_sum": 2,
            "cases_sq": 10,
            "mix_sq": 4,
            "cross": 6,
        }
    ]
    # In the team Ans has one client, on WWB.
    (team,) = counts.table("mix_team").to_pylist()
    assert (team["staff"], team["cases"], team["mix_sum"]) == (1, 1, 0)


def test_an_item_of_the_scan_that_was_not_answered_is_no_zero(engine: str) -> None:
    fixed = {"werkplein": "Aland", "kwartaal": K1, "invuller": "uwv"}
    rows = [
        {**fixed, "onderdeel": "intake", "product": 2, "proces": None},
        {**fixed, "onderdeel": "intake", "product": 0, "proces": 1, "situatie": "samenloop"},
        {**fixed, "onderdeel": "autonomie", "score": 3},
    ]
    counts = count({"samenwerking": arrow("samenwerking", rows)}, engine=engine, check=False)
    found = counts.roll_up("scan", ["onderdeel"]).set_index("onderdeel").loc["intake"]
    assert found.to_dict() == {
        "n": 2,
        "product_n": 2,
        "product_sum": 2,
        "proces_n": 1,
        "proces_sum": 1,
        "afspraken_n": 3,
        "afspraken_sum": 3,
        "score_n": 0,
        "score_sum": 0,
    }
    assert column(counts, "scan", ["situatie"]) == {"alle": 2, "samenloop": 1}


def test_the_phase_at_the_end_of_each_quarter(engine: str) -> None:
    fixed = {"werkplein": "Aland", "doelgroep": "jongere"}
    rows = [
        {**fixed, "fase": "1", "vanaf": date(2009, 1, 1), "tot": date(2009, 6, 30)},
        {**fixed, "fase": "2", "vanaf": date(2009, 7, 1), "tot": date(2009, 9, 29)},
        {**fixed, "fase": "3a", "vanaf": date(2009, 9, 30), "tot": None},
    ]
    tables = {"fasen": arrow("fasen", rows)}
    counts = count(tables, engine=engine, observed_until=UNTIL)
    assert column(counts, "fase", ["kwartaal", "fase"]) == {
        (K1, "1"): 1,
        (K2, "1"): 1,
        (K3, "3a"): 1,
        (K4, "3a"): 1,
    }
    # Nobody said up to when: then up to the last day that is named.
    assert (K4, "3a") not in column(count(tables, engine=engine), "fase", ["kwartaal", "fase"])


def test_priority_minus_mark_only_where_both_were_given(engine: str) -> None:
    rows = [
        answer("houvast", 6, prioriteit=9),
        answer("houvast", 8),
        answer("houvast", 7, prioriteit=5),
    ]
    counts = count({"tevredenheid": arrow("tevredenheid", rows)}, engine=engine)
    found = counts.roll_up("klant", [], ["prio_n", "gap_sum", "gap_sq"])
    assert found.iloc[0].tolist() == [2, 1, 13]
