"""One word of a vocabulary: what it is called, since when, and what figures need to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketenkpi.vocabulary import Text
from ketenkpi.wording import LANGUAGES, say

PartnerKind = Literal["chain", "joint", "public", "care", "market", "other"]
PARTNER_KINDS: tuple[PartnerKind, ...] = (
    *("chain", "joint", "public", "care", "market", "other"),
)  # fmt: skip
Lane = Literal["werk", "inkomen"]
LANES: tuple[Lane, ...] = ("werk", "inkomen")


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word under one name.

    stored_as: the key rows are stored under; another one where this is a later
    name of the same series. first, last: when the name holds; None is open.
    certain: whether its dates were read in a source, or are own knowledge.
    """

    key: str
    name: Text
    meaning: Text
    first: date | None
    last: date | None
    also: tuple[str, ...]
    stored_as: str
    certain: bool
    source: str

    @property
    def explained(self) -> Text:
        """Its meaning, with its last day where it has one."""
        if self.last is None:
            return self.meaning
        nl, en = (
            say(
                "vocabularies.meaning_until",
                language,
                meaning=self.meaning.in_(language),
                last=f"{self.last:%d-%m-%Y}",
            )
            for language in LANGUAGES
        )
        return Text(nl, en)

    def holds_on(self, day: date) -> bool:
        """Whether this is what it was called on a day."""
        return (self.first or date.min) <= day <= (self.last or date.max)


@dataclass(frozen=True, kw_only=True)
class Break:
    """A time in which the figures of a scheme do not compare, and why; last None: since then."""

    first: date
    last: date | None
    why: Text


@dataclass(frozen=True, kw_only=True)
class Scheme(Word):
    """A benefit scheme.

    continues: the earlier name of the same series. merged_into: where new cases
    go since it closed. part_of: the scheme it is a regime of. inflow_until: the
    last day on which a case could begin. caseload_of: the partner whose clients
    these are. income_code: the kind of income in the loonaangifte.
    """

    continues: str | None
    merged_into: str | None
    part_of: str | None
    inflow_until: date | None
    caseload_of: str | None
    income_code: str | None
    breaks: tuple[Break, ...]


@dataclass(frozen=True, kw_only=True)
class Group(Word):
    """A target group."""


@dataclass(frozen=True, kw_only=True)
class Reason(Word):
    """A reason of outflow; group: the kind of reason, to_work: whether the client went to work."""

    group: str
    to_work: bool


@dataclass(frozen=True, kw_only=True)
class Task(Word):
    """A task of the chain; order: its place; optional: who never delivers it lacks nothing."""

    lane: Lane
    order: int
    optional: bool


@dataclass(frozen=True, kw_only=True)
class ChainPartner(Word):
    """Who takes a step or pays for it; team: whether it mixes the clients of both partners."""

    kind: PartnerKind
    team: bool


@dataclass(frozen=True, kw_only=True)
class OfficialCode:
    """What one code of an official list meant in a period."""

    code: str
    entry: str
    first: date | None
    last: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the code meant this on a day."""
        return (self.first or date.min) <= day <= (self.last or date.max)
