"""`ketenkpi resources`: money and people, an amount divided over Werkpleinen, moves worked out."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, quarters
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.answer import Section
    from ketenkpi.resources import Allocation, Resources, WhatIf
    from ketenkpi.scope import Scope
    from ketenkpi.store import Store

PARTNERS = ("uwv", "gemeente")
UNITS = ("fte", "euro")


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "resources_werkplein", metavar="X")
    parser.option("--regio", "resources_regio", metavar="R")
    parser.listed("--kwartaal", "resources_quarters", quarters, metavar="A..B")
    parser.option("--uurtarief", "resources_rate", type=amount, metavar="EURO")
    parser.option("--sleutel", "resources_key", metavar="caseload|instroom|behoefte|NAAM")
    parser.option("--verdeel", "resources_amount", type=amount, metavar="BEDRAG")
    parser.option("--eenheid", "resources_unit", choices=UNITS, default="fte")
    parser.option("--partner", "resources_partner", choices=PARTNERS)
    parser.option("--scenario", "resources_scenario", metavar="TEKST")
    parser.option("--uit", "workbook", type=Path, metavar="X.xlsx")
    parser.flag("--json", "json")


def amount(text: str) -> Decimal:
    """An option that is an amount; see `read_amount`."""
    from ketenkpi.resources import read_amount

    return read_amount(text)


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print the figures with what is assumed, then what was asked to divide or to move."""
    from ketenkpi.comparison import may_change_said
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
    if found.may_change:
        screen.say_of(("*", may_change_said(found.may_change)))
        screen.show("")
    screen.sections(_sections(found, divided, tried), options.uit)
    screen.tell(
        "resources_assumed",
        author=found.assumptions.author,
        day=f"{found.assumptions.reviewed_on:%d-%m-%Y}",
    )
    if tried is not None:
        screen.tell("resources_link", text=tried.scenario.text)
    _data(found, divided, tried, screen)
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


def _sections(found: Resources, divided: Allocation | None, tried: WhatIf | None) -> list[Section]:
    from ketenkpi.answer import Listed, from_to, phrase
    from ketenkpi.resources import answers

    when = from_to(found.quarters[0], found.quarters[-1])
    where = phrase("resources.where", places=Listed(found.werkpleinen), when=when)
    made = [answers.section(found, key, where) for key in answers.KEYS]
    if divided is not None:
        made.append(answers.allocation(divided, found.assumptions))
    if tried is not None:
        made.append(answers.what_if(tried, found.assumptions))
    return made


def _data(
    found: Resources, divided: Allocation | None, tried: WhatIf | None, screen: Screen
) -> None:
    from ketenkpi.surfaces.plain_values import exact

    screen.data({"resources": exact(found), "allocation": exact(divided), "what_if": _moved(tried)})


def _moved(tried: WhatIf | None) -> Any:
    from ketenkpi.surfaces.plain_values import exact

    if tried is None:
        return None
    return {
        "scenario": tried.scenario.text,
        "cells": exact(tried.touched),
        "checks": exact(tried.checks),
    }
