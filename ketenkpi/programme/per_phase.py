"""Figures per phase of cooperation: those of the Werkpleinen in a phase, added and then divided.

A comparison and no effect: which Werkplein is in which phase is no accident. So
the only thing said is whether two figures differ by more than chance between
clients, and often that cannot be said (7.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ketenkpi.cooperation import Timeline
from ketenkpi.figure import Figure, figure_of
from ketenkpi.indicators import Indicator
from ketenkpi.programme.theory import Box, BoxMeasure, Theory
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

# What can be said of a figure in the first and the last phase that has one.
Said = Literal["as_expected", "against", "differs", "cannot_tell"]
TOO_FEW_PLACES = "programme.theory_too_few_places"
ONE_PHASE = "programme.theory_one_phase"
NO_INTERVAL = "programme.theory_no_interval"
OVERLAP = "programme.theory_overlap"


@dataclass(frozen=True, slots=True)
class PhaseFigure:
    """One figure of all Werkpleinen in a phase together.

    werkpleinen: those in the phase; delivered: of how many the files are there.
    value None with `reason` (a wording key); low and high None without an
    interval, high None alone lies beyond the follow-up.
    """

    phase: str
    werkpleinen: tuple[str, ...]
    delivered: int
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    method: str | None
    reason: str | None

    @property
    def figure(self) -> Figure:
        """The same as any other figure."""
        ends = (self.low, self.high)
        if self.value is None:
            return Figure(None, *ends, n=self.n or 0, reason=self.reason)
        return Figure(self.value, *ends, n=self.n or 0, method=self.method)


@dataclass(frozen=True, slots=True)
class PlaceInPhase:
    """A figure of one Werkplein, with the phase it was in at the end of the quarter."""

    werkplein: str
    phase: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class PhaseReading:
    """What can be said, of which two phases, and why no more than that."""

    said: Said
    first: str | None = None
    last: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Line:
    """One figure of a box in every phase; `narrowed`: of clients of the target group only.

    quarter: the newest up to the one asked of which the figure is known; phases are
    those of that quarter too. places: the Werkpleinen with that figure, in the order of
    the phases.
    """

    quarter: Quarter
    measure: BoxMeasure
    indicator: Indicator
    narrowed: bool
    figures: tuple[PhaseFigure, ...]
    reading: PhaseReading
    places: tuple[PlaceInPhase, ...] = ()

    def values(self, phase: str) -> tuple[float, ...]:
        """The known figures of the Werkpleinen in a phase, the least first."""
        mine = (each.figure.value for each in self.places if each.phase == phase)
        return tuple(sorted(value for value in mine if value is not None))

    def middle(self, phase: str, least: int) -> float | None:
        """The median of the Werkpleinen in a phase; None of fewer than `least`."""
        values = self.values(phase)
        return median(values) if len(values) >= least else None


@shown
@dataclass(frozen=True)
class TheoryFigures:
    """The theory with its figures of one quarter; phases: the Werkpleinen in each.

    unknown: the Werkpleinen without one phase in that quarter for that group.
    may_change: the quarters of these figures that later deliveries may still
    change; of Werkpleinen together nothing of that is in an interval.
    """

    theory: Theory
    quarter: Quarter
    doelgroep: str
    phases: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    lines: Mapping[str, tuple[Line, ...]]
    may_change: tuple[Quarter, ...] = ()

    def of(self, box: Box) -> tuple[Line, ...]:
        """The lines of one box."""
        return self.lines[box.key]


def phase_in(register: Timeline, quarter: Quarter, doelgroep: str) -> dict[str, str]:
    """The phase of each Werkplein at the end of `quarter`, for one target group.

    A Werkplein with two different phases on that day has none here: which one
    holds cannot be told.
    """
    found: dict[str, set[str]] = {}
    for period in register.periods:
        if period.doelgroep == doelgroep and period.holds_on(quarter.last_day):
            found.setdefault(period.werkplein, set()).add(period.phase)
    return {place: next(iter(phases)) for place, phases in found.items() if len(phases) == 1}


@shown
@dataclass(frozen=True)
class ResultByPhase:
    """One figure by phase, a line for each target group that registered phases.

    quarter: the one asked; that of the lines is the newest up to it of which the figure is
    known. least_werkpleinen: with fewer in a phase nothing is said of it.
    """

    quarter: Quarter
    measure: BoxMeasure
    lines: Mapping[str, Line]
    least_werkpleinen: int


# Asks the store for figures: by what, keys, Werkpleinen, and the target group or None.
Ask = Callable[[Sequence[str], Sequence[str], Sequence[str], str | None], "pd.DataFrame"]
BY_PLACE = ("werkplein", "kwartaal")


def per_phase(
    measures: Sequence[BoxMeasure],
    phases: Mapping[str, Sequence[str]],
    doelgroep: str,
    known: Mapping[str, Indicator],
    ask: Ask,
    quarter: Quarter,
    least: int,
) -> dict[BoxMeasure, Line]:
    """The line of every measure. phases: the Werkpleinen in each phase of that quarter, in order.

    ask: figures of these indicators over these Werkpleinen together, or of each apart. An
    indicator that is counted by target group is asked for that group only, the others
    for all clients.
    """
    narrow = {m.indicator: "doelgroep" in known[m.indicator].dimensions for m in measures}
    keys = {each: [key for key in narrow if narrow[key] is each] for each in (True, False)}

    def asked(by: Sequence[str], places: Sequence[str]) -> dict[bool, pd.DataFrame]:
        return {
            narrowed: ask(by, mine, places, doelgroep if narrowed else None)
            for narrowed, mine in keys.items()
            if mine
        }

    together = {phase: asked(("kwartaal",), places) for phase, places in phases.items()}
    apart = {phase: asked(BY_PLACE, places) for phase, places in phases.items()}
    found = {}
    for measure in measures:
        narrowed = narrow[measure.indicator]
        figures = tuple(
            _figure(phase, places, _rows(measure, together[phase][narrowed]))
            for phase, places in phases.items()
        )
        places = tuple(
            PlaceInPhase(str(row["werkplein"]), phase, figure_of(row))
            for phase in phases
            for row in _rows(measure, apart[phase][narrowed]).to_dict("records")
        )
        reading = read(figures, measure.expected, least)
        indicator = known[measure.indicator]
        found[measure] = Line(quarter, measure, indicator, narrowed, figures, reading, places)
    return found


def _rows(measure: BoxMeasure, rows: pd.DataFrame) -> pd.DataFrame:
    mine = rows[rows["indicator"] == measure.indicator]
    return mine if measure.part is None else mine[mine["split"] == measure.part]


def _figure(phase: str, places: Sequence[str], mine: pd.DataFrame) -> PhaseFigure:
    if mine.empty:
        reason = "indicators.reason_nothing_observed"
        return PhaseFigure(phase, tuple(places), 0, None, None, None, None, None, reason)
    row = mine.iloc[0]
    n = _number(row["n"])
    return PhaseFigure(
        phase=phase,
        werkpleinen=tuple(places),
        delivered=len(places) - int(row["undelivered"]),
        value=_number(row["value"]),
        low=_number(row["low"]),
        high=_number(row["high"]),
        n=None if n is None else int(n),
        method=_word(row["method"]),
        reason=_word(row["reason"]),
    )


def _number(value: Any) -> float | None:
    import pandas as pd

    return None if pd.isna(value) else float(value)


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def read(figures: Sequence[PhaseFigure], expected: str, least: int) -> PhaseReading:
    """Whether the last phase differs from the first, of those with enough Werkpleinen.

    They differ when their 95 % intervals do not touch. That is stricter than a
    test of the difference, and keeps in mind that the interval knows only
    chance between clients and not how Werkpleinen differ anyway.
    """
    known = [each for each in figures if each.value is not None]
    enough = [each for each in known if each.delivered >= least]
    if len(enough) < 2:
        return PhaseReading("cannot_tell", reason=TOO_FEW_PLACES if len(known) > 1 else ONE_PHASE)
    first, last = enough[0], enough[-1]
    ends = (first.phase, last.phase)
    if any(each.low is None and each.high is None for each in (first, last)):
        return PhaseReading("cannot_tell", *ends, NO_INTERVAL)
    up, down = _low(last) > _high(first), _high(last) < _low(first)
    if not (up or down):
        return PhaseReading("cannot_tell", *ends, OVERLAP)
    if expected == "none":
        return PhaseReading("differs", *ends)
    return PhaseReading("as_expected" if up == (expected == "higher") else "against", *ends)


def _low(figure: PhaseFigure) -> float:
    return -np.inf if figure.low is None else figure.low


def _high(figure: PhaseFigure) -> float:
    return np.inf if figure.high is None else figure.high
