"""The question: the course of a place beside that of its region and of the country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ketenkpi.asked import Several, nearest
from ketenkpi.comparison import labour_force, with_breaks
from ketenkpi.context.lines import CountedNumber, LineNumbers, apart, common
from ketenkpi.context.observations import NATIONAL, Observations, observed
from ketenkpi.context.result import ContextCourse, LineRole
from ketenkpi.context.series import load_series
from ketenkpi.context.subjects import ContextRules, ContextSubject, load_context_rules
from ketenkpi.errors import UsageError, UserError
from ketenkpi.register import Register
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import AnyQuarter, Quarter, as_quarter, as_quarters

if TYPE_CHECKING:
    from ketenkpi.comparison.source import TargetSource


def context_of(
    source: TargetSource,
    scope: Scope,
    subject: str,
    *,
    werkplein: str | None = None,
    regio: str | None = None,
    base: AnyQuarter | None = None,
    quarters: Several[AnyQuarter] = (),
) -> ContextCourse:
    """A figure of a Werkplein or region beside its region and the country, as an index.

    subject: a key of `config/context.yaml`. base: the quarter that is 100, the first that all
    lines have when None. quarters: all of which something was delivered when none are named.
    A region has a line where the installation delivered its series. Raises UsageError for an
    unknown subject, for a place that is not in scope and for a base that not every line has,
    UserError when nothing was delivered or no quarter is common to all.
    """
    rules = load_context_rules()
    asked = rules.named(subject)
    place = _place(source, scope, werkplein, regio)
    column = "werkplein" if regio is None else "regio"
    region = source.regions(scope).get(place) if regio is None else place
    chosen = as_quarters(quarters) or _delivered(source, scope)
    outside = _Outside(_observations(source, scope), chosen, rules)
    own, since = _own(source, scope, asked, column, place, chosen)
    lines = [line for line in (own, outside.region(asked, region, source.register())) if line]
    country = outside.line(asked.series, "country", None, NATIONAL)
    lines = _that_meet([*lines, country])
    at = _base(base, common(lines))
    return ContextCourse(
        asked,
        place,
        region if column == "werkplein" else None,
        at,
        tuple(line.indexed(at) for line in lines),
        apart(asked, own, country, rules),
        since,
    )


def _place(source: TargetSource, scope: Scope, werkplein: str | None, regio: str | None) -> str:
    """The one place that is asked for; raises UsageError unless there is one, in scope."""
    if (werkplein is None) == (regio is None):
        raise UsageError("context.one_place")
    known = source.places(scope) if regio is None else sorted({*source.regions(scope).values()})
    name = str(regio or werkplein)
    if name not in known:
        raise UsageError("context.no_place", name=name, known=nearest(name, known))
    return name


def _delivered(source: TargetSource, scope: Scope) -> tuple[Quarter, ...]:
    """Every quarter from the first to the last of what was delivered of places."""
    mine = [each for each in source.deliveries(scope) if not each.shared]
    if not mine:
        raise UserError("context.nothing_delivered")
    first, last = min(one.first_quarter for one in mine), max(one.quarter for one in mine)
    return tuple(Quarter.from_index(index) for index in range(first, last + 1))


def _observations(source: TargetSource, scope: Scope) -> Observations:
    return source.kept(
        "context", scope.key, lambda: observed(source.table("context", scope).to_pylist())
    )


def _that_meet(lines: Sequence[LineNumbers]) -> list[LineNumbers]:
    """Without the region where it shares no quarter with the others: they have an answer too."""
    if common(lines):
        return list(lines)
    return [line for line in lines if line.role != "region"]


def _base(base: AnyQuarter | None, shared: Sequence[Quarter]) -> Quarter:
    if not shared:
        raise UserError("context.no_common")
    if base is None:
        return shared[0]
    asked = as_quarter(base)
    if asked not in shared:
        raise UsageError("context.no_base", base=asked, first=shared[0], last=shared[-1])
    return asked


class _Outside:
    """The series of outside in the quarters asked."""

    def __init__(
        self, held: Observations, quarters: Sequence[Quarter], rules: ContextRules
    ) -> None:
        self.held, self.quarters, self.rules = held, quarters, rules

    def line(self, key: str, role: LineRole, name: str | None, area: str) -> LineNumbers:
        """The numbers of one series in one area."""
        known = load_series()
        series, people = known[key], known[self.rules.population]
        found, brought = {}, False
        for when in self.quarters:
            one = self.held.quarterly(series, area, when)
            if one is not None:
                brought |= one.brought
                below = self.held.quarterly(people, area, when)
                size = None if below is None else below.value
                found[when] = CountedNumber(one.value, size, one.provisional)
        return LineNumbers(role, name, series, found, brought, area)

    def region(
        self, subject: ContextSubject, name: str | None, register: Register
    ) -> LineNumbers | None:
        """The line of a region: by its series, and its code at CBS, with most quarters."""
        codes = () if name is None else register.cbs_codes(name)
        series = (subject.series, *subject.or_region)
        lines = (self.line(key, "region", name, code) for key in series for code in codes)
        best = max(lines, key=lambda line: len(line.by_quarter), default=None)
        return best if best is not None and best.by_quarter else None


def _own(
    source: TargetSource,
    scope: Scope,
    subject: ContextSubject,
    column: str,
    place: str,
    quarters: Sequence[Quarter],
) -> tuple[LineNumbers | None, Quarter | None]:
    """The own numbers, and since when they are of the area of today; None without any."""
    if subject.indicator is None:
        return None, None
    where: dict[str, Sequence[object]] = {
        column: [place],
        "regeling": list(subject.schemes),
        "kwartaal": [each.index for each in quarters],
    }
    found = source.figures([subject.indicator], (column, "kwartaal"), scope, where)
    found = found[(found["indicator"] == subject.indicator) & found["split"].isna()]
    rows = with_breaks(source, found, column, scope, subject.schemes).to_dict("records")
    since = max((int(row["area_since"]) for row in rows), default=0)
    kept = [row for row in rows if row["kwartaal"] >= since and _whole(row)]
    names = _inside(source, scope, column, place)
    numbers = {
        when: CountedNumber(float(row["value"]), _people(source, names, when), _open(row))
        for row in kept
        for when in (Quarter.from_index(int(row["kwartaal"])),)
    }
    own = LineNumbers("own", place, None, numbers) if numbers else None
    return own, Quarter.from_index(since) if since else None


def _whole(row: dict[Any, Any]) -> bool:
    """Whether a figure is of a whole quarter of all that belongs to the place."""
    lacking = row["undelivered"] or row["incomplete"] or row["closed"]
    return bool(not lacking and not np.isnan(row["value"]))


def _open(row: dict[Any, Any]) -> bool:
    return bool(row["immature"] or row["held_back"])


def _inside(source: TargetSource, scope: Scope, column: str, place: str) -> list[str]:
    if column == "werkplein":
        return [place]
    return [name for name, region in source.regions(scope).items() if region == place]


def _people(source: TargetSource, names: Iterable[str], when: Quarter) -> float | None:
    """The labour force of these Werkpleinen together; None where it is not known of each."""
    total = sum(labour_force(names, source.register(), when.last_day).values())
    return None if np.isnan(total) or not total else float(total)
