"""Control charts against two peers: NHSRplotthedots (rules, XmR) and qicharts2 (p, u, c, Laney).

PEERS were computed by the two calculation files of NHSRplotthedots 0.2.2
(nhs-r-community/NHSRplotthedots, commit 050b07d, MIT) on R 4.2.2:
ptd_spc(data, value_field = y, date_field = x, rebase = ..., fix_after_n_points = ...).
The series are R's own (Nile, LakeHuron, AirPassengers), Montgomery's and those
of qicharts2. One letter per point: O/o above or below the limits, T/t trend up
or down, Z/z two of three high or low, S/s shift high or low, a dot for common cause.

The limits of qicharts2 0.8.1 (anhoej/qicharts2, commit 1b9487e) are results of its test
suite and examples, D.C. Montgomery, Introduction to Statistical Quality Control,
and of nhs_accidents (Mohammed, Panesar, Laney & Wilson 2013, BMJ Qual Saf 22:362).
Laney's limits agree to 5e-6: qicharts2 rounds d2 to 1.128. Its I chart drops no
moving range, so it is compared where no moving range is that large.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from ketenkpi.stats import (
    ControlChart,
    assurance,
    c_chart,
    laney_p,
    laney_u,
    p_chart,
    signals,
    u_chart,
    variation,
    xmr,
)

SERIES = {
    "cdi_monthly": """
17 12 27 20 20 18 22 19 19 24 17 16 24 19 19 22 25 19 17 6 25 17 11 14 9 11 7 13 5 5 3 5 9 4 5 9
""",
    "nile_100y": """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100
1210 1150 1250 1260 1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456
824 702 1120 1100 832 764 821 768 845 864 862 698 845 744 796 1040 759 781 865 845 944 984 897
822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 744 749 838 1050 918 986 797 923 975
815 1020 906 901 1170 912 746 919 718 714 740
""",
    "lakehuron": """
580.38 581.86 580.97 580.8 579.79 580.39 580.42 580.82 581.4 581.32 581.44 581.68 581.17 580.53
580.01 579.91 579.14 579.16 579.55 579.67 578.44 578.24 579.1 579.09 579.35 578.82 579.32 579.01
579 579.8 579.83 579.72 579.89 580.01 579.37 578.69 578.19 578.67 579.55 578.92 578.09 579.37
580.13 580.14 579.51 579.24 578.66 578.86 578.05 577.79 576.75 576.75 577.82 578.64 580.58
579.48 577.38 576.9 576.94 576.24 576.84 576.85 576.9 577.79 578.18 577.51 577.23 578.42 579.61
579.05 579.26 579.22 579.38 579.1 577.95 578.12 579.75 580.85 580.41 579.96 579.61 578.76 578.18
577.21 577.13 579.1 578.25 577.91 576.89 575.96 576.8 577.68 578.38 578.52 579.74 579.31 579.89
579.96
""",
    "airpassengers_first60": """
112 118 132 129 121 135 148 148 136 119 104 118 115 126 141 135 125 149 170 170 158 133 114 140
145 150 178 163 172 178 199 199 184 162 146 166 171 180 193 181 183 218 230 242 209 191 172 194
196 196 236 235 229 243 264 272 237 211 180 201
""",
    "montgomery_cost": """
310 288 297 298 307 303 294 297 308 306 294 299 297 299 314 295 293 306 301 304 305 282 305 296
314 295 287 301 298 311 310 292 305 299 304 310 304 305 333 328
""",
    "montgomery_tbl_9_1": """
9.45 7.99 9.29 11.66 12.16 10.18 8.04 11.46 9.2 10.34 9.03 11.47 10.51 9.4 10.08 9.37 10.62
10.31 8.52 10.84 10.9 9.33 12.29 11.5 10.6 11.08 10.38 11.62 11.31 10.52
""",
    "AHH_UTI": """
