"""The flow of clients and the course of one handover, as charts for the reader."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.views.keten.layout import LEAVING, FlowDrawn, organisations
from dashboard.words import say
from ketenkpi.answer import Picture, Section, count_of
from ketenkpi.chain import Point, answers
from ketenkpi.charts import Drawing, drawing_of
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter


def flow(rows: pd.DataFrame, height: int, section: Section, chosen: Sequence[str]) -> Drawing:
    """The picture of the flow, of `flow_rows`; the handovers chosen in blue."""
    alt_text = say("keten.flow_alt", finding=in_words(section.finding))
    told = {"chosen": list(chosen), "tall": height}
    return Drawing("flow", "number", rows, alt_text, told, height)


def flow_note(drawn: FlowDrawn, chosen: Sequence[str]) -> str:
    """What the bands mean, and what is not drawn."""
    said = [say("keten.flow_legend")]
    if chosen:
        said.append(say("keten.flow_legend_chosen"))
    if drawn.within or drawn.back:
        within, back = _count(drawn.within), _count(drawn.back)
        said.append(say("keten.flow_left_out", within=within, back=back))
    return " ".join(said)


def flow_rows(drawn: FlowDrawn) -> pd.DataFrame:
    """The rows of the picture with the words that stand in it."""
    # A band is fifteen rows with one text, so that each is put into words once.
    told: dict[Hashable, str] = {}
    texts = []
    for at, row in enumerate(drawn.rows.to_dict("records")):
        key = ("band", row["band"]) if row["role"] == "band" else at
        if key not in told:
            told[key] = _text(row)
        texts.append(told[key])
    return drawn.rows.assign(text=texts)


def _text(row: Mapping[Hashable, Any]) -> str:
    if row["role"] == "head":
        return say(f"keten.column_{row['name']}")
    n = _count(int(row["n"]))
    if row["role"] == "box":
        return f"{_box_name(row['name'])}\n{n}"
    ends = f"{_box_name(row['source'])} → {_box_name(row['target'])}: {n}"
    if row["kind"] == LEAVING:
        return ends
    return f"{in_words(answers.handover_name(row['handover']))}, {ends}"


def _box_name(code: str) -> str:
    """An organisation, or how it ended."""
    named = answers.organisation if code in organisations() else answers.outcome
    return in_words(named(code))


def _count(n: int) -> str:
    return in_words(count_of(n))


def course(points: Sequence[Point], section: Section, name: str, below: Picture) -> Drawing:
    """The median wait by quarter. below: the phases below it."""
    rows = pd.DataFrame([_course_row(point, name) for point in points])
    alt_text = say("keten.course_alt", finding=in_words(section.finding))
    return drawing_of("course", "days", rows, alt_text, below)


def _course_row(point: Point, name: str) -> dict[str, object]:
    """A row of a course."""
    quarter, found = str(Quarter.from_index(point.quarter)), point.median
    ends = {end: getattr(found, end) for end in ("value", "low", "high")}
    return {
        "kwartaal": quarter,
        "role": "subject",
        "name": name,
        "state": "missing" if found.value is None else "final",
        "chosen": False,
        "text": in_words(answers.point(quarter, found, "days")),
        **{end: math.nan if value is None else value for end, value in ends.items()},
    }
