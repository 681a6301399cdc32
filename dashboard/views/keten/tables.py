"""The chain as rows: of the tables, and of the pictures beside them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.presenters import chain_names as names
from dashboard.views.keten.layout import LEAVING, Drawn, organisations
from dashboard.words import say
from ketenkpi.chain import (
    NUMBERS,
    Chain,
    Figure,
    Flow,
    Handover,
    Involved,
    OpenCases,
    Point,
    counted,
    share,
)
from ketenkpi.vocabularies import tasks_in_order
from ketenkpi.wording import Language

Rows = list[dict[str, object]]


def _table(
    rows: Iterable[Sequence[str]], heads: Sequence[str], language: Language, **words: object
) -> pd.DataFrame:
    """Rows of texts as a table; the first column names the rows."""
    first, *rest = [say(f"keten.head_{head}", language, **words) for head in heads]
    every = list(rows)
    index = pd.Index([row[0] for row in every], name=first, dtype="str")
    return pd.DataFrame([row[1:] for row in every], index=index, columns=rest)


def flow_table(flow: Flow, language: Language) -> pd.DataFrame:
    """Every link, where spells begin and how they end."""
    rows: list[tuple[str, ...]] = [
        (
            say("keten.begin", language),
            names.step(each.task, each.organisation, language),
            names.count(each.n, language),
            "",
            "",
        )
        for each in flow.entries
    ]
    for link in flow.links:
        wait = names.cell(link.wait, "days", 1, language)
        warm = names.cell(link.warm, "share", 0, language)
        rows.append(
            (*names.ends(link.parties, language), names.count(link.n, language), wait, warm)
        )
    for end in flow.exits:
        outcome = say(f"keten.outcome_{end.reason}", language)
        start = names.step(end.task, end.organisation, language)
        n = names.count(end.n, language)
        rows.append((start, say("keten.end", language, outcome=outcome), n, "", ""))
    return _table(rows, ("from", "to", "n", "wait", "warm"), language)


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
    return say(f"keten.outcome_{code}", language)


def handover_table(handovers: Iterable[Handover], language: Language) -> pd.DataFrame:
    """Every handover with its wait inside and between organisations and what it costs."""
    return _table(
        (
            (
                names.handover(each.key, language),
                names.count(each.n, language),
                names.cell(each.share, "share", 0, language),
                names.cell(each.median, "days", 0, language),
                names.cell(each.p90, "days", 0, language),
                names.cell(each.mean.inside, "days", 1, language),
                names.cell(each.mean.between, "days", 1, language),
                names.cell(each.mean.difference, "days", 1, language),
                names.cell(each.days, "days", 0, language),
                _part(each.share_of_days, language),
                names.cell(each.warm, "share", 0, language),
            )
            for each in handovers
        ),
        (
            "handover",
            "n",
            "went",
            "median",
            "nine",
            "inside",
            "between",
            "difference",
            "days",
            "share",
            "warm",
        ),
        language,
    )


def _part(part: float | None, language: Language) -> str:
    return "" if part is None else formats.percentage(part, 0, language)


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


def repeat_table(found: Chain, language: Language) -> pd.DataFrame:
    """Intakes and diagnoses that were done again."""
    return _table(
        (
            (
                names.task(each.task, language),
                names.count(each.spells, language),
                names.cell(each.share_again, "share", 1, language),
                names.cell(each.share_elsewhere, "share", 1, language),
            )
            for each in found.repeats
        ),
        ("task", "spells", "again", "elsewhere"),
        language,
    )


def involved_rows(found: Involved, language: Language) -> pd.DataFrame:
    """A bar per number of organisations or workers, as a share of the spells."""
    total = sum(found.spells)
    said = say(f"keten.unit_{found.unit}", language)
    rows = [
        _bar(
            say(f"keten.number_{number}", language),
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


def involved_table(found: Involved, language: Language) -> pd.DataFrame:
    """The same as a table."""
    total = sum(found.spells)
    return _table(
        (
            (
                say(f"keten.number_{number}", language),
                names.count(spells, language),
                names.cell(share(spells, total), "share", 1, language),
            )
            for number, spells in zip(NUMBERS, found.spells, strict=True)
        ),
        ("number", "n", "part"),
        language,
    )


def open_table(cases: OpenCases, language: Language) -> pd.DataFrame:
    """Open cases by their last step."""
    rows = (
        (
            names.step(at.task, at.organisation, language),
            say(f"keten.state_{at.state}", language),
            names.count(at.n, language),
            names.cell(at.median, "days", 0, language),
            names.count(at.long, language),
        )
        for at in cases.at
    )
    heads = ("last_step", "state", "n", "age", "long")
    return _table(rows, heads, language, days=cases.long_days)


def open_rows(cases: OpenCases, language: Language) -> pd.DataFrame:
    """Two bars per task: the last step still runs, or is done without a next one."""
    rows: Rows = []
    known = [task.key for task in tasks_in_order()]
    tasks = [task for task in known if any(at.task == task for at in cases.at)]
    for task in tasks:
        for state, colour in (("loopt", "context"), ("wacht", "signal")):
            mine = [at for at in cases.at if (at.task, at.state) == (task, state)]
            n = sum(at.n for at in mine)
            said = say(f"keten.state_{state}", language)
            label = names.task(task, language)
            rows.append(_bar(label, state, colour, counted(n, n), "number", 0, said, language))
    return pd.DataFrame(rows)


def course_table(points: Iterable[Point], language: Language) -> pd.DataFrame:
    """One handover quarter by quarter."""
    return _table(
        (
            (
                formats.quarter(point.quarter),
                names.cell(point.share, "share", 0, language),
                names.cell(point.median, "days", 0, language),
                names.cell(point.p90, "days", 0, language),
                names.count(point.share.n, language),
            )
            for point in points
        ),
        ("quarter", "went", "median", "nine", "n"),
        language,
    )


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
