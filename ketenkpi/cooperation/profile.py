"""The other parts of the scan: factors, channels, the toonkamermodel and Powell's conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenkpi.cooperation.figure import NOTHING_KNOWN, mean
from ketenkpi.cooperation.scan import GEMEENTE, UWV, Answer, ScanAnswers, questions_of
from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.research_model import load_integration, load_scan

NOT_ALL = "cooperation.reason_not_all_answered"
NOT_MEASURED = "cooperation.reason_not_measured"
ONE_PARTNER = "cooperation.reason_one_partner"


@dataclass(frozen=True, slots=True)
class Balance:
    """What helps and what hinders by one party, each the mean of its answers (0-1).

    balance: the one less the other, from -1 to 1.
    """

    party: str
    helps: Figure
    hinders: Figure
    balance: Figure


@dataclass(frozen=True, slots=True)
class Channels:
    """How many of the four channels are joint by one party, each counted for its part (0-4).

    at_least, at_most: had the open ones been 0, or joint in full.
    """

    party: str
    joint: Figure
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle of the toonkamermodel: what the parties say beside what is counted.

    indicator None: nothing counts it.
    """

    item: str
    answers: tuple[Answer, ...]
    indicator: str | None
    measured: Figure


@dataclass(frozen=True, slots=True)
class SaidByParty:
    """What one party said in a scan about one quarter (index), in parts of the scale."""

    quarter: int
    party: str
    value: float


@dataclass(frozen=True, slots=True)
class Condition:
    """One of Powell's conditions: the gap is UWV less gemeente (-1 to 1), course by scan."""

    item: str
    answers: tuple[Answer, ...]
    gap: Figure
    course: tuple[SaidByParty, ...]


def balances(answers: ScanAnswers) -> tuple[Balance, ...]:
    """What helps and hinders by each party that filled in a scan."""
    return tuple(_balance(answers, party) for party in answers.answering)


def channels(answers: ScanAnswers) -> tuple[Channels, ...]:
    """The joint channels by each party that filled in a scan."""
    return tuple(_channels(answers, party) for party in answers.answering)


def principles(answers: ScanAnswers, measured: Mapping[str, Figure]) -> tuple[Principle, ...]:
    """Each principle; measured: by item, what the steps or the clients show."""
    found = []
    for item in load_scan().of("toonkamer"):
        by = load_integration().measured.get(item.key)
        none = lacking(NOT_MEASURED if by is None else NOTHING_KNOWN)
        key = None if by is None else by.indicator
        figure = measured.get(item.key, none)
        found.append(Principle(item.key, _said(answers, item.key), key, figure))
    return tuple(found)


def conditions(answers: ScanAnswers, history: Sequence[ScanAnswers]) -> tuple[Condition, ...]:
    """Each condition; history: the answers of every quarter about which there is a scan."""
    return tuple(
        Condition(
            item.key,
            _said(answers, item.key),
            _gap(answers, item.key),
            course(item.key, history),
        )
        for item in load_scan().of("powell")
    )


def course(item: str, history: Sequence[ScanAnswers]) -> tuple[SaidByParty, ...]:
    """What each party said of an item on one scale, scan by scan; open answers are left out."""
    (question,) = questions_of(item)
    found = []
    for answers in history:
        for party, filled in answers.filled.items():
            value = answers.of(party, question).value
            if filled.age == 0 and value is not None:
                found.append(SaidByParty(answers.quarter, party, value))
    return tuple(found)


def _said(answers: ScanAnswers, item: str) -> tuple[Answer, ...]:
    (question,) = questions_of(item)
    return tuple(answers.of(party, question) for party in answers.parties)


def _balance(answers: ScanAnswers, party: str) -> Balance:
    helps, hinders = (
        mean(_values(answers, party, direction)) for direction in ("helps", "hinders")
    )
    if helps.value is None or hinders.value is None:
        return Balance(party, helps, hinders, lacking(NOTHING_KNOWN))
    both = counted(helps.value - hinders.value, helps.n + hinders.n)
    return Balance(party, helps, hinders, both)


def _values(answers: ScanAnswers, party: str, direction: str) -> list[float]:
    items = [item for item in load_scan().of("factoren") if item.direction == direction]
    given = [answers.of(party, questions_of(item.key)[0]).value for item in items]
    return [value for value in given if value is not None]


def _channels(answers: ScanAnswers, party: str) -> Channels:
    items = load_scan().of("kanalen")
    given = [answers.of(party, questions_of(item.key)[0]).value for item in items]
    known = [value for value in given if value is not None]
    complete = len(known) == len(given)
    joint = counted(sum(known), len(known)) if complete else lacking(NOT_ALL, len(known))
    return Channels(party, joint, sum(known), sum(known) + len(given) - len(known))


def _gap(answers: ScanAnswers, item: str) -> Figure:
    (question,) = questions_of(item)
    uwv, gemeente = (answers.of(party, question).value for party in (UWV, GEMEENTE))
    if uwv is None or gemeente is None:
        return lacking(ONE_PARTNER)
    return counted(uwv - gemeente, 2)
