"""Budget and spend, gemeente against UWV, what is spent together, and what an outflow costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Listed,
    Measured,
    Picture,
    Reasons,
    Said,
    Section,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.resources.answers.names import column, inside, named, short, who
from ketenkpi.resources.ledger import PARTNERS
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    from ketenkpi.figure import Figure
    from ketenkpi.resources.money import JointShare, PartnerRatio, Spending
    from ketenkpi.resources.result import Resources


def spending(found: Resources, where: Said) -> Section:
    """What each partner budgeted and spent, by kind. where: of which place and quarters."""
    whole = {each.partner: each for each in found.spending if each.kind is None}
    said = tuple(_spent(whole[partner]) for partner in PARTNERS)
    finding = (phrase("resources.of_where", where=where), *said, _largest(found))
    table = table_of(
        found.spending,
        (column("kind"), lambda each: named("soort", each.kind)),
        (column("partner"), lambda each: named("organisatie", each.partner)),
        (column("budget", "euro"), lambda each: each.budget),
        (column("spent", "euro"), lambda each: each.spent),
        (column("difference", "euro", "signed"), lambda each: each.difference),
    )
    picture = Picture(
        "by_partner",
        "euro",
        tuple(
            {
                "name": short("soort", each.kind),
                "partner": each.partner,
                "value": each.spent.value,
                "beside": each.budget.value,
                "text": phrase(
                    "resources.point_spending",
                    name=short("soort", each.kind),
                    partner=named("organisatie", each.partner),
                    spent=Measured(each.spent, "euro"),
                    budget=Measured(each.budget, "euro"),
                ),
            }
            for each in found.spending
            if each.kind
        ),
        phrase("resources.alt_spending", finding=finding),
        in_both("resources.drawn_spending"),
    )
    notes = (in_both("resources.note_spending"), *_undelivered(found))
    return Section("spending", _title(found, "spending"), finding, table, (picture,), notes)


def _spent(each: Spending) -> Said:
    if each.spent.value is None or each.budget.value is None:
        reasons = Reasons((each.spent,))
        return phrase("resources.spent_unknown", partner=who(each.partner), why=reasons)
    told: dict[str, Said] = {
        "partner": who(each.partner, first=True),
        "budget": Measured(each.budget, "euro"),
        "spent": Measured(each.spent, "euro"),
    }
    difference = each.difference.value
    if difference is None or not each.budget.value:
        return phrase("resources.spent_bare", **told)
    size = Measured(each.difference, "euro", "size")
    return phrase(f"resources.spent_{'over' if difference > 0 else 'under'}", **told, size=size)


def _largest(found: Resources) -> Said:
    kinds: dict[str, float] = {}
    for each in found.spending:
        if each.kind and each.spent.value is not None:
            kinds[each.kind] = kinds.get(each.kind, 0.0) + each.spent.value
    if not kinds:
        return None
    most = max(kinds, key=lambda kind: kinds[kind])
    share = Measured(kinds[most] / sum(kinds.values()), "share_whole")
    return phrase("resources.largest", kind=inside("soort", most), share=share)


def _undelivered(found: Resources) -> list[Said]:
    return [
        phrase(
            "resources.undelivered",
            partner=who(partner),
            pairs=Listed(tuple((name, Quarter.from_index(quarter)) for name, quarter in pairs)),
        )
        for partner, pairs in found.undelivered.items()
        if pairs
    ]


def ratio(found: Resources) -> Section:
    """How many euros the gemeente has for each of UWV, the paper's ten beside it."""
    seed = found.assumptions.seed_ratio
    budget = next(each for each in found.ratios if each.beside_seed)
    finding = _ratio_said(found, budget)
    table = table_of(
        found.ratios,
        (column("compared"), lambda each: in_both(f"resources.{each.key}")),
        (column("gemeente", "euro"), lambda each: _euros(each, each.gemeente)),
        (column("uwv", "euro"), lambda each: _euros(each, each.uwv)),
        (column("ratio", "ratio"), lambda each: each.ratio),
        (column("pairs", "number"), lambda each: each.pairs),
    )
    picture = Picture(
        "beside_mark",
        "ratio",
        tuple(
            {
                "name": in_both(f"resources.short_{each.key}"),
                "value": each.ratio.value,
                "mark": seed.value if each.beside_seed else None,
                "text": _ratio_point(each, seed.value),
            }
            for each in found.ratios
        ),
        phrase("resources.alt_ratio", finding=finding),
        phrase("resources.drawn_ratio", section=seed.section),
    )
    notes: list[Said] = [seed.why]
    if budget.left_out:
        notes.append(phrase("resources.note_left_out", count=count_of(budget.left_out)))
    return Section("ratio", _title(found, "ratio"), finding, table, (picture,), tuple(notes))


def _euros(each: PartnerRatio, figure: Figure) -> Measured:
    return Measured(figure, "euro_cents" if each.per_client else "euro")


