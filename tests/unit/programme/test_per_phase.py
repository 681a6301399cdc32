"""What may be said of figures per phase: only what their intervals and numbers allow."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.cooperation import timeline
from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import load_indicators
from ketenkpi.programme import answers
from ketenkpi.programme.per_phase import (
    NO_INTERVAL,
    ONE_PHASE,
    OVERLAP,
    TOO_FEW_PLACES,
    Line,
    PhaseFigure,
    TheoryFigures,
    phase_in,
    read,
)
from ketenkpi.programme.theory import FOLDER, load_theory
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.vocabulary import Quarter

LEAST = 3
NOW = Quarter(2009, 4)
METHOD = "indicators.method_mid_p"
ROWS = [
    {"werkplein": w, "doelgroep": g, "fase": f, "vanaf": first, "tot": last, "bewijs": None}
    for w, g, f, first, last in (
        ("A", "jongere", "1", date(2008, 1, 1), date(2009, 3, 30)),
        ("A", "jongere", "2", date(2009, 3, 31), None),
        ("B", "jongere", "1", date(2009, 1, 1), None),
        ("B", "jongere", "2", date(2009, 2, 1), None),
        ("C", "overig", "3a", date(2008, 1, 1), None),
        ("D", "jongere", "0", date(2009, 4, 1), None),
    )
]


def figure(
    phase: str,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    delivered: int = LEAST,
) -> PhaseFigure:
    places = tuple(str(n) for n in range(delivered))
    how = (None, "indicators.reason_nothing_observed") if value is None else (METHOD, None)
    return PhaseFigure(phase, places, delivered, value, low, high, 50, *how)


def test_the_phase_is_that_of_the_last_day_and_two_at_once_are_none() -> None:
    register = timeline(ROWS, date(2009, 12, 31))
    assert phase_in(register, Quarter(2009, 1), "jongere") == {"A": "2"}
    assert phase_in(register, Quarter(2008, 4), "jongere") == {"A": "1"}
    assert phase_in(register, Quarter(2009, 2), "jongere") == {"A": "2", "D": "0"}
    assert phase_in(register, Quarter(2009, 1), "overig") == {"C": "3a"}


@pytest.mark.parametrize(
    ("last", "expected", "said"),
    [
        ((0.6, 0.51, 0.7), "higher", "as_expected"),
        ((0.6, 0.51, 0.7), "lower", "against"),
        ((0.6, 0.51, 0.7), "none", "differs"),
        ((0.3, 0.2, 0.39), "lower", "as_expected"),
        ((0.3, 0.2, 0.39), "higher", "against"),
    ],
)
def test_two_phases_differ_when_their_intervals_do_not_touch(last, expected, said) -> None:
    found = read([figure("1", 0.45, 0.4, 0.5), figure("3a", *last)], expected, LEAST)
    assert (found.said, found.first, found.last) == (said, "1", "3a")


def test_the_first_and_the_last_phase_with_enough_werkpleinen_are_compared() -> None:
    few = figure("0", 0.1, 0.05, 0.15, delivered=2)
    middle = figure("2", 0.9, 0.85, 0.95)
    ends = figure("1", 0.45, 0.4, 0.5), figure("3a", 0.47, 0.42, 0.52)
    found = read([few, ends[0], middle, ends[1]], "higher", LEAST)
    assert (found.said, found.reason) == ("cannot_tell", OVERLAP)
    assert (found.first, found.last) == ("1", "3a")


def test_too_little_to_compare_is_said() -> None:
    one, two = figure("1", 0.4, 0.3, 0.5), figure("2", 0.7, 0.6, 0.8, delivered=2)
    assert read([one, two], "higher", LEAST).reason == TOO_FEW_PLACES
    assert read([one, figure("2", None)], "higher", LEAST).reason == ONE_PHASE
    assert read([], "higher", LEAST).reason == ONE_PHASE
    counted = figure("2", 0.7)
    assert read([one, counted], "higher", LEAST).reason == NO_INTERVAL


def test_a_limit_beyond_the_follow_up_is_no_limit() -> None:
    one = figure("1", 30.0, 20.0, 40.0)
    assert read([one, figure("2", 60.0, 50.0, None)], "higher", LEAST).said == "as_expected"
    assert read([figure("1", 60.0, 50.0, None), one], "lower", LEAST).said == "as_expected"
    assert read([one, figure("2", 45.0, 39.0, None)], "higher", LEAST).reason == OVERLAP


def test_the_theory_goes_from_resources_to_three_outcomes() -> None:
    theory, known = load_theory(), load_indicators()
    ends = {box.key for box in theory.boxes.values() if box.column == 4}
    assert ends == {"klantgerichtheid", "uitstroom", "instroom"}
    assert {arrow.end for arrow in theory.arrows if arrow.start == "proces"} == ends
    assert {arrow.end: arrow.sign for arrow in theory.arrows}["instroom"] == "-"
    reached = {arrow.end for arrow in theory.arrows}
    assert reached == set(theory.boxes) - {"middelen"}
    for measure in theory.measures:
        # What the theory expects is never the opposite of what the indicator calls better.
        direction = known[measure.indicator].direction
        assert direction == "neutral" or measure.expected == direction


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("least_werkpleinen: 3", "least_werkpleinen: 0", "above 0"),
        ("{indicator: een_geheel,", "{indicator: heel,", "heel"),
        ("{indicator: een_geheel,", "{indicator: een_geheel, part: x,", "has no part"),
        ("part: algemeen, ", "", "needs a part"),
        ("from: proces, to: instroom", "from: instroom, to: proces", "later column"),
        ('sign: "-"', 'sign: "="', "allowed"),
    ],
)
def test_a_faulty_theory_is_refused_with_its_reason(tmp_path, old, new, reason) -> None:
    text = (FOLDER / "theory.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "theory.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=reason):
        load_theory(tmp_path)


def line(*figures: PhaseFigure, quarter: Quarter = NOW) -> Line:
    measure = next(m for m in load_theory().measures if m.indicator == "wachttijd_tussen")
    indicator = load_indicators()[measure.indicator]
    return Line(quarter, measure, indicator, False, figures, read(figures, measure.expected, LEAST))


def theory_with(*lines: Line, unknown: tuple[str, ...] = ()) -> TheoryFigures:
    phases = {each.phase: each.werkpleinen for each in lines[0].figures} if lines else {}
    by_box = dict.fromkeys(load_theory().boxes, ()) | {"proces": lines}
    return TheoryFigures(load_theory(), NOW, "jongere", phases, unknown, by_box)


def test_what_is_said_of_a_figure_is_what_its_intervals_allow() -> None:
    apart = line(figure("1", 40.0, 35.0, 45.0), figure("3a", 30.0, 28.0, 33.0))
    beyond = line(figure("1", 40.0, 35.0, None), figure("3a", 30.0, 28.0, 36.0))
    none = line(figure("1", 40.0, 35.0, 45.0), figure("3a", None), quarter=NOW + -2)
    whole, *boxes = answers.theory(theory_with(apart, beyond, none, unknown=("Dal", "Erf")))
    with reading("nl"):
        said, notes = in_words(whole.finding), in_words(whole.notes)
        (table,) = [drawn(box.table) for box in boxes if box.key == "proces" and box.table]
        in_box = [in_words(answers.in_phase(each, beyond)) for each in beyond.figures]
    assert said.startswith("3 cijfers, elk vergeleken")
    assert "verwacht: 1. Verschil de andere kant op: 0." in said
    assert "Niets te zeggen: 2." in said
    assert said.endswith(load_theory().caution.nl)
    assert notes == (
        "Aantal Werkpleinen per fase: fase 1: 3 en fase 3a: 3. Van een fase met minder dan 3 "
        "Werkpleinen met gegevens zeggen wij niets. Fase niet bekend: Dal en Erf."
    )
    assert in_box == ["fase 1: 40 dagen (minstens 35)", "fase 3a: 30 dagen (28 tot 36)"]
    name, told = apart.indicator.name.nl, {row[0]: row[1:] for row in table.rows[1:]}
    assert table.rows[0][:5] == (
        name,
        "dagen",
        "40 (35 tot 45)",
        "30 (28 tot 33)",
        "✓ In fase 3a lager dan in fase 1, zoals de theorie verwacht.",
    )
    assert told[name][3].startswith("? Niet te zeggen. De intervallen overlappen")
    late = told[f"{name}, 2009K2"]
    assert late[2] == "–"
    assert late[3].startswith("? Niet te zeggen. Er is niet in twee fasen een cijfer")
    assert late[4] == "fase 1: 3 van 3 en fase 3a: 3 van 3"


def test_without_phases_nothing_is_said_but_that() -> None:
    whole, *_ = answers.theory(theory_with())
    with reading("en"):
        assert in_words(whole.notes) == "The phase of not one Werkplein is known."
        assert "Nothing can be said: 0." in in_words(whole.finding)
