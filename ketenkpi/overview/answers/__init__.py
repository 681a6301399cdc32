"""What the overview says: cards, the course of one figure, many places beside each other."""

from ketenkpi.overview.answers.board import BoardCell, board, board_tiles
from ketenkpi.overview.answers.cards import Card, card, compared_of, headline
from ketenkpi.overview.answers.course import Course, course_section, places_table
from ketenkpi.overview.answers.drivers import drivers_section
from ketenkpi.overview.answers.explained import explained
from ketenkpi.overview.answers.grid import (
    Grid,
    GridCell,
    GridRow,
    cell_said,
    cells_of,
    grid,
    grid_said,
    in_order,
    notes_of,
    quarters_of,
    signs_of,
    tiles_by_area,
)
from ketenkpi.overview.answers.signals import Discussed, Signal, discussed_among, discussed_at
from ketenkpi.overview.answers.words import (
    beside_of,
    certain_said,
    change_said,
    estimated_said,
    note_of,
    value_said,
)

__all__ = [
    "BoardCell",
    "Card",
    "Course",
    "Discussed",
    "Grid",
    "GridCell",
    "GridRow",
    "Signal",
    "beside_of",
    "board",
    "board_tiles",
    "card",
    "cell_said",
    "cells_of",
    "certain_said",
    "change_said",
    "compared_of",
    "course_section",
    "discussed_among",
    "discussed_at",
    "drivers_section",
    "estimated_said",
    "explained",
    "grid",
    "grid_said",
    "headline",
    "in_order",
    "note_of",
    "notes_of",
    "places_table",
    "quarters_of",
    "signs_of",
    "tiles_by_area",
    "value_said",
]
