"""Budget and spend, gemeente against UWV, what is spent together, and what an outflow costs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import charts, formats
from dashboard.charts import resources as pictured
from dashboard.presenters.resources_words import (
    MISSING,
    Section,
    euros,
    inside,
    limits,
    listed,
    named,
    number,
    share,
    short,
    shown,
    signed,
    table,
    who,
    why,
)
from dashboard.theme import BLUE, GREY, PAPER, Mode
from dashboard.words import say
from ketenkpi.resources import PARTNERS, PartnerRatio, Spending
from ketenkpi.store import Resources
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say


def spending(found: Resources, where: str, mode: Mode, language: Language) -> Section:
    """What each partner budgeted and spent, by kind."""
    whole = {each.partner: each for each in found.spending if each.kind is None}
    said = " ".join(_spent(whole[partner], language) for partner in PARTNERS)
    finding = f"{where}: {said} {_largest(found, language)}".strip()
    rows = [_spending_row(each, language) for each in found.spending]
    heads = ("kind", "partner", "budget", "spent", "difference", "why")
    data = pd.DataFrame([_spending_point(e, language) for e in found.spending if e.kind])
    chart = pictured.by_partner(
        data, unit="euro", mode=mode, language=language,
        alt=say("middelen.alt_spending", language, finding=finding),
    )  # fmt: skip
    notes = (say("middelen.note_spending", language), *_undelivered(found, language))
    return Section("spending", finding, (chart,), table(heads, rows, language), notes)


def _spent(each: Spending, language: Language) -> str:
    if each.spent.value is None or each.budget.value is None:
        name, reasons = who(each.partner, language), why(language, each.spent)
        return say("middelen.spent_unknown", language, partner=name, why=reasons)
    name = who(each.partner, language, first=True)
    texts = {"partner": name, "budget": euros(each.budget, language)}
    texts["spent"] = euros(each.spent, language)
    difference = each.difference.value
    if difference is None or not each.budget.value:
        return say("middelen.spent_bare", language, **texts)
    key = "over" if difference > 0 else "under"
    size = formats.number(abs(difference), 0, language)
    return say(f"middelen.spent_{key}", language, **texts, size=f"€ {size}")


def _largest(found: Resources, language: Language) -> str:
    kinds: dict[str, float] = {}
    for each in found.spending:
        if each.kind and each.spent.value is not None:
            kinds[each.kind] = kinds.get(each.kind, 0.0) + each.spent.value
    if not kinds:
        return ""
    most = max(kinds, key=lambda kind: kinds[kind])
    part = formats.percentage(kinds[most] / sum(kinds.values()), 0, language)
    return say("middelen.largest", language, kind=inside("soort", most, language), share=part)


def _spending_row(each: Spending, language: Language) -> list[str]:
    gap = each.difference.value
    return [
        named("soort", each.kind, language),
        named("organisatie", each.partner, language),
        euros(each.budget, language),
        euros(each.spent, language),
        MISSING if gap is None else signed(gap, 0, language),
        why(language, each.budget, each.spent),
    ]


def _spending_point(each: Spending, language: Language) -> dict[str, Any]:
    name, partner = (
        short("soort", each.kind, language),
        named("organisatie", each.partner, language),
    )
    text = say(
        "middelen.point_spending", language, name=name, partner=partner,
        spent=euros(each.spent, language), budget=euros(each.budget, language),
    )  # fmt: skip
    return {
        "name": name, "partner": partner, "place": PARTNERS.index(each.partner),
        "value": number(each.spent.value), "low": float("nan"), "high": float("nan"),
        "beside": number(each.budget.value), "text": text,
    }  # fmt: skip


def _undelivered(found: Resources, language: Language) -> list[str]:
    notes = []
    for partner, pairs in found.undelivered.items():
        if pairs:
            names = [f"{name} {formats.quarter(quarter)}" for name, quarter in pairs]
            told = {"partner": who(partner, language), "pairs": listed(names, language)}
            notes.append(say("middelen.undelivered", language, **told))
    return notes


def ratio(found: Resources, mode: Mode, language: Language) -> Section:
    """How many euros the gemeente has for each of UWV, the paper's ten beside it."""
    seed = found.assumptions.seed_ratio
    budget = next(each for each in found.ratios if each.beside_seed)
    finding = _ratio_said(found, budget, language)
    rows = [
        [
            library_say(f"resources.{each.key}", language),
            _ratio_part(each, "gemeente", language),
            _ratio_part(each, "uwv", language),
            shown(each.ratio, 1, language),
            formats.number(each.pairs, 0, language),
            why(language, each.ratio),
        ]
        for each in found.ratios
    ]
    heads = ("compared", "gemeente", "uwv", "ratio", "pairs", "why")
    data = pd.DataFrame(
        {
            "name": say(f"middelen.short_{each.key}", language),
            "value": number(each.ratio.value),
            "mark": seed.value if each.beside_seed else float("nan"),
            "text": _ratio_point(each, seed.value, language),
        }
        for each in found.ratios
    )
    chart = pictured.beside_mark(
        data, unit="ratio", mode=mode, language=language,
        alt=say("middelen.alt_ratio", language, finding=finding),
    )  # fmt: skip
    notes = [say("middelen.note_ratio", language, section=seed.section), seed.why.in_(language)]
    if budget.left_out:
        count = formats.number(budget.left_out, 0, language)
        notes.append(say("middelen.note_left_out", language, count=count))
    return Section("ratio", finding, (chart,), table(heads, rows, language), tuple(notes))


