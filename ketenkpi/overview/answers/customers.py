"""What clients and employers say: marks by principle, where to work first, who answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ketenkpi.answer import (
    Cell,
    Column,
    Listed,
    Measured,
    Picture,
    Said,
    Section,
    Table,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.figure import Figure
from ketenkpi.indicators import in_a_sentence
from ketenkpi.overview.answers.course import figure_in
from ketenkpi.overview.answers.words import certain_said, estimated_said, value_said
from ketenkpi.overview.rug import RugRow
from ketenkpi.overview.satisfaction import (
    ClientGroup,
    GroupSaid,
    PriorityPoint,
    Satisfaction,
    principles,
)
from ketenkpi.vocabulary import Quarter, Text, in_both

CORNERS = ("first", "keep", "later", "ample")


def satisfaction_headline(found: Satisfaction) -> Said:
    """Where a group misses most, or why nothing can be said of it."""
    if not any(_known(row) for group in found.groups for row in group.marks.values()):
        return _nothing(found)
    missed = [(group, widest) for group in found.groups if (widest := group.widest)]
    if missed:
        return tuple(_missed(group, point) for group, point in missed)
    key = "met" if any(group.points for group in found.groups) else "importance_lacking"
    return in_both(f"overview.{key}")


def _missed(group: GroupSaid, point: PriorityPoint) -> Said:
    gap = _of(point.gap)
    return phrase(
        "overview.missed_most",
        group=group_said(group.group),
        principle=short_name(point.principle).each(in_a_sentence),
        gap=Measured(gap, "points"),
        limits=Measured(gap, "points", "limits"),
    )


def _nothing(found: Satisfaction) -> Said:
    first = next(iter(found.groups[0].marks.values()))
    when = in_full(Quarter.from_index(found.quarter))
    return phrase("overview.no_marks", quarter=when, reason=certain_said(first.now))


def group_said(group: ClientGroup) -> Text:
    """A group as a reader names it, within a sentence."""
    return in_both(f"overview.group_{group}")


def short_name(principle: str) -> Text:
    """A principle by its first words: 'Bereikbaarheid en toegankelijkheid' is too long to draw."""
    return in_both(f"overview.principle_{principle}")


def marks_section(found: Satisfaction) -> Section:
    """The mark of every principle by both groups, beside the middle of the other places."""
    alt = phrase("overview.marks_alt", finding=satisfaction_headline(found))
    picture = Picture("groups", "mark", tuple(_mark_rows(found)), alt)
    title = in_both("overview.marks")
    return Section("marks", title, None, _marks_table(found), (picture,))


def _mark_rows(found: Satisfaction) -> Iterator[Mapping[str, Said | float]]:
    for principle in principles():
        for group in found.groups:
            yield _mark_row(principle, group)


def _mark_row(principle: str, group: GroupSaid) -> Mapping[str, Said | float]:
    row = group.marks[principle]
    figure = _of(row)
    value = None if figure is None else figure.value
    return {
        "label": short_name(principle),
        "group": group_said(group.group),
        "value": value,
        "low": None if figure is None else figure.low,
        "high": None if figure is None else figure.high,
        "middle": row.middle,
        "number": "" if value is None else Measured(value, "mark"),
        "text": (value_said(row.now), certain_said(row.now)),
    }


def _of(row: RugRow) -> Figure | None:
    return row.now.figure if _known(row) and row.now is not None else None


def _known(row: RugRow) -> bool:
    return row.now is not None and row.now.known


def _marks_table(found: Satisfaction) -> Table:
    pairs = [(key, group) for key in principles() for group in found.groups]
    return table_of(
        pairs,
        (_column("principle"), lambda pair: principles()[pair[0]]),
        (_column("group"), lambda pair: group_said(pair[1].group)),
        (_column("mark", "mark"), lambda pair: figure_in(pair[1].marks[pair[0]].now)),
        (_column("answers", "number"), lambda pair: _observed(pair[1].marks[pair[0]])),
        (_column("elsewhere", "mark"), lambda pair: _or_blank(pair[1].marks[pair[0]].middle)),
    )


def _observed(row: RugRow) -> Cell:
    return "" if row.now is None or not row.now.figure.n else row.now.figure.n


def _or_blank(value: float | None) -> Cell:
    return "" if value is None else value


def _column(key: str, unit: str | None = None) -> Column:
    return Column(key, in_both(f"overview.customers_{key}"), unit)


def priority_section(group: GroupSaid) -> Section:
    """Mark against importance of the principles of one group: where to work first."""
    title, who = in_both("overview.priority"), group_said(group.group)
    if not group.points:
        return Section("priority", title, phrase("overview.no_importance", group=who))
    finding = _first_said(group)
    rows = tuple(map(_point_row, group.points))
    alt = phrase("overview.priority_alt", group=who, finding=finding)
    picture = Picture("quadrant", "mark", rows, alt)
    notes = (in_both("overview.importance_note"), _not_the_same(group))
    return Section("priority", title, finding, _priority_table(group), (picture,), notes)


def to_work_on(group: GroupSaid) -> tuple[str, ...]:
    """The principles that matter more, and go worse, than those of the group in the middle."""
    points = group.points
    experience = sum(each.experience for each in points) / len(points)
    importance = sum(each.importance for each in points) / len(points)
    return tuple(
        each.principle
        for each in points
        if each.experience < experience and each.importance > importance
    )


def _first_said(group: GroupSaid) -> Said:
    names = tuple(short_name(each).each(in_a_sentence) for each in to_work_on(group))
    key = "overview.work_first" if names else "overview.work_nowhere"
    return phrase(key, group=group_said(group.group), names=Listed(names))


def _point_row(point: PriorityPoint) -> Mapping[str, Said | float]:
    figure = _of(point.mark)
    corners = {f"corner_{at}": in_both(f"overview.corner_{key}") for at, key in enumerate(CORNERS)}
    ends = {
        "x_low": None if figure is None else figure.low,
        "x_high": None if figure is None else figure.high,
        "y_low": None,
        "y_high": None,
    }
    words = {"across": in_both("overview.axis_mark"), "up": in_both("overview.axis_importance")}
    return {
        "name": short_name(point.principle),
        "role": "subject",
        "x": point.experience,
        "y": point.importance,
        "text": phrase(
            "overview.point_said",
            principle=principles()[point.principle],
            mark=Measured(point.experience, "mark"),
            importance=Measured(point.importance, "mark"),
        ),
        **ends,
        **words,
        **corners,
    }


def _not_the_same(group: GroupSaid) -> Said:
    apart = tuple(short_name(each.principle) for each in group.points if not each.same_people)
    return phrase("overview.importance_of_some", names=Listed(apart)) if apart else None


def _priority_table(group: GroupSaid) -> Table:
    return table_of(
        group.points,
        (_column("principle"), lambda point: principles()[point.principle]),
        (_column("mark", "mark"), lambda point: figure_in(point.mark.now)),
        (_column("gap", "points"), lambda point: figure_in(point.gap.now)),
        (_column("importance", "mark"), lambda point: point.importance),
        (_column("both", "number"), lambda point: _observed(point.gap)),
    )


def response_section(found: Satisfaction) -> Section:
    """How many of those invited answered, and what all of them would say as far as known."""
    lines = tuple(each for group in found.groups for each in _response(group))
    return Section("response", in_both("overview.response"), lines)


def _response(group: GroupSaid) -> Iterator[Said]:
    figure, who = _of(group.response), group_said(group.group)
    if figure is None:
        reason = certain_said(group.response.now)
        yield phrase("overview.response_unknown", group=who, reason=reason)
        return
    yield phrase(
        "overview.response_missing",
        group=who,
        missing=count_of((figure.denominator or 0) - (figure.numerator or 0)),
        invited=count_of(figure.denominator),
    )
    if _known(group.estimated):
        yield estimated_said(group.estimated.now)


def themes_section(found: Satisfaction) -> Section:
    """Complaints by theme; who may see no rows is told that, without a number."""
    title = in_both("overview.themes")
    if found.themes is None:
        return Section("themes", title, in_both("overview.themes_of_rows"))
    if not found.themes:
        return Section("themes", title, phrase("overview.no_themes", reason=_no_complaints(found)))
    rows = tuple(_theme_row(theme, count) for theme, count in found.themes)
    most, count = found.themes[0]
    total = sum(number for _, number in found.themes)
    finding = phrase(
        "overview.most_complaints", theme=most, count=count_of(count), total=count_of(total)
    )
    table = table_of(
        found.themes,
        (_column("theme"), lambda each: each[0]),
        (_column("complaints", "number"), lambda each: each[1]),
    )
    return Section("themes", title, finding, table, (Picture("bars", "number", rows, finding),))


def _no_complaints(found: Satisfaction) -> Said:
    figure = _of(found.complaints)
    if figure is None:
        return certain_said(found.complaints.now)
    return in_both("overview.complaints_none")


def _theme_row(theme: str, count: int) -> Mapping[str, Said | float]:
    own: Mapping[str, Said | float] = {"label": theme, "side": "", "colour": "subject"}
    text = phrase("overview.theme_said", theme=theme, count=count_of(count))
    return {**own, "value": float(count), "low": None, "high": None, "note": "", "text": text}
