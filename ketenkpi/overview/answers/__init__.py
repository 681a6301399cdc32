"""What the overview says: cards, the course of one figure, many places beside each other."""

from ketenkpi.overview.answers.board import BoardCell, board, board_tiles
from ketenkpi.overview.answers.cards import Card, card, compared_of, headline
from ketenkpi.overview.answers.course import Course, course_section, places_table
from ketenkpi.overview.answers.customers import (
    group_said,
    marks_section,
    priority_section,
    response_section,
    satisfaction_headline,
    themes_section,
    to_work_on,
)
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
from ketenkpi.overview.answers.leaving import (
    group_name,
    leaving_table,
    period_said,
    released_section,
    stays_section,
    to_work_section,
)
from ketenkpi.overview.answers.notes import note_items
from ketenkpi.overview.answers.signals import Discussed, Signal, discussed_among, discussed_at
from ketenkpi.overview.answers.vacancies import (
    acquired_section,
    acquirer_name,
    path_section,
    vacancies_headline,
)
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
    "acquired_section",
    "acquirer_name",
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
    "group_name",
    "group_said",
    "headline",
    "in_order",
    "leaving_table",
    "marks_section",
    "note_items",
    "note_of",
    "notes_of",
    "path_section",
    "period_said",
    "places_table",
    "priority_section",
    "quarters_of",
    "released_section",
    "response_section",
    "satisfaction_headline",
    "signs_of",
    "stays_section",
    "themes_section",
    "tiles_by_area",
    "to_work_on",
    "to_work_section",
    "vacancies_headline",
    "value_said",
]
