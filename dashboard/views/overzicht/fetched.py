"""The overview: its headline and cards, the course of one figure, and what there is to discuss."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached, drawing
from dashboard.presenters import parts
from dashboard.views.overzicht import card
from ketenkpi import charts
from ketenkpi.answer import Said, Section, Table
from ketenkpi.catalogue import FigureNote
from ketenkpi.comparison.answers import card_line
from ketenkpi.indicators import load_drivers, load_indicators
from ketenkpi.overview import (
    EVERY_CASE,
    KEYS,
    TILES,
    TOGETHER,
    CountedCases,
    PlacedFigures,
    Tile,
    answers,
    driver_tree,
    notes_beside,
    quarterly_of,
    together_of,
)
from ketenkpi.surfaces import in_words, language
from ketenkpi.vocabulary import Quarter


@cached
def all_figures(basis: Basis, column: str | None, cases: CountedCases, last: int) -> PlacedFigures:
    """The figures of every place of one kind, in the three years up to the quarter `last`."""
    return _quarterly(basis, TILES, column, cases, last)


@cached
def figures_of(
    basis: Basis, code: str, column: str | None, cases: CountedCases, last: int
) -> PlacedFigures:
    """The same of the figure that `code` names; those of the overview are there already."""
    tile = Tile.of(code)
    if tile in TILES:
        return all_figures(basis, column, cases, last)
    return _quarterly(basis, (tile,), column, cases, last)


def _quarterly(
    basis: Basis, tiles: tuple[Tile, ...], column: str | None, cases: CountedCases, last: int
) -> PlacedFigures:
    quarters = [q for q in reads.delivered(basis).quarters if last - reads.QUARTERS < q <= last]
    return quarterly_of(
        basis.store.source, tiles, column, basis.scope, quarters=quarters, cases=cases
    )


@cached
def all_together(basis: Basis, column: str | None, cases: CountedCases) -> PlacedFigures:
    """The figures over all quarters together, of indicators that add over them."""
    return together_of(basis.store.source, TILES, column, basis.scope, cases=cases)


@cached
def figure_together(
    basis: Basis, code: str, column: str | None, cases: CountedCases
) -> PlacedFigures:
    """The same of the figure that `code` names."""
    tile = Tile.of(code)
    if tile in TILES:
        return all_together(basis, column, cases)
    return together_of(basis.store.source, (tile,), column, basis.scope, cases=cases)


@cached
def judged(basis: Basis, quarter: int) -> pd.DataFrame:
    """What stands for every Werkplein in a quarter, of indicators with a target; not to be changed.

    An indicator of which nobody ever recorded a target, and that has no norm in force in
    that quarter, is left out: a row of n.v.t. for each Werkplein would hide the others.
    """
    known, when = load_indicators(), Quarter.from_index(quarter)
    recorded = set(basis.store.targets(basis.scope)["indicator"])
    normed = {
        key
        for key, one in known.items()
        if one.norm and any(share.covers(when) for share in one.norm.shares)
    }
    keys = sorted(key for key in recorded | normed if key in known)
    return basis.store.targets_table(keys, basis.scope, [when])


@dataclass(frozen=True)
class Quarterly:
    """The top of the overview: what stands out of how many compared figures, and the cards."""

    headline: Said
    compared: int
    cards: tuple[answers.Card, ...]
    absent: tuple[Said, ...]


@cached
def quarterly(basis: Basis, code: str, quarter: int, cases: CountedCases) -> Quarterly:
    """The headline and cards of one place and quarter."""
    place = reads.places(basis)[code]
    seen = all_figures(basis, place.column, cases, reads.last_shown(basis, quarter))
    state = reads.delivered(basis)
    inside = reads.werkpleinen(basis, place)
    cards = tuple(
        answers.card(
            tile, seen, place.name, quarter, state.settled(tile.indicator, inside, quarter)
        )
        for tile in TILES
    )
    known = [seen.get(key, place.name, quarter) for key in KEYS]
    without = sum(placed is None or not placed.known for placed in known)
    absent = state.absent(inside, quarter) if place.kind != "werkplein" else None
    lacking = state.partners_lacking(inside, quarter)
    top = answers.headline(cards, without, place.said, quarter)
    return Quarterly(top, answers.compared_of(cards), cards, (absent, lacking))


def target_line(basis: Basis, tile: Tile, code: str, quarter: int, cases: CountedCases) -> Said:
    """Whether the target of a card was reached, None where it has none."""
    place = reads.places(basis)[code]
    # A target is that of one Werkplein, over all schemes and target groups.
    if place.kind != "werkplein" or cases != EVERY_CASE or tile.split:
        return None
    rows = judged(basis, quarter)
    return card_line(rows, tile.indicator, place.name)


@drawing
def cards_drawn(
    basis: Basis, code: str, quarter: int, cases: CountedCases
) -> tuple[tuple[str, str], ...]:
    """The cards as HTML, each with the indicator it is of."""
    return tuple(
        (
            each.tile.indicator,
            card.as_html(each, in_words(target_line(basis, each.tile, code, quarter, cases))),
        )
        for each in quarterly(basis, code, quarter, cases).cards
    )


@drawing
def names(basis: Basis, quarter: int) -> dict[str, str]:
    """Every figure whose course can be seen, by its code: the cards, then by subject and name."""
    known = load_indicators()
    there = reads.parts_of(basis, reads.last_shown(basis, quarter))
    found = list(TILES)
    for key in parts.listed(known, language()):
        if known[key].always_split:
            ordered = answers.in_order(there.get(key, ()), known[key], language())
            found += [Tile(key, part) for part in ordered]
        else:
            found.append(Tile(key))
    return {tile.code: in_words(tile.name) for tile in dict.fromkeys(found)}


@drawing
def trend(
    basis: Basis, code: str, quarter: int, cases: CountedCases, figure_code: str, mode: charts.Mode
) -> charts.Drawing:
    """The course as a chart, with the phases of the Werkplein below it."""
    found = course(basis, code, quarter, cases, figure_code)
    (picture,) = found.section.pictures
    below = reads.phases_below(basis, reads.places(basis)[code], found.quarters)
    return charts.drawing(picture, mode, below)


def askable(basis: Basis, code: str, figure_code: str) -> bool:
    """Whether the figure can be asked of this place: people do not add over Werkpleinen."""
    indicator = Tile.of(figure_code).indicator
    one = reads.places(basis)[code].kind == "werkplein"
    return one or "werkplein" in load_indicators()[indicator].additive_over


@dataclass(frozen=True)
class CourseShown:
    """One figure over the quarters, the same of every place, and how it was made."""

    section: Section
    places: Table
    explained: Table
    subject: Said
    quarters: tuple[int, ...]
    quarter: int


@cached
def course(
    basis: Basis, code: str, quarter: int, cases: CountedCases, figure_code: str
) -> CourseShown:
    """Everything below the cards for the figure that `figure_code` names."""
    place, tile = reads.places(basis)[code], Tile.of(figure_code)
    indicator, until = tile.indicator, reads.last_shown(basis, quarter)
    seen = figures_of(basis, figure_code, place.column, cases, until)
    # All together have no peers; their table shows what they are made of.
    single = seen
    if place.kind == "all":
        single = figures_of(basis, figure_code, "werkplein", cases, until)
    together = figure_together(basis, figure_code, place.column, cases)
    whole = together.get(indicator, place.name, TOGETHER)
    state, inside = reads.delivered(basis), reads.werkpleinen(basis, place)
    found = answers.Course(
        tile,
        seen,
        place.name,
        place.said,
        # A figure that is known later opens on the quarter that it is known of, and names it.
        seen.known_by(indicator, place.name, quarter),
        lambda at: state.settled(indicator, inside, at),
        whole,
        notes_here(basis, code, indicator, seen.quarters),
    )
    return CourseShown(
        answers.course_section(found),
        answers.places_table(single, tile, found.quarter),
        answers.explained(found.now, whole, indicator, basis.version),
        place.said,
        seen.quarters,
        found.quarter,
    )


def notes_here(
    basis: Basis, code: str, indicator: str, quarters: tuple[int, ...], *, struck: bool = False
) -> tuple[FigureNote, ...]:
    """What people noted beside a figure of a place; struck: also what does not hold any more."""
    place = reads.places(basis)[code]
    werkplein = place.name if place.kind == "werkplein" else None
    every = basis.store.annotations(basis.scope, struck=struck)
    return notes_beside(every, werkplein, indicator, quarters)


def made_of_others(figure_code: str) -> bool:
    """Whether the figure is arithmetic of other figures."""
    tile = Tile.of(figure_code)
    return tile.split is None and tile.indicator in load_drivers()


@cached
def drivers(
    basis: Basis, code: str, quarter: int, cases: CountedCases, figure_code: str
) -> Section:
    """What the figure of a place is made of, and which part of it changed within a year."""
    place, key = reads.places(basis)[code], Tile.of(figure_code).indicator
    tree = driver_tree(
        basis.store.source, key, place.column, place.name, basis.scope, quarter, cases=cases
    )
    assert tree is not None, f"{key} is made of no others"
    return answers.drivers_section(tree, place.said)


@cached
def discussed(basis: Basis, code: str, quarter: int) -> answers.Discussed:
    """What there is to discuss about a place and quarter."""
    place, tests = reads.places(basis)[code], reads.signalled(basis, quarter)
    when = Quarter.from_index(quarter)
    if place.kind == "werkplein":
        return answers.discussed_at(tests, place.name, when, reads.delivered(basis))
    return answers.discussed_among(tests, reads.werkpleinen(basis, place), when, place.said)
