"""The overview: the figures of one place side by side, how they changed, and the course of each."""

from ketenkpi.overview.asked import EVERY_CASE, TOGETHER, CountedCases, quarterly_of, together_of
from ketenkpi.overview.change import BROKEN, ChangeSince, change_since, verdict
from ketenkpi.overview.delivered import EXAMPLE, FINAL, Delivered
from ketenkpi.overview.drivers import Driver, DriverTree, driver_tree
from ketenkpi.overview.first_screen import FirstScreen, Shown, load_first_screen
from ketenkpi.overview.leaving import GroupLeaving, LeavingByGroup, OnDay, leaving_of
from ketenkpi.overview.notes import notes_beside
from ketenkpi.overview.parts import PartsOfWhole, parts_of_whole
from ketenkpi.overview.placed import (
    EVERYWHERE,
    UNSPLIT,
    PlacedFigure,
    PlacedFigures,
    placed_figure,
    placed_figures,
    text_of,
)
from ketenkpi.overview.rug import RugRow, placed_by_tile, rug_of, rug_row, seen_by_tile
from ketenkpi.overview.satisfaction import (
    ClientGroup,
    GroupSaid,
    PriorityPoint,
    Satisfaction,
    principles,
    satisfaction_of,
)
from ketenkpi.overview.tiles import KEYS, TILES, Tile
from ketenkpi.overview.vacancies import ByAcquirer, Vacancies, VacancyPath, vacancies_of

__all__ = [
    "BROKEN",
    "EVERYWHERE",
    "EVERY_CASE",
    "EXAMPLE",
    "FINAL",
    "KEYS",
    "TILES",
    "TOGETHER",
    "UNSPLIT",
    "ByAcquirer",
    "ChangeSince",
    "ClientGroup",
    "CountedCases",
    "Delivered",
    "Driver",
    "DriverTree",
    "FirstScreen",
    "GroupLeaving",
    "GroupSaid",
    "LeavingByGroup",
    "OnDay",
    "PartsOfWhole",
    "PlacedFigure",
    "PlacedFigures",
    "PriorityPoint",
    "RugRow",
    "Satisfaction",
    "Shown",
    "Tile",
    "Vacancies",
    "VacancyPath",
    "change_since",
    "driver_tree",
    "leaving_of",
    "load_first_screen",
    "notes_beside",
    "parts_of_whole",
    "placed_by_tile",
    "placed_figure",
    "placed_figures",
    "principles",
    "quarterly_of",
    "rug_of",
    "rug_row",
    "satisfaction_of",
    "seen_by_tile",
    "text_of",
    "together_of",
    "vacancies_of",
    "verdict",
]
