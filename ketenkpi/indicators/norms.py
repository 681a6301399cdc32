"""The norm register: rules from laws and agreements, with their terms and when they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from ketenkpi.config_file import Node
from ketenkpi.terms import norms_file
from ketenkpi.vocabulary import Quarter, Text

ADDRESSEES = ("citizen", "institution")
# never: published, but it did not enter into force. begin_unknown: before the day
# of which the source speaks, where the begin was not found.
VALIDITIES = ("in_force", "begin_unknown", "not_yet", "ended", "never")
REQUIRED = (
    *("step", "name", "rule", "article", "addressees", "days", "share", "valid_from", "valid_to"),
    *("text_of", "entered_into_force", "indicator", "note", "source"),
)


@dataclass(frozen=True, slots=True)
class Norm:
    """A rule, whom it binds, and what measures it.

    name: the rule in words. rule, article: where it stands. days: its term, None
    for a rule without one. share: the part of cases that must meet it, None
    where the rule binds every case or sets no share. valid_from None: the begin
    was not found, and text_of is the day of which the source speaks; valid_to
    None: no end was found. indicator: the key of what measures it; None with
    `gap`, which says why nobody does.
    """

    key: str
    step: str
    name: Text
    rule: str
    article: str
    addressees: tuple[str, ...]
    days: int | None
    share: float | None
    valid_from: date | None
    valid_to: date | None
    text_of: date | None
    entered_into_force: bool
    indicator: str | None
    gap: Text | None
    note: Text
    source: str

    @property
    def term(self) -> int:
        """Its days; a rule without a term has none to ask for."""
        assert self.days is not None, f"{self.key} has no term"
        return self.days

    def in_force(self, quarter: Quarter) -> bool:
        """Whether it holds on any day of `quarter`; one of which the begin was not found does."""
        return self.validity(quarter) in ("in_force", "begin_unknown")

    def validity(self, quarter: Quarter) -> str:
        """Which of VALIDITIES it is in `quarter`."""
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
def load_norms() -> Mapping[str, Norm]:
    """The norms of `config/norms.yaml` by key, by step; raises DefinitionError on any fault."""
    found = {key: _norm(key, node) for key, node in norms_file()["norms"].items()}
    order = list(load_steps())
    in_order = sorted(found.items(), key=lambda pair: order.index(pair[1].step))
    return MappingProxyType(dict(in_order))


def _norm(key: str, node: Node) -> Norm:
    node.only(REQUIRED, ["gap"])
    _check_numbers(node)
    if ("gap" in node) == (node["indicator"] is not None):
        raise node.fail("'gap' says why no indicator measures it; it stands where 'indicator' is "
                        "empty, and only there", "indicator")  # fmt: skip
    step, addressees = node.one_of("step", load_steps()), _addressees(node)
    return node.built(Norm, key=key, step=step, addressees=addressees)


def _check_numbers(node: Node) -> None:
    if node["days"] is not None and (type(node["days"]) is not int or node["days"] < 0):
        raise node.fail("'days' must be a whole number of days, or empty", "days")
    if node["share"] is not None and not 0 < node["share"] <= 1:
        raise node.fail("'share' must lie between 0 and 1, or be empty", "share")
    for day in ("valid_from", "valid_to", "text_of"):
        if node[day] is not None and type(node[day]) is not date:
            raise node.fail(f"'{day}' must be a date, or empty", day)
    if node["valid_from"] is None and node["text_of"] is None:
        raise node.fail("a rule without 'valid_from' needs 'text_of'", "text_of")
    if type(node["entered_into_force"]) is not bool:
        raise node.fail("'entered_into_force' must be true or false", "entered_into_force")


def _addressees(node: Node) -> tuple[str, ...]:
    named = node["addressees"]
    if not isinstance(named, list) or not named or set(named) - set(ADDRESSEES):
        raise node.fail(f"'addressees' must hold some of {', '.join(ADDRESSEES)}", "addressees")
    return tuple(one for one in ADDRESSEES if one in named)
