"""The table is found where a person sees it: below titles, above notes, on the right sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.contracts import load_contracts
from ketenkpi.contracts.finder import FoundTable, find_table
from ketenkpi.contracts.intake import ANYHOW, Blocked, Intake, Wanted
from ketenkpi.contracts.questions import NOT_ANSWERED, Answers, Question

STAND = load_contracts()["stand_stroom"]
NAMES = STAND.names
REQUIRED = tuple(column.name for column in STAND.columns if column.required)
HEADER = "werkplein;kwartaal;regeling;doelgroep;beginstand;instroom;uitstroom;eindstand"
ROW = "Breda;2009K1;WW;korte_afstand;100;10;5;105"


def text(folder: Path, content: str | bytes, sheet: str = "", hidden: bool = False) -> Intake:
    path = folder / f"text{sheet}.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Intake(path, "xlsx" if sheet else "utf-8", sheet=sheet, hidden=hidden)


def find(
    *intakes: Intake, wanted: Wanted = ANYHOW, answers: Answers = NOT_ANSWERED
) -> FoundTable | Question | None:
    return find_table(intakes, NAMES, REQUIRED, wanted, answers)


def found(*intakes: Intake, wanted: Wanted = ANYHOW, answers: Answers = NOT_ANSWERED) -> FoundTable:
    table = find(*intakes, wanted=wanted, answers=answers)
    assert isinstance(table, FoundTable)
    return table


def rules(table: FoundTable) -> list[str]:
    return [finding.rule for finding in table.findings]


def blocked(*intakes: Intake, wanted: Wanted = ANYHOW) -> Blocked:
    with pytest.raises(Blocked) as stop:
        find(*intakes, wanted=wanted)
    return stop.value


def outcome(intake: Intake) -> str:
    """'table', or the rule of the refusal, whose sentence can be said."""
    try:
        assert isinstance(find(intake), FoundTable)
    except Blocked as stop:
        return stop.finding.rule if stop.finding.message("nl") else ""
    return "table"


def test_a_plain_file_has_its_header_first_and_nothing_to_say(tmp_path: Path) -> None:
    table = found(text(tmp_path, f"{HEADER}\r\n{ROW}\r\n"))
    dialect = table.dialect
    assert dialect.header == tuple(HEADER.split(";"))
    assert (dialect.header_line, dialect.skip_lines, dialect.separator) == (1, 1, ";")
    assert (dialect.line_end, dialect.sheet, dialect.foot) == ("CRLF", "", ())
    assert table.findings == ()


def test_titles_above_the_names_are_passed_over_and_said(tmp_path: Path) -> None:
    title = 'Overzicht werkplein, kwartaal en regeling\n\n"Peildatum\n31-03-2009";x\n'
    table = found(text(tmp_path, f"{title}{HEADER}\n{ROW}\n"))
    assert (table.dialect.header_line, table.dialect.skip_lines) == (4, 5)
    assert rules(table) == ["titelregels"]
    assert "(regel: 1, 3)" in table.findings[0].message("nl")
    assert table.findings[0].line == 4


def test_a_header_without_any_known_name_is_the_first_row(tmp_path: Path) -> None:
    table = found(text(tmp_path, "a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n"))
    assert table.dialect.header == ("a", "b", "c")
    assert table.dialect.header_line == 1


def test_titles_above_unknown_names_are_no_header_either(tmp_path: Path) -> None:
    table = found(text(tmp_path, "Overzicht, deel 1, 2009\n\nwp;kw;reg\nA;2009K1;WW\nB;2;WW\n"))
    assert table.dialect.header == ("wp", "kw", "reg")
    assert table.dialect.header_line == 3


def test_a_row_of_data_is_no_header_though_its_cells_are_names_of_columns(tmp_path: Path) -> None:
    content = "gebied;maat;aantal;kw\ninstroom;uitstroom;5;6\ninstroom;eindstand;1;2\n"
    assert found(text(tmp_path, content)).dialect.header_line == 1


@pytest.mark.parametrize("name", ["sep=;", "SEP=;", '"sep=;"'])
def test_a_line_that_tells_the_separator_is_not_numbered(name: str, tmp_path: Path) -> None:
    content = f"\ufeff{name}\r\n\ufeff\ufeff{HEADER}\r\n{ROW}\r\n"
    dialect = found(text(tmp_path, content)).dialect
    assert (dialect.header[0], dialect.header_line, dialect.skip_lines) == ("werkplein", 1, 2)


def test_what_nobody_sees_is_no_part_of_a_name(tmp_path: Path) -> None:
    header = HEADER.replace("werkplein", "\ufeff\ufeff'Werkplein\u00a0'").replace(
        "uitstroom", '"Uit\u00adstroom\u200b"'
    )
    dialect = found(text(tmp_path, f"{header}\n{ROW}\n")).dialect
    assert (dialect.header[0], dialect.header[6]) == ("Werkplein", "Uitstroom")


def test_group_titles_above_the_names_are_no_names(tmp_path: Path) -> None:
    groups = ";;;;Stand;Instroom;Uitstroom;Stand"
    table = found(text(tmp_path, f"{groups}\n{HEADER}\n{ROW}\n"))
    assert table.dialect.header == tuple(HEADER.split(";"))
    assert rules(table) == ["titelregels"]


def test_names_that_stand_partly_in_the_row_above_are_joined(tmp_path: Path) -> None:
    upper = "Werkplein;Kwartaal;Regeling;Doelgroep;Stand;Stroom;;Stand"
    lower = ";;;;" + HEADER.split(";", 4)[4]
    table = found(text(tmp_path, f"{upper}\n{lower}\n{ROW}\n"))
    assert table.dialect.header == (*upper.split(";", 4)[:4], *HEADER.split(";")[4:])
    assert (table.dialect.header_line, table.dialect.skip_lines) == (2, 2)
    assert rules(table) == ["kop_over_twee_regels"]


@pytest.mark.parametrize("below", ["---------;----;---", ";;;;(aantal);(aantal)", "[tekst];===;;"])
def test_a_row_that_only_underlines_the_names_is_no_row_of_data(below: str, tmp_path: Path) -> None:
    table = found(text(tmp_path, f"Titel\n{HEADER}\n{below}\n{ROW}\n"))
    assert table.dialect.header == tuple(HEADER.split(";"))
    # Lines of data are numbered from the row below it.
    assert (table.dialect.header_line, table.dialect.skip_lines) == (3, 3)
    assert rules(table) == ["titelregels", "regel_onder_kop"]
    assert found(text(tmp_path, f"{HEADER}\n-;-;-;-;-;-;-;-\n{ROW}\n")).dialect.header_line == 1


def test_line_breaks_and_units_in_names_do_not_hide_the_header(tmp_path: Path) -> None:
    header = 'Titel\n"werkplein";kwartaal;regeling;"begin-\nstand";"instroom\n(aantal)"'
    dialect = found(text(tmp_path, f"{header}\nA;2009K1;WW;1;2\n")).dialect
    assert dialect.header_line == 2
    assert dialect.skip_lines == 4
    assert dialect.header[4] == "instroom (aantal)"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_titles_do_not_decide_the_separator(separator: str, tmp_path: Path) -> None:
    title = "Levering; over 2009, het hele jaar | alle\tregelingen, ook IOAW, IOAZ, WW, WWB\n" * 3
    content = title + "\n".join(line.replace(";", separator) for line in [HEADER, ROW])
    dialect = found(text(tmp_path, content)).dialect
    assert (dialect.separator, dialect.header_line) == (separator, 4)


def test_what_is_wanted_overrules(tmp_path: Path) -> None:
    content = f"{HEADER}\n{ROW}\nnaam,{HEADER.replace(';', ',')}\nx,{ROW.replace(';', ',')}\n"
    intake = text(tmp_path, content)
    assert found(intake, wanted=Wanted(separator=",", header_line=3)).dialect.skip_lines == 3
    assert found(intake, wanted=Wanted(header_line=3)).dialect.separator == ","
    assert found(text(tmp_path, content), wanted=Wanted(sheet="Q1")).dialect.sheet == ""
    below = text(tmp_path, "\n" * 40 + "x\n" * 30 + f"{HEADER}\n{ROW}\n")
    assert found(below, wanted=Wanted(header_line=71)).dialect.header[0] == "werkplein"


def test_what_is_wanted_and_not_there_is_refused(tmp_path: Path) -> None:
    intake = text(tmp_path, f"Titel\n\n{HEADER}\n{ROW}\n")
    stop = blocked(intake, wanted=Wanted(header_line=2)).finding
    assert stop.rule == "kopregel_leeg"
    assert "1, 3, 4" in stop.message("nl")
    assert blocked(intake, wanted=Wanted(header_line=9)).finding.rule == "kopregel_leeg"
    assert blocked(intake, wanted=Wanted(separator="#")).finding.rule == "scheidingsteken_onbekend"
    sheets = [text(tmp_path, f"{HEADER}\n{ROW}\n", sheet) for sheet in ("Q1", "Q2")]
    assert found(sheets[0], text(tmp_path, "x\n", "kort"), wanted=Wanted(header_line=2))
    stop = blocked(*sheets, wanted=Wanted(sheet="Q3")).finding
    assert stop.rule == "blad_onbekend"
    assert "Q1, Q2" in stop.message("nl")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (HEADER.replace(";", "   ") + "\n" + ROW.replace(";", "   "), "spaties_gescheiden"),
        (HEADER.replace(";", "^") + "\n" + ROW.replace(";", "^"), "scheidingsteken_vreemd"),
        ("alleen dit\nT1\nT2\n", "een_kolom"),
    ],
)
def test_a_text_of_one_column_says_so(content: str, rule: str, tmp_path: Path) -> None:
    assert blocked(text(tmp_path, content)).finding.rule == rule


@pytest.mark.parametrize("content", ["\n", "\ufeff\n \n", "\u200b\t"])
def test_a_text_without_text_holds_no_table(content: str, tmp_path: Path) -> None:
    assert find(text(tmp_path, content)) is None
    assert find() is None


@pytest.mark.parametrize("blank", ["\n", ";;;\r\n"])
def test_blank_rows_before_the_table_are_numbered_and_no_more(blank: str, tmp_path: Path) -> None:
    content = f"{blank * 100_000}Titel\n{HEADER}\n{ROW}\nBron: ons\n"
    table = found(text(tmp_path, content))
    assert (table.dialect.header_line, table.dialect.skip_lines) == (100_002, 100_002)
    assert content[table.dialect.end :] == "Bron: ons\n"


@pytest.mark.parametrize("content", ["x" * 5_000_000, '"' + "x" * 5_000_000, ";x" * 50_000])
def test_a_row_longer_than_any_is_answered_at_once(content: str, tmp_path: Path) -> None:
    intake = text(tmp_path, content)
    begin = perf_counter()
    assert outcome(intake) in ("table", "een_kolom")
    # Cell by cell and name by name this took 20 s.
    assert perf_counter() - begin < 10


PIECES = [*'";,\t|\r\n\0\x85\u2028\ufeff([*', "sep=;\n", "Bron: x\n", '"a\nb"', "2009", "\n\n"]


@pytest.mark.parametrize("seed", range(200))
def test_whatever_a_text_holds_there_is_a_table_or_a_refusal(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    content = f"{HEADER}\n" + f"{ROW}\n" * 5
    for _ in range(chance.randint(1, 12)):
        at = chance.randint(0, len(content))
        content = content[:at] + chance.choice(PIECES) + content[at + chance.choice([0, 0, 9]) :]
    assert outcome(text(tmp_path, content)) in ("table", "een_kolom", "spaties_gescheiden")


# Notes

NOTES = (
    "(1 rows affected)",
    "20 rijen geselecteerd.",
    "Totaal aantal rijen: 20",
    "Totaal aantal rijen;20",
    "Bron: CBS;https://voorbeeld.nl/a;https://voorbeeld.nl/b;2019;;;;",
    "Bron;CBS StatLine;;;;;;",
    "© CBS, Den Haag 31-03-2009",
    "Peildatum 31-03-2009",
    "Peildatum;31-03-2009;;;;;;",
    "* voorlopige cijfers;;;;;;;",
    "1) Inclusief IOAZ",
    ";;;;;;;Pagina 1 van 1",
    "Voor akkoord:;;Datum:;;;;;",
    "-----",
    "Gemaakt met het pakket van de sociale dienst van de regio;;;;;;;",
    '"Toelichting: een klant telt\nelk kwartaal\nopnieuw mee"',
)


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("between", ["", "\n", ";;;;;;;\n\n"])
def test_notes_below_the_data_are_no_rows(note: str, between: str, tmp_path: Path) -> None:
    table = found(text(tmp_path, f"{HEADER}\n{ROW}\n{between}{note}\n"))
    assert len(table.dialect.foot) == 1
    assert (
        table.dialect.foot[0].split(";")[0]
        == " ".join(note.strip('"').split()).strip(";").split(";")[0]
    )


def test_all_rows_from_the_first_note_on_are_the_foot_blank_ones_too(tmp_path: Path) -> None:
    foot = "Bron: CBS\n\nDe chef\n;;\n"
    assert found(text(tmp_path, f"{HEADER}\n{ROW}\n{foot}")).dialect.foot == (
        *("Bron: CBS", "", "De chef", ""),
    )


@pytest.mark.parametrize(
    "row",
    [
        "Totaal;2009K1;WW;;100;10;5;105",
        "Totaal;;;;100;10;5;105",
        "Tilburg;;;;;;;",
        "Tilburg",
        "Tilburg;2009K1;;;;;;",
        "Breda;;;;;;;",
        ";2009K2;;;;;;",
        "Bron;2009K1;WW;korte_afstand;1;1;1;1",
    ],
)
@pytest.mark.parametrize("between", ["", "\n\n"])
def test_a_row_that_may_be_data_is_never_a_note(row: str, between: str, tmp_path: Path) -> None:
    assert found(text(tmp_path, f"{HEADER}\n{ROW}\n{between}{row}\n")).dialect.foot == ()


def test_notes_are_looked_for_in_the_last_twenty_rows_only(tmp_path: Path) -> None:
    notes = "".join(f"* noot {number}\n" for number in range(25))
    assert len(found(text(tmp_path, f"{HEADER}\n{ROW}\n{notes}")).dialect.foot) == 20


def test_notes_are_found_at_the_end_of_a_long_file(tmp_path: Path) -> None:
    rows = f"{ROW}\n" * 200_000
    path = text(tmp_path, f'Titel\n{HEADER}\n{rows}\nBron: "ons\nsysteem"\nBron: ons\n')
    dialect = found(path).dialect
    assert dialect.foot == ('Bron: "ons', 'systeem"', "Bron: ons")
    assert path.path.read_bytes()[dialect.end :].startswith(b'Bron: "ons')


def test_a_file_of_a_header_and_a_note_has_no_rows(tmp_path: Path) -> None:
    assert found(text(tmp_path, f"{HEADER}\nBron: ons systeem\n")).dialect.foot == (
        "Bron: ons systeem",
    )


# Sheets


def test_the_sheet_with_the_names_is_read_wherever_it_stands(tmp_path: Path) -> None:
    sheets = [
        text(tmp_path, "Toelichting\nwerkplein;naam van het Werkplein\nkwartaal;...\n", "Uitleg"),
        text(tmp_path, f"{HEADER}\n{ROW}\n", "Gegevens"),
        text(tmp_path, f"{HEADER}\n", "Sjabloon"),
        text(tmp_path, "WW\nWWB\n", "Lijst", hidden=True),
    ]
    table = found(*sheets)
    assert table.dialect.sheet == "Gegevens"
    assert rules(table) == ["verborgen_bladen"]
    assert "Lijst" in table.findings[0].message("nl")


def test_two_sheets_that_fit_are_asked_about_also_with_other_optional_columns(
    tmp_path: Path,
) -> None:
    sheets = [
        text(tmp_path, f"{HEADER}\n{ROW}\n", "Q1"),
        text(tmp_path, f"{HEADER};herinstroom\n{ROW};0\n", "Q2"),
        text(tmp_path, f"{HEADER}\n{ROW}\n", "oud", hidden=True),
    ]
    question = find(*sheets)
    assert isinstance(question, Question)
    assert (question.key, question.answers) == ("blad", ("Q1", "Q2"))
    assert question.finding().level == "vraag"
    assert "Q1, Q2" in question.sentence("nl")
    assert found(*sheets, answers=Answers({"blad": "q2"})).dialect.sheet == "Q2"
    assert isinstance(find(*sheets, answers=Answers({"blad": "Q9"})), Question)
    assert found(*sheets, wanted=Wanted(sheet="oud")).dialect.sheet == "oud"


def test_a_hidden_sheet_may_be_named_though_it_is_not_offered(tmp_path: Path) -> None:
    sheets = (
        text(tmp_path, f"{HEADER}\n{ROW}\n", "Q1"),
        text(tmp_path, f"{HEADER}\n{ROW}\n", "Q2"),
        text(tmp_path, f"{HEADER}\n{ROW}\n", "oud", hidden=True),
    )
    table = found(*sheets, answers=Answers({"blad": "oud"}))
    assert table.dialect.sheet == "oud"
    assert "verborgen_blad_gelezen" in rules(table)


def test_a_question_between_hidden_sheets_says_that_they_are(tmp_path: Path) -> None:
    hidden = [text(tmp_path, f"{HEADER}\n{ROW}\n", name, hidden=True) for name in ("A", "B")]
    question = find(text(tmp_path, "Uitleg\n", "Uitleg"), *hidden)
    assert isinstance(question, Question)
    assert (question.name, question.answers) == ("blad", ("A", "B"))
    assert "verborgen: A, B" in question.sentence("nl")
    assert "--blad" in question.finding().remedy("en")


def test_a_sheet_with_some_of_the_columns_is_said_not_to_be_read(tmp_path: Path) -> None:
    part = HEADER.replace("eindstand", "eindstant")
    codes = text(tmp_path, "regeling;doelgroep\nWW;jongere\n", "Codes")
    sheets = (
        text(tmp_path, f"{part}\n{ROW}\n", "A"),
        text(tmp_path, f"{HEADER}\n{ROW}\n", "B"),
        codes,
    )
    table = found(*sheets)
    assert (table.dialect.sheet, rules(table)) == ("B", ["andere_bladen"])
    assert table.findings[0].params["sheets"] == "A"
    assert rules(found(*sheets, wanted=Wanted(sheet="B"))) == []


def test_a_hidden_sheet_is_read_when_only_it_fits_and_that_is_said(tmp_path: Path) -> None:
    sheets = [
        text(tmp_path, "Titel\n", "Blad1"),
        text(tmp_path, f"{HEADER}\n{ROW}\n", "data", hidden=True),
    ]
    table = found(*sheets)
    assert (table.dialect.sheet, rules(table)) == ("data", ["verborgen_blad_gelezen"])


def test_of_sheets_without_any_name_the_first_is_taken(tmp_path: Path) -> None:
    sheets = [text(tmp_path, "a;b;c\n1;2;3\n", "Blad1"), text(tmp_path, "a;b;c\n", "Blad2")]
    assert found(*sheets).dialect.sheet == "Blad1"


# A planted table is found back

WORDS = st.sampled_from(
    ["Overzicht", "werkplein", "Regio Midden, deel 2", "concept; niet verspreiden", "2009", "v1.2"]
)
TITLES = st.lists(st.one_of(st.just([]), st.lists(WORDS, min_size=1, max_size=2)), max_size=12)
PLACES = ["Breda", "Den Haag", "Curaçao", 'het "oude" plein', "a;b,c", "regel\nbreuk"]
DATA = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["2009K1", "2010-Q2"]), st.booleans()),
    min_size=1,
    max_size=60,
)
FOOT = st.lists(st.one_of(st.just(""), st.sampled_from(NOTES[:2] + NOTES[8:9])), max_size=6)


@given(
    names=st.permutations(NAMES),
    titles=TITLES,
    data=DATA,
    foot=FOOT,
    separator=st.sampled_from(";,\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    full=st.booleans(),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_table_found_is_the_one_planted(
    names: list[str],
    titles: list[list[str]],
    data: list[tuple[str, str, bool]],
    foot: list[str],
    separator: str,
    end: str,
    full: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end)

    def put(cells: Sequence[str]) -> None:
        padded = [*cells, *[""] * (len(names) - len(cells))] if full else cells
        writer.writerow(padded) if any(padded) or full else out.write(end)

    for title in titles:
        put(title)
    put(names)
    lines = out.getvalue().count("\n")
    for place, quarter, filled in data:
        row = {"werkplein": place, "kwartaal": quarter, "regeling": "WW", "beginstand": "1"}
        row |= dict.fromkeys(("instroom", "uitstroom", "eindstand"), "12")
        writer.writerow([row.get(name, "x" if filled else "") for name in names])
    first = next((at for at, note in enumerate(foot) if note), len(foot))
    for note in foot:
        put([note] if note else [])
    folder = tmp_path_factory.mktemp("planted")
    dialect = found(text(folder, out.getvalue())).dialect
    assert dialect.separator == separator
    assert dialect.header == tuple(names)
    assert dialect.header_line == len(titles) + 1
    assert dialect.skip_lines == lines
    assert len(dialect.foot) == len(foot) - first
    assert dialect.foot[:1] == tuple(foot[first : first + 1])
