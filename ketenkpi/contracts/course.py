"""One reading on its way: what a caller wants of a file, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.contracts.contract import Contract
from ketenkpi.contracts.deadline import NEVER, Deadline
from ketenkpi.contracts.dialect import Dialect
from ketenkpi.contracts.findings import Collector
from ketenkpi.contracts.intake import Wanted
from ketenkpi.contracts.manners import Manners
from ketenkpi.contracts.months import MonthRows
from ketenkpi.contracts.questions import Answers, Question
from ketenkpi.settings import Settings

if TYPE_CHECKING:
    from ketenkpi.contracts.profile import Profile

Progress = Callable[[str, float], None]
Places = Callable[[str], str]


@dataclass(frozen=True)
class Ask:
    """What a caller wants of a file."""

    contract: Contract
    profile: Profile | None
    constants: Mapping[str, str]
    skip_faulty_rows: bool
    settings: Settings
    progress: Progress
    places: Places | None
    nothing: bool
    wanted: Wanted
    answers: Answers


@dataclass
class ReadingCourse:
    """How far one reading has come; filled in as the stages pass."""

    ask: Ask
    out: Path
    found: Collector
    deadline: Deadline = NEVER
    dialect: Dialect | None = None
    rows_read: int = 0
    rows_rejected: int = 0
    periods: tuple[MonthRows, ...] = ()
    reports_nothing: bool = False
    manners: Manners = field(default_factory=Manners)
    questions: list[Question] = field(default_factory=list)
