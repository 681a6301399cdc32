"""Every section and table of the overview, on a small real installation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ketenkpi.answer import Section
from ketenkpi.indicators import figures_section, load_indicators
from ketenkpi.overview import (
    TILES,
    TOGETHER,
    Tile,
    answers,
    leaving_of,
    placed_figure,
    quarterly_of,
    satisfaction_of,
    together_of,
    vacancies_of,
)
from ketenkpi.overview.answers import Course
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.customer_files import WHEN, deliver_customers
from tests.dashboard.small import FIRST, LAST, NOORD, installed

KEYS = ("uitkeringsduur", "instroom", "aandeel_werk", "personen")
ALL = Scope.everything()


def every_section(home: Path) -> list[Section]:
    """The course of each figure of the overview, its explanation, and tables of figures."""
    store = installed(home)
    made = [each for tile in TILES for each in _of(store, tile)]
    per = ("werkplein", "kwartaal")
    figures = store.figures(KEYS, per, ALL)
    for key in KEYS:
        made.append(figures_section(load_indicators()[key], figures[figures.indicator == key], per))
    deliver_customers(store)
    made += _of_customers(store)
    made += _of_groups(store)
    store.close()
    return made


def _of_groups(store: Store) -> list[Section]:
    """How soon target groups leave, and what is released of that."""
    quarters = range(FIRST.index, LAST.index + 1)
    asked = (store.source, "werkplein", NOORD, ALL)
    found = leaving_of(*asked, quarters=quarters, quarter=LAST.index)
    figures = store.figures(["aandeel_werk"], ("doelgroep",), ALL).to_dict("records")
    told = [(row["doelgroep"], placed_figure(row)) for row in figures]
    return [
        answers.stays_section(found),
        answers.to_work_section(found),
        answers.released_section(told, Tile("aandeel_werk").name),
    ]


def _of_customers(store: Store) -> list[Section]:
    """What clients and employers say, and what became of vacancies."""
    quarters = range(FIRST.index, LAST.index + 1)
    asked = (store.source, "werkplein", NOORD, ALL)
    said = satisfaction_of(*asked, quarters=quarters, quarter=WHEN.index, werkpleinen=(NOORD,))
    became = vacancies_of(*asked, quarters=quarters, quarter=LAST.index)
    of_groups = [answers.priority_section(group) for group in said.groups]
    return [
        answers.marks_section(said),
        *(replace(each, title=each.key + str(at)) for at, each in enumerate(of_groups)),
        answers.response_section(said),
        answers.themes_section(said),
        answers.path_section(became),
        answers.acquired_section(became),
    ]


def _of(store: Store, tile: Tile) -> list[Section]:
    quarters = range(FIRST.index, LAST.index + 1)
    seen = quarterly_of(store.source, [tile], "werkplein", ALL, quarters=quarters)
    whole = together_of(store.source, [tile], "werkplein", ALL)
    found = Course(
        tile,
        seen,
        NOORD,
        NOORD,
        quarters[-1],
        lambda at: "provisional" if at == quarters[-1] else "final",
        whole.get(tile.indicator, NOORD, TOGETHER),
    )
    places = answers.places_table(seen, tile, found.quarter)
    how = answers.explained(found.now, found.whole, tile.indicator, 1)
    code = tile.indicator[:20]
    return [
        answers.course_section(found),
        Section("places", f"{code.replace('_', ' ')} plaats", None, places),
        Section("explained", f"{code.replace('_', ' ')} uitleg", None, how),
    ]
