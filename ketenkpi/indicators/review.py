"""Which definitions wait for people to look at them: unchecked, without a day, or past it.

Only people can say whether a definition means what the field means by it. This
module tells what waits for them; a review is recorded by them, in the file of
the definition (`checked_by`, `next_review`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketenkpi.indicators.definition import Indicator

# In the order in which a reader wants them: what somebody promised and did not do first.
Due = Literal["passed", "unchecked", "no_day"]


@dataclass(frozen=True, slots=True)
class Review:
    """An indicator and why its definition waits for people; nothing where it does not."""

    indicator: Indicator
    due: tuple[Due, ...]


def reviews(known: Iterable[Indicator], today: date) -> tuple[Review, ...]:
    """Every definition with why it is due on a day: what passed its day longest ago first.

    `passed`: the day of the next review is today or before. `unchecked`: nobody
    but the author looked at it. `no_day`: nobody said when to look again. Those
    with nothing due stand last, the day that comes soonest first.
    """
    found = [Review(indicator, _due(indicator, today)) for indicator in known]
    return tuple(sorted(found, key=_order))


def _due(indicator: Indicator, today: date) -> tuple[Due, ...]:
    day, by = indicator.next_review, indicator.checked_by
    reasons: tuple[tuple[Due, bool], ...] = (
        ("passed", day is not None and day <= today),
        ("unchecked", by is None or by == indicator.author),
        ("no_day", day is None),
    )
    return tuple(reason for reason, holds in reasons if holds)


def _order(review: Review) -> tuple[bool, bool, date, str]:
    indicator, passed = review.indicator, "passed" in review.due
    return not passed, not review.due, indicator.next_review or date.max, indicator.key
