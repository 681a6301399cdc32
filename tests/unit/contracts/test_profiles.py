"""The shipped profiles, each on a small invented file in the layout of the real one."""

from __future__ import annotations

import json
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.contracts import Reading
from ketenkpi.contracts.findings import STOPS
from ketenkpi.contracts.profile import describe, find_profile, load_profiles
from ketenkpi.contracts.profile.formats import FixedWidth
from ketenkpi.errors import UsageError
from ketenkpi.wording import Language
from tests.unit.contracts.by_profile import Go, reader_in, rows


@pytest.fixture
def go(tmp_path: Path) -> Go:
    return reader_in(tmp_path)


def kept(result: Reading, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows(result)]


def stops(result: Reading) -> list[tuple[int | None, str]]:
    """What stops a file, by line and rule."""
    return [(f.line, f.rule) for f in result.findings.listed if f.level in STOPS]


VNG_HEADER = (
    "startdatum;geslacht;einddatum;Omschrijving leefvorm;"
    "Oorzaak bijstandsafhankelijkheid;geboortejaar"
)
VNG = f"""{VNG_HEADER}
2008-02-03;man;2009-01-31;Alleenstaande;14.0;1980.0
2008-02-03;man;2009-01-31;Alleenstaande;14.0;1980.0
2009-07-01;vrouw;;Anders;2.0;1991.0
"""


def test_vng_spells_become_trajecten(go: Go) -> None:
    result = go(VNG, "trajecten", "vng_bijstand")
    assert result.findings.listed == ()
    assert kept(result, "traject_id", "instroom", "uitstroom", "geboortejaar", "_line") == [
        ("VNG-000001", date(2008, 2, 3), date(2009, 1, 31), 1980, 2),
        # An exact double is another benefit: without a client nobody can tell.
        ("VNG-000002", date(2008, 2, 3), date(2009, 1, 31), 1980, 3),
        ("VNG-000003", date(2009, 7, 1), None, 1991, 4),
    ]
    assert kept(result, "werkplein", "regeling", "reden_uitstroom", "client") == [
        ("Nissewaard", "WWB", "onbekend", None),
        ("Nissewaard", "WWB", "onbekend", None),
        ("Nissewaard", "WWB", None, None),
    ]


def test_the_user_may_give_another_werkplein(go: Go) -> None:
    result = go(VNG, "trajecten", "vng_bijstand", werkplein="Voorbeeldstad")
    assert {row["werkplein"] for row in rows(result)} == {"Voorbeeldstad"}


def test_a_bad_date_is_reported_as_it_stands_in_the_file(go: Go) -> None:
    result = go(VNG.replace("2009-07-01", "31-06-2009"), "trajecten", "vng_bijstand")
    (finding,) = result.findings.listed
    assert (finding.line, finding.column, finding.value) == (4, "instroom", "31-06-2009")
    assert result.parquet is None


def test_a_missing_source_column_blocks(go: Go) -> None:
    result = go(VNG.replace("einddatum", "eind"), "trajecten", "vng_bijstand")
    assert [f.column for f in result.findings.listed if f.level == "blokkade"] == ["einddatum"]


WABO_HEADER = (
    "case:channel,case:concept:name,case:enddate,case:enddate_planned,case:startdate,"
    "concept:name,org:resource,time:timestamp"
)
WABO = "\n".join(
    (
        WABO_HEADER,
        # Planned for midnight on the clock of the office: in UTC still the day before.
        "Desk,case-2,2011-03-08 16:00:00.000000+01:00,2011-03-08 00:00:00.010000+01:00,"
        "2011-01-10 23:30:00.000000+01:00,Confirmation of receipt,Res1,"
        "2011-01-11 09:00:00.000000+01:00",
        "Internet,case-1,,2011-09-01 10:00:00.000000+02:00,2011-07-07 10:00:00.000000+02:00,"
        "Confirmation of receipt,Res1,2011-07-08 00:10:00.000000+02:00",
        "Desk,case-2,2011-03-08 16:00:00.000000+01:00,2011-03-08 00:00:00.010000+01:00,"
        "2011-01-10 23:30:00.000000+01:00,T06 Determine necessity of stop advice,Res2,"
        "2011-02-01 09:00:00.000000+01:00",
        "",
    )
)


def test_an_event_log_becomes_one_row_per_case(go: Go) -> None:
    result = go(WABO, "trajecten", "wabo_log")
    assert result.findings.listed == ()
    assert result.rows_read == 2
    names = ("traject_id", "kanaal", "melding", "aanvraag", "besluit", "termijn", "_line")
    assert kept(result, *names) == [
        ("case-2", "balie", *[date(2011, 1, 10)] * 2, date(2011, 3, 8), date(2011, 3, 7), 2),
        ("case-1", "digitaal", *[date(2011, 7, 7)] * 2, None, date(2011, 9, 1), 3),
    ]


