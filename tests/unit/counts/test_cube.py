from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.counts import write_spells
from ketenkpi.counts import TALLIES, Counts, Measure, Tally, count, pieces
from ketenkpi.counts.engines import engine_names
from ketenkpi.errors import NotAdditive, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Quarter, Text
from tests.engines.uploads import arrow, plain

pytestmark = pytest.mark.slow

PLACE = ("werkplein", "kwartaal")
DAY = date(2009, 1, 10)
ROW = {
    "traject_id": "T1",
    "werkplein": "Aland",
    "regeling": "WW",
    "doelgroep": "jongere",
    "kanaal": "balie",
    "client": "k1",
    "instroom": DAY,
    "uitstroom": date(2009, 2, 1),
    "reden_uitstroom": "werk",
}
MONEY = {
    "werkplein": "Aland",
    "kwartaal": 8036,
    "organisatie": "uwv",
    "soort": "ict",
    "doelgroep": "onbekend",
    "besteed": 4.0,
    "fte": 1.0,
}


def spells(*rows: dict[str, Any], **request: Any) -> Counts:
    table = arrow("trajecten", [{**ROW, **row} for row in rows] or [ROW])
    return count({"trajecten": table}, **{"observed_until": date(2009, 12, 31), **request})


@pytest.fixture
def some() -> Counts:
    money = arrow("middelen", [MONEY, {**MONEY, "kwartaal": 8037}])
    step = {"traject_id": "T3", "werkplein": "Beveld", "taak": "intake", "organisatie": "uwv"}
    tables = {
        "trajecten": arrow(
            "trajecten",
            [
                ROW,
                *({**ROW, "werkplein": "Beveld", "traject_id": number} for number in ("T2", "T3")),
            ],
        ),
        "stappen": arrow("stappen", [{**step, "begin": DAY, "medewerker": "m1"}]),
        "middelen": money,
    }
    return count(tables, observed_until=date(2009, 12, 31))


@pytest.mark.parametrize(
    ("tally", "measure", "dim", "reason"),
    [
        ("stand", "n", "kwartaal", "dubbel tellen"),
        ("middelen", "fte", "kwartaal", "blijft één voltijdbaan"),
        ("herinstroom", "n", "venster", "het korte venster"),
        ("herinstroom", "at_risk", "venster", "het korte venster"),
        ("duur", "events", "soort", "meer dan één soort duur"),
        ("duur_ongeldig", "n", "soort", "meer dan één soort duur"),
        ("mix", "staff", "kwartaal", "dezelfde medewerker"),
    ],
)
def test_what_does_not_add_is_refused_with_the_reason(
    some: Counts, tally: str, measure: str, dim: str, reason: str
) -> None:
    with pytest.raises(NotAdditive) as refused:
        some.roll_up(tally, ["werkplein"], [measure])
    assert refused.value.params == {"tally": tally, "measure": measure, "dim": dim}
    assert reason in refused.value.message("nl")
    assert f"Group by '{dim}'" in refused.value.message("en")
    assert not some.roll_up(tally, ["werkplein", dim], [measure]).empty or tally == "duur_ongeldig"
    assert dim not in TALLIES[tally].additive_over(measure)


def test_one_chosen_value_is_not_added_over(some: Counts) -> None:
    one = some.roll_up("stand", ["werkplein"], where={"kwartaal": [8036]})
    assert one.to_dict("list") == {"werkplein": ["Aland", "Beveld"], "n": [0, 0]}
    with pytest.raises(NotAdditive):
        some.roll_up("stand", ["werkplein"], where={"kwartaal": [8036, 8037]})


def test_measures_that_add_roll_up_beside_one_that_does_not(some: Counts) -> None:
    assert some.roll_up("middelen", [], ["besteed"])["besteed"].tolist() == [8.0]
    with pytest.raises(NotAdditive):
        some.roll_up("middelen", [], ["besteed", "fte"])


def test_returns_add_over_quarters_and_places(some: Counts) -> None:
    frame = some.roll_up("herinstroom", ["venster"])
    assert frame["venster"].tolist() == [182, 365]


@pytest.mark.parametrize("by", [["kwartaal"], ["werkplein"], []])
def test_people_are_not_added(some: Counts, by: list[str]) -> None:
    assert len(some.roll_up("personen", ["werkplein", "kwartaal"])) > 0
    with pytest.raises(NotAdditive) as refused:
        some.roll_up("personen", by)
    assert refused.value.key == "counts.not_additive_persons"


def test_of_people_counted_apart_the_larger_number_is_sure_and_the_sum_possible() -> None:
    running = {"instroom": DAY, "uitstroom": None, "reden_uitstroom": None}
    until = {"observed_until": date(2009, 3, 31)}
    first = spells({**running, "traject_id": "T1"}, **until)
    rows = ({**running, "traject_id": f"T{n}", "client": f"k{n}"} for n in (1, 2))
    added = (first + spells(*rows, **until)).table("personen").to_pylist()
    assert [(row["low"], row["high"]) for row in added] == [(2, 3)]


