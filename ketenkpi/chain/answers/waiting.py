"""How long clients wait: inside and between organisations, at which handover, and where longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Listed,
    Measured,
    Picture,
    Reasons,
    Said,
    Section,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.chain.answers.bars import bar, point
from ketenkpi.chain.answers.names import begun, column, followed, handover_name, tasks
from ketenkpi.chain.estimate import MINIMUM, difference
from ketenkpi.chain.waiting import term_of
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    from ketenkpi.chain.chain import Chain
    from ketenkpi.chain.still_waiting import WaitCurve
    from ketenkpi.chain.waiting import Compared, Handover, Point
    from ketenkpi.figure import Figure

# Where half had gone on, and how far apart the numbers below the axis of days stand.
HALF, TICKS = 0.5, 14


def waiting(found: Chain) -> Section:
    """The median wait inside one organisation, between two, and the difference."""
    both = found.waiting
    rows = (("inside", both.inside), ("between", both.between), ("difference", both.difference))
    table = table_of(
        rows,
        (column("side"), lambda row: in_both(f"chain.head_{row[0]}")),
        (column("n", "number"), lambda row: row[1].n),
        (column("median", "days_tenths"), lambda row: row[1]),
    )
    finding = (*_waited(both), _unseen(found))
    notes = (in_both("chain.source_waiting"),)
    return Section("waiting", in_both("chain.title_waiting"), finding, table, notes=notes)


def waiting_drawn(found: Chain, curves: Sequence[WaitCurve]) -> Section:
    """The same with who still waits day by day, of those who go on within the term."""
    section = waiting(found)
    medians = {"inside": found.waiting.inside, "between": found.waiting.between}
    rows = [row for each in curves for row in _still_rows(each, medians[each.side])]
    if not rows:
        return section
    alt = phrase("chain.still_waiting_alt", finding=section.finding)
    note = phrase("chain.still_waiting_note", weeks=weeks(term_of("")))
    picture = Picture("survival", "share", tuple(rows), alt, note)
    return replace(section, pictures=(picture,))


def _still_rows(curve: WaitCurve, median: Figure) -> Iterator[dict[str, Said | float]]:
    side = in_both(f"chain.side_{curve.side}")
    for on in curve.days:
        yield {
            "group": side,
            "day": on.day,
            "value": on.share.value,
            "low": on.share.low,
            "high": on.share.high,
            "at_risk": None if on.day % TICKS else on.waiting,
            "text": phrase(
                "chain.still_waiting_point",
                side=side,
                day=count_of(on.day),
                share=Measured(on.share, "share", "value"),
                n=count_of(on.waiting),
            ),
        }
    if median.value is not None:
        text = point(side, median, "days")
        yield {"group": side, "day": median.value, "median": HALF, "text": text}


def _waited(found: Compared) -> tuple[Said, ...]:
    sides = {"between": found.between, "inside": found.inside}
    lacking = {name: side for name, side in sides.items() if side.value is None}
    if lacking:
        return (
            in_both("chain.waiting_none"),
            *(
                phrase(
                    f"chain.waiting_none_{name}",
                    n=count_of(side.n),
                    reason=Reasons((side,)),
                )
                for name, side in lacking.items()
            ),
        )
    days = {name: Measured(side, "days", "worded") for name, side in sides.items()}
    said = phrase("chain.waiting_said", weeks=weeks(term_of("")), **days)
    return (said, verdict(found, "days"))


def _unseen(found: Chain) -> Said:
    if not found.apart:
        return None
    places = Listed(tuple(each.werkplein for each in found.apart))
    return phrase("chain.waiting_apart", places=places)


def verdict(found: Compared, unit: str) -> Said:
    """Whether it takes longer between organisations; None where the two cannot be compared."""
    longer = found.difference
    if longer.value is None or longer.low is None or longer.high is None:
        return None
    if found.verdict == "shorter":
        # Of a shorter wait the limits of how much shorter.
        longer = replace(longer, value=-longer.value, low=-longer.high, high=-longer.low)
    return phrase(
        f"chain.verdict_{found.verdict}",
        size=Measured(longer, unit, "worded"),
        interval=Measured(longer, unit, "limits"),
    )


def weeks(days: int) -> Measured:
    """A term in weeks; a house test holds that every term is whole ones."""
    return Measured(days // 7, "weeks")


def cost(found: Chain) -> Section:
    """Which handover costs clients the most days, with every handover."""
    bars = tuple(each for handover in found.handovers for each in _bars(handover))
    alt = phrase("chain.waiting_alt", finding=(*_waited(found.waiting), _unseen(found)))
    legend = in_both("chain.waiting_legend")
    table = table_of(
        found.handovers,
        (column("handover"), lambda each: handover_name(each.key)),
        (column("n", "number"), lambda each: each.n),
        (column("went", "share_whole"), lambda each: each.share),
        (column("median", "days"), lambda each: each.median),
        (column("nine", "days"), lambda each: each.p90),
        (column("inside", "days_tenths"), lambda each: each.mean.inside),
        (column("between", "days_tenths"), lambda each: each.mean.between),
        (column("difference", "days_tenths"), lambda each: each.mean.difference),
        (column("days", "days"), lambda each: each.days),
        (column("share", "share_whole"), lambda each: Measured(each.share_of_days, "share_whole")),
        (column("warm", "share_whole"), lambda each: each.warm),
    )
    return Section(
        "cost",
        in_both("chain.title_cost"),
        _most(found.handovers),
        table if found.handovers else None,
        (Picture("bars", "days", bars, alt, legend),) if bars else (),
        (in_both("chain.cost_note"), in_both("chain.note_means")),
    )


def _bars(each: Handover) -> list[dict[str, Said | float]]:
    sides = (("inside", each.mean.inside, "context"), ("between", each.mean.between, "signal"))
    name = handover_name(each.key)
    return [
        bar(name, side, colour, figure, "days_tenths", in_both(f"chain.side_{side}"))
        for side, figure, colour in sides
        if figure.n
    ]


def _most(handovers: Sequence[Handover]) -> Said:
    waited = [each for each in handovers if each.days.value]
    if not waited:
        return in_both("chain.cost_none")
    first = waited[0]
    share = Measured(first.share_of_days, "share_whole")
    said = phrase("chain.cost_said", **_days(first, first.days), share=share)
    crossing = max(waited, key=lambda each: each.days_between.value or 0)
    if not crossing.days_between.value:
        return said
    return (said, phrase("chain.cost_between", **_days(crossing, crossing.days_between)))


def _days(each: Handover, days: Figure) -> dict[str, Said]:
    return {
        **tasks(each.key),
        "days": Measured(days, "days"),
        "n": count_of(days.n),
    }


def slower(found: Chain) -> Section:
    """The handovers that take longer at a Werkplein than elsewhere."""
    sought = found.slower
    table = table_of(
        sought.found,
        (column("werkplein"), lambda each: each.werkplein),
        (column("from"), lambda each: begun(each.parties)),
        (column("to"), lambda each: followed(each.parties)),
        (column("n", "number"), lambda each: each.here.n),
        (column("here", "days_tenths"), lambda each: each.here),
        (column("there", "days_tenths"), lambda each: each.elsewhere),
        (column("longer", "days_tenths"), lambda each: each.longer),
        level=sought.level,
    )
    title = in_both("chain.title_slower")
    if not sought.tested:
        minimum = count_of(MINIMUM)
        return Section("slower", title, phrase("chain.slower_cannot", minimum=minimum))
    finding = phrase(
        f"chain.slower_{'some' if sought.found else 'none'}",
        tested=count_of(sought.tested),
        found=count_of(len(sought.found)),
    )
    level = Measured(sought.level, "share_thousandths")
    notes = (phrase("chain.slower_note", level=level),)
    return Section("slower", title, finding, table if sought.found else None, notes=notes)


def handover(found: Chain, key: str) -> Section:
    """One handover explained ('intake>diagnose'), also when nobody made it."""
    title = phrase("chain.title_handover", **tasks(key))
    each = found.handover(key)
    if each is None:
        return Section("handover", title, phrase("chain.handover_none", **tasks(key)))
    said = (*_went(each), _sides(each), verdict(each.mean, "days_tenths"), _warm(each))
    return Section("handover", title, tuple(filter(None, said)))


def _went(each: Handover) -> tuple[Said, ...]:
    if each.share.value is None:
        return (phrase("chain.handover_no_median", reason=Reasons((each.share,))),)
    said = phrase(
        "chain.handover_went",
        **tasks(each.key),
        n=count_of(each.share.n),
        share=Measured(each.share, "share", "value"),
        weeks=weeks(each.term),
    )
    if each.median.value is None or each.p90.value is None:
        return (said,)
    half = phrase(
        "chain.handover_median",
        value=Measured(each.median, "days", "worded"),
        interval=Measured(each.median, "days", "limits"),
        nine=Measured(each.p90, "days", "worded"),
    )
    return (said, half)


def _sides(each: Handover) -> Said:
    inside, between = each.mean.inside, each.mean.between
    known = (inside.value is not None, between.value is not None)
    if known == (False, False):
        return None
    key = {(True, True): "sides", (True, False): "inside_only", (False, True): "between_only"}
    return phrase(
        f"chain.handover_{key[known]}",
        inside=Measured(inside, "days_tenths", "worded"),
        between=Measured(between, "days_tenths", "worded"),
        inside_n=count_of(each.n - each.between),
        between_n=count_of(each.between),
    )


def _warm(each: Handover) -> Said:
    if each.warm.value is None:
        return None
    return phrase("chain.handover_warm", share=Measured(each.warm, "share", "value"))


def course(points: Sequence[Point], key: str) -> Section:
    """One handover quarter by quarter."""
    table = table_of(
        points,
        (column("quarter"), lambda point: Quarter.from_index(point.quarter)),
        (column("went", "share_whole"), lambda point: point.share),
        (column("median", "days"), lambda point: point.median),
        (column("nine", "days"), lambda point: point.p90),
        (column("n", "number"), lambda point: point.share.n),
    )
    notes = (phrase("chain.course_note", weeks=weeks(term_of(key))),)
    title, finding = in_both("chain.title_course"), _changed(points, key)
    if not points:
        return Section("course", title, finding, notes=notes)
    rows = tuple(_course_row(point, key) for point in points)
    picture = Picture("course", "days", rows, phrase("chain.course_alt", finding=finding))
    return Section("course", title, finding, table, (picture,), notes)


def _course_row(each: Point, key: str) -> dict[str, Said | float]:
    """A row of the chart of kind 'course'."""
    found = each.median
    ends = {end: getattr(found, end) for end in ("value", "low", "high")}
    return {
        "kwartaal": Quarter.from_index(each.quarter),
        "role": "subject",
        "name": handover_name(key),
        "state": "missing" if found.value is None else "final",
        "chosen": False,
        "text": point(Quarter.from_index(each.quarter), found, "days"),
        **ends,
    }


def _changed(points: Sequence[Point], key: str) -> Said:
    """What the last quarter with a figure says, and whether the first may differ by chance."""
    known = [point for point in points if point.median.value is not None]
    if len(known) < 2:
        return in_both("chain.course_few")
    first, last = known[0], known[-1]
    said = phrase(
        "chain.course_said",
        **tasks(key),
        first=in_full(Quarter.from_index(first.quarter)),
        last=in_full(Quarter.from_index(last.quarter)),
        weeks=weeks(term_of(key)),
        share=Measured(last.share, "share", "value"),
        then=Measured(first.median, "days", "worded"),
        now=Measured(last.median, "days", "worded"),
        nine=Measured(last.p90, "days", "worded"),
    )
    moved = difference(last.median, first.median)
    if moved.low is None or moved.high is None:
        return said
    changed = "same" if moved.low <= 0 <= moved.high else "changed"
    return (said, phrase(f"chain.course_{changed}", interval=Measured(moved, "days", "limits")))