def test_the_same_log_gives_a_step_per_event(go: Go) -> None:
    result = go(WABO, "stappen", "wabo_log")
    assert kept(result, "traject_id", "taak", "begin", "einde", "medewerker") == [
        ("case-2", "intake", date(2011, 1, 11), date(2011, 1, 11), "Res1"),
        ("case-1", "intake", date(2011, 7, 7), date(2011, 7, 7), "Res1"),
        ("case-2", "diagnose", date(2011, 2, 1), date(2011, 2, 1), "Res2"),
    ]


def test_an_unknown_code_is_refused_with_the_text_of_the_file(go: Go) -> None:
    result = go(WABO.replace("Internet", "Duif"), "trajecten", "wabo_log")
    assert [(f.line, f.rule, f.value) for f in result.findings.listed] == [
        (3, "onbekende_waarde", "Duif")
    ]


def _observation(measure: str, period: str, value: float | None, mark: str) -> dict[str, Any]:
    return {"Id": 1, "Measure": measure, "ValueAttribute": mark, "Value": value, "Perioden": period}


def test_statline_observations_become_context(go: Go) -> None:
    made = [
        _observation("D007076_2", "2009MM03", 123.5, "None"),
        _observation("90210", "2009KW01", 1234.567, "None"),
        _observation("D000287", "2009MM03", 1.0, "None"),
        _observation("M006400", "2009JJ00", None, "Impossible"),
    ]
    result = go(json.dumps({"value": made}), "context", "cbs_statline")
    assert result.findings.listed == ()
    assert kept(result, "reeks", "gebied", "periode", "waarde", "status") == [
        ("ww_x1000", "NL01", "2009MM03", 123.5, None),
        ("bijstand_tot_aow_x1000", "NL01", "2009KW01", 1234.567, None),
        ("ww_seizoengecorrigeerd_x1000", "NL01", "2009JJ00", None, "ontbreekt"),
    ]


BUS_FIELDS = {
    "statistiekjaar": "2015",
    "statistiekmaand": "03",
    "berichtgevercode": "1234",
    "gemeentecode": "0599",
    "softwarepakket": "and",
    "versienummer": "1.0",
    "registratienummer": "R-77",
    "statistiekcode": "01",
    # Passes the eleven-test; invented.
    "burgerservicenummer": "111222333",
    "geboortejaar": "1980",
    "geboortemaand_en_dag": "1231",
    "geslacht": "1",
    "aanvangsdatum": "20150105",
    "einddatum": "00000000",
    "reden_beeindiging": "",
}


def bus(**fields: str) -> str:
    layout = find_profile("bus").layout
    assert isinstance(layout, FixedWidth)
    filled = BUS_FIELDS | fields
    return "".join(filled.get(f.name, "").ljust(f.width) for f in layout.fields) + "\r\n"


def test_the_bus_layout_has_the_34_fields_of_the_regulation() -> None:
    layout = find_profile("bus").layout
    assert isinstance(layout, FixedWidth)
    # The date of birth is cut in two, so that only its year can be taken.
    assert len(layout.fields) == 34 + 1
    assert layout.width == len(bus().rstrip("\r\n")) == 153
    assert layout.places(["gemeentecode", "burgerservicenummer", "reden_beeindiging"]) == [
        slice(10, 14),
        slice(79, 88),
        slice(151, 153),
    ]


def test_bus_records_become_trajecten(go: Go) -> None:
    content = (
        bus()
        + bus(statistiekcode="02", registratienummer="R-78", einddatum="20150331",
              reden_beeindiging="11")
        + bus(statistiekcode="12", registratienummer="R-79")
        + bus(geslacht="2", geboortejaar="1982", einddatum="20150310", reden_beeindiging="99")
    )  # fmt: skip
    result = go(content, "trajecten", "bus")
    assert result.findings.listed == ()
    names = ("traject_id", "werkplein", "regeling", "instroom", "uitstroom", "reden_uitstroom")
    start = date(2015, 1, 5)
    assert kept(result, *names) == [
        ("R-77-20150105-1980-1", "GM0599", "WWB", start, None, None),
        ("R-78-20150105-1980-1", "GM0599", "IOAW", start, date(2015, 3, 31), "werk"),
        ("R-77-20150105-1982-2", "GM0599", "WWB", start, date(2015, 3, 10), "onbekend"),
    ]