def _ratio_said(found: Resources, budget: PartnerRatio) -> Said:
    if budget.ratio.value is None:
        return phrase("resources.ratio_unknown", why=Reasons((budget.ratio,)))
    said = phrase(
        f"resources.ratio_{budget.against}",
        ratio=Measured(budget.ratio, "ratio"),
        gemeente=Measured(budget.gemeente, "euro"),
        uwv=Measured(budget.uwv, "euro"),
        seed=count_of(found.assumptions.seed_ratio.value),
    )
    each = next(e for e in found.ratios if e.key == f"{budget.key}_client")
    if each.ratio.value is None:
        return (said, phrase("resources.ratio_no_client", why=Reasons((each.ratio,))))
    per_client = phrase(
        "resources.ratio_client",
        ratio=Measured(each.ratio, "ratio"),
        gemeente=_euros(each, each.gemeente),
        uwv=_euros(each, each.uwv),
    )
    return (said, per_client)


def _ratio_point(each: PartnerRatio, seed: float) -> Said:
    said = phrase(
        "resources.point_ratio",
        name=in_both(f"resources.{each.key}"),
        ratio=Measured(each.ratio, "ratio"),
    )
    beside = phrase("resources.point_seed", seed=count_of(seed))
    return (said, beside) if each.beside_seed else said


def joint(found: Resources) -> Section:
    """Which part of each kind is spent together."""
    finding = _joint_said(found)
    table = table_of(
        found.joint,
        (column("kind"), lambda each: named("soort", each.kind)),
        (column("share", "share"), lambda each: each.share),
        (column("known", "share"), lambda each: each.known),
        (column("joint_places", "number"), lambda each: each.places),
        (column("asked", "number"), lambda each: each.asked),
    )
    points = tuple(point for each in found.joint for point in _joint_points(each))
    alt = phrase("resources.alt_joint", finding=finding)
    pictures = (Picture("parts", "share", points, alt),) if points else ()
    note = in_both("resources.note_joint")
    return Section("joint", _title(found, "joint"), finding, table, pictures, (note,))


def _joint_said(found: Resources) -> Said:
    buying, *rest = found.joint
    parts = tuple(
        (inside("soort", each.kind), Measured(each.share, "share"))
        for each in rest
        if each.share.value is not None
    )
    told = phrase("resources.joint_rest", parts=Listed(parts)) if parts else None
    if buying.share.value is None:
        return (phrase("resources.joint_unknown", why=Reasons((buying.share,))), told)
    key = "joint_buying" if buying.places else "joint_none"
    first = phrase(
        f"resources.{key}{'_one' if buying.asked == 1 else ''}",
        share=Measured(buying.share, "share"),
        places=count_of(buying.places),
        asked=count_of(buying.asked),
    )
    return (first, told)


def _joint_points(each: JointShare) -> list[dict[str, Said | float]]:
    """Together, apart, and not filled in; nothing where there is no share."""
    whole, known, together = each.share.denominator, each.known.denominator, each.share.value
    if not whole or known is None or together is None:
        return []
    split = {"joint": together, "apart": known / whole - together, "unknown": 1 - known / whole}
    name = short("soort", each.kind)
    return [part_point(name, key, in_both(f"resources.part_{key}"), s) for key, s in split.items()]


def part_point(name: Said, role: str, part: Said, share: float) -> dict[str, Said | float]:
    """One part of a bar of 100 %; `role` tells the chart its colour."""
    text = phrase("resources.point_part", name=name, part=part, share=Measured(share, "share"))
    return {"name": name, "role": role, "part": part, "share": share, "text": text}


def cost(found: Resources) -> Section:
    """What one outflow to work costs, of all together and of each Werkplein by name."""
    finding = _cost_said(found)
    by_place = found.cost_by_place
    whole: Said = in_both("resources.all_together")
    together = [(whole, found.cost)] if len(by_place) > 1 else []
    table = table_of(
        [*together, *by_place.items()],
        (column("werkplein"), lambda row: row[0]),
        (column("cost", "euro_each"), lambda row: row[1]),
        (column("outflow", "number"), lambda row: count_of(row[1].denominator)),
    )
    picture = Picture(
        "spread",
        "euro_each",
        tuple(
            {
                "place": name,
                **{end: getattr(figure, end) for end in ("value", "low", "high")},
                "note": Reasons((figure,)),
                "text": (f"{name}:", Reasons((figure,)))
                if figure.value is None
                else (f"{name}:", Measured(figure, "euro_each")),
            }
            for name, figure in by_place.items()
        ),
        phrase("resources.alt_cost", finding=finding),
    )
    notes = (in_both("resources.note_cost"), in_both("resources.no_cause"))
    return Section("cost", _title(found, "cost"), finding, table, (picture,), notes)


def _cost_said(found: Resources) -> Said:
    figure, beside = found.cost, found.cost_beside
    if figure.value is None:
        return phrase("resources.cost_unknown", why=Reasons((figure,)))
    said = phrase(
        "resources.cost",
        value=Measured(figure, "euro_each"),
        limits=Measured(figure, "euro_each", "limits"),
        spent=Measured(figure.numerator, "euro"),
        outflow=count_of(figure.denominator),
    )
    # Half a euro is what is seen of a difference.
    if beside is None or figure.value - beside < 0.5:
        return said
    return (said, phrase("resources.cost_beside", value=Measured(beside, "euro_each")))


def _title(found: Resources, key: str) -> Said:
    return found.assumptions.concepts[key].name
