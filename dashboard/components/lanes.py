"""The registered phases of a Werkplein as a lane: a block for each, as long as it held."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.components.mini import image
from ketenkpi.charts import minis
from ketenkpi.charts.minis import MiniSize
from ketenkpi.cooperation import PhasePeriod
from ketenkpi.vocabulary import Quarter

YEARS = 3


def lane(
    periods: Sequence[PhasePeriod], quarter: int, name: str, size: MiniSize = minis.LANES
) -> str:
    """The three years up to a quarter as an image; '' where no period is among them."""
    # Days are numbered as dates are, so that a block is as long as its time.
    last = Quarter.from_index(quarter).last_day.toordinal()
    first = Quarter.from_index(quarter - 4 * YEARS + 1).first_day.toordinal()
    blocks = [
        (each.first.toordinal(), each.last.toordinal() if each.last else last, each.phase)
        for each in periods
    ]
    source = minis.lanes(blocks, first, last, minis.PHASE_SHADES, size=size)
    held = ", ".join(f"{each.phase} ({each.first:%d-%m-%Y})" for each in periods)
    return image(source, f"{name}: {held}", size)
