"""Files of other systems: joined, in old encodings, of profiles with a row per column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkpi.contracts import Reading, find_contract, read
from ketenkpi.contracts.deadline import Deadline
from ketenkpi.contracts.intake import Blocked, Wanted
from ketenkpi.contracts.manners import Manners
from ketenkpi.contracts.suspects import Suspects
from ketenkpi.contracts.typed import Pass, ways
from ketenkpi.settings import Settings

STOCK = "werkplein;kwartaal;regeling;doelgroep;beginstand;instroom;uitstroom;eindstand"
Go = Callable[..., Reading]


@pytest.fixture
def go(tmp_path: Path) -> Go:
    settings = Settings.load(home=tmp_path)

    def reading(content: bytes | str, contract: str = "stand_stroom", **options: Any) -> Reading:
        source = content if isinstance(content, bytes) else content.encode()
        return read(source, contract, out=tmp_path / "rows.parquet", settings=settings, **options)

    return reading


def found(result: Reading) -> list[tuple[str, str, int | None]]:
    return [(f.level, f.rule, f.line) for f in result.findings.listed]


def column(result: Reading, name: str) -> list[Any]:
    assert result.parquet is not None, result.findings.listed
    return pl.read_parquet(result.parquet)[name].to_list()


@pytest.mark.parametrize("names", [STOCK, STOCK.upper(), ";".join(STOCK.split(";")[:3]) + ";;;;;"])
def test_names_of_columns_between_the_rows_are_no_row(names: str, go: Go) -> None:
    rows = ["Breda;2009K1;WW;jongere;10;5;4;11", names, "Breda;2009K2;WW;jongere;11;5;4;12", names]
    result = go("\n".join([STOCK, *rows]) + "\n")
    assert found(result) == [("advies", "kop_herhaald", 3)]
    assert (result.rows_read, result.rows_stored) == (2, 2)
    assert column(result, "_line") == [2, 4]


def test_names_of_other_columns_between_the_rows_are_a_row(go: Go) -> None:
    names = STOCK.split(";")
    other = ";".join([names[1], names[0], *names[2:]])
    result = go("\n".join([STOCK, "Breda;2009K1;WW;jongere;10;5;4;11", other]) + "\n")
    assert {line for _, _, line in found(result)} == {3}
    assert result.rows_rejected == result.rows_read == 2


def test_no_rule_is_asked_about_a_cell_in_doubt(go: Go) -> None:
    spells = "traject_id;werkplein;regeling;instroom;uitstroom;reden_uitstroom\n"
    spells += "a;Breda;WW;2/3/2009;6/5/2009;werk\nb;Breda;WW;3/3/2009;31/12/1899;werk\n"
    result = go(spells, "trajecten")
    rules = [rule for _, rule, _ in found(result)]
    assert not {"minstens_een", "vereist"} & set(rules)
    assert [q.name for q in result.questions] == ["dagvolgorde:instroom"]
    done = go(spells, "trajecten", answers={"dagvolgorde": "mdj"})
    assert done.questions == ()


WORDS = (
    "coöperatie",
    "één geheel",
    "België",
    "geïnd",
    "Súdwest-Fryslân",
    "privé",
    "vóór",
    "façade",
)


@pytest.mark.parametrize("word", WORDS)
def test_letters_of_dos_are_no_signs_inside_a_word(word: str, go: Go) -> None:
    complaints = f"werkplein;datum;thema\nBreda;2009-02-03;\nBreda;2009-02-04;{word}\n"
    (finding,) = go(complaints.encode("cp850"), "klachten").findings.listed
    assert (finding.level, finding.rule, finding.line) == ("blokkade", "codering_oud", 3)


def test_an_old_encoding_that_is_named_is_read(go: Go) -> None:
    complaints = "werkplein;datum;thema\n" + "".join(
        f"Breda;2009-02-0{n + 1};{w}\n" for n, w in enumerate(WORDS)
    )
    result = go(complaints.encode("cp850"), "klachten", wanted=Wanted(encoding="cp850"))
    assert column(result, "thema") == list(WORDS)


@pytest.mark.parametrize(
    "text", ["“één” woord", "foto’s", "A–B", "wacht…lang", "ŠKODA", "Žižek", "€ 5", "5 ‰", "l‘eau"]
)
def test_signs_and_letters_of_windows_are_read(text: str, go: Go) -> None:
    complaints = f"werkplein;datum;thema\nBreda;2009-02-03;{text}\n"
    result = go(complaints.encode("windows-1252"), "klachten")
    assert column(result, "thema") == [text]


def test_a_day_number_of_a_spreadsheet_is_called_so(go: Go) -> None:
    spells = "traject_id;werkplein;regeling;instroom\n"
    spells += "a;Breda;WW;39814\nb;Breda;WW;39814,5\nc;Breda;WW;12345\n"
    assert [rule for _, rule, _ in found(go(spells, "trajecten"))] == [
        "datum_dagnummer",
        "datum_dagnummer",
        "datum_ongeldig",
    ]


def test_of_thousands_of_extra_columns_the_first_are_named(go: Go) -> None:
    names = ";".join([STOCK, *(f"x{n}" for n in range(100))])
    result = go(f"{names}\nBreda;2009K1;WW;jongere;10;5;4;11{';1' * 100}\n")
    (finding,) = result.findings.listed
    assert (finding.rule, finding.params["count"]) == ("kolommen_extra", 100)
    assert str(finding.params["names"]).endswith("x18, x19, …")


WIDE = "Naam;Totale bevolking;Mannen;Vrouwen;Jonger dan 5 jaar;5 tot 10 jaar;10 tot 15 jaar"
WIDE += ";15 tot 20 jaar;20 tot 25 jaar;25 tot 45 jaar;45 tot 65 jaar;65 tot 80 jaar"
WIDE += ";80 jaar of ouder;Totale oppervlakte km2;Land oppervlakte km2"
SERIES = WIDE.count(";")
BREDA = "Breda;184000;91000;93000;1;2;3;4;5;6;7;8;9;128,9;126,1"
ASSEN = "Assen;68000;34000;34000;1;2;3;4;5;6;7;8;9;83,4;81,9"


@pytest.fixture
def wide(go: Go) -> Go:
    """Reads rows of a table with a column per figure, of which each row gives fourteen."""

    def reading(*rows: str, **options: Any) -> Reading:
        options |= {"profile": "cbs_kerncijfers", "constants": {"periode": "2019JJ00"}}
        return go("\n".join([WIDE, *rows]) + "\n", "context", **options)

    return reading


@pytest.mark.parametrize("word", [".", "onbekend", "#N/B", "NULL", ""])
def test_a_figure_of_a_wide_table_that_is_not_known_is_missing(word: str, wide: Go) -> None:
    result = wide(BREDA, ASSEN.replace("68000", word))
    assert (result.rows_read, result.rows_stored) == (2 * SERIES, 2 * SERIES)
    assert not [f for f in result.findings.listed if f.level != "advies"]
    assert result.parquet is not None
    kept = pl.read_parquet(result.parquet).filter(pl.col("waarde").is_null())
    assert kept.select("reeks", "gebied", "status").rows() == [("inwoners", "GM0106", "ontbreekt")]


def test_one_wrong_figure_rejects_that_figure_on_its_line(wide: Go) -> None:
    rows = (BREDA, ASSEN.replace("68000", "68x").replace("83,4", "#REF!"))
    assert found(wide(*rows)) == [("fout", "getal_ongeldig", 3), ("fout", "fout_in_blad", 3)]
    kept = wide(*rows, skip_faulty_rows=True)
    assert (kept.rows_read, kept.rows_rejected) == (2 * SERIES, 2)
    assert column(kept, "_line") == [2] * SERIES + [3] * (SERIES - 2)


def test_a_wide_row_that_stands_there_twice_is_a_double_as_a_whole(wide: Go) -> None:
    rows = (BREDA, ASSEN, BREDA.replace("184000", "18x"), "")
    result = wide(*rows, skip_faulty_rows=True)
    assert column(result, "_line") == [2] * SERIES + [3] * SERIES
    assert result.rows_rejected == SERIES
    doubles = [f for f in result.findings.listed if f.rule == "dubbel"]
    assert {f.line for f in doubles} == {4}
    assert len(doubles) == SERIES - 1


@pytest.mark.parametrize("faulty", [0, 3])
def test_a_reading_that_takes_too_long_is_stopped(faulty: int, tmp_path: Path) -> None:
    settings = Settings.load(home=tmp_path)
    late = replace(settings, limits=replace(settings.limits, text_seconds=0))
    rows = [f"Breda;2009K{n};WW;jongere;10;5;4;11" for n in range(1, 5)]
    rows[:faulty] = [row.replace(";10;", ";x;") for row in rows[:faulty]]
    content = "\n".join([STOCK, *rows]).encode()
    result = read(content, "stand_stroom", out=tmp_path / "rows.parquet", settings=late)
    assert found(result) == [("blokkade", "lezen_te_lang", None)]
    assert result.parquet is None
    assert list(tmp_path.iterdir()) == []


def test_the_time_is_kept_between_batches(tmp_path: Path) -> None:
    contract = find_contract("stand_stroom")
    rows = pl.LazyFrame({"_row": [0, 1]}, schema={"_row": pl.get_index_type()}).with_columns(
        pl.lit("x").alias(name) for name in contract.names
    )
    over = Deadline(1.0, until=0.0)
    begun = Pass(contract, ways(contract, rows.collect(), Manners()), 2, Suspects(tmp_path), over)
    begun.write(rows, tmp_path / "rows.parquet")
    assert not list(begun.suspects.batches())
    with pytest.raises(Blocked):
        over.keep()


MONEY = "werkplein;kwartaal;organisatie;soort;begroot;besteed"


@pytest.mark.parametrize(
    "unit", ["x € 1.000", "× 1000", "in duizenden euro's", "mln", "k€", "1000 euro", "€ x 1 mln"]
)
def test_a_column_in_thousands_is_never_read_as_units(unit: str, go: Go) -> None:
    money = MONEY.replace("besteed", f"besteed ({unit})") + "\nBreda;2009K1;uwv;ict;10;5\n"
    (finding,) = [f for f in go(money, "middelen").findings.listed if f.level != "advies"]
    assert (finding.level, finding.rule, finding.column) == ("blokkade", "kolom_schaal", "besteed")


@pytest.mark.parametrize("unit", ["€", "in euro", "EUR", "aantal"])
def test_a_unit_behind_a_name_is_left_out(unit: str, go: Go) -> None:
    money = MONEY.replace("besteed", f"besteed ({unit})") + "\nBreda;2009K1;uwv;ict;10;5\n"
    result = go(money, "middelen")
    assert column(result, "besteed") == [5.0]
    assert found(result) == [("advies", "kolom_eenheid", 1)]


def test_other_words_in_brackets_may_make_another_column(go: Go) -> None:
    money = MONEY.replace("besteed", "besteed (vorig jaar)") + "\nBreda;2009K1;uwv;ict;10;5\n"
    (question,) = go(money, "middelen").questions
    assert (question.name, question.answers[0]) == ("kolom:besteed", "besteed (vorig jaar)")
    told = {"kolom:besteed": "niet"}
    assert column(go(money, "middelen", answers=told), "besteed") == [None]
    told = {"kolom:besteed": "besteed (vorig jaar)"}
    assert column(go(money, "middelen", answers=told), "besteed") == [5.0]
