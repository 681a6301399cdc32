"""The flow of clients through the chain as a chart: laid out, and written for the reader."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from ketenkpi.answer import Said, count_of, phrase
from ketenkpi.chain import Chain, Point, answers
from ketenkpi.charts.axes import ChartStyle
from ketenkpi.charts.chart import Drawing
from ketenkpi.charts.flow_layout import LEAVING, FlowDrawn, drawn, organisations
from ketenkpi.charts.pictured import drawing
from ketenkpi.charts.theme import Mode
from ketenkpi.cooperation.answers import phase_bands
from ketenkpi.errors import UsageError
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Text, in_both
from ketenkpi.wording import Language

if TYPE_CHECKING:
    from ketenkpi.cooperation import Timeline


def flow(
    found: Chain,
    *,
    chosen: Sequence[str] = (),
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """Clients through the chain, of `Store.chain` or `ketenkpi.chain`: bands between four columns.

    chosen: handovers that stand out in blue, each as 'intake>diagnose'.
    """
    with reading(language):
        laid = drawn(found.flow)
        told = next(each for each in answers.sections(found, None) if each.key == "flow")
        made = flow_drawing(flow_rows(laid), laid, told.finding, chosen)
        return made.chart(ChartStyle(mode, language))


def handover(
    points: Sequence[Point],
    key: str,
    *,
    phases: Timeline | None = None,
    werkplein: str | None = None,
    mode: Mode = "light",
    language: Language = "nl",
) -> alt.LayerChart:
    """The median wait at one handover by quarter, of `Store.handover_course`.

    key: of the handover, 'intake>diagnose'. phases: of `Store.phases`, drawn below those of
    the Werkplein. Raises UsageError where there are no points.
    """
    if not points:
        raise UsageError("charts.no_figures")
    with reading(language):
        (picture,) = answers.course(points, key).pictures
        quarters = [point.quarter for point in points]
        below = phase_bands(phases, werkplein, quarters) if phases and werkplein else None
        return drawing(picture, mode, below).chart(ChartStyle(mode, language))


def flow_drawing(
    rows: pd.DataFrame, laid: FlowDrawn, finding: Said, chosen: Sequence[str] = ()
) -> Drawing:
    """The same as a drawing. rows: of `flow_rows`. finding: what the picture shows, in a text."""
    alt_text = in_words(phrase("charts.flow_alt", finding=finding))
    told = {"chosen": list(chosen), "tall": laid.height}
    return Drawing("flow", "number", rows, alt_text, told, laid.height)


def flow_note(laid: FlowDrawn, chosen: Sequence[str] = ()) -> Said:
    """What the bands mean, and what is not drawn."""
    said: list[Said] = [in_both("charts.flow_legend")]
    if chosen:
        said.append(in_both("charts.flow_legend_chosen"))
    if laid.within or laid.back:
        within, back = count_of(laid.within), count_of(laid.back)
        said.append(phrase("charts.flow_left_out", within=within, back=back))
    return tuple(said)


def flow_rows(laid: FlowDrawn) -> pd.DataFrame:
    """The rows of the picture with the words that stand in it, in the reader's language."""
    # A band is fifteen rows with one text, so that each is put into words once.
    told: dict[Hashable, str] = {}
    texts = []
    for at, row in enumerate(laid.rows.to_dict("records")):
        key = ("band", row["band"]) if row["role"] == "band" else at
        if key not in told:
            told[key] = _text(row)
        texts.append(told[key])
    return laid.rows.assign(text=texts)


def _text(row: Mapping[Hashable, Any]) -> str:
    if row["role"] == "head":
        return in_words(in_both(f"charts.column_{row['name']}"))
    n = in_words(count_of(int(row["n"])))
    if row["role"] == "box":
        return f"{in_words(_box_name(row['name']))}\n{n}"
    ends = f"{in_words(_box_name(row['source']))} → {in_words(_box_name(row['target']))}: {n}"
    if row["kind"] == LEAVING:
        return ends
    return f"{in_words(answers.handover_name(row['handover']))}, {ends}"


def _box_name(code: str) -> Text:
    """An organisation, or how it ended."""
    return (answers.organisation if code in organisations() else answers.outcome)(code)
