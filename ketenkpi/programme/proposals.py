"""Open gaps as proposals for an agenda: what is missing, late, not met or stands out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ketenkpi.comparison.target_period import POOLED, SUM
from ketenkpi.comparison.target_progress import BEHIND, NOT_REACHED
from ketenkpi.comparison.targets import NORM
from ketenkpi.contracts import find_contract
from ketenkpi.indicators import Indicator, split_name
from ketenkpi.programme.agenda import AgendaModel, Amount, Proposal, ProposalLimits
from ketenkpi.programme.goals import GoalRegister, Judged
from ketenkpi.vocabulary import Quarter, Text, in_both

if TYPE_CHECKING:
    import pandas as pd

MISSING = "ontbreekt"
# The statuses in which a partner has not agreed yet.
WAITING: Mapping[str, tuple[str, ...]] = {
    "uwv": ("ingediend", "akkoord_gemeente"),
    "gemeente": ("ingediend", "akkoord_uwv"),
}
Row = Mapping[Any, Any]


def missing_deliveries(
    grid: pd.DataFrame, quarter: Quarter, model: AgendaModel
) -> Iterable[Proposal]:
    """A quarterly contract that a Werkplein delivered before and not for `quarter`.

    grid: `store.deliveries`: contract, werkplein, kwartaal, status. A contract
    that a Werkplein never delivered is no gap: nobody agreed that it would.
    """
    grid = grid[grid["contract"].isin(model.quarterly)]
    known = grid[grid["status"] != MISSING]
    before = known[known["kwartaal"] < quarter.index]
    delivers = set(zip(before["contract"], before["werkplein"], strict=True))
    now = grid[(grid["kwartaal"] == quarter.index) & (grid["status"] == MISSING)]
    for contract, place in sorted(set(zip(now["contract"], now["werkplein"], strict=True))):
        if (contract, place) in delivers:
            name = find_contract(contract).name
            yield Proposal(
                model.kinds["levering_ontbreekt"],
                place,
                {"contract": name, "quarter": quarter},
                {"werkplein": place, "kwartaal": str(quarter), "contract": contract},
            )


def missing_approvals(
    grid: pd.DataFrame, quarter: Quarter, model: AgendaModel
) -> Iterable[Proposal]:
    """Per Werkplein and partner how many deliveries wait for that partner's approval.

    One upload that covers several quarters is one delivery.
    """
    until = grid[grid["kwartaal"] <= quarter.index]
    for party, statuses in WAITING.items():
        waiting = until[until["status"].isin(statuses)]
        numbers = waiting.drop_duplicates(["contract", "werkplein", "upload_id"])
        for place, count in sorted(numbers.groupby("werkplein").size().items()):
            yield Proposal(
                model.kinds["akkoord_ontbreekt"],
                str(place),
                {
                    "party": in_both(f"programme.party_{party}"),
                    "count": int(count),
                    "quarter": quarter,
                },
                {"werkplein": str(place), "kwartaal": str(quarter), "partner": party},
                float(count),
            )


def goal_gaps(
    register: GoalRegister,
    werkpleinen: Iterable[str],
    known: Mapping[str, Indicator],
    model: AgendaModel,
) -> Iterable[Proposal]:
    """Werkpleinen without goals, and goals without measure, set afterwards, apart, or not met.

    werkpleinen: those that exist and deliver anything up to the quarter; goals of
    others are no gap any more.
    """
    open_in = set(werkpleinen)
    goals = [each.goal for each in register.goals]
    places = sorted({goal.place for goal in goals if goal.regional or goal.place in open_in})
    for place in sorted(open_in - set(places)):
        yield Proposal(
            model.kinds["geen_doelen"],
            place,
            {"quarter": register.quarter},
            {"werkplein": place, "kwartaal": str(register.quarter)},
        )
    for place in places:
        mine = register.of_place(place)
        for check, kind in _BY_CHECK.items():
            yield from _counted(check, kind, place, mine, register.quarter, model)
        yield from (_not_met(judged, known, model) for judged in mine if _is_missed(judged))
        yield from (_behind(judged, known, model) for judged in mine if _is_behind(judged))


_BY_CHECK: Mapping[str, str] = {
    "measurable": "doel_niet_meetbaar",
    "in_advance": "doel_achteraf",
    "derived": "doel_niet_afgeleid",
}


def _counted(
    check: str,
    kind: str,
    place: str,
    mine: Iterable[Judged],
    quarter: Quarter,
    model: AgendaModel,
) -> Iterable[Proposal]:
    given = [judged.answer(check) for judged in mine]
    asked = len(given) - given.count("nvt")
    count, unknown = given.count("no"), given.count("unknown")
    if count:
        yield Proposal(
            model.kinds[kind],
            place,
            {"count": count, "total": asked, "unknown": unknown},
            {"werkplein": place, "kwartaal": str(quarter)},
            float(count),
        )


def _is_missed(judged: Judged) -> bool:
    return judged.verdict is not None and judged.verdict["verdict"] == NOT_REACHED


def _not_met(judged: Judged, known: Mapping[str, Indicator], model: AgendaModel) -> Proposal:
    assert judged.verdict is not None, "a goal without a verdict was not missed"
    row = judged.verdict
    quarter = Quarter.from_index(int(row["kwartaal"]))
    told = _missed("doel_niet_gehaald", judged.goal.place, row, quarter, known, model)
    return replace(told, params={**told.params, "quarter": _days(row)})


def _is_behind(judged: Judged) -> bool:
    return judged.verdict is not None and judged.verdict["verdict"] == BEHIND


def _behind(judged: Judged, known: Mapping[str, Indicator], model: AgendaModel) -> Proposal:
    assert judged.verdict is not None, "a goal without a verdict is not behind"
    row, indicator = judged.verdict, known[judged.verdict["indicator"]]
    params = {
        "indicator": indicator.name,
        "period": _days(row),
        "value": Amount(row["value"], indicator.unit),
        "due": Amount(row["due"], indicator.unit),
        "target": Amount(row["target"], indicator.unit),
    }
    quarter = str(Quarter.from_index(int(row["kwartaal"])))
    subject = {"werkplein": judged.goal.place, "kwartaal": quarter, "indicator": indicator.key}
    away = abs(row["value"] - row["due"]) / abs(row["due"]) if row["due"] else 0.0
    return Proposal(model.kinds["doel_loopt_achter"], judged.goal.place, params, subject, away)


def _days(row: Row) -> Quarter | Text:
    """The quarter a verdict is about, or the quarters of the period up to it."""
    quarter = Quarter.from_index(int(row["kwartaal"]))
    if row.get("judged_by") not in (SUM, POOLED):
        return quarter
    first = str(Quarter.of(row["period_first"]))
    ends = {"first": Text(first, first), "last": Text(str(quarter), str(quarter))}
    return in_both("comparison.target_quarters", **ends)


def _missed(
    kind: str,
    place: str,
    row: Row,
    quarter: Quarter,
    known: Mapping[str, Indicator],
    model: AgendaModel,
) -> Proposal:
    indicator = known[row["indicator"]]
    params = {
        "indicator": indicator.name,
        "quarter": quarter,
        "value": Amount(row["value"], indicator.unit),
        "interval": ProposalLimits(_number(row["low"]), _number(row["high"]), indicator.unit),
        "target": Amount(row["target"], indicator.unit),
    }
    subject = {"werkplein": place, "kwartaal": str(quarter), "indicator": indicator.key}
    # The part of the target that is missed, so that indicators can be put in one order.
    away = abs(row["value"] - row["target"]) / abs(row["target"]) if row["target"] else 0.0
    return Proposal(model.kinds[kind], place, params, subject, away)


def missed_norms(
    judged: pd.DataFrame, quarter: Quarter, known: Mapping[str, Indicator], model: AgendaModel
) -> Iterable[Proposal]:
    """The norms of the register that a Werkplein does not meet in `quarter`.

    judged: rows of `comparison.verdicts`. Only national norms: a norm that a
    Werkplein or region set for itself is a goal of the goal register.
    """
    norms = (judged["soort"] == NORM) & (judged["level"] == "landelijk")
    rows = judged[norms & (judged["kwartaal"] == quarter.index)]
    for row in rows[rows["verdict"] == NOT_REACHED].to_dict("records"):
        yield _missed("norm_niet_gehaald", row["werkplein"], row, quarter, known, model)


def signalled(
    found: pd.DataFrame, quarter: Quarter, known: Mapping[str, Indicator], model: AgendaModel
) -> Iterable[Proposal]:
    """The sure concerns among the signals of `quarter`, one per figure: the surest view of it.

    found: `comparison.signals`. An improvement is no gap.
    """
    sure = found[found["sure"].astype(bool) & (found["verdict"] == "concern")]
    ordered = sure.sort_values(["p_adjusted", "view"], kind="stable")
    for row in ordered.drop_duplicates(["werkplein", "indicator", "split"]).to_dict("records"):
        indicator = known[row["indicator"]]
        params = {
            "indicator": indicator.name,
            "part": _part(indicator, row["split"]),
            "longer": _longer(row["day"]),
            "value": Amount(row["compared"], row["unit"]),
            "expected": Amount(row["expected"], row["unit"]),
        }
        subject = {"werkplein": row["werkplein"], "kwartaal": str(quarter),
                   "indicator": indicator.key}  # fmt: skip
        if isinstance(row["split"], str):
            subject["onderdeel"] = row["split"]
        weight = float(-np.log10(max(row["p_adjusted"], np.finfo(float).tiny)))
        yield Proposal(model.kinds["signaal"], row["werkplein"], params, subject, weight)


def _part(indicator: Indicator, code: object) -> Text | str:
    if not isinstance(code, str):
        return ""
    return split_name(indicator, code).each(" ({})".format)


def _longer(days: float) -> Text | str:
    """Of a duration: that what is told is the share that took longer than so many days."""
    if np.isnan(days):
        return ""
    text = str(int(days))
    return in_both("programme.longer_than", days=Text(text, text))


def _number(value: Any) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
