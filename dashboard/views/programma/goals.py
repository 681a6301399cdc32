"""The goal register as a tree from region to Werkplein, and what may be said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

import pandas as pd

from dashboard import formats
from dashboard.presenters.links import to_definition
from dashboard.words import say
from ketenkpi.comparison import ONE_QUARTER, period_said, verdict_in_words, with_side
from ketenkpi.indicators import Indicator
from ketenkpi.programme import CHECKS, GoalRegister, Judged
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

SYMBOLS: Mapping[str, str] = {"yes": "✓", "no": "✗", "unknown": "?", "nvt": "–"}
CLASSES: Mapping[str, str] = {"yes": "good", "no": "bad"}


def said(register: GoalRegister, language: Language) -> str:
    """The four counts, each as n of N with the unknown apart."""
    sentences = []
    for check in CHECKS:
        tally = register.tally(check)
        key = f"programma.said_{check}"
        sentences.append(say(key, language, yes=tally.yes, of=tally.of, unknown=tally.unknown))
    return " ".join(sentences)


def counts_table(register: GoalRegister, language: Language) -> pd.DataFrame:
    """Per question how many goals answer it with yes, no, unknown, and of how many it is asked."""
    names = ("question", "yes", "no", "unknown", "of", "nvt")
    rows = []
    for check in CHECKS:
        tally = register.tally(check)
        numbers = (tally.yes, tally.no, tally.unknown, tally.of, tally.not_applicable)
        rows.append((say(f"programma.check_{check}", language), *map(str, numbers)))
    frame = pd.DataFrame(rows, columns=[say(f"programma.count_{n}", language) for n in names])
    return frame.set_index(frame.columns[0])


def tree(register: GoalRegister, known: Mapping[str, Indicator], language: Language) -> str:
    """Regions, under each its goals with the goals that follow from them, then the others."""
    words = _Words(register, known, language)
    regions = dict.fromkeys(judged.goal.region for judged in register.goals)
    return "".join(words.region(region) for region in regions)


class _Words:
    def __init__(
        self, register: GoalRegister, known: Mapping[str, Indicator], language: Language
    ) -> None:
        self.register, self.known, self.language = register, known, language

    def region(self, region: str | None) -> str:
        """One region with everything under it."""
        goals = [judged for judged in self.register.goals if judged.goal.region == region]
        regional = [judged for judged in goals if judged.goal.regional]
        name = region or say("programma.region_unknown", self.language)
        plans = dict.fromkeys(
            named
            for judged in goals
            if (named := judged.goal.derived_from if judged.goal.regional else judged.plan)
        )
        parts = [self.regional(each) for each in regional if each.goal.derived_from is None]
        parts += [self.plan(plan, goals) for plan in plans]
        loose = [
            judged
            for judged in goals
            if not judged.goal.regional and judged.parent is None and judged.plan is None
        ]
        if not regional:
            none = escape(say("programma.no_regional_goals", self.language))
            parts.insert(0, f'<li class="kk-empty">{none}</li>')
        if loose:
            parts.append(self.loose(loose))
        return f'<h3 class="kk-region">{escape(name)}</h3><ul class="kk-tree">{"".join(parts)}</ul>'

    def regional(self, judged: Judged) -> str:
        """A goal of the region with the goals of Werkpleinen that follow from it."""
        return self.goal(judged, self.register.children(judged.number))

    def plan(self, plan: str, goals: Iterable[Judged]) -> str:
        """A plan with the goals of the region and of Werkpleinen that follow from it."""
        title = escape(say("programma.plan", self.language, name=plan))
        below = "".join(
            self.regional(judged) if judged.goal.regional else self.goal(judged, ())
            for judged in goals
            if plan in (judged.plan, judged.goal.derived_from if judged.goal.regional else None)
        )
        return f"<li><strong>{title}</strong><ul>{below}</ul></li>"

    def loose(self, goals: Iterable[Judged]) -> str:
        """Goals of Werkpleinen that follow from nothing that was found in the region."""
        title = escape(say("programma.loose", self.language))
        below = "".join(self.goal(judged, ()) for judged in goals)
        return f"<li><strong>{title}</strong><ul>{below}</ul></li>"

    def goal(self, judged: Judged, children: Iterable[Judged]) -> str:
        """One goal in a line, its four answers, and the goals that follow from it."""
        below = "".join(self.goal(child, ()) for child in children)
        nested = f"<ul>{below}</ul>" if below else ""
        place = "" if judged.goal.regional else f"{escape(judged.goal.place)}: "
        checks = "".join(self._check(judged, check) for check in CHECKS)
        return (
            f"<li><p>{place}<strong>{self._name(judged)}</strong> {escape(self._target(judged))}"
            f'</p><p class="kk-checks">{checks}</p>{nested}</li>'
        )

    def _name(self, judged: Judged) -> str:
        goal = judged.goal
        indicator = self.known.get(goal.indicator or "")
        if indicator is None:
            return escape(goal.text or goal.indicator or "")
        name = to_definition(indicator.key, indicator.name.in_(self.language))
        return f"{escape(goal.text)} ({name})" if goal.text else name

    def _target(self, judged: Judged) -> str:
        goal, language = judged.goal, self.language
        ends = [formats.day(day, language) for day in (goal.first, goal.last) if day]
        key = "programma.period" if goal.last else "programma.period_open"
        period = say(key, language, **dict(zip(("first", "last"), ends, strict=False)))
        indicator = self.known.get(goal.indicator or "")
        if goal.value is None or indicator is None:
            return period
        share = indicator.unit == "share"
        value = formats.shown(goal.value / 100 if share else goal.value, indicator.unit, language)
        value = with_side(value, goal.side, language)
        kind = say(f"doelen.soort_{goal.soort}", language, value=value)
        return f"{kind}, {period}"

    def _check(self, judged: Judged, check: str) -> str:
        language, found = self.language, judged.checks[check]
        if found.answer == "nvt" and check == "derived":
            return ""
        word = say(f"programma.answer_{check}_{found.answer}", language)
        if check == "on_track" and judged.is_on_the_way:
            assert judged.verdict is not None, "what is on the way has a verdict"
            word = verdict_in_words(judged.verdict["verdict"], language)
        told = [] if found.reason is None else [library_say(found.reason, language, **found.params)]
        if check == "on_track" and judged.verdict is not None:
            told.insert(0, self._figure(judged))
        rest = f" <small>{escape(' '.join(filter(None, told)))}</small>" if any(told) else ""
        symbol, mark = SYMBOLS[found.answer], CLASSES.get(found.answer, "neutral")
        return f'<span class="kk-{mark}">{symbol} {escape(word)}{rest}</span>'

    def _figure(self, judged: Judged) -> str:
        row = judged.verdict
        assert row is not None, "only a judged goal has a figure"
        if pd.isna(row["value"]):
            return ""
        unit = self.known[row["indicator"]].unit
        if row.get("judged_by", ONE_QUARTER) != ONE_QUARTER:
            return period_said(
                row, lambda value: formats.shown(value, unit, self.language), self.language
            )
        value = formats.shown(row["value"], unit, self.language)
        limits = formats.interval(row["low"], row["high"], unit, self.language)
        quarter = formats.quarter(row["kwartaal"])
        if not limits:
            return say("programma.figure", self.language, quarter=quarter, value=value)
        return say(
            "programma.figure_interval",
            self.language,
            quarter=quarter,
            value=value,
            interval=limits,
        )
