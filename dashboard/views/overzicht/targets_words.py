"""Norms and targets beside what was realised, in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.words import say
from ketenkpi.comparison import (
    NO_TARGET,
    ONE_QUARTER,
    SUM,
    kind_said,
    period_said,
    target_shown,
    verdict_in_words,
)
from ketenkpi.indicators import Indicator
from ketenkpi.surfaces import in_words
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

REACHED, MISSED, UNSURE = "gehaald", "niet_gehaald", "niet_te_zeggen"
AHEAD, ON_SCHEDULE, BEHIND = "voor", "op_schema", "achter"
NOT_APPLICABLE, NOT_KNOWN = "nvt", "nb"
# In this order: of a norm and a target beside it the one that is worst off is told.
ON_CARD: Mapping[str, str] = {
    MISSED: "overzicht.target_not_reached",
    BEHIND: "overzicht.target_behind",
    UNSURE: "overzicht.target_cannot_tell",
    ON_SCHEDULE: "overzicht.target_on_schedule",
    AHEAD: "overzicht.target_ahead",
    REACHED: "overzicht.target_reached",
}
SYMBOLS: Mapping[str, str] = {
    REACHED: "✓ ", MISSED: "✗ ", UNSURE: "? ", AHEAD: "▲ ", ON_SCHEDULE: "● ", BEHIND: "▼ ",
}  # fmt: skip
Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Targets:
    """The finding, the table, what is wrong with targets, and the line of each card."""

    said: str
    table: pd.DataFrame
    findings: tuple[str, ...]


def card_line(rows: pd.DataFrame, indicator: str, werkplein: str, language: Language) -> str:
    """'✓ doel gehaald' for a card; '' where nothing can be said of a target."""
    mine = rows[(rows["indicator"] == indicator) & (rows["werkplein"] == werkplein)]
    found = [verdict for verdict in mine["verdict"] if verdict in ON_CARD]
    if not found:
        return ""
    worst = next(each for each in ON_CARD if each in found)
    return SYMBOLS[worst] + say(ON_CARD[worst], language)


def said(rows: pd.DataFrame, place: str, quarter: int, language: Language) -> str:
    """How many targets are reached, not reached or cannot be told, and how often there is none."""
    none = rows["reason"] == NO_TARGET
    counts = rows["verdict"][~none].value_counts()
    told = say(
        "doelen.said",
        language,
        place=place,
        quarter=formats.quarter(quarter),
        targets=_number(int((~none).sum()), language),
        reached=int(counts.get(REACHED, 0)),
        missed=int(counts.get(MISSED, 0)),
        unsure=int(counts.get(UNSURE, 0)),
        unknown=int(counts.get(NOT_APPLICABLE, 0) + counts.get(NOT_KNOWN, 0)),
    )
    if none.any():
        told = f"{told} {say('doelen.said_none', language, count=int(none.sum()))}"
    on_the_way = {name: int(counts.get(verdict, 0)) for name, verdict in
                  (("ahead", AHEAD), ("on", ON_SCHEDULE), ("behind", BEHIND))}  # fmt: skip
    if not any(on_the_way.values()):
        return told
    return f"{told} {say('doelen.said_on_the_way', language, **on_the_way)}"


def _number(count: int, language: Language) -> str:
    return say("doelen.one_target" if count == 1 else "doelen.several_targets", language, n=count)


def table(
    rows: pd.DataFrame, known: Mapping[str, Indicator], several: bool, language: Language
) -> pd.DataFrame:
    """One line per target, by figure and Werkplein; `several`: with a column of Werkpleinen.

    Of several Werkpleinen those without a target are left out, for what is said counts them.
    """
    kept = rows[rows["reason"] != NO_TARGET] if several else rows
    ordered = kept.sort_values(["indicator", "werkplein", "soort"], kind="stable")
    lines = [_line(row, known[row["indicator"]], language) for row in ordered.to_dict("records")]
    names = ("figure", "place", "verdict", "target", "value", "gap", "before", "change", "source")
    frame = pd.DataFrame(lines, columns=list(names))
    frame = frame if several else frame.drop(columns="place")
    frame.columns = [say(f"doelen.column_{name}", language) for name in frame.columns]
    return frame.set_index(frame.columns[0])


def _line(row: Row, indicator: Indicator, language: Language) -> tuple[str, ...]:
    return (
        indicator.name.in_(language),
        row["werkplein"],
        _verdict(row, indicator.unit, language),
        _target(row, indicator.unit, language),
        _figure(row, ("value", "low", "high"), indicator.unit, language),
        _difference(row, "gap", indicator.unit, language),
        _figure(row, ("before", "before_low", "before_high"), indicator.unit, language),
        _difference(row, "change", indicator.unit, language),
        _source(row, indicator, language),
    )


def _target(row: Row, unit: str, language: Language) -> str:
    if pd.isna(row["target"]):
        return ""
    told = in_words(kind_said(row["soort"], target_shown(row, unit)))
    if row["judged_by"] == ONE_QUARTER:
        return told
    ends = {name: formats.day(row[f"period_{name}"], language) for name in ("first", "last")}
    return say("doelen.over_period", language, target=told, **ends)


def _figure(row: Row, names: tuple[str, str, str], unit: str, language: Language) -> str:
    value, low, high = (row[name] for name in names)
    if pd.isna(value):
        reason = row["reason" if names[0] == "value" else "before_reason"]
        return library_say(reason, language) if isinstance(reason, str) else ""
    shown = formats.shown(value, unit, language)
    interval = formats.interval(low, high, unit, language)
    if not interval:
        return shown
    return say("doelen.with_interval", language, value=shown, interval=interval)


def _difference(row: Row, name: str, unit: str, language: Language) -> str:
    value, low, high = (row[column] for column in (name, f"{name}_low", f"{name}_high"))
    if pd.isna(value):
        return ""
    if not formats.is_visible(value, unit):
        text = say("doelen.same", language)
    else:
        size = formats.difference(value, unit, language)
        text = say(f"doelen.{'more' if value > 0 else 'less'}", language, size=size)
    to_come = row["judged_by"] == SUM and isinstance(row["pace"], str)
    if name == "gap" and to_come and formats.is_visible(value, unit):
        text = say("doelen.than_due", language, text=text)
    if pd.isna(low) or pd.isna(high):
        return text
    ends = {
        side: formats.signed(end, unit, language) for side, end in (("low", low), ("high", high))
    }
    return say("doelen.with_range", language, text=text, **ends)


def _verdict(row: Row, unit: str, language: Language) -> str:
    verdict, reason = row["verdict"], row["reason"]
    told = SYMBOLS.get(verdict, "") + verdict_in_words(verdict, language)
    why = library_say(reason, language) if isinstance(reason, str) else ""
    period = in_words(period_said(row, unit))
    rest = " ".join(filter(None, (why, period)))
    # 'n.v.t.' has its full stop already.
    return f"{told.removesuffix('.')}. {rest}" if rest else told


def _source(row: Row, indicator: Indicator, language: Language) -> str:
    if pd.isna(row["target"]):
        return ""
    if pd.isna(row["upload_id"]):
        return say("doelen.source_national", language, rule=row["afgeleid_van"])
    recorded: date = row["recorded_on"]
    day = formats.day(recorded, language)
    source = say("doelen.source_upload", language, upload=int(row["upload_id"]), day=day)
    if row["level"] == "regio":
        source = say("doelen.source_region", language, source=source)
    if row["afterwards"]:
        source = say("doelen.source_afterwards", language, source=source)
    if not pd.isna(row["now"]):
        now = formats.shown(row["now"], indicator.unit, language)
        source = say("doelen.source_now", language, source=source, now=now)
    return source
