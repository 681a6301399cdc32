"""One Werkplein against its peers taken together, or against one other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ketenkpi.answer import Phrase, phrase
from ketenkpi.comparison.figures import comparable_indicator, figures
from ketenkpi.comparison.peers import PeerGroup
from ketenkpi.comparison.revisions_over import NOT_MEASURED
from ketenkpi.comparison.scaled import SIZE_DEPENDENT, not_compared
from ketenkpi.counts import Counts
from ketenkpi.errors import UserError
from ketenkpi.indicators import Indicator
from ketenkpi.scope import Scope
from ketenkpi.stats import difference
from ketenkpi.vocabulary import Text

Verdict = Literal["higher", "lower", "cannot_tell"]
Where = Mapping[str, Sequence[object]]
if TYPE_CHECKING:
    from ketenkpi.comparison.figures import Ask


@dataclass(frozen=True, slots=True)
class DifferenceSide:
    """A figure of one Werkplein, or of several taken together; NaN with a reason.

    open: later deliveries may still change it, and its limits do not hold that.
    """

    value: float
    low: float
    high: float
    n: float
    reason: str | None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """`own` - `other` in the unit of the indicator, with its interval.

    verdict: 'higher' or 'lower' only when the interval leaves out zero; else
    'cannot_tell', also when an end of it is not known. reason: the wording key
    that says why there is no difference.
    """

    subject: str
    others: Text
    own: DifferenceSide
    other: DifferenceSide
    value: float
    low: float
    high: float
    verdict: Verdict
    reason: str | None

    def statement(self) -> Phrase:
        """The verdict as a sentence."""
        verdict = self.verdict if self.reason is None else "none"
        return phrase(f"comparison.difference_{verdict}", place=self.subject, others=self.others)


def difference_to(
    counts: Counts,
    key: str,
    peers: PeerGroup,
    *,
    where: Where | None = None,
    scope: Scope,
    level: float = 0.95,
    definitions: Mapping[str, Indicator] | None = None,
    ask: Ask | None = None,
) -> Difference:
    """The subject of `peers` against its peers taken together.

    Their cases are added and divided last, so a large peer weighs more. where:
    as for `indicators`: a quarter, and one value of what the indicator is always
    split by. definitions, ask: as for `compare`. Raises OutOfScope unless the
    reader may see the subject and every peer, UserError for a group without a
    subject or without peers.

    Limits by MOVER from the limits of both (see `difference` in stats); for
    waiting times from those of the two curves.
    """
    if peers.subject is None:
        raise UserError("comparison.peers_no_subject")
    if not peers.members:
        raise UserError("comparison.peers_nobody", werkplein=peers.subject)
    for werkplein in (peers.subject, *peers.members):
        scope.require(werkplein)
    chosen = where or {}
    indicator = comparable_indicator(key, chosen, definitions)
    asked = _Question(counts.select(scope), indicator, chosen, level, ask)
    return _between(asked, peers.subject, peers.members, peers.name)


def pairwise(
    counts: Counts,
    key: str,
    one: str,
    other: str,
    *,
    where: Where | None = None,
    scope: Scope,
    level: float = 0.95,
) -> Difference:
    """One Werkplein against one other, as `difference_to`.

    Who looks through all pairs finds differences by chance: 1 in 20.
    """
    if one == other:
        raise UserError("comparison.peers_nobody", werkplein=one)
    for werkplein in (one, other):
        scope.require(werkplein)
    chosen = where or {}
    indicator = comparable_indicator(key, chosen)
    asked = _Question(counts.select(scope), indicator, chosen, level, None)
    return _between(asked, one, (other,), Text(other, other))


@dataclass(frozen=True, slots=True)
class _Question:
    counts: Counts
    indicator: Indicator
    where: Where
    level: float
    ask: Ask | None


def _between(asked: _Question, subject: str, members: Sequence[str], name: Text) -> Difference:
    own, other = (_figure(asked, group) for group in ([subject], list(members)))
    gap = difference(own.value, own.low, own.high, other.value, other.low, other.high)
    value, low, high = float(gap.value), float(gap.low), float(gap.high)
    verdict: Verdict = "higher" if low > 0 else "lower" if high < 0 else "cannot_tell"
    reason = own.reason or other.reason
    return Difference(subject, name, own, other, value, low, high, verdict, reason)


def _figure(asked: _Question, werkpleinen: Sequence[str]) -> DifferenceSide:
    if not_compared(asked.indicator) == SIZE_DEPENDENT:
        return DifferenceSide(np.nan, np.nan, np.nan, np.nan, SIZE_DEPENDENT)
    where = {**asked.where, "werkplein": werkpleinen}
    frame = figures(asked.counts, asked.indicator, [], where, level=asked.level, ask=asked.ask)
    numbers = frame[["value", "low", "high", "n"]].to_numpy(np.float64, na_value=np.nan)[0]
    value, low, high, n = (float(each) for each in numbers)
    reason = frame["reason"].iloc[0]
    why = reason if isinstance(reason, str) else None
    marked = "revision" in frame and frame["revision"].iloc[0] == NOT_MEASURED
    return DifferenceSide(value, low, high, n, why, bool(marked))
