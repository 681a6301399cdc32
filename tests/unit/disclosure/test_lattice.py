"""The nodes of the lattice, each added up a second time from the rows it is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from ketenkpi.disclosure.base import base
from ketenkpi.disclosure.lattice import Lattice, lattice
from ketenkpi.disclosure.worlds import connected
from tests.unit.disclosure.releases import KNOWN, PLACES, RULES, finest, source

SEEDS = [0, 1, 2]


def made(rows: pd.DataFrame) -> Lattice:
    return lattice(base(source(rows), KNOWN, RULES), KNOWN, PLACES, RULES)


def plain(rows: pd.DataFrame, figure: dict[str, object]) -> tuple[list[object], float]:
    """The names of the finest cells of a figure, and their sum; as the broken down total."""
    places = {"werkplein": rows["werkplein"], "regio": rows["werkplein"].map(PLACES)}
    times = {"kwartaal": rows["kwartaal"], "jaar": rows["kwartaal"] // 4}
    inside = np.ones(len(rows), dtype=np.bool_)
    if figure["place_level"] != "alle":
        inside &= (places[str(figure["place_level"])] == figure["place"]).to_numpy()
    if figure["time_level"] != "alle":
        inside &= (times[str(figure["time_level"])] == figure["time"]).to_numpy()
    if figure["axis"] == "regeling":
        inside &= (rows["regeling"] == figure["member"]).to_numpy()
    names = ["werkplein", "kwartaal"]
    chosen = rows.loc[inside]
    return list(dict.fromkeys(chosen[names].itertuples(index=False, name=None))), chosen["x"].sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_node_of_a_figure_is_the_sum_of_its_finest_cells(seed: int) -> None:
    rows = finest(seed)
    whole = made(rows)
    cells = whole.cells
    found = whole.figures.to_dict("records")
    assert {each["time_level"] for each in found} == {"kwartaal", "jaar", "alle"}
    assert {each["place_level"] for each in found} == {"werkplein", "regio", "alle"}
    for figure in found:
        node = whole.nodes[[figure["num"]]]
        inside = cells.iloc[node.indices]
        names, total = plain(rows, figure)
        assert set(node.data) == {1.0}
        assert set(inside["axis"]) == {figure["axis"]}
        assert set(inside["member"]) == {figure["member"]}
        assert sorted(zip(inside["werkplein"], inside["kwartaal"], strict=True)) == sorted(names)
        assert whole.values[figure["num"]] == pytest.approx(total)
        assert whole.guarded[figure["num"]]


def test_figures_with_equal_sums_show_one_node() -> None:
    whole = made(finest(0))
    sums = [tuple(sorted(whole.nodes[[at]].indices)) for at in range(whole.nodes.shape[0])]
    assert len(set(sums)) == len(sums)
    assert len(set(whole.figures["num"])) == len(sums)


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_are_connected_by_rows_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = (rng.random((30, 25)) < 0.05).astype(float)
    label = connected(sparse.csc_array(rows))
    part = list(range(25))
    for _ in range(25):
        for row in rows:
            inside = np.flatnonzero(row)
            for at in inside:
                part[at] = min(part[other] for other in inside)
    assert len(set(part)) > 3
    for one in range(25):
        assert [label[one] == each for each in label] == [part[one] == each for each in part]
