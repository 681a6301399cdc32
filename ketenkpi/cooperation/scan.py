"""The answers to the scan that hold for one Werkplein and quarter, per partner.

A missing answer is never a 0: it is a reason. The partners are never averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from ketenkpi.contracts.not_applicable import names_in
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.vocabularies import chain_partners

UWV, GEMEENTE = PARTNERS = chain_partners()
JOINT = "samen"
PARTIES = (*PARTNERS, JOINT)
PRODUCT, PROCES = KINDS = ("product", "proces")

NO_SCAN = "cooperation.reason_no_scan"
NOT_ANSWERED = "cooperation.reason_not_answered"
NOT_APPLICABLE = "cooperation.reason_nvt"
NOT_KNOWN = "cooperation.reason_weet_niet"
_REASON_OF_STATUS = {None: NOT_ANSWERED, "nvt": NOT_APPLICABLE, "weet_niet": NOT_KNOWN}


@dataclass(frozen=True, slots=True)
class ScanQuestion:
    """One mark that is asked for.

    group: the group of the item, or the situation of a pair of tasks. situation
    is None for an item.
    """

    part: str
    situation: str | None
    column: str
    group: str
    scale: str
    top: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What one party says to one question: a mark from 0 to `question.top`, or a reason."""

    party: str
    question: ScanQuestion
    mark: int | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.mark is None) == (self.reason is None):
            raise ValueError(f"an answer has a mark or a reason, got: {self!r}")
        if self.mark is not None and not 0 <= self.mark <= self.question.top:
            raise ValueError(f"a mark lies between 0 and {self.question.top}, got: {self!r}")

    @property
    def value(self) -> float | None:
        """The mark in parts of its scale, 0-1; None without an answer."""
        return None if self.mark is None else self.mark / self.question.top


@dataclass(frozen=True, slots=True)
class Filled:
    """One party's last scan: the quarter (index) it is about, and how many quarters ago.

    notes: what the party wrote beside a part, by (part, situation).
    """

    party: str
    quarter: int
    age: int
    marks: Mapping[ScanQuestion, Answer]
    notes: Mapping[tuple[str, str | None], str]


