"""What the page Vergelijken reads, kept by `cached`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import parts
from ketenkpi.answer import Said, Section
from ketenkpi.charts import recipes
from ketenkpi.comparison import Comparison, PeerGroup, answers, of_cohort
from ketenkpi.indicators import known_only, load_indicators, part_name
from ketenkpi.overview import UNSPLIT, CountedCases, placed_figure
from ketenkpi.overview.answers import estimated_said
from ketenkpi.vocabulary import Quarter

# What the address says, and what the library calls it.
NOT_ADJUSTED, BY_GROUP, BY_MODEL = "geen", "groepen", "model"
ADJUST: Mapping[str, Literal["indirect", "logistic"] | None] = {
    NOT_ADJUSTED: None,
    BY_GROUP: "indirect",
    BY_MODEL: "logistic",
}
GROUPS = ("alle", "regio", "grootte", "buren")


@dataclass(frozen=True)
class ComparisonAsked:
    """Everything that was chosen; `part` None is none."""

    subject: str
    indicator: str
    part: str | None
    quarters: tuple[int, ...]
    cases: CountedCases
    group: str
    adjust: str


@dataclass(frozen=True)
class Known:
    """Of one figure: its parts (none when it has no fixed ones) and the quarters that have it."""

    parts: tuple[str, ...]
    quarters: tuple[int, ...]


@cached
def known(basis: Basis, key: str) -> Known:
    """The parts and quarters of a figure, over all places together."""
    indicator = load_indicators(own=basis.store.own_indicators)[key]
    found = known_only(basis.store.figures([key], ("kwartaal",), basis.scope))
    found = found[found["indicator"] == key]
    split = sorted(set(found["split"].dropna()) - {UNSPLIT}) if indicator.always_split else []
    having = found.loc[found["value"].notna(), "kwartaal"]
    return Known(tuple(map(str, split)), tuple(sorted({int(quarter) for quarter in having})))


def nothing_of(basis: Basis, asked: ComparisonAsked) -> bool:
    """Whether there is nothing of this figure: it has parts always, and none were delivered."""
    indicator = load_indicators(own=basis.store.own_indicators)[asked.indicator]
    return indicator.always_split and asked.part is None


def ways(basis: Basis, key: str) -> tuple[str, ...]:
    """How a figure can be adjusted for who the clients are; not at all without rows."""
    indicator = load_indicators(own=basis.store.own_indicators)[key]
    if basis.scope.detail != "rows" or not answers.adjustable(indicator):
        return ()
    return (BY_GROUP, BY_MODEL) if of_cohort(indicator) else (BY_GROUP,)


def beside_adjusted(basis: Basis, asked: ComparisonAsked) -> ComparisonAsked:
    """The same question with what it is adjusted to, whatever the answer itself is of."""
    first = next(iter(ways(basis, asked.indicator)), NOT_ADJUSTED)
    return replace(asked, adjust=first) if asked.adjust == NOT_ADJUSTED else asked


@cached
def peers(basis: Basis, subject: str, group: str) -> PeerGroup:
    """With whom; raises UserError where the group of the subject is not known."""
    return basis.store.peer_group(group, subject, basis.scope)


@cached
def compared(basis: Basis, asked: ComparisonAsked) -> Comparison:
    """The comparison that was asked for."""
    return basis.store.compare(
        asked.indicator,
        quarters=[Quarter.from_index(index) for index in asked.quarters],
        where=_where(basis, asked),
        peers=peers(basis, asked.subject, asked.group),
        scope=basis.scope,
        adjust=ADJUST[asked.adjust],
    )


def _where(basis: Basis, asked: ComparisonAsked) -> dict[str, list[object]]:
    indicator = load_indicators(own=basis.store.own_indicators)[asked.indicator]
    return parts.where(indicator, asked.part, asked.cases)


def recipe(basis: Basis, asked: ComparisonAsked, kind: str) -> str:
    """The lines that draw this comparison elsewhere."""
    where, adjust = _where(basis, asked), ADJUST[asked.adjust]
    return recipes.comparison(
        kind, asked.indicator, asked.subject, asked.group, asked.quarters, where, adjust
    )


@cached
def sections(basis: Basis, asked: ComparisonAsked) -> tuple[Section, ...]:
    """What was found, the figures by name, and the model if there is one."""
    made = compared(basis, asked)
    name = part_name(made.indicator, asked.part)
    period = answers.span([Quarter.from_index(index) for index in asked.quarters])
    return answers.compared(made, peers(basis, asked.subject, asked.group), name, period)


def name_of(basis: Basis, asked: ComparisonAsked) -> Said:
    """What the figure is called, with its part."""
    indicator = load_indicators(own=basis.store.own_indicators)[asked.indicator]
    return part_name(indicator, asked.part)


@cached
def estimated(basis: Basis, asked: ComparisonAsked) -> Said:
    """What all invited clients of all places would say; None for what is not estimated."""
    known = load_indicators(own=basis.store.own_indicators)
    key = known[asked.indicator].estimated_by
    if key is None or asked.adjust != NOT_ADJUSTED:
        return None
    where: dict[str, list[object]] = {
        "kwartaal": [Quarter.from_index(index) for index in asked.quarters],
        str(known[key].split): [asked.part],
    }
    found = basis.store.figures([key], (), basis.scope, where)
    rows = found[found["indicator"] == key].to_dict("records")
    return tuple(estimated_said(placed_figure(row)) for row in rows)
