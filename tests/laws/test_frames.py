"""A frame is read as the file of its cells: equal findings and equal counts, in every library.

The sample here is small; `tests/tables` has the whole table.
"""

from __future__ import annotations

import pytest

from tests.fuzz.frames import compared

pytestmark = pytest.mark.slow

# One frame that is clean, of blank rows, moments, other words, and two that are refused.
SAMPLE = (2, 6, 7, 10, 12, 20)


@pytest.mark.parametrize("number", SAMPLE)
def test_the_way_of_a_frame_is_that_of_its_file(number: int) -> None:
    rows = list(compared(number))
    assert len(rows) == 5 * 3
    assert [row for row in rows if not (row["same findings"] and row["same counts"])] == []
