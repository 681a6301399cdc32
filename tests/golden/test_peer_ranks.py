"""Confidence sets for ranks against csranks, the package of the authors of the method.

Source: OECD, PISA 2018 and 2022, mathematics, as shipped with the R package csranks
1.2.2.9001 (danielwilhelm/R-CS-ranks, commit bd4f755, GPL-3 or later), run in R with 20,000
draws. Only figures are transcribed. Both draw at random: one place more or less is allowed.
"""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import quantile_groups, rank_sets
from tests.golden.peer import figures


@pytest.mark.parametrize(("year", "countries"), [(2018, 38), (2022, 37)])
def test_pisa(year, countries):
    peer = figures("peer_pisa_ranks.csv").query("year == @year")
    found = rank_sets(peer.score, peer.se, draws=20_000)
    assert len(peer) == countries
    np.testing.assert_array_equal(found.rank, peer["rank"])
    for part in ("low", "high", "low_together", "high_together"):
        apart = np.abs(getattr(found, part) - peer[part])
        assert apart.max() <= 1
        assert (apart == 0).mean() > 0.9


# PHEindicatormethods 2.1.0 (UK Health Security Agency, commit 093fd288, GPL-3), test data of
# phe_quantile: values of areas and their tenth.
FIFTEEN = [80.12789, 81.53433, 81.54834, 81.56481, 81.85089, 81.91188, 82.23396, 82.29398]
FIFTEEN += [82.34826, 82.55837, 82.59956, 82.6424, 83.47444, 83.50889, 84.23204]
TIED = [10, 11, 13, 15, 19, 20.2, 22.4, 24.6, 26.8, 29, 31.2, 33.4, 35.6, 37.8, 37.8, 42.2]
TIED += [44.4, 46.6, 46.6, 51, 53.2, 55.4]
LOW_IS_GOOD = [182.71, 175.99, 169.27, 169.27, 155.83, 149.11, 142.39, 135.67, 128.95, 121.4]
LOW_IS_GOOD += [108.9, 108.9, 101.6]


@pytest.mark.parametrize(
    ("values", "tenths"),
    [
        (FIFTEEN, [1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10]),
        (TIED, [1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6, 6, 7, 8, 8, 8, 9, 10, 10]),
        (np.negative(LOW_IS_GOOD), [1, 1, 2, 2, 4, 4, 5, 6, 7, 7, 8, 8, 10]),
        (FIFTEEN[:9], [np.nan] * 9),
        ([*FIFTEEN, np.nan], [1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 9, 9, 10, np.nan]),
    ],
    ids=["fifteen", "ties", "inverted", "too few", "missing"],
)
def test_quantile_groups_of_phe(values, tenths):
    np.testing.assert_array_equal(quantile_groups(values, 10), tenths)
