"""One place over the quarters with its interval, against its peers in grey."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts import phases
from dashboard.charts.chart import HEIGHT, Chart, framed, only, value_axis
from dashboard.theme import BLUE, GREY, MUTED, PAPER, VERMILION, Mode
from ketenkpi.wording import Language


def trend(
    data: pd.DataFrame,
    *,
    unit: str,
    subject: str,
    bands: pd.DataFrame,
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """One place over the quarters with its interval, against its peers in grey.

    Rows of `data`: kwartaal (text), role (subject, beside, peer), name, value,
    low, high, text (for the tooltip), state (final, provisional, at_least, between,
    missing, shown). A gap in `value` is a gap in the line; a row of state
    missing is a cross on the axis, so that not delivered never looks like zero.
    bands: the phases below it, as `phases.layers` takes them; may be without rows.
    """
    data = _with_band(data)
    quarters = sorted(set(data["kwartaal"]))
    layers = [
        _peers(),
        _band(),
        _line("beside", VERMILION, dash=[5, 4]),
        _line("subject", BLUE),
        _points(mode),
        _at_least(),
        _between(),
        _missing(mode),
        _name(subject, quarters),
        *phases.layers(bands, mode),
    ]
    spec = framed(unit, mode, language) | {
        "height": HEIGHT + phases.room(bands),
        "encoding": {"x": phases.axis_below(quarters, bands), "y": value_axis(unit)},
        "layer": layers,
    }
    return Chart(spec, data, alt)


def _with_band(frame: pd.DataFrame) -> pd.DataFrame:
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


def _peers() -> dict[str, Any]:
    return {
        "transform": only("datum.role == 'peer'"),
        "mark": {"type": "line", "color": GREY, "strokeWidth": 1, "opacity": 0.45},
        "encoding": {
            "detail": {"field": "name", "type": "nominal"},
            "tooltip": {"field": "name", "type": "nominal", "title": " "},
        },
    }


def _band() -> dict[str, Any]:
    # A band for the eye to follow and a bar at each quarter: where the quarters
    # beside it are missing, a band alone would vanish with its interval.
    limits = {
        "y": {"field": "bottom", "type": "quantitative", "title": None},
        "y2": {"field": "top"},
    }
    band = {
        "mark": {"type": "area", "color": BLUE, "opacity": 0.14},
        "encoding": {"detail": {"field": "run", "type": "nominal"}},
    }
    bars = {
        "transform": only("isValid(datum.low) && isValid(datum.high)"),
        "mark": {"type": "rule", "color": BLUE, "opacity": 0.4, "strokeWidth": 1.5},
    }
    return {
        "transform": only("datum.role == 'subject' && isValid(datum.run)"),
        "encoding": limits,
        "layer": [band, bars],
    }


def _line(role: str, colour: str, dash: list[int] | None = None) -> dict[str, Any]:
    mark = {"type": "line", "color": colour, "strokeWidth": 2} | (
        {"strokeDash": dash} if dash else {}
    )
    return {"transform": only(f"datum.role == '{role}'"), "mark": mark}


def _points(mode: Mode) -> dict[str, Any]:
    # A hollow point is provisional: it may still change.
    return {
        "transform": only("datum.role == 'subject' && isValid(datum.value)"),
        "mark": {"type": "point", "color": BLUE, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "fill": {
                "condition": {"test": "datum.state == 'provisional'", "value": PAPER[mode]},
                "value": BLUE,
            },
            "size": {"condition": {"test": "datum.chosen", "value": 150}, "value": 50},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _at_least() -> dict[str, Any]:
    return {
        "transform": only("datum.role == 'subject' && datum.state == 'at_least'"),
        "mark": {"type": "point", "shape": "triangle-up", "color": BLUE, "size": 90},
        "encoding": {
            "y": {"field": "low", "type": "quantitative", "title": None},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _between() -> dict[str, Any]:
    # Bounds of what was counted, not an interval of chance: a bar with ends, no band.
    return {
        "transform": only("datum.role == 'subject' && datum.state == 'between'"),
        "mark": {"type": "errorbar", "ticks": {"color": BLUE}, "rule": {"color": BLUE}}
        | {"color": BLUE, "thickness": 2, "size": 14},
        "encoding": {
            "y": {"field": "low", "type": "quantitative", "title": None},
            "y2": {"field": "high"},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _missing(mode: Mode) -> dict[str, Any]:
    return {
        "transform": only("datum.role == 'subject' && datum.state == 'missing'"),
        "mark": {"type": "point", "shape": "cross", "angle": 45, "color": MUTED[mode], "size": 70},
        "encoding": {
            "y": {"value": {"expr": "height - 8"}},
            "fill": {"value": MUTED[mode]},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _name(subject: str, quarters: list[str]) -> dict[str, Any]:
    last = quarters[-1] if quarters else ""
    return {
        "transform": [
            *only("datum.role == 'subject' && isValid(datum.value)"),
            {"joinaggregate": [{"op": "max", "field": "kwartaal", "as": "last"}]},
            {"filter": f"datum.kwartaal == datum.last && datum.kwartaal == '{last}'"},
        ],
        "mark": {"type": "text", "align": "right", "dy": -16, "fontWeight": "bold"}
        | {"fontSize": 12, "text": subject},
    }
