"""Files with totals among their rows, read whole: told or asked as totals, never counted beside."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ketenkpi.contracts.contract import find_contract
from ketenkpi.contracts.read import Reading, read
from ketenkpi.settings import Settings

HEADER = "werkplein;kwartaal;regeling;doelgroep;beginstand;instroom;uitstroom;eindstand"
ROWS = (
    "Breda;2009K1;WW;jongere;120;30;20;130",
    "Breda;2009K1;WW;overig;80;15;10;85",
    "Breda;2009K1;WWB;jongere;220;31;21;230",
    "Breda;2009K1;WWB;overig;50;5;5;50",
)
WW, WWB, ALL = "200;45;30;215", "270;36;26;280", "470;81;56;495"


def reading(folder: Path, *rows: str, **answers: str) -> Reading:
    return read(
        "\n".join((HEADER, *rows, "")).encode(),
        find_contract("stand_stroom"),
        out=folder / "rows.parquet",
        settings=Settings.load(home=folder),
        answers=answers,
    )


def rules(of: Reading) -> list[str]:
    return [total.rule for total in of.findings.totals]


TOTALS = {
    "over the schemes": (f"Breda;2009K1;Totaal;;{ALL}",),
    "over the schemes, by group": (
        "Breda;2009K1;Totaal;jongere;340;61;41;360",
        "Breda;2009K1;alle regelingen;overig;130;20;15;135",
    ),
    "over the groups": (f"Breda;2009K1;WW;totaal;{WW}", f"Breda;2009K1;WWB;totaal;{WWB}"),
    "of everything": (f"Eindtotaal;2009K1;;;{ALL}",),
    "a footer of sums": (f";;;;{ALL}",),
    "a footer with the word elsewhere": (f";;Totaal;;{ALL}",),
}


@pytest.mark.parametrize("totals", TOTALS.values(), ids=TOTALS)
def test_totals_that_cannot_be_rows_are_asked_about_and_left_out(
    tmp_path: Path, totals: tuple[str, ...]
) -> None:
    asked = reading(tmp_path, *ROWS, *totals)
    assert rules(asked) == ["vraag_totaalrijen"]
    (question,) = asked.questions
    lines = ", ".join(str(6 + place) for place in range(len(totals)))
    assert (question.params["count"], question.params["lines"]) == (len(totals), lines)
    assert asked.parquet is None

    left_out = reading(tmp_path, *ROWS, *totals, totaalrijen="totaal")
    assert rules(left_out) == ["totaalrijen_weggelaten"]
    assert (left_out.rows_stored, left_out.rows_rejected) == (4, len(totals))
    assert left_out.parquet is not None
    assert pl.read_parquet(left_out.parquet)["beginstand"].sum() == 470
    # Said to be rows, they are refused for what they say, as rows are.
    own = reading(tmp_path, *ROWS, *totals, totaalrijen="eigen")
    assert own.findings.blocked


def test_subtotals_and_their_total_are_asked_about_together(tmp_path: Path) -> None:
    rows = (*ROWS[:2], f"Subtotaal;;;;{WW}", *ROWS[2:], f"Subtotaal;;;;{WWB}", f"Totaal;;;;{ALL}")
    (question,) = reading(tmp_path, *rows).questions
    assert question.params["lines"] == "4, 7, 8"


def test_a_total_under_the_name_of_its_place_in_other_letters_is_one(tmp_path: Path) -> None:
    called = {"Breda": "breda", "BREDA": "breda"}
    asked = read(
        "\n".join((HEADER, *ROWS, f"BREDA;2009K1;Totaal;;{ALL}", "")).encode(),
        find_contract("stand_stroom"),
        out=tmp_path / "rows.parquet",
        settings=Settings.load(home=tmp_path),
        places=lambda name: called[name],
    )
    assert rules(asked) == ["vraag_totaalrijen"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Breda;2009K1;Totaal;;471;81;56;496", {"onbekende_code"}),
        ("Gemiddelde;2009K1;WW;;117;20;14;123", {"plaats_totaal"}),
        # Averages with decimals: what each cell lacks is said of each.
        ("Gemiddelde;2009K1;WW;;117,5;20;14;123,5", {"plaats_totaal", "geen_geheel_getal"}),
    ],
)
def test_what_is_called_a_total_and_is_no_sum_is_refused(
    tmp_path: Path, row: str, expected: set[str]
) -> None:
    refused = reading(tmp_path, *ROWS, row)
    assert set(rules(refused)) == expected
    assert refused.questions == ()


def test_a_place_that_is_the_sum_of_two_of_three_others_is_a_place(tmp_path: Path) -> None:
    rows = ("Breda;120;30;20;130", "Tilburg;80;15;10;85", "Goes;200;45;30;215", "Zwolle;70;9;8;71")
    kept = reading(tmp_path, *(row.replace(";", ";2009K1;WW;jongere;", 1) for row in rows))
    assert (rules(kept), kept.rows_stored) == ([], 4)


def test_more_rows_without_a_place_than_totals_there_can_be_are_all_told(tmp_path: Path) -> None:
    count = 10_050
    rows = (f";2009K1;WW;jongere;{number};1;1;{number}" for number in range(count))
    refused = reading(tmp_path, *ROWS, *rows)
    assert [(t.rule, t.count) for t in refused.findings.totals] == [("verplicht", count)]
