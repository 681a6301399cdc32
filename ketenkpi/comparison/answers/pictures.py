"""The pictures of a comparison: each place with its interval, in the funnel, and in the order."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan

from ketenkpi.answer import Measured, Picture, Said, count_of, phrase
from ketenkpi.comparison.answers.beside import certainty, times
from ketenkpi.comparison.answers.seen import (
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
    rows = [
        _of(row, seen)
        | {name: row[name] for name in ("value", "low", "high")}
        | {"expected": row["expected"] if seen.adjusted else None, "text": _read(row, seen)}
        for row in seen.rows
    ]
    together = _together(seen, placed)
    note = (
        seen.subject and phrase("comparison.spread_subject", place=seen.subject),
        in_both("comparison.spread_note"),
        in_both("comparison.spread_expected") if seen.adjusted else None,
        together and phrase("comparison.spread_together", value=together),
    )
    return Picture("spread", seen.unit, tuple(rows), _alt("spread", rows, told), note)


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
    if not seen.adjusted or row["expected"] is None:
        return text
    expected = Measured(row["expected"], seen.unit, "worded")
    return (text, phrase("comparison.read_expected", expected=expected))


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
