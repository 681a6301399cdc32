"""Figures to read: the same rows with words for keys, and quarters as texts where asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

import ketenkpi as kk
from ketenkpi.errors import UserError
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES, Language, say
from tests.dashboard.small import NOORD, csv, installed, spells

ALL = kk.Scope.everything()
BY = ("werkplein", "kwartaal")
KEYS = ("aandeel_werk", "uitkeringsduur", "instroom")
Q4 = Quarter(2009, 4)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = installed(tmp_path_factory.mktemp("labels") / "home")
    yield store
    store.close()


def _plainly(figures: pd.DataFrame, language: Language) -> list[dict[str, Any]]:
    """The rows with words, one cell at a time."""
    rows = figures.to_dict("records")
    for row in rows:
        row["kwartaal"] = f"{row['kwartaal'] // 4}K{row['kwartaal'] % 4 + 1}"
        row["unit"] = say(f"units.{row['unit']}", language)
        for name in ("method", "reason", "note"):
            if isinstance(row[name], str):
                row[name] = say(row[name], language)
    return rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_the_sentences_of_the_same_rows(filled: Store, language: Language) -> None:
    keys, counts = KEYS, filled.counts(ALL)
    for plain, told in (
        (kk.indicators(counts, keys=keys), kk.indicators(counts, keys=keys, labels=language)),
        (filled.figures(keys, BY, ALL), filled.figures(keys, BY, ALL, labels=language)),
    ):
        assert list(told.columns) == list(plain.columns)
        wanted = pd.DataFrame(_plainly(plain, language))
        pd.testing.assert_frame_equal(told, wanted, check_dtype=False)
        assert told["reason"].notna().any()
        assert told["method"].notna().any()
        assert set(told["kwartaal"]) >= {"2009K1", "2009K4"}


def test_without_rows_there_are_the_same_columns(filled: Store) -> None:
    where = {"kwartaal": ["2030K1"]}
    told = filled.figures(["instroom"], BY, ALL, where, labels="nl")
    assert told.empty
    assert list(told.columns) == list(filled.figures(["instroom"], BY, ALL, where).columns)


def test_figures_not_by_quarter_have_words_too(filled: Store) -> None:
    told = kk.indicators(filled.counts(ALL), keys=["instroom"], by=["werkplein"], labels="en")
    assert "kwartaal" not in told
    assert set(told["unit"]) == {say("units.number", "en")}


def test_every_question_takes_a_quarter_as_a_text(filled: Store) -> None:
    asks: list[Any] = [
        lambda at: filled.compare("aandeel_werk", quarters=[at], scope=ALL).frame,
        lambda at: filled.signals(at, ALL),
        lambda at: filled.targets_table(["instroom"], ALL, [at]),
        lambda at: filled.regional_targets(["instroom"], ALL, [at]),
        lambda at: filled.cooperation(NOORD, at, ALL),
        lambda at: filled.norm_register(ALL, at),
        lambda at: filled.programme(ALL, at).agenda,
        lambda at: filled.theory(ALL, at).quarter,
        lambda at: filled.draft(NOORD, at, "uwv", ALL),
    ]
    for ask in asks:
        as_text, as_quarter = ask("2009K4"), ask(Q4)
        if isinstance(as_quarter, pd.DataFrame):
            pd.testing.assert_frame_equal(as_text, as_quarter)
        else:
            assert as_text == as_quarter
        with pytest.raises(UserError, match="2009K5"):
            ask("2009K5")


def test_what_is_written_takes_a_quarter_as_a_text(filled: Store) -> None:
    filled.annotate(NOORD, "2009K4", "Verhuisd.", by="anna", scope=ALL)
    assert filled.annotations(ALL)[-1].quarter == Q4.index
    filled.rebase(NOORD, "instroom", "2009K3", "Nieuwe intake.", by="anna", scope=ALL)
    assert filled.rebases(ALL)[-1].quarter == Quarter(2009, 3).index


@pytest.mark.parametrize("said", [{"quarter": "2009K4"}, {"period": "2009K4"}])
def test_a_delivery_is_for_a_quarter_named_by_a_text(filled: Store, said: dict[str, str]) -> None:
    told: dict[str, Any] = {"by": "anna", "organisation": "samen", "scope": ALL}
    file = csv(spells(NOORD, 12, 3))
    result = filled.upload(file, "trajecten", filename="a.csv", **told, **said)
    assert result.quarter == Q4


def test_counting_between_two_quarters_named_by_texts() -> None:
    rows = pd.DataFrame(
        {
            "traject_id": ["1", "2", "3"],
            "werkplein": ["A", "A", "A"],
            "regeling": ["WW", "WW", "WW"],
            "instroom": pd.to_datetime(["2009-01-05", "2009-04-05", "2009-07-05"]).date,
        }
    )
    found = kk.count({"trajecten": rows}, quarters=("2009K1", "2009K2"))
    same = kk.count({"trajecten": rows}, quarters=(Quarter(2009, 1), Quarter(2009, 2)))
    assert found.quarters == same.quarters == (Quarter(2009, 1), Quarter(2009, 2))
    assert found.roll_up("instroom")["n"][0] == same.roll_up("instroom")["n"][0] == 2
