"""Agreement beyond chance: by hand, by plain loops, and as statsmodels has it."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest

from ketenkpi.stats import weighted_kappa

# By hand. Marks 0-2, n = 10:        gemeente 0  1  2
#                               uwv 0         3  1  0
#                                   1         1  2  1
#                                   2         0  1  1
# p_o = (6 + 0.75 * 4) / 10 = 0.9 - weights 1 - d²/4: 1, 0.75, 0.
# Rows .4 .4 .2, columns .4 .4 .2; p_e = .36 + .75 * .48 + 0 * .16 = .72.
# Equal: .16 + .16 + .04 = .36; one apart: 2 * (.16 + .08) = .48; two: 2 * .08 = .16.
BY_HAND = [[3, 1, 0], [1, 2, 1], [0, 1, 1]]


def _plain(table: list[list[int]]) -> tuple[float, float]:
    """Kappa and its standard error, cell by cell."""
    k, n = len(table), sum(map(sum, table))
    row = [sum(table[i][j] for j in range(k)) / n for i in range(k)]
    column = [sum(table[i][j] for i in range(k)) / n for j in range(k)]

    def weight(i: int, j: int) -> float:
        return 1 - (i - j) ** 2 / (k - 1) ** 2

    cells = [(i, j) for i in range(k) for j in range(k)]
    observed = sum(weight(i, j) * table[i][j] / n for i, j in cells)
    chance = sum(weight(i, j) * row[i] * column[j] for i, j in cells)
    kappa = (observed - chance) / (1 - chance)
    total = 0.0
    for i, j in cells:
        mean_row = sum(weight(i, other) * column[other] for other in range(k))
        mean_column = sum(weight(other, j) * row[other] for other in range(k))
        total += table[i][j] / n * (weight(i, j) - (mean_row + mean_column) * (1 - kappa)) ** 2
    variance = (total - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    return kappa, sqrt(variance)


def test_by_hand() -> None:
    found = weighted_kappa(BY_HAND)
    assert found.value == pytest.approx((0.9 - 0.72) / (1 - 0.72))
    assert found.n == 10


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("k", [2, 3, 5])
def test_as_plain_loops_and_as_statsmodels(seed: int, k: int) -> None:
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.random.default_rng(seed).integers(1, 9, (k, k))
    found = weighted_kappa(table, level=0.9)
    kappa, error = _plain(table.tolist())
    assert found.value == pytest.approx(kappa, abs=1e-12)
    peer = cohens_kappa(table, wt="quadratic")
    assert found.value == pytest.approx(peer.kappa, abs=1e-12)
    assert error == pytest.approx(peer.std_kappa, abs=1e-12)
    reach = 1.6448536269514722 * error
    assert found.low == pytest.approx(max(kappa - reach, -1), abs=1e-9)
    assert found.high == pytest.approx(min(kappa + reach, 1), abs=1e-9)


def test_always_equal_has_no_interval() -> None:
    found = weighted_kappa([[3, 0], [0, 4]])
    assert found.value == pytest.approx(1)
    assert isnan(found.low)
    assert isnan(found.high)


@pytest.mark.parametrize(
    "table",
    [
        [[7, 0], [0, 0]],
        [[0, 0], [0, 0]],
        # Rows always 0, columns not: 49 of 50 equal, and kappa would be 0 with no spread.
        [[49, 1, 0], [0, 0, 0], [0, 0, 0]],
        [[3, 0, 0], [2, 0, 0], [1, 0, 0]],
        [[0, 4], [0, 0]],
    ],
)
def test_one_mark_everywhere_or_no_answer_is_not_defined(table: list[list[int]]) -> None:
    found = weighted_kappa(table)
    assert isnan(found.value)
    assert isnan(found.low)
    assert found.n == sum(map(sum, table))


def test_only_opposite_answers_stay_above_minus_one() -> None:
    found = weighted_kappa([[0, 5], [5, 0]])
    assert found.value == pytest.approx(-1)
    assert found.low == -1


@pytest.mark.parametrize("table", [[[1, 2]], [[1]], [1, 2]])
def test_only_square_tables(table: list[object]) -> None:
    with pytest.raises(ValueError, match="square"):
        weighted_kappa(table)


def test_no_negative_count() -> None:
    with pytest.raises(ValueError, match="negative"):
        weighted_kappa([[1, -1], [0, 1]])


def test_the_limits_hold_the_truth_as_often_as_they_say() -> None:
    """Seeded draws of 60 items; the large-sample interval is a little rough at that size."""
    rng = np.random.default_rng(4)
    truth = np.array([[0.20, 0.08, 0.02], [0.06, 0.22, 0.08], [0.02, 0.10, 0.22]])
    kappa = _plain((truth * 100).round().astype(int).tolist())[0]
    drawn = rng.multinomial(60, truth.ravel(), 2000).reshape(-1, 3, 3)
    held = [
        found.low <= kappa <= found.high for found in (weighted_kappa(table) for table in drawn)
    ]
    assert 0.92 <= np.mean(held) <= 0.97
