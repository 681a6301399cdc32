"""What is counted of spells: a small table in, numbers out, on every engine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketenkpi.counts import Counts
from ketenkpi.counts.engines import engine_names
from ketenkpi.vocabulary import Quarter
from tests.engines.small_tables import K1, K2, K3, column, days, of_spells, spell

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("engine", engine_names()),
]


def test_inflow_and_outflow_belong_to_the_quarter_of_their_day(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2009, 1, 1), uitstroom=date(2009, 3, 31), reden_uitstroom="werk"),
        spell(2, instroom=date(2009, 3, 31), uitstroom=date(2009, 4, 1), reden_uitstroom="aow"),
        spell(3, melding=date(2009, 4, 2)),
    )
    assert column(counts, "instroom", ["kwartaal"]) == {K1: 2}
    assert column(counts, "uitstroom", ["kwartaal", "reden"]) == {(K1, "werk"): 1, (K2, "aow"): 1}
    assert column(counts, "meldingen", ["kwartaal"]) == {K2: 1}


def test_stock_has_a_row_for_quarters_without_events_and_none_beyond_what_is_observed(
    engine: str,
) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2009, 2, 1), uitstroom=date(2009, 5, 1)),
        observed_until=date(2009, 12, 30),
    )
    assert column(counts, "stand", ["kwartaal"]) == {K1: 1, K2: 0, K3: 0}


def test_a_spell_that_ends_on_the_last_day_of_a_quarter_is_not_in_its_stock(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2009, 2, 1), uitstroom=date(2009, 3, 31)),
        spell(2, instroom=date(2009, 2, 1), uitstroom=date(2009, 4, 1)),
        observed_until=date(2009, 6, 30),
    )
    assert column(counts, "stand", ["kwartaal"]) == {K1: 1, K2: 0}


def test_a_benefit_is_short_until_it_has_run_183_days_at_the_end_of_a_quarter(engine: str) -> None:
    # 1 July + 183 days = 31 December; 31 December + 181 days = 30 June. In the
    # leap year 2008, 30 June lies 182 days after 31 December and 181 after 1 January.
    counts = of_spells(
        engine,
        spell(1, instroom=date(2008, 7, 1)),
        spell(2, instroom=date(2008, 7, 2), regeling="WWB"),
        spell(3, instroom=date(2007, 12, 31), doelgroep="overig"),
        spell(4, instroom=date(2009, 2, 1), uitstroom=date(2009, 3, 31), doelgroep="samenloop"),
        spell(5, instroom=date(2009, 2, 1), uitstroom=date(2009, 1, 31), doelgroep="onbekend"),
        observed_until=date(2009, 9, 30),
    )
    first = Quarter(2008, 3).index
    assert column(counts, "stand_kort", ["kwartaal"], regeling="WW", doelgroep="jongere") == {
        first: 1, first + 1: 0, K1: 0, K2: 0, K3: 0,
    }  # fmt: skip
    assert column(counts, "stand_kort", ["kwartaal"], regeling="WWB") == {
        first: 1, first + 1: 1, K1: 0, K2: 0, K3: 0,
    }  # fmt: skip
    assert column(counts, "stand_kort", ["kwartaal"], doelgroep="overig") == {
        first - 3: 1, first - 2: 1, first - 1: 1, first: 0, first + 1: 0, K1: 0, K2: 0, K3: 0,
    }  # fmt: skip
    assert column(counts, "stand_kort", ["kwartaal"], doelgroep="samenloop") == {
        K1: 0, K2: 0, K3: 0,
    }  # fmt: skip
    # What ended before it began never ran, and is no stock.
    assert column(counts, "stand_kort", ["kwartaal"], doelgroep="onbekend") == {}


def test_each_werkplein_is_observed_up_to_its_own_day(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2009, 2, 1)),
        spell(2, instroom=date(2009, 2, 1), werkplein="Beveld"),
        observed_until={"Aland": date(2009, 3, 31), "Beveld": date(2009, 9, 30)},
    )
    assert column(counts, "stand", ["werkplein", "kwartaal"]) == {
        ("Aland", K1): 1,
        ("Beveld", K1): 1,
        ("Beveld", K2): 1,
        ("Beveld", K3): 1,
    }
    open_for = {"Aland": 58, "Beveld": 241}
    found = column(counts, "duur", ["werkplein", "days"], "censored", soort="uitkering")
    assert found == dict.fromkeys(open_for.items(), 1)


def test_without_a_day_given_a_werkplein_is_followed_up_to_its_last_event(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2009, 2, 1), termijn=date(2011, 1, 1)),
        spell(2, instroom=date(2009, 2, 1), eerste_betaling=date(2009, 2, 11)),
        observed_until=None,
    )
    assert days(counts, "uitkering", "censored") == {10: 2}
    assert counts.observed.to_pylist() == [
        {
            "source": "keten",
            "werkplein": "Aland",
            "since": None,
            "look_back": (date(2009, 2, 1) - date(1970, 1, 1)).days,
            "until": (date(2009, 2, 11) - date(1970, 1, 1)).days,
            "kring": "werkplein",
        }
    ]


def test_what_is_dated_after_the_observed_period_has_not_been_observed(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2009, 2, 1), uitstroom=date(2009, 7, 1)),
        spell(2, instroom=date(2009, 7, 1)),
        observed_until=date(2009, 6, 30),
    )
    assert column(counts, "instroom", ["kwartaal"]) == {K1: 1}
    assert column(counts, "uitstroom", ["kwartaal"]) == {}
    assert column(counts, "stand", ["kwartaal"]) == {K1: 1, K2: 1}
    assert days(counts, "uitkering", "censored") == {149: 1}
    assert days(counts, "uitkering", "events") == {}


def test_an_end_without_a_begin_is_no_outflow_but_is_shown(engine: str) -> None:
    counts = of_spells(engine, spell(1, melding=date(2009, 1, 5), uitstroom=date(2009, 2, 1)))
    assert column(counts, "uitstroom", ["kwartaal"]) == {}
    assert column(counts, "duur_ongeldig", ["soort"]) == {"uitstroom_zonder_instroom": 1}


def test_an_end_before_its_begin_is_left_out_of_durations_and_shown(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2009, 2, 10), uitstroom=date(2009, 2, 9)),
        spell(2, instroom=date(2009, 2, 10), uitstroom=date(2009, 2, 10)),
    )
    assert days(counts, "uitkering", "events") == {0: 1}
    assert column(counts, "duur_ongeldig", ["soort"]) == {"uitkering": 1}
    assert column(counts, "uitstroom", ["kwartaal"]) == {K1: 2}


def test_lateness_may_be_negative_and_open_cases_are_censored_at_their_lateness(
    engine: str,
) -> None:
    term = date(2009, 3, 1)
    counts = of_spells(
        engine,
        spell(1, melding=date(2009, 1, 1), termijn=term, besluit=date(2009, 2, 24)),
        spell(2, melding=date(2009, 1, 1), termijn=term, besluit=date(2009, 3, 4)),
        spell(3, aanvraag=date(2009, 4, 1), melding=date(2009, 1, 1), termijn=term),
        observed_until=date(2009, 4, 1),
    )
    assert days(counts, "termijn", "events") == {-5: 1, 3: 1}
    assert days(counts, "termijn", "censored") == {31: 1}
    assert column(counts, "duur", ["kwartaal"], "censored", soort="termijn") == {K1: 0, K2: 1}
    assert column(counts, "duur_ongeldig", ["soort"]) == {}


def test_who_began_before_observation_enters_late(engine: str) -> None:
    since = date(2009, 1, 1)
    counts = of_spells(
        engine,
        spell(1, instroom=since - timedelta(days=40), uitstroom=since - timedelta(days=1)),
        spell(2, instroom=since - timedelta(days=40), uitstroom=since),
        spell(3, instroom=since - timedelta(days=40), uitstroom=since + timedelta(days=1)),
        spell(4, instroom=since - timedelta(days=30)),
        spell(5, instroom=since, uitstroom=since + timedelta(days=7)),
        observed_from=since,
        observed_until=since + timedelta(days=89),
    )
    assert days(counts, "uitkering", "entered") == {40: 1, 30: 1}
    assert days(counts, "uitkering", "events") == {41: 1, 7: 1}
    assert days(counts, "uitkering", "censored") == {119: 1}


def returns(counts: Counts) -> dict[tuple[int, int], tuple[int, int]]:
    frame = counts.roll_up("herinstroom", ["venster", "kwartaal"])
    keys = zip(frame["venster"], frame["kwartaal"], strict=True)
    return dict(zip(keys, zip(frame["n"], frame["at_risk"], strict=True), strict=True))


def test_a_return_is_an_inflow_soon_after_an_outflow_from_the_same_scheme(engine: str) -> None:
    left = date(2009, 1, 31)
    counts = of_spells(
        engine,
        spell(1, client="a", instroom=date(2009, 1, 2), uitstroom=left),
        spell(2, client="a", instroom=left + timedelta(days=100), werkplein="Beveld"),
        spell(3, client="b", instroom=date(2009, 1, 2), uitstroom=left),
        spell(4, client="b", instroom=left + timedelta(days=101)),
        spell(5, client="c", instroom=date(2009, 1, 2), uitstroom=left),
        spell(6, client="c", instroom=left + timedelta(days=100), regeling="WWB"),
        spell(7, client=None, instroom=left + timedelta(days=100)),
        return_windows=(100,),
        observed_from=date(2008, 1, 1),
        circle="overal",
    )
    assert returns(counts) == {(100, K1): (0, 3), (100, K2): (1, 3)}
    places = column(counts, "herinstroom", ["werkplein"], venster=100)
    assert places == {"Aland": 0, "Beveld": 1}


def test_inflow_whose_look_back_is_not_wholly_observed_is_not_at_risk(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, client="a", instroom=date(2009, 1, 1), uitstroom=date(2009, 1, 20)),
        spell(2, client="a", instroom=date(2009, 4, 10)),
        spell(3, client="a", instroom=date(2009, 4, 11), doelgroep="onbekend"),
        return_windows=(100,),
    )
    found = column(counts, "herinstroom", ["kwartaal", "doelgroep"], "at_risk", venster=100)
    assert found == {(K1, "jongere"): 0, (K2, "jongere"): 0, (K2, "onbekend"): 1}


def test_who_never_left_does_not_return(engine: str) -> None:
    # The second spell ends first; the third begins while the first still ran.
    counts = of_spells(
        engine,
        spell(1, client="a", instroom=date(2009, 1, 1), uitstroom=date(2009, 9, 1)),
        spell(2, client="a", instroom=date(2009, 2, 1), uitstroom=date(2009, 3, 1)),
        spell(3, client="a", instroom=date(2009, 4, 1)),
        return_windows=(60,),
        observed_from=date(2008, 1, 1),
    )
    assert returns(counts) == {(60, K1): (0, 2), (60, K2): (0, 1)}


def test_an_earlier_outflow_counts_across_a_spell_without_an_end(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, client="a", instroom=date(2009, 1, 2), uitstroom=date(2009, 1, 31)),
        spell(2, client="a", instroom=date(2009, 2, 10)),
        spell(3, client="a", instroom=date(2009, 4, 10)),
        return_windows=(60, 90),
        observed_from=date(2008, 1, 1),
    )
    assert returns(counts) == {
        (60, K1): (1, 2),
        (60, K2): (0, 1),
        (90, K1): (1, 2),
        (90, K2): (1, 1),
    }


def test_spells_from_one_day_follow_their_number(engine: str) -> None:
    day = date(2009, 2, 1)
    counts = of_spells(
        engine,
        spell(2, client="a", instroom=day),
        spell(1, client="a", instroom=day, uitstroom=day),
        return_windows=(30,),
        observed_from=date(2008, 1, 1),
    )
    assert returns(counts) == {(30, K1): (1, 2)}


def test_without_pseudonyms_there_is_no_figure_about_returns(engine: str) -> None:
    counts = of_spells(engine, spell(1, instroom=date(2009, 2, 1)))
    assert "herinstroom" in counts.tallies
    assert counts.table("herinstroom").num_rows == 0


def test_only_the_quarters_asked_for_are_shown(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=date(2008, 2, 1)),
        spell(2, instroom=date(2009, 5, 1)),
        quarters=(Quarter(2009, 2), Quarter(2009, 3)),
    )
    assert column(counts, "instroom", ["kwartaal"]) == {K2: 1}
    assert column(counts, "stand", ["kwartaal"]) == {K2: 2, K3: 2}


def test_a_row_whose_past_is_known_does_not_enter_late_with_its_neighbours(engine: str) -> None:
    begun, since = date(2008, 12, 2), date(2009, 1, 1)
    counts = of_spells(
        engine,
        spell(1, instroom=begun, uitstroom=date(2008, 12, 12)),
        spell(2, instroom=begun, uitstroom=date(2009, 1, 31), _gezien_vanaf=since),
        spell(3, instroom=begun, uitstroom=date(2008, 12, 12), _gezien_vanaf=since),
    )
    assert days(counts, "uitkering", "events") == {10: 1, 60: 1}
    assert days(counts, "uitkering", "entered") == {30: 1}
