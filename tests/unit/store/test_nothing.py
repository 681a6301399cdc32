"""Nothing to report is a delivery: it counts as zero, and no delivery is still missing."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest

from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.store import Slot, Store, UploadResult
from ketenkpi.vocabulary import Period, Quarter
from tests.unit.store.files import ALL, Q1, Q2, Q3, deliver, spells

pytestmark = pytest.mark.slow

Q4 = Quarter(2009, 4)
YEAR = (Q1, Q2, Q3, Q4)
HEADER = b"werkplein;datum;thema\n"
NEW = {"werkplein": "nieuw"}
NOT_DELIVERED = "indicators.reason_not_delivered"


def nothing(store: Store, contract: str, place: str, quarter: Quarter, **options: Any) -> str:
    options = {"by": "anna", "organisation": "uwv", "answers": NEW, "scope": ALL} | options
    return store.nothing_to_report(contract, place, period=quarter, **options).status


def complaints(*days: str) -> bytes:
    """A file `klachten`; each row is a Werkplein and a day."""
    rows = [f"{row};bejegening" for row in days]
    return HEADER + "\n".join([*rows, ""]).encode()


def complain(store: Store, file: bytes, quarter: Quarter, **options: Any) -> UploadResult:
    answers = {**NEW, **options.pop("answers", {})}
    return deliver(store, file, "klachten", quarter=quarter, answers=answers, **options)


def with_stock(store: Store, *places: str, until: Quarter = Q4) -> None:
    """Two benefits at each place that run all along."""
    rows = [f"{p}{n};{p};WW;;01-02-2008;;" for p in places for n in (1, 2)]
    assert deliver(store, spells(*rows), quarter=until, answers=NEW).status == "stored"


def figures(store: Store, key: str, by: tuple[str, ...] = ("werkplein", "kwartaal")) -> Any:
    found = store.figures([key], by=by, scope=ALL)
    return found.set_index(list(by))


def rates(store: Store) -> pd.DataFrame:
    """Complaints per 1,000 over all quarters together: numerator and years of benefit."""
    found = figures(store, "klachten_per_1000", ("werkplein",))
    result: pd.DataFrame = found[["numerator", "denominator"]]
    return result


def years(quarters: list[Quarter]) -> float:
    """Years of benefit of two benefits that run through these quarters."""
    return sum(2 * ((q.last_day - q.first_day).days + 1) / 365.25 for q in quarters)


def test_nothing_to_report_is_a_delivery_as_every_other(store: Store) -> None:
    with_stock(store, "A")
    assert complain(store, complaints("A;05-01-2009"), Q1).status == "stored"
    assert figures(store, "klachten_per_1000").loc[("A", Q2.index), "reason"] == NOT_DELIVERED
    assert nothing(store, "klachten", "A", Q2) == "stored"
    assert nothing(store, "klachten", "A", Q2) == "unchanged"
    found = figures(store, "klachten_per_1000")
    assert found.loc[("A", Q2.index), "value"] == 0
    assert found.loc[("A", Q3.index), "reason"] == NOT_DELIVERED
    grid = store.deliveries(ALL).set_index(["contract", "kwartaal"])
    assert grid.loc[("klachten", Q2.index), ["status", "rows"]].tolist() == ["ingediend", 0]
    assert store.audit(ALL)["contract"].tolist() == ["trajecten", "klachten", "klachten"]
    # A later file takes its place, and shows that it does.
    slot = Slot("klachten", "A", Q2.index, "uwv")
    late = complaints("A;05-05-2009")
    asked = complain(store, late, Q2)
    assert (asked.status, asked.replaces) == ("needs_replace", (slot,))
    assert complain(store, late, Q2, replace=True).status == "stored"
    assert figures(store, "klachten_per_1000").loc[("A", Q2.index), "numerator"] == 1
    # And the other way round.
    assert nothing(store, "klachten", "A", Q2) == "needs_replace"
    assert nothing(store, "klachten", "A", Q2, replace=True) == "stored"
    assert store.approve(slot, "gemeente", by="bert", scope=ALL) == "akkoord_gemeente"
    upload = int(store.uploads(ALL)["upload_id"].iloc[0])
    store.withdraw_upload(upload, by="anna", reason="er was wel iets", scope=ALL)
    assert figures(store, "klachten_per_1000").loc[("A", Q2.index), "reason"] == NOT_DELIVERED


def test_a_file_without_rows_is_of_the_place_that_is_given(store: Store) -> None:
    with_stock(store, "A", "B")
    complain(store, complaints("A;05-01-2009", "B;06-01-2009"), Q1)
    asked = complain(store, HEADER, Q2)
    assert asked.status == "asks"
    assert [(q.name, q.answers) for q in asked.questions] == [("plaats", ("A", "B"))]
    assert complain(store, HEADER, Q2, answers={"plaats": "A"}).status == "stored"
    assert complain(store, HEADER, Q2, answers={"plaats": "B"}).status == "stored"
    assert complain(store, HEADER, Q3, constants={"werkplein": "A"}).status == "stored"
    zero = figures(store, "klachten_per_1000")["numerator"]
    assert zero[("A", Q2.index)] == zero[("B", Q2.index)] == zero[("A", Q3.index)] == 0
    assert pd.isna(zero[("B", Q3.index)])
    # It cannot say for when it is, and it is asked which places only within the scope.
    with pytest.raises(UserError):
        store.upload(
            HEADER, "klachten", by="anna", organisation="uwv", answers={"plaats": "A"}, scope=ALL
        )
    only = complain(store, HEADER, Q4, scope=Scope.of(["B"]))
    assert only.questions[0].answers == ("B",)
    with pytest.raises(OutOfScope):
        complain(store, HEADER, Q4, scope=Scope.of(["B"]), answers={"plaats": "A"})


def test_where_nothing_is_no_number_it_is_refused(local: Store) -> None:
    for contract in ("stand_stroom", "middelen", "samenwerking", "fasen", "doelen"):
        with pytest.raises(UsageError, match="geen getal"):
            nothing(local, contract, "A", Q1)
    header = b"werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand\n"
    result = deliver(local, header, "stand_stroom", answers=NEW)
    assert result.status == "refused"
    assert [f.rule for f in result.findings.listed] == ["geen_rijen_geen_getal"]
    assert local.deliveries(ALL).empty


def test_of_spells_the_stock_goes_on_and_nothing_flows(local: Store) -> None:
    with_stock(local, "A", "B", until=Q1)
    assert nothing(local, "trajecten", "A", Q2) == "stored"
    stock = figures(local, "gemiddelde_stand")["value"]
    assert stock[("A", Q2.index)] == 2
    assert figures(local, "instroom").loc[("A", Q2.index), "value"] == 0
    assert figures(local, "instroom").loc[("B", Q2.index), "reason"] == NOT_DELIVERED
    # Of the third quarter nobody spoke, so the fourth tells of its own flow only.
    assert nothing(local, "trajecten", "A", Q4) == "stored"
    assert figures(local, "uitstroom").loc[("A", Q4.index), "value"] == 0
    assert pd.isna(figures(local, "gemiddelde_stand")["value"][("A", Q4.index)])
    assert nothing(local, "trajecten", "A", Q3) == "stored"
    assert figures(local, "gemiddelde_stand")["value"][("A", Q4.index)] == 2
    # They are followed up to the last day of which is known that nothing happened.
    rows = local.counts(ALL).observed.to_pandas().set_index("werkplein")["until"]
    assert rows["A"] - rows["B"] == (Q4.last_day - Q1.last_day).days


def test_a_place_of_which_nothing_is_known_has_no_stock_by_it(local: Store) -> None:
    assert nothing(local, "trajecten", "A", Q2) == "stored"
    assert figures(local, "instroom").loc[("A", Q2.index), "value"] == 0
    found = figures(local, "gemiddelde_stand").loc[("A", Q2.index)]
    assert pd.isna(found["value"])
    assert found["reason"] != NOT_DELIVERED


def test_vacancies_steps_and_answers(local: Store) -> None:
    for contract in ("vacatures", "stappen", "tevredenheid"):
        assert nothing(local, contract, "A", Q2) == "stored"
    found = figures(local, "klanttevredenheid").loc[("A", Q2.index)]
    assert found["reason"] == "indicators.reason_nothing_observed"
    vacancies = b"vacature_id;werkplein;geregistreerd;gesloten\n1;A;05-01-2009;\n"
    assert deliver(local, vacancies, "vacatures", quarter=Q1).status == "stored"
    assert local.counts(ALL).roll_up("vacature_stand", ["kwartaal"])["n"].tolist() == [1, 1]


def test_a_month_is_no_quarter(local: Store) -> None:
    with_stock(local, "A")
    for month in (4, 6):
        period = Period.of_month(2009, month)
        done = local.nothing_to_report(
            "klachten", "A", period=period, by="anna", organisation="uwv", answers=NEW, scope=ALL
        )
        assert done.status == "stored"
        assert Q2.index not in local.counts(ALL).nothing["kwartaal"].to_pylist()
    local.nothing_to_report(
        "klachten", "A", period=Period.of_month(2009, 5), by="anna", organisation="uwv", scope=ALL
    )
    assert figures(local, "klachten_per_1000").loc[("A", Q2.index), "value"] == 0


FILE = complaints("A;05-01-2009", "A;05-08-2009", "B;06-05-2009", "B;07-12-2009")


def test_a_file_of_several_places_and_quarters_is_asked_about_once(store: Store) -> None:
    with_stock(store, "A", "B")
    asked = complain(store, FILE, Q4)
    (question,) = asked.questions
    assert (asked.status, question.name, question.answers) == (
        "asks",
        "leeg:klachten",
        ("nul", "ontbreekt"),
    )
    assert question.cases == ("A 2009K2", "A 2009K4", "B 2009K1", "B 2009K3")
    assert store.deliveries(ALL)["contract"].unique().tolist() == ["trajecten"]
    with pytest.raises(UsageError):
        complain(store, FILE, Q4, answers={"leeg": "misschien"})
    assert complain(store, FILE, Q4, answers={"leeg:klachten": "nul"}).status == "stored"
    expected = [[2, years(list(YEAR))]] * 2
    assert rates(store).to_numpy().tolist() == [pytest.approx(each) for each in expected]
    # The next file of this source is not asked about, and another partner's is.
    later = complaints("A;05-01-2010", "B;05-06-2010", "B;05-02-2010")
    assert complain(store, later, Quarter(2010, 2)).status == "stored"
    other = complain(store, later, Quarter(2010, 2), organisation="gemeente")
    assert [q.key for q in other.questions] == ["leeg"]


def test_what_did_not_come_stays_missing_until_somebody_states_otherwise(local: Store) -> None:
    with_stock(local, "A", "B")
    assert complain(local, FILE, Q4, answers={"leeg": "ontbreekt"}).status == "stored"
    assert rates(local).loc["A"].tolist() == pytest.approx([2, years([Q1, Q3])])
    # Stated otherwise with a later file, it holds for what came before as well.
    later = complaints("A;05-01-2010")
    assert complain(local, later, Quarter(2010, 1), answers={"leeg": "nul"}).status == "stored"
    assert rates(local).loc["A"].tolist() == pytest.approx([2, years(list(YEAR))])


@pytest.mark.parametrize("seed", range(3))
def test_rates_over_quarters_by_plain_loops(local: Store, seed: int) -> None:
    rng = random.Random(seed)
    places = ("A", "B", "C")
    with_stock(local, *places)
    told: dict[tuple[str, Quarter], int | None] = {}
    jobs = [(place, quarter) for place in places for quarter in YEAR]
    rng.shuffle(jobs)
    for place, quarter in jobs:
        count = rng.choice([None, 0, 0, 1, 3])
        told[place, quarter] = count
        if count == 0:
            assert nothing(local, "klachten", place, quarter) == "stored"
        elif count:
            day = quarter.first_day
            rows = [f"{place};{day.replace(day=n + 1):%d-%m-%Y}" for n in range(count)]
            assert complain(local, complaints(*rows), quarter).status == "stored"
    for place, found in rates(local).iterrows():
        said = [q for q in YEAR if told[str(place), q] is not None]
        total = sum(told[str(place), q] or 0 for q in said)
        assert found.tolist() == pytest.approx([total, years(said)]) if said else True


def test_a_quarter_that_a_partner_lacks_does_not_read_as_complete(store: Store) -> None:
    uwv, gemeente = "U1;A;WW;;01-02-2008;;", "G1;A;WWB;;01-02-2008;;"
    deliver(store, spells(uwv), quarter=Q1, answers=NEW)
    deliver(store, spells(gemeente), quarter=Q1, organisation="gemeente")
    assert figures(store, "gemiddelde_stand")["value"][("A", Q1.index)] == 2
    assert store.missing(ALL) == ()
    deliver(store, spells(uwv), quarter=Q2)
    found = figures(store, "gemiddelde_stand").loc[("A", Q2.index)]
    assert (pd.isna(found["value"]), found["reason"]) == (True, NOT_DELIVERED)
    (lacks,) = store.missing(ALL)
    assert (lacks.quarter, lacks.delivered, lacks.missing) == (Q2.index, ("uwv",), ("gemeente",))
    grid = store.deliveries(ALL).set_index("kwartaal")
    assert grid.loc[Q2.index, ["partners", "missing"]].tolist() == [("uwv",), ("gemeente",)]
    assert store.missing(Scope.of(["B"])) == ()
    # That there is nothing to report is enough.
    assert nothing(store, "trajecten", "A", Q2, organisation="gemeente") == "stored"
    assert figures(store, "gemiddelde_stand")["value"][("A", Q2.index)] == 2
    assert store.missing(ALL) == ()


def test_the_partner_of_whom_nobody_delivered_is_missing_by_role(local: Store) -> None:
    deliver(local, spells("U1;A;WW;;01-02-2009;;"), quarter=Q1, answers=NEW)
    assert [(one.delivered, one.missing) for one in local.missing(ALL)] == [
        (("uwv",), ("gemeente",))
    ]
    # Its figures are those of all that ever delivered, so they stand.
    assert figures(local, "instroom")["value"][("A", Q1.index)] == 1
    deliver(local, spells("G1;A;WWB;;01-02-2009;;"), quarter=Q1, organisation="GM0758")
    assert local.missing(ALL) == ()


def test_who_delivers_for_all_together_lacks_nobody(local: Store) -> None:
    deliver(local, spells("U1;A;WW;;01-02-2009;;"), quarter=Q1, answers=NEW, organisation="samen")
    deliver(local, spells("U2;B;WW;;01-05-2009;;"), quarter=Q2, answers=NEW, organisation="samen")
    assert [(one.werkplein, one.quarter, one.missing) for one in local.missing(ALL)] == [
        ("A", Q2.index, ("samen",))
    ]


def test_some_months_are_not_all(local: Store) -> None:
    deliver(local, spells("U1;A;WW;;01-02-2009;;"), quarter=Q1, answers=NEW)
    for month in (1, 2, 3):
        lacks = [one.partly for one in local.missing(ALL)]
        assert lacks == [() if month == 1 else ("gemeente",)]
        local.upload(
            spells(f"G{month};A;WWB;;01-{month:02d}-2009;;"),
            "trajecten",
            by="bert",
            organisation="gemeente",
            period=Period.of_month(2009, month),
            observed_from=Period.of_month(2009, month).first_day,
            scope=ALL,
        )
    assert local.missing(ALL) == ()


def test_totals_of_one_partner_come_beside_the_cases_of_another(local: Store) -> None:
    head = b"werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand\n"
    totals = head + b"A;2009K1;WWB;7;3;0;10\n"
    deliver(local, spells("U1;A;WW;;01-02-2008;;"), quarter=Q1)
    deliver(local, totals, "stand_stroom", organisation="GM0758")
    assert Q1.index not in {one.quarter for one in local.missing(ALL)}
    # None of UWV is new, and three of the gemeente are.
    found = local.figures(["instroom"], by=["werkplein", "kwartaal"], scope=ALL)
    found = found.set_index("kwartaal")["value"]
    assert found[Q1.index] == 3
    deliver(local, spells("U1;A;WW;;01-02-2008;;"), quarter=Q2)
    # The gemeente has not delivered the second quarter in either way.
    lacks = [(one.contract, one.quarter, one.missing) for one in local.missing(ALL)]
    assert ("trajecten", Q2.index, ("GM0758",)) in lacks
    assert figures(local, "instroom").loc[("A", Q2.index), "reason"] == NOT_DELIVERED


def test_totals_of_the_same_partner_give_way_to_its_cases(local: Store) -> None:
    head = b"werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand\n"
    deliver(local, spells("U1;A;WW;;01-02-2009;;"), quarter=Q1)
    deliver(local, head + b"A;2009K1;WW;7;3;0;10\n", "stand_stroom")
    assert figures(local, "instroom").loc[("A", Q1.index), "value"] == 1


def test_a_gemeente_that_merged_delivers_no_more(local: Store) -> None:
    # Graft-De Rijp (GM0365) became part of Alkmaar on 1 January 2015.
    ended = Quarter(2014, 4)
    deliver(local, spells("U1;A;WW;;01-02-2014;;"), quarter=ended)
    deliver(local, spells("G1;A;WWB;;01-02-2014;;"), quarter=ended, organisation="GM0365")
    deliver(local, spells("G2;A;WWB;;01-02-2014;;"), quarter=ended, organisation="GM0361")
    later = ended + 1
    deliver(local, spells("U1;A;WW;;01-02-2014;;"), quarter=later)
    lacks = [one.missing for one in local.missing(ALL) if one.quarter == later.index]
    assert lacks == [("GM0361",)]


def test_silence_is_zero_only_while_a_werkplein_existed(local: Store) -> None:
    with_stock(local, "A", "B")
    rows = "A;Werkplein A;Twente;01-01-2008;\nB;Werkplein B;Twente;01-04-2009;30-09-2009\n"
    head = "werkplein;naam;arbeidsmarktregio;geldig_vanaf;geldig_tot\n"
    file = complaints("A;05-01-2009", "B;06-05-2009", "A;07-12-2009")
    assert complain(local, file, Q4, answers={"leeg:klachten": "nul"}).status == "stored"
    known = local.counts(ALL).nothing.to_pylist()
    assert {each["kwartaal"] for each in known if each["werkplein"] == "B"} == {
        quarter.index for quarter in YEAR
    }
    # The list that says it may come later.
    listed = deliver(local, (head + rows).encode(), "werkpleinen", quarter=Q4)
    assert listed.status == "stored"
    rates = figures(local, "klachten_per_1000")["numerator"]
    found = {
        (place, quarter.index): rates[place, quarter.index] for place in "AB" for quarter in YEAR
    }
    expected = {("A", Q1.index): 1, ("A", Q2.index): 0, ("A", Q3.index): 0, ("A", Q4.index): 1}
    expected |= {("B", Q2.index): 1, ("B", Q3.index): 0}
    assert {cell: value for cell, value in found.items() if not pd.isna(value)} == expected
    reasons = figures(local, "klachten_per_1000")["reason"]
    assert reasons["B", Q1.index] == reasons["B", Q4.index] == NOT_DELIVERED
