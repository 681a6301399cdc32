"""Standardised rates against a peer: the test data of PHEindicatormethods 2.1.0.

Source: UK Health Security Agency, R package PHEindicatormethods 2.1.0 (repository
ukhsa-collaboration/PHEindicatormethods, commit 093fd288, 2024-12-13, GPL-3), test data of
its own suite: testdata_DSR, testdata_1976, the non-independent sets and testdata_ISR. PHE
analysts made the numbers in spreadsheets; only these are transcribed. Age bands 0-4 to 90+.
"""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import dsr, isr

PEOPLE = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288]
PEOPLE += [153, 123, 207]
STANDARD = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500]
STANDARD += [5000, 4000, 2500, 1500, 1000]
REFERENCE_EVENTS = [10303, 2824, 0, 3615, 3641, 3490, 3789, 3213, 3031, 2771, 3089, 3490, 3595]
REFERENCE_EVENTS += [4745, 5514, 7125, 5694, 6210, 5757]
REFERENCE_PEOPLE = [50520, 57173, 60213, 54659, 44345, 50128, 62163, 67423, 62899, 55463, 60479]
REFERENCE_PEOPLE += [49974, 44140, 40888, 37239, 30819, 18136, 15325, 13918]
BIG = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
SMALL = [12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4]
TINY = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 2, 3]
STANDARD_1976 = [8000] + [7000] * 10 + [6000, 5000, 4000, 3000, 2000, 1000, 1000]
# Persons with one, two, three and four events.
REPEATED_BIG = [
    [75, 16, 11, 12, 8, 18, 26, 18, 18, 21, 21, 23, 23, 39, 25, 40, 46, 49, 56],
    [16, 3, 2, 3, 0, 3, 6, 3, 4, 4, 4, 4, 6, 8, 5, 9, 9, 10, 11],
    [4, 1, 1, 1, 0, 1, 2, 1, 1, 1, 1, 1, 2, 2, 1, 2, 2, 3, 3],
    [2, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1],
]
SMALL_TOO = [12, 4, 3, 0, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4]
REPEATED_SMALL = [
    [7, 4, 3, 0, 3, 4, 5, 2, 2, 3, 4, 5, 3, 5, 5, 3, 5, 5, 4],
    [1] + [0] * 18,
    [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0],
    [0] * 19,
]
SQUARES = np.array([1, 4, 9, 16])


def test_direct_per_100_000():
    usual = dsr([BIG, SMALL, TINY], PEOPLE, STANDARD)
    wide = dsr([BIG, SMALL, TINY], PEOPLE, STANDARD, level=0.998)
    table = 1e5 * np.array([usual.value, usual.low, usual.high, wide.low, wide.high])
    big = [10430.247991469423, 9717.709067985681, 11178.94091547925]
    small = [1103.212025300104, 877.455767536709, 1367.0882227251795]
    np.testing.assert_allclose(table[:3, 0], big, rtol=1e-12)
    np.testing.assert_allclose(table[:3, 1], small, rtol=1e-12)
    np.testing.assert_allclose(table[3:, 0], [9323.287880219903, 11620.595999522058], rtol=1e-12)
    np.testing.assert_allclose(table[3:, 1], [763.6420357939879, 1530.0328948244762], rtol=1e-12)
    assert np.isnan(table[:, 2]).all(), "nine events are too few"


def test_direct_with_another_standard():
    events, people = BIG[:18], PEOPLE[:18]
    found = dsr(events, people, STANDARD_1976)
    assert found.value * 1e4 == pytest.approx(859.2097585022366, rel=1e-12)
    assert found.low * 1e4 == pytest.approx(799.1160931442103, rel=1e-12)
    assert found.high * 1e4 == pytest.approx(922.5253880318318, rel=1e-12)


@pytest.mark.parametrize(
    ("events", "persons", "limits", "wide"),
    [
        (BIG, REPEATED_BIG, (9532.94977862, 11373.07483298), (9036.25631357, 11929.24980749)),
        (SMALL_TOO, REPEATED_SMALL, (817.68609755, 1393.55884927), (684.16751792, 1585.49645593)),
    ],
)
def test_direct_with_events_of_the_same_person(events, persons, limits, wide):
    variance = SQUARES @ np.array(persons)
    usual = dsr(events, PEOPLE, STANDARD, variance_events=variance)
    outer = dsr(events, PEOPLE, STANDARD, variance_events=variance, level=0.998)
    np.testing.assert_allclose([1e5 * usual.low, 1e5 * usual.high], limits, rtol=1e-10)
    np.testing.assert_allclose([1e5 * outer.low, 1e5 * outer.high], wide, rtol=1e-10)
    plain = dsr(events, PEOPLE, STANDARD)
    assert usual.value == plain.value
    assert usual.high - usual.low > plain.high - plain.low


def test_indirect_ratio():
    expected = np.array(PEOPLE) * REFERENCE_EVENTS / REFERENCE_PEOPLE
    assert expected.sum() == pytest.approx(835.8835612311743, rel=1e-13)
    found = isr([BIG, SMALL, TINY], expected)
    wide = isr([BIG, SMALL, TINY], expected, level=0.998)
    np.testing.assert_allclose(
        np.array([found.value, found.low, found.high, wide.low, wide.high]).T,
        [
            # the third, with nine events, has exact limits
            [1.0707232939, 1.00171477126, 1.14323328725, 0.96351556196, 1.18600704159],
            [0.10886683770, 0.08765040102, 0.13366576328, 0.07695425528, 0.14897920510],
            [0.01076704988, 0.00492338083, 0.02043921456, 0.00293393066, 0.02710589651],
        ],
        rtol=1e-8,
    )


def test_indirect_with_a_stratum_without_people():
    people = np.array([PEOPLE[0], 0, *PEOPLE[2:]])
    found = isr(BIG, people * REFERENCE_EVENTS / REFERENCE_PEOPLE)
    np.testing.assert_allclose(
        [found.value, found.low, found.high],
        [1.1072323749430866, 1.0358708281676483, 1.1822147841228508],
        rtol=1e-12,
    )
