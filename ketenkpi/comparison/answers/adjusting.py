"""What it changes to allow for who the clients are: who lies at the other side of all together."""

from __future__ import annotations

from ketenkpi.answer import Said, Section, count_of, phrase
from ketenkpi.comparison.answers.seen import Row, SeenComparison
from ketenkpi.figure import Figure
from ketenkpi.vocabulary import in_both


def adjusting(seen: SeenComparison) -> Section:
    """How many places change sides, and how many surely lie at one, before and after."""
    return Section("adjusting", in_both("comparison.adjusting"), _said(seen))


def _said(seen: SeenComparison) -> Said:
    reference = seen.made.reference
    both = [(row, at) for row in seen.rows if (at := seen.adjusted_of(row)) is not None]
    if reference is None or not both:
        return in_both("comparison.adjusting_nobody")
    moved = sum(_moved(row, at, reference) for row, at in both)
    before = sum(_surely(row["low"], row["high"], reference) for row, _ in both)
    after = sum(_surely(row["ratio_low"], row["ratio_high"], 1.0) for row, _ in both)
    count = count_of(len(both))
    key = {0: "none", 1: "one"}.get(moved, "some")
    fill = {"moved": count_of(moved)} if moved > 1 else {}
    return (
        phrase(f"comparison.adjusting_{key}", count=count, **fill),
        phrase("comparison.adjusting_sure", before=count_of(before), after=count_of(after)),
    )


def _moved(row: Row, adjusted: Figure, reference: float) -> bool:
    """Whether both figures lie at another side of all together; on it is at neither."""
    assert adjusted.value is not None
    return bool((row["value"] - reference) * (adjusted.value - reference) < 0)


def _surely(low: float | None, high: float | None, line: float) -> bool:
    """Whether the whole interval lies at one side; one without both ends tells nothing."""
    return low is not None and high is not None and not low <= line <= high