@dataclass(frozen=True, slots=True)
class ScaleSpan:
    """The lowest and highest of what the parties say, in parts of the scale.

    unanswered: parties that say nothing. Both ends are None when nobody answered.
    """

    low: float | None
    high: float | None
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many marks one party gave of those asked in a group; the rest by reason."""

    group: str
    party: str
    asked: int
    answered: int
    not_applicable: int
    not_known: int
    open: int

    def __post_init__(self) -> None:
        if self.asked != self.answered + self.not_applicable + self.not_known + self.open:
            raise ValueError(f"the parts do not add up to what was asked: {self!r}")

    @property
    def share(self) -> float:
        """Answered of what applies there; 0 when nothing does."""
        applies = self.asked - self.not_applicable
        return self.answered / applies if applies else 0.0


@dataclass(frozen=True)
class ScanAnswers:
    """The answers that hold in a quarter (index).

    filled: the last scan of each party up to that quarter. What partners
    answered apart before they answered together no longer holds, and the other
    way round once both answered apart again.
    """

    werkplein: str
    quarter: int
    filled: Mapping[str, Filled]

    @property
    def parties(self) -> tuple[str, ...]:
        """Whose answers are looked at: both partners, whether they answered or not, unless
        they answered together."""
        if JOINT not in self.filled:
            return PARTNERS
        return tuple(party for party in PARTIES if party in self.filled)

    @property
    def answering(self) -> tuple[str, ...]:
        """The parties of which there is a scan."""
        return tuple(party for party in self.parties if party in self.filled)

    def of(self, party: str, question: ScanQuestion) -> Answer:
        """What this party says; without a scan or a mark the reason why not."""
        if party not in self.filled:
            return Answer(party, question, reason=NO_SCAN)
        known = self.filled[party].marks.get(question)
        return known or Answer(party, question, reason=NOT_ANSWERED)

    def span(self, question: ScanQuestion) -> ScaleSpan:
        """The range of what the parties say."""
        said = {party: self.of(party, question).value for party in self.parties}
        values = [value for value in said.values() if value is not None]
        unanswered = tuple(party for party, value in said.items() if value is None)
        if not values:
            return ScaleSpan(None, None, unanswered)
        return ScaleSpan(min(values), max(values), unanswered)

    def completeness(self) -> tuple[Completeness, ...]:
        """Per group and party, in the order of the scan; of nobody left out."""
        groups = dict.fromkeys(question.group for question in questions())
        return tuple(self._complete(group, party) for group in groups for party in self.parties)

    def _complete(self, group: str, party: str) -> Completeness:
        asked = [self.of(party, each) for each in questions() if each.group == group]
        reasons = [answer.reason for answer in asked]
        return Completeness(
            group,
            party,
            len(asked),
            reasons.count(None),
            reasons.count(NOT_APPLICABLE),
            reasons.count(NOT_KNOWN),
            reasons.count(NOT_ANSWERED) + reasons.count(NO_SCAN),
        )


@cache
def questions() -> tuple[ScanQuestion, ...]:
    """Every mark the scan asks for: those of the items, then those of the pairs of tasks."""
    scan = load_scan()
    items = [
        ScanQuestion(item.key, None, column, item.group.key, item.scale.key, item.scale.top)
        for item in scan.items.values()
        for column in item.scale.columns
    ]
    agreed = scan.groups["tabel_4"].scale
    pairs = [
        ScanQuestion(pair.key, pair.situation, kind, pair.situation, agreed.key, agreed.top)
        for pair in load_dependence().pairs
        for kind in KINDS
    ]
    return (*items, *pairs)


@cache
def questions_of(part: str, situation: str | None = None) -> tuple[ScanQuestion, ...]:
    """The marks asked about one item or, in a situation, one pair of tasks."""
    return tuple(q for q in questions() if (q.part, q.situation) == (part, situation))


def answers_of(rows: Iterable[Mapping[str, Any]], werkplein: str, quarter: int) -> ScanAnswers:
    """The answers that hold for a Werkplein in a quarter (index).

    rows: those of contract `samenwerking` as mappings from column to value,
    missing is None, and `_nvt` names marks that do not apply; those of other
    Werkpleinen and later quarters are left alone. A scan holds as a whole: what a
    party left open in its last one is not taken from an earlier one.
    """
    per_party: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["werkplein"] == werkplein and row["kwartaal"] <= quarter:
            per_party.setdefault(row["invuller"], []).append(row)
    last = {party: max(int(row["kwartaal"]) for row in of) for party, of in per_party.items()}
    filled = {
        party: _filled(party, last[party], quarter, per_party[party])
        for party in PARTIES
        if party in last and _holds(party, last)
    }
    return ScanAnswers(werkplein, quarter, MappingProxyType(filled))


def _holds(party: str, last: Mapping[str, int]) -> bool:
    if party != JOINT:
        return last[party] >= last.get(JOINT, last[party])
    apart = [last[partner] for partner in PARTNERS if partner in last]
    return len(apart) < len(PARTNERS) or last[JOINT] >= min(apart)


def _filled(party: str, last: int, quarter: int, rows: Iterable[Mapping[str, Any]]) -> Filled:
    marks: dict[ScanQuestion, Answer] = {}
    notes: dict[tuple[str, str | None], str] = {}
    for row in rows:
        if row["kwartaal"] != last:
            continue
        at = (row["onderdeel"], row["situatie"])
        for question in questions_of(*at):
            marks[question] = _answer(party, question, row)
        if row.get("toelichting"):
            notes[at] = row["toelichting"]
    return Filled(party, last, quarter - last, MappingProxyType(marks), MappingProxyType(notes))


def _answer(party: str, question: ScanQuestion, row: Mapping[str, Any]) -> Answer:
    mark = row[question.column]
    if mark is None:
        return Answer(party, question, reason=_why_none(question, row))
    return Answer(party, question, int(mark))


def _why_none(question: ScanQuestion, row: Mapping[str, Any]) -> str:
    """Why a row has no mark: by its status, else by what stands in place of the mark."""
    status = row.get("status")
    if status is None and question.column in names_in(row.get("_nvt")):
        return NOT_APPLICABLE
    return _REASON_OF_STATUS[status]
