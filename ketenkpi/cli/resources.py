"""`ketenkpi resources`: money and people, an amount divided over Werkpleinen, moves worked out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, quarters
from ketenkpi.cli.numbers import MISSING, number, percentage
from ketenkpi.cli.present import exact
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.table import table
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    from ketenkpi.resources import Allocation, Figure, WhatIf
    from ketenkpi.scope import Scope
    from ketenkpi.store import Resources, Store

PARTNERS = ("uwv", "gemeente")
UNITS = ("fte", "euro")


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "resources_werkplein", metavar="X")
    parser.option("--regio", "resources_regio", metavar="R")
    parser.option("--kwartaal", "resources_quarters", type=quarters, default=(), metavar="A..B")
    parser.option("--uurtarief", "resources_rate", type=amount, metavar="EURO")
    parser.option("--sleutel", "resources_key", metavar="caseload|instroom|behoefte|NAAM")
    parser.option("--verdeel", "resources_amount", type=amount, metavar="BEDRAG")
    parser.option("--eenheid", "resources_unit", choices=UNITS, default="fte")
    parser.option("--partner", "resources_partner", choices=PARTNERS)
    parser.option("--scenario", "resources_scenario", metavar="TEKST")
    parser.flag("--json", "json")


def amount(text: str) -> Decimal:
    """An option that is an amount; see `read_amount`."""
    from ketenkpi.resources import read_amount

    return read_amount(text)


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print the figures with what is assumed, then what was asked to divide or to move."""
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    if options.werkplein and options.regio:
        raise UsageError("cli.resources_one_place")
    if (options.sleutel is None) != (options.verdeel is None):
        raise UsageError("cli.resources_key_and_amount")
    store, scope = open_store(), Scope.everything()
    chosen = [Quarter.from_index(index) for index in options.kwartaal]
    found = store.resources(
        scope,
        werkplein=options.werkplein,
        regio=options.regio,
        quarters=chosen,
        rate=None if options.uurtarief is None else float(options.uurtarief),
    )
    divided = _divided(store, options, chosen, scope)
    tried = _tried(store, options, found.quarters[-1], scope)
    _show(found, screen)
    if divided is not None:
        _show_allocation(divided, screen)
    if tried is not None:
        _show_what_if(tried, screen)
    _show_assumptions(found, screen)
    screen.data({"resources": exact(found), "allocation": exact(divided), "what_if": _moved(tried)})
    return 0


def _divided(
    store: Store, options: argparse.Namespace, chosen: Sequence[Quarter], scope: Scope
) -> Allocation | None:
    if options.sleutel is None:
        return None
    return store.allocation(
        scope,
        key=options.sleutel,
        unit=options.eenheid,
        amount=options.verdeel,
        regio=options.regio,
        quarters=chosen,
        partner=options.partner,
    )


def _tried(
    store: Store, options: argparse.Namespace, quarter: Quarter, scope: Scope
) -> WhatIf | None:
    from ketenkpi.resources import Scenario

    if options.scenario is None:
        return None
    return store.what_if(
        scope,
        Scenario.parse(options.scenario),
        werkplein=options.werkplein,
        regio=options.regio,
        quarter=quarter,
    )


def _moved(tried: WhatIf | None) -> Any:
    if tried is None:
        return None
    return {
        "scenario": tried.scenario.text,
        "cells": exact(tried.touched),
        "checks": exact(tried.checks),
    }


def _show(found: Resources, screen: Screen) -> None:
    from ketenkpi.comparison import may_change_said

    language = screen.language
    screen.tell(
        "resources_title",
        places=", ".join(found.werkpleinen),
        first=found.quarters[0],
        last=found.quarters[-1],
    )
    for partner, pairs in found.undelivered.items():
        if pairs:
            listed = ", ".join(f"{name} {Quarter.from_index(at)}" for name, at in pairs)
            screen.tell("resources_undelivered", partner=_named("organisatie", partner, language),
                        pairs=listed)  # fmt: skip
    _section("spending", _spending_rows(found, language), screen, (2, 3, 4, 5))
    _section("ratio", _ratio_rows(found, language), screen, (1, 2, 3, 4))
    _section("joint", _joint_rows(found, language), screen, (1, 2, 3, 4))
    screen.tell("resources_cases")
    _section("staff", _staff_rows(found, language), screen, range(2, 9))
    _section("cost", [_cost_row(found, language)], screen, (0, 1, 2, 3))
    _section("effort", _effort_rows(found, language), screen, (1, 2, 3, 4))
    _section("double", _double_rows(found, language), screen, (1, 2, 3, 4))
    if found.may_change:
        screen.show(f"* {may_change_said(found.may_change, language)}")


