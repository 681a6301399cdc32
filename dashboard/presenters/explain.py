"""'Explain this number': from what it was made, how, by whose definition."""

from __future__ import annotations

import math
from html import escape

from dashboard import formats
from dashboard.presenters.cards import beside_text, note_text, range_line, value_text
from dashboard.presenters.figures import FigureRow
from dashboard.words import say
from ketenkpi.indicators import Indicator, beside_short, load_indicators
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

Rows = list[tuple[str, str]]


def explanation(
    figure: FigureRow | None,
    whole: FigureRow | None,
    indicator: str,
    language: Language,
    version: int,
) -> Rows:
    """Label and text of everything behind one figure; `whole` is that over all quarters."""
    definition = load_indicators()[indicator]
    rows: Rows = [("value", value_text(figure, language)), ("range", range_line(figure, language))]
    if figure is not None:
        rows += _parts(figure, definition, language)
        rows.append(("beside", beside_text(figure, language)))
        if figure.undelivered:
            rows.append(("undelivered", formats.number(figure.undelivered, 0, language)))
    rows.append(("whole", _whole(whole, language)))
    rows.append(("note", note_text(figure, language) or note_text(whole, language)))
    rows += [
        ("formula", definition.formula.in_(language)),
        ("direction", library_say(f"indicators.direction_{definition.direction}", language)),
        ("perverse", definition.perverse_effect.in_(language)),
        ("version", say("page.version_line", language, definition=definition.version, run=version)),
    ]
    return [(say(f"page.explain_{key}", language), text) for key, text in rows if text]


def _whole(whole: FigureRow | None, language: Language) -> str:
    """The figure over all quarters in one line; '' for one that may not be added over them."""
    if whole is None:
        return ""
    texts = (value_text(whole, language), range_line(whole, language).rstrip("."))
    beside = beside_text(whole, language, beside_short)
    return ". ".join(filter(None, (" · ".join(texts), beside))) + "."


def _parts(figure: FigureRow, definition: Indicator, language: Language) -> Rows:
    counted = library_say(f"indicators.counted_{definition.unit_of_count}", language)
    rows: Rows = []
    for name in ("numerator", "denominator"):
        value = getattr(figure, name)
        if not math.isnan(value):
            decimals = 0 if float(value).is_integer() else 1
            rows.append((name, formats.number(value, decimals, language)))
    if figure.n is not None and not figure.between:
        rows.append(("n", f"{formats.number(figure.n, 0, language)} {counted}"))
    if figure.method:
        rows.append(("method", library_say(figure.method, language)))
    return rows


def as_html(rows: Rows) -> str:
    """A description list."""
    pairs = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in rows)
    return f'<dl class="kk-explain">{pairs}</dl>'
