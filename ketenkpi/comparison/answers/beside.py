"""Whether one Werkplein differs from others, and the figures that says so by."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import TYPE_CHECKING

from ketenkpi.answer import Measured, Phrase, Said, Section, Table, count_of, phrase
from ketenkpi.comparison.answers.seen import (
    AS_FIGURE,
    OF_RATIO,
    TIMES,
    SeenComparison,
    about,
    column,
    figure_in,
)
from ketenkpi.comparison.cells import strata_of
from ketenkpi.errors import UsageError
from ketenkpi.figure import Figure, number_of
from ketenkpi.units import UNITS, difference_of
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.comparison.difference import Difference, DifferenceSide
    from ketenkpi.comparison.peers import PeerGroup
    from ketenkpi.indicators import Indicator

# Findings that belong to the answer itself; the others are what to know with it.
AT_TOP = ("outliers", "nobody_else", "no_model", "size_dependent", "full_count", "peers_few")
DIFFERENCE = "difference_"
MONEY = ("euro", "euro_each")


def beside(seen: SeenComparison, name: Said) -> Section:
    """What was found, most important first, with the figures of both beside it."""
    finding = (*_answer(seen), *_findings(seen, top=True))
    notes = () if seen.group is None else _peers(seen.group)
    return Section("beside", name, finding, _both(seen), notes=notes)


def to_know(seen: SeenComparison) -> tuple[Said, ...]:
    """What to know beside the answer; what the model card says already is not said twice."""
    card = seen.made.card
    said = [each for each in _findings(seen, top=False) if not card or each not in card.limits]
    if not seen.compared or adjustable(seen.made.indicator):
        return tuple(said)
    return (*said, phrase("comparison.adjust_impossible"))


def adjustable(indicator: Indicator) -> bool:
    """Whether it is counted by anything that is known of clients before their intake."""
    try:
        return bool(strata_of(indicator))
    except UsageError:
        return False


def _findings(seen: SeenComparison, *, top: bool) -> list[Phrase]:
    return [
        each
        for each in seen.made.findings
        if not about(each).startswith(DIFFERENCE)
        and about(each).startswith(AT_TOP) == top
        # The answer has said so of the subject already.
        and each.fill.get("places") != (seen.subject or "")
    ]


def _answer(seen: SeenComparison) -> Iterator[Said]:
    """Whether the subject really differs; 'cannot tell' when that is so."""
    if not seen.compared or seen.subject is None:
        return
    own, gap = seen.own, seen.made.difference
    if own is None or own["value"] is None:
        why = (own and own["reason"]) or "indicators.reason_not_delivered"
        yield phrase("comparison.no_figure_of", place=seen.subject, reason=phrase(why))
        return
    if seen.adjusted and own["ratio"] is not None:
        yield phrase(f"comparison.adjusted_{_side(seen)}", place=seen.subject)
    told = [] if gap is None else [gap.statement()]
    usual = _usual(seen, own["position"])
    if seen.adjusted:
        yield from usual
        yield from (phrase("comparison.unadjusted", sentence=each) for each in told)
    else:
        yield from (*told, *usual)


def _side(seen: SeenComparison) -> str:
    """Whether the subject surely lies at one side of what it is compared with."""
    if not seen.adjusted:
        return seen.made.difference.verdict if seen.made.difference else "cannot_tell"
    own = seen.own or {}
    low, high = (own.get(f"ratio_{end}") for end in ("low", "high"))
    if low is not None and low > 1:
        return "higher"
    return "lower" if high is not None and high < 1 else "cannot_tell"


def _usual(seen: SeenComparison, position: str | None) -> Iterator[Said]:
    """Where the subject lies once the usual differences between Werkpleinen count too."""
    if position is None or (position == "inside" and _side(seen) == "cannot_tell"):
        return
    yield phrase(f"comparison.usual_{position.rpartition('_')[2]}", place=seen.subject)


def _peers(group: PeerGroup) -> tuple[Said, ...]:
    """Why these peers, and who they are."""
    names = sorted(group.members, key=str.casefold)
    how_many = {0: "none", 1: "one"}.get(len(names), "names")
    count = count_of(len(names))
    return (
        group.why,
        phrase(f"comparison.peers_{how_many}", count=count, names=", ".join(names)),
    )


# --- the figures of both ---------------------------------------------------------


def _both(seen: SeenComparison) -> Table | None:
    """The figure of the subject, what was expected, that of the group, and the difference."""
    gap = seen.made.difference
    if not seen.compared or gap is None or seen.group is None:
        return None
    group = seen.group.name.each(lambda text: text[0].upper() + text[1:])
    unadjusted = "_unadjusted" if seen.adjusted else ""
    return Table(
        (column("what"), column("figure"), column("certain")),
        (
            (seen.subject, *_figure(gap.own, seen.unit)),
            *_expected(seen),
            (phrase("comparison.card_group", group=group), *_figure(gap.other, seen.unit)),
            (in_both(f"comparison.card_difference{unadjusted}"), *_apart(gap, seen.unit)),
        ),
    )


def _figure(side: DifferenceSide, unit: str) -> tuple[Said, Said]:
    if isnan(side.value):
        reason = side.reason or "indicators.reason_nothing_observed"
        return in_both("comparison.no_figure"), phrase(reason)
    ends = (number_of(end) for end in (side.low, side.high))
    figure = Figure(side.value, *ends, n=int(side.n), method=AS_FIGURE)
    return (Measured(side.value, unit, "worded"),), certainty(figure, unit)


def certainty(figure: Figure, unit: str, *, provisional: bool = False) -> Said:
    """The interval of a figure, as far as it has one, and how many it is of."""
    limits = Measured(figure, unit, "limits")
    n = count_of(figure.n)
    if figure.low is None and figure.high is None:
        return phrase("comparison.only_n", n=n)
    key = "interval_provisional" if provisional else "interval_and_n"
    return phrase(f"comparison.{key}", interval=limits, n=n)


def _expected(seen: SeenComparison) -> Iterator[tuple[Said, ...]]:
    own = seen.own
    if seen.adjusted and own is not None and own["expected"] is not None:
        value = Measured(own["expected"], seen.unit, "worded")
        ratio = figure_in(own, "ratio", OF_RATIO)
        yield in_both("comparison.card_expected"), (value,), times("card_ratio", ratio)


def times(key: str, ratio: Figure, **fill: Said) -> Said:
    """How many times what was expected, with its limits."""
    limits = Measured(ratio, TIMES, "limits")
    return phrase(f"comparison.{key}", ratio=Measured(ratio, TIMES), limits=limits, **fill)


def _apart(gap: Difference, unit: str) -> tuple[Said, Said]:
    """The difference, and between what it lies; a limit beyond the follow-up leaves the other."""
    low, high = number_of(gap.low), number_of(gap.high)
    if isnan(gap.value):
        return in_both("comparison.no_gap"), None
    size = _higher(gap.value, unit)
    if low is None and high is None:
        return size, in_both("comparison.gap_no_range")
    if high is None or low is None:
        key, end = ("above", low) if high is None else ("below", high)
        return size, phrase(f"comparison.gap_open_{key}", end=_higher(end or 0.0, unit))
    if low * high <= 0:
        ends = {"low": _higher(low, unit), "high": _higher(high, unit)}
        return size, phrase("comparison.gap_range", **ends)
    small, large = sorted((low, high), key=abs)
    # '2 tot 23 dagen lager': the word for the unit stands once.
    bare = Measured(small, difference_of(unit), "size")
    return size, phrase("comparison.gap_range", low=bare, high=_higher(large, unit))


def _higher(value: float, unit: str) -> Said:
    """'2,1 procentpunt lager'."""
    if not UNITS[unit].shows(value):
        return in_both("comparison.gap_equal")
    size = Measured(value, difference_of(unit), "change")
    return phrase(f"comparison.gap_{'higher' if value > 0 else 'lower'}", size=size)
