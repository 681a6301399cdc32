"""The goal register: four counts, and each goal below what it follows from, region by region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ketenkpi.answer import (
    Bullet,
    Column,
    Linked,
    Mark,
    Marked,
    Measured,
    Said,
    Section,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.comparison import ONE_QUARTER, kind_said, period_said, with_side
from ketenkpi.comparison.answers import verdict_said
from ketenkpi.comparison.targets import in_unit
from ketenkpi.figure import figure_of
from ketenkpi.indicators import Indicator
from ketenkpi.programme.goals import CHECKS, Answer, GoalRegister, Judged
from ketenkpi.vocabulary import Quarter, in_both

MARKS: Mapping[Answer, Mark] = {
    "yes": "good",
    "no": "bad",
    "unknown": "unknown",
    "nvt": "neutral",
}
COUNTS = ("yes", "no", "unknown", "of", "not_applicable")
Known = Mapping[str, Indicator]


def goals(register: GoalRegister, known: Known) -> Section:
    """The four counts, each as n of N with the unknown apart, and the goals of each region.

    known: the indicators by key.
    """
    title = in_both("programme.goals")
    if not register.goals:
        return Section("goals", title, in_both("programme.no_goals"))
    counted = [(check, register.tally(check)) for check in CHECKS]
    said = tuple(
        phrase(
            f"programme.said_{check}",
            **{name: count_of(getattr(tally, name)) for name in ("yes", "of", "unknown")},
        )
        for check, tally in counted
    )
    table = table_of(
        [(check, {name: getattr(tally, name) for name in COUNTS}) for check, tally in counted],
        (_column("question"), lambda row: in_both(f"programme.check_{row[0]}")),
        *((_column(name, "number"), lambda row, name=name: row[1][name]) for name in COUNTS),
    )
    regions = dict.fromkeys(judged.goal.region for judged in register.goals)
    items = tuple(_region(register, region, known) for region in regions)
    return Section(
        "goals", title, said, table, notes=(in_both("programme.goals_note"),), items=items
    )


def _column(key: str, unit: str | None = None) -> Column:
    return Column(key, in_both(f"programme.count_{key}"), unit)


def _region(register: GoalRegister, region: str | None, known: Known) -> Bullet:
    """A region: its goals and plans with what follows from them, then the goals of others."""
    mine = [judged for judged in register.goals if judged.goal.region == region]
    name = in_both("programme.region_unknown") if region is None else region
    return Bullet(name, below=tuple(_below(register, mine, known)))


def _below(register: GoalRegister, mine: Sequence[Judged], known: Known) -> Iterator[Bullet]:
    regional = [judged for judged in mine if judged.goal.regional]
    if not regional:
        yield Bullet(in_both("programme.no_regional_goals"))
    for judged in regional:
        if judged.goal.derived_from is None:
            yield _goal(judged, register, known)
    for plan in dict.fromkeys(filter(None, map(_plan, mine))):
        followers = (_goal(each, register, known) for each in mine if _plan(each) == plan)
        yield Bullet(phrase("programme.plan", name=plan), below=tuple(followers))
    loose = [
        _goal(judged, register, known)
        for judged in mine
        if not judged.goal.regional and judged.parent is None and judged.plan is None
    ]
    if loose:
        yield Bullet(in_both("programme.loose"), below=tuple(loose))


def _plan(judged: Judged) -> str | None:
    """The plan that a goal of the region, or of a Werkplein, follows from."""
    return judged.goal.derived_from if judged.goal.regional else judged.plan


def _goal(judged: Judged, register: GoalRegister, known: Known) -> Bullet:
    """A goal in a line, its target and period, its four answers, and what follows from it."""
    name = goal_named(judged, known)
    if not judged.goal.regional:
        name = phrase("programme.goal_of", place=judged.goal.place, goal=name)
    children = register.children(judged.number) if judged.goal.regional else ()
    return Bullet(
        name,
        (_target(judged, known), *(_check(judged, check, known) for check in CHECKS)),
        tuple(_goal(child, register, known) for child in children),
    )


def goal_named(judged: Judged, known: Known) -> Said:
    """A goal in its own words, with the indicator that measures it."""
    goal = judged.goal
    indicator = known.get(goal.indicator or "")
    if indicator is None:
        return goal.text or goal.indicator
    name = Linked(indicator.name, "definities", {"indicator": indicator.key})
    if not goal.text:
        return name
    return phrase("programme.goal_measured", goal=goal.text, indicator=name)


def target_of(judged: Judged, known: Known) -> float | None:
    """Its value in the unit of its indicator; None where it has no value or no indicator."""
    goal, indicator = judged.goal, known.get(judged.goal.indicator or "")
    return None if goal.value is None or indicator is None else in_unit(indicator, goal.value)


def standing(judged: Judged) -> Said:
    """Whether a goal is reached, or on the way to that; that it cannot be measured goes before."""
    if judged.answer("measurable") == "no":
        return Marked("bad", in_both("programme.answer_measurable_no"))
    if judged.is_on_the_way:
        assert judged.verdict is not None, "what is on the way has a verdict"
        return verdict_said(str(judged.verdict["verdict"]))
    answer = judged.answer("on_track")
    return Marked(MARKS[answer], in_both(f"programme.answer_on_track_{answer}"))


def _target(judged: Judged, known: Known) -> Said:
    goal = judged.goal
    period = phrase("programme.period_open", first=in_full(goal.first))
    if goal.last:
        period = phrase("programme.period", first=in_full(goal.first), last=in_full(goal.last))
    indicator = known.get(goal.indicator or "")
    if goal.value is None or indicator is None:
        return period
    value = Measured(in_unit(indicator, goal.value), indicator.unit, "worded")
    kind = kind_said(goal.soort, with_side(value, goal.side))
    return phrase("programme.goal_target", kind=kind, period=period)


def _check(judged: Judged, check: str, known: Known) -> Said:
    """The answer to one question and why; None where a goal of the region cannot be asked it."""
    found = judged.checks[check]
    if found.answer == "nvt" and check == "derived":
        return None
    word = in_both(f"programme.answer_{check}_{found.answer}")
    if check == "on_track" and judged.is_on_the_way:
        assert judged.verdict is not None, "what is on the way has a verdict"
        word = in_both(f"comparison.target_verdict_{judged.verdict['verdict']}")
    told: list[Said] = []
    if check == "on_track" and judged.verdict is not None:
        told.append(_figure(judged.verdict, known))
    if found.reason is not None:
        fill = {
            name: count_of(value) if isinstance(value, int) else str(value)
            for name, value in found.params.items()
        }
        told.append(phrase(found.reason, **fill))
    answer = Marked(MARKS[found.answer], word)
    why = tuple(each for each in told if each)
    return phrase("programme.goal_because", answer=answer, why=why) if why else answer


def _figure(row: Mapping[str, object], known: Known) -> Said:
    """What was realised, in its quarter or over the period so far; None where it is not known."""
    figure, unit = figure_of(row), known[str(row["indicator"])].unit
    if figure.value is None:
        return None
    if row.get("judged_by", ONE_QUARTER) != ONE_QUARTER:
        return period_said(row, unit)
    told: dict[str, Said] = {
        "quarter": Quarter.from_index(int(str(row["kwartaal"]))),
        "value": Measured(figure, unit, "worded"),
    }
    if figure.low is None and figure.high is None:
        return phrase("programme.figure", **told)
    return phrase("programme.figure_interval", **told, interval=Measured(figure, unit, "limits"))
