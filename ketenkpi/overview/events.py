"""What happened outside that may show in a figure: `config/events.yaml`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ketenkpi.config_file import PROVENANCE, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter, Text

FILE = CONFIG / "events.yaml"


@dataclass(frozen=True, slots=True)
class Event:
    """A change of law or circumstances from a day on; sure: False where no source was read."""

    day: date
    sure: bool
    name: Text
    text: Text
    source: str

    def __post_init__(self) -> None:
        if type(self.day) is not date or type(self.sure) is not bool:
            raise ValueError("an event has a day, and says whether its source was read")

    @property
    def quarter(self) -> Quarter:
        return Quarter.of(self.day)


@cache
def load_events(file: Path = FILE) -> tuple[Event, ...]:
    """All of them by day; raises DefinitionError with file, line and reason for any fault."""
    node = read_definition(file).only([*PROVENANCE, "events"])
    fields = ["day", "sure", "name", "text", "source"]
    found = []
    for each in node["events"]:
        try:
            found.append(each.only(fields).built(Event))
        except ValueError as fault:
            raise each.fail(str(fault)) from fault
    return tuple(sorted(found, key=lambda each: each.day))


def events_within(quarters: Collection[int]) -> tuple[Event, ...]:
    """Those that begin in one of these quarters (indices)."""
    return tuple(each for each in load_events() if each.quarter.index in quarters)
