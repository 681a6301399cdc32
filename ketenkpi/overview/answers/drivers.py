"""What a headline is made of, as a section: the parts, how they changed, what came with each."""

from __future__ import annotations

from ketenkpi.answer import Cell, Column, Measured, Said, Section, phrase, table_of
from ketenkpi.indicators import load_indicators
from ketenkpi.overview.answers.words import change_said, value_said
from ketenkpi.overview.change import change_since
from ketenkpi.overview.drivers import Driver, DriverTree
from ketenkpi.units import difference_of
from ketenkpi.vocabulary import Quarter, in_both


def drivers_section(tree: DriverTree, subject: Said = None) -> Section:
    """The sum that the figure is, whether its change is more than chance, and the parts below.

    subject: of which place, where more than one is told of.
    """
    found = load_indicators()[tree.indicator]
    quarter, since = Quarter.from_index(tree.quarter), Quarter.from_index(tree.since)
    made = phrase("overview.made_of", name=found.name, parts=_sum(tree))
    table = table_of(
        tree.drivers,
        (Column("part", in_both("overview.driver_part")), lambda each: _named(tree, each)),
        (Column("now", quarter), lambda each: _value(each, each.now)),
        (Column("then", since), lambda each: _value(each, each.then)),
        (Column("share", in_both("overview.driver_share")), lambda each: _share(tree, each)),
    )
    title = phrase("overview.drivers_title", name=found.name, subject=subject)
    finding = (made, *_changed(tree))
    notes = (in_both("overview.drivers_note"),)
    return Section("drivers", title, finding, table, notes=notes)


def _sum(tree: DriverTree) -> Said:
    """The parts of the headline itself as a sum: 'A × B'; the first has no sign before it."""
    first, *others = (each for each in tree.drivers if each.level == 1)
    rest = (phrase(f"overview.role_{each.of.role}", name=each.of.name) for each in others)
    return (first.of.name, *rest)


def _named(tree: DriverTree, driver: Driver) -> Cell:
    """The part with the sign it has in the sum, further in by how deep it stands."""
    at = tree.drivers.index(driver)
    opens = at == 0 or tree.drivers[at - 1].level < driver.level
    name = driver.of.name
    said: Said = name if opens else phrase(f"overview.role_{driver.of.role}", name=name)
    return phrase(f"overview.driver_level_{min(driver.level, 3)}", part=said)


def _value(driver: Driver, value: float | None) -> Cell:
    return Measured(value, driver.of.unit) if value is not None else in_both("overview.no_figure")


def _share(tree: DriverTree, driver: Driver) -> Cell:
    """In the unit of what stands above it."""
    if driver.share is None:
        return in_both("overview.no_share")
    return Measured(driver.share, difference_of(driver.above), "signed")


def _changed(tree: DriverTree) -> tuple[Said, ...]:
    change = change_since(tree.now, tree.then, tree.since)
    now = phrase(
        "overview.driver_now", value=value_said(tree.now), quarter=Quarter.from_index(tree.quarter)
    )
    if change is None or tree.now is None:
        return (now, in_both("overview.driver_unknown"))
    return (now, change_said(change, tree.now.unit, "said"))
