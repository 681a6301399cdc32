"""Colours of charts and cards, chosen by calculation.

BLUE, VERMILION and GREY keep at least 3:1 on both page colours (#FFFFFF and
#14181F) and stay at least 17 CIEDE2000 apart under three kinds of colour
blindness (Machado). No single ink reaches 4.5:1 on both pages, so ink and
muted text depend on the mode.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ketenkpi.wording import Language

Mode = Literal["light", "dark"]

BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#7A7F87"
INK: Mapping[Mode, str] = {"light": "#14181F", "dark": "#F1F4F7"}
# A shade alone is seen by few, 1.3:1; so its edge is drawn too, or another mark draws it.
SHADE, EDGE = 0.2, 0.6
MUTED: Mapping[Mode, str] = {"light": "#5B6470", "dark": "#A9B3BF"}
PAPER: Mapping[Mode, str] = {"light": "#FFFFFF", "dark": "#14181F"}

_DUTCH = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "time": {
        "dateTime": "%a %e %B %Y %X",
        "date": "%d-%m-%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
        "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
        "months": [
            *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
            *("september", "oktober", "november", "december"),
        ],
        "shortMonths": [
            *("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
        ],
    },
}


def chart_config(mode: Mode, language: Language) -> dict[str, Any]:
    """What every chart shares.

    Streamlit's own light axis labels reach only 3.7:1, and its text marks stay
    black on a dark page; both are set here.
    """
    muted = MUTED[mode]
    axis = {
        "grid": False,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": muted,
        "titleColor": muted,
    }
    legend = {
        "orient": "top",
        "labelFontSize": 12,
        "labelColor": muted,
        "titleColor": muted,
        "labelLimit": 0,
        "titleLimit": 0,
    }
    config: dict[str, Any] = {
        "view": {"stroke": None},
        # The text of the whole chart tells what it shows; marks without a name of their own
        # would each be a picture without one to who listens.
        "mark": {"aria": False},
        "text": {"color": INK[mode]},
        "axis": axis,
        "legend": legend,
    }
    return config | ({"locale": _DUTCH} if language == "nl" else {})
