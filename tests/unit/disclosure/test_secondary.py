"""Other worlds: on tables small enough to check every one of them with the plain audit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from ketenkpi.disclosure import (
    Decided,
    Protection,
    Range,
    Release,
    Rules,
    load_rules,
    pattern,
    ranges,
)
from ketenkpi.disclosure.base import base
from ketenkpi.disclosure.lattice import lattice
from ketenkpi.disclosure.secondary import places
from ketenkpi.indicators import load_indicators

PLACES = {"Aast": "Noord", "Bern": "Noord", "Cuijk": "Zuid", "Doorn": "Zuid"}
QUARTERS = [8036, 8037, 8038, 8039, 8040, 8041]
KEYS = ["instroom"]
KNOWN = {key: load_indicators()[key] for key in KEYS}
RULES = load_rules()


def finest(seed: int, mean: float) -> pd.DataFrame:
    """Inflow per Werkplein, quarter and scheme, some of it small."""
    rng = np.random.default_rng(seed)
    keys = list(product(PLACES, QUARTERS, ["WW", "WWB", "IOAW", "IOAZ"]))
    frame = pd.DataFrame(keys, columns=["werkplein", "kwartaal", "regeling"])
    size = frame["regeling"].map({"WW": 4 * mean, "WWB": 2 * mean, "IOAW": 6.0, "IOAZ": 3.0})
    return frame.assign(x=rng.poisson(size).astype(float))


def source(rows: pd.DataFrame, rules: Rules = RULES) -> Mapping[tuple[str, ...], pd.DataFrame]:
    def figures(keys: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
        wanted = [name for name in by if name in rows]
        found = rows.groupby(wanted)["x"].sum().reset_index().rename(columns={"x": "numerator"})
        rest = [name for name in by if name not in rows]
        nothing = pd.Series([None] * len(found), index=found.index, dtype="str")
        found = found.assign(
            **{"indicator": "instroom", "split": nothing, **dict.fromkeys(rest, "alle")}
        )
        count = found["numerator"]
        blank = dict.fromkeys(["denominator", "beside", "low", "high"], np.nan)
        return found.assign(value=count, n=count, reason=None, method="m", **blank)

    return figures  # type: ignore[return-value]


def made(rows: pd.DataFrame, earlier: Sequence[Release] = (), secondary: bool = True):  # type: ignore[no-untyped-def]
    return pattern(source(rows), KNOWN, PLACES, RULES, earlier, secondary)  # type: ignore[arg-type]


def known_sums(
    rows: pd.DataFrame, figures: pd.DataFrame
) -> tuple[pd.DataFrame, list[tuple[dict[int, float], float]]]:
    """The finest cells that are not zero, and every figure shown as a sum of them."""
    cells = rows[rows["x"] > 0].reset_index(drop=True)
    sums = []
    for row in figures[figures["reason"].isna()].to_dict("records"):
        inside = np.ones(len(cells), dtype=bool)
        if row["axis"] == "regeling":
            inside &= cells["regeling"] == row["member"]
        elif row["axis"] != "-":
            continue
        if row["place_level"] == "werkplein":
            inside &= cells["werkplein"] == row["place"]
        elif row["place_level"] == "regio":
            inside &= cells["werkplein"].map(PLACES) == row["place"]
        if row["time_level"] == "kwartaal":
            inside &= cells["kwartaal"] == row["time"]
        elif row["time_level"] == "jaar":
            inside &= cells["kwartaal"] // 4 == row["time"]
        at = np.flatnonzero(inside)
        if len(at):
            sums.append((dict.fromkeys(map(int, at), 1.0), float(cells.loc[at, "x"].sum())))
    return cells, sums


def small_ranges(cells: pd.DataFrame, sums: list[tuple[dict[int, float], float]]) -> Range:
    """What a linear programme says about the small cells, from all that is shown."""
    known = sparse.lil_array((len(sums), len(cells)))
    for row, (terms, _) in enumerate(sums):
        known[row, list(terms)] = 1.0
    small = np.flatnonzero(cells["x"] < RULES.threshold)
    return ranges(known.tocsr(), np.array([total for _, total in sums]), small, 1.0)


@pytest.mark.parametrize("seed", [0])
def test_the_plain_audit_finds_no_small_number(seed: int) -> None:
    rows = finest(seed, 12.0)
    found = made(rows)
    assert found.unmet == 0
    cells, sums = known_sums(rows, found.figures)
    span = small_ranges(cells, sums)
    assert len(span.low) > 30
    assert not span.narrower(RULES.width).any()


def test_the_plain_audit_finds_them_without_protection_against_recalculation() -> None:
    rows = finest(0, 12.0)
    cells, sums = known_sums(rows, made(rows, secondary=False).figures)
    span = small_ranges(cells, sums)
    assert span.narrower(RULES.width).sum() > 10


def test_the_same_numbers_give_the_same_pattern() -> None:
    rows = finest(0, 12.0)
    again = rows.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(made(rows).figures, made(again).figures)


def test_what_is_hidden_once_stays_hidden() -> None:
    rows = finest(0, 12.0)
    first = made(rows)
    grown = rows.assign(x=rows["x"].where(rows["werkplein"] != "Aast", rows["x"] + 20))
    second = made(grown, [first.release])
    keys = [name for name in first.figures if name not in ("reason", "beside")]
    both = first.figures.merge(second.figures, on=keys, suffixes=("_first", ""))
    assert both.loc[both["reason_first"].notna(), "reason"].notna().all()
    assert (both["reason"] == "disclosure.reason_earlier_release").any()


def test_a_release_reads_back_as_it_was_written(tmp_path) -> None:  # type: ignore[no-untyped-def]
    release = made(finest(0, 12.0)).release
    release.write(tmp_path)
    back = Release.read(tmp_path)
    for name in ("cells", "entries", "hidden", "worlds"):
        pd.testing.assert_frame_equal(
            getattr(back, name), getattr(release, name), check_dtype=False, check_names=False
        )


def test_cells_of_one_calendar_year_lie_in_one_place() -> None:
    # Worlds are looked for within such places first.
    whole = lattice(base(source(finest(0, 12.0)), KNOWN, RULES), KNOWN, PLACES, RULES)
    found = places(whole, whole.nodes.tocsc(), PLACES)["year"]
    quarters = whole.cells["kwartaal"].to_numpy()[whole.owner]
    of = pd.Series(quarters // 4).groupby(found)
    assert of.nunique().tolist() == [1] * len(set(quarters // 4))


class TestQuestions:
    rows = finest(0, 12.0)

    def view(self) -> Protection:
        return Protection(Decided(made(self.rows).figures), PLACES, KNOWN, RULES)

    def asked(self, by: list[str], where: dict[str, list[object]] | None = None) -> pd.DataFrame:
        rows = self.rows
        for name, values in (where or {}).items():
            rows = rows[rows[name].isin(values)]
        frame = source(rows)(KEYS, by)  # type: ignore[operator]
        return self.view().apply(frame, by, where)

    def test_a_small_number_vanishes_with_everything_that_gives_it_away(self) -> None:
        found = self.asked(["werkplein", "kwartaal", "regeling"])
        gone = found[found["reason"] == "disclosure.reason_protected"]
        assert gone["regeling"].isin(["IOAZ"]).any()
        assert gone[["value", "n", "numerator"]].isna().all(axis=None)
        assert not found["numerator"].between(1, RULES.threshold - 1).any()

    def test_a_sum_of_what_is_shown_is_shown_and_any_other_is_not(self) -> None:
        found = self.asked(["kwartaal"], {"werkplein": ["Aast", "Cuijk"], "regeling": ["WW"]})
        single = self.asked(["werkplein", "kwartaal"], {"regeling": ["WW"]})
        pair = single[single["werkplein"].isin(["Aast", "Cuijk"])]
        open_ = pair.groupby("kwartaal")["value"].apply(lambda x: x.notna().all())
        assert found.set_index("kwartaal")["value"].notna().equals(open_.rename("value"))
        refused = self.asked(["kwartaal"], {"werkplein": ["Aast", "Cuijk"], "regeling": ["IOAZ"]})
        assert (refused["reason"] == "disclosure.reason_combination").all()

    def test_quarters_are_a_year_when_all_that_is_published_of_it_is_asked(self) -> None:
        # 8036 to 8039 are 2009 and 8040, 8041 all there is of 2010. One quarter of 2009 is
        # hidden, the years are not.
        decided = made(self.rows).figures.assign(reason=None)
        hidden = (decided["time_level"] == "kwartaal") & (decided["time"] == 8037)
        decided.loc[hidden, "reason"] = "disclosure.reason_primary"
        view = Protection(Decided(decided), PLACES, KNOWN, RULES)

        def shown(*quarters: int) -> bool:
            rows = self.rows[self.rows["kwartaal"].isin(quarters)]
            frame = source(rows)(KEYS, ["werkplein"])  # type: ignore[operator]
            found = view.apply(frame, ["werkplein"], {"kwartaal": list(quarters)})
            assert found["value"].notna().nunique() == 1
            return bool(found["value"].notna().all())

        assert shown(*QUARTERS[:4])
        assert shown(*QUARTERS)
        assert shown(*QUARTERS[:4], 8040)
        assert shown(8036, 8038)
        assert not shown(8036, 8037)
        assert not shown(*QUARTERS[1:])

    def test_a_breakdown_that_is_not_published_is_refused(self) -> None:
        frame = source(self.rows)(KEYS, ["regeling"]).assign(doelgroep="jongere")  # type: ignore[operator]
        found = self.view().apply(frame, ["regeling", "doelgroep"])
        assert (found["reason"] == "disclosure.reason_combination").all()
        assert found["value"].isna().all()

    def test_a_kind_that_is_never_published_says_who_may_see_it(self) -> None:
        known = KNOWN | {"personen": load_indicators()["personen"]}
        view = Protection(Decided(made(self.rows).figures), PLACES, known, RULES)
        frame = source(self.rows)(KEYS, ["werkplein", "kwartaal"]).assign(indicator="personen")  # type: ignore[operator]
        found = view.apply(frame, ["werkplein", "kwartaal"])
        assert set(found["reason"]) == {"disclosure.reason_rows_needed"}
        assert found["value"].isna().all()
