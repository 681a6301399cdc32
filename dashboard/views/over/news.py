"""What is new for who reads or delivers: `config/news.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ketenkpi.config_file import PROVENANCE, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that somebody sees or does otherwise, since a day."""

    day: date
    text: Text

    def __post_init__(self) -> None:
        if type(self.day) is not date:
            raise ValueError("what is new has a day")


@cache
def load_news(file: Path = CONFIG / "news.yaml") -> tuple[NewsItem, ...]:
    """All of it, the newest day first; raises DefinitionError for any fault."""
    node = read_definition(file).only([*PROVENANCE, "news"])
    found = []
    for each in node["news"]:
        try:
            found.append(each.only(["day", "text"]).built(NewsItem))
        except ValueError as fault:
            raise each.fail(str(fault)) from fault
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))