def test_nothing_added_is_nothing_not_zero(some: Counts) -> None:
    assert some.roll_up("instroom", ["werkplein"], where={"werkplein": ["Amersfoort"]}).empty
    assert some.roll_up("instroom", [], where={"werkplein": ["Amersfoort"]}).empty


@pytest.mark.parametrize(
    ("tally", "by", "measures", "key"),
    [
        ("instrom", [], None, "counts.unknown_tally"),
        ("klant", [], None, "counts.unknown_tally"),
        ("instroom", ["gemeente"], None, "counts.unknown_dimension"),
        ("instroom", [], ["aantal"], "counts.unknown_measure"),
    ],
)
def test_a_wrong_name_is_refused(
    some: Counts, tally: str, by: list[str], measures: list[str] | None, key: str
) -> None:
    with pytest.raises(UsageError) as refused:
        some.roll_up(tally, by, measures)
    assert refused.value.key == key


def test_a_wrong_name_in_where_is_refused(some: Counts) -> None:
    with pytest.raises(UsageError):
        some.roll_up("instroom", where={"gemeente": ["x"]})


def test_select_keeps_what_the_scope_allows(some: Counts) -> None:
    mine = some.select(Scope.of(["Beveld"]))
    assert mine.tallies == some.tallies
    for name in ("instroom", "stand", "duur"):
        assert set(mine.table(name)["werkplein"].to_pylist()) == {"Beveld"}
    assert mine.table("middelen").num_rows == 0
    assert mine.observed["werkplein"].to_pylist() == ["Beveld"]
    assert plain(some.select(Scope.everything())) == plain(some)


def test_counts_under_other_windows_do_not_add() -> None:
    with pytest.raises(UserError) as refused:
        spells() + spells(return_windows=(90,))
    assert refused.value.key == "counts.add_windows"
    with pytest.raises(UserError) as refused:
        spells() + spells(quarters=(Quarter(2009, 1), Quarter(2009, 2)))
    assert refused.value.key == "counts.add_quarters"
    with pytest.raises(UserError) as refused:
        spells() + spells(observed_until=date(2009, 6, 30))
    assert refused.value.key == "counts.add_observed"
    assert "'Aland'" in refused.value.message("nl")


def test_a_missing_amount_added_to_a_known_one_is_the_known_one() -> None:
    parts = [
        count({"middelen": arrow("middelen", [{**MONEY, "besteed": given}])})
        for given in (None, 4.0, None)
    ]
    assert (parts[0] + parts[1]).table("middelen")["besteed"].to_pylist() == [4.0]
    assert (parts[0] + parts[2]).table("middelen")["besteed"].to_pylist() == [None]


def test_counts_survive_the_disk(some: Counts, tmp_path: Path) -> None:
    path = some.write(tmp_path)
    again = Counts.read(path, Scope.everything())
    assert plain(again) == plain(some)
    assert again.observed.equals(some.observed)
    assert again.return_windows == some.return_windows
    few = Counts.read(path, Scope.everything(), ["stand"])
    assert few.tallies == ("stand",)
    assert plain(few)["stand"] == plain(some)["stand"]


def test_who_delivered_is_known_whatever_is_read(some: Counts, tmp_path: Path) -> None:
    path = some.write(tmp_path)
    seen = {
        (name, *place)
        for name in some.tallies
        for place in zip(*(some.table(name)[key].to_pylist() for key in PLACE), strict=True)
    }
    assert {tuple(row.values()) for row in some.places.to_pylist()} == seen
    few = Counts.read(path, Scope.everything(), ["duur"], {"duur": {"soort": ["uitkering"]}})
    assert few.places.equals(some.places)
    kinds = some.table("duur").to_pandas().query("soort == 'uitkering'").to_dict("records")
    assert sorted(few.table("duur").to_pylist(), key=str) == sorted(kinds, key=str)
    mine = Scope.of(["Aland"])
    assert Counts.read(path, mine, ["stand"]).places.equals(some.select(mine).places)
    assert few.select(mine).places.equals(some.select(mine).places)


def test_counts_read_in_part_stay_apart(some: Counts, tmp_path: Path) -> None:
    few = Counts.read(some.write(tmp_path), Scope.everything(), ["stand"])
    with pytest.raises(ValueError, match="added"):
        few + some
    with pytest.raises(ValueError, match="written"):
        few.write(tmp_path)


def test_quarters_survive_the_disk(tmp_path: Path) -> None:
    shown = (Quarter(2009, 1), Quarter(2009, 2))
    path = spells(quarters=shown).write(tmp_path)
    assert Counts.read(path, Scope.everything()).quarters == shown


