"""Indicators of an installation's own, older versions, and what of the counts they need."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import yaml

from ketenkpi.counts import Counts, count
from ketenkpi.errors import DefinitionError, UsageError
from ketenkpi.indicators import (
    Needed,
    definitions_state,
    indicators,
    indicators_read,
    load_indicators,
    load_versions,
    needed,
    own_folder,
    versioned,
)
from ketenkpi.scope import Scope
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter

pytestmark = pytest.mark.slow

OWN = {"key": "uitstroom_verhuizing", "counter_indicator": ["uitstroom"]}
MOVED = {"tally": "uitstroom", "measure": "n", "only": {"reden": ["verhuizing"]}}
K1 = Quarter(2009, 1).index


def write(folder: Path, name: str = "uitstroom_verhuizing", **changes: object) -> Path:
    """An own definition: that of `uitstroom_werk`, of moving house instead."""
    source = CONFIG / "indicators" / "uitstroom_werk.yaml"
    definition = yaml.safe_load(source.read_text(encoding="utf-8"))
    definition |= {**OWN, "numerator": MOVED, **changes}
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.yaml"
    file.write_text(yaml.safe_dump(definition), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def counts() -> Counts:
    rows = pl.DataFrame(
        {
            "traject_id": ["1", "2", "3", "4"],
            "werkplein": ["Oost", "Oost", "Oost", "West"],
            "regeling": ["WW", "WW", "WWB", "WW"],
            "instroom": [date(2009, 1, day) for day in (5, 6, 7, 8)],
            "uitstroom": [date(2009, 2, 1), date(2009, 3, 1), date(2009, 5, 1), None],
            "reden_uitstroom": ["verhuizing", "werk", "verhuizing", None],
        }
    )
    return count({"trajecten": rows}, observed_until=date(2009, 12, 31))


def test_an_own_indicator_is_there_without_code(counts: Counts, tmp_path: Path) -> None:
    write(tmp_path)
    known = load_indicators(own=tmp_path)
    assert list(known)[-1] == "uitstroom_verhuizing"
    assert list(known)[:-1] == list(load_indicators())
    found = indicators(counts, keys=["uitstroom_verhuizing"], by=["kwartaal"], definitions=known)
    assert found.set_index("kwartaal").loc[[K1, K1 + 1], "value"].tolist() == [1, 1]


def test_the_home_of_this_process_is_looked_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(tmp_path / "indicators")
    assert "uitstroom_verhuizing" not in load_indicators()
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path))
    assert own_folder() == tmp_path / "indicators"
    assert "uitstroom_verhuizing" in load_indicators()


def test_a_change_is_noticed(tmp_path: Path) -> None:
    before = definitions_state(tmp_path)
    file = write(tmp_path, minimum=5)
    first = definitions_state(tmp_path)
    assert load_indicators(own=tmp_path)["uitstroom_verhuizing"].minimum == 5
    write(tmp_path, minimum=6)
    os.utime(file, ns=(1, 1))
    assert load_indicators(own=tmp_path)["uitstroom_verhuizing"].minimum == 6
    assert len({before, first, definitions_state(tmp_path)}) == 3
    file.unlink()
    assert "uitstroom_verhuizing" not in load_indicators(own=tmp_path)


def test_a_key_there_is_already_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "uitstroom", key="uitstroom")
    with pytest.raises(DefinitionError, match=r"uitstroom\.yaml.*there is an indicator"):
        load_indicators(own=tmp_path)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"numerator": {**MOVED, "only": {"reden": "verhuizing"}}}, "must hold a list"),
        ({"numerator": {**MOVED, "only": ["reden"]}}, "must be a mapping"),
        ({"dimensions": "werkplein"}, "'dimensions' must be a list"),
        ({"counter_indicator": None}, "'counter_indicator' must be a list"),
        ({"key": 5}, "'key' must be filled"),
        (
            {"kind": "mean", "bounds": 10, "denominator": MOVED, "interval": "skewed"},
            "must be a list",
        ),
    ],
)
def test_a_faulty_own_file_is_refused_with_its_line(
    tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    write(tmp_path, **changes)
    with pytest.raises(DefinitionError) as refused:
        load_indicators(own=tmp_path)
    assert refused.value.params["file"] == "uitstroom_verhuizing.yaml"
    assert int(str(refused.value.params["line"])) >= 1
    assert reason in refused.value.message("en")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"key: \x07"])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kapot.yaml").write_bytes(content)
    with pytest.raises(DefinitionError, match=r"kapot\.yaml"):
        load_indicators(own=tmp_path)


def test_an_older_version_gives_the_older_figure(counts: Counts, tmp_path: Path) -> None:
    write(tmp_path, version=2)
    everyone = {"tally": "uitstroom", "measure": "n"}
    write(tmp_path / "versions", "uitstroom_verhuizing.v1", version=1, numerator=everyone)
    assert list(load_versions("uitstroom_verhuizing", own=tmp_path)) == [1, 2]
    assert list(load_versions("instroom", own=tmp_path)) == [1]
    values = [
        indicators(
            counts,
            keys=["uitstroom_verhuizing"],
            by=[],
            definitions=versioned({"uitstroom_verhuizing": number}, own=tmp_path),
        )["value"].item()
        for number in (1, 2)
    ]
    assert values == [3, 2]
    with pytest.raises(UsageError, match="geen versie 3"):
        versioned({"uitstroom_verhuizing": 3}, own=tmp_path)


@pytest.mark.parametrize(
    ("name", "version", "reason"),
    [
        ("uitstroom_verhuizing.v1", 2, "must be those in the name"),
        ("uitstroom_verhuizing.v3", 3, "no older one"),
        ("uitstroom_verhuizing", 1, "an older version is called"),
        ("onbekend.v1", 1, "an older version is called"),
    ],
)
def test_an_older_version_must_be_one(tmp_path: Path, name: str, version: int, reason: str) -> None:
    write(tmp_path, version=2)
    write(tmp_path / "versions", name, version=version)
    with pytest.raises(DefinitionError, match=reason):
        load_versions("uitstroom_verhuizing", own=tmp_path)


@pytest.mark.parametrize("where", [{}, {"kwartaal": [Quarter(2009, 2)]}])
def test_what_is_read_in_part_gives_the_same_figures(
    counts: Counts, tmp_path: Path, where: dict[str, list[Quarter]]
) -> None:
    path = counts.write(tmp_path)
    for key, indicator in load_indicators().items():
        needs = needed([indicator], where)
        part = Counts.read(path, Scope.everything(), needs.tallies, needs.only, needs.over)
        pd.testing.assert_frame_equal(
            indicators(part, keys=[key], where=where), indicators(counts, keys=[key], where=where)
        )


@pytest.mark.parametrize(
    ("by", "where"),
    [
        (("werkplein", "kwartaal"), {}),
        (("kwartaal", "doelgroep"), {}),
        (("werkplein", "kwartaal"), {"regeling": ["WWB"]}),
        (("kwartaal", "split"), {"kwartaal": [K1, K1 + 1]}),
        (("werkplein", "regeling", "doelgroep"), {"kwartaal": [K1]}),
    ],
)
def test_counts_added_while_they_are_read_give_the_same_figures(
    counts: Counts, tmp_path: Path, by: tuple[str, ...], where: dict[str, list[object]]
) -> None:
    path, rows = counts.write(tmp_path), list[int]()

    def read(needs: Needed) -> Counts:
        part = Counts.read(path, Scope.everything(), needs.tallies, needs.only, needs.over)
        rows.append(sum(table.num_rows for table in part.tables.values()))
        return part

    whole = indicators(counts, by=by, where=where)
    pd.testing.assert_frame_equal(
        indicators_read(read, by=by, where=where), whole, check_exact=True
    )
    # The histograms are not in memory together: no part holds most of what was read.
    assert max(rows) < sum(rows) * 0.8


def test_only_what_nobody_asks_apart_is_added_while_it_is_read() -> None:
    known = load_indicators()
    one = [known["uitstroom_werk"]]
    both = ("regeling", "doelgroep")
    assert needed(one, {}).over == {}
    assert needed(one, {}, ("werkplein", "kwartaal")).over["uitstroom"] == both
    assert needed(one, {"doelgroep": ["jongeren"]}, ("kwartaal",)).over["uitstroom"] == both[:1]
    every = needed(known.values(), {}, ("werkplein", "kwartaal")).over
    # Of amounts the last digit depends on the order; of stocks too, once they are averaged.
    assert not {"middelen", "klant", "stand", "stand_stroom", "personen"} & set(every)


def test_added_rows_are_those_of_all_cases_together(counts: Counts, tmp_path: Path) -> None:
    mine = counts.table("duur").to_pandas()
    young = mine.assign(doelgroep="jongeren")
    schema = counts.tables["duur"].schema
    other = replace(counts, tables={"duur": pa.Table.from_pandas(young, schema)})
    path, measures = (counts + other).write(tmp_path), ["entered", "events", "censored"]
    over = {"duur": ["regeling", "doelgroep"]}
    part = Counts.read(path, Scope.everything(), ["duur"], {}, over).table("duur").to_pandas()
    by = ["werkplein", "kwartaal", "soort", "days"]
    wanted = pd.concat([mine, young]).groupby(by)[measures].sum()
    pd.testing.assert_frame_equal(part.set_index(by)[measures].sort_index(), wanted)
    assert set(part["regeling"]) == set(part["doelgroep"]) == {"alle"}


def test_a_tally_that_was_not_read_is_no_zero(counts: Counts, tmp_path: Path) -> None:
    part = Counts.read(counts.write(tmp_path), Scope.everything(), ["stand"])
    with pytest.raises(AssertionError, match="instroom was not read"):
        indicators(part, keys=["instroom"])
