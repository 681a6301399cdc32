"""What is stated once about a source, a place or a name, and kept.

A source is a partner at a Werkplein. Nothing here is about a single file: it
holds for what was delivered before and for what comes, until somebody states
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, cast

# The circle within which a number means one person, or one case: this partner
# at this place, all partners of this place, or everywhere.
Circle = Literal["partner", "werkplein", "overal"]
CIRCLES: tuple[Circle, ...] = ("partner", "werkplein", "overal")
# What is assumed of a source that stated nothing. Linking too little leaves
# something unknown; linking too much invents it.
UNSTATED: Circle = "partner"

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "werkplein": "a name as a source writes it (subject): 'nieuw', or the place that is meant",
        "kring": "the circle of a source's pseudonyms of clients",
        "zaaknummers": "the circle of a source's case numbers",
        "verhuisd": "whether cases with the same number and client moved from `subject` to here",
        "verhuisd_tot": "up to which upload such cases were followed everywhere (before 0004)",
        "neemt_over": "which rows of all partners together a partner's own deliveries take over",
        "rol": "the role of a partner (subject) that no register knows",
        "lezing": "how files of a contract and source are read: the answer to a question (subject)",
        "leeg": "what no rows of a place and period mean in a file of events of this source",
        "voorloopnullen": "whether numbers in a column (subject) that lost zeros are the same",
        "uitleg": "why a value is right that a rule asked about; see `store.explained`",
    }
)
YES, NO, NEW = "ja", "nee", "nieuw"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing somebody stated; '' where it is about every contract, place or partner."""

    kind: str
    value: str
    contract: str = ""
    werkplein: str = ""
    partner: str = ""
    subject: str = ""
    stated_by: str = ""
    # When it was kept; None for one that is not kept yet.
    stated_at: datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no kind of statement: {self.kind}")
        if self.kind in ("kring", "zaaknummers") and self.value not in CIRCLES:
            raise ValueError(f"no circle: {self.value}")

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about; a later statement about the same takes its place."""
        return (self.kind, self.contract, self.werkplein, self.partner, self.subject)


@dataclass(frozen=True)
class Stated:
    """All statements that hold: the last about each thing."""

    by_subject: Mapping[tuple[str, ...], Statement] = field(default_factory=dict)

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Stated:
        """Of statements in the order in which they were made."""
        return cls(MappingProxyType({one.about: one for one in statements}))

    def plus(self, statements: Iterable[Statement]) -> Stated:
        """These, with newer ones on top."""
        return Stated.of((*self.by_subject.values(), *statements))

    def value(
        self,
        kind: str,
        *,
        contract: str = "",
        werkplein: str = "",
        partner: str = "",
        subject: str = "",
    ) -> str | None:
        """What was stated about exactly this; None when nothing was."""
        found = self.by_subject.get((kind, contract, werkplein, partner, subject))
        return found.value if found else None

    def circle(self, kind: str, werkplein: str, partner: str) -> Circle:
        """The circle of a source; what it said of this place goes before all its places."""
        here = self.value(kind, werkplein=werkplein, partner=partner)
        stated = here or self.value(kind, partner=partner)
        return UNSTATED if stated is None else cast(Circle, stated)

    def moves(self) -> Iterator[tuple[str, str]]:
        """The pairs of places (from, to) of which cases went on at the other."""
        for one in self.of_kind("verhuisd"):
            if one.value == YES:
                yield one.subject, one.werkplein

    def of_kind(self, kind: str) -> Iterator[Statement]:
        """All that is stated of one kind."""
        return (one for one in self.by_subject.values() if one.kind == kind)

    def places_of(self, partner: str) -> Mapping[str, str]:
        """What each name means as this partner writes it: a place, or NEW for itself."""
        mine = (one for one in self.of_kind("werkplein") if one.partner in ("", partner))
        return {one.subject: one.value for one in mine}


NOTHING_STATED = Stated()