def test_a_scope_opens_only_the_files_of_its_own_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tmp_path / "trajecten.parquet"
    write_spells(rows, 60_000)
    counts = count({"trajecten": rows})
    path = counts.write(tmp_path)
    scope = Scope.of(["Voorbeeld 041"])
    mine = Counts.read(path, scope)
    assert plain(mine) == plain(counts.select(scope))
    assert set(mine.observed["werkplein"].to_pylist()) == {"Voorbeeld 041"}
    opened: list[pieces.Piece] = []
    original = pieces.read_piece

    def seen(folder: Path, piece: pieces.Piece) -> pa.Table:
        opened.append(piece)
        return original(folder, piece)

    monkeypatch.setattr(pieces, "read_piece", seen)
    Counts.read(path, scope, ["duur"], {"duur": {"soort": ["uitkering"]}})
    told = {f"_{name}" for name in pieces.TOLD}
    (one,) = [piece for piece in opened if piece.series.table not in told]
    assert one.series == pieces.FileSeries("duur", "uitkering")
    assert one.rows < counts.table("duur").num_rows / 5


def test_another_file_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"tally": ["stand"]}), tmp_path / "x.parquet")
    with pytest.raises(UserError) as refused:
        Counts.read(tmp_path / "x.parquet", Scope.everything())
    assert refused.value.key == "counts.file_version"


@pytest.mark.parametrize("engine", engine_names())
@pytest.mark.parametrize("missing", ["werkplein", "regeling"])
def test_a_row_that_belongs_nowhere_is_refused(engine: str, missing: str) -> None:
    table = arrow("trajecten", [ROW, {**ROW, missing: None}])
    with pytest.raises(UserError) as refused:
        count({"trajecten": table}, engine=engine, check=False)
    assert refused.value.key == "counts.null_dimension"
    assert refused.value.params == {"contract": "trajecten", "columns": missing, "rows": 1}


@pytest.mark.parametrize("engine", engine_names())
def test_a_step_without_any_werkplein_is_refused(engine: str) -> None:
    step = {"traject_id": "T1", "taak": "intake", "organisatie": "uwv", "begin": DAY}
    twice = [ROW, {**ROW, "werkplein": "Beveld"}]
    tables = {"trajecten": arrow("trajecten", twice), "stappen": arrow("stappen", [step])}
    with pytest.raises(UserError) as refused:
        count(tables, engine=engine, check=False)
    assert refused.value.params["contract"] == "stappen"


@pytest.mark.parametrize("engine", engine_names())
def test_a_complaint_without_a_werkplein_is_refused(engine: str) -> None:
    table = arrow("klachten", [{"werkplein": None, "datum": DAY, "thema": "x"}])
    with pytest.raises(UserError) as refused:
        count({"klachten": table}, engine=engine, check=False)
    assert refused.value.key == "counts.null_dimension"


@pytest.mark.parametrize("engine", engine_names())
def test_absent_columns(engine: str) -> None:
    table = arrow("trajecten", [ROW])
    with pytest.raises(UsageError) as refused:
        count({"trajecten": table.drop_columns(["regeling"])}, engine=engine)
    assert refused.value.params["columns"] == "regeling"
    few = table.select(["traject_id", "werkplein", "regeling", "instroom"])
    counts = count({"trajecten": few}, engine=engine)
    assert plain(counts)["instroom"] == {("Aland", 8036, "WW", "onbekend", "onbekend"): (1,)}
    assert counts.table("herinstroom").num_rows == 0


def test_unknown_contract_and_engine_are_refused() -> None:
    with pytest.raises(UsageError) as refused:
        count({"trajekten": arrow("trajecten", [ROW])})
    assert refused.value.key == "counts.unknown_contract"
    with pytest.raises(UsageError) as refused:
        count({"trajecten": arrow("trajecten", [ROW])}, engine="excel")
    assert refused.value.key == "counts.unknown_engine"


def test_contracts_without_events_are_passed_over() -> None:
    assert count({"doelen": pa.table({"werkplein": ["Aland"]})}).tallies == ()


def test_a_tally_cannot_be_built_wrong() -> None:
    text = Text("Aantal", "Number")
    with pytest.raises(ValueError, match="twice"):
        Tally("x", "y", text, (Measure("kwartaal", text),))
    with pytest.raises(ValueError, match="unknown"):
        Tally("x", "y", text, (Measure("n", text, not_over=(("venster", "window"),)),))


def test_every_tally_says_what_it_may_be_added_over() -> None:
    assert TALLIES["instroom"].additive_over("n") == TALLIES["instroom"].dims
    assert TALLIES["stand"].additive_over("n") == ("werkplein", "regeling", "doelgroep")
    assert "kwartaal" in TALLIES["herinstroom"].additive_over("n")
    assert "kwartaal" in TALLIES["stand_stroom"].additive_over("instroom")
    assert "kwartaal" not in TALLIES["stand_stroom"].additive_over("eindstand")