def _ratio_said(found: Resources, budget: PartnerRatio, language: Language) -> str:
    seed = formats.number(found.assumptions.seed_ratio.value, 0, language)
    if budget.ratio.value is None:
        return say("middelen.ratio_unknown", language, why=why(language, budget.ratio))
    said = say(
        f"middelen.ratio_{budget.against}", language, ratio=shown(budget.ratio, 1, language),
        gemeente=euros(budget.gemeente, language), uwv=euros(budget.uwv, language), seed=seed,
    )  # fmt: skip
    each = next(e for e in found.ratios if e.key == f"{budget.key}_client")
    if each.ratio.value is None:
        return f"{said} {say('middelen.ratio_no_client', language, why=why(language, each.ratio))}"
    per_client = say(
        "middelen.ratio_client", language, ratio=shown(each.ratio, 1, language),
        gemeente=_ratio_part(each, "gemeente", language), uwv=_ratio_part(each, "uwv", language),
    )  # fmt: skip
    return f"{said} {per_client}"


def _ratio_part(each: PartnerRatio, name: str, language: Language) -> str:
    figure = each.gemeente if name == "gemeente" else each.uwv
    if figure.value is None:
        return MISSING
    return f"€ {shown(figure, 2 if each.per_client else 0, language)}"


def _ratio_point(each: PartnerRatio, seed: float, language: Language) -> str:
    text = say(
        "middelen.point_ratio", language, name=library_say(f"resources.{each.key}", language),
        ratio=shown(each.ratio, 1, language),
    )  # fmt: skip
    if not each.beside_seed:
        return text
    beside = say("middelen.point_seed", language, seed=formats.number(seed, 0, language))
    return f"{text} {beside}"


def joint(found: Resources, mode: Mode, language: Language) -> Section:
    """Which part of each kind is spent together."""
    buying, *rest = found.joint
    parts = [_joint_said(each.kind, share(each.share, language), language)
             for each in rest if each.share.value is not None]  # fmt: skip
    if buying.share.value is None:
        first = say("middelen.joint_unknown", language, why=why(language, buying.share))
    else:
        first = say(
            "middelen.joint_buying" if buying.places else "middelen.joint_none",
            language,
            share=share(buying.share, language),
            places=formats.number(buying.places, 0, language),
            asked=formats.number(buying.asked, 0, language),
        )  # fmt: skip
    told = say("middelen.joint_rest", language, parts=listed(parts, language)) if parts else ""
    finding = f"{first} {told}".strip()
    heads = ("kind", "share", "known", "joint_places", "asked", "why")
    rows = [
        [
            named("soort", each.kind, language),
            share(each.share, language),
            share(each.known, language),
            formats.number(each.places, 0, language),
            formats.number(each.asked, 0, language),
            why(language, each.share),
        ]
        for each in found.joint
    ]
    points = [point for each in found.joint for point in _joint_points(each, mode, language)]
    pictures: tuple[charts.Chart, ...] = ()
    if points:
        alt = say("middelen.alt_joint", language, finding=finding)
        frame = pd.DataFrame(points)
        pictures = (pictured.parts(frame, alt=alt, mode=mode, language=language),)
    note = say("middelen.note_joint", language)
    return Section("joint", finding, pictures, table(heads, rows, language), (note,))


