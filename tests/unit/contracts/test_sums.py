"""Rows that are sums of other rows are found, and rows that are not are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from ketenkpi.contracts.contract import LINE, find_contract
from ketenkpi.contracts.questions import Answers
from ketenkpi.contracts.sums import Looked, Refused, look, refused_totals
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES

STOCK = find_contract("stand_stroom")
MONEY = find_contract("middelen")
Q = Quarter(2009, 1).index
UNASKED = Answers()
SPLIT = {"jongere": (60, 12, 9, 63), "grote_afstand": (150, 20, 11, 159)}
SUM = tuple(a + b for a, b in zip(*SPLIT.values(), strict=True))


def stock(
    place: str | None,
    amounts: Sequence[int | None],
    group: str | None = "onbekend",
    scheme: str | None = "WW",
    quarter: int | None = Q,
) -> dict[str, Any]:
    names = ("beginstand", "instroom", "uitstroom", "eindstand")
    about = {"werkplein": place, "kwartaal": quarter, "regeling": scheme, "doelgroep": group}
    return about | dict(zip(names, amounts, strict=True))


def table(rows: Sequence[dict[str, Any]], contract: Any = STOCK, first: int = 2) -> pl.DataFrame:
    """Typed rows on the lines from `first` on; columns that are not given are empty."""
    empty = dict.fromkeys(contract.names)
    numbered = [empty | row | {LINE: first + place} for place, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=contract.schema)


def sought(
    rows: Sequence[dict[str, Any]],
    refused: Sequence[dict[str, Any]] = (),
    answers: Answers = UNASKED,
    contract: Any = STOCK,
) -> Looked:
    below = table(refused, contract, first=2 + len(rows))
    return look(contract, table(rows, contract).lazy(), below, answers)


def lines(looked: Looked) -> str | None:
    return None if looked.question is None else str(looked.question.params["lines"])


def test_a_total_beside_its_split_by_target_group_is_asked_about() -> None:
    rows = [stock("Breda", amounts, group) for group, amounts in SPLIT.items()]
    looked = sought([*rows, stock("Breda", SUM)])
    assert looked.question is not None
    assert (looked.question.name, lines(looked)) == ("totaalrijen:doelgroep", "4")
    assert all("Breda" in looked.question.sentence(language) for language in LANGUAGES)


def test_what_is_left_over_beside_a_split_is_no_total() -> None:
    rows = [stock("Breda", amounts, group) for group, amounts in SPLIT.items()]
    assert sought([*rows, stock("Breda", (80, 10, 6, 84))]).question is None


def test_a_scheme_that_holds_others_is_asked_about_beside_them() -> None:
    column = STOCK.column("regeling")
    parts = [scheme for scheme in column.values if scheme in ("WGA", "IVA")]
    rows = [
        stock("Breda", amounts, scheme=scheme)
        for scheme, amounts in zip(parts, SPLIT.values(), strict=True)
    ]
    looked = sought([*rows, stock("Breda", SUM, scheme="WIA")])
    assert looked.question is not None
    assert looked.question.name == "totaalrijen:regeling"


def test_a_place_that_is_always_the_sum_of_all_others_is_asked_about() -> None:
    rows = [
        stock(place, [value + later for value in amounts], quarter=Q + later)
        for later in range(2)
        for place, amounts in zip(("Breda", "Tilburg"), SPLIT.values(), strict=True)
    ]
    region = [stock("Midden", [v + 2 * later for v in SUM], quarter=Q + later) for later in (0, 1)]
    looked = sought([*rows, *region])
    assert looked.question is not None
    assert (looked.question.name, lines(looked)) == ("totaalrijen:werkplein", "6, 7")
    # One quarter in which it is no sum: then it is a place like the others.
    region[1]["instroom"] += 1
    assert sought([*rows, *region]).question is None


def test_a_row_called_total_is_asked_about_when_its_amounts_are_sums() -> None:
    rows = [stock("Breda", (100, 10, 5, 105), "jongere")]
    looked = sought(rows, [stock("Totaal", (100, 10, 5, 105), "jongere")])
    assert looked.question is not None
    assert looked.question.name == "totaalrijen:werkplein"
    assert looked.excused.to_list() == [3]


def test_a_row_called_total_whose_amounts_are_no_sums_stays_a_fault() -> None:
    rows = [stock("Breda", (100, 10, 5, 105)), stock("Tilburg", (10, 1, 1, 10))]
    looked = sought(rows, [stock("Totaal", (100, 10, 5, 105))])
    assert looked.question is None
    assert looked.excused.to_list() == []


@pytest.mark.parametrize(
    "footer",
    [
        stock("Totaal", SUM, None, None, None),
        stock("Totaal", SUM),
        stock("Totaal", SUM, "onbekend", None),
        stock("Totaal", SUM, "onbekend", None, None),
    ],
)
def test_a_footer_sums_over_what_it_leaves_empty(footer: dict[str, Any]) -> None:
    rows = [
        stock(place, amounts, group)
        for place, (group, amounts) in zip(("Breda", "Tilburg"), SPLIT.items(), strict=True)
    ]
    assert sought(rows, [footer]).excused.to_list() == [4]


def test_subtotals_below_each_block_are_sums_of_the_rows_above_them() -> None:
    one, two = SPLIT.values()
    kept = table([stock("Breda", one), stock("Tilburg", two)])
    kept = kept.with_columns(pl.Series(LINE, [2, 4], dtype=pl.Int32))
    totals = table([stock("Subtotaal", one), stock("Subtotaal", two), stock("Totaal", SUM)])
    totals = totals.with_columns(pl.Series(LINE, [3, 5, 6], dtype=pl.Int32))
    looked = look(STOCK, kept.lazy(), totals, UNASKED)
    assert looked.excused.to_list() == [3, 5, 6]


def test_totals_are_left_out_once_they_are_said_to_be() -> None:
    rows = [stock("Breda", amounts, group) for group, amounts in SPLIT.items()]
    refused = [stock("Totaal", SUM)]
    looked = sought([*rows, stock("Breda", SUM)], refused, Answers({"totaalrijen": "totaal"}))
    assert looked.question is None
    assert (looked.leave_out.to_list(), looked.excused.to_list()) == ([4, 5], [5])
    assert [finding.rule for finding in looked.findings] == ["totaalrijen_weggelaten"]


def test_rows_by_themselves_stay_and_a_place_called_total_stays_refused() -> None:
    rows = [stock("Breda", amounts, group) for group, amounts in SPLIT.items()]
    refused = [stock("Totaal", SUM)]
    looked = sought([*rows, stock("Breda", SUM)], refused, Answers({"totaalrijen": "eigen"}))
    assert looked.question is None
    assert (looked.leave_out.to_list(), looked.excused.to_list()) == ([], [])


def test_another_answer_is_refused() -> None:
    rows = [stock("Breda", amounts, group) for group, amounts in SPLIT.items()]
    with pytest.raises(UsageError):
        sought([*rows, stock("Breda", SUM)], answers=Answers({"totaalrijen": "misschien"}))


def test_small_numbers_that_happen_to_add_up_prove_nothing() -> None:
    rows = [stock("Breda", (1, 1, 0, 2), "jongere"), stock("Breda", (2, 0, 1, 1), "overig")]
    assert sought([*rows, stock("Breda", (3, 1, 1, 3))]).question is None


def test_money_is_compared_to_the_cent_over_every_column_that_is_not_split() -> None:
    about = {"werkplein": "Breda", "kwartaal": Q, "organisatie": "uwv", "soort": "personeel"}
    split = [
        about | {"doelgroep": group, "taak": "intake", "begroot": 1000.10, "besteed": spent}
        for group, spent in (("jongere", 900.15), ("overig", 1100.30))
    ]
    whole = about | {"doelgroep": "onbekend", "taak": "intake"}
    total = whole | {"begroot": 2000.20, "besteed": 2000.45}
    looked = sought([*split, total], contract=MONEY)
    assert looked.question is not None
    assert looked.question.name == "totaalrijen:doelgroep"
    other = whole | {"begroot": 2000.20, "besteed": 2000.50}
    assert sought([*split, other], contract=MONEY).question is None


def test_contracts_without_amounts_per_place_and_quarter_hold_no_sums() -> None:
    spells = find_contract("trajecten")
    nothing = pl.DataFrame(schema=spells.schema)
    assert look(spells, nothing.lazy(), nothing, UNASKED).question is None


def refusal(line: int, texts: dict[str, str], faults: Sequence[str]) -> Refused:
    """A row as the plain reading of rows gives it; numbers are read, faulty cells are not."""
    every = dict.fromkeys(STOCK.names) | texts
    values = {
        name: None if name in faults else int(text) if text and text.isdigit() else text
        for name, text in every.items()
    }
    values["kwartaal"] = None if "kwartaal" in faults else Q
    return Refused(line, every, values, faults)


AMOUNTS = dict(
    zip(("beginstand", "instroom", "uitstroom", "eindstand"), map(str, SUM), strict=True)
)


@pytest.mark.parametrize(
    ("key", "faults"),
    [
        ({"werkplein": "TOTAAL", "kwartaal": "2009K1", "regeling": "WW"}, ["werkplein"]),
        # A total over the schemes of one place, and a footer without a name.
        (
            {"werkplein": "Breda", "kwartaal": "2009K1", "regeling": "Totaal"},
            ["regeling"],
        ),
        ({}, ["werkplein", "kwartaal", "regeling"]),
    ],
)
def test_refused_rows_that_are_sums_are_in_the_question(
    key: dict[str, str], faults: list[str]
) -> None:
    rows = [
        stock("Breda", amounts, scheme=scheme)
        for scheme, amounts in zip(("WW", "WWB"), SPLIT.values(), strict=True)
    ]
    if key.get("regeling") == "WW":
        rows = [
            stock(place, row, scheme="WW") for place, row in zip("AB", SPLIT.values(), strict=True)
        ]
    totals = refused_totals(STOCK, [refusal(4, key | AMOUNTS, faults)])
    assert look(STOCK, table(rows).lazy(), totals, UNASKED).excused.to_list() == [4]
    other = refused_totals(STOCK, [refusal(4, key | AMOUNTS | {"instroom": "999"}, faults)])
    assert look(STOCK, table(rows).lazy(), other, UNASKED).excused.to_list() == []


def test_refused_rows_that_are_no_totals_are_left_to_their_faults() -> None:
    key = {"werkplein": "Breda", "kwartaal": "2009K9", "regeling": "WW"}
    rows = [
        refusal(2, key | AMOUNTS, ["kwartaal"]),
        # An amount that cannot be read: nobody can tell whether it is a sum.
        refusal(3, {"werkplein": "Totaal"} | AMOUNTS, ["werkplein", "instroom"]),
    ]
    assert refused_totals(STOCK, rows).is_empty()
    assert refused_totals(find_contract("trajecten"), rows).is_empty()