57 58 55 56 49 61 54 65 59 73 68 66 59 57 68 56 48 77 49 75 63 61 58 74
""",
}


@dataclass(frozen=True)
class Peer:
    """A series as NHSRplotthedots judges it: mean and limits per phase, and the points."""

    name: str
    series: str
    lines: list[tuple[float, float, float]]
    letters: str


PEERS = [
    Peer(
        "cdi_monthly",
        "cdi_monthly",
        [(14.8333333333333, 3.33274509803922, 26.3339215686275)],
        "..OSSSSSSSSSSSSSSSS...sssszszzozszzs",
    ),
    Peer(
        "cdi_monthly_fix24",
        "cdi_monthly",
        [(18.7083333333333, 6.13378787878788, 31.2828787878788)],
        "...................o.ssszszsoooosoos",
    ),
    Peer(
        "cdi_monthly_rebase25",
        "cdi_monthly",
        [
            (18.7083333333333, 6.13378787878788, 31.2828787878788),
            (7.08333333333333, -2.10575757575758, 16.2724242424242),
        ],
        "...................o................",
    ),
    Peer(
        "nile_100y",
        "nile_100y",
        [(919.35, 564.898282828283, 1273.80171717172)],
        ".Z.ZZZ.SOSSSSSSSS.SSSZSZZZSS..............o....sssssssssss..........szzssss.ssss"
        "sss.................",
    ),
    Peer(
        "lakehuron",
        "lakehuron",
        [(579.004081632653, 577.566832696483, 580.441330568823)],
        "SOOOSZZOOOOOOOSSSSSS......................ZZ..ssssoossO.ooooooossoos.........Ott"
        "tttoo.ssooosss....",
    ),
    Peer(
        "airpassengers_first60",
        "airpassengers_first60",
        [(171.7, 133.513220338983, 209.886779661017)],
        "ooooossssooooozzossssoozzs....ZZ.....SSSSOOOSSSSSSOOOOOOOOSS",
    ),
    Peer(
        "montgomery_cost",
        "montgomery_cost",
        [(302.35, 277.250512820513, 327.449487179487)],
        "......................................OO",
    ),
    Peer(
        "montgomery_tbl_9_1",
        "montgomery_tbl_9_1",
        [(10.315, 6.7148275862069, 13.9151724137931)],
        "......................SSSSSSSS",
    ),
    Peer(
        "AHH_UTI",
        "AHH_UTI",
        [(61.0833333333333, 35.0615942028985, 87.1050724637681)],
        "sssssss.................",
    ),
]
LETTERS = {"outside": "oO", "trend": "tT", "two_of_three": "zZ", "shift": "sS", "common": ".."}
# Attended within four hours, and all who came, per week.
ATTENDED = """
266501 264225 276532 281461 269071 261215 270409 279778 270483 270320
267923 271478 255353 256820 261835 259144 255910 260863 264465 260989
"""
CAME = """
280443 276823 291681 296155 282343 275888 283867 295251 284468 282529
279618 283932 266629 268091 276803 271578 266005 273520 278574 273772
"""


def numbers(text: str) -> np.ndarray:
    return np.array(text.split(), dtype=float)


def letters(chart: ControlChart) -> str:
    found = signals(chart)
    sides = np.where(found.side > 0, 1, 0)
    pairs = zip(found.rule, sides, strict=True)
    return "".join(LETTERS[rule][side] for rule, side in pairs)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_xmr_and_rules(peer: Peer) -> None:
    values = numbers(SERIES[peer.series])
    starts = (np.arange(values.size) == 24) & (len(peer.lines) == 2)
    chart = xmr(values, baseline=24 if "fix24" in peer.name else None, starts=starts)
    changes = np.unique(chart.phase, return_index=True)[1]
    found = np.stack([chart.centre, chart.low, chart.high])[:, changes].T
    np.testing.assert_allclose(found, peer.lines, rtol=1e-12)
    assert letters(chart) == peer.letters


def test_every_series_in_one_call_gives_the_same() -> None:
    alone = [numbers(SERIES[name]) for name in ("cdi_monthly", "montgomery_cost")]
    together = np.full((2, 40), np.nan)
    for row, values in zip(together, alone, strict=True):
        row[: values.size] = values
    found, charts = signals(xmr(together)), [signals(xmr(values)) for values in alone]
    for row, chart in enumerate(charts):
        np.testing.assert_array_equal(found.rule[row][: chart.rule.size], chart.rule)
    assert set(found.rule[0][36:]) == {""}


def test_variation_of_a_rising_series() -> None:
    chart = xmr(numbers(SERIES["airpassengers_first60"]))
    found, way = signals(chart), variation(signals(chart), 1)
    np.testing.assert_array_equal(way[found.side > 0], "improvement")
    np.testing.assert_array_equal(way[found.side < 0], "concern")
    np.testing.assert_array_equal(way[found.side == 0], "common")


@pytest.mark.parametrize(
    ("better", "low", "high", "expected"),
    [
        # Test suite of NHSRplotthedots, assurance with target 4.
        (1, [1, 5, 1], [3, 7, 5], ["fail", "pass", "hit_or_miss"]),
        (-1, [1, 5, 1], [3, 7, 5], ["pass", "fail", "hit_or_miss"]),
    ],
)
def test_assurance(better: int, low: list[int], high: list[int], expected: list[str]) -> None:
    middle = (np.array(low) + np.array(high)) / 2
    ends = np.array(low, dtype=float), np.array(high, dtype=float)
    chart = ControlChart(middle, middle, *ends, (ends[1] - middle) / 3, np.zeros(3, dtype=np.int64))
    assert assurance(chart, 4, better).tolist() == expected


def _limits(chart: ControlChart, point: int) -> list[float]:
    return [float(line[point]) for line in (chart.centre, chart.low, chart.high)]


def test_p_finds_nearly_all_points_and_laney_none() -> None:
    attended, came = numbers(ATTENDED), numbers(CAME)
    plain, wide = p_chart(attended, came), laney_p(attended, came)
    assert letters(plain).lower().count("o") == 16
    assert letters(wide).lower().count("o") == 0
    np.testing.assert_allclose(
        _limits(plain, 0), [0.952899711344191, 0.951699564646015, 0.954099858042367], rtol=1e-13
    )
    np.testing.assert_allclose(
        _limits(wide, 2), [0.952899711344191, 0.94037806557854, 0.965421357109842], rtol=5e-6
    )


def test_laney_u() -> None:
    # qicharts2, u' of the weekly visits (n) per 1: CL and limits of the first two weeks.
    chart = laney_u(numbers(ATTENDED), numbers(CAME))
    np.testing.assert_allclose(
        _limits(chart, 0), [0.952899711344191, 0.940129644177514, 0.965669778510868], rtol=5e-6
    )
    np.testing.assert_allclose(
        _limits(chart, 1), [0.952899711344191, 0.940046418625136, 0.965753004063246], rtol=5e-6
    )


def test_xmr_on_a_percentage() -> None:
    chart = xmr(numbers(ATTENDED) / numbers(CAME))
    expected = [0.952969910673603, 0.940125353907057, 0.96581446744015]
    np.testing.assert_allclose(_limits(chart, 0), expected, rtol=5e-6)


def test_p_with_two_phases_and_points_left_out() -> None:
    # Montgomery example 7.1: nonconforming cans among 50; samples 15 and 23
    # left out of the limits; new limits from sample 31 on.
    cans = numbers(
        "12 15 8 10 4 7 16 9 14 10 5 6 17 12 22 8 10 5 13 11 20 18 24 15 9 12 7 13 9 6 9 6 12 5 6"
        " 4 6 3 7 6 2 4 3 6 5 4 8 5 6 7 5 6 3 5 8 7 5 6 4 5 2 3 4 7 6 5 5 3 7 9 6 10 4 3 5 8 11 9 7"
        " 3 5 2 1 4 5 3 7 6 4 4 6 8 5 6"
    )
    cans[[14, 22]] = np.nan
    starts = np.arange(cans.size) == 30
    chart = p_chart(cans, 50, starts=starts)
    np.testing.assert_allclose(
        _limits(chart, 0), [0.215, 0.0407028399542896, 0.38929716004571], rtol=1e-13
    )
    np.testing.assert_allclose(_limits(chart, 30), [0.1096875, 0, 0.2422700], rtol=1e-5)


def test_p_with_varying_numbers() -> None:
    # Montgomery table 7.4.
    found = numbers("12 8 6 9 10 12 11 16 10 6 20 15 9 8 6 8 10 7 5 8 5 8 10 6 9")
    among = numbers(
        "100 80 80 100 110 110 100 100 90 90 110 120 120 120 110 80 80 80 90 100 100 100 100 90 90"
    )
    chart = p_chart(found, among)
    np.testing.assert_allclose(
        _limits(chart, 0), [0.0955102040816326, 0.00733469472777307, 0.183685713435492], rtol=1e-13
    )
    np.testing.assert_allclose(_limits(chart, 1)[1:], [0, 0.194093420514582], rtol=1e-13)
    assert letters(chart).lower().count("o") == 1


def test_c_with_a_baseline() -> None:
    # Montgomery example 7.3: boards; samples 6 and 20 left out, limits from the first 26.
    boards = numbers(
        "21 24 16 12 15 5 28 20 31 25 20 24 16 19 10 17 13 22 18 39 30 24 16 19 17 15"
        " 16 18 12 15 24 21 28 20 25 19 18 21 16 22 19 12 14 9 16 21"
    )
    boards[[5, 19]] = np.nan
    chart = c_chart(boards, baseline=24)
    np.testing.assert_allclose(
        _limits(chart, 45), [19.6666666666667, 6.3625319710166, 32.9708013623167], rtol=1e-13
    )


def test_u() -> None:
    # Montgomery tables 7.4 and 7.5 (there per 50).
    network = u_chart(numbers("2 3 8 1 1 4 1 4 5 1 8 2 4 3 4 1 8 3 7 4"), 50)
    np.testing.assert_allclose(_limits(network, 0), [0.074, 0, 0.189412304370028], rtol=1e-13)
    cloth = u_chart(
        numbers("14 12 20 11 7 10 21 16 19 23"),
        numbers("500 400 650 500 475 500 600 525 600 625") / 50,
    )
    np.testing.assert_allclose(
        _limits(cloth, 0), [1.42325581395349, 0.291473930126865, 2.55503769778011], rtol=1e-13
    )


def test_xmr_with_a_baseline() -> None:
    # Montgomery example 6.5, limits from the first 20.
    chart = xmr(numbers(SERIES["montgomery_cost"]), baseline=20)
    np.testing.assert_allclose(
        _limits(chart, 39), [300.5, 279.783314669653, 321.216685330347], rtol=2e-5
    )
