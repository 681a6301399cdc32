"""Which definitions are due for review, as a section that every surface draws."""

from __future__ import annotations

from collections.abc import Sequence

from ketenkpi.answer import Cell, Column, Linked, Listed, Section, count_of, phrase, table_of
from ketenkpi.indicators.review import Review
from ketenkpi.vocabulary import in_both


def reviews_due(found: Sequence[Review]) -> Section:
    """How many of the definitions wait for people, which, and why; then how to record a review."""
    due = [each for each in found if each.due]
    said = phrase(
        "indicators.reviews_due" if due else "indicators.reviews_none",
        due=count_of(len(due)),
        of=count_of(len(found)),
        unchecked=count_of(sum("unchecked" in each.due for each in due)),
        passed=count_of(sum("passed" in each.due for each in due)),
    )
    table = table_of(
        due,
        (_column("name"), _name),
        (_column("version"), lambda each: str(each.indicator.version)),
        (_column("author"), lambda each: each.indicator.author),
        (_column("checked"), lambda each: each.indicator.checked_by),
        (_column("reviewed"), lambda each: each.indicator.reviewed_on),
        (_column("next"), lambda each: each.indicator.next_review),
        (_column("why"), _why),
    )
    how = in_both("indicators.review_how")
    return Section("reviews", in_both("indicators.reviews"), said, table, notes=(how,))


def _column(key: str) -> Column:
    return Column(key, in_both(f"indicators.review_{key}"))


def _name(review: Review) -> Cell:
    found = review.indicator
    return Linked(found.name, "definities", {"indicator": found.key})


def _why(review: Review) -> Cell:
    return Listed(tuple(in_both(f"indicators.due_{reason}") for reason in review.due))
