"""Sentences of the chain: what is not known is said, and chance is never news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.presenters import chain_names as names
from dashboard.views.keten import words as presenter
from ketenkpi.chain import (
    Apart,
    Chain,
    Compared,
    Figure,
    Point,
    Repeat,
    Selection,
    chain,
    difference,
    share,
)
from ketenkpi.counts import count
from ketenkpi.wording import Language
from tests.engines.uploads import arrow

TOO_FEW = Figure(n=3, reason="indicators.reason_too_few")


def days(value: float, low: float, high: float, n: int = 40) -> Figure:
    return Figure(value, low, high, n=n, method="indicators.method_kaplan_meier")


def compared(inside: Figure, between: Figure) -> Compared:
    return Compared(inside, between, difference(between, inside))


@pytest.mark.parametrize(
    ("inside", "between", "words"),
    [
        (days(8, 7, 9), days(14, 12, 15), "6 dagen langer (4 tot 7): meer dan toeval verklaart"),
        (days(14, 12, 15), days(8, 7, 9), "6 dagen korter (4 tot 7): meer dan toeval verklaart"),
        (days(8, 5, 12), days(9, 6, 12), "het verschil kan toeval zijn (−4 tot 5 dagen)"),
    ],
)
def test_a_difference_is_news_only_beyond_chance(
    inside: Figure, between: Figure, words: str
) -> None:
    assert words in presenter.verdict(compared(inside, between), 0, "nl")


def test_two_sides_that_cannot_be_compared_are_not() -> None:
    assert presenter.verdict(compared(days(8, 7, 9), TOO_FEW), 0, "nl") == ""


KEY = "diagnose>aanbodversterking"


def points(*medians: Figure) -> list[Point]:
    share = Figure(0.41, 0.4, 0.43, n=100, method="indicators.method_aalen_johansen")
    nine = days(24, 22, 26)
    return [Point(8036 + at, share, found, nine) for at, found in enumerate(medians)]


def test_a_course_says_who_goes_on_and_how_soon() -> None:
    said = presenter.course(points(days(20, 19, 21), TOO_FEW, days(11, 10, 12)), KEY, "nl")
    assert (
        "Van wie in het derde kwartaal van 2009 diagnose afrondde, begon 41,0% (40,0% tot 43,0%) "
        "binnen 8 weken aan aanbodversterking. De helft van hen begon binnen 11 dagen, negen van "
        "de tien binnen 24 dagen. In het eerste kwartaal van 2009 begon de helft van hen binnen "
        "20 dagen." in said
    )
    assert "meer dan toeval verklaart" in said


def test_a_course_that_may_be_chance_says_so() -> None:
    said = presenter.course(points(days(20, 19, 21), days(20, 18, 22)), KEY, "nl")
    assert "kan toeval zijn" in said


def test_a_course_with_one_figure_is_no_course() -> None:
    said = presenter.course(points(days(20, 19, 21), TOO_FEW), KEY, "nl")
    assert "te weinig overdrachten" in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_repeats_at_all_still_has_an_upper_limit(language: Language) -> None:
    found = Repeat("intake", 400, 0, 0, share(0, 400), share(0, 400))
    assert {"nl": "hoogstens 0,75%", "en": "at most 0.75%"}[language] in presenter.repeat(
        found, language
    )


def test_repeats_of_too_few_say_why() -> None:
    found = Repeat("diagnose", 3, 1, 0, share(1, 3), share(0, 3))
    said = presenter.repeat(found, "nl")
    assert "niets te zeggen: 3 trajecten" in said
    assert "Te weinig waarnemingen" in said


def test_numbers_in_tables_carry_their_interval_or_their_reason() -> None:
    assert names.cell(days(11.25, 10, 12.5), "days", 1, "nl") == "11,3 (10,0 tot 12,5)"
    assert names.cell(Figure(9.0, n=9, method="x"), "days", 0, "nl") == "9"
    assert names.cell(days(9, 8, 9), "days", 0, "en") == "9 (8 to 9)"
    assert names.cell(TOO_FEW, "days", 0, "nl").startswith("Te weinig")
    open_end = Figure(40.0, 30.0, None, n=12, method="indicators.method_kaplan_meier")
    assert names.cell(open_end, "days", 0, "nl") == "40 (minstens 30)"
    assert names.days(1.0, 0, "nl") == "1 dag"


def test_quarters_without_moves_between_partners_are_said_as_spans() -> None:
    found = of_apart(Apart("Aland", (8036, 8037, 8038, 8040)), Apart("Beveld", (8037,)))
    first, second = presenter.apart(found, "nl")
    assert first.startswith("Aland, 2009K1 tot en met 2009K3, 2010K1: overgangen van de ene")
    assert second.startswith("Beveld, 2009K2: overgangen")
    assert presenter.waiting(found, "en").endswith("cannot be seen: Aland, Beveld.")
    assert presenter.apart(of_apart(), "nl") == ()
    assert "zaaknummers" not in presenter.waiting(of_apart(), "nl")


def of_apart(*apart: Apart) -> Chain:
    steps = {"stappen": arrow("stappen", [])}
    whole = chain(count(steps, engine="polars"), Selection())
    return replace(whole, apart=apart)
