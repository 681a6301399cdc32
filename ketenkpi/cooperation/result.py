"""The answer about cooperation at one Werkplein, of all parts of the model."""

from __future__ import annotations

from dataclasses import dataclass

from ketenkpi.cooperation.agreement import Agreement, Disagreement
from ketenkpi.cooperation.coordination import Coordination
from ketenkpi.cooperation.integration import Degree, DegreePoint, Position
from ketenkpi.cooperation.picture import PhasePicture
from ketenkpi.cooperation.profile import Balance, Channels, Condition, Principle
from ketenkpi.cooperation.scan import Completeness, ScanAnswers
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Quarter


@shown
@dataclass(frozen=True)
class Cooperation:
    """Everything about cooperation at one Werkplein, as it holds at the end of a quarter.

    scans: the quarters (indices) about which any party filled in a scan.
    """

    werkplein: str
    quarter: Quarter
    scans: tuple[int, ...]
    answers: ScanAnswers
    completeness: tuple[Completeness, ...]
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    coordination: Coordination
    phase: PhasePicture
    degrees: tuple[Degree, ...]
    position: Position
    degree_course: tuple[DegreePoint, ...]
    balances: tuple[Balance, ...]
    channels: tuple[Channels, ...]
    principles: tuple[Principle, ...]
    conditions: tuple[Condition, ...]

    @property
    def scan_before(self) -> int | None:
        """The quarter (index) of the scan before the one that holds; None when it is the first."""
        shown = [filled.quarter for filled in self.answers.filled.values()]
        earlier = [quarter for quarter in self.scans if shown and quarter < max(shown)]
        return max(earlier, default=None)
