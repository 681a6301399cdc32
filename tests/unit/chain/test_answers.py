"""Sentences of the chain: what is not known is said, and chance is never news."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketenkpi.answer import Said
from ketenkpi.chain import (
    Apart,
    Chain,
    Compared,
    Figure,
    Point,
    Repeat,
    Selection,
    answers,
    chain,
    difference,
    share,
)
from ketenkpi.chain.answers.bars import point
from ketenkpi.chain.answers.cases import repeats
from ketenkpi.chain.answers.waiting import verdict, waiting
from ketenkpi.counts import count
from ketenkpi.surfaces import in_words, reading
from ketenkpi.wording import Language
from tests.engines.uploads import arrow

TOO_FEW = Figure(n=3, reason="indicators.reason_too_few")


def say(said: Said, language: Language = "nl") -> str:
    with reading(language):
        return in_words(said)


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
    assert words in say(verdict(compared(inside, between), "days"))


def test_two_sides_that_cannot_be_compared_are_not() -> None:
    assert verdict(compared(days(8, 7, 9), TOO_FEW), "days") is None


KEY = "diagnose>aanbodversterking"


def points(*medians: Figure) -> list[Point]:
    share = Figure(0.41, 0.4, 0.43, n=100, method="indicators.method_aalen_johansen")
    nine = days(24, 22, 26)
    return [Point(8036 + at, share, found, nine) for at, found in enumerate(medians)]


def test_a_course_says_who_goes_on_and_how_soon() -> None:
    said = say(answers.course(points(days(20, 19, 21), TOO_FEW, days(11, 10, 12)), KEY).finding)
    assert (
        "Van wie in het derde kwartaal van 2009 diagnose afrondde, begon 41,0% (40,0% tot 43,0%) "
        "binnen 8 weken aan aanbodversterking. De helft van hen begon binnen 11 dagen, negen van "
        "de tien binnen 24 dagen. In het eerste kwartaal van 2009 begon de helft van hen binnen "
        "20 dagen." in said
    )
    assert "meer dan toeval verklaart" in said


def test_a_course_that_may_be_chance_says_so() -> None:
    said = say(answers.course(points(days(20, 19, 21), days(20, 18, 22)), KEY).finding)
    assert "kan toeval zijn" in said


def test_a_course_with_one_figure_is_no_course() -> None:
    said = say(answers.course(points(days(20, 19, 21), TOO_FEW), KEY).finding)
    assert "te weinig overdrachten" in said


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_repeats_at_all_still_has_an_upper_limit(language: Language) -> None:
    found = Repeat("intake", 400, 0, 0, share(0, 400), share(0, 400))
    said = say(repeats(replace(of_apart(), repeats=(found,))).finding, language)
    assert {"nl": "hoogstens 0,75%", "en": "at most 0.75%"}[language] in said


def test_repeats_of_too_few_say_why() -> None:
    found = Repeat("diagnose", 3, 1, 0, share(1, 3), share(0, 3))
    said = say(repeats(replace(of_apart(), repeats=(found,))).finding)
    assert "niets te zeggen: 3 trajecten" in said
    assert "Te weinig waarnemingen" in said


@pytest.mark.parametrize(
    ("found", "unit", "words"),
    [
        (days(11.25, 10, 12.5), "days_tenths", "11,3 (10,0 tot 12,5) · n = 40"),
        (Figure(9.0, n=1234, method="x"), "days", "9 · n = 1.234"),
        (TOO_FEW, "days", "Te weinig waarnemingen voor een betrouwbaar cijfer. · n = 3"),
        (
            Figure(40.0, 30.0, None, n=12, method="indicators.method_kaplan_meier"),
            "days",
            "40 (minstens 30) · n = 12",
        ),
    ],
)
def test_figures_in_pictures_carry_their_interval_or_their_reason(
    found: Figure, unit: str, words: str
) -> None:
    assert say(point("x", found, unit)) == f"x: {words}"


def test_quarters_without_moves_between_partners_are_said_as_spans() -> None:
    found = of_apart(Apart("Aland", (8036, 8037, 8038, 8040)), Apart("Beveld", (8037,)))
    first, second = (say(each) for each in answers.apart(found))
    assert first.startswith("Aland, 2009K1 tot en met 2009K3 en 2010K1: overgangen van de ene")
    assert second.startswith("Beveld, 2009K2: overgangen")
    assert say(waiting(found).finding, "en").endswith("cannot be seen: Aland and Beveld.")
    assert answers.apart(of_apart()) == ()
    assert "zaaknummers" not in say(waiting(of_apart()).finding)


def of_apart(*apart: Apart) -> Chain:
    steps = {"stappen": arrow("stappen", [])}
    whole = chain(count(steps, engine="polars"), Selection())
    return replace(whole, apart=apart)
