"""How soon target groups leave, as curves beside each other with what may be said of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ketenkpi.answer import (
    Column,
    Listed,
    Measured,
    Picture,
    Said,
    Section,
    Table,
    count_of,
    from_to,
    phrase,
    table_of,
)
from ketenkpi.figure import Figure
from ketenkpi.overview.answers.words import certain_said
from ketenkpi.overview.leaving import DAYS, EVERY, GroupLeaving, LeavingByGroup, OnDay
from ketenkpi.overview.placed import PlacedFigure
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Quarter, Text, in_both

# Half of a group had left where its curve crosses this share.
MIDDLE = 0.5
OfDay = Callable[[OnDay], Figure]


def stays_section(found: LeavingByGroup) -> Section:
    """Who still has a benefit, by target group, with the day by which half had left."""
    return _section(found, "stays", lambda on: on.stays, found.sooner, tuple(_medians(found)))


def to_work_section(found: LeavingByGroup) -> Section:
    """Who left to work, by target group; who left otherwise stays below the line."""
    return _section(found, "to_work", lambda on: on.went, found.to_work, ())


def released_section(found: Sequence[tuple[str, PlacedFigure | None]], title: Said) -> Section:
    """One figure of every target group as dots on one scale, for who may see no curves."""
    known = [(group, each) for group, each in found if each is not None and each.known]
    if not known:
        return Section("released", title, in_both("overview.leaving_released_none"))
    every = Listed(tuple(_with_value(group, each) for group, each in known))
    finding = phrase("overview.leaving_released", figure=title, groups=every)
    rows = tuple(_dot(group, each) for group, each in known)
    picture = Picture("dots", known[0][1].unit, rows, finding)
    return Section("released", title, finding, pictures=(picture,))


def _with_value(group: str, placed: PlacedFigure) -> Said:
    share = Measured(placed.figure.value, placed.unit)
    return phrase("overview.leaving_group", group=group_name(group), share=share)


def _dot(group: str, placed: PlacedFigure) -> Mapping[str, Said | float]:
    figure = placed.figure
    return {
        "label": group_name(group),
        "name": group_name(group),
        "role": "subject",
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "text": (_with_value(group, placed), certain_said(placed)),
    }


def period_said(found: LeavingByGroup) -> Said:
    """In which quarters the cases began."""
    ends = (found.quarters[0], found.quarters[-1])
    return phrase("overview.leaving_period", period=from_to(*map(Quarter.from_index, ends)))


def leaving_table(found: LeavingByGroup) -> Table:
    """Every target group, also those that are not drawn."""
    return table_of(
        found.groups,
        (_column("group"), lambda each: group_name(each.group)),
        (_column("n", "number"), lambda each: each.n),
        (_column("median", "days"), lambda each: each.median),
        (_column("stays_half", "share"), lambda each: each.half.stays),
        (_column("work_half", "share"), lambda each: each.half.went),
        (_column("stays_year", "share"), lambda each: each.year.stays),
        (_column("work_year", "share"), lambda each: each.year.went),
    )


def group_name(key: str) -> Text:
    """A target group in one or two words; a code that no vocabulary has stays as it is."""
    known = vocabularies().groups.entries
    return known[key].name if key in known else Text(key, key)


def _column(key: str, unit: str | None = None) -> Column:
    return Column(key, in_both(f"overview.leaving_column_{key}"), unit)


def _section(
    found: LeavingByGroup,
    key: str,
    of: OfDay,
    ahead: frozenset[tuple[str, str]],
    marks: tuple[Mapping[str, Said | float], ...],
) -> Section:
    title = in_both(f"overview.leaving_{key}")
    drawn = [each for each in found.drawn if of(each.half).value is not None]
    if not drawn:
        return Section(key, title, in_both("overview.leaving_unknown"))
    finding = _compared(drawn, key, of, ahead)
    rows = tuple(_rows(drawn, of)) + marks
    alt = phrase("overview.leaving_alt", title=title, finding=finding)
    notes = (
        in_both(f"overview.leaving_note_{key}"),
        in_both("overview.leaving_note_at_risk"),
        _left_out(found),
        phrase("overview.leaving_note_chance", level=Measured(found.level, "share_thousandths")),
    )
    table = leaving_table(found) if marks else None
    return Section(key, title, finding, table, (Picture("survival", "share", rows, alt),), notes)


def _compared(
    drawn: Sequence[GroupLeaving], key: str, of: OfDay, ahead: frozenset[tuple[str, str]]
) -> Said:
    """The group that is first after half a year, and of which others that is sure."""
    behind = {each.group: {other for one, other in ahead if one == each.group} for each in drawn}
    # The one that is surely ahead of most; of equals the one whose figure is furthest.
    sign = -1 if key == "stays" else 1
    first = max(drawn, key=lambda each: (len(behind[each.group]), sign * _value(of(each.half))))
    surely = [each for each in drawn if each.group in behind[first.group]]
    rest = [each for each in drawn if each is not first and each not in surely]
    if not surely:
        every = Listed(tuple(_with_share(each, of) for each in drawn))
        several = "cannot_tell" if rest else "alone"
        return phrase(f"overview.leaving_{key}_{several}", groups=every)
    said = phrase(
        f"overview.leaving_{key}_said",
        group=group_name(first.group),
        share=_share(first, of),
        others=Listed(tuple(_with_share(each, of) for each in surely)),
    )
    if not rest:
        return said
    others = Listed(tuple(_with_share(each, of) for each in rest))
    return (said, phrase("overview.leaving_chance", others=others))


def _value(figure: Figure) -> float:
    assert figure.value is not None, "only groups with a figure are compared"
    return figure.value


def _share(each: GroupLeaving, of: OfDay) -> Measured:
    return Measured(of(each.half).value, "share_whole")


def _with_share(each: GroupLeaving, of: OfDay) -> Said:
    return phrase("overview.leaving_group", group=group_name(each.group), share=_share(each, of))


def _rows(drawn: Sequence[GroupLeaving], of: OfDay) -> Iterator[Mapping[str, Said | float]]:
    for each in drawn:
        name = group_name(each.group)
        for on in each.course:
            figure = of(on)
            yield {
                "group": name,
                "day": on.day,
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "at_risk": None if on.day % EVERY else on.followed,
                "text": _told(name, on, figure),
            }


def _told(name: Text, on: OnDay, figure: Figure) -> Said:
    return phrase(
        "overview.leaving_point",
        group=name,
        day=count_of(on.day),
        share=Measured(figure, "share", "value"),
        n=count_of(on.followed),
    )


def _medians(found: LeavingByGroup) -> Iterator[Mapping[str, Said | float]]:
    """A mark where the curve of a group crosses the half, within what is drawn."""
    for each in found.drawn:
        day = each.median.value
        if day is not None and day <= DAYS[-1]:
            name = group_name(each.group)
            text = phrase(
                "overview.leaving_median", group=name, days=Measured(day, "days", "worded")
            )
            yield {"group": name, "day": day, "median": MIDDLE, "text": text}


def _left_out(found: LeavingByGroup) -> Said:
    drawn = {each.group for each in found.drawn}
    rest = tuple(group_name(each.group) for each in found.groups if each.group not in drawn)
    return phrase("overview.leaving_left_out", groups=Listed(rest)) if rest else None
