"""One place over the quarters with its interval, against its peers in grey."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from ketenkpi.charts import phases
from ketenkpi.charts.axes import (
    HEIGHT,
    ChartStyle,
    chosen,
    framed,
    layered,
    quarters,
    rows,
    told,
    tooltip,
    value_axis,
    value_scale,
)
from ketenkpi.charts.theme import BLUE, GREY, MUTED, PAPER, SHADE, VERMILION

SUBJECT = "datum.role == 'subject'"
# In pixels from the top: below the names of events.
NOTES_AT = 20


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Rows: kwartaal (text), role (subject, beside, peer, event, note, phase), name, value,
    low, high, text (for the tooltip), state (final, provisional, at_least, between, missing,
    shown), chosen, and what `with_band` adds; of the phases below it those of `phases.bands_of`.

    Told: quarters, lanes (rows of phases). A gap in `value` is a gap in the line; a row of
    state missing is a cross on the axis, so that not delivered never looks like zero.
    """
    layers = (
        *_events(style),
        *_notes(style),
        _peers(unit),
        _band(),
        _line("beside", VERMILION, strokeDash=[5, 4]),
        _line("subject", BLUE),
        _points(style),
        _at_least(),
        _between(),
        _missing(style),
        _name(style),
        phases.layer(style),
    )
    return framed(layered(*layers), unit, style).properties(height=HEIGHT)


def parameters(data: pd.DataFrame) -> dict[str, Any]:
    """The quarters of these rows."""
    return {"quarters": sorted(set(data["kwartaal"]))}


def with_band(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with where the band of the interval ends: bottom, top, open and run.

    One limit that is missing lies beyond the follow-up: the band then goes on to the
    end of what is drawn, and `open` says on which side (above, below, '' for neither).
    run: rows with the same number stand beside each other, and only those form one
    band; without it a quarter without a figure pulled its neighbours' band to zero.
    NaN where there is no band.
    """
    frame = frame.astype({"value": "float64", "low": "float64", "high": "float64"})
    low, high = frame["low"], frame["high"]
    banded = (frame["role"] == "subject") & frame["state"].isin(["final", "provisional"])
    banded &= low.notna() | high.notna()
    drawn = frame[["value", "low", "high"]].to_numpy()
    least, most = (np.nanmin(drawn), np.nanmax(drawn)) if banded.any() else (np.nan, np.nan)
    ends = np.where(high.isna(), "above", np.where(low.isna(), "below", ""))
    # The rows of the subject come quarter by quarter, with others between them.
    subject = frame["role"] == "subject"
    run = (~banded[subject]).cumsum().reindex(frame.index)
    return frame.assign(
        bottom=low.fillna(least).where(banded),
        top=high.fillna(most).where(banded),
        open=np.where(banded, ends, ""),
        run=run.where(banded).astype("float64"),
    )


def _over_quarters(condition: str) -> alt.Chart:
    return rows(condition).encode(x=quarters(phases.offset()))


def _value(unit: str) -> alt.Y:
    return alt.Y("value:Q", scale=value_scale(unit), axis=value_axis(unit, minExtent=40))


def _events(style: ChartStyle) -> tuple[alt.Chart, alt.Chart]:
    """An upright where something outside began, with its name at the top."""
    here = _over_quarters("datum.role == 'event'").encode(tooltip=tooltip())
    name = here.mark_text(align="left", baseline="top", dx=4, fontSize=11, color=MUTED[style.mode])
    rule = here.mark_rule(color=MUTED[style.mode], strokeDash=[2, 3], strokeWidth=1)
    return rule, name.encode(y=alt.value(0), text="name:N")


def _notes(style: ChartStyle) -> tuple[alt.Chart, alt.Chart]:
    """An unbroken upright where people noted something, with its number below the events."""
    here = _over_quarters("datum.role == 'note'").encode(tooltip=tooltip())
    colour = MUTED[style.mode]
    number = here.mark_text(align="left", dx=3, fontSize=11, fontWeight="bold", color=colour)
    return here.mark_rule(color=colour, strokeWidth=1), number.encode(
        y=alt.value(NOTES_AT), text="name:N"
    )


def _peers(unit: str) -> alt.Chart:
    line = _over_quarters("datum.role == 'peer'")
    line = line.mark_line(color=GREY, strokeWidth=0.6)
    return line.encode(y=_value(unit), detail="name:N", tooltip=alt.Tooltip("name:N", title=" "))


def _band() -> alt.LayerChart:
    # A band for the eye to follow and a bar at each quarter: where the quarters
    # beside it are missing, a band alone would vanish with its interval.
    ends = _over_quarters(f"{SUBJECT} && isValid(datum.run)").encode(y="bottom:Q", y2="top")
    bars = ends.transform_filter("isValid(datum.low) && isValid(datum.high)")
    return layered(
        ends.mark_area(color=BLUE, fillOpacity=SHADE).encode(detail="run:N"),
        bars.mark_rule(color=BLUE, strokeWidth=1),
    )


def _line(role: str, colour: str, **mark: Any) -> alt.Chart:
    line = _over_quarters(f"datum.role == '{role}'")
    return line.mark_line(color=colour, strokeWidth=2, **mark).encode(y="value:Q")


def _points(style: ChartStyle) -> alt.Chart:
    # A hollow point is provisional: it may still change.
    point = _over_quarters(f"{SUBJECT} && isValid(datum.value)")
    return point.mark_point(color=BLUE, strokeWidth=2, opacity=1).encode(
        y="value:Q",
        fill=chosen({"datum.state == 'provisional'": PAPER[style.mode]}, BLUE),
        size=chosen({"datum.chosen": 150}, 50),
        tooltip=tooltip(),
    )


def _at_least() -> alt.Chart:
    point = _over_quarters(f"{SUBJECT} && datum.state == 'at_least'")
    point = point.mark_point(shape="triangle-up", color=BLUE, size=90)
    return point.encode(y="low:Q", tooltip=tooltip())


def _between() -> alt.Chart:
    # Bounds of what was counted, not an interval of chance: a bar with ends, no band.
    bar = _over_quarters(f"{SUBJECT} && datum.state == 'between'")
    bar = bar.mark_errorbar(
        color=BLUE, thickness=2, size=14, ticks={"color": BLUE}, rule={"color": BLUE}
    )
    return bar.encode(y="low:Q", y2="high", tooltip=tooltip())


def _missing(style: ChartStyle) -> alt.Chart:
    cross = _over_quarters(f"{SUBJECT} && datum.state == 'missing'")
    colour = MUTED[style.mode]
    cross = cross.mark_point(shape="cross", angle=45, color=colour, size=70)
    bottom = alt.value(told("height - 8"))
    return cross.encode(y=bottom, fill=alt.value(colour), tooltip=tooltip())


def _name(style: ChartStyle) -> alt.Chart:
    """The name of the subject at its last point, where that is the last quarter."""
    last = _over_quarters(f"{SUBJECT} && isValid(datum.value)").transform_filter(
        "datum.kwartaal == quarters[length(quarters) - 1]"
    )
    return last.mark_text(align="right", dy=-16, fontWeight="bold", fontSize=12).encode(
        y="value:Q", text="name:N"
    )
