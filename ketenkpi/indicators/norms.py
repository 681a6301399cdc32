"""The norm register: rules from laws and agreements, with their terms and when they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from ketenkpi.config_file import Node
from ketenkpi.terms import norms_file
from ketenkpi.vocabulary import Quarter, Text

ADDRESSEES = ("citizen", "institution", "employer", "physician")
# to_check: nobody read the text; it is known by heart, and not shown as law.
CERTAINTIES = ("sourced", "to_check")
# never: published, but it did not enter into force. begin_unknown: before the day
# of which the source speaks, where the begin was not found.
VALIDITIES = ("in_force", "begin_unknown", "not_yet", "ended", "never", "to_check")
REQUIRED = (
    *("step", "name", "rule", "article", "certainty", "addressees", "days", "shares"),
    *("valid_from", "valid_to", "text_of", "entered_into_force", "indicator", "note", "source"),
)


@dataclass(frozen=True, slots=True)
class AgreedShare:
    """Which part of cases must meet a norm, and in which years that was found to hold.

    share: above 0 and at most 1. first, last: days, both included. Raises ValueError
    for another share, and for years in the wrong order.
    """

    share: float
    first: date
    last: date

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"a share lies between 0 and 1, got {self.share}")
        if self.last < self.first:
            raise ValueError(f"a share ends before it begins: {self.first} to {self.last}")

    def covers(self, quarter: Quarter) -> bool:
        """Whether it holds on every day of `quarter`."""
        return self.first <= quarter.first_day and quarter.last_day <= self.last


@dataclass(frozen=True, slots=True)
class Norm:
    """A rule, whom it binds, and what measures it.

    name: the rule in words. rule, article: where it stands. duty: the key of what
    `load_duties` names, where other rules give that duty another term; else None.
    certainty: one of CERTAINTIES. days: its term, None for a rule without one. shares:
    the part of cases that must meet it, by the years in which that was found; none
    where the rule binds every case or sets no share. valid_from None: the begin
    was not found, and text_of is the day of which the source speaks; valid_to
    None: no end was found. indicator: the key of what measures it; None with
    `gap`, which says why nobody does. Raises ValueError for a rule that is to be
    checked and has a term, a share, a day or an indicator, and for shares that overlap.
    """

    key: str
    step: str
    duty: str | None
    name: Text
    rule: str
    article: str
    certainty: str
    addressees: tuple[str, ...]
    days: int | None
    shares: tuple[AgreedShare, ...]
    valid_from: date | None
    valid_to: date | None
    text_of: date | None
    entered_into_force: bool
    indicator: str | None
    gap: Text | None
    note: Text
    source: str

    def __post_init__(self) -> None:
        if self.certainty not in CERTAINTIES:
            raise ValueError(f"certainty is one of {', '.join(CERTAINTIES)}: {self.certainty}")
        if self.certainty == "to_check" and self._said_for_certain:
            raise ValueError(f"{self.key} is to be checked, so it has no term, share, day or "
                             "indicator")  # fmt: skip
        if any(one.last >= next_one.first for one, next_one in pairwise(self.shares)):
            raise ValueError(f"the shares of {self.key} overlap, or are not in their order")

    @property
    def _said_for_certain(self) -> bool:
        told = (self.days, self.valid_from, self.valid_to, self.text_of, self.indicator)
        return bool(self.shares) or any(each is not None for each in told)

    @property
    def term(self) -> int:
        """Its days; a rule without a term has none to ask for."""
        assert self.days is not None, f"{self.key} has no term"
        return self.days

    def in_force(self, quarter: Quarter) -> bool:
        """Whether it holds on any day of `quarter`; one of which the begin was not found does."""
        return self.validity(quarter) in ("in_force", "begin_unknown")

    def runs_in(self, quarter: Quarter) -> bool:
        """Whether it holds in `quarter`, or the term of its last case ends there.

        One of which the begin was not found does not run before the day of its source.
        """
        if self.validity(quarter) != "ended":
            return self.validity(quarter) == "in_force"
        assert self.valid_to is not None, "a norm that ended has an end"
        return self.valid_to + timedelta(days=self.days or 0) >= quarter.first_day

    def share_in(self, quarter: Quarter) -> float | None:
        """The part of cases that must meet it in `quarter`; None where none was found."""
        return next((one.share for one in self.shares if one.covers(quarter)), None)

    def validity(self, quarter: Quarter) -> str:
        """Which of VALIDITIES it is in `quarter`."""
        if self.certainty == "to_check":
            return "to_check"
        if not self.entered_into_force:
            return "never"
        if self.valid_to is not None and self.valid_to < quarter.first_day:
            return "ended"
        if self.valid_from is not None:
            return "in_force" if self.valid_from <= quarter.last_day else "not_yet"
        seen = self.text_of is not None and self.text_of <= quarter.last_day
        return "in_force" if seen else "begin_unknown"


@cache
def load_steps() -> Mapping[str, Text]:
    """The steps of the chain that rules are ordered by, in their order."""
    steps = norms_file()["steps"]
    return MappingProxyType({key: steps.text(key) for key in steps})


@cache
def load_duties() -> Mapping[str, Text]:
    """The duties that more than one rule gives a term to, by key."""
    duties = norms_file()["duties"]
    return MappingProxyType({key: duties.text(key) for key in duties})


@cache
def load_norms() -> Mapping[str, Norm]:
    """The norms of `config/norms.yaml` by key, by step; raises DefinitionError on any fault."""
    found = {key: _norm(key, node) for key, node in norms_file()["norms"].items()}
    order = list(load_steps())
    in_order = sorted(found.items(), key=lambda pair: order.index(pair[1].step))
    return MappingProxyType(dict(in_order))


def _norm(key: str, node: Node) -> Norm:
    node.only(REQUIRED, ["gap", "duty"])
    _check_numbers(node)
    if ("gap" in node) == (node["indicator"] is not None):
        raise node.fail("'gap' says why no indicator measures it; it stands where 'indicator' is "
                        "empty, and only there", "indicator")  # fmt: skip
    step, addressees = node.one_of("step", load_steps()), _addressees(node)
    if "duty" in node:
        node.one_of("duty", load_duties())
    try:
        shares = tuple(_share(each) for each in node["shares"])
        return node.built(Norm, key=key, step=step, addressees=addressees, shares=shares)
    except ValueError as fault:
        raise node.fail(str(fault)) from fault


def _share(node: Node) -> AgreedShare:
    node.only(["share", "first", "last"])
    for day in ("first", "last"):
        if type(node[day]) is not date:
            raise node.fail(f"'{day}' must be a date", day)
    return node.built(AgreedShare)


def _check_numbers(node: Node) -> None:
    if node["days"] is not None and (type(node["days"]) is not int or node["days"] < 0):
        raise node.fail("'days' must be a whole number of days, or empty", "days")
    if not isinstance(node["shares"], list):
        raise node.fail("'shares' must be a list, which may be empty", "shares")
    for day in ("valid_from", "valid_to", "text_of"):
        if node[day] is not None and type(node[day]) is not date:
            raise node.fail(f"'{day}' must be a date, or empty", day)
    if node["certainty"] == "sourced" and node["valid_from"] is None and node["text_of"] is None:
        raise node.fail("a rule without 'valid_from' needs 'text_of'", "text_of")
    if type(node["entered_into_force"]) is not bool:
        raise node.fail("'entered_into_force' must be true or false", "entered_into_force")


def _addressees(node: Node) -> tuple[str, ...]:
    named = node["addressees"]
    if not isinstance(named, list) or not named or set(named) - set(ADDRESSEES):
        raise node.fail(f"'addressees' must hold some of {', '.join(ADDRESSEES)}", "addressees")
    return tuple(one for one in ADDRESSEES if one in named)
