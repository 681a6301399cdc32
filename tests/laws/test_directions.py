"""Which side of a figure is better is written down with its reason, for every figure."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.indicators import shipped_indicators

TABLE = Path(__file__).with_name("directions.md")
SIDE = {"hoger": "higher", "lager": "lower", "geen": "neutral"}
# A kind that only counts what there is has no better side, whatever it counts.
WITHOUT_SIDE = {"stock", "begin_stock", "mean_stock", "persons", "sum", "composition", "open_age"}


def _written() -> dict[str, tuple[str, str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
    return {key: (SIDE[side], why) for key, side, why in cells}


def test_the_side_of_every_figure_is_the_one_written_with_its_reason() -> None:
    written = _written()
    assert {key: side for key, (side, _) in written.items()} == {
        key: each.direction for key, each in shipped_indicators().items()
    }
    assert all(len(why.split()) >= 6 for _, why in written.values())


def test_counts_of_what_there_is_have_no_better_side() -> None:
    sided = {each.key for each in shipped_indicators().values() if each.kind in WITHOUT_SIDE}
    assert all(shipped_indicators()[key].direction == "neutral" for key in sided)
    assert {"instroom", "instroom_per_1000", "vacatures"} <= {
        each.key for each in shipped_indicators().values() if each.direction == "neutral"
    }


def test_a_figure_and_its_mirror_do_not_both_have_the_same_side() -> None:
    # What leaves within a year and what is still there add up to one: a side of the one is the
    # other side of the other, and none of the one is none of the other.
    known, opposite = shipped_indicators(), {"higher": "lower", "lower": "higher"}
    mirrors = [
        ("uitstroom_cohort_365", "nog_in_uitkering_365"),
        ("uitstroomquote", "uitkeringsduur"),
        ("uitkeringsduur", "uitkeringsduur_p90"),
    ]
    for one, other in mirrors[:2]:
        side = known[one].direction
        assert known[other].direction == opposite.get(side, side)
    assert known[mirrors[2][0]].direction == known[mirrors[2][1]].direction