def _joint_said(kind: str, part: str, language: Language) -> str:
    return f"{inside('soort', kind, language)} {part}"


def _joint_points(each: Any, mode: Mode, language: Language) -> list[dict[str, Any]]:
    """Together, apart, and not filled in; nothing where there is no share."""
    if each.share.value is None or each.known.value is None:
        return []
    whole, known = each.share.denominator, each.known.denominator
    together = each.share.value
    split = {"joint": together, "apart": known / whole - together, "unknown": 1 - known / whole}
    colours = {"joint": BLUE, "apart": GREY, "unknown": PAPER[mode]}
    name = short("soort", each.kind, language)
    return [
        {
            "name": name, "part": say(f"middelen.part_{key}", language), "colour": colours[key],
            "order": place, "share": value, "low": float("nan"), "high": float("nan"),
            "text": say(
                "middelen.point_part", language, name=name,
                part=say(f"middelen.part_{key}", language),
                share=formats.percentage(value, 1, language),
            ),
        }
        for place, (key, value) in enumerate(split.items())
    ]  # fmt: skip


def cost(
    found: Resources, by_place: Sequence[Mapping[Hashable, Any]], mode: Mode, language: Language
) -> Section:
    """What one outflow to work costs, and the same of each Werkplein by name.

    by_place: per Werkplein its name (`werkplein`), value, low, high, numerator,
    denominator and reason, as `figures` gives them.
    """
    figure = found.cost
    if figure.value is None:
        finding = say("middelen.cost_unknown", language, why=why(language, figure))
    else:
        beside = found.cost_beside
        finding = say(
            "middelen.cost", language, value=euros(figure, language),
            limits=limits(figure, 0, language), spent=f"€ {_whole(figure.numerator, language)}",
            outflow=_whole(figure.denominator, language),
        )  # fmt: skip
        if beside is not None and figure.value - beside >= 0.5:
            text = formats.number(beside, 0, language)
            finding += " " + say("middelen.cost_beside", language, value=f"€ {text}")
    points, rows = [], []
    for row in by_place:
        known = row["value"] == row["value"]
        ends = {name: formats.number(row[name], 0, language) for name in ("low", "high") if known}
        value = formats.number(row["value"], 0, language) if known else MISSING
        reason = "" if known else library_say(str(row["reason"]), language)
        points.append({
            "place": row["werkplein"], "role": "other", "expected": float("nan"),
            **{name: row[name] for name in ("value", "low", "high")},
            "note": reason,
            "text": f"{row['werkplein']}: € {value}" if known else f"{row['werkplein']}: {reason}",
        })  # fmt: skip
        rows.append([
            str(row["werkplein"]), f"€ {value}" if known else MISSING,
            say("page.interval", language, **ends) if known else "",
            _whole(row["denominator"] if known else None, language), reason,
        ])  # fmt: skip
    chart = charts.spread(
        pd.DataFrame(points), unit="euro_each", mode=mode, language=language,
        alt=say("middelen.alt_cost", language, finding=finding),
    )  # fmt: skip
    heads = ("werkplein", "cost", "interval", "outflow", "why")
    notes = (say("middelen.note_cost", language), say("middelen.no_cause", language))
    return Section("cost", finding, (chart,), table(heads, rows, language), notes)


def _whole(value: float | None, language: Language) -> str:
    return MISSING if value is None else formats.number(value, 0, language)