HEADS = {
    "spending": ("partner", "kind", "budget", "spent", "difference", "why"),
    "ratio": ("compared", "gemeente", "uwv", "ratio", "pairs", "why"),
    "joint": ("kind", "share", "known", "joint_places", "asked", "why"),
    "staff": (
        *("partner", "task", "fte", "cases", "caseload"),
        *("required", "available", "gap", "places", "why"),
    ),
    "cost": ("cost", "interval", "outflow", "beside", "why"),
    "effort": ("measured", "share_uwv", "interval", "share_gemeente", "pairs", "why"),
    "double": ("partner", "hours", "hours_fte", "equivalent", "cost_hours", "why"),
    "allocation": ("werkplein", "weight", "share", "amount", "present", "difference", "why"),
    "what_if": (
        *("werkplein", "partner", "task", "fte", "euro", "caseload"),
        *("required", "available", "gap", "why"),
    ),
}


def _section(
    name: str, rows: Sequence[Sequence[str]], screen: Screen, right: Sequence[int]
) -> None:
    heads = [say(f"resources.head_{head}", screen.language) for head in HEADS[name]]
    screen.show(f"\n{screen.say(f'resources_{name}')}\n{table(heads, rows, right)}")


def _named(column: str, code: str | None, language: Language) -> str:
    """A partner, kind or task in words; None is all of them, and one not divided says so."""
    from ketenkpi.contracts import find_contract

    if code is None:
        return say("resources.all_together", language)
    values = find_contract("middelen").column(column).values
    return values[code].in_(language) if code in values else say(f"resources.{code}", language)


def _shown(figure: Figure, decimals: int, language: Language) -> str:
    return number(figure.value, decimals, language)


def _share(figure: Figure, language: Language) -> str:
    return percentage(figure.value, 1, language)


def _why(language: Language, *figures: Figure) -> str:
    """The reasons of what is missing, each once."""
    reasons = dict.fromkeys(figure.reason for figure in figures if figure.reason)
    return " ".join(say(reason, language) for reason in reasons)


def _limits(figure: Figure, decimals: int, language: Language) -> str:
    if figure.low is None:
        return ""
    return f"{number(figure.low, decimals, language)} - {number(figure.high, decimals, language)}"


def _spending_rows(found: Resources, language: Language) -> list[list[str]]:
    return [
        [
            _named("organisatie", each.partner, language),
            _named("soort", each.kind, language),
            *(_shown(f, 0, language) for f in (each.budget, each.spent, each.difference)),
            _why(language, each.budget, each.spent),
        ]
        for each in found.spending
    ]


def _ratio_rows(found: Resources, language: Language) -> list[list[str]]:
    rows = []
    for each in found.ratios:
        decimals = 2 if each.per_client else 0
        rows.append([
            say(f"resources.{each.key}", language),
            _shown(each.gemeente, decimals, language),
            _shown(each.uwv, decimals, language),
            _shown(each.ratio, 1, language),
            str(each.pairs),
            _why(language, each.ratio),
        ])  # fmt: skip
    return rows


def _joint_rows(found: Resources, language: Language) -> list[list[str]]:
    return [
        [
            _named("soort", each.kind, language),
            _share(each.share, language),
            _share(each.known, language),
            str(each.places),
            str(each.asked),
            _why(language, each.share),
        ]
        for each in found.joint
    ]


def _staff_rows(found: Resources, language: Language) -> list[list[str]]:
    return [
        [
            _named("organisatie", each.partner, language),
            _named("taak", each.task, language),
            _shown(each.fte, 1, language),
            _shown(each.cases, 0, language),
            _shown(each.caseload, 1, language),
            *(_shown(f, 0, language) for f in (each.required, each.available, each.gap)),
            str(each.places),
            _why(language, each.fte, each.caseload),
        ]
        for each in found.caseloads
    ]


