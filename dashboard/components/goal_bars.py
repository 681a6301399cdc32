"""Goals as bars: how far each is, with its interval, the goal itself, and the verdict in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.components.mini import image
from ketenkpi.answer import Measured, Said, phrase
from ketenkpi.charts import minis
from ketenkpi.charts.minis import MiniSize
from ketenkpi.figure import Figure
from ketenkpi.surfaces import in_html, in_words

SIZE = MiniSize(110, 18)


@dataclass(frozen=True, slots=True)
class GoalBar:
    """One goal or norm of a place, in `unit`.

    figure: what was reached, None where nothing was asked of it. target: None where the goal
    has no value. verdict: whether it is reached, or why that cannot be told.
    """

    name: Said
    figure: Figure | None
    target: float | None
    unit: str
    verdict: Said

    @property
    def said(self) -> Said:
        """How far, of what, and whether that is reached."""
        if self.target is None:
            return self.verdict
        ends: dict[str, Said] = {
            "value": Measured(self.figure, self.unit),
            "target": Measured(self.target, self.unit),
        }
        known = self.figure is not None and self.figure.value is not None
        return (phrase("overview.goal_of", **ends) if known else ends["target"], self.verdict)


def as_html(goals: Sequence[GoalBar]) -> str:
    """A description list: the name of a goal, its bar and what is said of it; '' without any."""
    lines = "".join(
        f"<dt>{in_html(each.name)}</dt><dd>{_bar(each)}<span>{in_html(each.said)}</span></dd>"
        for each in goals
    )
    return f'<dl class="kk-goals">{lines}</dl>' if lines else ""


def _bar(goal: GoalBar) -> str:
    if goal.target is None:
        return ""
    found = goal.figure
    value, low, high = (found.value, found.low, found.high) if found else (None, None, None)
    source = minis.bullet(value, goal.target, low=low, high=high, size=SIZE)
    return image(source, in_words(goal.said), SIZE)
