"""Amounts that do not follow on a source's own history are told with its own figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from ketenkpi.store import Store, UploadResult
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES
from tests.unit.store.files import deliver

pytestmark = pytest.mark.slow

HEADER = "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;uitstroom_werk;eindstand"
FLOW = (40, 44, 38, 41, 43, 39)
FIRST = Quarter(2009, 1)


def stocks(quarters: int, *, place: str = "Breda", start: int = 500, times: float = 1) -> list[str]:
    """Rows of a place that balance and follow on each other; the last one times `times`."""
    rows, stock = [], start
    for number in range(quarters):
        came, left = FLOW[number % 6], FLOW[(number + 3) % 6]
        values = (stock, came, left, left // 2, stock + came - left)
        if number == quarters - 1:
            values = tuple(round(value * times) for value in values)
        rows.append(f"{place};{FIRST + number};WW;" + ";".join(str(value) for value in values))
        stock += came - left
    return rows


def file(rows: Sequence[str], header: str = HEADER) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def put(store: Store, rows: Sequence[str], last: int, **options: object) -> UploadResult:
    result = deliver(store, file(rows), "stand_stroom", quarter=FIRST + last, **options)
    assert result.status == "stored", result.findings.listed
    return result


def rules(result: UploadResult) -> dict[tuple[str, str | None], int]:
    return {
        (total.rule, total.column): total.count
        for total in result.findings.totals
        if total.stage == "historie"
    }


def test_amounts_that_follow_on_their_history_raise_nothing(local: Store) -> None:
    rows = stocks(8)
    assert rules(put(local, rows[:4], 3)) == {}
    for number in range(4, 8):
        assert rules(put(local, [rows[number]], number)) == {}


@pytest.mark.parametrize(
    ("times", "rule", "said"),
    [
        (10, "eenheid_groter", "10 keer zo groot"),
        (100, "eenheid_groter", "100 keer zo groot"),
        (1000, "eenheid_groter", "1000 keer zo groot"),
        (5.5, "veel_groter", "keer zo groot"),
        (0.1, "eenheid_kleiner", "10 keer zo klein"),
    ],
)
def test_a_slip_of_a_unit_is_named_with_the_own_figures(
    local: Store, times: float, rule: str, said: str
) -> None:
    rows = stocks(6, start=900, times=times)
    put(local, rows[:5], 4)
    result = put(local, rows[5:], 5)
    assert (rule, "beginstand") in rules(result)
    first = next(f for f in result.findings.listed if f.rule == rule)
    assert said in first.message("nl")
    assert "2010K1: " in first.message("nl")
    assert all(first.remedy(language) for language in LANGUAGES)


def test_a_slip_inside_the_first_file_is_seen_too(local: Store) -> None:
    assert ("eenheid_groter", "instroom") in rules(put(local, stocks(6, times=10), 5))


def test_small_numbers_may_differ_by_chance(local: Store) -> None:
    put(local, ["Breda;2009K1;WW;10;1;1;0;10"], 0)
    assert rules(put(local, ["Breda;2009K2;WW;10;6;1;1;15"], 1)) == {}


def test_what_peaked_before_may_peak_again(local: Store) -> None:
    rows = [f"Breda;{FIRST + n};WW;900;{400 if n in (3, 7) else 40};40;20;900" for n in range(8)]
    put(local, rows[:7], 6)
    assert not {rule for rule, _ in rules(put(local, rows[7:], 7))} & {"eenheid_groter"}


def test_a_stock_that_begins_otherwise_than_it_ended_says_both_figures(local: Store) -> None:
    put(local, ["Breda;2009K1;WW;500;40;41;20;499"], 0)
    result = put(local, ["Breda;2009K2;WW;510;44;43;20;511"], 1)
    assert rules(result) == {("begin_anders", "beginstand"): 1}
    (finding,) = (f for f in result.findings.listed if f.rule == "begin_anders")
    assert (finding.level, finding.line) == ("uitleg", 2)
    assert "510" in finding.message("nl")
    assert "499" in finding.message("nl")


def test_a_corrected_quarter_before_in_the_same_file_goes_before_what_was_delivered(
    local: Store,
) -> None:
    put(local, ["Breda;2009K1;WW;500;40;41;20;499"], 0)
    both = ["Breda;2009K1;WW;500;51;41;20;510", "Breda;2009K2;WW;510;44;43;20;511"]
    assert rules(put(local, both, 1, replace=True)) == {}


def test_a_corrected_end_is_held_against_the_begin_of_a_later_quarter(local: Store) -> None:
    put(local, ["Breda;2009K1;WW;500;40;41;20;499"], 0)
    put(local, ["Breda;2009K2;WW;499;44;43;20;500"], 1)
    corrected = put(local, ["Breda;2009K1;WW;500;51;41;20;510"], 0, replace=True)
    assert rules(corrected) == {("einde_anders", "eindstand"): 1}
    (finding,) = corrected.findings.listed
    assert (finding.level, finding.line) == ("uitleg", 2)
    for language in LANGUAGES:
        assert {"510", "499", "11"} <= set(re.findall(r"\d+", finding.message(language)))
        assert "2009K2" in finding.message(language)
    (point,) = corrected.unexplained
    why = {point.name: "In K2 is een hercodering verwerkt"}
    again = ["Breda;2009K1;WW;500;52;42;20;510"]
    assert put(local, again, 0, replace=True, explanations=why).unexplained == ()
    # Both values are the same, so that nothing is asked anew; another end is.
    assert put(local, ["Breda;2009K1;WW;500;53;43;20;510"], 0, replace=True).unexplained == ()
    other = put(local, ["Breda;2009K1;WW;500;53;42;20;511"], 0, replace=True)
    assert len(other.unexplained) == 1


def test_a_quarter_that_comes_after_the_next_one_is_held_against_it(local: Store) -> None:
    put(local, ["Breda;2009K2;WW;499;44;43;20;500"], 1)
    assert rules(put(local, ["Breda;2009K1;WW;500;40;41;20;499"], 0)) == {}
    other = put(local, ["Breda;2009K1;WW;500;42;41;20;501"], 0, replace=True)
    assert rules(other) == {("einde_anders", "eindstand"): 1}
    # Once the later quarter comes with it, it says itself what it begins with.
    both = ["Breda;2009K1;WW;500;43;41;20;502", "Breda;2009K2;WW;502;41;43;20;500"]
    assert rules(put(local, both, 1, replace=True)) == {}


def test_another_partner_has_a_history_of_its_own(local: Store) -> None:
    rows = stocks(6, times=10)
    put(local, rows[:5], 4)
    assert rules(put(local, rows[5:], 5, organisation="gemeente")) == {}


def test_a_file_with_the_rows_of_last_quarter_is_told(local: Store) -> None:
    put(local, ["Breda;2009K1;WW;500;41;41;20;500", "Breda;2009K1;IOAW;30;2;2;0;30"], 0)
    again = ["Breda;2009K2;WW;500;41;41;20;500", "Breda;2009K2;IOAW;30;2;2;0;30"]
    result = put(local, again, 1)
    assert rules(result) == {("herhaald_kwartaal", None): 1}
    (finding,) = (f for f in result.findings.listed if f.rule == "herhaald_kwartaal")
    assert "2009K1" in finding.message("nl")


def test_money_in_thousands_is_told(local: Store) -> None:
    header = "werkplein;kwartaal;organisatie;soort;begroot;besteed"
    former = [f"Breda;{FIRST + n};uwv;personeel;120000;11{n}250,50" for n in range(5)]
    now = [f"Breda;{FIRST + 5};uwv;personeel;120;118,2"]
    assert deliver(local, file(former, header), "middelen", quarter=FIRST + 4).status == "stored"
    result = deliver(local, file(now, header), "middelen", quarter=FIRST + 5)
    assert rules(result) == {("eenheid_kleiner", "begroot"): 1, ("eenheid_kleiner", "besteed"): 1}
    assert "1000 keer zo klein" in result.findings.listed[0].message("nl")


def test_the_same_answers_of_people_in_two_quarters_are_told(local: Store) -> None:
    header = "werkplein;kwartaal;klantgroep;klantprincipe;score"
    scores = [(5 + number % 4, number) for number in range(24)]

    def answers(quarter: Quarter) -> bytes:
        rows = [f"Breda;{quarter};werkzoekende;houvast;{score}" for score, _ in scores]
        return file(rows, header)

    assert deliver(local, answers(FIRST), "tevredenheid", quarter=FIRST).status == "stored"
    again = deliver(local, answers(FIRST + 1), "tevredenheid", quarter=FIRST + 1)
    assert rules(again) == {("herhaald_kwartaal", None): 1}
    scores[0] = (10, 0)
    other = deliver(local, answers(FIRST + 2), "tevredenheid", quarter=FIRST + 2)
    assert rules(other) == {}


def test_a_total_among_the_rows_is_asked_about_before_anything_is_stored(local: Store) -> None:
    rows = ["Breda;2009K1;WW;500;40;41;20;499", "Totaal;2009K1;WW;500;40;41;20;499"]
    asked = deliver(local, file(rows), "stand_stroom")
    assert (asked.status, [q.name for q in asked.questions]) == ("asks", ["totaalrijen:werkplein"])
    told = deliver(local, file(rows), "stand_stroom", answers={"totaalrijen": "totaal"})
    assert (told.status, told.rows_stored, told.rows_rejected) == ("stored", 1, 1)