def _cost_row(found: Resources, language: Language) -> list[str]:
    cost = found.cost
    outflow = number(cost.denominator, 0, language)
    beside = number(found.cost_beside, 0, language)
    limits = _limits(cost, 0, language)
    return [_shown(cost, 0, language), limits, outflow, beside, _why(language, cost)]


def _effort_rows(found: Resources, language: Language) -> list[list[str]]:
    rows = []
    for each in found.effort:
        uwv = each.share_uwv
        limits = MISSING
        if uwv.low is not None and uwv.high is not None:
            ends = (percentage(end, 1, language) for end in (uwv.low, uwv.high))
            limits = " - ".join(ends)
        rest = None if uwv.value is None else 1 - uwv.value
        rows.append([
            say(f"resources.effort_{each.measured}", language),
            _share(uwv, language),
            limits,
            percentage(rest, 1, language),
            str(each.pairs),
            _why(language, uwv),
        ])  # fmt: skip
    return rows


def _double_rows(found: Resources, language: Language) -> list[list[str]]:
    return [
        [
            _named("organisatie", each.partner, language),
            _shown(each.hours, 0, language),
            _shown(each.per_fte, 1, language),
            _shown(each.equivalent, 2, language),
            _shown(each.cost, 0, language),
            _why(language, each.hours, each.cost),
        ]
        for each in found.double
    ]


def _show_allocation(found: Allocation, screen: Screen) -> None:
    language = screen.language
    rows = [
        [
            part.werkplein,
            number(part.weight, 1, language),
            _share(part.share, language),
            number(float(part.amount), 2, language),
            _shown(part.present, 2, language),
            _shown(part.difference, 2, language),
            _why(language, part.present),
        ]
        for part in found.parts
    ]
    _section("allocation", rows, screen, (1, 2, 3, 4, 5))
    total = number(float(found.amount), 2, language)
    screen.tell("resources_adds_up", amount=total, unit=found.unit)


def _show_what_if(found: WhatIf, screen: Screen) -> None:
    language = screen.language
    rows = [
        [
            each.cell.werkplein,
            _named("organisatie", each.cell.partner, language),
            _named("taak", each.cell.task, language),
            *(
                _before_after(getattr(each.before, name), getattr(each.after, name), language)
                for name in ("fte", "euro", "caseload")
            ),
            _shown(each.required, 0, language),
            _before_after(each.before.available, each.after.available, language),
            _before_after(each.before.gap, each.after.gap, language),
            _why(language, each.cases),
        ]
        for each in found.touched
    ]
    _section("what_if", rows, screen, range(3, 9))
    for check in found.checks:
        ends = {
            "before": number(float(check.before), 2, language),
            "after": number(float(check.after), 2, language),
        }
        screen.tell("resources_check", unit=check.unit, **ends)
    screen.tell("resources_link", text=found.scenario.text)


def _before_after(before: Any, after: Any, language: Language) -> str:
    """Both states in one cell; one that did not change stands there once."""
    shown = [_state(each, language) for each in (before, after)]
    return " > ".join(dict.fromkeys(shown))


def _state(value: Any, language: Language) -> str:
    if value is None:
        return MISSING
    if isinstance(value, Decimal):
        return number(float(value), 2, language)
    return number(value.value, 1, language)


def _show_assumptions(found: Resources, screen: Screen) -> None:
    language, assumed = screen.language, found.assumptions
    screen.show("")
    screen.tell("resources_assumed", author=assumed.author, day=f"{assumed.reviewed_on:%d-%m-%Y}")
    hours = ", ".join(
        f"{_named('taak', task, language)} {number(value, 0, language)}"
        for task, value in assumed.case_hours.values.items()
    )
    groups = ", ".join(
        f"{_named('doelgroep', group, language)} {number(value, 1, language)}"
        for group, value in assumed.need_weights.values.items()
    )
    for text in (
        assumed.seed_ratio.why.in_(language),
        assumed.hours_per_fte.why.in_(language),
        f"{assumed.case_hours.why.in_(language)} ({hours})",
        f"{assumed.need_weights.why.in_(language)} ({groups})",
        say("resources.assumption_joint", language),
    ):
        screen.show(f"- {text}")
