"""What `propose` makes of a file, by names, values and former profiles; what it asks and writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ketenkpi.contracts import check, load_contracts
from ketenkpi.contracts.cell import Absent
from ketenkpi.contracts.kinds import ChoiceKind
from ketenkpi.contracts.profile import load_profiles, read_profile
from ketenkpi.contracts.profile.cell_read import read_cell
from ketenkpi.contracts.profile.codes_matched import CodeMatcher
from ketenkpi.contracts.profile.proposal import Open, ProfileProposal
from ketenkpi.contracts.profile.propose import propose
from ketenkpi.contracts.profile.synonyms import synonyms_of
from ketenkpi.contracts.profile.written import key_for, write_profile
from ketenkpi.errors import DefinitionError, UsageError
from ketenkpi.settings import Settings
from ketenkpi.vocabularies import use_home
from ketenkpi.vocabulary import Text
from ketenkpi.wording import LANGUAGES

Made = Callable[..., ProfileProposal]
KIND = Text("tabel", "table")


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Path:
    """An installation of its own, so that no profile of another test is there."""
    use_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def made(tmp_path: Path, home: Path) -> Made:
    def making(
        content: str | bytes, contract: str = "trajecten", **answers: str
    ) -> ProfileProposal:
        file = tmp_path / "in.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        said = {name.replace("__", ":"): answer for name, answer in answers.items()}
        return propose(file, contract, answers=said, settings=Settings.load(home=home))

    return making


def sources(proposal: ProfileProposal) -> dict[str, str | None]:
    return {match.column: match.source for match in proposal.matches}


def asked(proposal: ProfileProposal) -> dict[str, Open]:
    return {one.name: one for one in proposal.open}


def table(header: str, *rows: str) -> str:
    return "\n".join([header, *rows, ""])


SPELLS = table(
    "Zaaknummer;Vestiging;Soort uitkering;Begindatum uitkering;Einddatum uitkering",
    "Z-001;Almere;PW;05-01-2024;30-06-2024",
    "Z-002;Almere;IOAW;12-02-2024;",
)


def test_columns_are_matched_by_the_names_that_are_known(made: Made) -> None:
    proposal = made(SPELLS)
    assert sources(proposal) == {
        "traject_id": "Zaaknummer",
        "werkplein": "Vestiging",
        "regeling": "Soort uitkering",
        "instroom": "Begindatum uitkering",
        "uitstroom": "Einddatum uitkering",
    }
    assert {match.certainty for match in proposal.matches} == {"sure"}
    assert proposal.complete
    assert proposal.shown[0]["instroom"] == ("05-01-2024", True)


def test_case_accents_spaces_and_dashes_of_names_do_not_count(made: Made) -> None:
    text = SPELLS.replace("Begindatum uitkering", " BEGINDATUM-UITKERING ")
    assert sources(made(text))["instroom"] == "BEGINDATUM-UITKERING"


def test_a_name_that_is_nearly_one_is_taken_over_and_says_so(made: Made) -> None:
    proposal = made(SPELLS.replace("Begindatum uitkering", "Begindatm uitkering"))
    (match,) = [m for m in proposal.matches if m.column == "instroom"]
    assert (match.source, match.certainty) == ("Begindatm uitkering", "likely")
    assert match.reason.key == "alike"


def test_columns_are_matched_by_what_stands_in_them(made: Made) -> None:
    text = table(
        "Zaaknummer;Kolom A;Kolom B;Begindatum",
        *(f"Z-{n};{place};{scheme};0{n}-01-2024" for n, place, scheme in (
            (1, "Almere", "PW"), (2, "Zwolle", "IOAW"), (3, "Breda", "IOAZ"))),
    )  # fmt: skip
    proposal = made(text)
    found = {m.column: (m.source, m.certainty, m.reason.key) for m in proposal.matches}
    assert found["werkplein"] == ("Kolom A", "likely", "places")
    assert found["regeling"] == ("Kolom B", "likely", "words")


def test_a_name_that_its_values_contradict_is_asked_about(made: Made) -> None:
    text = table(
        "Zaaknummer;Vestiging;Soort uitkering;Begindatum uitkering;Datum",
        "Z-001;Almere;PW;Piet;05-01-2024",
        "Z-002;Almere;PW;Jan;06-01-2024",
    )
    question = asked(made(text))["kolom:instroom"]
    assert question.reason.key == "ask_differ"


def test_two_columns_that_are_it_with_equal_right_are_asked_about(made: Made) -> None:
    text = SPELLS.replace("Einddatum uitkering", "Ingangsdatum")
    proposal = made(text)
    assert asked(proposal)["kolom:instroom"].answers[:2] == ("Begindatum uitkering", "Ingangsdatum")
    assert not proposal.complete
    said = made(text, kolom__instroom="Ingangsdatum", kolom__uitstroom="Begindatum uitkering")
    assert sources(said)["instroom"] == "Ingangsdatum"
    assert said.complete


def test_days_without_a_name_that_tells_are_asked_in_the_order_they_keep(made: Made) -> None:
    text = table(
        "Zaaknummer;Vestiging;Wet;Datum 1;Datum 2",
        "Z-001;Almere;PW;31-01-2024;05-01-2024",
        "Z-002;Almere;PW;28-02-2024;06-01-2024",
        "Z-003;Almere;PW;;07-01-2024",
    )
    questions = asked(made(text))
    assert questions["kolom:instroom"].answers[:2] == ("Datum 2", "Datum 1")
    assert questions["kolom:uitstroom"].answers[:2] == ("Datum 1", "Datum 2")
    assert all(questions[f"kolom:{name}"].required for name in ("instroom", "uitstroom"))
    # One of the two is enough: the contract asks for the first report or the start.
    said = made(text, **{"kolom:instroom": "Datum 2", "kolom:uitstroom": "Datum 1"})
    assert said.complete


def test_an_end_that_is_said_not_to_be_there_is_not_asked_again(made: Made) -> None:
    text = table(
        "Zaaknummer;Vestiging;Wet;Begindatum;Geprint op", "Z-1;Almere;PW;5-1-2024;6-1-2024"
    )
    assert "kolom:uitstroom" in asked(made(text))
    assert made(text, kolom__uitstroom="niet").complete


REASONS = SPELLS.replace("Einddatum uitkering", "Einddatum;Reden einde")


def reasons(*texts: str) -> str:
    rows = [
        f"Z-{n};Almere;PW;0{n}-01-2024;0{n}-02-2024;{text}" for n, text in enumerate(texts, start=1)
    ]
    return table("Zaaknummer;Vestiging;Wet;Begindatum;Einddatum;Reden einde", *rows)


def codes(proposal: ProfileProposal) -> dict[str, tuple[str | None, str]]:
    (match,) = [m for m in proposal.matches if m.column == "reden_uitstroom"]
    return {code.text: (code.code, code.certainty) for code in match.codes}


def test_codes_are_matched_by_name_and_meaning_and_asked_otherwise(made: Made) -> None:
    proposal = made(reasons("werk", "Werk in loondienst (fulltime)", "Verhuisd", "03"))
    assert codes(proposal) == {
        "werk": ("werk", "sure"),
        "Verhuisd": ("Verhuisd", "sure"),
        "Werk in loondienst (fulltime)": ("werk_loondienst", "likely"),
        "03": (None, "open"),
    }
    question = asked(proposal)["waarde:reden_uitstroom:03"]
    # What 03 means in other systems comes first, and is only offered.
    assert "aow" in question.answers
    assert question.answers[-1] == "leeg"
    said = made(reasons("werk", "03"), waarde__reden_uitstroom__03="werk")
    assert codes(said)["03"] == ("werk", "sure")
    assert said.shown[1]["reden_uitstroom"] == ("werk", True)


@pytest.mark.parametrize("text", ["geen werk", "niet verhuisd", "zonder opleiding"])
def test_a_word_that_turns_a_meaning_round_is_never_taken_for_it(text: str, made: Made) -> None:
    assert codes(made(reasons("werk", text)))[text] == (None, "open")


def test_no_value_of_a_contract_is_taken_for_another() -> None:
    """Each value, meaning and spelling of every list leads to its own value or is asked about."""
    wrong = []
    for contract in load_contracts().values():
        for column in contract.columns:
            if not isinstance(column.kind, ChoiceKind):
                continue
            matcher = CodeMatcher(contract.key, column, "geen bekende kolom")
            for code, meaning in column.kind.values.items():
                texts = {code: 1} | {meaning.in_(language): 1 for language in LANGUAGES}
                for match in matcher.matches(texts):
                    if not match.code or isinstance(read_cell(column, match.code), Absent):
                        continue
                    if read_cell(column, match.code) != read_cell(column, code):
                        wrong.append((contract.key, column.name, match.text, match.code))
    assert wrong == []


def test_a_former_profile_of_the_installation_is_remembered(made: Made, home: Path) -> None:
    header = "Kenmerk A;Plaatscode;W;D1;D2;R"
    text = table(header, "a-1;Almere;P;05-01-2024;06-02-2024;x", "a-2;Almere;P;06-01-2024;;")
    answers = {
        "kolom:traject_id": "Kenmerk A", "kolom:werkplein": "Plaatscode", "kolom:regeling": "W",
        "kolom:instroom": "D1", "kolom:uitstroom": "D2", "kolom:reden_uitstroom": "R",
        "waarde:regeling:P": "PW", "waarde:reden_uitstroom:x": "verhuizing",
    }  # fmt: skip
    first = made(text, **answers)
    assert first.complete, first.open
    write_profile(first, "mijn", home / "profiles", by="Ans", kind=KIND)
    again = made(text.replace("a-1", "b-1").replace("a-2", "b-2"))
    assert sources(again) == sources(first)
    assert again.complete
    assert {match.reason.key for match in again.matches} == {"former"}
    assert codes(again) == {"x": ("verhuizing", "sure")}


def test_what_is_written_is_read_strictly_and_reads_the_file(
    made: Made, home: Path, tmp_path: Path
) -> None:
    proposal = made(reasons("werk", "03"), waarde__reden_uitstroom__03="leeg")
    profile = write_profile(proposal, "mijn", home / "profiles", by="Ans", kind=KIND)
    assert load_profiles()["mijn"] == profile
    assert (profile.author, profile.source) == ("Ans", "tabel")
    reading = check(tmp_path / "in.csv", "trajecten", profile="mijn")
    assert not reading.findings.blocked
    assert reading.rows_stored == 2


def test_no_text_of_a_row_that_could_be_about_a_person_is_written(made: Made, home: Path) -> None:
    text = table(
        "Zaaknummer;Clientnummer;Vestiging;Wet;Begindatum;Opmerking",
        "Z-001;k-abc;Almere;PW;05-01-2024;belde over zijn broer",
        "Z-002;k-def;Almere;PW;06-01-2024;",
    )
    proposal = made(text)
    write_profile(proposal, "mijn", home / "profiles", by="Ans", kind=KIND)
    written = (home / "profiles" / "mijn.yaml").read_text(encoding="utf-8")
    for value in ("Z-001", "k-abc", "Almere", "broer", "05-01-2024"):
        assert value not in written


def test_a_file_with_persons_gives_findings_and_nothing_else(made: Made) -> None:
    text = table("Zaaknummer;BSN;Begindatum", "Z-1;123456782;05-01-2024")
    proposal = made(text)
    assert proposal.findings.blocked
    assert (proposal.matches, proposal.shown, proposal.open) == ((), (), ())
    assert not proposal.complete


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{"])
def test_a_file_that_cannot_be_read_gives_the_finding_of_reading(
    content: bytes, made: Made
) -> None:
    assert made(content).findings.blocked


def test_order_of_day_and_month_is_asked_and_goes_into_the_profile(made: Made, home: Path) -> None:
    text = table(
        "Zaaknummer;Vestiging;Wet;Begindatum",
        "Z-001;Almere;PW;03/04/2024",
        "Z-002;Almere;PW;05/06/2024",
    )
    question = asked(made(text))["dagvolgorde:instroom"]
    assert question.answers == ("dmj", "mdj")
    said = made(text, dagvolgorde__instroom="mdj")
    assert said.shown[0]["instroom"] == ("04-03-2024", True)
    profile = write_profile(said, "mijn", home / "profiles", by="Ans", kind=KIND)
    assert profile.answers == {"dagvolgorde:instroom": "mdj"}
    # One day past the twelfth decides it for the whole column.
    assert made(text.replace("05/06", "25/06")).complete


def test_several_rows_of_one_case_are_asked_about(made: Made, home: Path) -> None:
    text = table(
        "Zaaknummer;Vestiging;Wet;Begindatum;Handeling",
        "Z-001;Almere;PW;05-01-2024;intake",
        "Z-001;Almere;PW;05-01-2024;besluit",
        "Z-002;Almere;PW;06-01-2024;intake",
    )
    assert "per_zaak" in asked(made(text))
    said = made(text, per_zaak="ja")
    assert len(said.shown) == 2
    profile = write_profile(said, "mijn", home / "profiles", by="Ans", kind=KIND)
    assert profile.mappings["trajecten"].one_per == ("Zaaknummer",)


def test_a_text_for_every_row_and_what_is_said_per_delivery(made: Made, home: Path) -> None:
    text = table("Zaaknummer;Begindatum", "Z-001;05-01-2024", "Z-002;06-01-2024")
    assert {"kolom:werkplein", "kolom:regeling"} <= set(asked(made(text)))
    said = made(text, **{"vast:regeling": "PW", "kolom:werkplein": "opgeven"})
    assert said.complete
    profile = write_profile(said, "mijn", home / "profiles", by="Ans", kind=KIND)
    assert profile.mappings["trajecten"].given == ("werkplein",)


def test_titles_notes_and_a_row_of_the_header_that_is_said(made: Made) -> None:
    text = "Overzicht 2024\n\n" + SPELLS + "\nBron: eigen systeem\n"
    proposal = made(text)
    assert (proposal.rows, proposal.complete) == (2, True)
    assert len(proposal.shown) == 2
    said = made(text, kopregel="3")
    assert sources(said) == sources(proposal)


def test_a_column_without_a_name_of_its_own_is_never_matched(made: Made) -> None:
    text = table(
        "Zaaknummer;Wet;Begindatum;;x;x;_row;_cell",
        "Z-001;PW;05-01-2024;Almere;Almere;Almere;Almere;Almere",
        "Z-002;PW;06-01-2024;Breda;Breda;Breda;Breda;Breda",
    )
    proposal = made(text)
    assert "werkplein" not in sources(proposal)
    assert asked(proposal)["kolom:werkplein"].answers == ("opgeven",)


def test_a_workbook(tmp_path: Path, home: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in SPELLS.strip().splitlines():
        sheet.append(row.split(";"))
    file = tmp_path / "in.xlsx"
    book.save(file)
    proposal = propose(file, "trajecten", settings=Settings.load(home=home))
    assert proposal.complete
    assert sources(proposal)["traject_id"] == "Zaaknummer"


def test_records_of_json(tmp_path: Path, home: Path) -> None:
    header, *rows = (line.split(";") for line in SPELLS.strip().splitlines())
    records = [dict(zip(header, row, strict=True)) for row in rows]
    file = tmp_path / "in.json"
    file.write_text(json.dumps({"meta": 1, "zaken": records}), encoding="utf-8")
    settings = Settings.load(home=home)
    proposal = propose(file, "trajecten", settings=settings)
    assert (proposal.format, proposal.records, proposal.complete) == ("json_records", "zaken", True)
    profile = write_profile(proposal, "mijn", home / "profiles", by="Ans", kind=KIND)
    assert profile.format == "json_records"
    file.write_text(json.dumps({"een": records, "twee": records}), encoding="utf-8")
    (question,) = propose(file, "trajecten", settings=settings).open
    assert (question.name, question.answers) == ("lijst", ("een", "twee"))
    said = propose(file, "trajecten", answers={"lijst": "twee"}, settings=settings)
    assert said.records == "twee"


def test_a_wide_table_of_figures_becomes_series(made: Made, home: Path, tmp_path: Path) -> None:
    text = table(
        "Gemeente;Inwoners;Oppervlakte", "Almere;217000;129,2", "Utrecht (gemeente);361000;"
    )
    assert set(asked(made(text, "context"))) == {"kolom:periode"}
    said = made(text, "context", vast__periode="2019JJ00")
    assert said.complete
    first = said.shown[0]
    assert (first["reeks"], first["gebied"]) == (("inwoners", True), ("GM0034", True))
    write_profile(said, "mijn", home / "profiles", by="Ans", kind=KIND)
    reading = check(tmp_path / "in.csv", "context", profile="mijn")
    assert reading.rows_stored == 4


def test_figures_that_already_stand_below_each_other_stay_so(made: Made) -> None:
    text = table("Measure;RegioS;Perioden;Value", "A1;GM0034;2019JJ00;5", "A2;GM0034;2019KW01;6")
    proposal = made(text, "context")
    assert sources(proposal) == {
        "reeks": "Measure", "gebied": "RegioS", "periode": "Perioden", "waarde": "Value"
    }  # fmt: skip
    assert proposal.mapping is not None
    assert proposal.mapping.unpivot is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Levering 2024.csv", "levering_2024"),
        ("2024.xlsx", "profiel_2024"),
        ("één bestand (kopie).csv", "een_bestand_kopie"),
        ("x" * 80 + ".csv", "x" * 40),
        ("!!!.csv", "profiel"),
    ],
)
def test_a_key_is_made_of_the_name_of_a_file(name: str, key: str) -> None:
    assert key_for(name) == key


@pytest.mark.parametrize("key", ["", "A", "1a", "a b", "../a", "a" * 41, "é"])
def test_a_key_that_cannot_be_is_refused(key: str, made: Made, home: Path) -> None:
    with pytest.raises(UsageError):
        write_profile(made(SPELLS), key, home / "profiles", by="Ans", kind=KIND)
    assert not (home / "profiles").exists()


def test_a_profile_with_something_open_is_never_written(made: Made, home: Path) -> None:
    with pytest.raises(ValueError, match="answered"):
        write_profile(made(reasons("werk", "03")), "mijn", home / "profiles", by="A", kind=KIND)


def test_an_own_profile_may_not_take_the_key_of_a_shipped_one(made: Made, home: Path) -> None:
    profile = write_profile(made(SPELLS), "mijn", home / "profiles", by="Ans", kind=KIND)
    assert profile.key in load_profiles()
    file = home / "profiles" / "mijn.yaml"
    shadow = file.with_name("bus.yaml")
    shadow.write_text(file.read_text(encoding="utf-8").replace("profile: mijn", "profile: bus"))
    with pytest.raises(DefinitionError, match=r"bus\.yaml"):
        load_profiles()
    shadow.unlink()
    assert read_profile(file) == profile


@pytest.mark.parametrize("contract", sorted(load_contracts()))
def test_every_contract_finds_its_own_template(contract: str) -> None:
    known = synonyms_of(load_contracts()[contract])
    assert set(load_contracts()[contract].names) <= set(known.values())


def test_a_column_in_thousands_is_not_taken_over(made: Made) -> None:
    header = "werkplein;kwartaal;organisatie;soort;{};Uitgaven"
    row = "Breda;2009K1;uwv;ict;10;5"
    whole = sources(made(table(header.format("Budget (euro)"), row), "middelen"))
    assert (whole["begroot"], whole["besteed"]) == ("Budget (euro)", "Uitgaven")
    thousands = sources(made(table(header.format("Budget (x € 1.000)"), row), "middelen"))
    assert (thousands.get("begroot"), thousands["besteed"]) == (None, "Uitgaven")


@pytest.mark.parametrize("behind", [";", ";;;", ";\n;;;;;;;;;\n"])
def test_separators_behind_the_last_column_are_no_column(behind: str, made: Made) -> None:
    rows = table("werkplein;datum;thema", f"Breda;2009-02-03;wachten{behind}", "Breda;2009-02-04;x")
    found = made(rows, "klachten")
    assert sources(found) == {"werkplein": "werkplein", "datum": "datum", "thema": "thema"}
    assert not found.findings.blocked
