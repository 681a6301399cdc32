"""Published figures of a peer: the test data of PHEindicatormethods 2.1.0.

Source: UK Health Security Agency, R package PHEindicatormethods 2.1.0 (repository
ukhsa-collaboration/PHEindicatormethods, commit 093fd288, 2024-12-13), test data of
its own suite: testdata_Prop, testdata_Rate, testdata_Mean and testdata_Byars. The
numbers were made by PHE analysts in spreadsheets; only these are transcribed.
"""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import byar, mean_t, poisson_exact, wilson

PROPORTIONS = [
    # events, trials, 95% low and high, 99.8% low and high
    (1, 100, 0.0017674320641406511, 0.0544861961787053, 0.00087306569730, 0.10455445283705),
    (5, 100, 0.02154367915436798, 0.11175046923191911, 0.01386532072600, 0.16458852282597),
    (20, 100, 0.1333669333310325, 0.28882916559315885, 0.10519162066711, 0.34711094170086),
    (65, 100, 0.5525444329688797, 0.7363575175690247, 0.49549465740704, 0.77835406140897),
    (9856, 12345, 0.7912101752909069, 0.8053640073614909, 0.78699241084191, 0.80930614125896),
    (222, 3215, 0.060791690363636595, 0.07833956681383633, 0.0564710196462, 0.08418414185270),
    (0.445, 1, 0.04381744772058822, 0.9334621276979156, 0.019347006132901, 0.97022599470195),
]
RATES = [
    # events, exposure, 95% low and high per 100, method
    (1, 100, 0.025317807984289897, 5.571643390938898),
    (5, 100, 1.62348639011842, 11.668332079322669),
    (20, 100, 12.211428834875937, 30.889880369197066),
    (65, 100, 50.163187710459454, 82.84913854593984),
    (9856, 12345, 78.26949058976757, 81.4300165427214),
    (222, 3215, 6.026574877652675, 7.87572937087185),
    (250, 220, 99.98494738532876, 128.63114487455782),
]


@pytest.mark.parametrize(("x", "n", "low", "high", "low998", "high998"), PROPORTIONS)
def test_wilson(x, n, low, high, low998, high998):
    usual, wide = wilson(x, n), wilson(x, n, level=0.998)
    np.testing.assert_allclose([usual.low, usual.high], [low, high], rtol=1e-10)
    np.testing.assert_allclose([wide.low, wide.high], [low998, high998], rtol=1e-10)
    assert usual.value == x / n


@pytest.mark.parametrize(("x", "exposure", "low", "high"), RATES)
def test_byar_with_the_exact_rule_below_ten(x, exposure, low, high):
    found = byar(x, exposure / 100)
    np.testing.assert_allclose([found.low, found.high], [low, high], rtol=1e-10)


def test_exact_poisson_at_99_8():
    found = poisson_exact([1, 5], level=0.998)
    np.testing.assert_allclose(found.low, [0.0010005003335835344, 0.739371731917839], rtol=1e-10)
    np.testing.assert_allclose(found.high, [9.233413476451585, 16.454745203680105], rtol=1e-10)


def test_byar_without_the_rule():
    # At 99.8% and one event the formula's lower limit falls below zero: missing, never 0.
    found = byar([1, 10, 1045], level=0.998, exact_below=0)
    np.testing.assert_allclose(found.low, [np.nan, 2.916318374695686, 947.9407035610374])
    np.testing.assert_allclose(found.high, [9.362180217908362, 24.193724927880535, 1148.80616098])
    at_95 = byar(1, exact_below=0)
    np.testing.assert_allclose([at_95.low, at_95.high], [0.01307213290150435, 5.5637555824752605])


def test_mean_of_area_1():
    values = np.array(
        [33.09375, 48.38596, 64.83495, 67.98475, 22.93556, 71.23587, 38.78465, 82.37927]
    )
    found = mean_t(values.size, values.sum(), (values**2).sum())
    wide = mean_t(values.size, values.sum(), (values**2).sum(), level=0.998)
    assert found.value == pytest.approx(53.704345, rel=1e-12)
    assert found.sd == pytest.approx(20.97557525770931, rel=1e-10)
    assert found.low == pytest.approx(36.168325241336504, rel=1e-10)
    assert found.high == pytest.approx(71.24036475866352, rel=1e-10)
    assert wide.low == pytest.approx(18.216705294788838, rel=1e-10)


def test_base_r():
    # poisson.test(x)$conf.int; prop.test(x, 20, correct = FALSE)$conf.int (Wilson);
    # t.test(c(7, 8, 6, 9, 10, 4, 7))$conf.int, R 4.2.2
    counts = poisson_exact([0, 9, 10, 100])
    np.testing.assert_allclose(
        counts.low, [0, 4.1153730973783329, 4.7953886961324343, 81.363991250923164], rtol=1e-12
    )
    np.testing.assert_allclose(
        counts.high,
        [3.6888794541139354, 17.0848034514191696, 18.3903560420177783, 121.626793792426369],
        rtol=1e-12,
    )
    shares = wilson([0, 20], 20)
    np.testing.assert_allclose(shares.low, [0, 0.83887484194718065], rtol=1e-12)
    np.testing.assert_allclose(shares.high, [0.1611251580528193, 1], rtol=1e-12)
    marks = mean_t(7, 51, 395)
    np.testing.assert_allclose(
        [marks.low, marks.high], [5.4581755821840501, 9.1132529892445202], rtol=1e-12
    )
