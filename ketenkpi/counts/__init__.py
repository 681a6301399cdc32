"""Typed rows -> additive tallies, on DuckDB, polars or pandas with equal results."""

from ketenkpi.counts.cube import Counts
from ketenkpi.counts.frames_in import FrameRefused
from ketenkpi.counts.run import count
from ketenkpi.counts.tally import TALLIES, Measure, Tally

__all__ = ["TALLIES", "Counts", "FrameRefused", "Measure", "Tally", "count"]