def test_two_records_of_one_month_that_cannot_be_told_apart_are_a_double(go: Go) -> None:
    result = go(bus() + bus(einddatum="20150310", reden_beeindiging="32"), "trajecten", "bus")
    assert result.parquet is None
    assert stops(result) == [(3, "dubbel")]


def test_of_a_case_in_two_months_the_later_counts_in_whatever_order(go: Go) -> None:
    march, april = bus(), bus(statistiekmaand="04", einddatum="20150410", reden_beeindiging="32")
    other = bus(registratienummer="R-78")
    for content in (march + other + april, april + other + march):
        result = go(content, "trajecten", "bus")
        assert sorted(kept(result, "traject_id", "reden_uitstroom")) == [
            ("R-77-20150105-1980-1", "verhuizing"),
            ("R-78-20150105-1980-1", None),
        ]
        said = [f for f in result.findings.listed if f.rule == "eerdere_maand"]
        assert [f.params["count"] for f in said] == [1]
        assert result.periods == ((2015, 3, 2), (2015, 4, 1))
        assert (result.rows_read, result.rows_stored, result.rows_rejected) == (3, 2, 1)


def test_two_places_with_one_number_do_not_take_each_others_case(go: Go) -> None:
    """In another month too: which of both it is, nobody can tell from a number alone."""
    result = go(bus() + bus(statistiekmaand="04", gemeentecode="0855"), "trajecten", "bus")
    assert stops(result) == [(3, "dubbel")]


@pytest.mark.parametrize("month", ["00", "13", "", "1a"])
def test_a_record_without_a_month_is_refused_on_its_line(month: str, go: Go) -> None:
    result = go(bus() + bus(registratienummer="R-78", statistiekmaand=month), "trajecten", "bus")
    assert stops(result) == [(3, "maand_ongeldig")]
    assert result.parquet is None


MONTHS = sorted((Path(__file__).parent / "cases").glob("busm_*.txt"))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_months_in_one_file_are_what_the_last_of_each_case_says(
    order: tuple[int, ...], go: Go
) -> None:
    content = "".join(MONTHS[place].read_text() for place in order)
    result = go(content, "trajecten", "bus")
    ends = [row["uitstroom"] for row in rows(result)]
    assert (len(ends), sum(end is not None for end in ends)) == (300, 74)
    assert (result.rows_read, result.rows_rejected) == (824, 524)
    assert result.periods == ((2025, 7, 300), (2025, 8, 276), (2025, 9, 248))


def test_no_bsn_and_no_birthday_leave_the_file(go: Go, tmp_path: Path) -> None:
    source = tmp_path / "bus.txt"
    source.write_text(bus(), encoding="ascii", newline="")
    written = find_profile("bus").to_csv(source, tmp_path / "profile.csv").read_text()
    assert "111222333" not in written
    assert "1231" not in written
    assert "1980" in written


REASONS = "01 02 03 04 05 06 07 11 13 14 15 17 18 19 31 32 33 34 35 97 98"


@pytest.mark.parametrize("code", REASONS.split())
def test_every_reason_of_the_regulation_is_known(code: str, go: Go) -> None:
    content = bus(einddatum="20150228", reden_beeindiging=code)
    reason = rows(go(content, "trajecten", "bus"))[0]["reden_uitstroom"]
    assert (reason == "werk") == (code in ("11", "13"))


def test_a_reason_of_the_list_of_2010_is_refused(go: Go) -> None:
    result = go(bus(einddatum="20150310", reden_beeindiging="53"), "trajecten", "bus")
    assert [(f.rule, f.value) for f in result.findings.listed] == [("onbekende_code", "53")]


def test_unknown_names_are_told_with_the_known_ones(go: Go) -> None:
    with pytest.raises(UsageError, match="vng_bijstand"):
        find_profile("vng")
    with pytest.raises(UsageError, match="vult wel: context"):
        go(json.dumps({"value": [_observation("90210", "2009MM01", 1.5, "None")]}), "trajecten",
           "cbs_statline")  # fmt: skip
    with pytest.raises(UsageError, match="kolom locatie"):
        go(VNG, "trajecten", "vng_bijstand", locatie="Voorbeeldstad")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_profiles_are_described(language: Language) -> None:
    text = describe(language)
    for profile in load_profiles().values():
        assert f"(`{profile.key}`)" in text
        assert profile.note.in_(language) in text
        for key, reason in profile.not_computable:
            assert f"- `{key}`: {reason.in_(language)}" in text
        for mapping in profile.mappings.values():
            assert all(f"| `{name}` | " in text for name in mapping.columns)
