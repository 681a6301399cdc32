"""The picture of the flow: what is drawn adds up, and nothing crosses where it passes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from ketenkpi.chain import Exit, Figure, Flow, FlowEntry, Link, Parties, share
from ketenkpi.charts import ChartStyle, FlowDrawn, flow_laid, flow_layout, flow_rows
from ketenkpi.surfaces import reading
from tests.unit.charts.samples import every_drawing, flow

NOTHING = Figure(n=0, reason="indicators.reason_nothing_observed")


def link(task: str, who: str, next_task: str, next_who: str, n: int) -> Link:
    return Link(Parties(task, who, next_task, next_who), n, 0, NOTHING, NOTHING)


FLOW = Flow(
    links=(
        link("intake", "uwv", "diagnose", "uwv", 60),
        link("intake", "uwv", "diagnose", "gemeente", 30),
        # Passes the column of the diagnosis.
        link("intake", "gemeente", "arbeidsbemiddeling", "gemeente", 10),
        link("diagnose", "uwv", "aanbodversterking", "extern", 20),
        # Within a column, and back.
        link("aanbodversterking", "extern", "arbeidsbemiddeling", "uwv", 7),
        link("diagnose", "uwv", "intake", "uwv", 3),
        link("arbeidsbemiddeling", "uwv", "plaatsing", "uwv", 5),
    ),
    entries=(FlowEntry("intake", "uwv", 100), FlowEntry("intake", "gemeente", 10)),
    exits=(
        Exit("intake", "uwv", "geen_uitkering", 9),
        Exit("diagnose", "uwv", "werk", 30),
        Exit("plaatsing", "uwv", "werk", 5),
    ),
    moves=135,
    crossing=share(57, 135),
    warm=NOTHING,
)


def drawn() -> FlowDrawn:
    return flow_laid(FLOW)


def bands() -> pd.DataFrame:
    return drawn().rows.query("role == 'band'")


def test_moves_within_a_column_and_back_are_counted_and_not_drawn() -> None:
    found = drawn()
    assert (found.within, found.back) == (7, 3)
    kept = bands()[["handover", "source", "target", "n"]].drop_duplicates()
    forward = kept[kept["handover"] != ""]
    assert forward.groupby("handover")["n"].max().to_dict() == {
        "intake>diagnose": 60,
        "intake>arbeidsbemiddeling": 10,
        "diagnose>aanbodversterking": 20,
        "arbeidsbemiddeling>plaatsing": 5,
    }


def test_every_band_is_as_thick_as_its_clients_all_along() -> None:
    rows = bands()
    per_client = (rows["y1"] - rows["y0"]) / rows["n"]
    assert per_client.max() == pytest.approx(per_client.min())


def test_a_box_says_how_often_a_client_came_in() -> None:
    boxes = drawn().rows.query("role == 'box'")
    arrived = {(int(x), name): int(n) for x, name, n in boxes[["x", "name", "n"]].values}
    # 100 began there and 3 came back; placement that ended in work came by placement.
    assert arrived[0, "uwv"] == 103
    assert arrived[2, "uwv"] == 7
    assert arrived[3, "plaatsing"] == 5
    assert arrived[3, "werk"] == 30


def test_bands_in_a_box_do_not_lie_over_each_other() -> None:
    ends = bands().sort_values("x").groupby("band")
    for edge in (ends.first(), ends.last()):
        for _, column in edge.groupby("x"):
            spans = sorted(zip(column["y0"], column["y1"], strict=True))
            for (_, lower), (upper, _) in pairwise(spans):
                assert upper >= lower - 1e-9


def test_a_band_that_passes_a_column_goes_on_where_it_came_in() -> None:
    rows = bands().query("handover == 'intake>arbeidsbemiddeling'")
    first, second = (part for _, part in rows.groupby("band"))
    end, begin = first.loc[first["x"] == 1.0], second.loc[second["x"] == 1.0]
    assert end["y0"].item() == pytest.approx(begin["y0"].item())


def test_names_below_each_other_keep_room_and_all_fits() -> None:
    found = drawn()
    boxes = found.rows.query("role == 'box'")
    for _, column in boxes.groupby("x"):
        middles = sorted(column["middle"])
        gaps = [b - a for a, b in pairwise(middles)]
        assert all(gap >= flow_layout.PITCH - 1e-9 for gap in gaps)
    assert boxes["y1"].max() <= found.height


def test_a_chain_without_moves_is_drawn_without_bands() -> None:
    empty = Flow((), (FlowEntry("intake", "uwv", 1),), (), 0, NOTHING, NOTHING)
    with reading("nl"):
        rows = flow_rows(flow_laid(empty))
    assert set(rows["role"]) == {"box", "head"}
    assert "UWV\n1" in set(rows["text"])


def _spec(chosen: tuple[str, ...] = ()) -> dict[str, Any]:
    return flow(chosen).spec(ChartStyle())


def test_a_chosen_handover_is_blue_and_the_others_step_back() -> None:
    spec = _spec(chosen=("intake>diagnose",))
    colour = spec["layer"][0]["encoding"]
    assert {"name": "chosen", "value": ["intake>diagnose"]} in spec["params"]
    assert colour["color"]["condition"][0]["test"] == "indexof(chosen, datum.handover) >= 0"
    assert colour["fillOpacity"]["value"] == {"expr": "length(chosen) > 0 ? 0.22 : 0.5"}


def test_words_of_bands_and_boxes() -> None:
    with reading("nl"):
        rows = flow_rows(drawn())
    texts = set(rows["text"])
    assert "UWV\n103" in texts
    assert "Intake → diagnose, UWV → gemeente: 30" in texts
    assert "UWV → werk: 30" in texts


def test_bars_have_no_number_where_there_is_none() -> None:
    (drawn,) = (each for each in every_drawing() if each.kind == "bars")
    assert drawn.told == {"labels": ["a → b"], "sides": ["x", "y"]}
    filters = [layer["transform"][0]["filter"] for layer in drawn.spec(ChartStyle())["layer"]]
    assert filters == [
        "isValid(datum.value)",
        "isValid(datum.low) && isValid(datum.high)",
        "datum.note != ''",
    ]
