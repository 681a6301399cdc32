"""One figure of one Werkplein against its own limits of chance: what to draw and what to say."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.words import say
from ketenkpi.answer import Phrase
from ketenkpi.catalogue import RebaseRecord
from ketenkpi.comparison import control_said
from ketenkpi.surfaces import in_words, reading
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

ASSURANCE = "comparison.control_assurance_"


@dataclass(frozen=True)
class Said:
    """Whether it changes and whether the target will be reached: two questions, apart."""

    change: str
    target: str
    notes: tuple[str, ...]

    @property
    def html(self) -> str:
        """Both answers and the notes."""
        notes = "".join(f'<p class="kk-note">{escape(note)}</p>' for note in self.notes)
        answers = f'<p class="kk-finding">{escape(self.change)}</p>'
        if self.target:
            answers += f'<p class="kk-headline">{escape(self.target)}</p>'
        return answers + notes


def said(
    chart: pd.DataFrame, unit: str, rebases: Sequence[RebaseRecord], language: Language
) -> Said:
    """What the chart of one Werkplein says about its last judged quarter."""
    every = control_said(chart)
    change = [each for each in every if not str(each.key).startswith(ASSURANCE)]
    reach = [each for each in every if str(each.key).startswith(ASSURANCE)]
    judged = chart[chart["variation"] != "none"]
    first = say("grenzen.change_head", language)
    answer = " ".join([first, *(_told(each, language) for each in change)])
    if not judged.empty:
        until = formats.quarter(judged["kwartaal"].iloc[-1])
        answer += " " + say("grenzen.judged_until", language, quarter=until)
    second = say("grenzen.target_head", language)
    target = last_target(chart)
    if target is None:
        goal = say("grenzen.no_target", language)
    else:
        value = formats.shown(target, unit, language)
        told = [say("grenzen.target_said", language, value=value)]
        goal = " ".join([*told, *(_told(each, language) for each in reach)])
    notes = (
        *_area(chart, language),
        *_rebased(rebases, language),
        *_not_judged(chart, language),
        *_gaps(chart, language),
    )
    return Said(answer, f"{second} {goal}", notes)


def _told(said: Phrase, language: Language) -> str:
    with reading(language):
        return in_words(said)


def last_target(chart: pd.DataFrame) -> float | None:
    """The target of the latest quarter that has one."""
    known = chart["target"].dropna()
    return None if known.empty else float(known.iloc[-1])


def _rebased(rebases: Sequence[RebaseRecord], language: Language) -> list[str]:
    return [
        say(
            "grenzen.rebased",
            language,
            quarter=formats.quarter(one.quarter),
            reason=one.reason,
            by=one.by,
            day=formats.day(one.on, language),
        )
        for one in rebases
    ]


def _area(chart: pd.DataFrame, language: Language) -> list[str]:
    """Since when a Werkplein has another area, of the quarters that are drawn."""
    if "area_since" not in chart:
        return []
    since = chart["area_since"].dropna().unique()
    drawn = sorted(int(quarter) for quarter in since if quarter > chart["kwartaal"].min())
    return [say("grenzen.area", language, quarter=formats.quarter(each)) for each in drawn]


def _not_judged(chart: pd.DataFrame, language: Language) -> list[str]:
    pending = chart.loc[chart["pending"] & chart["value"].notna(), "kwartaal"]
    if pending.empty:
        return []
    return [say("grenzen.pending", language, quarters=", ".join(map(formats.quarter, pending)))]


def _gaps(chart: pd.DataFrame, language: Language) -> list[str]:
    missing = chart[chart["value"].isna()]
    reasons = missing["reason"].fillna("indicators.reason_not_delivered")
    return [
        say(
            "grenzen.gaps",
            language,
            quarters=", ".join(formats.quarter(q) for q in missing.loc[reasons == key, "kwartaal"]),
            reason=library_say(key, language),
        )
        for key in dict.fromkeys(reasons)
    ]


def points(chart: pd.DataFrame, unit: str, language: Language) -> pd.DataFrame:
    """The rows of `charts.control`."""
    texts = [_point(row, unit, language) for row in chart.to_dict("records")]
    columns = ["value", "centre", "low", "high", "phase", "variation"]
    quarters = [formats.quarter(q) for q in chart["kwartaal"]]
    return chart[columns].assign(kwartaal=quarters, text=texts)


def _point(row: Mapping[Hashable, Any], unit: str, language: Language) -> str:
    quarter = formats.quarter(int(row["kwartaal"]))
    if pd.isna(row["value"]):
        return quarter
    value = formats.shown(row["value"], unit, language)
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return say("grenzen.point_bare", language, quarter=quarter, value=value)
    ends = {name: formats.bare(row[name], unit, language) for name in ("low", "high")}
    return say("grenzen.point", language, quarter=quarter, value=value, **ends)
