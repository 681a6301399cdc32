"""The chain as rows of the pictures; its tables are those of `ketenkpi.chain.answers`."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.presenters import chain_names as names
from dashboard.views.keten.layout import LEAVING, Drawn, organisations
from dashboard.words import say
from ketenkpi.chain import (
    NUMBERS,
    Figure,
    Handover,
    Involved,
    OpenCases,
    Point,
    answers,
    counted,
    share,
)
from ketenkpi.vocabularies import tasks_in_order
from ketenkpi.vocabulary import in_both
from ketenkpi.wording import Language

Rows = list[dict[str, object]]


def flow_rows(drawn: Drawn, language: Language) -> pd.DataFrame:
    """The rows of the picture with the words that stand in it."""
    texts = [_text(row, language) for row in drawn.rows.to_dict("records")]
    return drawn.rows.assign(text=texts)


def _text(row: Mapping[Hashable, Any], language: Language) -> str:
    if row["role"] == "head":
        return say(f"keten.column_{row['name']}", language)
    n = names.count(int(row["n"]), language)
    if row["role"] == "box":
        return f"{box_name(str(row['name']), language)}\n{n}"
    start = box_name(str(row["source"]), language)
    end = box_name(str(row["target"]), language)
    if row["kind"] == LEAVING:
        return f"{start} → {end}: {n}"
    return f"{names.handover(str(row['handover']), language)}, {start} → {end}: {n}"


def box_name(code: str, language: Language) -> str:
    """An organisation, or how it ended."""
    if code in organisations():
        return names.organisation(code, language)
    return answers.outcome(code).in_(language)


def waiting_rows(handovers: Iterable[Handover], language: Language) -> pd.DataFrame:
    """Two bars per handover: inside one organisation and between two."""
    rows: Rows = []
    for each in handovers:
        label = names.handover(each.key, language)
        sides = (("inside", each.mean.inside, "context"), ("between", each.mean.between, "signal"))
        for side, found, colour in sides:
            if found.n:
                said = say(f"keten.side_{side}", language)
                rows.append(_bar(label, side, colour, found, "days", 1, said, language))
    return pd.DataFrame(rows)


def _bar(
    label: str,
    side: str,
    colour: str,
    found: Figure,
    unit: str,
    decimals: int,
    said: str,
    language: Language,
) -> dict[str, object]:
    numbers = {
        name: math.nan if number is None else number
        for name, number in (("value", found.value), ("low", found.low), ("high", found.high))
    }
    note = "" if found.value is not None else say("keten.too_few", language)
    text = f"{label}, {said}: {names.cell(found, unit, decimals, language)} · n = {found.n}"
    return {"label": label, "side": side, "colour": colour, "note": note, "text": text, **numbers}


def involved_rows(found: Involved, language: Language) -> pd.DataFrame:
    """A bar per number of organisations or workers, as a share of the spells."""
    total = sum(found.spells)
    said = say(f"keten.unit_{found.unit}", language)
    rows = [
        _bar(
            in_both(f"chain.number_{number}").in_(language),
            "one",
            "context" if number == 1 else "subject",
            share(spells, total),
            "share",
            1,
            said,
            language,
        )
        for number, spells in zip(NUMBERS, found.spells, strict=True)
    ]
    return pd.DataFrame(rows)


def open_rows(cases: OpenCases, language: Language) -> pd.DataFrame:
    """Two bars per task: the last step still runs, or is done without a next one."""
    rows: Rows = []
    known = [task.key for task in tasks_in_order()]
    tasks = [task for task in known if any(at.task == task for at in cases.at)]
    for task in tasks:
        for state, colour in (("loopt", "context"), ("wacht", "signal")):
            mine = [at for at in cases.at if (at.task, at.state) == (task, state)]
            n = sum(at.n for at in mine)
            said = in_both(f"chain.state_{state}").in_(language)
            label = names.task(task, language)
            rows.append(_bar(label, state, colour, counted(n, n), "number", 0, said, language))
    return pd.DataFrame(rows)


def course_rows(points: Iterable[Point], name: str, language: Language) -> pd.DataFrame:
    """The rows of the picture of one handover over the quarters; see `charts.trend`."""
    rows: Rows = []
    for point in points:
        found = point.median
        known = found.value is not None
        text = f"{formats.quarter(point.quarter)}: {names.cell(found, 'days', 0, language)}"
        rows.append(
            {
                "kwartaal": formats.quarter(point.quarter),
                "role": "subject",
                "name": name,
                "value": found.value if known else math.nan,
                "low": math.nan if found.low is None else found.low,
                "high": math.nan if found.high is None else found.high,
                "state": "final" if known else "missing",
                "chosen": False,
                "text": f"{text} · n = {found.n}",
            }
        )
    return pd.DataFrame(rows)
