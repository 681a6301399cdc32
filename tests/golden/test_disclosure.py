"""Suppression audits published by others.

sdcTable 0.34.0, its own test suite (sdcTools/sdcTable, commit 6393dfb): a table
of 4 by 4 in which two hidden cells in every row and column are not enough, a
small table of regions and gender with its optimal pattern, and two single
persons that unmask each other. Figures only; no code was taken.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from ketenkpi.disclosure import audit

# Rows w, x, y, z; columns a, b, c, d. Nine cells are hidden.
TABLE = np.array([[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]])
HIDDEN = ["wa", "xa", "wb", "yb", "zb", "wc", "xc", "yd", "zd"]
Sums = list[tuple[Mapping[int, float], float]]


def margins(table: np.ndarray) -> Sums:
    number = np.arange(table.size).reshape(table.shape)
    lines = [*zip(number, table, strict=True), *zip(number.T, table.T, strict=True)]
    return [(dict.fromkeys(map(int, cells), 1.0), float(values.sum())) for cells, values in lines]


def published(hidden: list[str]) -> list[float | None]:
    at = {(("wxyz").index(name[0]), ("abcd").index(name[1])) for name in hidden}
    return [
        None if (row, column) in at else float(TABLE[row, column])
        for row in range(4)
        for column in range(4)
    ]


def test_the_audit_finds_the_cell_that_two_per_line_does_not_protect() -> None:
    # Numbered row by row, the hidden cells are wa, wb, wc, xa, ...: wb is the second.
    found = audit(published(HIDDEN), margins(TABLE))
    assert found.exact.tolist() == [False, True] + [False] * 7
    assert found.low[1] == pytest.approx(47)
    assert found.high[1] == pytest.approx(47)


def test_one_more_hidden_cell_protects_it() -> None:
    # sdcTable reports 0 to 78, because its attacker also knows bounds per cell
    # that it sets itself. Ours knows only what is shown: row w hides 30 + 47 + 64.
    found = audit(published([*HIDDEN, "xb"]), margins(TABLE))
    assert not found.exact.any()
    assert found.low[1] == pytest.approx(0)
    assert found.high[1] == pytest.approx(141)


def test_the_optimal_pattern_of_sdctable_is_safe_and_one_cell_less_is_not() -> None:
    # Regions A to D, female and male; A female counts two people. Published
    # optimum: A male, C male and C female go as well.
    table = np.array([[20, 178], [204, 140], [106, 118], [152, 366]])
    optimum = {0, 1, 4, 5}
    for hidden, safe in ((optimum, True), (optimum - {4}, False), ({0, 1}, False)):
        cells = [None if at in hidden else float(x) for at, x in enumerate(table.ravel())]
        assert bool(audit(cells, margins(table)).exact[0]) != safe


def test_two_single_persons_unmask_each_other() -> None:
    # Counts 1, 2, 1, 0 with both ones hidden: each of the two persons knows the
    # own number, and the sum tells the other.
    totals: Sums = [({0: 1.0, 1: 1.0, 2: 1.0, 3: 1.0}, 4.0)]
    outsider = audit([None, 2.0, None, 0.0], totals)
    assert outsider.low.tolist() == [0, 0]
    assert outsider.high.tolist() == [2, 2]
    insider = audit([1.0, 2.0, None, 0.0], totals)
    assert insider.exact.all()
    one_more = audit([1.0, None, None, 0.0], totals)
    assert not one_more.exact.any()
