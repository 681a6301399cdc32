"""The chain from a few rows, against figures worked out by hand or by plain loops."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta
from statistics import mean, median, stdev
from typing import Any

import pytest
from scipy.special import gammaincinv

from ketenkpi.chain import Apart, Chain, Figure, Selection, chain, course_of
from ketenkpi.counts import Counts, count
from ketenkpi.stats import mid_p
from ketenkpi.vocabulary import Quarter
from tests.engines.small_tables import K1, K2, K4, UNTIL, spell
from tests.engines.uploads import arrow

BEGIN = date(2009, 1, 5)
Row = dict[str, Any]


def pair(
    number: int,
    wait: int,
    *,
    place: str = "Aland",
    to: str = "gemeente",
    how: str = "dossier",
    begin: date = BEGIN,
) -> list[Row]:
    """An intake of one day at UWV and, `wait` days later, a diagnosis of three days at `to`."""
    end = begin + timedelta(days=1)
    next_begin = end + timedelta(days=wait)
    fixed = {"traject_id": f"T{number}", "werkplein": place}
    first = {"taak": "intake", "organisatie": "uwv", "begin": begin, "einde": end}
    second = {"taak": "diagnose", "organisatie": to, "begin": next_begin}
    return [
        {**fixed, **first, "overdracht": how, "medewerker": "m1"},
        {**fixed, **second, "einde": next_begin + timedelta(days=3), "medewerker": f"m{number}"},
    ]


def counted(steps: list[Row], *spells: Row) -> Counts:
    tables = {"stappen": arrow("stappen", steps)}
    if spells:
        tables["trajecten"] = arrow("trajecten", list(spells))
    return count(tables, engine="polars", observed_until=UNTIL)


def of(steps: list[Row], *spells: Row, where: Selection | None = None) -> Chain:
    return chain(counted(steps, *spells), where or Selection())


INSIDE, BETWEEN = (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), (9, 12, 14, 15, 16, 17, 18, 20, 21, 22, 24)


def both_sides() -> list[Row]:
    inside = [row for i, wait in enumerate(INSIDE) for row in pair(i, wait, to="uwv")]
    return inside + [
        row for i, wait in enumerate(BETWEEN, 100) for row in pair(i, wait, how="warm")
    ]


def test_the_wait_at_the_boundary_against_the_one_inside() -> None:
    found = of(both_sides()).waiting
    assert (found.inside.value, found.between.value) == (median(INSIDE), median(BETWEEN))
    assert (found.inside.n, found.between.n) == (11, 11)
    assert found.difference.value == median(BETWEEN) - median(INSIDE)
    # MOVER from the limits of both medians.
    a, b = found.between, found.inside
    low = a.value - b.value - math.hypot(a.value - a.low, b.high - b.value)
    assert found.difference.low == pytest.approx(low)
    assert found.verdict == "longer"


def test_when_the_two_may_be_equal_nothing_can_be_told() -> None:
    steps = [row for i, wait in enumerate(INSIDE) for row in pair(i, wait, to="uwv")]
    steps += [row for i, wait in enumerate(INSIDE, 100) for row in pair(i, wait)]
    assert of(steps).waiting.verdict == "cannot_tell"


def test_a_handover_adds_up_to_its_days() -> None:
    (found,) = of(both_sides()).handovers
    waits = [*INSIDE, *BETWEEN]
    assert (found.key, found.n, found.between, found.overlap) == ("intake>diagnose", 22, 11, 0)
    assert found.days.value == sum(waits)
    assert found.days_between.value == sum(BETWEEN)
    assert found.share_of_days == 1
    assert found.mean.between.value == pytest.approx(mean(BETWEEN))
    # A gamma mean; t with 10 degrees of freedom at 97.5 % is 2.2281.
    half = 11 * mean(BETWEEN) ** 2 / stdev(BETWEEN) ** 2 * (1.959964 / 2.2281) ** 4
    high = mean(BETWEEN) * half / gammaincinv(half, 0.025)
    assert found.mean.between.high == pytest.approx(high, abs=1e-3)
    expected = mid_p(11, 22)
    assert found.warm == Figure(
        0.5,
        float(expected.low),
        float(expected.high),
        n=22,
        method="indicators.method_mid_p",
    )


def test_the_handover_with_the_most_days_comes_first() -> None:
    steps = []
    for number in range(12):
        steps += pair(number, 2)
        after = BEGIN + timedelta(days=6 + 30)
        steps.append(
            {
                "traject_id": f"T{number}", "werkplein": "Aland", "taak": "plaatsing",
                "organisatie": "gemeente", "begin": after, "einde": None,
            }
        )  # fmt: skip
    first, second = of(steps).handovers
    assert (first.key, first.days.value) == ("diagnose>plaatsing", 12 * 30)
    assert (second.key, second.days.value) == ("intake>diagnose", 12 * 2)
    # All waits are equal: a mean without an interval, and so no difference either.
    assert second.mean.between.method == "indicators.method_no_spread"
    assert second.mean.difference.reason == "chain.reason_one_side"


@pytest.mark.parametrize(("cases", "reason"), [(9, "too_few"), (0, "nothing_observed")])
def test_too_little_is_a_reason_and_never_a_number(cases: int, reason: str) -> None:
    steps = [row for number in range(cases) for row in pair(number, number)]
    # One step without a next: there is a chain, but nobody moved.
    steps.append({**pair(99, 0)[0]})
    found = of(steps)
    for estimate in (found.waiting.between, found.flow.crossing):
        assert estimate.value is None
        assert estimate.reason == f"indicators.reason_{reason}"
        assert estimate.n == cases


def test_flow_names_entries_moves_and_exits() -> None:
    spells = [
        spell(1, instroom=BEGIN, uitstroom=date(2009, 5, 1), reden_uitstroom="werk"),
        spell(2, instroom=BEGIN),
    ]
    found = of([*pair(1, 4), *pair(2, 9, to="duo")], *spells)
    assert [(e.task, e.organisation, e.n) for e in found.flow.entries] == [("intake", "uwv", 2)]
    assert [(x.task, x.organisation, x.reason, x.n) for x in found.flow.exits] == [
        ("diagnose", "gemeente", "werk", 1)
    ]
    assert {link.parties.next_organisation: link.n for link in found.flow.links} == {
        "duo": 1,
        "gemeente": 1,
    }
    assert found.ended_known
    assert not of(pair(1, 4)).ended_known


SLOW = tuple(wait + 21 for wait in INSIDE)


def network() -> list[Row]:
    steps = []
    for at, place in enumerate(("Aland", "Beveld", "Ceder")):
        waits = SLOW if place == "Beveld" else INSIDE
        for number, wait in enumerate(waits):
            steps += pair(100 * at + number, wait, place=place)
    return steps


def test_a_handover_that_is_slower_than_elsewhere_is_found_and_no_other() -> None:
    found = of(network()).slower
    assert found.tested == 3
    assert found.level == pytest.approx(1 - 0.05 / 3)
    (slow,) = found.found
    assert slow.werkplein == "Beveld"
    assert (slow.here.value, slow.elsewhere.value) == (mean(SLOW), mean(INSIDE))
    assert slow.longer.value == pytest.approx(21)
    assert slow.longer.low < 21 < slow.longer.high


def test_a_chosen_werkplein_is_compared_with_those_not_chosen() -> None:
    found = of(network(), where=Selection(werkpleinen=("Beveld",)))
    assert found.flow.moves == len(SLOW)
    assert [each.werkplein for each in found.slower.found] == ["Beveld"]
    assert of(network(), where=Selection(werkpleinen=("Aland",))).slower.found == ()


def test_alone_there_is_nothing_to_compare_with() -> None:
    only = [row for row in network() if row["werkplein"] == "Beveld"]
    assert of(only).slower.tested == 0


def test_repeats_and_who_was_involved() -> None:
    steps = [row for number in range(12) for row in pair(number, 3)]
    again = pair(0, 3)[0] | {"organisatie": "gemeente", "begin": date(2009, 3, 1)}
    steps.append(again | {"einde": date(2009, 3, 1)})
    steps.append(pair(1, 3)[0] | {"begin": date(2009, 3, 2), "einde": None, "medewerker": None})
    found = of(steps)
    intake, diagnosis = found.repeats
    assert (intake.spells, intake.again, intake.elsewhere) == (12, 2, 1)
    assert intake.share_again.value == pytest.approx(2 / 12)
    assert intake.share_again.low == pytest.approx(float(mid_p(2, 12).low))
    assert (diagnosis.spells, diagnosis.again) == (12, 0)
    organisations, workers = found.involved
    assert organisations.spells == (0, 12, 0, 0)
    # T1 met m1 twice; of T1 one step names nobody.
    assert workers.spells == (0, 11, 0, 0)
    assert workers.unknown == 1


def test_open_cases_are_those_of_the_newest_quarter_of_each_werkplein() -> None:
    steps = [*pair(1, 4), *pair(2, 9), *pair(3, 9, place="Beveld")]
    spells = [spell(n, instroom=BEGIN) for n in (1, 2)]
    spells.append(spell(3, instroom=BEGIN, werkplein="Beveld"))
    seen = [UNTIL, UNTIL, date(2009, 6, 30)]
    for rows in (steps, spells):
        for row in rows:
            row["_gezien_tot"] = seen[int(row["traject_id"][1:]) - 1]
    found = of(steps, *spells).open
    assert (found.n, found.waiting, found.older) == (3, 3, 0)
    assert found.moments == {"Aland": K4, "Beveld": K2}
    (at,) = found.at
    assert (at.task, at.organisation, at.state, at.long) == ("diagnose", "gemeente", "wacht", 3)
    # The diagnosis of T1 ended on 2009-01-13, of T2 and T3 on 2009-01-18.
    ages = sorted([(UNTIL - date(2009, 1, 13)).days, (UNTIL - date(2009, 1, 18)).days, 163])
    assert at.median.value == ages[1]


def test_cases_that_only_an_earlier_delivery_held_are_apart() -> None:
    steps = [*pair(1, 4), *pair(2, 9)]
    spells = [spell(n, instroom=BEGIN) for n in (1, 2)]
    for rows in (steps, spells):
        for row in rows:
            row["_gezien_tot"] = UNTIL if row["traject_id"] == "T1" else date(2009, 3, 31)
    found = of(steps, *spells).open
    assert (found.n, found.older) == (1, 1)


def test_a_selection_narrows_to_quarters_schemes_and_groups() -> None:
    steps = [row for number in range(12) for row in pair(number, 3)]
    late = date(2009, 4, 20)
    steps += [row for number in range(12, 30) for row in pair(number, 5, begin=late)]
    schemes = [
        spell(n, instroom=BEGIN, regeling="WWB" if n % 2 else "WW", doelgroep="jongere")
        for n in range(30)
    ]
    counts = counted(steps, *schemes)
    assert chain(counts, Selection(quarters=(K1,))).flow.moves == 12
    assert chain(counts, Selection(quarters=(K2,), regelingen=("WW",))).flow.moves == 9
    assert chain(counts, Selection(doelgroepen=("overig",))).flow.moves == 0
    course = course_of(counts, "intake>diagnose", Selection())
    assert [(p.quarter, p.median.value, p.median.n) for p in course] == [(K1, 3, 12), (K2, 5, 18)]


def test_as_data_is_json_with_quarters_as_text() -> None:
    data = of(both_sides(), where=Selection(quarters=(K1,))).as_data()
    assert data["chosen"]["quarters"] == ["2009K1"]
    assert json.loads(json.dumps(data, allow_nan=False)) == json.loads(json.dumps(data))
    assert data["waiting"]["verdict"] == "longer"
    assert data["handovers"][0]["days"]["method"] == "indicators.method_full_count"


def test_an_estimate_without_value_or_reason_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="a value or a reason"):
        Figure(n=3)
    with pytest.raises(ValueError, match="how it was made"):
        Figure(1.0, n=3)


def apart_steps(case: dict[str, str], quarters: tuple[int, ...]) -> list[Row]:
    """An intake at UWV and a diagnosis at the gemeente in each quarter, delivered apart."""
    rows = []
    for number, quarter in enumerate(quarters):
        begin = Quarter.from_index(quarter).first_day
        for row in pair(number, 5, begin=begin):
            partner = row["organisatie"]
            rows.append(row | {"_partner": partner, "_zaak": case[partner]})
    return rows


def test_quarters_in_which_partners_number_their_cases_apart_are_named() -> None:
    apart = {"uwv": "Aland/uwv", "gemeente": "Aland/gemeente"}
    steps = apart_steps(apart, (K1, K2, K4))
    steps += [row | {"werkplein": "Beveld", "_zaak": "Beveld"} for row in steps]
    found = of(steps)
    assert found.apart == (Apart("Aland", (K1, K2, K4)),)
    assert found.apart[0].spans == ((K1, K2), (K4, K4))
    quarters = ["2009K1", "2009K2", "2009K4"]
    assert found.as_data()["apart"] == ({"werkplein": "Aland", "quarters": quarters},)
    # Only of what was asked.
    assert of(steps, where=Selection(quarters=(K2,))).apart == (Apart("Aland", (K2,)),)
    assert of(steps, where=Selection(werkpleinen=("Beveld",))).apart == ()
    assert of(steps, where=Selection(regelingen=("WW",))).apart == found.apart
    assert of(both_sides()).apart == ()
