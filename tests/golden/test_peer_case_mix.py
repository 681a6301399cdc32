"""The logistic model of case mix against R 4.2.2: glm(..., family = binomial) and vcov.

medpar comes from the R package COUNT: glm(died ~ los + hmo + age80 + factor(type)), expected
per hospital, exact Poisson limits on observed over expected. The admissions to Berkeley are
UCBAdmissions of R (Bickel, Hammel & O'Connell 1975, Science 187:398): glm(cbind(admitted,
rejected) ~ Gender) and ~ Gender + Dept; standard errors of expected numbers g'Vg, and the
c-statistic by comparing every pair, in R too.
"""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import NoModel, expected_logistic, isr, poisson_exact
from tests.golden.peer import figures

ADMITTED = np.array([512, 89, 353, 17, 120, 202, 138, 131, 53, 94, 22, 24])
APPLIED = np.array([825, 108, 560, 25, 325, 593, 417, 375, 191, 393, 373, 341])
GENDER = np.array(["man", "woman"] * 6)
DEPARTMENT = np.repeat(np.arange(6), 2)


def test_medpar_coefficients():
    found = _medpar()
    assert found.terms == ("constant", "los", "hmo=1", "age80=1", "type=2", "type=3")
    assert found.references == {"hmo": "0", "age80": "0", "type": "1"}
    np.testing.assert_allclose(
        found.coefficient[:5],
        [
            -0.605401828360898,
            -0.0373825710450272,
            0.0708020723898881,
            0.659222059176292,
            0.423220392535865,
        ],
        rtol=1e-8,
    )
    np.testing.assert_allclose(
        found.coefficient_se[:5],
        [
            0.102293410577839,
            0.00787358487646297,
            0.152539556128528,
            0.129340006055568,
            0.14495791039736,
        ],
        rtol=1e-6,
    )


def test_medpar_expected_per_hospital():
    found = _medpar()
    expected = [19.2728281820672, 20.7720970965702, 14.2469087744816]
    np.testing.assert_allclose(found.expected[1:], expected, rtol=1e-9)
    np.testing.assert_array_equal(found.observed[1:], [16, 19, 17])
    np.testing.assert_array_equal(found.trials[1:], [58, 61, 44])
    assert found.expected.sum() == pytest.approx(found.observed.sum())
    limits = poisson_exact(found.observed, found.expected)
    np.testing.assert_allclose(
        limits.low[1:], [0.474522076741754, 0.550702276769904, 0.695107031733461], rtol=1e-8
    )
    np.testing.assert_allclose(
        limits.high[1:], [1.34816734482889, 1.42839952238066, 1.91049491835446], rtol=1e-8
    )
    # The same as a standardised ratio, with Byar's limits.
    ratio = isr(found.observed[1:, None], found.expected[1:, None])
    np.testing.assert_allclose(ratio.low, limits.low[1:], rtol=2e-3)


def _medpar():
    cells = figures("peer_medpar_cells.csv")
    assert (cells.admissions.sum(), cells.deaths.sum()) == (1495, 513)
    design = {"los": cells.los.astype(float), **{c: cells[c] for c in ("hmo", "age80", "type")}}
    return expected_logistic(cells.deaths, cells.admissions, cells.hospital, 4, design)


def test_berkeley_by_department():
    found = expected_logistic(ADMITTED, APPLIED, DEPARTMENT, 6, {"gender": GENDER})
    np.testing.assert_allclose(found.coefficient, [-0.220134018863796, -0.610352376146394])
    np.testing.assert_allclose(
        found.coefficient_se, [0.0387881025678397, 0.0638930471835374], rtol=1e-6
    )
    np.testing.assert_allclose(
        found.expected,
        [
            400.06238293555,
            256.893646902532,
            324.686535297293,
            299.471593170089,
            204.322941645226,
            269.562900049312,
        ],
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        found.se,
        [
            7.98845956070649,
            5.37178120461575,
            7.08570419539213,
            5.67111038145709,
            4.5980431499419,
            5.11531232944266,
        ],
        rtol=1e-6,
    )
    assert found.discrimination == pytest.approx(0.571913211826603, rel=1e-12)
    # Two predictions, so two groups, of which each is right by itself.
    np.testing.assert_array_equal(found.calibration.trials, [1835, 2691])
    np.testing.assert_allclose(found.calibration.observed, found.calibration.expected)


def test_berkeley_by_gender():
    found = expected_logistic(
        ADMITTED, APPLIED, DEPARTMENT * 0 + (GENDER == "woman"), 2, {"department": DEPARTMENT}
    )
    # With gender left out women are expected to be admitted less than men, and they are not.
    assert found.terms[1:] == tuple(f"department={d}" for d in range(1, 6))
    assert found.observed[1] > found.expected[1]
    both = expected_logistic(
        ADMITTED, APPLIED, (GENDER == "woman") * 1, 2, {"g": GENDER, "d": DEPARTMENT}
    )
    np.testing.assert_allclose(
        both.coefficient,
        [
            0.582051395276028,
            0.0998700881593498,
            -0.0433979312092456,
            -1.26259802237917,
            -1.29460646874817,
            -1.73930573781552,
            -3.30648005588716,
        ],
        rtol=1e-8,
    )
    np.testing.assert_allclose(both.expected, [1198, 557])
    np.testing.assert_allclose(both.se, [23.2577652591187, 18.6634619934099], rtol=1e-6)
    assert both.discrimination == pytest.approx(0.733663575020495, rel=1e-12)


def test_survivors_of_the_titanic_are_separated():
    # All 30 children of the first and second class were saved: with class and age together
    # as one column there is no finite coefficient. Titanic of R (Dawson 1995, J Stat Educ 3).
    who = ["man 1", "man 2", "man 3", "woman 1", "woman 2", "woman 3", "child 1, 2", "child 3"]
    saved = [57, 14, 75, 140, 80, 76, 30, 27]
    aboard = [175, 168, 462, 144, 93, 165, 30, 79]
    with pytest.raises(NoModel, match="separation") as refused:
        expected_logistic(saved, aboard, np.zeros(8), 1, {"who": who})
    assert refused.value.terms == ("who=child 1, 2",)
