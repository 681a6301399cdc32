"""The pictures of a comparison: each place with its interval, in the funnel, and in the order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan

from ketenkpi.answer import Measured, Picture, Said, count_of, phrase
from ketenkpi.comparison.answers.beside import certainty, times
from ketenkpi.comparison.answers.seen import (
    AS_FIGURE,
    OF_RATIO,
    Row,
    SeenComparison,
    about,
    ends_said,
    figure_in,
    lies,
    plain_rows,
)
from ketenkpi.comparison.funnel import PlacedFunnel
from ketenkpi.figure import Figure, number_of
from ketenkpi.vocabulary import in_both

PictureRow = dict[str, Said | float]


def pictures(seen: SeenComparison, found: Said, order: Said, **told: Said) -> tuple[Picture, ...]:
    """Those that have anything to draw. found, order: what they show. told: for their alt texts."""
    placed = seen.made.funnel
    if placed is None or all(row["value"] is None for row in seen.rows):
        return ()
    made = [_spread(seen, placed, {"finding": found, **told})]
    points = [row for row in seen.rows if row["point"] is not None]
    if points:
        made.append(_funnel(seen, placed, points, {"finding": _outside(seen), **told}))
    if any(row["rank_low"] is not None for row in seen.rows):
        made.append(_order(seen, {"finding": order, **told}))
    return tuple(made)


def _alt(key: str, rows: list[PictureRow], told: Mapping[str, Said]) -> Said:
    return phrase(f"comparison.alt_{key}", count=count_of(len(rows)), **told)


def _of(row: Row, seen: SeenComparison) -> PictureRow:
    """Whose mark it is, and why there is none."""
    name = seen.name(row)
    none = in_both("comparison.no_figure") if row["value"] is None else ""
    return {"place": name, "role": "subject" if name == seen.subject else "other", "note": none}


def _together(seen: SeenComparison, placed: PlacedFunnel) -> Said:
    """The figure of all together, that others are drawn around; None when there is none."""
    if seen.adjusted or isnan(placed.target):
        return None
    return Measured(placed.target, seen.unit, "worded")


def _spread(seen: SeenComparison, placed: PlacedFunnel, told: Mapping[str, Said]) -> Picture:
    """Every place by name, then the group together, and the line that both stand beside."""
    rows = [_spread_row(row, seen) for row in seen.rows]
    line = _line(seen, placed)
    note = (
        in_both("comparison.spread_adjusted") if seen.adjusted else None,
        seen.subject and phrase("comparison.spread_subject", place=seen.subject),
        *_beside_line(seen, line),
        in_both("comparison.spread_note"),
    )
    drawn = (*rows, *_group_row(seen), *_line_row(line))
    return Picture("spread", seen.unit, drawn, _alt("spread", rows, told), note)


def _spread_row(row: Row, seen: SeenComparison) -> PictureRow:
    adjusted = seen.adjusted_of(row)
    ends = {f"adjusted_{end}": getattr(adjusted, end, None) for end in ("low", "high")}
    return (
        _of(row, seen)
        | {name: row[name] for name in ("value", "low", "high")}
        | {"adjusted": getattr(adjusted, "value", None), **ends}
        | {"text": _read(row, seen)}
    )


def _line(seen: SeenComparison, placed: PlacedFunnel) -> float | None:
    """What figures stand beside: the group together; of adjusted ones all in scope."""
    if seen.adjusted:
        return seen.made.reference
    gap = seen.made.difference
    if gap is not None:
        return number_of(gap.other.value)
    return number_of(placed.target)


def _group_row(seen: SeenComparison) -> Iterator[PictureRow]:
    """The group together with its own interval; none without a group, or without a figure."""
    gap = seen.made.difference
    if gap is None or isnan(gap.other.value):
        return
    side = gap.other
    ends = (number_of(end) for end in (side.low, side.high))
    figure = Figure(side.value, *ends, n=int(side.n), method=AS_FIGURE)
    text = phrase(
        "comparison.read_text",
        place=phrase("comparison.card_group", group=gap.others),
        value=Measured(figure, seen.unit, "worded"),
        range=certainty(figure, seen.unit),
    )
    limits = {"value": figure.value, "low": figure.low, "high": figure.high}
    name = in_both("comparison.group_row")
    yield {"place": name, "role": "group", "note": "", "text": text, **limits}


def _line_row(line: float | None) -> Iterator[PictureRow]:
    if line is not None:
        yield {"place": "", "role": "line", "value": line, "note": "", "text": ""}


def _beside_line(seen: SeenComparison, line: float | None) -> Iterator[Said]:
    """Of whom the line is; nothing where none is drawn."""
    if line is None:
        return
    value, gap = Measured(line, seen.unit, "worded"), seen.made.difference
    if seen.adjusted or gap is None:
        yield phrase("comparison.spread_together", value=value)
    else:
        yield phrase("comparison.spread_group", group=gap.others, value=value)


def _read(row: Row, seen: SeenComparison) -> Said:
    name = seen.name(row)
    if row["value"] is None:
        none = in_both("comparison.no_figure")
        return phrase("comparison.read_text", place=name, value=none, range=phrase(row["reason"]))
    figure = figure_in(row)
    text = phrase(
        "comparison.read_text",
        place=name,
        value=Measured(figure, seen.unit, "worded"),
        range=certainty(figure, seen.unit, provisional=row["provisional"]),
    )
    adjusted = seen.adjusted_of(row)
    if adjusted is None:
        return text
    value, limits = (Measured(adjusted, seen.unit, form) for form in ("worded", "limits"))
    return (text, phrase("comparison.read_adjusted", value=value, limits=limits))


def _funnel(
    seen: SeenComparison, placed: PlacedFunnel, points: list[Row], told: Mapping[str, Said]
) -> Picture:
    """Who has a point; then the limits at any size, and the middle."""
    rows = [
        _of(row, seen)
        | {"kind": "point", "n": row["size"], "value": row["point"], "position": row["position"]}
        | {"text": (_read_point(row, seen), lies(row))}
        for row in points
    ]
    curve = plain_rows(placed.curve)
    lines: list[PictureRow] = [{"kind": "limit", **each} for each in curve]
    middle: PictureRow = {"kind": "middle", "value": placed.target}
    together = _together(seen, placed)
    note = (
        in_both("comparison.funnel_note"),
        in_both("comparison.funnel_limits" if curve else "comparison.funnel_no_curve"),
        together and phrase("comparison.funnel_target", value=together),
        in_both("comparison.funnel_one") if seen.adjusted else None,
    )
    alt = _alt("funnel", rows, told)
    return Picture("funnel", seen.drawn_unit, (*rows, *lines, middle), alt, note)


def _read_point(row: Row, seen: SeenComparison) -> Said:
    if not seen.adjusted:
        return _read(row, seen)
    return times("read_ratio", figure_in(row, "ratio", OF_RATIO), place=seen.name(row))


def _outside(seen: SeenComparison) -> Said:
    """What the funnel itself shows: who lies outside."""
    named = ("outliers", "nobody_else")
    return tuple(each for each in seen.made.findings if about(each).startswith(named))


def _order(seen: SeenComparison, told: Mapping[str, Said]) -> Picture:
    rows = [
        _of(row, seen)
        | {"low": row["rank_low"], "high": row["rank_high"]}
        | {"text": ends_said("read_order", row, place=seen.name(row)) or ""}
        for row in seen.rows
    ]
    note = in_both("comparison.order_note")
    return Picture("order", "number", tuple(rows), _alt("order", rows, told), note)
