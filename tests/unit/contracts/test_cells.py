"""What cells of place, client and date may hold, on whole files as people deliver them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkpi.contracts import Reading, check, load_contracts, read
from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.register import load_register
from ketenkpi.settings import Settings

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 28)
Go = Callable[..., Reading]


@pytest.fixture
def go(tmp_path: Path) -> Go:
    settings = Settings.load(home=tmp_path)

    def reading(source: Path | str, contract: str = "trajecten", **options: Any) -> Reading:
        content = source if isinstance(source, Path) else source.encode()
        options.setdefault("today", TODAY)
        return read(content, contract, out=tmp_path / "rows.parquet", settings=settings, **options)

    return reading


def column(result: Reading, name: str) -> list[Any]:
    assert result.parquet is not None, result.findings.listed
    return pl.read_parquet(result.parquet)[name].to_list()


def found(result: Reading) -> list[tuple[str, str, int | None, str | None]]:
    return [(f.level, f.rule, f.line, f.column) for f in result.findings.listed]


@pytest.mark.parametrize(
    ("case", "rule", "line"),
    [
        ("stand_stroom_mojibake.csv", "plaats_verminkt", 2),
        ("stand_stroom_ref_fout.xlsx", "plaats_fout_in_blad", 2),
    ],
)
def test_what_is_no_place_is_refused_on_its_line(case: str, rule: str, line: int, go: Go) -> None:
    result = go(CASES / case, "stand_stroom")
    assert ("fout", rule, line, "werkplein") in found(result)
    assert result.parquet is None


def test_a_mark_nobody_sees_makes_no_other_place(go: Go) -> None:
    result = go(CASES / "stand_stroom_bom_midden.csv", "stand_stroom")
    assert column(result, "werkplein") == ["Breda", "Tilburg"]
    assert found(result) == [("advies", "bom_binnenin", 3, None)]


def test_a_row_called_total_that_is_the_sum_of_the_others_is_asked_about(go: Go) -> None:
    result = go(CASES / "stand_stroom_totaalregel.csv", "stand_stroom")
    assert [question.key for question in result.questions] == ["totaalrijen"]
    assert result.parquet is None


def key_of(name: str) -> str:
    return load_register().key_of(name) or name


def test_two_spellings_of_one_place_are_one_before_keys_are_compared(go: Go) -> None:
    case = CASES / "stand_stroom_hoofdletters.csv"
    apart = go(case, "stand_stroom")
    assert column(apart, "werkplein") == ["Breda", "BREDA"]
    together = go(case, "stand_stroom", places=key_of)
    assert found(together) == [("fout", "dubbel", 3, "werkplein")]


def test_a_check_looks_places_up_in_the_register() -> None:
    checked = check(CASES / "stand_stroom_hoofdletters.csv", "stand_stroom", today=TODAY)
    assert found(checked) == [("fout", "dubbel", 3, "werkplein")]


LIST = "werkplein;naam;arbeidsmarktregio;geldig_vanaf;geldig_tot;opgegaan_in\n"


def test_a_list_of_places_names_them_as_written() -> None:
    made = LIST + "BREDA;Werkplein Breda;West-Brabant;;31-12-2030;breda 2\n"
    assert found(check(made.encode(), "werkpleinen", today=TODAY)) == []


def test_every_column_of_places_gets_the_key(go: Go) -> None:
    made = LIST + "breda ;Werkplein Breda;West-Brabant;;31-12-2010;tilburg\n"
    result = go(made, "werkpleinen", places=str.title)
    assert column(result, "werkplein") == ["Breda"]
    assert column(result, "opgegaan_in") == ["Tilburg"]


HEAD = "traject_id;werkplein;regeling;client;melding;instroom;termijn;uitstroom;reden_uitstroom\n"


def test_a_word_for_unknown_is_no_client_and_said_once(go: Go) -> None:
    result = go(CASES / "trajecten_client_onbekend.csv")
    assert column(result, "client").count(None) == 10
    assert found(result) == [("advies", "geen_persoon", 2, "client")]
    assert "10 keer" in result.findings.listed[0].message("nl")
    pairs = go(CASES / "h_paar_onbekend.csv")
    assert column(pairs, "client").count(None) == 8


def test_an_event_after_the_day_of_delivery_is_refused_on_its_line(go: Go) -> None:
    result = go(CASES / "trajecten_datum_2090.csv")
    assert found(result) == [("fout", "datum_na_vandaag", 2, "uitstroom")]
    assert "28-11-2026" in result.findings.listed[0].message("nl")


def test_today_is_no_day_in_the_future(go: Go) -> None:
    made = HEAD + "T1;Breda;WW;;;28-11-2026;;;\nT2;Breda;WW;;;29-11-2026;;;\n"
    assert found(go(made)) == [("fout", "datum_na_vandaag", 3, "instroom")]
    assert found(go(made, today=date(2026, 11, 29))) == []


def test_what_is_agreed_or_planned_may_lie_ahead(go: Go) -> None:
    assert found(go(HEAD + "T1;Breda;WW;;;01-11-2026;01-03-2027;;\n")) == []
    phase = "werkplein;doelgroep;fase;vanaf;tot;akkoord_uwv\nBreda;jongere;2;01-01-2027;{};{}\n"
    assert found(go(phase.format("31-12-2027", ""), "fasen")) == []
    agreed = go(phase.format("31-12-2027", "01-01-2027"), "fasen")
    assert found(agreed) == [("fout", "datum_na_vandaag", 2, "akkoord_uwv")]
    goal = "werkplein;indicator;vanaf;tot;waarde\nBreda;uitstroom_werk;01-01-2028;31-12-2028;10\n"
    assert found(go(goal, "doelen")) == []


# What is agreed, planned, budgeted, or the end of a period. Everything else is
# an event, also in a column that is added later.
AHEAD = {
    ("trajecten", "termijn"),
    ("trajecten", "einde_recht"),
    *((contract, day) for contract in ("doelen", "fasen") for day in ("vanaf", "tot")),
    *(("werkpleinen", day) for day in ("geldig_vanaf", "geldig_tot")),
    *((contract, "kwartaal") for contract in ("middelen", "verdeling")),
}


def test_only_these_columns_may_lie_ahead() -> None:
    for key, contract in load_contracts().items():
        for column in contract.columns:
            if isinstance(column.kind, DateKind | QuarterKind):
                assert column.kind.future == ((key, column.name) in AHEAD), (key, column.name)


def test_a_quarter_that_has_not_begun_is_refused_but_for_a_budget(go: Go) -> None:
    survey = "werkplein;kwartaal;klantgroep;klantprincipe;score\nBreda;{};werkzoekende;algemeen;7\n"
    assert found(go(survey.format("2026K4"), "tevredenheid")) == []
    ahead = go(survey.format("2027K1"), "tevredenheid")
    assert found(ahead) == [("fout", "kwartaal_na_vandaag", 2, "kwartaal")]
    money = "werkplein;kwartaal;organisatie;soort;begroot\nBreda;2027K1;uwv;personeel;10\n"
    assert found(go(money, "middelen")) == []


@pytest.mark.parametrize(
    "day",
    [
        *("31-12-9999", "9999-12-31", "99991231", "1-1-9999", "31-12-2999", "2999-12-31"),
        *("31-12-2099", "01-01-2100", "00000000", "00-00-0000", "0000-00-00", "9999-12-31 00:00"),
    ],
)
def test_a_day_that_means_no_end_is_missing_and_said_once(day: str, go: Go) -> None:
    rows = f"T1;Breda;WW;;;01-01-2026;;{day};\nT2;Breda;WW;;;01-01-2026;;01-02-2026;\n"
    result = go(HEAD + rows + rows.replace("T1", "T3").replace("T2", "T4"))
    assert column(result, "uitstroom") == [None, date(2026, 2, 1)] * 2
    assert column(result, "reden_uitstroom") == [None, "onbekend"] * 2
    assert found(result) == [("advies", "open_einde", 2, "uitstroom")]
    assert result.findings.listed[0].params["count"] == 2


def test_no_end_stands_in_the_column_of_an_end_only(go: Go) -> None:
    assert found(go(HEAD + "T1;Breda;WW;;;31-12-9999;;;\n")) == [
        ("fout", "datum_buiten_venster", 2, "instroom")
    ]
    nothing = found(go(HEAD + "T1;Breda;WW;;01-01-2026;00000000;;;\n"))
    assert nothing == [("advies", "datum_deels_nul", 2, "instroom")]


def test_an_open_end_with_a_reason_is_a_reason_without_an_end(go: Go) -> None:
    result = go(HEAD + "T1;Breda;WW;;;01-01-2026;;31-12-9999;werk\n")
    assert ("fout", "vereist", 2, "uitstroom") in found(result)


@pytest.mark.parametrize("start", ["05-01-2009", "5-1-2009", "2009-01-05", "20090105"])
@pytest.mark.parametrize("time", ["", " 00:00", " 0:00", " 00:00:00", "T00:00:00", " 00:00:00.000"])
def test_midnight_behind_a_day_is_the_day(start: str, time: str, go: Go) -> None:
    result = go(HEAD + f"T1;Breda;WW;;;{start}{time};;;\n")
    assert column(result, "instroom") == [date(2009, 1, 5)]
    assert found(result) == []


def test_another_time_is_not_cut_off_in_silence(go: Go) -> None:
    result = go(HEAD + "T1;Breda;WW;;;05-01-2009 13:45;;;\n")
    assert found(result) == [("fout", "datum_met_tijd", 2, "instroom")]


def test_the_delivered_cases_of_dates_are_read(go: Go) -> None:
    assert column(go(CASES / "trajecten_datumtijd.csv"), "instroom") == [date(2009, 1, 5)]
    assert column(go(CASES / "trajecten_9999.csv"), "uitstroom") == [None]
